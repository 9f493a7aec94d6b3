//! One section of a version, with its remarks beside it and what changed in it.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use tongket_core::permit::Act;
use tongket_reader::words::sentence::sentences;
use tongket_store::comment;
use utoipa::ToSchema;

use super::Choice;
use super::report::{Version, acts, open, reasons};
use crate::web::changed::{Different, Words, words};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::question::Question;
use crate::web::road::{self, Remark, Standing, may, no_report, remarks, standing};
use crate::web::sheet::Part;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// A section that is read, with its remarks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::web::pages) struct Reading {
    /// Id of the version.
    pub(in crate::web::pages) id: String,
    /// What the section says.
    pub(in crate::web::pages) part: Part,
    /// Its sentences, to choose one.
    pub(in crate::web::pages) sentences: Vec<String>,
    /// The cells of its tables, to choose one.
    pub(in crate::web::pages) cells: Vec<Choice>,
    /// Its remarks.
    pub(in crate::web::pages) remarks: Vec<Remark>,
    /// What changed since the version before; empty where nothing did.
    pub(in crate::web::pages) changes: Vec<Words>,
    /// The same, place by place with a few words around.
    pub(in crate::web::pages) changed: Different,
    /// Whether the reader may comment.
    pub(in crate::web::pages) may_comment: bool,
    /// Reasons for sending the report back; empty where the reader may not do so now.
    pub(in crate::web::pages) reasons: Vec<Choice>,
    /// Today, the first day that a new date can have.
    pub(in crate::web::pages) today: String,
    /// Where to go after a comment or a return.
    pub(in crate::web::pages) back: String,
    /// Words that another page leads to; empty where none does.
    pub(in crate::web::pages) quoted: String,
    /// What is to be said when it is sent back, where another page proposes it.
    pub(in crate::web::pages) return_text: String,
}

impl Reading {
    /// Proposes to send the report back for a reason, with words to begin from.
    pub(in crate::web::pages) fn send_back_for(&mut self, reason: &str, text: String) {
        for choice in &mut self.reasons {
            choice.chosen = choice.value == reason;
        }
        self.return_text = text;
    }
}

/// Reads a section of a version.
pub(in crate::web::pages) async fn read(
    house: &House,
    conn: &mut tongket_store::Conn,
    shell: &Shell,
    visitor: &Visitor,
    (id, item, back): (&str, &str, String),
) -> Result<(Reading, Version), Problem> {
    let version = open(house, conn, visitor, id).await?;
    let report = &version.submission.report;
    let opened = &version.opened;
    let comments = match may(visitor, Act::CommentRead, &opened.place) {
        true => comment::of_report(conn, report).await?,
        false => Vec::new(),
    };
    let question = &opened.question;
    let part = question
        .sheet(&version.content)
        .into_iter()
        .find(|part| part.item == item)
        .ok_or_else(no_report)?;
    let text = |content: &tongket_core::exchange::Content| {
        let section = content.section(item);
        section
            .map(|section| section.text.clone())
            .unwrap_or_default()
    };
    let now = text(&version.content);
    let sentences = sentences(&now).into_iter();
    let sentences = sentences.map(|span| now[span.start..span.end].trim().to_owned());
    let (changes, changed) = match &version.before {
        Some(before) if text(before) != now => {
            let before = text(before);
            (words(&before, &now), Different::between(&before, &now))
        }
        _ => Default::default(),
    };
    let desk = road::of_desk(
        &opened.units,
        &opened.dossier,
        &version.submission.to_unit,
        house.today(),
    );
    let mut remarks = remarks(shell, question, &comments, &version.content);
    remarks.retain(|remark| remark.item == item);
    let reading = Reading {
        id: id.to_owned(),
        sentences: sentences.filter(|sentence| !sentence.is_empty()).collect(),
        cells: cells(question, &part),
        remarks,
        changes,
        changed,
        may_comment: may(visitor, Act::CommentWrite, &desk),
        quoted: String::new(),
        return_text: String::new(),
        reasons: match acts(&version, visitor, house.today()).send_back {
            true => reasons(shell),
            false => Vec::new(),
        },
        today: house.today().to_string(),
        back,
        part,
    };
    Ok((reading, version))
}

/// The cells of a section's tables that somebody filled in.
fn cells(question: &Question, part: &Part) -> Vec<Choice> {
    let rows = part.tables.iter().flat_map(|grid| &grid.rows);
    let filled = rows.flat_map(|row| row.cells.iter().filter(|cell| !cell.computed));
    let choice = filled.map(|cell| {
        let (indicator, period) = cell.key.split_once('|').unwrap_or((&cell.key, ""));
        let shown = match cell.shown.is_empty() {
            true => "–",
            false => &cell.shown,
        };
        Choice {
            text: format!("{}: {shown}", question.cell_name(indicator, period)),
            value: cell.key.clone(),
            chosen: false,
        }
    });
    choice.collect()
}

/// One section of a version.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/submissions/section.html")]
pub(super) struct Shown {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign.
    campaign: String,
    /// Name of the unit whose it is.
    unit: String,
    /// Which version it is.
    ordinal: u32,
    /// Where the report stands.
    standing: Standing,
    /// The section.
    reading: Reading,
    /// The section before it.
    previous: Option<String>,
    /// The section after it.
    next: Option<String>,
}
views!(Shown);

/// What led here.
#[derive(Deserialize)]
pub(super) struct Led {
    /// Words of the section.
    #[serde(default)]
    quote: String,
}

/// One section of a version, with remarks and changes; `?quote=` shows where these words stand.
#[utoipa::path(get, path = "/submissions/{id}/sections/{item}", tag = "submission",
    params(("id" = String, Path), ("item" = String, Path), ("quote" = Option<String>, Query)), responses((status = 200, body = Shown)))]
pub(super) async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Query(led): Query<Led>,
) -> Result<Page<Shown>, Problem> {
    let mut conn = house.store.read().await?;
    let back = format!("/submissions/{id}/sections/{item}");
    let asked = (id.as_str(), item.as_str(), back);
    let (mut reading, version) = read(&house, &mut conn, &shell, &visitor, asked).await?;
    reading.quoted = led.quote.trim().to_owned();
    let opened = &version.opened;
    let headings = &opened.question.headings;
    let at = headings
        .iter()
        .position(|heading| heading.item == item)
        .unwrap_or(0);
    let name = |at: Option<usize>| Some(headings.get(at?)?.item.clone());
    Ok(Page(Shown {
        campaign: opened.dossier.campaign.clone(),
        unit: shell.whose(&opened.sender(&version.submission)),
        ordinal: version.submission.ordinal,
        standing: standing(&shell, &opened.history, house.now()),
        previous: name(at.checked_sub(1)),
        next: name(Some(at + 1)),
        reading,
        shell,
    }))
}
