//! Automatic numbering: lists, their levels, and where each list has got to.
//!
//! Word keeps no numbers in the text, only "level 2 of list 7". A list points
//! to a definition; lists of one definition go on counting together unless a
//! list says where it starts.

use std::collections::{HashMap, HashSet};

use super::super::xml::Node;
use super::label::{self, Shape};
use super::styles::{Setting, Styles};
use super::symbol;

/// Word has nine levels.
const LEVELS: usize = 9;

/// One level of a definition.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    shape: Shape,
    /// What is shown, "%1.%2)" with the numbers of the levels.
    text: String,
    /// All numbers in Arabic, however their levels show them.
    legal: bool,
    /// A gap follows the label.
    gap: bool,
    /// The level (from 1) whose use restarts this one; 0 for never.
    restart: Option<usize>,
    style: Option<String>,
}

type Levels = Vec<Option<Level>>;

#[derive(Debug, Default)]
struct List {
    definition: String,
    starts: [Option<u32>; LEVELS],
    levels: Levels,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Levels>,
    lists: HashMap<String, List>,
    counted: HashMap<String, [Option<u32>; LEVELS]>,
    started: HashSet<(String, usize)>,
}

impl Numbering {
    pub(super) fn of(root: Option<Node<'_, '_>>, styles: &Styles) -> Numbering {
        let mut all = Numbering::default();
        let Some(root) = root else { return all };
        let mut links = Vec::new();
        for node in root.children() {
            match node.name() {
                "abstractNum" => {
                    let Some(id) = node.attribute("abstractNumId") else {
                        continue;
                    };
                    if let Some(style) = node.setting("numStyleLink") {
                        links.push((id.to_string(), style.into_owned()));
                    }
                    all.definitions.insert(id.into_owned(), levels(node));
                }
                "num" => {
                    let Some(id) = node.attribute("numId") else {
                        continue;
                    };
                    all.lists.insert(id.into_owned(), List::of(node));
                }
                _ => {}
            }
        }
        for (id, style) in links {
            all.follow(&id, &style, styles);
        }
        all
    }

    /// A definition that only points to a list style takes that style's levels.
    fn follow(&mut self, id: &str, style: &str, styles: &Styles) {
        let list = styles
            .list_of(Some(style))
            .and_then(|(_, setting)| setting.list.as_deref());
        let definition = list
            .and_then(|list| self.lists.get(list))
            .map(|list| &list.definition);
        let levels = definition
            .and_then(|definition| self.definitions.get(definition))
            .cloned();
        if let Some(levels) = levels {
            self.definitions.insert(id.to_owned(), levels);
        }
    }

    /// The label of the next paragraph with this setting, with the gap after it; counts it.
    pub(super) fn label(&mut self, setting: &Setting, styles: &Styles) -> Option<String> {
        let (list, level) = self.position(setting, styles)?;
        let defined = self.level(&list, level)?.clone();
        let numbers = self.count(&list, level)?;
        let mut text = self.fill(&list, &defined, &numbers);
        if !text.is_empty() && defined.gap {
            text.push(' ');
        }
        (!text.trim().is_empty()).then_some(text)
    }

    /// Which list and level a paragraph is in, by itself or by its style.
    fn position(&self, setting: &Setting, styles: &Styles) -> Option<(String, usize)> {
        let by_style = styles.list_of(setting.style.as_deref());
        let list = setting
            .list
            .as_deref()
            .or(by_style.and_then(|(_, style)| style.list.as_deref()))?;
        let linked = || {
            let (style, _) = by_style?;
            (0..LEVELS).find(|at| {
                self.level(list, *at)
                    .is_some_and(|level| level.style.as_deref() == Some(style))
            })
        };
        let level = match setting.list {
            Some(_) => setting.level.unwrap_or_default(),
            None => setting
                .level
                .or_else(linked)
                .or(by_style.and_then(|(_, style)| style.level))
                .unwrap_or_default(),
        };
        (list != "0").then(|| (list.to_owned(), level.min(LEVELS - 1)))
    }

    fn level(&self, list: &str, level: usize) -> Option<&Level> {
        let list = self.lists.get(list)?;
        let own = list.levels.get(level).and_then(Option::as_ref);
        own.or_else(|| self.definitions.get(&list.definition)?.get(level)?.as_ref())
    }

    /// Counts one paragraph and gives the numbers of all levels down to its own.
    fn count(&mut self, list: &str, level: usize) -> Option<Vec<u32>> {
        let restarts: Vec<bool> = (0..LEVELS)
            .map(|deeper| {
                let restart = self.level(list, deeper).and_then(|level| level.restart);
                deeper > level && level < restart.unwrap_or(deeper)
            })
            .collect();
        let starts: Vec<u32> = (0..LEVELS)
            .map(|at| self.level(list, at).map_or(1, |level| level.start))
            .collect();
        let (definition, overrides) = {
            let list = self.lists.get(list)?;
            (list.definition.clone(), list.starts)
        };
        let counted = self.counted.entry(definition).or_default();
        for (at, start) in overrides.iter().enumerate().take(level + 1) {
            if start.is_some() && self.started.insert((list.to_owned(), at)) {
                counted[at] = None;
            }
        }
        let first = |at: usize| overrides[at].unwrap_or(starts[at]);
        for (at, number) in counted.iter_mut().enumerate().take(level) {
            number.get_or_insert(first(at));
        }
        counted[level] =
            Some(counted[level].map_or(first(level), |number| number.saturating_add(1)));
        for (number, restart) in counted.iter_mut().zip(restarts) {
            if restart {
                *number = None;
            }
        }
        Some(
            counted
                .iter()
                .take(level + 1)
                .map(|number| number.unwrap_or(1))
                .collect(),
        )
    }

    /// Puts the numbers into the text of a level.
    fn fill(&self, list: &str, level: &Level, numbers: &[u32]) -> String {
        if level.shape == Shape::Bullet {
            return level.text.clone();
        }
        let mut filled = String::new();
        let mut signs = level.text.chars().peekable();
        while let Some(sign) = signs.next() {
            let which = signs
                .peek()
                .and_then(|digit| digit.to_digit(10))
                .filter(|_| sign == '%');
            let Some(which) = which.filter(|which| *which > 0) else {
                filled.push(sign);
                continue;
            };
            signs.next();
            let at = which as usize - 1;
            let shape = if level.legal {
                Shape::Arabic
            } else {
                self.level(list, at)
                    .map(|level| level.shape)
                    .unwrap_or_default()
            };
            if let Some(number) = numbers.get(at) {
                filled.push_str(&label::number(*number, shape));
            }
        }
        filled
    }
}

impl List {
    fn of(node: Node<'_, '_>) -> List {
        let mut list = List {
            definition: node
                .setting("abstractNumId")
                .map(std::borrow::Cow::into_owned)
                .unwrap_or_default(),
            ..List::default()
        };
        list.levels.resize(LEVELS, None);
        for change in node.children().filter(|node| node.name() == "lvlOverride") {
            let level = change
                .attribute("ilvl")
                .and_then(|level| level.parse::<usize>().ok());
            let Some(level) = level.filter(|level| *level < LEVELS) else {
                continue;
            };
            list.starts[level] = change
                .number("startOverride")
                .and_then(|start| start.try_into().ok());
            list.levels[level] = change.child("lvl").map(Level::of);
        }
        list
    }
}

fn levels(definition: Node<'_, '_>) -> Levels {
    let mut levels = vec![None; LEVELS];
    for node in definition.children().filter(|node| node.name() == "lvl") {
        let at = node
            .attribute("ilvl")
            .and_then(|level| level.parse::<usize>().ok());
        if let Some(place) = at.and_then(|at| levels.get_mut(at)) {
            *place = Some(Level::of(node));
        }
    }
    levels
}

impl Level {
    fn of(node: Node<'_, '_>) -> Level {
        let shape = node.child("numFmt").map(Shape::of).unwrap_or_default();
        let font = node
            .child("rPr")
            .and_then(|properties| properties.child("rFonts"));
        let font =
            font.and_then(|font| font.attribute("ascii").or_else(|| font.attribute("hAnsi")));
        let shown = node
            .child("lvlText")
            .and_then(|text| text.attribute("val"))
            .unwrap_or_default();
        let text = match shape {
            Shape::Bullet => shown
                .chars()
                .map(|sign| symbol::shown(sign, font.as_deref()))
                .collect(),
            Shape::None => shown.chars().filter(|sign| *sign != '%').collect(),
            _ => shown.into_owned(),
        };
        Level {
            start: node
                .number("start")
                .and_then(|start| start.try_into().ok())
                .unwrap_or(1),
            shape,
            text,
            legal: node.toggle("isLgl").unwrap_or_default(),
            gap: node.setting("suff").is_none_or(|gap| gap != "nothing"),
            restart: node
                .number("lvlRestart")
                .and_then(|level| level.try_into().ok()),
            style: node.setting("pStyle").map(std::borrow::Cow::into_owned),
        }
    }
}
