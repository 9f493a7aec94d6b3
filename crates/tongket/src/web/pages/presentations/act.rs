//! Laying a report before the leader, taking or handing it back, opening it again.
//!
//! Each is decided inside the writing act ([`decide`]), on what has happened to the report by then.

use std::sync::Arc;

use axum::extract::{Path, State};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::event::Event;
use tongket_core::exchange::{self, Desk, History, Step};
use tongket_core::permit::{Act, Permit, Table};
use tongket_store::dossier::{self, Dossier};
use tongket_store::notice::{self, Notice};
use tongket_store::review::{self, Hand};
use tongket_store::{Done, StoreError, Tx, history, new_id, presentation, submission};
use utoipa::ToSchema;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::markup::unmarked;
use crate::web::page::Next;
use crate::web::pages::submissions::laid_back;
use crate::web::problem::Problem;
use crate::web::question::Question;
use crate::web::road::{self, no_report};
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

/// What is said with an act.
#[derive(Deserialize, ToSchema)]
pub(super) struct Words {
    /// A note to the leader; may be empty.
    #[serde(default)]
    note: String,
    /// Why.
    #[serde(default)]
    reason: String,
}

/// What was done to a report.
#[derive(Serialize, ToSchema)]
pub(super) struct OfReport {
    /// Id of the report.
    report: String,
}

/// The dossier as it stands inside a writing act.
pub(in crate::web::pages) async fn again(tx: &mut Tx, report: &str) -> Result<Dossier, Problem> {
    let dossier = dossier::find(tx, report).await?;
    Ok(dossier.ok_or_else(no_report)?)
}

/// The event of an act on a report.
pub(in crate::web::pages) fn told(
    permit: &Permit,
    hand: Hand<'_>,
    report: &str,
    data: serde_json::Value,
) -> Event {
    Event {
        unit: permit.owner().map(str::to_owned),
        data,
        ..event(hand.at, hand.by, permit.act().id(), "report", report)
    }
}

/// A report inside the writing act, with what has happened to it up to now.
struct Laid {
    dossier: Dossier,
    history: History,
    question: Arc<Question>,
    permit: Permit,
    /// The name of the unit whose report it is.
    who: String,
    by: String,
    /// The name of who acts.
    by_name: String,
    /// Whether who acts may sign.
    signs: bool,
    at: Timestamp,
}

impl Laid {
    /// Tells the unit what one of its people did; who did it has read it.
    async fn tell_unit(&self, tx: &mut Tx, kind: &str) -> Result<(), StoreError> {
        let report = &self.dossier.report;
        let what = format!("{} – {}", self.dossier.title, self.by_name);
        let notice = Notice {
            id: new_id(),
            unit: self.dossier.unit.clone(),
            campaign: Some(self.dossier.campaign.clone()),
            subject_kind: "page".to_owned(),
            subject: format!("/reports/{report}/presentation"),
            kind: kind.to_owned(),
            data: road::words(&format!("notice-{kind}"), &what),
            at: self.at,
        };
        notice::add(tx, &notice).await?;
        notice::mark_read(tx, &notice.id, &self.by, self.at).await
    }
}

/// Does one thing to a report on its unit's desk; the decision looks at everything as it is
/// inside the act.
async fn decide<D>(
    house: &House,
    visitor: Visitor,
    report: &str,
    act: Act,
    decision: D,
) -> Result<(), Problem>
where
    D: for<'t> FnOnce(&'t mut Tx, &'t Laid) -> BoxFuture<'t, Result<(), Problem>> + Send + 'static,
{
    let mut conn = house.store.read().await?;
    let opened = house.open_report(&mut conn, report).await?;
    drop(conn);
    let permit = Table::permit(&visitor.memberships, act, &opened.place)?;
    let signs = road::may(&visitor, Act::SubmissionCreate, &opened.place);
    let who = opened.whose(house.today());
    let (report, question, at) = (report.to_owned(), opened.question, house.now());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let dossier = again(tx, &report).await?;
                let laid = Laid {
                    history: history::of_report(tx, &dossier).await?,
                    dossier,
                    question,
                    permit,
                    who,
                    signs,
                    by: visitor.account,
                    by_name: visitor.full_name,
                    at,
                };
                decision(tx, &laid).await?;
                let hand = Hand { by: &laid.by, at };
                Ok(Done::new(
                    (),
                    told(&laid.permit, hand, &report, json!(null)),
                ))
            })
        })
        .await
}

/// The drafter asks the leader to sign.
#[utoipa::path(post, path = "/reports/{id}/presentation", tag = "presentation",
    params(("id" = String, Path)), request_body = Words, responses((status = 200, body = OfReport)))]
pub(super) async fn present(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(words): Input<Words>,
) -> Result<Next<OfReport>, Problem> {
    unmarked(&words.note)?;
    decide(&house, visitor, &id, Act::ReportPresent, move |tx, laid| {
        Box::pin(async move {
            let (report, question) = (&laid.dossier.report, &laid.question);
            let content = question.draft(tx, report).await?;
            let unread = question.unread(tx, report).await?;
            let desk = Desk {
                history: &laid.history,
                content: &content,
                fingerprint: content.fingerprint(),
                asked: &question.asked,
                unread: &unread,
                broken: &question.broken(&content),
            };
            if let Step::Presentation { fingerprint } = exchange::present(&laid.permit, desk)? {
                let note = words.note.trim();
                presentation::present(tx, report, fingerprint, note, &laid.by, laid.at).await?;
                laid.tell_unit(tx, "presented").await?;
            }
            Ok(())
        })
    })
    .await?;
    let page = format!("/reports/{id}/presentation");
    Ok(Next::new(&shell, page, OfReport { report: id }).saying("presentation-done"))
}

/// The drafter takes back what was presented, or the leader hands it back unsigned.
#[utoipa::path(post, path = "/reports/{id}/presentation/withdrawal", tag = "presentation",
    params(("id" = String, Path)), request_body = Words, responses((status = 200, body = OfReport)))]
pub(super) async fn withdraw(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(words): Input<Words>,
) -> Result<Next<OfReport>, Problem> {
    unmarked(&words.reason)?;
    let act = Act::PresentationWithdraw;
    decide(&house, visitor, &id, act, move |tx, laid| {
        Box::pin(async move {
            exchange::withdraw(&laid.permit, &laid.history)?;
            let (report, reason) = (&laid.dossier.report, words.reason.trim());
            presentation::hand_back(tx, report, reason, &laid.by, laid.at).await?;
            let kind = if laid.signs {
                "given-back"
            } else {
                "taken-back"
            };
            Ok(laid.tell_unit(tx, kind).await?)
        })
    })
    .await?;
    let page = format!("/reports/{id}/presentation");
    Ok(Next::new(&shell, page, OfReport { report: id }).saying("presentation-withdrawn"))
}

/// An accepted report is opened again, to be corrected.
#[utoipa::path(post, path = "/reports/{id}/correction", tag = "presentation",
    params(("id" = String, Path)), request_body = Words, responses((status = 200, body = OfReport)))]
pub(super) async fn correct(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(words): Input<Words>,
) -> Result<Next<OfReport>, Problem> {
    unmarked(&words.reason)?;
    let mut conn = house.store.read().await?;
    let question = match dossier::find(&mut conn, &id).await? {
        Some(dossier) => house.question(&mut conn, &dossier).await?,
        None => return Err(no_report().into()),
    };
    drop(conn);
    decide(
        &house,
        visitor,
        &id,
        Act::CorrectionOpen,
        move |tx, laid| {
            Box::pin(async move {
                let report = &laid.dossier.report;
                let step = exchange::correct(&laid.permit, &laid.history, &words.reason)?;
                if let Step::Correction { reason } = step {
                    let hand = Hand {
                        by: &laid.by,
                        at: laid.at,
                    };
                    review::correct(tx, report, &reason, hand).await?;
                }
                if let Some(last) = submission::of_report(tx, report).await?.pop() {
                    laid_back::lay(tx, &last, &question, laid.at).await?;
                    let what = format!("{} – {}", laid.who, laid.dossier.title);
                    let notice = Notice {
                        id: new_id(),
                        unit: last.to_unit,
                        campaign: Some(laid.dossier.campaign.clone()),
                        subject_kind: "submission".to_owned(),
                        subject: last.id,
                        kind: "corrected".to_owned(),
                        data: road::words("notice-corrected", &what),
                        at: laid.at,
                    };
                    notice::add(tx, &notice).await?;
                }
                Ok(())
            })
        },
    )
    .await?;
    let page = format!("/reports/{id}/presentation");
    Ok(Next::new(&shell, page, OfReport { report: id }).saying("presentation-corrected"))
}
