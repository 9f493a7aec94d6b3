//! One duty: a report is led to and begun, any other task is answered here.

use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use tongket_core::event::Event;
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::campaign::{self, Campaign, State};
use tongket_store::duty::{self, Duty};
use tongket_store::evidence::{self, Evidence};
use tongket_store::{Conn, Done, StoreError, Tx, answered, blob, deed, new_id, report};
use utoipa::ToSchema;

use super::list::Stand;
use super::pressing::Pressing;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::pages::reports::evidence::{Attached, admitted, as_file};
use crate::web::place;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::upload::{self, File, Upload};
use crate::web::visitor::{Visitor, event};

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/duties/show.html")]
struct DutyPage {
    #[serde(skip)]
    shell: Shell,
    /// Id.
    id: String,
    /// "report" or "deed".
    kind: String,
    /// What is to be done.
    title: String,
    /// The unit that owes it.
    unit: String,
    /// The name by which the plan called the unit.
    as_written: String,
    /// The campaign.
    campaign: String,
    /// Whether it is asked for, not ordered.
    request: bool,
    /// Its day.
    pressing: Pressing,
    /// To whom, as written.
    recipient: String,
    /// Through whom, as written.
    via: String,
    /// Id of its report, once it was begun.
    report: Option<String>,
    /// Key of the text that says where it stands.
    status: String,
    /// Class of the badge.
    badge: &'static str,
    /// The answers, the newest first.
    answers: Vec<Answered>,
    /// Proof.
    evidence: Vec<Attached>,
    /// Whether it may be answered now.
    answers_it: bool,
    /// Largest file, in bytes.
    largest: usize,
    /// Key of the form, so that sending it twice answers once.
    key: String,
    /// What was typed in an answer that was not taken.
    note: String,
    /// A file that was not taken, and why.
    refused: Option<RefusedFile>,
}
views!(DutyPage);

/// A file that was not taken.
#[derive(Serialize, ToSchema)]
struct RefusedFile {
    /// Its name.
    name: String,
    /// Code of the refusal.
    code: String,
    /// Why, and what to do.
    why: String,
}

/// An answer to a task.
#[derive(Serialize, ToSchema)]
struct Answered {
    /// What was done.
    note: String,
    /// Who answered and when, in words.
    by: String,
}

/// A duty with its place in the tree.
struct Found {
    duty: Duty,
    campaign: Campaign,
    units: std::sync::Arc<Units>,
    place: Place,
    conn: Conn,
}

async fn find(house: &House, id: &str) -> Result<Found, Problem> {
    let missing = || Refusal::not_found(Said::new("nhiệm vụ này", "duty"));
    let units = house.units().await?;
    let mut conn = house.store.read().await?;
    let duty = duty::find(&mut conn, id).await?.ok_or_else(missing)?;
    let campaign = campaign::find(&mut conn, &duty.campaign).await?;
    let campaign = campaign.filter(|campaign| campaign.state != State::Draft);
    let campaign = campaign.ok_or_else(missing)?;
    let place = place::of_duty(&units, &campaign, &duty, house.today());
    Ok(Found {
        duty,
        campaign,
        units,
        place,
        conn,
    })
}

/// A duty. People who write its report are led to the report, which the first of them begins.
#[utoipa::path(get, path = "/duties/{id}", tag = "duty", params(("id" = String, Path)),
    responses((status = 200, body = DutyPage)))]
pub(super) async fn show(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let mut found = find(&house, &id).await?;
    let Found {
        duty,
        campaign,
        place,
        conn,
        ..
    } = &mut found;
    // The awards office of a campaign sees what is owed in it, and does nothing to it.
    let seen = place.clone().standing(campaign.awards_unit.clone());
    Table::permit(&visitor.memberships, Act::DutyRead, &seen)?;
    let may = |act| Table::permit(&visitor.memberships, act, place).is_ok();
    let mut report = report::of_duty(conn, &id).await?.map(|report| report.id);
    let begins = report.is_none() && campaign.state == State::Open;
    if duty.kind != "deed" && begins && may(Act::SectionWrite) {
        report = Some(begin(&house, &visitor, duty).await?);
    }
    if let Some(report) = &report
        && may(Act::DraftRead)
        && !shell.wants_json
    {
        return Ok(Redirect::to(&format!("/reports/{report}")).into_response());
    }
    let page = page(&house, shell, &visitor, (found, report)).await?;
    Ok(Page(page).into_response())
}

/// The page of a duty.
async fn page(
    house: &House,
    shell: Shell,
    visitor: &Visitor,
    (found, report): (Found, Option<String>),
) -> Result<DutyPage, Problem> {
    let Found {
        duty,
        campaign,
        units,
        place,
        mut conn,
    } = found;
    let (id, today) = (duty.id.clone(), house.today());
    let may = |act| Table::permit(&visitor.memberships, act, &place).is_ok();
    let answers = deed::of_duty(&mut conn, &id).await?;
    let files = evidence::of_duty(&mut conn, &id).await?;
    let stand = match duty.kind.as_str() {
        "deed" => Stand::deed(!answers.is_empty()),
        _ => Stand::report(&mut conn, report.as_ref()).await?,
    };
    Ok(DutyPage {
        pressing: Pressing::of(&shell, &duty, stand.again, stand.is_at_rest, today),
        status: stand.status,
        badge: stand.badge,
        unit: shell.whose(&units.whose(&duty.unit, duty.inherited_from.as_deref(), today)),
        campaign: campaign.title,
        request: duty.bidding == "request",
        answers_it: duty.kind == "deed" && campaign.state == State::Open && may(Act::DeedAnswer),
        report: report.filter(|_| may(Act::DraftRead)),
        answers: answers
            .into_iter()
            .map(|answer| Answered {
                by: shell.t2("report-saved-by", &answer.by_name, shell.moment(&answer.at)),
                note: answer.note,
            })
            .collect(),
        evidence: files
            .iter()
            .map(|file| Attached::of(&shell, file))
            .collect(),
        largest: house.settings.largest_upload,
        key: new_id(),
        note: String::new(),
        refused: None,
        id,
        kind: duty.kind,
        title: duty.title,
        as_written: duty.as_written,
        recipient: duty.recipient_text,
        via: duty.via_text,
        shell,
    })
}

/// Begins the report of a duty and gives its id.
async fn begin(house: &House, visitor: &Visitor, duty: &Duty) -> Result<String, Problem> {
    let (now, actor, duty) = (house.now(), visitor.account.clone(), duty.clone());
    house
        .store
        .act(move |tx| {
            Box::pin(async move {
                let (report, is_new) = report::open(tx, &duty, now).await?;
                if !is_new {
                    return Ok(Done::already(report.id));
                }
                let event = Event {
                    unit: Some(duty.unit.clone()),
                    data: json!({ "begun": true }),
                    ..event(now, &actor, Act::SectionWrite.id(), "report", &report.id)
                };
                Ok(Done::new(report.id, event))
            })
        })
        .await
}

/// An answer to a task.
#[derive(ToSchema)]
#[allow(
    dead_code,
    reason = "describes a form with files, which is read part by part"
)]
pub(super) struct Answer {
    /// What was done.
    note: String,
    /// Proof.
    #[schema(format = Binary)]
    file: Vec<String>,
    /// A key that is the same when the same answer is sent again.
    key: String,
}

/// Answers a task that is no report, with a note and proof.
#[utoipa::path(post, path = "/duties/{id}/answers", tag = "duty", params(("id" = String, Path)),
    request_body(content = Answer, content_type = "multipart/form-data"), responses((status = 200)))]
pub(super) async fn give(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    mut upload: Upload,
) -> Result<Response, Problem> {
    let Found {
        duty,
        campaign,
        place,
        conn,
        ..
    } = find(&house, &id).await?;
    drop(conn);
    Table::permit(&visitor.memberships, Act::DeedAnswer, &place)?;
    if campaign.state == State::Closed {
        return Err(Code::CampaignClosed.into());
    }
    let (note, key) = (
        upload.field("note").to_owned(),
        upload.field("key").to_owned(),
    );
    if note.is_empty() || duty.kind != "deed" {
        return Err(Refusal::field_invalid(
            Said::new("kết quả thực hiện", "what was done"),
            Said::new("chưa ghi gì", "nothing was written"),
        )
        .into());
    }
    upload::unmarked(&tongket_reader::Source::from_plain(&note))?;
    let files = match each_admitted(&house, std::mem::take(&mut upload.files)).await {
        Ok(files) => files,
        Err((_, problem)) if shell.wants_json => return Err(problem),
        Err(refused) => return not_taken(&house, shell, &visitor, (&id, note), refused).await,
    };
    let (now, actor) = (house.now(), visitor.account.clone());
    let to = format!("/duties/{id}");
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !key.is_empty() {
                    if answered::find(tx, &actor, &key).await?.is_some() {
                        return Ok(Done::already(()));
                    }
                    answered::keep(tx, &actor, &key, "{}", now).await?;
                }
                let answer = new_id();
                deed::give(tx, &answer, &duty.id, &note, &actor, now).await?;
                let mut attached = Vec::new();
                for file in files {
                    attached.push(attach(tx, &duty.id, file, (&actor, now)).await?);
                }
                let event = Event {
                    unit: Some(duty.unit.clone()),
                    data: json!({ "answer": answer, "attached": attached }),
                    ..event(now, &actor, Act::DeedAnswer.id(), "duty", &duty.id)
                };
                Ok(Done::new((), event))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, ())
        .saying("duty-answered")
        .into_response())
}

/// Attaches a file to a duty; gives what the audit is told of it.
async fn attach(
    tx: &mut Tx,
    duty: &str,
    file: File,
    (actor, now): (&str, Timestamp),
) -> Result<serde_json::Value, StoreError> {
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let sha256 = blob::keep(tx, file.bytes).await?;
    let evidence = Evidence {
        id: new_id(),
        report: None,
        duty: Some(duty.to_owned()),
        item: String::new(),
        name: file.name,
        sha256: sha256.clone(),
        size,
        at: now,
        by_account: actor.to_owned(),
        removed_at: None,
    };
    evidence::attach(tx, &evidence).await?;
    Ok(json!({ "id": evidence.id, "sha256": sha256 }))
}

/// Files that may be kept; else the name of the first that may not, and why.
async fn each_admitted(house: &House, files: Vec<File>) -> Result<Vec<File>, (String, Problem)> {
    let mut taken = Vec::new();
    for file in files {
        let name = file.name.clone();
        let one = admitted(house, vec![file]).await;
        taken.extend(one.map_err(|problem| (name, problem))?);
    }
    Ok(taken)
}

/// The page again, with what was typed, and beside the field of files the one that was not taken.
async fn not_taken(
    house: &House,
    shell: Shell,
    visitor: &Visitor,
    (id, note): (&str, String),
    (name, problem): (String, Problem),
) -> Result<Response, Problem> {
    let refusal = problem.refusal();
    let why = [refusal.sentence(), refusal.way_out()].map(|said| shell.say(said).to_owned());
    let refused = RefusedFile {
        name,
        code: refusal.code().name().to_owned(),
        why: why.join(" "),
    };
    let found = find(house, id).await?;
    let page = page(house, shell, visitor, (found, None)).await?;
    let page = DutyPage {
        note,
        refused: Some(refused),
        ..page
    };
    Ok((problem.status(), Page(page)).into_response())
}

fn no_file() -> Refusal {
    Refusal::not_found(Said::new("tệp này", "file"))
}

/// A file that proves that a task was done.
#[utoipa::path(get, path = "/duties/{id}/evidence/{file}", tag = "duty",
    params(("id" = String, Path), ("file" = String, Path)), responses((status = 200)))]
pub(super) async fn download(
    Shared(house): Shared<House>,
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let Found {
        place, mut conn, ..
    } = find(&house, &id).await?;
    Table::permit(&visitor.memberships, Act::ReportRead, &place)?;
    let found = evidence::find(&mut conn, &file).await?;
    let found = found.filter(|found| found.duty.as_ref() == Some(&id));
    let found = found.ok_or_else(no_file)?;
    let bytes = blob::find(&mut conn, &found.sha256)
        .await?
        .ok_or_else(no_file)?;
    Ok(as_file(&found.name, bytes))
}

/// Nothing to be told with an act.
#[derive(serde::Deserialize, ToSchema)]
pub(super) struct Nothing {}

/// Takes a file away; it stays in the history.
#[utoipa::path(post, path = "/duties/{id}/evidence/{file}/removal", tag = "duty",
    params(("id" = String, Path), ("file" = String, Path)), request_body = Nothing, responses((status = 200)))]
pub(super) async fn remove(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
    Input(Nothing {}): Input<Nothing>,
) -> Result<Next<()>, Problem> {
    let Found {
        duty,
        place,
        mut conn,
        ..
    } = find(&house, &id).await?;
    Table::permit(&visitor.memberships, Act::DeedAnswer, &place)?;
    let found = evidence::find(&mut conn, &file).await?;
    drop(conn);
    found
        .filter(|found| found.duty.as_ref() == Some(&id))
        .ok_or_else(no_file)?;
    let (now, actor) = (house.now(), visitor.account.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !evidence::remove(tx, &file, now).await? {
                    return Ok(Done::already(()));
                }
                let event = Event {
                    unit: Some(duty.unit.clone()),
                    data: json!({ "removed": file }),
                    ..event(now, &actor, Act::DeedAnswer.id(), "duty", &duty.id)
                };
                Ok(Done::new((), event))
            })
        })
        .await?;
    Ok(Next::new(&shell, format!("/duties/{id}"), ()).saying("report-evidence-removed"))
}
