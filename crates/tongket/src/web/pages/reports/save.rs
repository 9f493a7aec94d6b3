//! Saving a section: what comes in is kept, whatever became of the section meanwhile.
//!
//! The writing box saves by itself, so the same save may come twice, late, or
//! while a colleague saves too. A key answers replays; the core decides
//! whether two texts become one or stand side by side; every text becomes a
//! version, so that nothing is lost either way.

use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::permit::Act;
use tongket_core::refusal::Refusal;
use tongket_core::report::{Decision, decide};
use tongket_store::section::{self, Origin, Standing, State, Version};
use tongket_store::{Done, Tx, account, answered, new_id};
use utoipa::ToSchema;

use super::desk::Desk;
use crate::web::house::House;
use crate::web::html;
use crate::web::input::Input;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::upload;
use crate::web::visitor::Visitor;

/// Bytes that the text of one section may have.
const LARGEST: usize = 1 << 20;

/// A text to be saved.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(super) struct Save {
    /// Id of the version that it was written on; nothing where there was none.
    #[serde(default)]
    base: Option<String>,
    /// The text, in the elements of the writing box.
    html: String,
    /// Id of the version kept beside that this text settles.
    #[serde(default)]
    resolves: Option<String>,
    /// A key that is the same when the same save is sent again; a header `Idempotency-Key` does as well.
    #[serde(default)]
    key: Option<String>,
    /// Where to go afterwards: "back", "next" or "previous" section; here where it is empty.
    #[serde(default)]
    next: String,
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "status", rename_all = "lowercase")]
#[allow(
    clippy::enum_variant_names,
    reason = "the words are what the writing box is told"
)]
pub(super) enum Saved {
    /// It is the section's text.
    Saved {
        /// Id of its version.
        version: String,
        /// The text, where it was cleaned.
        #[serde(skip_serializing_if = "Option::is_none")]
        html: Option<String>,
    },
    /// It was put together with what somebody else had saved.
    Merged {
        /// Id of the version that holds both.
        version: String,
        /// Both in one.
        html: String,
    },
    /// It clashes with what somebody else had saved; both are kept.
    Conflict {
        /// The section's text.
        current: Current,
        /// The text that came in.
        mine: Mine,
    },
}

/// The text that counts, as a conflict tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub(super) struct Current {
    /// Id of its version.
    version: String,
    /// The text.
    html: String,
    /// The name of who saved it.
    author: String,
    /// When, in milliseconds since 1970 UTC.
    at: i64,
}

/// The text that is kept beside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub(super) struct Mine {
    /// Id of its version.
    version: String,
}

/// A text on its way into a section.
pub(super) struct Incoming {
    /// Which section.
    pub(super) item: String,
    /// On which version it was written.
    pub(super) base: Option<String>,
    /// The text, cleaned.
    pub(super) html: String,
    /// How it came.
    pub(super) origin: Origin,
    /// The version kept beside that it settles.
    pub(super) settles: Option<String>,
}

/// Saves a section.
#[utoipa::path(post, path = "/reports/{id}/sections/{item}/versions", tag = "report",
    params(("id" = String, Path), ("item" = String, Path)), request_body = Save,
    responses((status = 200, body = Saved), (status = 401), (status = 423)))]
pub(super) async fn save(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    headers: HeaderMap,
    Input(save): Input<Save>,
) -> Result<Response, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id).await?;
    drop(conn);
    desk.known(&item)?;
    desk.change(Act::SectionWrite, Some(&item))?;
    let cleaned = accepted(&house, save.html.clone()).await?;
    let changed = (cleaned != save.html).then(|| cleaned.clone());
    let incoming = Incoming {
        item: item.clone(),
        base: given(save.base),
        html: cleaned,
        origin: Origin::Typed,
        settles: given(save.resolves),
    };
    let header = headers.get("idempotency-key");
    let header = header.and_then(|key| key.to_str().ok()).map(str::to_owned);
    let key = given(header.or(save.key));
    let saved = keep(&house, &desk, incoming, key).await?;
    if shell.wants_json {
        return Ok(axum::Json(saved.with_cleaned(changed)).into_response());
    }
    let (to, said) = match &saved {
        Saved::Conflict { mine, .. } => {
            let to = format!("{}/conflicts/{}", desk.section_path(&item), mine.version);
            return Ok(Next::new(&shell, to, ()).into_response());
        }
        Saved::Merged { .. } => (save.next.as_str(), "report-merged"),
        Saved::Saved { .. } => (save.next.as_str(), "report-saved"),
    };
    let to = super::section::beside(&desk, &item, to);
    Ok(Next::new(&shell, to, ()).saying(said).into_response())
}

fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A text as it may be kept: cleaned, not too long, without a secrecy mark.
///
/// # Errors
/// Too long, or marked.
pub(super) async fn accepted(house: &House, html: String) -> Result<String, Problem> {
    if html.len() > LARGEST {
        return Err(Refusal::upload_too_large(LARGEST as u64).into());
    }
    let accept = move || {
        let cleaned = html::clean(&html);
        match tongket_paper::import::html(&cleaned) {
            Ok(source) => upload::unmarked(&source).map(|()| cleaned),
            Err(_) => Err(Refusal::upload_too_large(LARGEST as u64)),
        }
    };
    Ok(house.at_the_back(accept).await?)
}

/// Keeps a text and says what became of it; a key that is known is answered as before.
///
/// # Errors
/// Where the store cannot.
pub(super) async fn keep(
    house: &House,
    desk: &Desk,
    incoming: Incoming,
    key: Option<String>,
) -> Result<Saved, Problem> {
    let (now, desk, clock) = (house.now(), desk.clone(), house.clone());
    house
        .store
        .act(move |tx| {
            Box::pin(async move {
                let author = desk.visitor.account.clone();
                if let Some(key) = &key
                    && let Some(known) = answered::find(tx, &author, key).await?
                    && let Ok(saved) = serde_json::from_str(&known)
                {
                    return Ok(Done::already(saved));
                }
                let item = incoming.item.clone();
                let saved = lay(tx, &desk, incoming, now).await?;
                if let Some(key) = &key {
                    let answer = serde_json::to_string(&saved).unwrap_or_default();
                    answered::keep(tx, &author, key, &answer, now).await?;
                }
                let data =
                    json!({ "item": item, "version": saved.version(), "outcome": saved.word() });
                let event = desk.event(&clock, Act::SectionWrite, data);
                Ok(Done::new(saved, event))
            })
        })
        .await
}

/// Lays a text into its section, or beside it.
///
/// # Errors
/// The report is locked by now; where the store cannot.
#[allow(
    clippy::too_many_lines,
    reason = "one case of the decision after the other, each a few rows"
)]
pub(super) async fn lay(
    tx: &mut Tx,
    desk: &Desk,
    incoming: Incoming,
    now: Timestamp,
) -> Result<Saved, Problem> {
    desk.still_open(tx).await?;
    let report = &desk.report.id;
    let current = section::current(tx, report, &incoming.item).await?;
    let is_same = |current: &Version| {
        current.html == incoming.html
            && current.state == State::Written
            && incoming.settles.is_none()
    };
    if let Some(current) = current.as_ref().filter(|current| is_same(current))
        && incoming.origin == Origin::Typed
        && current.origin != Origin::Suggested
    {
        return Ok(Saved::Saved {
            version: current.id.clone(),
            html: None,
        });
    }
    let base = match &incoming.base {
        Some(base) => section::find(tx, report, &incoming.item, base).await?,
        None => None,
    };
    let on_current = current.as_ref().map(|version| &version.id) == incoming.base.as_ref();
    let text = |version: &Option<Version>| {
        let version = version.as_ref();
        version
            .map(|version| version.html.clone())
            .unwrap_or_default()
    };
    let decision = match on_current {
        true => Decision::Saved,
        false => decide(&text(&base), &text(&current), &incoming.html),
    };
    let version = |html: String, standing| Version {
        id: new_id(),
        report: report.clone(),
        item: incoming.item.clone(),
        base: incoming.base.clone(),
        state: State::Written,
        html,
        author: desk.visitor.account.clone(),
        at: now,
        standing,
        origin: incoming.origin,
        settles: incoming.settles.clone(),
    };
    match (decision, current) {
        (Decision::Merged(merged), _) => {
            let part = version(incoming.html.clone(), Standing::Part);
            let whole = version(merged, Standing::Merged);
            section::keep(
                tx,
                &Version {
                    settles: None,
                    ..part
                },
            )
            .await?;
            section::keep(tx, &whole).await?;
            Ok(Saved::Merged {
                version: whole.id,
                html: whole.html,
            })
        }
        (Decision::Conflict(_), Some(current)) => {
            let mine = version(incoming.html.clone(), Standing::Beside);
            section::keep(
                tx,
                &Version {
                    settles: None,
                    ..mine.clone()
                },
            )
            .await?;
            let author = account::find(tx, &current.author).await?;
            Ok(Saved::Conflict {
                current: Current {
                    version: current.id,
                    html: current.html,
                    author: author.map(|author| author.full_name).unwrap_or_default(),
                    at: current.at.as_millisecond(),
                },
                mine: Mine { version: mine.id },
            })
        }
        (Decision::Saved | Decision::Conflict(_), _) => {
            let whole = version(incoming.html.clone(), Standing::Current);
            section::keep(tx, &whole).await?;
            Ok(Saved::Saved {
                version: whole.id,
                html: None,
            })
        }
    }
}

impl Saved {
    /// The version that this text became or went into.
    pub(super) fn version(&self) -> &str {
        match self {
            Saved::Saved { version, .. } | Saved::Merged { version, .. } => version,
            Saved::Conflict { mine, .. } => &mine.version,
        }
    }

    /// What became of it, in one word.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Saved::Saved { .. } => "saved",
            Saved::Merged { .. } => "merged",
            Saved::Conflict { .. } => "conflict",
        }
    }

    /// The same answer with the text as it was cleaned.
    fn with_cleaned(self, cleaned: Option<String>) -> Saved {
        match self {
            Saved::Saved { version, .. } => Saved::Saved {
                version,
                html: cleaned,
            },
            other => other,
        }
    }
}
