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
use tongket_core::event::Event;
use tongket_core::permit::Act;
use tongket_core::refusal::Refusal;
use tongket_core::report::{Decision, decide};
use tongket_store::section::{self, Origin, Owner, Shelf, Standing, State, Version};
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
pub(in crate::web::pages) struct Save {
    /// Id of the version that it was written on; nothing where there was none.
    #[serde(default)]
    pub(in crate::web::pages) base: Option<String>,
    /// The text, in the elements of the writing box.
    pub(in crate::web::pages) html: String,
    /// Id of the version kept beside that this text settles.
    #[serde(default)]
    pub(in crate::web::pages) resolves: Option<String>,
    /// A key that is the same when the same save is sent again; a header `Idempotency-Key` does as well.
    #[serde(default)]
    pub(in crate::web::pages) key: Option<String>,
    /// Where to go afterwards: "back", "next" or "previous" section; here where it is empty.
    #[serde(default)]
    pub(in crate::web::pages) next: String,
}

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "status", rename_all = "lowercase")]
#[allow(
    clippy::enum_variant_names,
    reason = "the words are what the writing box is told"
)]
pub(in crate::web::pages) enum Saved {
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
pub(in crate::web::pages) struct Current {
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
pub(in crate::web::pages) struct Mine {
    /// Id of its version.
    version: String,
}

/// Where a text is laid, and by whom.
#[derive(Clone)]
pub(in crate::web::pages) struct Hold {
    /// Of which kind its owner is.
    pub(in crate::web::pages) shelf: Shelf,
    /// Id of the report, or of the consolidation.
    pub(in crate::web::pages) owner: String,
    /// Id of the account.
    pub(in crate::web::pages) author: String,
    /// The report, which must still be open when the text is laid.
    pub(in crate::web::pages) report: Option<Desk>,
}

impl Hold {
    fn owner(&self) -> Owner<'_> {
        Owner {
            shelf: self.shelf,
            id: &self.owner,
        }
    }
}

/// A text on its way into a section.
pub(in crate::web::pages) struct Incoming {
    /// Which section.
    pub(in crate::web::pages) item: String,
    /// On which version it was written.
    pub(in crate::web::pages) base: Option<String>,
    /// The text, cleaned.
    pub(in crate::web::pages) html: String,
    /// How it came.
    pub(in crate::web::pages) origin: Origin,
    /// The version kept beside that it settles.
    pub(in crate::web::pages) settles: Option<String>,
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
    let typed = save.typed(&headers, &item, cleaned);
    let saved = keep(&house, &desk, typed.incoming, typed.key).await?;
    if shell.wants_json {
        return Ok(axum::Json(saved.with_cleaned(typed.changed)).into_response());
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

/// What was typed into an editor, ready to be kept.
pub(in crate::web::pages) struct Typed {
    /// The text with what it was written upon.
    pub(in crate::web::pages) incoming: Incoming,
    /// The key under which it is kept once, however often it is sent.
    pub(in crate::web::pages) key: Option<String>,
    /// The cleaned text, where cleaning changed it.
    pub(in crate::web::pages) changed: Option<String>,
}

impl Save {
    /// What it asks to be kept, with `html` as its cleaned text.
    pub(in crate::web::pages) fn typed(
        &self,
        headers: &HeaderMap,
        item: &str,
        html: String,
    ) -> Typed {
        let header = headers.get("idempotency-key");
        let header = header.and_then(|key| key.to_str().ok()).map(str::to_owned);
        Typed {
            changed: (html != self.html).then(|| html.clone()),
            key: given(header.or_else(|| self.key.clone())),
            incoming: Incoming {
                item: item.to_owned(),
                base: given(self.base.clone()),
                html,
                origin: Origin::Typed,
                settles: given(self.resolves.clone()),
            },
        }
    }
}

fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A text as it may be kept: cleaned, not too long, without a secrecy mark.
///
/// # Errors
/// Too long, or marked.
pub(super) async fn accepted(house: &House, html: String) -> Result<String, Problem> {
    accepted_as(house, html, html::clean).await
}

/// The same with a cleaning of its own.
///
/// # Errors
/// Too long, or marked.
pub(in crate::web::pages) async fn accepted_as(
    house: &House,
    html: String,
    clean: fn(&str) -> String,
) -> Result<String, Problem> {
    if html.len() > LARGEST {
        return Err(Refusal::upload_too_large(LARGEST as u64).into());
    }
    let accept = move || {
        let cleaned = clean(&html);
        match tongket_paper::import::html(&cleaned) {
            Ok(source) => upload::unmarked(&source).map(|()| cleaned),
            Err(_) => Err(Refusal::upload_too_large(LARGEST as u64)),
        }
    };
    Ok(house.at_the_back(accept).await?)
}

/// Keeps a text of a report and says what became of it; a key that is known is answered as before.
///
/// # Errors
/// Where the store cannot.
pub(super) async fn keep(
    house: &House,
    desk: &Desk,
    incoming: Incoming,
    key: Option<String>,
) -> Result<Saved, Problem> {
    let (told, clock) = (desk.clone(), house.clone());
    let event = move |data| told.event(&clock, Act::SectionWrite, data);
    keep_in(house, desk.hold(), incoming, key, event).await
}

/// The same for whatever has sections.
///
/// # Errors
/// Where the store cannot.
pub(in crate::web::pages) async fn keep_in(
    house: &House,
    hold: Hold,
    incoming: Incoming,
    key: Option<String>,
    event: impl FnOnce(serde_json::Value) -> Event + Send + 'static,
) -> Result<Saved, Problem> {
    let now = house.now();
    house
        .store
        .act(move |tx| {
            Box::pin(async move {
                let author = hold.author.clone();
                if let Some(key) = &key
                    && let Some(known) = answered::find(tx, &author, key).await?
                    && let Ok(saved) = serde_json::from_str(&known)
                {
                    return Ok(Done::already(saved));
                }
                let item = incoming.item.clone();
                let saved = lay_in(tx, &hold, incoming, now).await?;
                if let Some(key) = &key {
                    let answer = serde_json::to_string(&saved).unwrap_or_default();
                    answered::keep(tx, &author, key, &answer, now).await?;
                }
                let data =
                    json!({ "item": item, "version": saved.version(), "outcome": saved.word() });
                Ok(Done::new(saved, event(data)))
            })
        })
        .await
}

/// Lays a text into its section of a report, or beside it.
///
/// # Errors
/// Where the store cannot.
pub(super) async fn lay(
    tx: &mut Tx,
    desk: &Desk,
    incoming: Incoming,
    now: Timestamp,
) -> Result<Saved, Problem> {
    lay_in(tx, &desk.hold(), incoming, now).await
}

/// The same for whatever has sections.
///
/// # Errors
/// The report is locked by now; where the store cannot.
#[allow(
    clippy::too_many_lines,
    reason = "one case of the decision after the other, each a few rows"
)]
pub(in crate::web::pages) async fn lay_in(
    tx: &mut Tx,
    hold: &Hold,
    incoming: Incoming,
    now: Timestamp,
) -> Result<Saved, Problem> {
    if let Some(desk) = &hold.report {
        desk.still_open(tx).await?;
    }
    let current = section::current(tx, hold.owner(), &incoming.item).await?;
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
        Some(base) => section::find(tx, hold.owner(), &incoming.item, base).await?,
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
        report: hold.owner.clone(),
        item: incoming.item.clone(),
        base: incoming.base.clone(),
        state: State::Written,
        html,
        author: hold.author.clone(),
        at: now,
        standing,
        origin: incoming.origin,
        settles: incoming.settles.clone(),
    };
    match (decision, current) {
        (Decision::Merged(merged), _) => {
            let part = version(incoming.html.clone(), Standing::Part);
            let whole = version(merged, Standing::Merged);
            section::keep_on(
                tx,
                hold.shelf,
                &Version {
                    settles: None,
                    ..part
                },
            )
            .await?;
            section::keep_on(tx, hold.shelf, &whole).await?;
            Ok(Saved::Merged {
                version: whole.id,
                html: whole.html,
            })
        }
        (Decision::Conflict(_), Some(current)) => {
            let mine = version(incoming.html.clone(), Standing::Beside);
            section::keep_on(
                tx,
                hold.shelf,
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
            section::keep_on(tx, hold.shelf, &whole).await?;
            Ok(Saved::Saved {
                version: whole.id,
                html: None,
            })
        }
    }
}

impl Saved {
    /// The version that this text became or went into.
    pub(in crate::web::pages) fn version(&self) -> &str {
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
    pub(in crate::web::pages) fn with_cleaned(self, cleaned: Option<String>) -> Saved {
        match self {
            Saved::Saved { version, .. } => Saved::Saved {
                version,
                html: cleaned,
            },
            other => other,
        }
    }
}
