//! Calendars for other programs: what falls due and what happens, as iCalendar (RFC 5545).
//!
//! A campaign's calendar can be downloaded by whoever may see the campaign. A
//! calendar program cannot sign in: for it there is a personal address with a
//! secret in it, shown once, which its owner can take back. What it shows is
//! what its owner may see at the moment it is asked for.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use icalendar::{Calendar, Component as _, Event as Entry};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::permit::{Act, Membership, Role, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::campaign::{self, Campaign, State as Phase};
use tongket_store::feed::{self, Feed};
use tongket_store::{Conn, Done, StoreError, account, duty, occasion};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::language::Language;
use crate::web::page::{Next, Once, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};
use crate::web::{place, token};

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(create))
        .routes(routes!(revoke))
        .routes(routes!(personal))
        .routes(routes!(of_campaign))
}

/// Addresses that one person may have in use.
const MOST: usize = 10;
/// Campaigns that a personal calendar looks at, the latest.
const CAMPAIGNS: i64 = 200;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/feeds/list.html")]
struct Feeds {
    #[serde(skip)]
    shell: Shell,
    /// Addresses in use.
    feeds: Vec<Line>,
    /// The address that was just made; it is not kept and never shown again.
    made: Option<String>,
}
views!(Feeds);

/// An address in use.
#[derive(Serialize, ToSchema)]
struct Line {
    /// What names it.
    id: String,
    /// What it is used for.
    label: String,
    /// When it was made.
    at: String,
}

async fn lines(conn: &mut Conn, shell: &Shell, account: &str) -> Result<Vec<Line>, StoreError> {
    let feeds = feed::of_account(conn, account).await?;
    let line = |feed: Feed| Line {
        at: shell.moment(&feed.at),
        id: feed.token_hash,
        label: feed.label,
    };
    Ok(feeds.into_iter().map(line).collect())
}

/// One's own calendar addresses.
#[utoipa::path(get, path = "/feeds", tag = "feeds", responses((status = 200, body = Feeds)))]
async fn list(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Page<Feeds>, Problem> {
    let mut conn = house.store.read().await?;
    let feeds = lines(&mut conn, &shell, &visitor.account).await?;
    Ok(Page(Feeds {
        shell,
        feeds,
        made: None,
    }))
}

/// An address to be made.
#[derive(Deserialize, ToSchema)]
struct NewFeed {
    /// What it is used for.
    label: String,
}

/// Makes an address and shows it once.
#[utoipa::path(post, path = "/feeds", tag = "feeds", request_body = NewFeed, responses((status = 200, body = Feeds)))]
async fn create(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(wanted): Input<NewFeed>,
) -> Result<Once<Feeds>, Problem> {
    if visitor.by_key {
        return Err(Code::TokenInvalid.into());
    }
    let label = wanted.label.trim().to_owned();
    if label.is_empty() || label.chars().count() > 100 {
        let why = Said::new("cần 1 đến 100 ký tự", "it needs 1 to 100 signs");
        return Err(
            Refusal::field_invalid(Said::new("Dùng ở đâu", "Where it is used"), why).into(),
        );
    }
    let (secret, now, actor) = (token::new(), house.now(), visitor.account.clone());
    let made = Feed {
        token_hash: token::hash(&secret),
        account: actor.clone(),
        label,
        at: now,
        revoked_at: None,
    };
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if feed::of_account(tx, &actor).await?.len() >= MOST {
                    let why = Said::new(
                        "đã có 10 địa chỉ; hãy thu hồi địa chỉ không dùng",
                        "there are 10; take back those not in use",
                    );
                    return Err(
                        Refusal::field_invalid(Said::new("Địa chỉ lịch", "Address"), why).into(),
                    );
                }
                feed::create(tx, &made).await?;
                Ok(Done::new(
                    (),
                    event(now, &actor, "feed.create", "feed", &made.token_hash),
                ))
            })
        })
        .await?;
    let mut conn = house.store.read().await?;
    let feeds = lines(&mut conn, &shell, &visitor.account).await?;
    Ok(Once(Feeds {
        shell,
        feeds,
        made: Some(format!("/calendar/{secret}")),
    }))
}

/// Takes an address back: calendar programs that use it are told nothing any more.
#[utoipa::path(post, path = "/feeds/{id}/end", tag = "feeds", params(("id" = String, Path)), responses((status = 200)))]
async fn revoke(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Next<String>, Problem> {
    let (now, hash) = (house.now(), id.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !feed::revoke(tx, &visitor.account, &hash, now).await? {
                    return Ok(Done::already(()));
                }
                Ok(Done::new(
                    (),
                    event(now, &visitor.account, "feed.revoke", "feed", &hash),
                ))
            })
        })
        .await?;
    Ok(Next::new(&shell, "/feeds", id).saying("feed-revoked"))
}

/// A personal calendar, by the secret in its address.
#[utoipa::path(get, path = "/calendar/{secret}", tag = "feeds", params(("secret" = String, Path)),
    responses((status = 200, content_type = "text/calendar", body = String)))]
async fn personal(
    State(house): State<House>,
    Path(secret): Path<String>,
) -> Result<Response, Problem> {
    let secret = secret.trim_end_matches(".ics");
    let mut conn = house.store.read().await?;
    let owner = feed::account(&mut conn, &token::hash(secret)).await?;
    let owner = owner.ok_or_else(|| Refusal::not_found(Said::new("lịch này", "this calendar")))?;
    let found = account::find(&mut conn, &owner)
        .await?
        .ok_or(Code::NotFound)?;
    let memberships = account::memberships(&mut conn, &owner).await?;
    let memberships: Vec<Membership> = memberships
        .into_iter()
        .filter_map(|(role, unit)| {
            Some(Membership {
                role: Role::from_id(&role)?,
                unit,
            })
        })
        .collect();
    let language = Language::of_tag(&found.language);
    let mut calendar = opened(&language.text("feed-name"));
    for campaign in campaign::list(&mut conn, CAMPAIGNS, 0).await? {
        put(
            &house,
            &mut conn,
            &mut calendar,
            &campaign,
            &memberships,
            language,
        )
        .await?;
    }
    Ok(answer(&calendar, "lich-tong-ket.ics"))
}

/// The calendar of a campaign, for whoever is signed in.
#[utoipa::path(get, path = "/campaigns/{id}/calendar.ics", tag = "feeds", params(("id" = String, Path)),
    responses((status = 200, content_type = "text/calendar", body = String)))]
async fn of_campaign(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let mut conn = house.store.read().await?;
    let missing = || Refusal::not_found(Said::new("đợt tổng kết này", "this campaign"));
    let campaign = campaign::find(&mut conn, &id).await?.ok_or_else(missing)?;
    let mut calendar = opened(&campaign.title);
    let held = &visitor.memberships;
    let put_in = put(
        &house,
        &mut conn,
        &mut calendar,
        &campaign,
        held,
        shell.language,
    )
    .await?;
    match put_in {
        true => Ok(answer(&calendar, "lich-dot-tong-ket.ics")),
        false => Err(Refusal::not_permitted(Act::CampaignRead).into()),
    }
}

fn opened(name: &str) -> Calendar {
    let mut calendar = Calendar::new();
    calendar.name(name);
    calendar
}

fn answer(calendar: &Calendar, name: &str) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/calendar; charset=utf-8".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, calendar.to_string()).into_response()
}

/// Puts a campaign's days into a calendar as far as somebody may see them: all deadlines where all
/// duties may be seen, those of the own units otherwise. Whether anything may be seen at all.
#[allow(
    clippy::too_many_lines,
    reason = "deadlines and occasions, one after the other"
)]
async fn put(
    house: &House,
    conn: &mut Conn,
    calendar: &mut Calendar,
    campaign: &Campaign,
    memberships: &[Membership],
    language: Language,
) -> Result<bool, Problem> {
    if campaign.state == Phase::Draft {
        return Ok(false);
    }
    let (units, today) = (house.units().await?, house.today());
    let whole = place::of_campaign(&units, campaign, today).standing(campaign.awards_unit.clone());
    let sees_all = Table::permit(memberships, Act::DutyRead, &whole).is_ok();
    let mut days: BTreeMap<(Date, String, bool), usize> = BTreeMap::new();
    if sees_all {
        for task in duty::days(conn, &campaign.id).await? {
            let count = usize::try_from(task.units).unwrap_or_default();
            if let Some(due) = task.due {
                *days
                    .entry((due, task.title, task.kind == "report"))
                    .or_default() += count;
            }
        }
    } else {
        for held in memberships.iter().filter(|held| !held.unit.is_empty()) {
            let own = units.place(&held.unit, today);
            if Table::permit(std::slice::from_ref(held), Act::DutyRead, &own).is_err() {
                continue;
            }
            for owed in duty::of_unit(conn, &held.unit).await? {
                if let (Some(due), true) = (owed.due, owed.campaign == campaign.id) {
                    days.entry((due, owed.title, owed.kind == "report"))
                        .or_insert(0);
                }
            }
        }
    }
    if !sees_all && days.is_empty() {
        return Ok(Table::permit(memberships, Act::CampaignRead, &whole).is_ok());
    }
    let stamp = campaign.opened_at.unwrap_or(campaign.created_at);
    for (number, ((day, title, _), count)) in days.into_iter().enumerate() {
        let said = language.text_with("feed-due", &[("it", &title)]);
        let mut entry = entry(
            &campaign.id,
            &format!("due-{day}-{number}"),
            day,
            &said,
            stamp,
        );
        let about = match count {
            0 => campaign.title.clone(),
            count => {
                let units = language.text_with("feed-units", &[("it", &count.to_string())]);
                format!("{}\n{units}", campaign.title)
            }
        };
        entry.description(&about);
        entry.add_property("CATEGORIES", language.text("feed-deadline"));
        calendar.push(entry.done());
    }
    for happens in occasion::of_campaign(conn, &campaign.id).await? {
        let Some(day) = happens.day else { continue };
        let mut entry = entry(&campaign.id, &happens.id, day, &happens.title, stamp);
        entry.description(&campaign.title);
        entry.add_property("CATEGORIES", language.text("feed-occasion"));
        entry.add_property("TRANSP", "TRANSPARENT");
        calendar.push(entry.done());
    }
    Ok(true)
}

/// An entry of a whole day. Its stamp is the campaign's, so that the same calendar is the same text.
fn entry(campaign: &str, id: &str, day: Date, title: &str, stamp: jiff::Timestamp) -> Entry {
    let mut entry = Entry::new();
    let written = |day: Date| day.strftime("%Y%m%d").to_string();
    let mut whole_day = |name: &str, day: Date| {
        let mut property = icalendar::Property::new(name, written(day));
        property.add_parameter("VALUE", "DATE");
        entry.append_property(property.done());
    };
    whole_day("DTSTART", day);
    whole_day("DTEND", day.tomorrow().unwrap_or(day));
    entry.uid(&format!("{campaign}-{id}@tongket"));
    entry.summary(title);
    let stamp = jiff::tz::Offset::UTC.to_datetime(stamp);
    entry.add_property("DTSTAMP", stamp.strftime("%Y%m%dT%H%M%SZ").to_string());
    entry
}
