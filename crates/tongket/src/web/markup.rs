//! The HTML of a section together with its words, as anchors of comments count them.
//!
//! What the writing box makes is taken as it is after one look over it; what
//! anything else sends is cleaned first ([`super::html`]). The words are those of
//! the blocks in their order, white space folded, one line a block, in NFC:
//! the script that lets a reviewer point at a sentence counts the same way.

use tongket_core::refusal::Refusal;
use tongket_reader::secrecy;
use tongket_reader::source::Source;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::is_nfc;

use super::html::clean;

/// A section's HTML and its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marked {
    /// Reduced to what a section may have.
    pub(super) html: String,
    /// The same without marks.
    pub(super) text: String,
}

/// Elements that hold words of their own, as the script knows them.
const BLOCKS: [&str; 6] = ["p", "h3", "h4", "li", "td", "th"];
/// The other elements that are closed.
const OTHERS: [&str; 9] = [
    "ul", "ol", "strong", "em", "u", "table", "thead", "tbody", "tr",
];

/// Cleans a section where it needs it, and reads its words.
pub(super) fn marked(html: impl Into<String>) -> Marked {
    let html: String = html.into();
    if composed(&html)
        && let Some(text) = Reading::of(&html)
    {
        return Marked { html, text };
    }
    let cleaned = clean(&html);
    let text = Reading::of(&cleaned).unwrap_or_else(|| bare(&cleaned));
    Marked {
        html: cleaned,
        text,
    }
}

/// Holds that a text bears no mark of a state secret.
///
/// # Errors
/// It bears one; nothing of it may be kept.
pub(super) fn unmarked(text: &str) -> Result<(), Refusal> {
    // A mark contains this word; most texts do not, and need no closer look.
    if !names_a_mark(text) {
        return Ok(());
    }
    match secrecy::marking(&Source::from_plain(text)) {
        Some(mark) => Err(Refusal::upload_secret(mark.value)),
        None => Ok(()),
    }
}

/// Whether "mật" is in it, in whatever case; "luật" is not it.
fn names_a_mark(text: &str) -> bool {
    let within = |at: usize, letter: char| {
        let (before, after) = (&text[..at], &text[at + letter.len_utf8()..]);
        before.ends_with(['m', 'M']) && after.starts_with(['t', 'T'])
    };
    let mut letters = ['ậ', 'Ậ'].into_iter();
    letters.any(|letter| text.match_indices(letter).any(|(at, _)| within(at, letter)))
}

/// Whether letters and their marks are composed, as in NFC.
fn composed(text: &str) -> bool {
    text.chars().all(stands_alone) || is_nfc(text)
}

/// Signs that no other sign joins, and that are never written otherwise: all that Vietnamese needs.
fn stands_alone(sign: char) -> bool {
    matches!(sign, '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}')
}

/// The words of HTML whose elements do not stand as they should.
fn bare(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        let words = piece.split_once('>').map_or(piece, |(_, words)| words);
        fold(&mut text, &unescape(words));
        text.push('\n');
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n").nfc().collect()
}

/// One look over HTML: which elements are open, what the blocks say.
#[derive(Default)]
struct Reading<'h> {
    open: Vec<(&'h str, usize)>,
    opened: usize,
    last: Option<usize>,
    text: String,
}

impl<'h> Reading<'h> {
    /// The words, or nothing where an element, an attribute or a sign is not
    /// one that the writing box makes.
    fn of(html: &'h str) -> Option<String> {
        let mut reading = Reading {
            text: String::with_capacity(html.len()),
            ..Reading::default()
        };
        let mut rest = html;
        while !rest.is_empty() {
            let at = rest.find('<').unwrap_or(rest.len());
            reading.words(&rest[..at])?;
            rest = &rest[at..];
            if let Some(tagged) = rest.strip_prefix('<') {
                let (tag, after) = tagged.split_once('>')?;
                reading.tag(tag)?;
                rest = after;
            }
        }
        reading.open.is_empty().then_some(())?;
        reading.end_block();
        if reading.text.ends_with('\n') {
            reading.text.pop();
        }
        Some(reading.text)
    }

    fn words(&mut self, words: &str) -> Option<()> {
        if words.contains('>') {
            return None;
        }
        let owner = self
            .open
            .iter()
            .rev()
            .find(|(name, _)| BLOCKS.contains(name));
        let Some((_, owner)) = owner else {
            return words.trim().is_empty().then_some(());
        };
        if self.last != Some(*owner) {
            let owner = *owner;
            self.end_block();
            self.last = Some(owner);
        }
        match words.contains('&') {
            true => fold(&mut self.text, &known_signs(words)?),
            false => fold(&mut self.text, words),
        }
        Some(())
    }

    fn end_block(&mut self) {
        if self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn tag(&mut self, tag: &'h str) -> Option<()> {
        if let Some(name) = tag.strip_prefix('/') {
            let (open, _) = self.open.pop()?;
            return (open == name).then_some(());
        }
        if tag == "br" {
            return self.words(" ");
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let known = BLOCKS.contains(&name) || OTHERS.contains(&name);
        (known && allowed(name, attributes)).then_some(())?;
        self.opened += 1;
        self.open.push((name, self.opened));
        Some(())
    }
}

/// Whether an element may have these attributes: numbers in quotes.
fn allowed(name: &str, attributes: &str) -> bool {
    let names: &[&str] = match name {
        "td" | "th" => &["colspan", "rowspan"],
        "ol" => &["start"],
        _ => &[],
    };
    attributes.split_ascii_whitespace().all(|attribute| {
        let value = attribute.split_once("=\"").and_then(|(name, value)| {
            let value = value.strip_suffix('"')?;
            names.contains(&name).then_some(value)
        });
        value.is_some_and(|value| value.parse::<u16>().is_ok_and(|number| number < 1000))
    })
}

/// Adds words with their white space folded, none at the beginning of a line.
fn fold(text: &mut String, words: &str) {
    let blank = |sign: char| sign.is_whitespace() || sign == '\u{feff}';
    for (at, word) in words.split(blank).enumerate() {
        if at > 0 && !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// The signs that HTML writes in another way.
const SIGNS: [(&str, &str); 6] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&nbsp;", "\u{a0}"),
    ("&amp;", "&"),
];

fn unescape(words: &str) -> String {
    let mut words = words.to_owned();
    for (written, sign) in SIGNS {
        words = words.replace(written, sign);
    }
    words
}

/// As [`unescape`], where every "&" begins one of the known signs.
fn known_signs(words: &str) -> Option<String> {
    let mut signs = words.match_indices('&');
    let known = |at: usize| {
        SIGNS
            .iter()
            .any(|(written, _)| words[at..].starts_with(written))
    };
    signs.all(|(at, _)| known(at)).then(|| unescape(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, kept: &str, text: &str) {
        let found = marked(html);
        assert_eq!((found.html.as_str(), found.text.as_str()), (kept, text));
    }

    #[test]
    fn what_the_writing_box_makes_is_kept_to_the_letter() {
        let html = "<h3>1. Tổ  tự quản</h3><ul><li><p>Thôn Đông:<br>5 tổ;</p></li><li>Thôn \
                    <strong>Bãi</strong></li></ul><table><tbody><tr><td colspan=\"2\">2025</td>\
                    <td>3 &lt; 4 &amp; 5</td></tr></tbody></table><p></p>";
        check(
            html,
            html,
            "1. Tổ tự quản\nThôn Đông: 5 tổ;\nThôn Bãi\n2025\n3 < 4 & 5",
        );
    }

    #[test]
    fn anything_else_is_cleaned_and_keeps_its_words() {
        check("<p onclick=\"x()\">Một</p>", "<p>Một</p>", "Một");
        check(
            "Đã làm.\nXong.",
            "<p>Đã làm.</p><p>Xong.</p>",
            "Đã làm.\nXong.",
        );
        check("<p>Vie\u{323}\u{302}t</p>", "<p>Việt</p>", "Việt");
        check("<p>một<p>hai", "<p>một</p><p>hai</p>", "một\nhai");
        check("", "", "");
    }

    #[test]
    fn what_stands_alone_is_composed_whatever_stands_beside_it() {
        use unicode_normalization::char::canonical_combining_class;
        use unicode_normalization::{IsNormalized, is_nfc_quick};
        for sign in ('\0'..=char::MAX).filter(|sign| stands_alone(*sign)) {
            assert_eq!(
                is_nfc_quick(std::iter::once(sign)),
                IsNormalized::Yes,
                "{sign:?}"
            );
            assert_eq!(canonical_combining_class(sign), 0, "{sign:?}");
        }
        assert!(composed("Tổ tự quản “đường biên” – 5°"));
        assert!(!composed("Vie\u{323}\u{302}t"));
    }

    #[test]
    fn a_mark_of_secrecy_is_seen_and_everyday_words_are_none() {
        for text in [
            "MẬT",
            "Độ mật: Tối mật",
            "UBND\nTỐI MẬT\nKẾ HOẠCH",
            "độ MẬT: mật",
        ] {
            assert!(unmarked(text).is_err(), "{text}");
        }
        for text in ["pháp luật, kỷ luật", "giữ bí mật", "MẬT ĐỘ dân số", ""] {
            assert!(unmarked(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn nothing_that_acts_passes() {
        for html in [
            "<p><script>x()</script>Chào</p>",
            "<p><img src=x onerror=x()>Chào</p>",
            "<p style=\"x\">Chào</p>",
            "<p><a href=\"javascript:x()\">Chào</a></p>",
            "<svg/onload=x()><p>Chào</p>",
            "<p>Chào</p><!-- x() -->",
        ] {
            check(html, "<p>Chào</p>", "Chào");
        }
    }
}
