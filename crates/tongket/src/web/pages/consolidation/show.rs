//! One tier: coverage, what changed since the draft was brought up to date, and the sections.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Shared};
use serde::Serialize;
use tongket_core::issue::draft::{Kind, NewsKind, Piece, without_pieces};
use tongket_core::permit::Act;
use tongket_store::{consolidation, section, succession};
use utoipa::ToSchema;

use super::desk::Desk;
use super::lost::Lost;
use super::source::Measured;
use crate::web::house::House;
use crate::web::markup::marked;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::question::Heading;
use crate::web::shell::Shell;
use crate::web::tier::{Seat, Tier};
use crate::web::visitor::Visitor;

/// Names that are listed; more are counted.
const NAMED: usize = 12;

/// Who has an accepted report and who has not.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Coverage {
    /// How many have one.
    pub(super) have: usize,
    /// How many owe one.
    pub(super) of: usize,
    /// Names of those without one.
    pub(super) without: Vec<String>,
    /// How many of those are not named.
    pub(super) more: usize,
    /// Names of those whose accepted report is open again, to be corrected.
    pub(super) correcting: Vec<String>,
    /// Names of those that sent something that nobody has accepted yet.
    pub(super) waiting: Vec<String>,
    /// Names of those whose last version was sent back.
    pub(super) returned: Vec<String>,
}

impl Coverage {
    /// The coverage of a tier.
    pub(super) fn of(shell: &Shell, seats: &[Arc<Seat>]) -> Coverage {
        let have = seats.iter().filter(|seat| seat.owed.counts.is_some());
        let (have, of) = (have.count(), seats.len());
        let names = |wanted: &dyn Fn(&Seat) -> bool, most: usize| -> Vec<String> {
            let seats = seats.iter().filter(|seat| wanted(seat));
            seats
                .take(most)
                .map(|seat| shell.whose(&seat.name))
                .collect()
        };
        let without = names(&|seat| seat.owed.counts.is_none(), NAMED);
        Coverage {
            correcting: names(
                &|seat| seat.owed.counts.as_ref().is_some_and(|it| it.correcting),
                of,
            ),
            waiting: names(&|seat| seat.owed.waits, of),
            returned: names(&|seat| seat.owed.returned, of),
            more: (of - have).saturating_sub(without.len()),
            have,
            of,
            without,
        }
    }
}

/// A section in the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Row {
    /// Address.
    href: String,
    /// Label and title.
    title: String,
    /// Depth, from 1.
    level: u8,
    /// Whether it only gathers the sections below it and says nothing itself.
    gathers: bool,
    /// Units that answered, said that there is nothing, reported and left it out.
    answered: usize,
    nil: usize,
    missing: usize,
    /// Figures that were put together.
    figures: usize,
    /// Rows of its tables.
    table_rows: usize,
    /// Statements.
    statements: usize,
    /// Pieces of the draft with news that nobody has looked at.
    news: usize,
    /// Of these, pieces without a source any more.
    gone: usize,
    /// Remarks that wait.
    remarks: usize,
    /// Whether two texts wait for a choice.
    conflict: bool,
}

/// A unit, a row or a section about which something must be known.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Note {
    /// Its name.
    pub(super) unit: String,
    /// One sentence.
    pub(super) text: String,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/consolidation/show.html")]
pub(super) struct Shown {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign.
    campaign: String,
    /// What the campaign is about.
    title: String,
    /// Name of the unit that puts together.
    unit: String,
    /// Its own address.
    path: String,
    /// Who has an accepted report.
    coverage: Coverage,
    /// Whether the draft was begun.
    begun: bool,
    /// Whether the reader may write it.
    writes: bool,
    /// When it was brought up to date, and by whom; empty where it was not begun.
    brought_up: String,
    /// How often it was brought up to date.
    generations: u32,
    /// Reports that came since, were replaced since, went since.
    changes: Changes,
    /// Units that ended or owe their report no more, rows that units count otherwise, and what that
    /// means here.
    notes: Vec<Note>,
    /// Sections of the draft that the outline has no more, with their words.
    left_out: Vec<Note>,
    /// The sections.
    sections: Vec<Row>,
    /// Text that no outline item took.
    unplaced: Vec<Unplaced>,
    /// How much more of it there is.
    unplaced_more: usize,
}
views!(Shown);

/// Text of a report that no outline item took.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Unplaced {
    /// Name of the unit.
    unit: String,
    /// The text.
    words: String,
}

/// What changed among the reports since the draft was brought up to date.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(super) struct Changes {
    /// Names of units whose report came in.
    pub(super) came: Vec<String>,
    /// Names of units whose report was replaced by another version.
    pub(super) replaced: Vec<String>,
    /// Names of units whose report counts no longer, each with why.
    pub(super) went: Vec<String>,
    /// What was amended since in what the campaign asks.
    pub(super) amended: Vec<String>,
}

impl Changes {
    /// What changed since a generation.
    pub(super) fn since(
        shell: &Shell,
        tier: &Tier,
        lost: &Lost,
        last: &consolidation::Generation,
    ) -> Changes {
        let mut before: BTreeMap<&str, &str> = last
            .submissions
            .iter()
            .map(|(report, version)| (report.as_str(), version.as_str()))
            .collect();
        let mut changes = Changes::default();
        for seat in &tier.seats {
            let (Some(counts), Some(report)) = (&seat.owed.counts, &seat.owed.report) else {
                continue;
            };
            match before.remove(report.as_str()) {
                Some(known) if known == counts.submission => {}
                Some(_) => changes.replaced.push(shell.whose(&seat.name)),
                None => changes.came.push(shell.whose(&seat.name)),
            }
        }
        let went = before.into_keys().map(|report| match lost.parting(report) {
            Some(note) => format!("{}: {}", note.unit, note.text),
            None => shell.t("consolidation-lost-elsewhere"),
        });
        changes.went = went.collect();
        changes.amended = lost.since(shell, &last.id);
        changes
    }

    /// Whether nothing changed.
    pub(super) fn is_empty(&self) -> bool {
        let all = [&self.came, &self.replaced, &self.went, &self.amended];
        all.into_iter().all(Vec::is_empty)
    }
}

/// What a unit puts together, section by section.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}", tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path)),
    responses((status = 200, body = Shown)))]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit)): Path<(String, String)>,
) -> Result<Page<Shown>, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    let mut kept = Kept::default();
    if let Some(draft) = &desk.draft {
        kept.pieces = consolidation::all_pieces(&mut conn, &draft.id).await?;
        kept.last = consolidation::last_generation(&mut conn, &draft.id).await?;
        kept.remarks = consolidation::remarks(&mut conn, &draft.id).await?;
        let beside = section::beside(&mut conn, draft.owner()).await?;
        kept.beside = beside.into_iter().map(|version| version.item).collect();
    }
    let lost = Lost::of(&mut conn, &shell, &desk).await?;
    let mut notes = notes(&mut conn, &shell, &desk).await?;
    notes.extend(told_twice(&shell, &desk));
    notes.extend(lost.parted());
    notes.extend(mixed(&shell, &desk, &lost));
    let left_out = left_out(&mut conn, &desk, &lost).await?;
    drop(conn);
    let changes = kept.changes(&shell, &desk.tier, &lost);
    let last = kept.last.as_ref();
    let brought_up = last.map(|last| {
        shell.t2(
            "consolidation-brought-up",
            &last.by_name,
            shell.moment(&last.at),
        )
    });
    let unplaced = desk.tier.standing.unplaced();
    Ok(Page(Shown {
        campaign: id,
        title: desk.campaign.title.clone(),
        unit: desk.unit_name().to_owned(),
        path: desk.path(),
        coverage: Coverage::of(&shell, &desk.tier.seats),
        begun: desk.draft.is_some(),
        writes: desk.write().is_ok(),
        brought_up: brought_up.unwrap_or_default(),
        generations: last.map_or(0, |last| last.ordinal),
        changes,
        notes,
        left_out,
        sections: rows(&desk, &kept),
        unplaced_more: unplaced.len().saturating_sub(UNPLACED),
        unplaced: unplaced
            .iter()
            .take(UNPLACED)
            .map(|place| Unplaced {
                unit: desk.tier.name(place.unit),
                words: desk.tier.words(*place),
            })
            .collect(),
        shell,
    }))
}

/// Texts without a place that are shown.
const UNPLACED: usize = 30;

/// What the store keeps of a draft.
#[derive(Default)]
struct Kept {
    pieces: Vec<(String, Vec<Piece>)>,
    last: Option<consolidation::Generation>,
    remarks: Vec<consolidation::Remark>,
    beside: Vec<String>,
}

impl Kept {
    fn pieces(&self, item: &str) -> &[Piece] {
        let found = self.pieces.iter().find(|(known, _)| known == item);
        found.map_or(&[], |(_, pieces)| pieces)
    }

    fn changes(&self, shell: &Shell, tier: &Tier, lost: &Lost) -> Changes {
        let last = self.last.as_ref();
        last.map_or_else(Changes::default, |last| {
            Changes::since(shell, tier, lost, last)
        })
    }
}

/// Whether a piece has news that people are to look at.
pub(super) fn is_news(piece: &Piece) -> bool {
    piece.news.is_some() && piece.kind != Kind::Frame
}

fn rows(desk: &Desk, kept: &Kept) -> Vec<Row> {
    let (have, of) = desk.tier.reported();
    let unreported = of - have;
    let question = &desk.tier.question;
    let headings = question.headings.iter();
    let row = |heading: &Heading| {
        let at = desk.tier.section(&heading.item)?;
        let together = desk.tier.standing.sections.get(at)?;
        let coverage = desk.tier.standing.coverage.get(at)?;
        let pieces = kept.pieces(&heading.item);
        let gone = |piece: &&Piece| {
            let news = piece.news.as_ref().map(|news| news.kind);
            is_news(piece) && news == Some(NewsKind::Gone)
        };
        let waits = |remark: &&consolidation::Remark| {
            remark.item == heading.item && remark.settled_at.is_none()
        };
        let tables = question.tables_at(&heading.item, &desk.tier.items);
        let table_rows = tables.map(|table| table.form.indicators.len()).sum();
        let says = table_rows + together.figures.len() + together.statements.len();
        Some(Row {
            gathers: !heading.required && says == 0,
            table_rows,
            href: desk.section_path(&heading.item),
            title: heading.title.clone(),
            level: heading.level,
            answered: coverage.answered.len(),
            nil: coverage.nil.len(),
            missing: coverage.missing.len().saturating_sub(unreported),
            figures: together.figures.len(),
            statements: together.statements.len(),
            news: pieces.iter().filter(|piece| is_news(piece)).count(),
            gone: pieces.iter().filter(gone).count(),
            remarks: kept.remarks.iter().filter(waits).count(),
            conflict: kept.beside.contains(&heading.item),
        })
    };
    headings.filter_map(row).collect()
}

/// Units of the tier that ended: who came after them, and whether both are counted.
async fn notes(
    conn: &mut tongket_store::Conn,
    shell: &Shell,
    desk: &Desk,
) -> Result<Vec<Note>, Problem> {
    let mut notes = Vec::new();
    for seat in desk.tier.seats.iter().filter(|seat| seat.ended) {
        let unit = &seat.owed.unit;
        let heirs: Vec<String> = succession::of_unit(conn, unit)
            .await?
            .into_iter()
            .filter(|step| step.from == *unit)
            .filter_map(|step| step.to)
            .collect();
        let counts = |heir: &String| {
            let mut seats = desk.tier.seats.iter();
            // What the heir took over from another unit says nothing of this one.
            let of_another = |other: &Seat| {
                let from = other.owed.inherited_from.as_ref();
                from.is_some_and(|from| from != unit)
            };
            seats.any(|other| {
                other.owed.unit == *heir && other.owed.counts.is_some() && !of_another(other)
            })
        };
        let names: Vec<&str> = heirs
            .iter()
            .map(|heir| desk.units.name(heir, desk.today))
            .collect();
        let text = match (
            names.is_empty(),
            seat.owed.counts.is_some() && heirs.iter().any(counts),
        ) {
            (true, _) => shell.t("consolidation-unit-ended"),
            (false, false) => shell.t1("consolidation-unit-went", names.join(", ")),
            (false, true) => shell.t1("consolidation-unit-twice", names.join(", ")),
        };
        notes.push(Note {
            unit: shell.whose(&seat.name),
            text,
        });
    }
    Ok(notes)
}

/// Units that passed reports on beside one of their own: where that puts the others together, they
/// would be counted twice.
fn told_twice(shell: &Shell, desk: &Desk) -> Vec<Note> {
    let counting = || {
        let seats = desk.tier.seats.iter();
        seats.filter(|seat| seat.owed.counts.is_some())
    };
    let mut passed_on: HashMap<&str, Vec<&str>> = HashMap::new();
    for seat in counting() {
        if let Some(by) = &seat.owed.passed_on_by {
            passed_on.entry(by).or_default().push(&seat.name);
        }
    }
    let noted = counting().filter_map(|channel| {
        let below = passed_on.get(&*channel.owed.unit)?;
        Some(Note {
            unit: channel.name.clone(),
            text: shell.t1("consolidation-passed-twice", listed(shell, below)),
        })
    });
    noted.collect()
}

/// Names one by one where they are few; more are counted.
pub(super) fn listed(shell: &Shell, names: &[impl AsRef<str>]) -> String {
    let first: Vec<&str> = names.iter().take(NAMED).map(AsRef::as_ref).collect();
    let first = first.join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} {}", shell.t1("consolidation-and-more", more)),
    }
}

/// Rows of tables that units count in several units of measure, with who counts in which.
fn mixed(shell: &Shell, desk: &Desk, lost: &Lost) -> Vec<Note> {
    if !lost.changed_measures() {
        return Vec::new();
    }
    let tables = desk
        .tier
        .items
        .iter()
        .flat_map(|item| desk.tier.tables(item));
    let rows = tables.flat_map(|table| table.rows);
    let noted = rows.filter_map(|row| {
        let measured = Measured::of(desk, row.cells.iter().flatten());
        (measured.len() > 1).then(|| Note {
            unit: row.name,
            text: shell.t1("consolidation-mixed", Measured::told(shell, &measured)),
        })
    });
    noted.collect()
}

/// Sections of the draft that the outline has no more: nothing that was written goes unseen.
async fn left_out(
    conn: &mut tongket_store::Conn,
    desk: &Desk,
    lost: &Lost,
) -> Result<Vec<Note>, Problem> {
    let (Some(draft), withdrawn) = (&desk.draft, lost.withdrawn_items()) else {
        return Ok(Vec::new());
    };
    let mut left_out = Vec::new();
    for (item, heading) in withdrawn {
        let current = section::current(conn, draft.owner(), item).await?;
        let html = current.map(|current| current.html).unwrap_or_default();
        let text = marked(without_pieces(&html)).text;
        if !text.trim().is_empty() {
            left_out.push(Note {
                unit: heading.to_owned(),
                text,
            });
        }
    }
    Ok(left_out)
}

impl Shown {
    /// Pieces of the draft that have lost their source and wait for somebody's word.
    fn lost(&self) -> usize {
        self.sections.iter().map(|row| row.gone).sum()
    }

    /// Whether anything changed among the reports since the draft was brought up to date.
    fn is_behind(&self) -> bool {
        self.begun && !self.changes.is_empty()
    }
}

/// Whether the reader may comment.
pub(super) fn may_comment(desk: &Desk) -> bool {
    desk.draft.is_some() && desk.may(Act::ConsolidationComment)
}
