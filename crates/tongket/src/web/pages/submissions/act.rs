//! What the receiver does with a version: receive, send back, accept, pass on.
//!
//! Each act is about the version that was read, and is decided inside the
//! writing act ([`decide`]): of two reviewers who act at the same time one is
//! first; the other is told what is done already.

use axum::extract::{Path, State};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tongket_core::exchange::{self, History, Reading, Slip};
use tongket_core::permit::{Act, Permit, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::dossier::{self, Dossier};
use tongket_store::notice::{self, Notice};
use tongket_store::review::{self, Hand};
use tongket_store::submission::{self, Submission};
use tongket_store::{Conn, Done, StoreError, Tx, history, new_id};
use utoipa::ToSchema;

use super::laid_back;

use super::remark::own_path;
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
    /// The name of the unit whose report it is.
    who: String,
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
        who: units.whose(
            &dossier.unit,
            dossier.inherited_from.as_deref(),
            house.today(),
        ),
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

/// A version inside the writing act, with what has happened to its report up to now.
pub(super) struct Bench {
    pub(super) submission: Submission,
    pub(super) dossier: Dossier,
    history: History,
    permit: Permit,
    who: String,
    by: String,
    at: Timestamp,
}

impl Bench {
    /// The version that was read, for the core.
    fn reading(&self) -> Reading<'_> {
        Reading {
            history: &self.history,
            ordinal: self.submission.ordinal,
        }
    }

    /// Who acts, and when.
    pub(super) fn hand(&self) -> Hand<'_> {
        Hand {
            by: &self.by,
            at: self.at,
        }
    }

    /// Tells a unit what became of the report: a kind of notice, and what it leads to.
    async fn tell(
        &self,
        tx: &mut Tx,
        unit: &str,
        kind: &str,
        (subject_kind, subject): (&str, &str),
    ) -> Result<(), StoreError> {
        let title = &self.dossier.title;
        let what = match unit == self.dossier.unit {
            true => title.clone(),
            false => format!("{} – {title}", self.who),
        };
        let notice = Notice {
            id: new_id(),
            unit: unit.to_owned(),
            campaign: Some(self.dossier.campaign.clone()),
            subject_kind: subject_kind.to_owned(),
            subject: subject.to_owned(),
            kind: kind.to_owned(),
            data: words(&format!("notice-{kind}"), &what),
            at: self.at,
        };
        notice::add(tx, &notice).await
    }

    /// Tells the author's unit.
    async fn tell_author(&self, tx: &mut Tx, kind: &str) -> Result<(), StoreError> {
        let subject = ("report", self.dossier.report.as_str());
        self.tell(tx, &self.dossier.unit, kind, subject).await
    }
}

/// Does one thing to the version that was read. The decision looks at everything as it is inside
/// the act; it gives what the audit is told besides, or nothing where it was done before.
async fn decide<D>(
    house: &House,
    visitor: Visitor,
    id: &str,
    act: Act,
    decision: D,
) -> Result<(), Problem>
where
    D: for<'t> FnOnce(&'t mut Tx, &'t Bench) -> BoxFuture<'t, Result<Option<Value>, Problem>>
        + Send
        + 'static,
{
    let mut conn = house.store.read().await?;
    let on_bench = on_bench(house, &mut conn, &visitor, id, act).await?;
    drop(conn);
    let at = house.now();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let OnBench {
                    submission,
                    permit,
                    who,
                    ..
                } = on_bench;
                let dossier = again(tx, &submission.report).await?;
                let bench = Bench {
                    history: history::of_report(tx, &dossier).await?,
                    submission,
                    dossier,
                    permit,
                    who,
                    by: visitor.account,
                    at,
                };
                let Some(mut data) = decision(tx, &bench).await? else {
                    return Ok(Done::already(()));
                };
                data["submission"] = json!(bench.submission.id);
                data["ordinal"] = json!(bench.submission.ordinal);
                let report = &bench.dossier.report;
                Ok(Done::new(
                    (),
                    told(&bench.permit, bench.hand(), report, data),
                ))
            })
        })
        .await
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
    let act = Act::SubmissionReceive;
    decide(&house, visitor, &id, act, |tx, bench| {
        Box::pin(async move {
            exchange::receive(&bench.permit, bench.reading())?;
            review::receive(tx, &bench.submission.id, bench.hand()).await?;
            Ok(Some(json!({})))
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
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(in crate::web::pages) struct Returning {
    /// Ids of reasons in the catalogue.
    #[serde(default)]
    reasons: Vec<String>,
    /// What is said besides.
    #[serde(default)]
    text: String,
    /// By when it is to come again: 2026-05-02; the duty's day stays where it is empty.
    #[serde(default)]
    due: String,
    /// A page of this server to go back to.
    #[serde(default)]
    back: String,
}

impl Returning {
    /// What the core decides on sending this version back.
    fn decided(
        &self,
        permit: &Permit,
        reading: Reading<'_>,
        today: Date,
    ) -> Result<exchange::Return, Refusal> {
        let reasons: Vec<&str> = self.reasons.iter().map(String::as_str).collect();
        let slip = Slip {
            reasons: &reasons,
            text: &self.text,
            due: self.due()?,
            today,
        };
        exchange::send_back(permit, reading, slip)
    }

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

/// What the receiver answers to a version.
#[derive(Debug, Clone)]
pub(in crate::web::pages) enum Verdict {
    /// It is accepted; this is said with it.
    Accept(String),
    /// It goes back.
    Return(Returning),
}

impl Verdict {
    /// It goes back, with reasons by their ids, a text, and a new date as it was typed.
    pub(in crate::web::pages) fn send_back(reasons: &[String], text: &str, due: &str) -> Verdict {
        Verdict::Return(Returning {
            reasons: reasons.to_vec(),
            text: text.to_owned(),
            due: due.to_owned(),
            back: String::new(),
        })
    }

    fn act(&self) -> Act {
        match self {
            Verdict::Accept(_) => Act::SubmissionAccept,
            Verdict::Return(_) => Act::SubmissionReturn,
        }
    }
}

/// Whether a version could be answered so now; nothing is changed.
pub(in crate::web::pages) async fn would(
    house: &House,
    visitor: &Visitor,
    id: &str,
    verdict: &Verdict,
) -> Result<(), Problem> {
    let mut conn = house.store.read().await?;
    let on_bench = on_bench(house, &mut conn, visitor, id, verdict.act()).await?;
    let history = history::of_report(&mut conn, &on_bench.dossier).await?;
    let reading = Reading {
        history: &history,
        ordinal: on_bench.submission.ordinal,
    };
    match verdict {
        Verdict::Accept(_) => drop(exchange::accept(&on_bench.permit, reading)?),
        Verdict::Return(returning) => {
            drop(returning.decided(&on_bench.permit, reading, house.today())?);
        }
    }
    Ok(())
}

/// Answers a version: accepts it, or sends it back.
pub(in crate::web::pages) async fn answer(
    house: &House,
    visitor: Visitor,
    id: &str,
    verdict: Verdict,
) -> Result<(), Problem> {
    match verdict {
        Verdict::Accept(note) => accept_version(house, visitor, id, note).await,
        Verdict::Return(returning) => return_version(house, visitor, id, returning).await,
    }
}

async fn return_version(
    house: &House,
    visitor: Visitor,
    id: &str,
    returning: Returning,
) -> Result<(), Problem> {
    unmarked(&returning.text)?;
    let (due, today) = (returning.due()?, house.today());
    let act = Act::SubmissionReturn;
    let mut conn = house.store.read().await?;
    let dossier = on_bench(house, &mut conn, &visitor, id, act).await?.dossier;
    let question = house.question(&mut conn, &dossier).await?;
    drop(conn);
    decide(house, visitor, id, act, move |tx, bench| {
        Box::pin(async move {
            let back = returning.decided(&bench.permit, bench.reading(), today)?;
            let reasons: Vec<&str> = back.reasons.iter().map(|it| it.id.as_str()).collect();
            let (version, hand) = (&bench.submission.id, bench.hand());
            review::send_back(tx, version, &reasons, &back.text, due, hand).await?;
            laid_back::lay(tx, &bench.submission, &question, bench.at).await?;
            bench.tell_author(tx, "returned").await?;
            let due = due.map(|due| due.to_string());
            Ok(Some(json!({ "reasons": reasons, "due": due })))
        })
    })
    .await
}

async fn accept_version(
    house: &House,
    visitor: Visitor,
    id: &str,
    note: String,
) -> Result<(), Problem> {
    unmarked(&note)?;
    let act = Act::SubmissionAccept;
    decide(house, visitor, id, act, move |tx, bench| {
        Box::pin(async move {
            exchange::accept(&bench.permit, bench.reading())?;
            let (version, hand) = (&bench.submission.id, bench.hand());
            review::accept(tx, version, note.trim(), hand).await?;
            bench.tell_author(tx, "accepted").await?;
            Ok(Some(json!({})))
        })
    })
    .await?;
    house.read_ahead(id);
    Ok(())
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
    let page = match own_path(&returning.back) {
        Some(back) => back.to_owned(),
        None => format!("/submissions/{id}"),
    };
    answer(&house, visitor, &id, Verdict::Return(returning)).await?;
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
    answer(&house, visitor, &id, Verdict::Accept(note.note)).await?;
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
    let act = Act::SubmissionForward;
    decide(&house, visitor, &id, act, move |tx, bench| {
        Box::pin(async move {
            exchange::forward(&bench.permit, bench.reading())?;
            let Bench {
                submission,
                dossier,
                ..
            } = bench;
            let to = next_leg(dossier, &submission.to_unit).ok_or(Code::NowhereToForward)?;
            let (legs, note) = ((submission.to_unit.as_str(), to), note.note.trim());
            if !review::forward(tx, &submission.id, legs, note, bench.hand()).await? {
                return Ok(None);
            }
            let subject = ("submission", submission.id.as_str());
            bench.tell(tx, to, "forwarded", subject).await?;
            Ok(Some(json!({ "to": to })))
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
