//! Laying a report before the leader, taking or handing it back, opening it again.

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::event::Event;
use tongket_core::exchange::{self, Desk, Step};
use tongket_core::permit::{Act, Permit, Table};
use tongket_store::dossier::{self, Dossier};
use tongket_store::notice::{self, Notice};
use tongket_store::review::{self, Hand};
use tongket_store::{Done, Tx, history, new_id, presentation, submission};
use utoipa::ToSchema;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::markup::unmarked;
use crate::web::page::Next;
use crate::web::problem::Problem;
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
    let mut conn = house.store.read().await?;
    let opened = house.open_report(&mut conn, &id).await?;
    drop(conn);
    let permit = Table::permit(&visitor.memberships, Act::ReportPresent, &opened.place)?;
    let (report, by, now) = (id.clone(), visitor.account, house.now());
    let question = opened.question;
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let dossier = again(tx, &report).await?;
                let history = history::of_report(tx, &dossier).await?;
                let content = question.draft(tx, &report).await?;
                let unread = question.unread(tx, &report).await?;
                let desk = Desk {
                    history: &history,
                    content: &content,
                    asked: &question.asked,
                    unread: &unread,
                    broken: &question.broken(&content),
                };
                if let Step::Presentation { fingerprint } = exchange::present(&permit, desk)? {
                    let note = words.note.trim();
                    presentation::present(tx, &report, fingerprint, note, &by, now).await?;
                }
                let hand = Hand { by: &by, at: now };
                Ok(Done::new((), told(&permit, hand, &report, json!(null))))
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
    let mut conn = house.store.read().await?;
    let opened = house.open_report(&mut conn, &id).await?;
    drop(conn);
    let permit = Table::permit(
        &visitor.memberships,
        Act::PresentationWithdraw,
        &opened.place,
    )?;
    let (report, by, now) = (id.clone(), visitor.account, house.now());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let dossier = again(tx, &report).await?;
                let history = history::of_report(tx, &dossier).await?;
                exchange::withdraw(&permit, &history)?;
                presentation::hand_back(tx, &report, words.reason.trim(), &by, now).await?;
                let hand = Hand { by: &by, at: now };
                Ok(Done::new((), told(&permit, hand, &report, json!(null))))
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
    let opened = house.open_report(&mut conn, &id).await?;
    drop(conn);
    let permit = Table::permit(&visitor.memberships, Act::CorrectionOpen, &opened.place)?;
    let (report, by, now) = (id.clone(), visitor.account, house.now());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let dossier = again(tx, &report).await?;
                let history = history::of_report(tx, &dossier).await?;
                if let Step::Correction { reason } =
                    exchange::correct(&permit, &history, &words.reason)?
                {
                    let hand = Hand { by: &by, at: now };
                    review::correct(tx, &report, &reason, hand).await?;
                }
                if let Some(last) = submission::of_report(tx, &report).await?.pop() {
                    let notice = Notice {
                        id: new_id(),
                        unit: last.to_unit,
                        campaign: Some(dossier.campaign.clone()),
                        subject_kind: "submission".to_owned(),
                        subject: last.id,
                        kind: "corrected".to_owned(),
                        data: road::words("notice-corrected", &dossier.title),
                        at: now,
                    };
                    notice::add(tx, &notice).await?;
                }
                let hand = Hand { by: &by, at: now };
                Ok(Done::new((), told(&permit, hand, &report, json!(null))))
            })
        })
        .await?;
    let page = format!("/reports/{id}/presentation");
    Ok(Next::new(&shell, page, OfReport { report: id }).saying("presentation-corrected"))
}
