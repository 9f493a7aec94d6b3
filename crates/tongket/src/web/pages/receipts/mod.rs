//! The receipt: what was sent, when, to whom, under which number; and whether a number is genuine.
//!
//! Whoever holds a receipt can show it without signing in: number and
//! fingerprint belong together or they do not, and nothing else is said.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use tongket_core::exchange::Receipt;
use tongket_core::fingerprint::Fingerprint;
use tongket_store::submission;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::{House, in_viet_nam};
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::road::no_report;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(verify))
}

/// A receipt.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/receipts/show.html")]
struct Shown {
    #[serde(skip)]
    shell: Shell,
    /// Id of the version it was given for.
    submission: String,
    /// Id of the report.
    report: String,
    /// Its number.
    number: String,
    /// SHA-256 of the content.
    sha256: String,
    /// When the report came in.
    at: String,
    /// Which version of the report it is.
    ordinal: u32,
    /// Name of the unit that sent it.
    unit: String,
    /// What was to be done.
    title: String,
    /// What the campaign is about.
    campaign: String,
    /// To whom it is addressed.
    addressee: String,
    /// Name of the unit that took it in.
    channel: String,
    /// Who signed it.
    by: String,
}
views!(Shown);

/// The receipt of a version.
#[utoipa::path(get, path = "/submissions/{id}/receipt", tag = "receipt",
    params(("id" = String, Path)), responses((status = 200, body = Shown)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<Shown>, Problem> {
    let mut conn = house.store.read().await?;
    let found = submission::find(&mut conn, &id).await?;
    let found = found.ok_or_else(no_report)?;
    let opened = house.open_report(&mut conn, &found.report).await?;
    opened.permit_sent(&visitor, &found)?;
    let (dossier, units) = (&opened.dossier, &opened.units);
    // As they were called when it was sent: a receipt does not change.
    let day = in_viet_nam(found.at).date();
    Ok(Page(Shown {
        submission: id,
        report: found.report.clone(),
        number: found.receipt.to_string(),
        sha256: found.sha256.clone(),
        at: shell.moment(&found.at),
        ordinal: found.ordinal,
        unit: shell.whose(&opened.sender(&found)),
        title: dossier.title.clone(),
        campaign: dossier.campaign_title.clone(),
        addressee: opened.addressee(day),
        channel: units.name(&found.to_unit, day).to_owned(),
        by: found.by_name.clone(),
        shell,
    }))
}

/// A receipt that somebody holds.
#[derive(Deserialize)]
struct Held {
    /// Its number.
    #[serde(default)]
    number: String,
    /// SHA-256 of the content.
    #[serde(default)]
    sha256: String,
}

/// Whether a receipt is genuine.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/receipts/verify.html")]
struct Verified {
    #[serde(skip)]
    shell: Shell,
    /// The number that was asked about.
    number: String,
    /// The fingerprint that was asked about.
    sha256: String,
    /// Whether they belong together; nothing where nothing was asked.
    matches: Option<bool>,
}
views!(Verified);

/// Whether a number and a fingerprint belong together. Needs no account.
#[utoipa::path(get, path = "/receipts", tag = "receipt",
    params(("number" = Option<String>, Query), ("sha256" = Option<String>, Query)),
    responses((status = 200, body = Verified)))]
async fn verify(
    State(house): State<House>,
    shell: Shell,
    Query(held): Query<Held>,
) -> Result<Page<Verified>, Problem> {
    let asked = !held.number.trim().is_empty() || !held.sha256.trim().is_empty();
    let matches = match asked {
        true => Some(is_genuine(&house, &held).await?),
        false => None,
    };
    Ok(Page(Verified {
        number: held.number,
        sha256: held.sha256,
        matches,
        shell,
    }))
}

/// What does not look like a receipt is not one; that is no reason to say more.
async fn is_genuine(house: &House, held: &Held) -> Result<bool, Problem> {
    // Printed, the code is broken into lines.
    let unbroken = |typed: &str| typed.split_whitespace().collect::<String>();
    let content = unbroken(&held.sha256).parse::<Fingerprint>();
    let receipt = unbroken(&held.number).parse::<Receipt>();
    let (Ok(receipt), Ok(content)) = (receipt, content) else {
        return Ok(false);
    };
    if !receipt.matches(content) {
        return Ok(false);
    }
    let mut conn = house.store.read().await?;
    let found = submission::of_receipt(&mut conn, &receipt).await?;
    Ok(found.is_some_and(|found| found.sha256 == content.to_string()))
}
