//! Markup as a tree that costs little: names and attributes stay in the text they were read from.
//!
//! Names are compared without their prefix, because programs choose different
//! ones for the same thing. Depth and number of elements are bounded, so that
//! a walk over the tree may recurse.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};

use super::error::{ImportError, TooMuch};
use super::limits;

const NONE: u32 = u32::MAX;

/// A parsed part.
pub(super) struct Tree<'x> {
    elements: Vec<Element<'x>>,
}

struct Element<'x> {
    name: &'x str,
    /// Name and attributes as written; empty for text.
    tag: &'x str,
    text: Cow<'x, str>,
    first: u32,
    next: u32,
}

/// An element, or a piece of text (whose name is empty).
#[derive(Clone, Copy)]
pub(super) struct Node<'t, 'x> {
    tree: &'t Tree<'x>,
    at: u32,
}

impl<'x> Tree<'x> {
    /// Parses a part of a document of `format`.
    pub(super) fn parse(xml: &'x str, format: &'static str) -> Result<Tree<'x>, ImportError> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut building = Building::default();
        loop {
            let event = reader
                .read_event()
                .map_err(|error| ImportError::damaged(format, error))?;
            let end = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
            let tag = |len: usize, tail: usize| {
                let end = end.saturating_sub(tail);
                xml.get(end.saturating_sub(len)..end).unwrap_or_default()
            };
            match event {
                Event::Start(start) => building.open(tag(start.len(), 1))?,
                Event::Empty(start) => {
                    building.open(tag(start.len(), 2))?;
                    building.close();
                }
                Event::End(_) => building.close(),
                Event::Text(text) => building.text(text.into_inner())?,
                Event::CData(text) => building.text(text.into_inner())?,
                Event::GeneralRef(reference) => building.text(resolved(&reference))?,
                Event::Eof => break,
                _ => {}
            }
        }
        if !building.open.is_empty() {
            return Err(ImportError::damaged(format, "nội dung bị cắt cụt"));
        }
        Ok(Tree {
            elements: building.elements,
        })
    }

    /// The outermost element.
    pub(super) fn root(&self) -> Option<Node<'_, 'x>> {
        let at = self
            .elements
            .iter()
            .position(|element| !element.name.is_empty())?;
        Some(Node {
            tree: self,
            at: at as u32,
        })
    }
}

fn resolved<'x>(reference: &BytesRef<'x>) -> Cow<'x, str> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Cow::Owned(letter.to_string());
    }
    resolve_predefined_entity(reference)
        .map(Cow::Borrowed)
        .unwrap_or_default()
}

#[derive(Default)]
struct Building<'x> {
    elements: Vec<Element<'x>>,
    /// Open elements, each with its last child so far.
    open: Vec<(u32, u32)>,
    /// Last element at the outermost level.
    top: Option<u32>,
}

impl<'x> Building<'x> {
    fn open(&mut self, tag: &'x str) -> Result<(), ImportError> {
        let name = tag
            .split(|c: char| c.is_ascii_whitespace())
            .next()
            .unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        let at = self.add(Element {
            name,
            tag,
            text: Cow::Borrowed(""),
            first: NONE,
            next: NONE,
        })?;
        self.open.push((at, NONE));
        if self.open.len() > limits::DEPTH {
            return Err(ImportError::too_large(TooMuch::Depth, limits::DEPTH));
        }
        Ok(())
    }

    fn close(&mut self) {
        self.open.pop();
    }

    fn text(&mut self, text: Cow<'x, str>) -> Result<(), ImportError> {
        if !self.open.is_empty() && !text.is_empty() {
            self.add(Element {
                name: "",
                tag: "",
                text,
                first: NONE,
                next: NONE,
            })?;
        }
        Ok(())
    }

    fn add(&mut self, element: Element<'x>) -> Result<u32, ImportError> {
        if self.elements.len() >= limits::ELEMENTS {
            return Err(ImportError::too_large(TooMuch::Elements, limits::ELEMENTS));
        }
        let at = self.elements.len() as u32;
        self.elements.push(element);
        let before = match self.open.last_mut() {
            Some((parent, last)) if *last == NONE => {
                self.elements[*parent as usize].first = at;
                *last = at;
                None
            }
            Some((_, last)) => Some(std::mem::replace(last, at)),
            None => self.top.replace(at),
        };
        if let Some(before) = before {
            self.elements[before as usize].next = at;
        }
        Ok(at)
    }
}

impl<'t, 'x> Node<'t, 'x> {
    fn element(self) -> &'t Element<'x> {
        &self.tree.elements[self.at as usize]
    }

    /// Name without prefix; empty for text.
    pub(super) fn name(self) -> &'x str {
        self.element().name
    }

    /// Its own text, where it is text.
    pub(super) fn own_text(self) -> &'t str {
        &self.element().text
    }

    /// Its children in order.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'t, 'x>> {
        let mut next = self.element().first;
        std::iter::from_fn(move || {
            let at = next;
            next = self.tree.elements.get(at as usize)?.next;
            Some(Node {
                tree: self.tree,
                at,
            })
        })
    }

    /// Its first child of that name.
    pub(super) fn child(self, name: &str) -> Option<Node<'t, 'x>> {
        self.children().find(|child| child.name() == name)
    }

    /// All text inside, in order.
    pub(super) fn text(self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text
    }

    fn collect(self, text: &mut String) {
        text.push_str(self.own_text());
        for child in self.children() {
            child.collect(text);
        }
    }

    /// The value of an attribute, by its name without prefix.
    pub(super) fn attribute(self, name: &str) -> Option<Cow<'x, str>> {
        let tag = self.element().tag;
        if !tag.contains(name) {
            return None;
        }
        let from = tag.find(|c: char| c.is_ascii_whitespace())?;
        Attributes::new(tag, from)
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)
            .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
    }

    /// The attribute "val" of a child, which is how Word keeps most settings.
    pub(super) fn setting(self, name: &str) -> Option<Cow<'x, str>> {
        self.child(name)?.attribute("val")
    }

    /// A setting that is on by its presence, unless it says otherwise.
    pub(super) fn toggle(self, name: &str) -> Option<bool> {
        let child = self.child(name)?;
        Some(!matches!(
            child.attribute("val").as_deref(),
            Some("0" | "false" | "off" | "none")
        ))
    }

    /// A setting that is a number.
    pub(super) fn number(self, name: &str) -> Option<i64> {
        self.setting(name)?.trim().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_keeps_order_text_and_attributes() {
        let tree = Tree::parse(
            "<?xml version=\"1.0\"?><w:p w:id=\"a &amp; b\"><w:b w:val='0'/><t>m&#7897;t &lt; hai</t><t>ba</t></w:p>",
            ".docx",
        )
        .unwrap();
        let root = tree.root().unwrap();
        assert_eq!(
            (root.name(), root.attribute("id").as_deref()),
            ("p", Some("a & b"))
        );
        assert_eq!(root.text(), "một < haiba");
        assert_eq!(root.toggle("b"), Some(false));
        assert_eq!(
            root.children().map(Node::name).collect::<Vec<_>>(),
            ["b", "t", "t"]
        );
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "<a>".repeat(limits::DEPTH + 1);
        let error = Tree::parse(&deep, ".docx").err().unwrap();
        assert_eq!(error, ImportError::too_large(TooMuch::Depth, limits::DEPTH));
    }
}
