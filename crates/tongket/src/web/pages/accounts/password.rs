//! First passwords: made by the program, shown once, to be changed at the first sign-in.

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use serde::Serialize;
use tongket_core::password::Holder;
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::Code;
use tongket_store::{Done, StoreError, Tx, account, api_key, session};
use utoipa::ToSchema;

use super::known;
use crate::web::house::House;
use crate::web::page::{Once, views};
use crate::web::password;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/accounts/password.html")]
pub(super) struct FirstPassword {
    #[serde(skip)]
    shell: Shell,
    /// Id of the account.
    id: String,
    /// What is typed to sign in.
    name: String,
    /// What people read.
    full_name: String,
    /// The password; it is not kept and never shown again.
    password: String,
}
views!(FirstPassword);

impl FirstPassword {
    pub(super) fn new(
        shell: Shell,
        id: String,
        name: String,
        full_name: String,
        password: String,
    ) -> FirstPassword {
        FirstPassword {
            shell,
            id,
            name,
            full_name,
            password,
        }
    }
}

/// Letters and digits that are not taken for one another when they are read out or copied by hand.
const CAPITALS: &[u8] = b"ABCDEFGHKLMNPQRSTUVXY";
const SMALL: &[u8] = b"abcdeghkmnpqrstuvxy";
const DIGITS: &[u8] = b"23456789";

/// A password that the policy accepts, "Kxm7-Qpt4-Wnh9-Zrd8", with its hash.
pub(super) async fn first_password(house: &House, name: &str) -> Result<(String, String), Problem> {
    let password = drawn_for(house, name);
    let typed = password.clone();
    let hash = house.hashing(move || password::hash(&typed)).await;
    Ok((password, hash.ok_or(Code::InternalTrouble)?))
}

/// A password that the policy accepts for whoever signs in with this name.
pub(super) fn drawn_for(house: &House, name: &str) -> String {
    let holder = Holder {
        name,
        second_factor: false,
        used_before: false,
    };
    // Only a user name that is part of it can make the policy say no; another one will not be.
    loop {
        let tried = drawn();
        if house.settings.policy.weaknesses(&tried, holder).is_empty() {
            return tried;
        }
    }
}

/// Five groups of four signs, some 80 bits.
fn drawn() -> String {
    let groups: Vec<String> = (0..5)
        .map(|_| {
            let random = uuid::Uuid::new_v4().into_bytes();
            // Bytes 6 and 8 of an id are not all random.
            let pick = |from: &[u8], byte: u8| char::from(from[usize::from(byte) % from.len()]);
            [
                pick(CAPITALS, random[0]),
                pick(SMALL, random[1]),
                pick(SMALL, random[2]),
                pick(DIGITS, random[3]),
            ]
            .iter()
            .collect()
        })
        .collect();
    groups.join("-")
}

/// Gives a new first password: sessions end and keys are taken back.
#[utoipa::path(post, path = "/accounts/{id}/password", tag = "accounts", responses((status = 200, body = FirstPassword)))]
pub(super) async fn reset(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Once<FirstPassword>, Problem> {
    give(&house, shell, visitor, &id, false).await
}

/// Opens a closed account again, with a new first password.
#[utoipa::path(post, path = "/accounts/{id}/closure/end", tag = "accounts", responses((status = 200, body = FirstPassword)))]
pub(super) async fn reopen(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Once<FirstPassword>, Problem> {
    give(&house, shell, visitor, &id, true).await
}

/// Lays down a first password: what was open with the one before ends.
pub(super) async fn renew(
    tx: &mut Tx,
    account: &str,
    hash: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    account::set_password(tx, account, hash, true, now).await?;
    session::end_all(tx, account).await?;
    api_key::revoke_all(tx, account, now).await
}

async fn give(
    house: &House,
    shell: Shell,
    visitor: Visitor,
    id: &str,
    opening: bool,
) -> Result<Once<FirstPassword>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountAmend, &Place::default())?;
    let (known, _) = known(house, id).await?;
    if !opening && known.disabled_at.is_some() {
        return Err(Code::AccountClosed.into());
    }
    let (password, hash) = first_password(house, &known.name).await?;
    let (now, actor, id) = (house.now(), visitor.account, known.id.clone());
    let act = match opening {
        true => "account.open",
        false => "account.reset",
    };
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if opening {
                    account::close(tx, &id, None).await?;
                }
                renew(tx, &id, &hash, now).await?;
                Ok(Done::new((), event(now, &actor, act, "account", &id)))
            })
        })
        .await?;
    Ok(Once(FirstPassword::new(
        shell,
        known.id,
        known.name,
        known.full_name,
        password,
    )))
}
