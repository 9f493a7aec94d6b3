//! The phrases that names of bodies are made of, as a trie over words.
//!
//! The phrases themselves are data (`data/agency.toml`). A text is cut into
//! words once; after that, finding the longest phrase that begins at a word
//! costs one look-up a word.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::AgencyKind;
use crate::span::Span;
use crate::words::cursor::in_word;
use crate::words::fold;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// "nội".
    Lower,
    /// "Nội".
    Capital,
    /// "NỘI", "UBND".
    Upper,
    /// "01", "12".
    Digits,
}

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Joint {
    /// White space only, or a point after an abbreviation.
    Space,
    /// A comma.
    Comma,
    /// A dash, with or without spaces.
    Dash,
    /// A slash or an ampersand.
    Slash,
    /// A colon.
    Colon,
    /// An opening bracket.
    Open,
    /// Anything else: the end of a sentence, a line, a quotation.
    Break,
}

/// One word of a text.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Where it stands.
    pub(super) span: Span,
    /// Its number in the vocabulary; `UNKNOWN` where no phrase has it.
    pub(super) id: u32,
    /// How it is written.
    pub(super) case: Case,
    /// What stands before it.
    pub(super) joint: Joint,
}

/// The number of a word that no phrase has.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// How names that begin with a head go on.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Head {
    /// What kind of body it begins.
    pub(super) kind: AgencyKind,
    /// A name by itself.
    #[serde(default)]
    pub(super) alone: bool,
    /// Followed by a field of work.
    #[serde(default)]
    pub(super) field: bool,
    /// Followed by any run of capitalised words.
    #[serde(default)]
    pub(super) open: bool,
    /// Followed by another body.
    #[serde(default)]
    pub(super) nests: bool,
    /// Followed by a bare place name.
    #[serde(default)]
    pub(super) place: bool,
    /// Also written in lower case.
    #[serde(default)]
    pub(super) lower: bool,
    /// May say what it was set up for: "thực hiện Chỉ thị số 01".
    #[serde(default)]
    pub(super) purpose: bool,
}

/// What a group is made of.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Noun {
    /// What kind of bodies it speaks of.
    pub(super) kind: AgencyKind,
    /// Names a group only together with another noun or a limit.
    #[serde(default)]
    pub(super) weak: bool,
}

#[derive(Deserialize)]
struct Entry<T> {
    #[serde(flatten)]
    value: T,
    phrases: Vec<String>,
}

#[derive(Deserialize, Clone, Copy)]
struct Nothing {}

#[derive(Deserialize)]
struct Data {
    heads: Vec<Entry<Head>>,
    offices: Vec<Entry<Nothing>>,
    fields: Vec<Entry<Nothing>>,
    nouns: Vec<Entry<Noun>>,
    limits: Vec<Entry<Nothing>>,
    levels: Vec<Entry<Nothing>>,
    verbs: Vec<Entry<Nothing>>,
}

/// Every phrase the scanner knows, over one vocabulary.
pub(super) struct Lexicon {
    vocabulary: FxHashMap<String, u32>,
    /// First words of names.
    pub(super) heads: Trie<Head>,
    /// Positions for bodies.
    pub(super) offices: Trie<()>,
    /// Fields of work.
    pub(super) fields: Trie<()>,
    /// What groups are made of.
    pub(super) nouns: Trie<Noun>,
    /// Words that limit a group.
    pub(super) limits: Trie<()>,
    /// Level words before a place name.
    pub(super) levels: Trie<()>,
    /// First syllables of what follows a name and is no part of it.
    pub(super) verbs: Trie<()>,
}

/// The lexicon, read once.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let data = toml::from_str(include_str!("../../../data/agency.toml"));
    Lexicon::new(data.expect("data/agency.toml is part of the program and tested"))
});

impl Lexicon {
    fn new(data: Data) -> Lexicon {
        let mut vocabulary = FxHashMap::default();
        for word in FUNCTION_WORDS {
            let next = vocabulary.len() as u32;
            vocabulary.entry((*word).to_owned()).or_insert(next);
        }
        Lexicon {
            heads: Trie::of(data.heads, &mut vocabulary),
            offices: Trie::of(unit(data.offices), &mut vocabulary),
            fields: Trie::of(unit(data.fields), &mut vocabulary),
            nouns: Trie::of(data.nouns, &mut vocabulary),
            limits: Trie::of(unit(data.limits), &mut vocabulary),
            levels: Trie::of(unit(data.levels), &mut vocabulary),
            verbs: Trie::of(unit(data.verbs), &mut vocabulary),
            vocabulary,
        }
    }

    /// The number of a word, given as it stands in the data.
    pub(super) fn id(&self, word: &str) -> u32 {
        self.vocabulary.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// Cuts a text into words. A spelling is looked up once a text, however often it occurs.
    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::with_capacity(text.len() / 6);
        let mut known: FxHashMap<&str, (u32, Case)> = FxHashMap::default();
        for span in word_spans(text) {
            let slice = span.slice(text);
            let (id, case) = *known
                .entry(slice)
                .or_insert_with(|| (self.id(&fold::key(slice)), case_of(slice)));
            let last_end = words.last().map_or(0, |last| last.span.end);
            let between = Span::new(last_end, span.start).slice(text);
            let abbreviated = between.trim_end() == "." && ends_abbreviation(words.last());
            let joint = match abbreviated {
                true => Joint::Space,
                false => joint_of(between),
            };
            words.push(Word {
                span,
                id,
                case,
                joint,
            });
        }
        words
    }
}

impl Word {
    /// Whether it is this word of [`FUNCTION_WORDS`], which have the first numbers.
    pub(super) fn is(&self, word: &str) -> bool {
        FUNCTION_WORDS
            .get(self.id as usize)
            .is_some_and(|known| *known == word)
    }
}

/// "TP.", "TX.", "TT.": the point does not end anything.
fn ends_abbreviation(word: Option<&Word>) -> bool {
    word.is_some_and(|word| word.is("tp") || word.is("tx") || word.is("tt"))
}

/// Words the grammar asks for by name; they are in the vocabulary whatever the data says.
const FUNCTION_WORDS: &[&str] = &[
    "và", "hoặc", "các", "những", "tất", "cả", "toàn", "bộ", "mọi", "từng", "mỗi", "cấp", "trừ",
    "của", "thuộc", "số", "thực", "hiện", "việt", "nam", "trung", "ương", "nhà", "nước", "hội",
    "ủy", "đoàn", "đảng", "tp", "tx", "tt",
];

fn unit(entries: Vec<Entry<Nothing>>) -> Vec<Entry<()>> {
    let drop_value = |entry: Entry<Nothing>| Entry {
        value: (),
        phrases: entry.phrases,
    };
    entries.into_iter().map(drop_value).collect()
}

/// Phrases as paths of (joint, word).
pub(super) struct Trie<T> {
    edges: FxHashMap<(u32, Joint, u32), u32>,
    values: Vec<Option<T>>,
}

impl<T: Copy> Trie<T> {
    fn of(entries: Vec<Entry<T>>, vocabulary: &mut FxHashMap<String, u32>) -> Trie<T> {
        let mut trie = Trie {
            edges: FxHashMap::default(),
            values: vec![None],
        };
        for entry in entries {
            for phrase in &entry.phrases {
                trie.insert(phrase, entry.value, vocabulary);
            }
        }
        trie
    }

    fn insert(&mut self, phrase: &str, value: T, vocabulary: &mut FxHashMap<String, u32>) {
        let (mut node, mut last_end) = (0, 0);
        for span in word_spans(phrase) {
            let next_id = vocabulary.len() as u32;
            let key = fold::key(span.slice(phrase));
            let id = *vocabulary.entry(key).or_insert(next_id);
            let joint = joint_of(Span::new(last_end, span.start).slice(phrase));
            let next_node = self.values.len() as u32;
            let fresh = *self.edges.entry((node, joint, id)).or_insert(next_node);
            if fresh == next_node {
                self.values.push(None);
            }
            (node, last_end) = (fresh, span.end);
        }
        self.values[node as usize] = Some(value);
    }

    /// The longest phrase that begins at word `at`: where it ends, and what it means.
    ///
    /// What stands before the first word does not matter.
    pub(super) fn longest(&self, words: &[Word], at: usize) -> Option<(usize, T)> {
        let (mut node, mut best) = (0, None);
        for (index, word) in words.iter().enumerate().skip(at) {
            let joint = if index == at {
                Joint::Space
            } else {
                word.joint
            };
            let Some(&next) = self.edges.get(&(node, joint, word.id)) else {
                break;
            };
            node = next;
            if let Some(value) = self.values[node as usize] {
                best = Some((index + 1, value));
            }
        }
        best
    }
}

/// Runs of letters and digits.
fn word_spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = text.get(rest..)?;
        let start = rest + tail.find(is_word)?;
        let after = text.get(start..)?;
        let length = after.find(|letter| !is_word(letter)).unwrap_or(after.len());
        rest = start + length;
        Some(Span::new(start, rest))
    })
}

/// Letters, digits, and the marks that a decomposed letter is followed by.
fn is_word(letter: char) -> bool {
    in_word(letter) || matches!(letter, '\u{300}'..='\u{36f}')
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    match letters.next() {
        None => Case::Digits,
        Some(first) if !first.is_uppercase() => Case::Lower,
        Some(_) if letters.clone().next().is_some() && letters.all(char::is_uppercase) => {
            Case::Upper
        }
        Some(_) => Case::Capital,
    }
}

fn joint_of(between: &str) -> Joint {
    if between.contains('\n') || between.contains('\t') {
        return Joint::Break;
    }
    match between.trim() {
        "" => Joint::Space,
        "," => Joint::Comma,
        "-" | "–" | "—" | "‐" | "‑" => Joint::Dash,
        "/" | "&" => Joint::Slash,
        ":" => Joint::Colon,
        "(" => Joint::Open,
        _ => Joint::Break,
    }
}
