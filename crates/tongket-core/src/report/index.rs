//! An outline made ready for comparison with many reports.
//!
//! Words are weighted by how rare they are over the outline: "tuyên truyền" in
//! one title says more than "công tác" in ten. Made once an outline; a heading
//! then costs a handful of look-ups.

use rustc_hash::FxHashMap;

use tongket_reader::plan::{Outline, OutlineItem, OutlineKind};

use super::features::{Feature, Strength, features};

/// An outline item that text can be placed at.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Its id in the outline.
    pub(super) id: String,
    /// The item above it.
    pub(super) parent: Option<usize>,
    /// One past its last descendant.
    pub(super) end: usize,
    /// Ordinals of the labels on the way down: II.3.a → [2, 3, 1].
    pub(super) path: Vec<u32>,
    /// The words of its title, ascending.
    title: Vec<u64>,
    /// Weight of its title's words.
    mass: f32,
    /// Weight of the words of its title, its guidance and the content asked for below it.
    content_mass: f32,
}

/// An outline made ready.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Its items, parents before children.
    pub(super) items: Vec<Item>,
    /// By the words of a title as it is written: what a heading of the very same words is like.
    written: FxHashMap<String, Vec<Likeness>>,
    titles: Weighted,
    contents: Weighted,
}

/// Which items have a feature, and what it weighs.
#[derive(Debug, Clone, Default)]
struct Weighted {
    postings: FxHashMap<u64, Vec<usize>>,
    count: usize,
    mean_mass: f32,
}

/// How alike a text and an item are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    /// The item.
    pub(super) item: usize,
    /// From 0 to 1.
    pub(super) degree: f32,
    /// How much of the item's own words the text has, from 0 to 1.
    pub(super) share: f32,
    /// How much of the text's words the item has, from 0 to 1.
    pub(super) covered: f32,
    /// Whether the text is the item's title, no word more and none less.
    pub(super) exact: bool,
}

impl Item {
    /// Whether these are the words of its title.
    fn is_titled(&self, heading: &[Feature]) -> bool {
        let words = heading.iter().map(|feature| feature.id);
        words.eq(self.title.iter().copied())
    }
}

impl Index {
    /// Makes an outline ready.
    pub(super) fn of(outline: &Outline) -> Index {
        let mut gathered = Gathered::default();
        let has_headings = outline
            .walk()
            .iter()
            .any(|item| item.kind == OutlineKind::Heading);
        for (at, item) in outline.items.iter().enumerate() {
            gathered.item(item, None, &[], at, has_headings);
        }
        gathered.index()
    }

    /// Whether `item` is `above` or stands below it.
    pub(super) fn is_within(&self, item: usize, above: usize) -> bool {
        self.items
            .get(above)
            .is_some_and(|found| (above..found.end).contains(&item))
    }

    /// The next item of the same parent.
    pub(super) fn sibling_after(&self, item: usize) -> Option<usize> {
        let (next, parent) = (self.items.get(item)?.end, self.items.get(item)?.parent);
        self.items
            .get(next)
            .filter(|found| found.parent == parent)
            .map(|_| next)
    }

    /// What a heading is like that repeats a title word for word, as most do.
    pub(super) fn repeated(&self, heading: &str) -> Option<&[Likeness]> {
        self.written.get(heading.trim()).map(Vec::as_slice)
    }

    /// Siblings of `item` that the words of a heading ask for as well: "Ưu điểm, tồn tại".
    pub(super) fn also(&self, item: usize, heading: &[Feature]) -> Vec<usize> {
        let (own, parent) = (&self.items[item].title, self.items[item].parent);
        let rest: Vec<Feature> = heading
            .iter()
            .copied()
            .filter(|feature| own.binary_search(&feature.id).is_err())
            .collect();
        if !rest
            .iter()
            .any(|feature| feature.strength == Strength::Word)
        {
            return Vec::new();
        }
        let asked = |like: &Likeness| {
            like.item != item && self.items[like.item].parent == parent && like.share >= ASKED
        };
        self.like_title(&rest)
            .iter()
            .filter(|like| asked(like))
            .map(|like| like.item)
            .collect()
    }

    /// The items whose titles are like a heading, the most alike first.
    pub(super) fn like_title(&self, heading: &[Feature]) -> Vec<Likeness> {
        let mass = self.titles.mass(heading);
        let telling = heading
            .iter()
            .any(|feature| feature.strength != Strength::Generic);
        let like = |(item, shared): (usize, f32)| {
            let own = self.items[item].mass;
            let (in_heading, in_item) = (shared / mass, shared / own);
            let evidence = (shared / self.titles.one_rare_word()).min(1.0);
            let alike = 2.0 * shared / (mass + own);
            let degree = alike
                .max(0.92 * in_heading * evidence)
                .max(0.85 * in_item * evidence);
            Likeness {
                item,
                degree,
                share: in_item * evidence,
                covered: in_heading,
                exact: telling && self.items[item].is_titled(heading),
            }
        };
        sorted(
            self.titles
                .shared(heading, self.items.len())
                .map(like)
                .collect(),
        )
    }

    /// The items whose titles and content asked for are like a passage, the most alike first.
    pub(super) fn like_content(&self, passage: &[Feature]) -> Vec<Likeness> {
        let words: Vec<Feature> = passage
            .iter()
            .copied()
            .filter(|feature| feature.strength == Strength::Word)
            .collect();
        let like = |(item, shared): (usize, f32)| {
            let own = self.items[item].content_mass;
            let base = 0.5 * (own + self.contents.mean_mass);
            let degree = (shared / base.max(f32::EPSILON)).min(1.0);
            Likeness {
                item,
                degree,
                share: degree,
                covered: degree,
                exact: false,
            }
        };
        sorted(
            self.contents
                .shared(&words, self.items.len())
                .map(like)
                .collect(),
        )
    }
}

/// The share of an item's words that a heading must have left to ask for it as well.
const ASKED: f32 = 0.35;

fn sorted(mut likenesses: Vec<Likeness>) -> Vec<Likeness> {
    likenesses.sort_by(|one, other| {
        other
            .degree
            .total_cmp(&one.degree)
            .then(one.item.cmp(&other.item))
    });
    likenesses
}

/// Items with their words, before weights are known.
#[derive(Default)]
struct Gathered {
    items: Vec<Item>,
    written: Vec<String>,
    titles: Vec<Vec<Feature>>,
    contents: Vec<Vec<Feature>>,
}

impl Gathered {
    /// Adds an item with all below it; content asked for goes to the heading above it.
    fn item(
        &mut self,
        item: &OutlineItem,
        parent: Option<usize>,
        path: &[u32],
        at: usize,
        has_headings: bool,
    ) {
        let words = [
            item.title.as_str(),
            item.guidance.as_deref().unwrap_or_default(),
        ]
        .join(" . ");
        let is_content = item.kind == OutlineKind::Content && has_headings;
        let target = match parent {
            Some(parent) if is_content => {
                self.contents[parent].extend(features(&words));
                parent
            }
            _ => self.push(item, parent, path, at, &words),
        };
        let path = self.items[target].path.clone();
        for (below, child) in item.children.iter().enumerate() {
            self.item(child, Some(target), &path, below, has_headings);
        }
        self.items[target].end = self.items.len();
    }

    fn push(
        &mut self,
        item: &OutlineItem,
        parent: Option<usize>,
        path: &[u32],
        at: usize,
        words: &str,
    ) -> usize {
        let ordinal = ordinal(&item.label).unwrap_or(at as u32 + 1);
        self.written.push(item.title.trim().to_owned());
        self.titles.push(features(&item.title));
        self.contents.push(features(words));
        self.items.push(Item {
            id: item.id.clone(),
            parent,
            end: 0,
            path: path.iter().copied().chain([ordinal]).collect(),
            title: self
                .titles
                .last()
                .map(|title| title.iter().map(|feature| feature.id).collect())
                .unwrap_or_default(),
            mass: 0.0,
            content_mass: 0.0,
        });
        self.items.len() - 1
    }

    fn index(mut self) -> Index {
        for content in &mut self.contents {
            content.retain(|feature| feature.strength == Strength::Word);
            content.sort_unstable();
            content.dedup_by_key(|feature| feature.id);
        }
        let (titles, masses) = Weighted::of(&self.titles);
        let (contents, content_masses) = Weighted::of(&self.contents);
        for (at, item) in self.items.iter_mut().enumerate() {
            item.mass = masses[at];
            item.content_mass = content_masses[at];
        }
        let mut index = Index {
            items: self.items,
            written: FxHashMap::default(),
            titles,
            contents,
        };
        for (title, words) in self.written.into_iter().zip(&self.titles) {
            let likely = index.like_title(words);
            index.written.insert(title, likely);
        }
        index
    }
}

impl Weighted {
    /// Weighs the features of every item; also the mass of each.
    fn of(items: &[Vec<Feature>]) -> (Weighted, Vec<f32>) {
        let mut postings: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (at, features) in items.iter().enumerate() {
            for feature in features {
                postings.entry(feature.id).or_default().push(at);
            }
        }
        let mut weighted = Weighted {
            postings,
            count: items.len(),
            mean_mass: 0.0,
        };
        let masses: Vec<f32> = items
            .iter()
            .map(|features| weighted.mass(features))
            .collect();
        weighted.mean_mass = masses.iter().sum::<f32>() / masses.len().max(1) as f32;
        (weighted, masses)
    }

    /// The rarer a feature, the more it weighs; one that no item has weighs as one in half of them.
    fn weight(&self, feature: &Feature) -> f32 {
        let count = self.count.max(1) as f32;
        let rarity = match self.postings.get(&feature.id) {
            Some(items) => (1.0 + count / items.len() as f32).ln(),
            None => 3.0_f32.ln(),
        };
        rarity * feature.strength.factor()
    }

    /// What must be shared before containment counts in full: a word that one item has.
    fn one_rare_word(&self) -> f32 {
        (1.0 + self.count as f32).ln() * Strength::Word.factor()
    }

    fn mass(&self, features: &[Feature]) -> f32 {
        let mass: f32 = features.iter().map(|feature| self.weight(feature)).sum();
        mass.max(f32::EPSILON)
    }

    /// The weight every item shares with these features, items that share nothing left out.
    fn shared(&self, features: &[Feature], items: usize) -> impl Iterator<Item = (usize, f32)> {
        let mut shared = vec![0.0_f32; items];
        for feature in features {
            let weight = self.weight(feature);
            for item in self.postings.get(&feature.id).into_iter().flatten() {
                shared[*item] += weight;
            }
        }
        shared
            .into_iter()
            .enumerate()
            .filter(|(_, shared)| *shared > 0.0)
    }
}

/// The ordinal of a label: "II." → 2, "3.1." → 1, "đ)" → 5, "Phần I" → 1; `None` for a bullet.
pub(super) fn ordinal(label: &str) -> Option<u32> {
    let last = label
        .split(|letter: char| !letter.is_alphanumeric())
        .rfind(|part| !part.is_empty())?;
    if let Ok(number) = last.parse() {
        return Some(number);
    }
    roman(last).or_else(|| letter(last))
}

/// A Roman number of I, V and X; longer ones number nothing in reports.
fn roman(label: &str) -> Option<u32> {
    let (mut value, mut before) = (0, 0);
    for letter in label.chars().rev() {
        let digit: u32 = match letter {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            _ => return None,
        };
        value = if digit < before {
            value - digit
        } else {
            value + digit
        };
        before = digit;
    }
    Some(value)
}

/// The letters that Vietnamese documents count by (Decree 30/2020, annex I).
fn letter(label: &str) -> Option<u32> {
    let mut letters = label.chars().flat_map(char::to_lowercase);
    let only = letters.next().filter(|_| letters.next().is_none())?;
    let at = "abcdđeghiklmnopqrstuvxy"
        .chars()
        .position(|known| known == only)?;
    Some(at as u32 + 1)
}
