//! Writing XML: what is opened is closed, and any text is safe.

use std::borrow::Cow;
use std::fmt::{self, Display, Write};

use quick_xml::escape::{escape, partial_escape};

/// XML that grows by elements.
#[derive(Debug, Default)]
pub(super) struct Xml(String);

/// Attributes by name.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

impl Xml {
    /// Starts with the declaration.
    pub(super) fn document() -> Self {
        Xml("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned())
    }

    /// An element with what `inside` writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Xml),
    ) {
        self.tag(name, attributes, ">");
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes, "/>");
    }

    /// An element whose only attribute is `w:val`.
    pub(super) fn value(&mut self, name: &str, value: impl Display) {
        self.empty(name, &[("w:val", &value)]);
    }

    /// Text; characters that XML does not allow are left out.
    pub(super) fn text(&mut self, text: &str) {
        self.0.push_str(&partial_escape(&*clean(text)));
    }

    /// Markup that is known to be well-formed.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>, end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            // Writing to a string cannot fail.
            let _ = write!(Value(&mut self.0), "{value}");
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}

/// The value of an attribute, made safe piece by piece as it is written.
struct Value<'x>(&'x mut String);

impl Write for Value<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0.push_str(&escape(&*clean(piece)));
        Ok(())
    }
}

/// Without the characters that XML does not allow.
fn clean(text: &str) -> Cow<'_, str> {
    match text.chars().all(allowed) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().filter(|letter| allowed(*letter)).collect()),
    }
}

/// Whether XML 1.0 allows the character.
fn allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..)
}
