//! Many accounts at once: a list to fill in, what it would do, and, once somebody confirms, a slip for each person.
//!
//! Nothing of a list is kept before it is confirmed: the page that shows what
//! it would do carries it. First passwords stand on the slips alone; a slip
//! that got lost is replaced from the list of accounts ([`super::slips`]).

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::permit::{Act, Place, Role, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_paper::export::xlsx::plain::{self, Cell, Sheet};
use tongket_store::account::{self, Account};
use tongket_store::{Done, Tx};
use utoipa::ToSchema;

use super::act::{create_free, email_address, email_is_free, full_name, sign_in_name};
use super::people::{self, AT_ONCE, Change, Judged, Known, List, Person};
use super::places;
use super::role::{of_role, role_at};
use super::slips::{Slip, Slips, first_passwords};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Once, Page, views};
use crate::web::pages::password::new_account;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::upload::{self, Upload};
use crate::web::visitor::{Visitor, event};

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/accounts/import.html")]
pub(super) struct Form {
    #[serde(skip)]
    shell: Shell,
    /// Units that stand today and have nobody who drafts or nobody who signs.
    without: usize,
    /// How many of them the list to fill in has.
    listed: usize,
}
views!(Form, Preview);

/// The form with which a list of people is uploaded.
#[utoipa::path(get, path = "/accounts/import", tag = "accounts", responses((status = 200, body = Form)))]
pub(super) async fn form(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Page<Form>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountCreate, &Place::default())?;
    let without = without(&house).await?.len();
    Ok(Page(Form {
        listed: without.min(UNITS_LISTED),
        without,
        shell,
    }))
}

/// Units in one list to fill in: as many as one list can bring in, two people each.
const UNITS_LISTED: usize = AT_ONCE / 2;
/// Who every unit needs: one who drafts, one who signs.
const NEEDED: [Role; 2] = [Role::Drafter, Role::Leader];

/// Units of today, in the order of the tree, with the roles that nobody holds there.
async fn without(house: &House) -> Result<Vec<(String, Vec<Role>)>, Problem> {
    let mut conn = house.store.read().await?;
    let held = account::held(&mut conn, &NEEDED.map(Role::id)).await?;
    drop(conn);
    let units = house.units().await?;
    let today = house.today();
    let missing = |unit: &str| -> Vec<Role> {
        let missing = NEEDED.into_iter();
        let missing =
            missing.filter(|role| !held.contains(&(role.id().to_owned(), unit.to_owned())));
        missing.collect()
    };
    let tree = units.tree(today);
    let units = tree.iter().map(|standing| &standing.version.unit);
    Ok(units
        .map(|unit| (unit.clone(), missing(unit)))
        .filter(|(_, missing)| !missing.is_empty())
        .collect())
}

/// A unit by its name, with its superior where the name alone leaves it open.
fn told_apart(units: &Units, unit: &str, day: Date) -> String {
    let name = units.name(unit, day);
    let above = units
        .on(unit, day)
        .and_then(|version| version.parent.as_deref());
    match (units.meant(name, day), above) {
        (Err(_), Some(above)) => format!("{name}, {}", units.name(above, day)),
        _ => name.to_owned(),
    }
}

/// The list to fill in: every unit that has nobody yet who drafts, or who signs.
#[utoipa::path(get, path = "/accounts/list.xlsx", tag = "accounts",
    responses((status = 200, description = "The bytes of the file")))]
pub(super) async fn list_to_fill_in(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Response, Problem> {
    Table::permit(&visitor.memberships, Act::AccountCreate, &Place::default())?;
    let without = without(&house).await?;
    let units = house.units().await?;
    let today = house.today();
    let rows = without.iter().take(UNITS_LISTED).flat_map(|(unit, roles)| {
        let name = told_apart(&units, unit, today);
        roles
            .iter()
            .map(move |role| vec![Cell::from(name.clone()), role.label().into()])
    });
    let people = Sheet {
        name: shell.t("accounts-sheet"),
        head: people::head(),
        rows: rows.collect(),
    };
    let roles = Sheet {
        name: shell.t("accounts-sheet-roles"),
        head: vec![shell.t("accounts-role")],
        rows: Role::ALL
            .iter()
            .map(|role| vec![role.label().into()])
            .collect(),
    };
    let title = shell.t("accounts-import");
    let bytes = house
        .at_the_back(move || plain::write(&title, &[people, roles]))
        .await
        .map_err(|error| {
            tracing::error!(%error, "the list to fill in was not written");
            Problem::from(Code::InternalTrouble)
        })?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = format!("attachment; filename=\"tai-khoan-{today}.xlsx\"");
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

/// A person as the preview shows them.
#[derive(Serialize, ToSchema)]
struct Line {
    #[serde(flatten)]
    person: Person,
    /// What would be done.
    change: Change,
    /// The same as the end of the key of a text.
    #[serde(skip)]
    word: &'static str,
    /// The class of its badge.
    #[serde(skip)]
    class: &'static str,
    /// The roles and their units, as people call them.
    places: Vec<String>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/accounts/preview.html")]
pub(super) struct Preview {
    #[serde(skip)]
    shell: Shell,
    /// Name of the file.
    file: String,
    /// How many accounts would be made.
    new: usize,
    /// How many that are there would get a role more.
    granted: usize,
    /// How many would stay as they are.
    same: usize,
    /// The people, in the order of the list.
    people: Vec<Line>,
    /// Rows that cannot be followed; while there is one, nothing is taken in.
    doubts: Vec<String>,
    /// What was passed over.
    remarks: Vec<String>,
    /// The people once more, to be sent back when somebody confirms.
    #[serde(skip)]
    list: String,
}

/// What an upload is told.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes a form to programs")]
pub(super) struct UploadFields {
    /// The list: CSV or XLSX.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Reads a list and says what it would do; nothing of it is kept.
#[utoipa::path(post, path = "/accounts/import", tag = "accounts",
    request_body(content = UploadFields, content_type = "multipart/form-data"),
    responses((status = 200, body = Preview)))]
pub(super) async fn preview(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    mut sent: Upload,
) -> Result<Page<Preview>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountCreate, &Place::default())?;
    let file = sent.the_file()?;
    let (units, today, name) = (house.units().await?, house.today(), file.name.clone());
    let known = Arc::clone(&units);
    let mut list = house
        .at_the_back(move || Ok::<_, Refusal>(people::read(&upload::rows(&file)?, &known, today)))
        .await?;
    let judged = judged(&house, &mut list).await?;
    let count = |change| judged.iter().filter(|it| it.change == change).count();
    let say = |said: &Said| shell.say(said).to_owned();
    let (new, granted, same) = (
        count(Change::New),
        count(Change::Granted),
        count(Change::Same),
    );
    let people: Vec<&Person> = judged.iter().map(|it| &it.person).collect();
    Ok(Page(Preview {
        list: serde_json::to_string(&people).unwrap_or_default(),
        file: name,
        doubts: list.doubts().iter().map(say).collect(),
        remarks: list.remarks.iter().map(say).collect(),
        people: judged
            .into_iter()
            .map(|it| {
                let (word, class) = it.change.shown();
                Line {
                    places: places(&house, &shell, &units, &it.person.roles),
                    change: it.change,
                    person: it.person,
                    word,
                    class,
                }
            })
            .collect(),
        new,
        granted,
        same,
        shell,
    }))
}

async fn judged(house: &House, list: &mut List) -> Result<Vec<Judged>, Problem> {
    let mut conn = house.store.read().await?;
    let all = account::Wanted::default();
    let accounts = account::list(&mut conn, &all, house.now(), i64::MAX, 0).await?;
    Ok(Known::new(accounts).judge(list))
}

/// A list that somebody has looked at.
#[derive(Deserialize, ToSchema)]
pub(super) struct Confirmed {
    /// The people as the preview gave them, as JSON.
    people: String,
}

/// Takes a list in as its preview says, and shows the slips of those who are new, this once.
/// Taken in a second time, it makes nobody.
#[utoipa::path(post, path = "/accounts/import/confirmation", tag = "accounts", request_body = Confirmed,
    responses((status = 200, body = Slips)))]
pub(super) async fn confirm(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(confirmed): Input<Confirmed>,
) -> Result<Once<Slips>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountCreate, &Place::default())?;
    let mut list = List::of(sent_back(&house, &confirmed.people).await?);
    let judged = judged(&house, &mut list).await?;
    let doubts = list.doubts();
    if !doubts.is_empty() {
        return Err(Refusal::account_list_invalid(doubts).into());
    }
    let wanted = judged.into_iter().filter(|it| it.change != Change::Same);
    let (mut new, mut known) = (Vec::new(), Vec::new());
    for it in wanted {
        match it.account {
            Some(account) => known.push((account, it.person)),
            None => new.push(it.person),
        }
    }
    let names = new.iter().map(|person| person.name.clone()).collect();
    let passwords = first_passwords(&house, names).await?;
    let now = house.now();
    let made = new.iter().zip(&passwords).map(|(person, (_, hash))| {
        let mut made = new_account(&person.name, &person.full_name, hash.clone(), true, now);
        made.email.clone_from(&person.email);
        (made, person.roles.clone())
    });
    let made: Vec<(Account, Vec<(String, String)>)> = made.collect();
    let units = house.units().await?;
    let slips = made
        .iter()
        .zip(passwords)
        .map(|((account, roles), (password, _))| Slip {
            id: account.id.clone(),
            name: account.name.clone(),
            full_name: account.full_name.clone(),
            places: places(&house, &shell, &units, roles),
            password,
        });
    let slips = slips.collect();
    let (actor, granted) = (visitor.account, known.len());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let mut done = Done::already(());
                for (made, roles) in made {
                    create_free(tx, &made).await?;
                    let told = event(now, &actor, Act::AccountCreate.id(), "account", &made.id);
                    done = done.and(told);
                    done = grant(tx, done, (&actor, now), &made.id, roles).await?;
                }
                for (account, person) in known {
                    if account.email.is_empty() && !person.email.is_empty() {
                        email_is_free(tx, &person.email, &account.id).await?;
                        account::amend(tx, &account, &account.full_name, &person.email).await?;
                        let act = Act::AccountAmend.id();
                        done = done.and(event(now, &actor, act, "account", &account.id));
                    }
                    done = grant(tx, done, (&actor, now), &account.id, person.roles).await?;
                }
                Ok(done)
            })
        })
        .await?;
    Ok(Once(Slips::new(shell, slips, granted)))
}

/// Gives roles at their units, and tells of each that is new.
async fn grant(
    tx: &mut Tx,
    mut done: Done<()>,
    (actor, now): (&str, jiff::Timestamp),
    account: &str,
    roles: Vec<(String, String)>,
) -> Result<Done<()>, Problem> {
    for (role, unit) in roles {
        if account::grant(tx, account, &role, &unit).await? {
            let told = event(now, actor, "account.grant", "account", account);
            done = done.and(of_role(told, &role, unit));
        }
    }
    Ok(done)
}

/// The people of a preview as they come back, held to the same rules as when they were read.
async fn sent_back(house: &House, json: &str) -> Result<Vec<Person>, Problem> {
    let broken = || {
        let why = Said::new(
            "danh sách gửi lại bị hỏng",
            "the list that was sent back is broken",
        );
        Problem::from(Refusal::account_list_invalid(vec![why]))
    };
    let people: Vec<Person> = serde_json::from_str(json).map_err(|_| broken())?;
    let (units, today) = (house.units().await?, house.today());
    let holds = |person: &Person| {
        sign_in_name(&person.name)?;
        full_name(&person.full_name)?;
        email_address(&person.email)?;
        let mut roles = person.roles.iter();
        roles.try_for_each(|(role, unit)| role_at(&units, today, role, unit).map(drop))
    };
    people.iter().try_for_each(holds)?;
    match people.len() <= AT_ONCE {
        true => Ok(people),
        false => Err(broken()),
    }
}
