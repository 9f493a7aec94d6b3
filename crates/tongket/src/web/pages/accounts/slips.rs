//! Slips with first passwords, one for each person, to be printed, cut and handed over.
//!
//! They are shown once and not kept. Who has a slip that was lost, and never
//! signed in, is given a new one; the old one is of no use from then on.

use std::collections::HashSet;

use askama::Template;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_store::Done;
use tongket_store::account::{self, Account, Wanted};
use utoipa::{IntoParams, ToSchema};

use super::password::{drawn_for, renew};
use super::people::AT_ONCE;
use super::places;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Once, Page, views};
use crate::web::password;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

/// What one person is handed.
#[derive(Serialize, ToSchema)]
pub(super) struct Slip {
    /// Id of the account.
    pub(super) id: String,
    /// What is typed to sign in.
    pub(super) name: String,
    /// What people read.
    pub(super) full_name: String,
    /// Roles and units, as people call them.
    pub(super) places: Vec<String>,
    /// The password; it is not kept and never shown again.
    pub(super) password: String,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/accounts/slips.html")]
pub(super) struct Slips {
    #[serde(skip)]
    shell: Shell,
    /// The slips, by unit and name.
    slips: Vec<Slip>,
    /// How many accounts that were there got a role more.
    granted: usize,
}
views!(Slips);

impl Slips {
    pub(super) fn new(shell: Shell, mut slips: Vec<Slip>, granted: usize) -> Slips {
        let unit = |slip: &Slip| {
            let place = slip.places.first();
            let place = place.and_then(|place| place.split_once(": "));
            place.map(|(_, unit)| unit.to_owned())
        };
        slips.sort_by_cached_key(|slip| (unit(slip), slip.full_name.clone()));
        Slips {
            shell,
            slips,
            granted,
        }
    }
}

/// First passwords with their hashes, in the order of the names; hashed two at a time.
pub(super) async fn first_passwords(
    house: &House,
    names: Vec<String>,
) -> Result<Vec<(String, String)>, Problem> {
    let passwords: Vec<String> = names.iter().map(|name| drawn_for(house, name)).collect();
    let (front, back) = passwords.split_at(passwords.len() / 2);
    let hashed = |passwords: &[String]| {
        let passwords = passwords.to_vec();
        house.hashing(move || -> Option<Vec<(String, String)>> {
            let hash = |typed: String| password::hash(&typed).map(|hash| (typed, hash));
            passwords.into_iter().map(hash).collect()
        })
    };
    let (front, back) = tokio::join!(hashed(front), hashed(back));
    let all = front.zip(back).map(|(mut front, back)| {
        front.extend(back);
        front
    });
    Ok(all.ok_or(Code::InternalTrouble)?)
}

/// Among whom one looks for those whose slips are lost: the filter of the list of accounts.
#[derive(Deserialize, IntoParams)]
pub(super) struct Among {
    /// Words of the name; diacritics do not matter.
    #[serde(default)]
    q: String,
    /// Id of a role.
    #[serde(default)]
    role: String,
}

/// Somebody who never signed in.
#[derive(Serialize, ToSchema)]
struct Waiting {
    /// Id of the account.
    id: String,
    /// What is typed to sign in.
    name: String,
    /// What people read.
    full_name: String,
    /// Roles and units, as people call them.
    places: Vec<String>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/accounts/lost.html")]
pub(super) struct Lost {
    #[serde(skip)]
    shell: Shell,
    /// Who never signed in, by name.
    people: Vec<Waiting>,
}
views!(Lost);

/// Those of a filter who never signed in, to choose whose slip is lost.
#[utoipa::path(get, path = "/accounts/slips", tag = "accounts", responses((status = 200, body = Lost)))]
pub(super) async fn lost(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(among): Query<Among>,
) -> Result<Page<Lost>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountAmend, &Place::default())?;
    let found = never_signed_in(&house, among.q, among.role).await?;
    let units = house.units().await?;
    let people = found
        .into_iter()
        .take(AT_ONCE)
        .map(|(account, roles)| Waiting {
            places: places(&house, &shell, &units, &roles),
            id: account.id,
            name: account.name,
            full_name: account.full_name,
        });
    Ok(Page(Lost {
        people: people.collect(),
        shell,
    }))
}

async fn never_signed_in(
    house: &House,
    words: String,
    role: String,
) -> Result<Vec<(Account, Vec<(String, String)>)>, Problem> {
    let wanted = Wanted {
        words,
        role,
        state: "new".to_owned(),
        units: Vec::new(),
    };
    let mut conn = house.store.read().await?;
    Ok(account::list(&mut conn, &wanted, house.now(), i64::MAX, 0).await?)
}

/// Whose slips are made anew.
#[derive(Deserialize, ToSchema)]
pub(super) struct Chosen {
    /// Ids of accounts.
    #[serde(default)]
    accounts: Vec<String>,
}

/// Gives new first passwords to those who were chosen, as far as they never signed in.
#[utoipa::path(post, path = "/accounts/slips", tag = "accounts", request_body = Chosen, responses((status = 200, body = Slips)))]
pub(super) async fn again(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(chosen): Input<Chosen>,
) -> Result<Once<Slips>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountAmend, &Place::default())?;
    let mut found = never_signed_in(&house, String::new(), String::new()).await?;
    let chosen: HashSet<String> = chosen.accounts.into_iter().collect();
    found.retain(|(account, _)| chosen.contains(&account.id));
    if found.is_empty() {
        let what = Said::new(
            "người được chọn nào chưa đăng nhập lần nào",
            "chosen person who never signed in",
        );
        return Err(Refusal::not_found(what).into());
    }
    let names = found.iter().map(|(account, _)| account.name.clone());
    let passwords = first_passwords(&house, names.collect()).await?;
    let hashes = passwords.iter().map(|(_, hash)| hash.clone());
    let ids = found.iter().map(|(account, _)| account.id.clone());
    let given: Vec<(String, String)> = ids.zip(hashes).collect();
    let units = house.units().await?;
    let slips = found
        .into_iter()
        .zip(passwords)
        .map(|((account, roles), (password, _))| Slip {
            places: places(&house, &shell, &units, &roles),
            id: account.id,
            name: account.name,
            full_name: account.full_name,
            password,
        });
    let slips = slips.collect();
    let (now, actor) = (house.now(), visitor.account);
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                let mut done = Done::already(());
                for (id, hash) in given {
                    renew(tx, &id, &hash, now).await?;
                    done = done.and(event(now, &actor, "account.reset", "account", &id));
                }
                Ok(done)
            })
        })
        .await?;
    Ok(Once(Slips::new(shell, slips, 0)))
}
