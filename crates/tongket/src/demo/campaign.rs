//! The example as a campaign on the server: units, people, the plan put into
//! force, and most of the reports written, signed and sent.
//!
//! Accounts are made first, one drafter and one leader a unit; everything
//! after that is done by these people through the acts of the pages.

use std::path::Path;

use anyhow::{Context, Result};
use axum::Router;
use jiff::Timestamp;
use serde_json::{Value, json};
use tongket_core::permit::Role;
use tongket_core::report::identify;
use tongket_reader::report::read::read;
use tongket_reader::words::fold;
use tongket_store::account::{self, Account};
use tongket_store::{Done, StoreError, Store, new_id, session};

use super::office::Clerk;
use crate::files;
use crate::web::{House, password, router, token};

/// The password of everybody in the example.
pub(crate) const PASSWORD: &str = "Tong ket 2026 vui!";
/// How many of the reports that came in are accepted.
const ACCEPTED: usize = 6;

/// An account of the example, to be printed.
pub(crate) struct Login {
    /// What is typed.
    pub(crate) name: String,
    /// For which part in the campaign.
    pub(crate) part: String,
}

/// Puts the example on an empty server, and says who may sign in.
pub(crate) async fn stage(house: &House, input: &Path) -> Result<Vec<Login>> {
    let stage = Stage {
        house,
        router: router(house.clone()),
        input,
    };
    let administrator = stage.settle("quantri", "Lê Thị Quản", Role::Administrator, "").await?;
    stage.import_units(&administrator).await?;
    let officer = stage.standing_agency().await?;
    let campaign = stage.open_campaign(&officer).await?;
    let people = stage.people_of_units().await?;
    stage.reports(&people).await?;
    stage.handle(&officer).await?;
    let _ = campaign;
    Ok(stage.logins(&people))
}

/// What the staging works with.
struct Stage<'a> {
    house: &'a House,
    router: Router,
    input: &'a Path,
}

/// The two people of a unit.
struct People {
    unit: String,
    name: String,
    drafter: Clerk,
    leader: Clerk,
}

impl Stage<'_> {
    /// Makes an account with a role at a unit and lets its owner in by a key that lasts a day.
    async fn settle(&self, name: &str, full_name: &str, role: Role, unit: &str) -> Result<Clerk> {
        let now = self.house.now();
        let hash = self.hash().await?;
        let made = account_of(name, full_name, hash, now);
        let (unit, key) = (unit.to_owned(), token::new());
        let token_hash = token::hash(&key);
        let store: &Store = &self.house.store;
        store
            .act::<(), StoreError>(move |tx| {
                Box::pin(async move {
                    account::create(tx, &made).await?;
                    account::grant(tx, &made.id, role.id(), &unit).await?;
                    let until = now + jiff::SignedDuration::from_hours(24);
                    session::open(tx, &token_hash, &made.id, now, until).await?;
                    Ok(Done::already(()))
                })
            })
            .await?;
        Ok(Clerk::new(&self.router, key))
    }

    async fn import_units(&self, administrator: &Clerk) -> Result<()> {
        let bytes = std::fs::read(self.input.join("units.csv"))?;
        let list = administrator
            .upload("/units/import", &[("legal_act", "")], "units.csv", &bytes)
            .await?;
        let list = text(&list, "")?;
        administrator
            .act(&format!("/units/import/{list}/confirmation"), &json!({}))
            .await?;
        Ok(())
    }
}
