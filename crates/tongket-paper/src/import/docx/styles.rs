//! Styles: what a paragraph or a run looks like when it does not say so itself.

use std::collections::HashMap;

use super::super::xml::Node;

/// Styles may be based on each other; a longer chain than this is a circle.
const CHAIN: usize = 24;

/// How letters look, as far as it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Letters {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) capitals: Option<bool>,
    pub(super) font: Option<String>,
    pub(super) style: Option<String>,
}

/// How a paragraph is set, as far as it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) style: Option<String>,
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
    pub(super) outline: Option<u8>,
    pub(super) centered: Option<bool>,
}

#[derive(Debug, Default)]
struct Style {
    base: Option<String>,
    letters: Letters,
    setting: Setting,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    defaults: Letters,
    usual: Option<String>,
}

impl Styles {
    pub(super) fn of(root: Option<Node<'_, '_>>) -> Styles {
        let mut all = Styles::default();
        let Some(root) = root else { return all };
        let defaults = root
            .child("docDefaults")
            .and_then(|node| node.child("rPrDefault"));
        all.defaults = defaults.map(Letters::inside).unwrap_or_default();
        for node in root.children().filter(|node| node.name() == "style") {
            let Some(id) = node.attribute("styleId").map(std::borrow::Cow::into_owned) else {
                continue;
            };
            let is_paragraph = node
                .attribute("type")
                .is_none_or(|kind| kind == "paragraph");
            if is_paragraph
                && node
                    .attribute("default")
                    .is_some_and(|on| on == "1" || on == "true")
            {
                all.usual = Some(id.clone());
            }
            all.styles.insert(
                id,
                Style {
                    base: node.setting("basedOn").map(std::borrow::Cow::into_owned),
                    letters: Letters::inside(node),
                    setting: Setting::inside(node),
                },
            );
        }
        all
    }

    /// A style and the styles it is based on, nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let find = |id: &'s str| {
            self.styles
                .get_key_value(id)
                .map(|(id, style)| (id.as_str(), style))
        };
        std::iter::successors(id.and_then(find), move |(_, style)| {
            style.base.as_deref().and_then(find)
        })
        .take(CHAIN)
    }

    /// A paragraph's setting with what its style adds.
    pub(super) fn complete(&self, own: Setting) -> Setting {
        let mut setting = own.clone();
        for (_, style) in self.chain(own.style.as_deref().or(self.usual.as_deref())) {
            let from = &style.setting;
            setting.outline = setting.outline.or(from.outline);
            setting.centered = setting.centered.or(from.centered);
        }
        setting
    }

    /// The list that a style puts its paragraphs into, and the style that says so.
    pub(super) fn list_of<'s>(&'s self, style: Option<&'s str>) -> Option<(&'s str, &'s Setting)> {
        self.chain(style.or(self.usual.as_deref()))
            .map(|(id, style)| (id, &style.setting))
            .find(|(_, setting)| setting.list.is_some())
    }

    /// What a run looks like: its own words, its style's, its paragraph's style's, the defaults.
    pub(super) fn letters(&self, own: &Letters, paragraph: Option<&str>) -> Letters {
        let mut letters = own.clone();
        let by_run = self
            .chain(own.style.as_deref())
            .map(|(_, style)| &style.letters);
        let by_paragraph = self
            .chain(paragraph.or(self.usual.as_deref()))
            .map(|(_, style)| &style.letters);
        for from in by_run.chain(by_paragraph).chain([&self.defaults]) {
            letters.bold = letters.bold.or(from.bold);
            letters.italic = letters.italic.or(from.italic);
            letters.hidden = letters.hidden.or(from.hidden);
            letters.capitals = letters.capitals.or(from.capitals);
            letters.font = letters.font.or_else(|| from.font.clone());
        }
        letters
    }
}

impl Letters {
    /// Read from the run properties inside `node`.
    pub(super) fn inside(node: Node<'_, '_>) -> Letters {
        let Some(properties) = node.child("rPr") else {
            return Letters::default();
        };
        let fonts = properties.child("rFonts");
        let font = fonts.and_then(|fonts| {
            fonts
                .attribute("ascii")
                .or_else(|| fonts.attribute("hAnsi"))
        });
        Letters {
            bold: properties.toggle("b"),
            italic: properties.toggle("i"),
            hidden: properties.toggle("vanish"),
            capitals: properties.toggle("caps"),
            font: font.map(std::borrow::Cow::into_owned),
            style: properties
                .setting("rStyle")
                .map(std::borrow::Cow::into_owned),
        }
    }
}

impl Setting {
    /// Read from the paragraph properties inside `node`.
    pub(super) fn inside(node: Node<'_, '_>) -> Setting {
        let Some(properties) = node.child("pPr") else {
            return Setting::default();
        };
        let list = properties.child("numPr");
        Setting {
            style: properties
                .setting("pStyle")
                .map(std::borrow::Cow::into_owned),
            list: list
                .and_then(|list| list.setting("numId"))
                .map(std::borrow::Cow::into_owned),
            level: list
                .and_then(|list| list.number("ilvl"))
                .and_then(|level| level.try_into().ok()),
            outline: properties
                .number("outlineLvl")
                .and_then(|level| level.try_into().ok()),
            centered: properties.setting("jc").map(|side| side == "center"),
        }
    }
}
