//! Where mail to units goes: the address of each unit's office, never of a person.
//!
//! A list is pasted in, a unit a line; a line that names no unit, or an
//! address that is none, stops the whole list, so that nobody believes half of
//! it was taken.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, Query, State};
use lettre::Address;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::permit::{Act, Permit, Place, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::words::fold;
use tongket_store::contact::{self, Contact};
use tongket_store::unit::{self, OwedHere, UnitVersion};
use tongket_store::{Done, StoreError};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Page, views};
use crate::web::pages::campaigns::addressees;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(put))
        .routes(routes!(put_one))
}

/// Units on a page.
const A_PAGE: usize = 50;
/// Duties of a unit that are looked at.
const DUTIES: i64 = 200;
/// Lines that are wrong, of which a refusal tells.
const TOLD: usize = 20;

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/contacts/list.html")]
struct Contacts {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign whose units are shown; empty for all units.
    campaign: String,
    /// Its title.
    campaign_title: String,
    /// Units that stand today.
    all: usize,
    /// Of them, those that have an address.
    with_address: usize,
    /// Those to whose address mail comes back.
    back: usize,
    /// "missing", "back", or empty for all.
    show: String,
    /// Words of a unit's name.
    q: String,
    /// How many are wanted.
    found: usize,
    /// A page of them.
    rows: Vec<Line>,
    /// The number of the page, from 1.
    page: usize,
    /// The number of the last page.
    pages: usize,
}
views!(Contacts);

/// A unit with its address.
#[derive(Serialize, ToSchema)]
struct Line {
    /// Id of the unit.
    unit: String,
    /// Its name.
    name: String,
    /// Its address; may be empty.
    address: String,
    /// Since when mail comes back; empty while it does not.
    back_since: String,
    /// What was said.
    back_why: String,
}

/// Which units are wanted.
#[derive(Deserialize, Default)]
struct Wanted {
    #[serde(default)]
    campaign: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: usize,
}

/// Whose addresses somebody may keep: those of all units, or of a campaign's with its title.
struct Kept {
    title: String,
    units: Option<BTreeSet<String>>,
}

impl Kept {
    async fn of(house: &House, visitor: &Visitor, campaign: &str) -> Result<Kept, Problem> {
        if campaign.is_empty() {
            Table::permit(&visitor.memberships, Act::UnitContact, &Place::default())?;
            return Ok(Kept {
                title: String::new(),
                units: None,
            });
        }
        let (title, units) = addressees(house, visitor, campaign).await?;
        Ok(Kept {
            title,
            units: Some(units),
        })
    }

    fn has(&self, unit: &str) -> bool {
        self.units.as_ref().is_none_or(|units| units.contains(unit))
    }
}

/// The addresses of units.
#[utoipa::path(get, path = "/contacts", tag = "contacts", params(("campaign" = Option<String>, Query), ("show" = Option<String>, Query),
    ("q" = Option<String>, Query), ("page" = Option<usize>, Query)), responses((status = 200, body = Contacts)))]
async fn list(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Page<Contacts>, Problem> {
    let kept = Kept::of(&house, &visitor, &wanted.campaign).await?;
    let (units, today) = (house.units().await?, house.today());
    let mut conn = house.store.read().await?;
    let known = contact::all(&mut conn).await?;
    drop(conn);
    let known: BTreeMap<&str, &Contact> = (known.iter())
        .filter(|it| kept.has(&it.unit))
        .map(|it| (it.unit.as_str(), it))
        .collect();
    let of = |unit: &str| known.get(unit).copied();
    let words = fold::bare(wanted.q.trim());
    let standing = || {
        let versions = units.versions().iter();
        versions.filter(|unit| unit.stands_on(today) && kept.has(&unit.unit))
    };
    let takes = |contact: Option<&Contact>| match wanted.show.as_str() {
        "missing" => contact.is_none(),
        "back" => contact.is_some_and(|contact| contact.refused_at.is_some()),
        _ => true,
    };
    let found: Vec<_> = standing()
        .filter(|unit| fold::bare(&unit.name).contains(&words) && takes(of(&unit.unit)))
        .collect();
    let pages = found.len().div_ceil(A_PAGE).max(1);
    let page = wanted.page.clamp(1, pages);
    let line = |unit: &&UnitVersion| {
        let contact = of(&unit.unit);
        let since = contact.and_then(|contact| contact.refused_at);
        Line {
            unit: unit.unit.clone(),
            name: unit.name.clone(),
            address: contact.map(|it| it.address.clone()).unwrap_or_default(),
            back_since: since.map(|at| shell.moment(&at)).unwrap_or_default(),
            back_why: contact.map(|it| it.refused_why.clone()).unwrap_or_default(),
        }
    };
    Ok(Page(Contacts {
        all: standing().count(),
        with_address: standing().filter(|unit| of(&unit.unit).is_some()).count(),
        back: known.values().filter(|it| it.refused_at.is_some()).count(),
        campaign: wanted.campaign.clone(),
        campaign_title: kept.title.clone(),
        show: wanted.show.clone(),
        q: wanted.q.clone(),
        found: found.len(),
        rows: found
            .iter()
            .skip((page - 1) * A_PAGE)
            .take(A_PAGE)
            .map(line)
            .collect(),
        page,
        pages,
        shell,
    }))
}

/// Addresses, a unit a line: "xã Vân Khê; vanthu@vankhe.sonhai.example".
#[derive(Deserialize, ToSchema)]
struct Pasted {
    /// Id of the campaign for whose units it is; empty for all units.
    #[serde(default)]
    campaign: String,
    /// The lines.
    lines: String,
}

fn invalid(why: (&str, &str)) -> Refusal {
    let field = Said::new("Địa chỉ thư điện tử", "Mail address");
    Refusal::field_invalid(field, Said::new(why.0, why.1))
}

fn elsewhere() -> Refusal {
    invalid((
        "đơn vị không nợ báo cáo trong đợt này",
        "the unit owes no report in this campaign",
    ))
}

/// An address as it is kept: one office's, without a name before it.
fn address(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let read = text.parse::<Address>();
    let no = |_| {
        invalid((
            "phải có dạng vanthu@donvi.vn, không kèm họ tên",
            "it must look like office@unit.vn, without anybody's name",
        ))
        .with_details([Said::from(text)])
    };
    read.map(|address| address.to_string()).map_err(no)
}

/// Keeps many addresses at once; a line without an address takes the unit's away.
#[utoipa::path(post, path = "/contacts", tag = "contacts", request_body = Pasted, responses((status = 200)))]
async fn put(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(pasted): Input<Pasted>,
) -> Result<Next<usize>, Problem> {
    let kept = Kept::of(&house, &visitor, &pasted.campaign).await?;
    let (units, today) = (house.units().await?, house.today());
    let (mut taken, mut wrong) = (Vec::new(), Vec::new());
    let lines = pasted.lines.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty()) {
        let (unit, to) = line.rsplit_once(['\t', ';']).unwrap_or((line, ""));
        let read = units.meant(unit.trim(), today).and_then(|unit| {
            if !kept.has(&unit) {
                return Err(elsewhere());
            }
            let to = match to.trim() {
                "" => String::new(),
                to => address(to)?,
            };
            Ok((unit, to))
        });
        match read {
            Ok(one) => taken.push(one),
            Err(refusal) => wrong.push(Said::new(
                format!("{line}: {}", refusal.sentence().vi),
                format!("{line}: {}", refusal.sentence().en),
            )),
        }
    }
    if !wrong.is_empty() || taken.is_empty() {
        wrong.truncate(TOLD);
        let why = (
            "có dòng chưa đúng; chưa ghi dòng nào",
            "some lines are wrong; none was taken",
        );
        return Err(invalid(why).with_details(wrong).into());
    }
    let (count, now, actor) = (taken.len(), house.now(), visitor.account);
    house
        .store
        .act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                for (unit, address) in &taken {
                    match address.as_str() {
                        "" => contact::remove(tx, unit).await?,
                        address => contact::put(tx, unit, address, now, &actor).await?,
                    }
                }
                let mut told = event(now, &actor, Act::UnitContact.id(), "unit", "");
                told.data = json!({ "units": taken.len() });
                Ok(Done::new((), told))
            })
        })
        .await?;
    let to = match pasted.campaign.as_str() {
        "" => "/contacts".to_owned(),
        campaign => format!("/contacts?campaign={campaign}"),
    };
    Ok(Next::new(&shell, to, count).saying("contact-kept"))
}

/// The address of one unit.
#[derive(Deserialize, ToSchema)]
struct One {
    /// The address; empty takes it away.
    #[serde(default)]
    address: String,
}

/// Leave to keep the address of a unit: its own people may, and who stands over a report it owes.
///
/// # Errors
/// Not permitted.
pub(in crate::web) fn may_set(
    visitor: &Visitor,
    place: &Place,
    owed: &[OwedHere],
) -> Result<Permit, Refusal> {
    let over = (owed.iter()).map(|duty| place.clone().standing(duty.standing.iter().cloned()));
    let places: Vec<Place> = std::iter::once(place.clone()).chain(over).collect();
    Table::permit_at_any(&visitor.memberships, Act::UnitContact, &places)
}

/// Keeps the address of one unit.
#[utoipa::path(post, path = "/units/{id}/contact", tag = "contacts", params(("id" = String, Path)),
    request_body = One, responses((status = 200)))]
async fn put_one(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(one): Input<One>,
) -> Result<Next<String>, Problem> {
    let (units, today) = (house.units().await?, house.today());
    if units.history(&id).next().is_none() {
        return Err(Refusal::not_found(Said::new("đơn vị", "unit")).into());
    }
    let mut conn = house.store.read().await?;
    let owed = unit::owed(&mut conn, &id, DUTIES).await?;
    drop(conn);
    may_set(&visitor, &units.place(&id, today), &owed)?;
    let kept = match one.address.trim() {
        "" => String::new(),
        text => address(text)?,
    };
    let (now, actor) = (house.now(), visitor.account);
    let (unit, to) = (id.clone(), kept.clone());
    house
        .store
        .act::<(), StoreError>(move |tx| {
            Box::pin(async move {
                match to.as_str() {
                    "" => contact::remove(tx, &unit).await?,
                    to => contact::put(tx, &unit, to, now, &actor).await?,
                }
                let mut told = event(now, &actor, Act::UnitContact.id(), "unit", &unit);
                told.unit = Some(unit.clone());
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(Next::new(&shell, format!("/units/{id}"), kept).saying("contact-kept"))
}
