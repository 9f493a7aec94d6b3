//! Making, correcting, closing and unlocking accounts.

use axum::extract::{Path, State};
use serde::Deserialize;
use tongket_core::permit::{Act, Place, Role, Table};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::account::{self, Account};
use tongket_store::{Conn, Done, Tx, session};
use utoipa::ToSchema;

use super::known;
use super::password::{FirstPassword, first_password};
use super::role::{of_role, place_of_role};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Next, Once};
use crate::web::pages::password::new_account;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::{Visitor, event};

/// A new account.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewAccount {
    /// What is typed to sign in: small letters without diacritics, digits, dots and dashes.
    name: String,
    /// What people read.
    full_name: String,
    /// Where mail goes; may be empty.
    #[serde(default)]
    email: String,
    /// Id of a first role; may be empty.
    #[serde(default)]
    role: String,
    /// The unit for which it is held: a name, a code or an id.
    #[serde(default)]
    unit: String,
}

/// Makes an account and shows its first password once.
#[utoipa::path(post, path = "/accounts", tag = "accounts", request_body = NewAccount,
    responses((status = 200, body = FirstPassword)))]
pub(super) async fn create(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Input(wanted): Input<NewAccount>,
) -> Result<Once<FirstPassword>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountCreate, &Place::default())?;
    let name = sign_in_name(&wanted.name)?;
    let (full_name, email) = (full_name(&wanted.full_name)?, email_address(&wanted.email)?);
    let role = match wanted.role.trim() {
        "" => None,
        role => Some(place_of_role(&house, role, &wanted.unit).await?),
    };
    let (password, hash) = first_password(&house, &name).await?;
    let now = house.now();
    let mut made = new_account(&name, &full_name, hash, true, now);
    made.email = email;
    let (id, actor) = (made.id.clone(), visitor.account);
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                create_free(tx, &made).await?;
                let mut done = event(now, &actor, Act::AccountCreate.id(), "account", &made.id);
                if let Some((role, unit)) = role {
                    account::grant(tx, &made.id, role.id(), &unit).await?;
                    done = of_role(done, role.id(), unit);
                }
                Ok(Done::new((), done))
            })
        })
        .await?;
    Ok(Once(FirstPassword::new(
        shell, id, name, full_name, password,
    )))
}

fn invalid(field: (&str, &str), why: (&str, &str)) -> Refusal {
    Refusal::field_invalid(Said::new(field.0, field.1), Said::new(why.0, why.1))
}

/// A name to sign in with, in small letters.
pub(super) fn sign_in_name(typed: &str) -> Result<String, Refusal> {
    let name = typed.trim().to_lowercase();
    let fits = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_');
    match (3..=60).contains(&name.len()) && name.chars().all(fits) {
        true => Ok(name),
        false => Err(invalid(
            ("tên đăng nhập", "user name"),
            (
                "cần 3 đến 60 ký tự: chữ không dấu, chữ số, dấu chấm, gạch nối",
                "it needs 3 to 60 signs: letters without diacritics, digits, dots, dashes",
            ),
        )),
    }
}

/// A full name as people write it.
pub(super) fn full_name(typed: &str) -> Result<String, Refusal> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match (2..=120).contains(&name.chars().count()) {
        true => Ok(name),
        false => Err(invalid(
            ("họ và tên", "full name"),
            ("cần 2 đến 120 ký tự", "it needs 2 to 120 signs"),
        )),
    }
}

/// An address to which mail can go, or none.
pub(super) fn email_address(typed: &str) -> Result<String, Refusal> {
    let address = typed.trim();
    let parts = address.split_once('@');
    let whole = parts.is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !address.contains(char::is_whitespace)
    });
    match address.is_empty() || whole && address.len() <= 200 {
        true => Ok(address.to_owned()),
        false => Err(invalid(
            ("thư điện tử", "e-mail"),
            (
                "địa chỉ chưa đúng dạng ten@coquan.gov.vn",
                "this is no address",
            ),
        )),
    }
}

/// Makes an account whose name and address nobody else has.
pub(super) async fn create_free(tx: &mut Tx, made: &Account) -> Result<(), Problem> {
    if account::named(tx, &made.name).await?.is_some() {
        return Err(Refusal::name_taken(&made.name).into());
    }
    email_is_free(tx, &made.email, "").await?;
    Ok(account::create(tx, made).await?)
}

/// One person has one account: an address belongs to one.
pub(super) async fn email_is_free(conn: &mut Conn, email: &str, but: &str) -> Result<(), Problem> {
    match account::has_email(conn, email, but).await? {
        true => Err(Refusal::name_taken(email).into()),
        false => Ok(()),
    }
}

/// What can be corrected of an account.
#[derive(Deserialize, ToSchema)]
pub(super) struct Amendment {
    /// What people read.
    full_name: String,
    /// Where mail goes; may be empty.
    #[serde(default)]
    email: String,
}

/// Corrects the name or the address of an account.
#[utoipa::path(post, path = "/accounts/{id}", tag = "accounts", request_body = Amendment, responses((status = 200)))]
pub(super) async fn amend(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wanted): Input<Amendment>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountAmend, &Place::default())?;
    let (known, _) = known(&house, &id).await?;
    let (full_name, email) = (full_name(&wanted.full_name)?, email_address(&wanted.email)?);
    let (now, actor, to) = (house.now(), visitor.account, format!("/accounts/{id}"));
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if (&known.full_name, &known.email) == (&full_name, &email) {
                    return Ok(Done::already(()));
                }
                email_is_free(tx, &email, &known.id).await?;
                account::amend(tx, &known, &full_name, &email).await?;
                let done = event(now, &actor, Act::AccountAmend.id(), "account", &known.id);
                Ok(Done::new((), done))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, id).saying("accounts-amended"))
}

/// Closes an account: nobody signs in with it, and its keys are of no use.
#[utoipa::path(post, path = "/accounts/{id}/closure", tag = "accounts", responses((status = 200)))]
pub(super) async fn close(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountAmend, &Place::default())?;
    let (known, _) = known(&house, &id).await?;
    let (now, actor, to) = (house.now(), visitor.account, format!("/accounts/{id}"));
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if known.disabled_at.is_some() {
                    return Ok(Done::already(()));
                }
                account::close(tx, &known.id, Some(now)).await?;
                session::end_all(tx, &known.id).await?;
                somebody_keeps_the_house(tx).await?;
                let done = event(now, &actor, "account.close", "account", &known.id);
                Ok(Done::new((), done))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, id).saying("accounts-closed"))
}

/// Holds that an administrator is left who can sign in; asked after a change, inside the act.
pub(super) async fn somebody_keeps_the_house(conn: &mut Conn) -> Result<(), Problem> {
    match account::holders(conn, Role::Administrator.id()).await? {
        0 => Err(invalid(
            ("vai trò quản trị", "administrator"),
            (
                "đây là quản trị viên cuối cùng; hãy giao vai trò cho người khác trước",
                "this is the last administrator; give the role to somebody else first",
            ),
        )
        .into()),
        _ => Ok(()),
    }
}

/// Unlocks an account that was locked for wrong passwords.
#[utoipa::path(post, path = "/accounts/{id}/lock/end", tag = "accounts", responses((status = 200)))]
pub(super) async fn unlock(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Next<String>, Problem> {
    Table::permit(&visitor.memberships, Act::AccountAmend, &Place::default())?;
    let (known, _) = known(&house, &id).await?;
    let (now, actor, to) = (house.now(), visitor.account, format!("/accounts/{id}"));
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if known.failures == 0 && known.locked_until.is_none() {
                    return Ok(Done::already(()));
                }
                account::note_failure(tx, &known.id, 0, None).await?;
                let done = event(now, &actor, "account.unlock", "account", &known.id);
                Ok(Done::new((), done))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, id).saying("accounts-unlocked"))
}
