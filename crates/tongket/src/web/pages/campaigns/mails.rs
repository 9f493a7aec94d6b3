//! The mails of a campaign, one by one: which wait, went, came back, and what to do about each.
//!
//! What a postmaster writes later is taken in from saved files, or marked by
//! hand; what did not arrive goes once more to the address of today.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::chase::post;
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_store::contact::{self, Contact};
use tongket_store::mail::{self, Mail};
use tongket_store::{Done, StoreError};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Head;
use super::board::Watch;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::returned::Fate;
use crate::web::shell::Shell;
use crate::web::upload::Upload;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(mark))
        .routes(routes!(once_more))
        .routes(routes!(take_in))
}

/// Mails on a page.
const A_PAGE: i64 = 50;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/mails.html")]
struct MailsView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// How many mails stand where.
    tally: Vec<Heap>,
    /// Of them all.
    all: i64,
    /// Name of the state that is wanted; empty for all.
    wanted: String,
    /// What to do about mails in that state; empty for all.
    way: String,
    /// Units to whose address mail comes back.
    unreachable: Vec<Unreachable>,
    /// A page of the mails, the latest first.
    mails: Vec<Line>,
    /// The number of the page, from 1.
    page: i64,
    /// The number of the last page.
    pages: i64,
    /// Whether the reader may mark and send.
    may_amend: bool,
}
views!(MailsView);

/// Mails in one state.
#[derive(Serialize, ToSchema)]
pub(super) struct Heap {
    /// Name of the state.
    pub(super) state: &'static str,
    /// Its word.
    pub(super) word: String,
    /// Which tone its badge has.
    pub(super) class: &'static str,
    /// How many.
    pub(super) count: i64,
}

/// How many mails stand where, in words.
pub(super) fn heaps(shell: &Shell, tally: Vec<(post::State, i64)>) -> Vec<Heap> {
    let heap = |(state, count): (post::State, i64)| Heap {
        state: state.id(),
        word: shell.word("mail-state", state.id()),
        class: class(state),
        count,
    };
    tally.into_iter().map(heap).collect()
}

/// Which tone the badge of a state has.
fn class(state: post::State) -> &'static str {
    match state {
        post::State::Waiting | post::State::Sending => "info",
        post::State::Sent => "good",
        post::State::Refused | post::State::GivenUp | post::State::Unknown => "bad",
        post::State::NotNeeded => "nil",
    }
}

/// A unit to whose address mail comes back.
#[derive(Serialize, ToSchema)]
struct Unreachable {
    /// Id.
    unit: String,
    /// Name.
    name: String,
    /// The address.
    address: String,
    /// Since when.
    since: String,
    /// What was said.
    why: String,
}

/// A mail.
#[derive(Serialize, ToSchema)]
struct Line {
    /// Id.
    id: String,
    /// When it was written.
    at: String,
    /// Id of the unit.
    unit_id: String,
    /// Name of the unit.
    unit: String,
    /// Its address.
    address: String,
    /// Name of its state.
    state: &'static str,
    /// Its word.
    word: String,
    /// Which tone its badge has.
    class: &'static str,
    /// How often it was handed over.
    attempts: usize,
    /// When it is its turn again; empty where it never is.
    next: String,
    /// What the mail server said last, or the postmaster.
    answer: String,
    /// Whether it may be marked as come back.
    may_mark: bool,
    /// The address to which it may be sent once more; empty where it may not.
    again_to: String,
}

/// Which mails are wanted.
#[derive(Deserialize, Default)]
struct Wanted {
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: i64,
}

/// The campaign of an officer who may see all of it.
async fn watched(house: &House, visitor: &Visitor, id: &str) -> Result<Watch, Problem> {
    let watch = Watch::of(house, visitor, id).await?;
    match watch.scope.whole {
        true => Ok(watch),
        false => Err(Refusal::not_permitted(Act::ReminderAmend).into()),
    }
}

/// The mails of a campaign.
#[utoipa::path(get, path = "/campaigns/{id}/mails", tag = "board", params(("id" = String, Path),
    ("state" = Option<String>, Query), ("page" = Option<i64>, Query)), responses((status = 200, body = MailsView)))]
async fn list(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<MailsView>, Problem> {
    let watch = watched(&house, &visitor, &id).await?;
    let state = post::State::from_id(&wanted.state);
    let mut conn = house.store.read().await?;
    let tally = mail::tally(&mut conn, &id).await?;
    let all = tally.iter().map(|(_, count)| count).sum();
    let found = match state {
        None => all,
        Some(state) => {
            (tally.iter().find(|(known, _)| *known == state)).map_or(0, |(_, count)| *count)
        }
    };
    let pages = ((found + A_PAGE - 1) / A_PAGE).max(1);
    let page = wanted.page.clamp(1, pages);
    let name = state.map_or("", post::State::id);
    let mails = mail::list(&mut conn, &id, name, A_PAGE, (page - 1) * A_PAGE).await?;
    let contacts: BTreeMap<String, Contact> = (contact::all(&mut conn).await?.into_iter())
        .map(|known| (known.unit.clone(), known))
        .collect();
    drop(conn);
    let may_amend = watch.desk.may(&visitor, Act::ReminderAmend);
    let owing: BTreeSet<&str> = watch.posts().map(|post| post.owed.unit.as_str()).collect();
    Ok(Page(MailsView {
        head: watch.head(&visitor, "reminders"),
        tally: heaps(&shell, tally),
        all,
        wanted: name.to_owned(),
        way: state
            .map(|_| shell.word("mail-way", name))
            .unwrap_or_default(),
        unreachable: (contacts.values())
            .filter(|known| owing.contains(known.unit.as_str()))
            .filter_map(|known| {
                Some(Unreachable {
                    unit: known.unit.clone(),
                    name: watch
                        .board
                        .units
                        .name(&known.unit, watch.desk.today)
                        .to_owned(),
                    address: known.address.clone(),
                    since: shell.moment(&known.refused_at?),
                    why: known.refused_why.clone(),
                })
            })
            .collect(),
        mails: (mails.into_iter())
            .map(|mail| line(&shell, &watch, mail, &contacts, may_amend))
            .collect(),
        page,
        pages,
        may_amend,
        shell,
    }))
}

fn line(
    shell: &Shell,
    watch: &Watch,
    mail: Mail,
    contacts: &BTreeMap<String, Contact>,
    may_amend: bool,
) -> Line {
    let known = contacts
        .get(&mail.unit)
        .filter(|known| known.refused_at.is_none());
    let once_more = may_amend && mail.turn.once_more(watch.now).is_some();
    Line {
        at: shell.moment(&mail.made_at),
        unit: watch
            .board
            .units
            .name(&mail.unit, watch.desk.today)
            .to_owned(),
        state: mail.turn.state.id(),
        word: shell.word("mail-state", mail.turn.state.id()),
        class: class(mail.turn.state),
        attempts: mail.turn.attempts,
        next: (mail.turn.next.as_ref())
            .map(|at| shell.moment(at))
            .unwrap_or_default(),
        may_mark: may_amend && mail.turn.came_back().is_some(),
        again_to: (known.filter(|_| once_more))
            .map(|known| known.address.clone())
            .unwrap_or_default(),
        id: mail.id,
        unit_id: mail.unit,
        address: mail.address,
        answer: mail.answer,
    }
}

/// A mail of a campaign that somebody may act on.
async fn of_campaign(
    house: &House,
    visitor: &Visitor,
    id: &str,
    mail: &str,
) -> Result<(Mail, Option<Contact>, tongket_core::event::Event), Problem> {
    let watch = watched(house, visitor, id).await?;
    let permit = watch.desk.permit(visitor, Act::ReminderAmend)?;
    let mut conn = house.store.read().await?;
    let found = mail::find(&mut conn, mail).await?;
    let found = found.filter(|mail| mail.campaign.as_deref() == Some(id));
    let found = found.ok_or_else(|| Refusal::not_found(Said::new("thư", "mail")))?;
    let known = contact::of_unit(&mut conn, &found.unit).await?;
    let mut told = watch
        .desk
        .told(house, visitor, &permit, json!({ "mail": mail }));
    told.unit = Some(found.unit.clone());
    Ok((found, known, told))
}

/// What came back.
#[derive(Deserialize, ToSchema)]
struct Bounce {
    /// What was said; may be empty.
    #[serde(default)]
    why: String,
}

/// Marks that a mail came back, as a letter of the postmaster told.
#[utoipa::path(post, path = "/campaigns/{id}/mails/{mail}/return", tag = "board",
    params(("id" = String, Path), ("mail" = String, Path)), request_body = Bounce, responses((status = 200)))]
async fn mark(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, mail)): Path<(String, String)>,
    Input(bounce): Input<Bounce>,
) -> Result<Next<bool>, Problem> {
    let (found, _, told) = of_campaign(&house, &visitor, &id, &mail).await?;
    let why = match bounce.why.trim() {
        "" => shell.t("reminder-marked-by-hand"),
        why => why.to_owned(),
    };
    let now = house.now();
    let done = match found.turn.came_back() {
        None => false,
        Some(back) => {
            house
                .store
                .act::<bool, StoreError>(move |tx| {
                    Box::pin(async move {
                        if !mail::turn(tx, &found.id, &found.turn, &back, &why, now).await? {
                            return Ok(Done::already(false));
                        }
                        contact::refuse(tx, &found.unit, &found.address, now, &why).await?;
                        Ok(Done::new(true, told))
                    })
                })
                .await?
        }
    };
    let to = format!("/campaigns/{id}/mails");
    Ok(Next::new(&shell, to, done).saying("reminder-marked"))
}

/// Sends a mail once more, to the address that its unit has today.
#[utoipa::path(post, path = "/campaigns/{id}/mails/{mail}/repeat", tag = "board",
    params(("id" = String, Path), ("mail" = String, Path)), responses((status = 200)))]
async fn once_more(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, mail)): Path<(String, String)>,
) -> Result<Next<bool>, Problem> {
    let (found, known, told) = of_campaign(&house, &visitor, &id, &mail).await?;
    let known = known.filter(|known| known.refused_at.is_none());
    let known = known.ok_or_else(|| {
        let what = Said::new(
            "địa chỉ còn dùng được của đơn vị",
            "an address of the unit that takes mail",
        );
        Refusal::not_found(what)
    })?;
    let now = house.now();
    let done = match found.turn.once_more(now) {
        None => false,
        Some(waiting) => {
            house
                .store
                .act::<bool, StoreError>(move |tx| {
                    Box::pin(async move {
                        let (id, before) = (&found.id, &found.turn);
                        if !mail::turn(tx, id, before, &waiting, "", now).await? {
                            return Ok(Done::already(false));
                        }
                        mail::readdress(tx, id, &known.address).await?;
                        Ok(Done::new(true, told))
                    })
                })
                .await?
        }
    };
    let to = format!("/campaigns/{id}/mails");
    Ok(Next::new(&shell, to, done).saying("mail-repeated"))
}

/// Letters of a postmaster, as files.
#[derive(ToSchema)]
#[allow(
    dead_code,
    reason = "describes a form for the description of the programs' interface"
)]
struct Letters {
    /// Files (.eml).
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<u8>,
}

/// What became of a letter.
#[derive(Serialize, ToSchema)]
struct Taken {
    /// Name of the file.
    file: String,
    /// What became of it.
    fate: Fate,
}

/// What became of letters, file by file.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/mails_taken.html")]
struct TakenView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// File by file.
    taken: Vec<Taken>,
}
views!(TakenView);

/// Takes in letters of a postmaster that somebody saved as files.
#[utoipa::path(post, path = "/campaigns/{id}/mails/letters", tag = "board", params(("id" = String, Path)),
    request_body(content = Letters, content_type = "multipart/form-data"), responses((status = 200, body = TakenView)))]
async fn take_in(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    upload: Upload,
) -> Result<Page<TakenView>, Problem> {
    let watch = watched(&house, &visitor, &id).await?;
    watch.desk.permit(&visitor, Act::ReminderAmend)?;
    if upload.files.is_empty() {
        let why = Said::new("chưa chọn tệp nào", "no file was chosen");
        return Err(Refusal::field_invalid(Said::new("Thư báo trả về", "Letters"), why).into());
    }
    let mut taken = Vec::new();
    for file in upload.files {
        let fate = house
            .take_back(file.bytes, Some(&id), &visitor.account)
            .await?;
        taken.push(Taken {
            file: file.name,
            fate,
        });
    }
    Ok(Page(TakenView {
        head: watch.head(&visitor, "reminders"),
        taken,
        shell,
    }))
}

/// The units whose addresses somebody may keep for a campaign, with its title: those that owe a
/// report in it.
pub(in crate::web) async fn addressees(
    house: &House,
    visitor: &Visitor,
    id: &str,
) -> Result<(String, BTreeSet<String>), Problem> {
    let watch = watched(house, visitor, id).await?;
    watch.desk.permit(visitor, Act::UnitContact)?;
    let units = watch.posts().map(|post| post.owed.unit.clone());
    Ok((watch.desk.campaign.title.clone(), units.collect()))
}
