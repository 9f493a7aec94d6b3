//! What the receiver does with a version: receive, send back, accept, pass on.
//!
//! Each act is about the version that was read. Of two reviewers who act at
//! the same time one is first; the other is told what is done already.

use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::exchange::{self, Reading, Slip, Step};
use tongket_core::permit::{Act, Permit, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::dossier::{self, Dossier};
use tongket_store::notice::{self, Notice};
use tongket_store::review::{self, Hand};
use tongket_store::submission::{self, Submission};
use tongket_store::{Conn, Done, StoreError, Tx, history, new_id};
use utoipa::ToSchema;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::markup::unmarked;
use crate::web::page::Next;
use crate::web::pages::presentations::{again, told};
use crate::web::problem::Problem;
use crate::web::road::{self, no_report, words};
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// A version that somebody acts on, with leave to do so.
pub(super) struct OnBench {
    pub(super) submission: Submission,
    pub(super) dossier: Dossier,
    pub(super) permit: Permit,
}

/// Takes a version to hand.
pub(super) async fn on_bench(
    house: &House,
    conn: &mut Conn,
    visitor: &Visitor,
    id: &str,
    act: Act,
) -> Result<OnBench, Problem> {
    let submission = submission::find(conn, id).await?.ok_or_else(no_report)?;
    let dossier = dossier::find(conn, &submission.report).await?;
    let dossier = dossier.ok_or_else(no_report)?;
    let units = house.units().await?;
    let place = road::of_desk(&units, &dossier, &submission.to_unit, house.today());
    let permit = Table::permit(&visitor.memberships, act, &place)?;
    Ok(OnBench {
        submission,
        dossier,
        permit,
    })
}

/// What was done to a version.
#[derive(Serialize, ToSchema)]
pub(super) struct OfVersion {
    /// Id of the version.
    submission: String,
}

/// Tells a unit what became of a report: a kind of notice, and what it leads to.
async fn tell(
    tx: &mut Tx,
    dossier: &Dossier,
    unit: &str,
    (kind, subject): (&str, (&str, &str)),
    hand: Hand<'_>,
) -> Result<(), StoreError> {
    let notice = Notice {
        id: new_id(),
        unit: unit.to_owned(),
        campaign: Some(dossier.campaign.clone()),
        subject_kind: subject.0.to_owned(),
        subject: subject.1.to_owned(),
        kind: kind.to_owned(),
        data: words(&format!("notice-{kind}"), &dossier.title),
        at: hand.at,
    };
    notice::add(tx, &notice).await
}

/// Where to go after receiving.
#[derive(Deserialize, ToSchema)]
pub(super) struct Back {
    /// "list" to stay on the list.
    #[serde(default)]
    back: String,
}

/// The receiver confirms that a report came in.
#[utoipa::path(post, path = "/submissions/{id}/reception", tag = "submission",
    params(("id" = String, Path)), request_body = Back, responses((status = 200, body = OfVersion)))]
pub(super) async fn receive(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(back): Input<Back>,
) -> Result<Next<OfVersion>, Problem> {
    let mut conn = house.store.read().await?;
    let act = Act::SubmissionReceive;
    let bench = on_bench(&house, &mut conn, &visitor, &id, act).await?;
    drop(conn);
    let (by, now) = (visitor.account, house.now());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let hand = Hand { by: &by, at: now };
                let OnBench {
                    submission, permit, ..
                } = &bench;
                let dossier = again(tx, &submission.report).await?;
                let history = history::of_report(tx, &dossier).await?;
                let ordinal = submission.ordinal;
                exchange::receive(
                    permit,
                    Reading {
                        history: &history,
                        ordinal,
                    },
                )?;
                review::receive(tx, &submission.id, hand).await?;
                let data = json!({ "submission": submission.id, "ordinal": ordinal });
                Ok(Done::new((), told(permit, hand, &dossier.report, data)))
            })
        })
        .await?;
    let page = match back.back.as_str() {
        "list" => "/submissions".to_owned(),
        _ => format!("/submissions/{id}"),
    };
    Ok(Next::new(&shell, page, OfVersion { submission: id }).saying("submission-received"))
}

/// Why a version goes back.
#[derive(Deserialize, ToSchema)]
pub(super) struct Returning {
    /// Ids of reasons in the catalogue.
    #[serde(default)]
    reasons: Vec<String>,
    /// What is said besides.
    #[serde(default)]
    text: String,
    /// By when it is to come again: 2026-05-02; the duty's day stays where it is empty.
    #[serde(default)]
    due: String,
}

impl Returning {
    fn due(&self) -> Result<Option<Date>, Refusal> {
        let text = self.due.trim();
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            Refusal::field_invalid(
                Said::new("hạn mới", "new date"),
                Said::new(
                    "ngày phải viết như 2026-05-02",
                    "a day is written as 2026-05-02",
                ),
            )
        })
    }
}

/// The receiver sends a report back, with reasons and a new date.
#[utoipa::path(post, path = "/submissions/{id}/return", tag = "submission",
    params(("id" = String, Path)), request_body = Returning, responses((status = 200, body = OfVersion)))]
pub(super) async fn send_back(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(returning): Input<Returning>,
) -> Result<Next<OfVersion>, Problem> {
    unmarked(&returning.text)?;
    let due = returning.due()?;
    let mut conn = house.store.read().await?;
    let act = Act::SubmissionReturn;
    let bench = on_bench(&house, &mut conn, &visitor, &id, act).await?;
    drop(conn);
    let (by, now, today) = (visitor.account, house.now(), house.today());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let hand = Hand { by: &by, at: now };
                let OnBench {
                    submission, permit, ..
                } = &bench;
                let dossier = again(tx, &submission.report).await?;
                let history = history::of_report(tx, &dossier).await?;
                let ordinal = submission.ordinal;
                let reasons: Vec<&str> = returning.reasons.iter().map(String::as_str).collect();
                let slip = Slip {
                    reasons: &reasons,
                    text: &returning.text,
                    due,
                    today,
                };
                let back = exchange::send_back(
                    permit,
                    Reading {
                        history: &history,
                        ordinal,
                    },
                    slip,
                )?;
                let reasons: Vec<&str> = back.reasons.iter().map(|it| it.id.as_str()).collect();
                review::send_back(tx, &submission.id, &reasons, &back.text, due, hand).await?;
                let subject = ("report", dossier.report.as_str());
                tell(tx, &dossier, &dossier.unit, ("returned", subject), hand).await?;
                let data = json!({
                    "submission": submission.id, "ordinal": ordinal,
                    "reasons": reasons, "due": due.map(|due| due.to_string()),
                });
                Ok(Done::new((), told(permit, hand, &dossier.report, data)))
            })
        })
        .await?;
    let page = format!("/submissions/{id}");
    Ok(Next::new(&shell, page, OfVersion { submission: id }).saying("submission-returned"))
}

/// What is said with an acceptance, or with what is passed on.
#[derive(Deserialize, ToSchema)]
pub(super) struct Note {
    /// May be empty.
    #[serde(default)]
    note: String,
}

/// The standing agency accepts a report; it is locked from now on.
#[utoipa::path(post, path = "/submissions/{id}/acceptance", tag = "submission",
    params(("id" = String, Path)), request_body = Note, responses((status = 200, body = OfVersion)))]
pub(super) async fn accept(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(note): Input<Note>,
) -> Result<Next<OfVersion>, Problem> {
    unmarked(&note.note)?;
    let mut conn = house.store.read().await?;
    let act = Act::SubmissionAccept;
    let bench = on_bench(&house, &mut conn, &visitor, &id, act).await?;
    drop(conn);
    let (by, now) = (visitor.account, house.now());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let hand = Hand { by: &by, at: now };
                let OnBench {
                    submission, permit, ..
                } = &bench;
                let dossier = again(tx, &submission.report).await?;
                let history = history::of_report(tx, &dossier).await?;
                let ordinal = submission.ordinal;
                let step = exchange::accept(
                    permit,
                    Reading {
                        history: &history,
                        ordinal,
                    },
                )?;
                debug_assert!(matches!(step, Step::Acceptance { .. }));
                review::accept(tx, &submission.id, note.note.trim(), hand).await?;
                let subject = ("report", dossier.report.as_str());
                tell(tx, &dossier, &dossier.unit, ("accepted", subject), hand).await?;
                let data = json!({ "submission": submission.id, "ordinal": ordinal });
                Ok(Done::new((), told(permit, hand, &dossier.report, data)))
            })
        })
        .await?;
    let page = format!("/submissions/{id}");
    Ok(Next::new(&shell, page, OfVersion { submission: id }).saying("submission-accepted"))
}

/// The unit through which an accepted report came passes it on to the one it is addressed to.
#[utoipa::path(post, path = "/submissions/{id}/forwarding", tag = "submission",
    params(("id" = String, Path)), request_body = Note, responses((status = 200, body = OfVersion)))]
pub(super) async fn forward(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(note): Input<Note>,
) -> Result<Next<OfVersion>, Problem> {
    unmarked(&note.note)?;
    let mut conn = house.store.read().await?;
    let act = Act::SubmissionForward;
    let bench = on_bench(&house, &mut conn, &visitor, &id, act).await?;
    drop(conn);
    let (by, now) = (visitor.account, house.now());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let hand = Hand { by: &by, at: now };
                let OnBench {
                    submission, permit, ..
                } = &bench;
                let dossier = again(tx, &submission.report).await?;
                let history = history::of_report(tx, &dossier).await?;
                let ordinal = submission.ordinal;
                exchange::forward(
                    permit,
                    Reading {
                        history: &history,
                        ordinal,
                    },
                )?;
                let to = next_leg(&dossier, &submission.to_unit).ok_or(Code::NowhereToForward)?;
                let legs = (submission.to_unit.as_str(), to);
                if !review::forward(tx, &submission.id, legs, note.note.trim(), hand).await? {
                    return Ok(Done::already(()));
                }
                let subject = ("submission", submission.id.as_str());
                tell(tx, &dossier, to, ("forwarded", subject), hand).await?;
                let data = json!({ "submission": submission.id, "ordinal": ordinal, "to": to });
                Ok(Done::new((), told(permit, hand, &dossier.report, data)))
            })
        })
        .await?;
    let page = format!("/submissions/{id}");
    Ok(Next::new(&shell, page, OfVersion { submission: id }).saying("submission-forwarded"))
}

/// Where an accepted report goes next: to its addressee, if that is not who has it.
pub(super) fn next_leg<'d>(dossier: &'d Dossier, holder: &str) -> Option<&'d str> {
    let addressee = dossier.recipient_unit.as_deref();
    addressee.filter(|addressee| *addressee != holder)
}
