//! Signing and sending: one act, from the leader's page or straight from a program.
//!
//! A page says which content it showed and how many versions it knew. A
//! program may bring the whole content along and needs neither: it is measured,
//! decided and fingerprinted before the one writer is asked, who only looks
//! whether anything has happened since. Sending the same again gives the
//! receipt that was given.

use axum::extract::{Path, State};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashSet;
use tongket_core::exchange::{
    self, Content, Desk, Figure, History, Section, SectionState, Signed, Signing,
};
use tongket_core::fingerprint::Fingerprint;
use tongket_core::permit::{Act, Permit, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::dossier::{self, Dossier};
use tongket_store::review::Hand;
use tongket_store::submission::{self, Packed, Sending};
use tongket_store::{Done, Tx, history};
use utoipa::ToSchema;

use super::act::told;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::markup::{marked, unmarked};
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::question::{Question, attached};
use crate::web::road::{self, no_report};
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// What is signed.
#[derive(Deserialize, ToSchema)]
pub(super) struct Signature {
    /// Fingerprint of the content that the page showed; not needed with a content.
    #[serde(default)]
    seen: String,
    /// How many versions had been sent when the page was shown; not needed with a content.
    known: Option<u32>,
    /// Why it is sent again, where nobody asked for it.
    #[serde(default)]
    reason: String,
    /// The whole content, from a program; the draft where it is missing.
    content: Option<Whole>,
}

/// The whole content of a report.
#[derive(Deserialize, ToSchema)]
struct Whole {
    /// Sections, in any order.
    #[serde(default)]
    sections: Vec<Answer>,
    /// Cells of the tables, in any order.
    #[serde(default)]
    figures: Vec<Cell>,
}

/// A section.
#[derive(Deserialize, ToSchema)]
struct Answer {
    /// Id of the outline item.
    item: String,
    /// Whether it is deliberately nothing.
    #[serde(default)]
    nil: bool,
    /// What it says, as HTML or as plain lines.
    #[serde(default)]
    html: String,
}

/// A cell.
#[derive(Deserialize, ToSchema)]
struct Cell {
    /// Code of the row; with the table's id before it ("id/code") where several tables have it.
    indicator: String,
    /// Key of the column.
    period: String,
    /// How many.
    #[schema(value_type = String)]
    value: Decimal,
}

/// What was sent, and the receipt for it.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Sent {
    /// Id of the version.
    submission: String,
    /// Which version of the report it is, from 1.
    ordinal: u32,
    /// Number of the receipt.
    receipt: String,
    /// SHA-256 of the content.
    sha256: String,
    /// When it was sent.
    #[schema(value_type = String)]
    at: Timestamp,
}

/// The leader signs and sends.
#[utoipa::path(post, path = "/reports/{id}/submission", tag = "presentation",
    params(("id" = String, Path)), request_body = Signature, responses((status = 200, body = Sent)))]
pub(super) async fn submit(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(signature): Input<Signature>,
) -> Result<Next<impl Serialize>, Problem> {
    unmarked(&signature.reason)?;
    let mut conn = house.store.read().await?;
    let counted = dossier::counted(&mut conn, &id).await?;
    let counted = counted.ok_or_else(no_report)?;
    let dossier = &counted.dossier;
    let units = house.units().await?;
    let place = road::of_report(&units, dossier, &[], house.today());
    let permit = Table::permit(&visitor.memberships, Act::SubmissionCreate, &place)?;
    let question = house.question(&mut conn, dossier).await?;
    let before = history::after(&mut conn, &counted, &[]).await?;
    let (content, unread) = match signature.content {
        Some(whole) => {
            let evidence = match counted.files {
                0 => Vec::new(),
                _ => attached(&mut conn, &id).await?,
            };
            // What follows takes no connection from others.
            drop(conn);
            let whole = whole.read(&question)?;
            (Content { evidence, ..whole }, Vec::new())
        }
        None => {
            let content = question.draft(&mut conn, &id).await?;
            (content, question.unread(&mut conn, &id).await?)
        }
    };
    let fingerprint = content.fingerprint();
    let paper = Paper {
        straight: signature.seen.is_empty(),
        seen: seen(&signature.seen, fingerprint)?,
        fingerprint,
        known: signature.known,
        reason: signature.reason,
        kept: Packed::of(&content),
        broken: question.broken(&content),
        unread,
        content,
    };
    let (by, now) = (visitor.account, house.now());
    let decided = paper.sign(&permit, &before, &question);
    let sent = house
        .store
        .act::<Sent, Problem>(move |tx| {
            Box::pin(async move {
                let counted = dossier::counted(tx, &id).await?;
                let counted = counted.ok_or_else(no_report)?;
                let history = history::after(tx, &counted, &before.turns).await?;
                if !paper.straight && question.draft(tx, &id).await? != paper.content {
                    return Err(Code::ChangedSincePresented.into());
                }
                let decided = match history == before {
                    true => decided,
                    false => paper.sign(&permit, &history, &question),
                };
                let hand = Hand { by: &by, at: now };
                match decided? {
                    Some(signed) => {
                        keep(tx, &counted.dossier, &permit, (&paper, &signed), hand).await
                    }
                    None => already(tx, &id).await,
                }
            })
        })
        .await?;
    house.make_findable(&sent.submission);
    let page = format!("/submissions/{}/receipt", sent.submission);
    Ok(Next::new(&shell, page, sent).saying("submission-sent"))
}

/// The fingerprint that the page showed; that of the content itself where a program brings it.
fn seen(seen: &str, content: Fingerprint) -> Result<Fingerprint, Refusal> {
    match seen.is_empty() {
        true => Ok(content),
        false => seen.parse().map_err(|_| Code::ChangedSincePresented.into()),
    }
}

/// What lies before the leader, with all that takes time already done.
struct Paper {
    straight: bool,
    seen: Fingerprint,
    known: Option<u32>,
    reason: String,
    content: Content,
    fingerprint: Fingerprint,
    kept: Packed,
    unread: Vec<Said>,
    broken: Vec<Said>,
}

impl Paper {
    /// What the core says: a version that may be sent, or nothing where this
    /// very content was sent already and the answer was lost on its way.
    fn sign(
        &self,
        permit: &Permit,
        history: &History,
        question: &Question,
    ) -> Result<Option<Signed>, Refusal> {
        let last = history.current();
        let replayed = last.is_some_and(|sent| {
            sent.fingerprint == self.seen && self.known.is_none_or(|known| known < sent.ordinal)
        });
        if replayed {
            return Ok(None);
        }
        let desk = Desk {
            history,
            content: &self.content,
            fingerprint: self.fingerprint,
            asked: &question.asked,
            unread: &self.unread,
            broken: &self.broken,
        };
        let signing = Signing {
            seen: self.seen,
            known: self.known.or(last.map(|sent| sent.ordinal)).unwrap_or(0),
            reason: Some(&self.reason),
        };
        exchange::sign(permit, desk, signing).map(Some)
    }
}

async fn keep(
    tx: &mut Tx,
    dossier: &Dossier,
    permit: &Permit,
    (paper, signed): (&Paper, &Signed),
    hand: Hand<'_>,
) -> Result<Done<Sent>, Problem> {
    let nowhere = || Refusal::not_found(Said::new("đơn vị nhận báo cáo", "receiving unit"));
    let sending = Sending {
        report: &dossier.report,
        signed,
        content: &paper.kept,
        to_unit: dossier.received_by().ok_or_else(nowhere)?,
        by: hand.by,
        at: hand.at,
    };
    let (submission, receipt) = submission::send(tx, sending).await?;
    let sent = Sent {
        submission,
        ordinal: signed.ordinal,
        receipt: receipt.to_string(),
        sha256: signed.fingerprint.to_string(),
        at: hand.at,
    };
    let data = json!({
        "submission": sent.submission, "ordinal": sent.ordinal,
        "receipt": sent.receipt, "sha256": sent.sha256,
    });
    let event = told(permit, hand, &dossier.report, data);
    Ok(Done::new(sent, event))
}

/// The receipt that was given for what was sent last.
async fn already(tx: &mut Tx, report: &str) -> Result<Done<Sent>, Problem> {
    let last = submission::of_report(tx, report).await?.pop();
    let last = last.ok_or_else(no_report)?;
    Ok(Done::already(Sent {
        submission: last.id,
        ordinal: last.ordinal,
        receipt: last.receipt.to_string(),
        sha256: last.sha256,
        at: last.at,
    }))
}

impl Whole {
    /// The content that a program brought, cleaned and in the order of the outline.
    fn read(self, question: &Question) -> Result<Content, Refusal> {
        let mut sections = Vec::with_capacity(self.sections.len());
        let mut seen = HashSet::new();
        for answer in self.sections {
            let place = question.place(&answer.item);
            let place = place.filter(|place| seen.insert(*place));
            let place = place.ok_or_else(|| unknown(&answer.item))?;
            sections.push((place, answer.read()?));
        }
        sections.sort_by_key(|(place, _)| *place);
        let mut cells = HashSet::new();
        let figures = self.figures.into_iter().map(|cell| {
            let figure = cell.read(question)?;
            let name = (figure.indicator.clone(), figure.period.clone());
            match cells.insert(name) {
                true => Ok(figure),
                false => Err(unknown(&figure.indicator)),
            }
        });
        let mut content = Content {
            figures: figures.collect::<Result<_, _>>()?,
            sections: sections.into_iter().map(|(_, section)| section).collect(),
            evidence: Vec::new(),
        };
        question.add_up(&mut content);
        Ok(content)
    }
}

/// A section or a row that is not asked for, or that comes twice.
fn unknown(name: &str) -> Refusal {
    let field = Said::from(name);
    let why = Said::new(
        "không có trong đề cương hoặc biểu của đợt này, hoặc bị lặp",
        "it is not in the outline or the tables of this campaign, or it comes twice",
    );
    Refusal::field_invalid(field, why)
}

impl Answer {
    fn read(self) -> Result<Section, Refusal> {
        let said = match self.nil {
            true => Default::default(),
            false => marked(self.html),
        };
        unmarked(&said.text)?;
        let state = match (self.nil, said.text.is_empty()) {
            (true, _) => SectionState::Nil,
            (false, true) => SectionState::Empty,
            (false, false) => SectionState::Written,
        };
        Ok(Section {
            item: self.item,
            state,
            html: said.html,
            text: said.text,
        })
    }
}

impl Cell {
    fn read(self, question: &Question) -> Result<Figure, Refusal> {
        let (table, at) = question
            .row(&self.indicator)
            .ok_or_else(|| unknown(&self.indicator))?;
        let columns = &table.form.columns;
        if !columns.iter().any(|column| column.key == self.period) {
            return Err(unknown(&format!("{} {}", self.indicator, self.period)));
        }
        Ok(Figure {
            unit: table.form.indicators[at].unit_of_measure.clone(),
            indicator: Question::key(table, &table.form.indicators[at].code),
            period: self.period,
            value: self.value,
        })
    }
}
