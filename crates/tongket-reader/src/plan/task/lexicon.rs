//! The words of `data/tasks.toml`, found where they stand in a sentence.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::table::Column;
use super::word::Word;
use crate::words::fold;

/// What a phrase does in a sentence that gives work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Begins the name of a body or office.
    Head,
    /// Makes the body named next a group.
    Plural,
    /// Gives an order to the body named next.
    Give,
    /// Asks the body named next.
    Ask,
    /// Stands before the body in a heading.
    Duty,
    /// Stands between addressee and verb.
    Modal,
    /// Says how.
    Adverb,
    /// "chủ trì".
    Lead,
    /// "phối hợp với".
    Join,
    /// "tham mưu".
    Advise,
    /// Opens an order.
    Verb,
    /// Opens what stands before the order.
    Basis,
    /// Links to the sentence before.
    Connector,
    /// Opens a case that may never come.
    Condition,
    /// Nothing is ordered.
    Bar,
    /// Part of a name.
    Name,
    /// Looks like the head of a name and is none.
    Other,
}

impl Class {
    /// Whether the name of an addressee ends before it.
    pub(super) fn opens_predicate(self) -> bool {
        matches!(
            self,
            Class::Modal | Class::Adverb | Class::Lead | Class::Join | Class::Advise | Class::Verb
        )
    }
}

/// The data file as it is written.
#[derive(Deserialize)]
struct File {
    head: Vec<String>,
    plural: Vec<String>,
    give: Vec<String>,
    ask: Vec<String>,
    duty: Vec<String>,
    modal: Vec<String>,
    adverb: Vec<String>,
    lead: Vec<String>,
    join: Vec<String>,
    advise: Vec<String>,
    verb: Vec<String>,
    basis: Vec<String>,
    grounds_end: Vec<String>,
    standing: Vec<String>,
    connector: Vec<String>,
    condition: Vec<String>,
    bar: Vec<String>,
    name: Vec<String>,
    other: Vec<String>,
    exhortation: Vec<String>,
    idle: Vec<String>,
    cited: Vec<String>,
    quiet: Vec<String>,
    quiet_exact: Vec<String>,
    timing: Vec<String>,
    frame: Vec<String>,
    posting: Vec<String>,
    deliverable: Deliverables,
    route: Route,
    table: Table,
}

#[derive(Deserialize)]
struct Deliverables {
    nouns: Vec<String>,
    makers: Vec<String>,
}

#[derive(Deserialize)]
struct Route {
    send: Vec<String>,
    to: Vec<String>,
    through: Vec<String>,
    noun_before: Vec<String>,
    channel: Vec<String>,
    stop: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    number: Vec<String>,
    with: Vec<String>,
    lead: Vec<String>,
    deadline: Vec<String>,
    product: Vec<String>,
    recipient: Vec<String>,
    note: Vec<String>,
    task: Vec<String>,
    unit: Vec<String>,
}

/// Phrases by their first word, the longest first.
pub(super) struct Phrases<T>(FxHashMap<String, Vec<(Vec<String>, T)>>);

/// The lists as they are used.
pub(super) struct Lexicon {
    pub(super) classes: Phrases<Class>,
    /// Words that end the grounds of an order without a comma.
    pub(super) grounds_end: Phrases<()>,
    /// "là cơ quan thường trực".
    pub(super) standing: Phrases<()>,
    pub(super) exhortation: Phrases<()>,
    pub(super) idle: Phrases<()>,
    pub(super) cited: Phrases<()>,
    pub(super) quiet: Phrases<()>,
    pub(super) quiet_exact: Vec<String>,
    pub(super) timing: Phrases<()>,
    /// As written, not by word: they stand at the end of an action.
    pub(super) frame: Vec<String>,
    pub(super) posting: Phrases<()>,
    pub(super) deliverables: Phrases<()>,
    pub(super) makers: Phrases<()>,
    pub(super) send: Phrases<()>,
    pub(super) to: Vec<String>,
    pub(super) through: Phrases<()>,
    pub(super) noun_before: Vec<String>,
    pub(super) channel: Vec<String>,
    pub(super) stop: Vec<String>,
    /// Column headers in the order in which they are tried.
    pub(super) columns: Vec<(Vec<String>, Column)>,
}

/// The lexicon, read once.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../../data/tasks.toml"))
        .expect("data/tasks.toml is part of the program and its test reads it");
    Lexicon::from(file)
});

impl From<File> for Lexicon {
    fn from(file: File) -> Self {
        Lexicon {
            classes: classes(&file),
            grounds_end: Phrases::plain(&file.grounds_end),
            standing: Phrases::plain(&file.standing),
            exhortation: Phrases::plain(&file.exhortation),
            idle: Phrases::plain(&file.idle),
            cited: Phrases::plain(&file.cited),
            quiet: Phrases::plain(&file.quiet),
            quiet_exact: file
                .quiet_exact
                .iter()
                .map(|text| fold::key(text))
                .collect(),
            timing: Phrases::plain(&file.timing),
            posting: Phrases::plain(&file.posting),
            deliverables: Phrases::plain(&file.deliverable.nouns),
            makers: Phrases::plain(&file.deliverable.makers),
            send: Phrases::plain(&file.route.send),
            frame: file.frame,
            to: file.route.to,
            through: Phrases::plain(&file.route.through),
            noun_before: file.route.noun_before,
            channel: file.route.channel,
            stop: file.route.stop,
            columns: columns(file.table),
        }
    }
}

fn columns(table: Table) -> Vec<(Vec<String>, Column)> {
    vec![
        (table.with, Column::With),
        (table.lead, Column::Lead),
        (table.recipient, Column::Recipient),
        (table.deadline, Column::Deadline),
        (table.product, Column::Product),
        (table.note, Column::Other),
        (table.task, Column::Task),
        (table.unit, Column::Lead),
        (table.number, Column::Number),
    ]
}

/// Of phrases that stand in two lists the later list wins.
fn classes(file: &File) -> Phrases<Class> {
    let lists = [
        (&file.basis, Class::Basis),
        (&file.bar, Class::Bar),
        (&file.adverb, Class::Adverb),
        (&file.verb, Class::Verb),
        (&file.modal, Class::Modal),
        (&file.head, Class::Head),
        (&file.plural, Class::Plural),
        (&file.give, Class::Give),
        (&file.ask, Class::Ask),
        (&file.duty, Class::Duty),
        (&file.lead, Class::Lead),
        (&file.join, Class::Join),
        (&file.advise, Class::Advise),
        (&file.connector, Class::Connector),
        (&file.condition, Class::Condition),
        (&file.name, Class::Name),
        (&file.other, Class::Other),
    ];
    let mut phrases = Phrases(FxHashMap::default());
    for (list, class) in lists {
        for phrase in list {
            phrases.add(phrase, class);
        }
    }
    phrases
}

impl Phrases<()> {
    fn plain(list: &[String]) -> Self {
        let mut phrases = Phrases(FxHashMap::default());
        for phrase in list {
            phrases.add(phrase, ());
        }
        phrases
    }
}

impl<T: Copy> Phrases<T> {
    fn add(&mut self, phrase: &str, value: T) {
        let key = fold::key(phrase);
        let mut words = key.split(' ').map(str::to_owned);
        let Some(first) = words.next() else {
            return;
        };
        let rest: Vec<String> = words.collect();
        let entry = self.0.entry(first).or_default();
        entry.retain(|(known, _)| *known != rest);
        let place = entry.partition_point(|(known, _)| known.len() >= rest.len());
        entry.insert(place, (rest, value));
    }

    /// The longest phrase that begins at word `at` and how many words it has.
    pub(super) fn at(&self, words: &[Word], at: usize) -> Option<(T, usize)> {
        let first = words.get(at)?;
        let candidates = self.0.get(&first.key)?;
        let rest = words.get(at + 1..)?;
        candidates
            .iter()
            .find(|(phrase, _)| follows(phrase, rest))
            .map(|(phrase, value)| (*value, phrase.len() + 1))
    }
}

/// Whether `rest` begins with the words of `phrase`, nothing but space between them.
fn follows(phrase: &[String], rest: &[Word]) -> bool {
    phrase.len() <= rest.len()
        && phrase.iter().zip(rest).all(|(expected, word)| {
            word.key == *expected && matches!(word.gap, super::word::Gap::Space)
        })
}

#[cfg(test)]
mod tests {
    use super::super::word::words;
    use super::*;

    fn class(text: &str) -> Option<(Class, usize)> {
        LEXICON.classes.at(&words(text, 0), 0)
    }

    #[test]
    fn the_longest_phrase_counts() {
        assert_eq!(class("phối hợp chặt chẽ với Sở A"), Some((Class::Join, 5)));
        assert_eq!(class("Uỷ ban nhân dân huyện"), Some((Class::Head, 4)));
        assert_eq!(class("yêu cầu Sở A"), Some((Class::Give, 2)));
        assert_eq!(class("mặt trời"), None);
    }
}
