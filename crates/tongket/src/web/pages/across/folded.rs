//! One section over all units at a glance: what several units say in near-equal words stands once,
//! with how many say it; each opens to the units and their own words.
//!
//! Behind the statements stand the sentences that only state figures, those that are alike but for
//! their numbers together, and the sentences that say that there is nothing: every sentence of every
//! unit stands once.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use tongket_core::consolidation::Place;
use tongket_reader::words::fold;
use tongket_store::campaign;
use utoipa::ToSchema;

use super::{no_campaign, no_item, seen_by};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::tier::Tier;
use crate::web::visitor::Visitor;

/// Statements on a page.
const A_PAGE: usize = 60;
/// Sentences that one statement opens to; the others stand on a page of their own.
const NAMED: usize = 100;
/// Sentences on a page of one statement alone.
const VOICES: usize = 300;

/// Statements of a section, folded.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/across/folded.html")]
pub(super) struct Folded {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign.
    campaign: String,
    /// What the campaign is about.
    title: String,
    /// Id of the outline item.
    item: String,
    /// Its label and title.
    heading: String,
    /// How many units said anything in this section.
    units: usize,
    /// How many statements there are, folded.
    found: usize,
    /// How many sentences that are in all.
    sentences: usize,
    /// A page of them, those that most units make first.
    statements: Vec<Statement>,
    /// What of the page only states figures: sentences that are alike but for their numbers together.
    figures: Vec<Statement>,
    /// What of the page says that there is nothing to report.
    nil: Vec<Statement>,
    /// Units that also give a table in this section; on the last page.
    tables: Vec<Voice>,
    /// How many of those are not named.
    tables_more: usize,
    /// The number of the one statement that the page shows, where it shows no others.
    only: Option<usize>,
    /// The number of the page, from 1.
    page: usize,
    /// The number of the last page.
    pages: usize,
    /// Whether more was sent than can be compared.
    too_many: bool,
    /// The item before.
    previous: Option<String>,
    /// The item after.
    next: Option<String>,
}
views!(Folded);

/// What one or more units say.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Statement {
    /// Its number, from 0.
    number: usize,
    /// What sort: "statement", "figures", "nil".
    kind: &'static str,
    /// In the words of one of them, "…" in place of numbers that are not the same with all.
    text: String,
    /// How many units say it.
    count: usize,
    /// Who says it, and how.
    by: Vec<Voice>,
    /// How many more sentences say it.
    more: usize,
}

/// A unit with its own words.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Voice {
    /// Its name.
    unit: String,
    /// Its place among those that owe a report, from 0.
    at: usize,
    /// Its words; empty where they are those that stand above.
    words: String,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    page: usize,
    /// The number of one statement, to see all who say it.
    #[serde(default)]
    only: Option<usize>,
}

/// What units say in a section, near-equal statements folded.
#[utoipa::path(get, path = "/campaigns/{id}/across/{item}/statements", tag = "across",
    params(("id" = String, Path), ("item" = String, Path), ("page" = Option<usize>, Query),
        ("only" = Option<usize>, Query)),
    responses((status = 200, body = Folded)))]
pub(super) async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<Folded>, Problem> {
    let mut conn = house.store.read().await?;
    let campaign = campaign::find(&mut conn, &id).await?;
    let campaign = campaign.ok_or_else(no_campaign)?;
    let (chart, seen) = seen_by(&house, &mut conn, &visitor, &campaign).await?;
    drop(conn);
    let headings = &chart.question.headings;
    let here = headings.iter().position(|heading| heading.item == item);
    let here = here.ok_or_else(no_item)?;
    let too_many = chart.is_too_large_to_compare();
    let mut said = Vec::new();
    let mut tables = Vec::new();
    if !too_many {
        let tier = house.sent_together(&id).await?;
        let seen = seen.into_iter().collect();
        said = everything(&tier, &item, &seen);
        tables = with_tables(&tier, &item, &seen);
    }
    let (found, sentences) = (said.len(), said.iter().map(|it| it.by.len()).sum());
    let voices = said.iter().flat_map(|it| &it.by).map(|voice| voice.at);
    let units = voices.collect::<BTreeSet<_>>().len();
    let only = wanted.only.filter(|only| *only < found);
    let (mut of_page, page, pages) = match only {
        Some(only) => one(said.swap_remove(only), wanted.page),
        None => some(said, wanted.page),
    };
    let (is_last, tables_more) = (page == pages && only.is_none(), tables.len());
    tables.truncate(if is_last { NAMED } else { 0 });
    let tables_more = if is_last {
        tables_more - tables.len()
    } else {
        0
    };
    let shown = of_page.iter_mut().flat_map(|it| &mut it.by);
    for voice in shown.chain(&mut tables) {
        voice.unit = shell.whose(&voice.unit);
    }
    let of = |kind: &str| -> Vec<Statement> {
        let own = of_page.iter().filter(|it| it.kind == kind);
        own.cloned().collect()
    };
    let name = |at: Option<usize>| Some(headings.get(at?)?.item.clone());
    Ok(Page(Folded {
        title: campaign.title,
        heading: headings[here].title.clone(),
        previous: name(here.checked_sub(1)),
        next: name(Some(here + 1)),
        statements: of("statement"),
        figures: of("figures"),
        nil: of("nil"),
        campaign: id,
        item,
        too_many,
        units,
        found,
        sentences,
        tables,
        tables_more,
        only,
        page,
        pages,
        shell,
    }))
}

impl Folded {
    /// What the page shows, by sort: the key of its heading, empty for the first.
    fn lists(&self) -> [(&'static str, &[Statement]); 3] {
        [
            ("", &self.statements),
            ("across-folded-figures", &self.figures),
            ("across-folded-nil", &self.nil),
        ]
    }
}

/// A page of what is said, with its number and the number of the last; each opens to so many sentences.
fn some(said: Vec<Statement>, wanted: usize) -> (Vec<Statement>, usize, usize) {
    let pages = said.len().div_ceil(A_PAGE).max(1);
    let page = wanted.clamp(1, pages);
    let own = said.into_iter().skip((page - 1) * A_PAGE).take(A_PAGE);
    let cut = own.map(|mut statement| {
        statement.more = statement.by.len().saturating_sub(NAMED);
        statement.by.truncate(NAMED);
        statement
    });
    (cut.collect(), page, pages)
}

/// A page of all who say one thing, with its number and the number of the last.
fn one(mut statement: Statement, wanted: usize) -> (Vec<Statement>, usize, usize) {
    let pages = statement.by.len().div_ceil(VOICES).max(1);
    let page = wanted.clamp(1, pages);
    let own = statement.by.into_iter().skip((page - 1) * VOICES);
    statement.by = own.take(VOICES).collect();
    (vec![statement], page, pages)
}

/// All that the units that may be seen say in a section: statements first, then what only states
/// figures, then that there is nothing; of each sort what most units say first.
fn everything(tier: &Tier, item: &str, seen: &BTreeSet<usize>) -> Vec<Statement> {
    let Some(section) = tier
        .section(item)
        .and_then(|at| tier.standing.sections.get(at))
    else {
        return Vec::new();
    };
    let said = section.statements.iter();
    let said = said.filter_map(|it| {
        let by = voices(tier, it.text.places(), seen);
        // Where each unit has its own numbers the statement is open at their places.
        let is_open =
            it.text.places().first().map(|at| tier.words(*at)).as_ref() != Some(it.text.value());
        let agree = by.iter().all(|voice| voice.words == by[0].words);
        let text = match is_open && !agree {
            true => it.text.value().clone(),
            false => by.first()?.words.clone(),
        };
        statement("statement", text, by)
    });
    let mut all: Vec<Statement> = said.collect();
    for (kind, places) in [
        ("figures", &section.apart.figures),
        ("nil", &section.apart.nil),
    ] {
        let alike = alike(voices(tier, places, seen)).into_iter();
        all.extend(alike.filter_map(|by| statement(kind, opened(&by)?, by)));
    }
    let sort = |kind: &str| {
        ["statement", "figures", "nil"]
            .iter()
            .position(|it| *it == kind)
    };
    all.sort_by_key(|it| (sort(it.kind), std::cmp::Reverse(it.count)));
    for (number, statement) in all.iter_mut().enumerate() {
        statement.number = number;
    }
    all
}

/// Who of those that may be seen says what at these places.
fn voices(tier: &Tier, places: &[Place], seen: &BTreeSet<usize>) -> Vec<Voice> {
    let voices = places.iter().filter_map(|place| {
        let at = tier
            .seat_of_file(place.file)
            .filter(|at| seen.contains(at))?;
        Some(Voice {
            unit: tier.seats[at].name.clone(),
            at,
            words: tier.words(*place),
        })
    });
    voices.collect()
}

/// What is said by these in these words; nothing where nobody says it.
fn statement(kind: &'static str, text: String, mut by: Vec<Voice>) -> Option<Statement> {
    by.first()?;
    for voice in &mut by {
        if voice.words == text {
            voice.words.clear();
        }
    }
    let units: BTreeSet<usize> = by.iter().map(|voice| voice.at).collect();
    Some(Statement {
        number: 0,
        kind,
        text,
        count: units.len(),
        by,
        more: 0,
    })
}

/// Sentences that are alike but for their numbers, together.
fn alike(voices: Vec<Voice>) -> Vec<Vec<Voice>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<Voice>> = Vec::new();
    for voice in voices {
        let at = *places
            .entry(without_numbers(&voice.words))
            .or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(voice),
            None => groups.push(vec![voice]),
        }
    }
    groups
}

/// The words of a sentence, "#" in place of every number.
fn without_numbers(words: &str) -> String {
    let key = fold::key(words);
    let numbers = numbers(&key);
    replaced(&key, numbers.into_iter().map(|number| (number, "#")))
}

/// What sentences say that are alike but for their numbers: the words of the first, "…" in place of
/// every number that is another one elsewhere.
fn opened(voices: &[Voice]) -> Option<String> {
    let first = &voices.first()?.words;
    let own = numbers(first);
    let mut differs = vec![false; own.len()];
    for voice in &voices[1..] {
        let others = numbers(&voice.words);
        for (at, number) in own.iter().enumerate() {
            let other = others.get(at).map(|other| &voice.words[other.clone()]);
            differs[at] |= other != Some(&first[number.clone()]);
        }
    }
    let open = own.into_iter().zip(differs).filter(|(_, differs)| *differs);
    Some(replaced(first, open.map(|(number, _)| (number, "…"))))
}

/// Where the numbers of a sentence stand. A sign that ends one is no part of it.
fn numbers(words: &str) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    let mut from = 0;
    while let Some(start) = words[from..].find(|letter: char| letter.is_ascii_digit()) {
        let start = from + start;
        let goes_on = |letter: char| letter.is_ascii_digit() || ['.', ',', '/'].contains(&letter);
        let rest = words[start..].find(|letter| !goes_on(letter));
        from = rest.map_or(words.len(), |length| start + length);
        let number = words[start..from].trim_end_matches(['.', ',', '/']);
        numbers.push(start..start + number.len());
    }
    numbers
}

/// Words with something else at some places.
fn replaced<'r>(words: &str, places: impl Iterator<Item = (Range<usize>, &'r str)>) -> String {
    let (mut said, mut from) = (String::with_capacity(words.len()), 0);
    for (place, instead) in places {
        said += &words[from..place.start];
        said += instead;
        from = place.end;
    }
    said + &words[from..]
}

/// Units that may be seen and give a table in a section.
fn with_tables(tier: &Tier, item: &str, seen: &BTreeSet<usize>) -> Vec<Voice> {
    let section = tier
        .section(item)
        .and_then(|at| tier.standing.sections.get(at));
    let places = section.map_or(&[][..], |section| &section.apart.tables);
    let mut units: Vec<Voice> = voices(tier, places, seen);
    units.dedup_by_key(|voice| voice.at);
    for unit in &mut units {
        unit.words.clear();
    }
    units
}
