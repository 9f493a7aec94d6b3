//! A plan that takes long to read: a scan is recognised page by page, an old file converted.
//!
//! It is read behind the requests while a page says how far it is. What is
//! being read is held in memory alone: when the server stops, the file is
//! uploaded again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use serde::Serialize;
use tongket_core::refusal::{Refusal, Said};
use tongket_store::new_id;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::create::{Author, read_and_keep};
use crate::files::Progress;
use crate::web::house::House;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(show))
}

/// Readings that are remembered after their end, for whoever comes back late.
const REMEMBERED: usize = 50;

/// A file that is being read, or was.
#[derive(Debug)]
struct Reading {
    account: String,
    name: String,
    sha256: String,
    progress: Arc<Progress>,
    /// The campaign, or why there is none; nothing while it is being read.
    end: Option<Result<String, Problem>>,
}

/// The files that are being read.
#[derive(Debug, Default)]
pub(in crate::web) struct Readings(Mutex<HashMap<String, Reading>>);

impl Readings {
    /// The reading of this very file by the same person, where it is under way.
    fn under_way(&self, account: &str, sha256: &str) -> Option<String> {
        let readings = self.0.lock().ok()?;
        let same = |reading: &Reading| {
            reading.end.is_none() && reading.account == account && reading.sha256 == sha256
        };
        let found = readings.iter().find(|(_, reading)| same(reading));
        found.map(|(id, _)| id.clone())
    }

    fn begin(&self, id: &str, reading: Reading) {
        if let Ok(mut readings) = self.0.lock() {
            if readings.len() >= REMEMBERED {
                readings.retain(|_, reading| reading.end.is_none());
            }
            readings.insert(id.to_owned(), reading);
        }
    }

    fn end(&self, id: &str, end: Result<String, Problem>) {
        if let Ok(mut readings) = self.0.lock()
            && let Some(reading) = readings.get_mut(id)
        {
            reading.end = Some(end);
        }
    }

    /// What a page says of a reading; nothing where this person began none of that id.
    fn of(&self, id: &str, account: &str) -> Option<(Far, Option<Result<String, Problem>>)> {
        let readings = self.0.lock().ok()?;
        let reading = readings.get(id).filter(|it| it.account == account)?;
        let (done, pages) = reading.progress.pages();
        let far = Far {
            name: reading.name.clone(),
            done,
            pages,
        };
        Some((far, reading.end.clone()))
    }
}

impl House {
    /// Begins to read a plan behind the requests; gives the id under which a page says how far it
    /// is. The same file twice is read once.
    pub(super) fn begin_reading(
        &self,
        author: Author,
        name: String,
        sha256: String,
        bytes: Vec<u8>,
    ) -> String {
        if let Some(known) = self.readings.under_way(&author.account, &sha256) {
            return known;
        }
        let (id, progress) = (new_id(), Arc::<Progress>::default());
        let reading = Reading {
            account: author.account.clone(),
            name: name.clone(),
            sha256,
            progress: Arc::clone(&progress),
            end: None,
        };
        self.readings.begin(&id, reading);
        let (house, own) = (self.clone(), id.clone());
        let work: BoxFuture<'static, ()> = Box::pin(async move {
            let end = read_and_keep(&house, &author, name, bytes, progress).await;
            house.readings.end(&own, end);
        });
        tokio::spawn(work);
        id
    }
}

/// How far a reading is.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Far {
    /// Name of the file.
    name: String,
    /// Pages that were recognised.
    done: u32,
    /// How many pages there are; 0 where they are not counted.
    pages: u32,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/reading.html")]
struct ReadingPage {
    #[serde(skip)]
    shell: Shell,
    /// Id of the reading.
    reading: String,
    /// How far it is.
    far: Far,
}
views!(ReadingPage);

/// How far the reading of a plan is; leads to the campaign once it was read.
#[utoipa::path(get, path = "/campaigns/readings/{reading}", tag = "campaigns",
    params(("reading" = String, Path)), responses((status = 200, body = ReadingPage),
    (status = 422, description = "TK021, TK023: it bears a secrecy mark, or cannot be read")))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(reading): Path<String>,
) -> Result<Response, Problem> {
    let what = || {
        Said::new(
            "tệp đang đọc này; hãy tải tệp lên lại",
            "file being read; upload it again",
        )
    };
    let found = house.readings.of(&reading, &visitor.account);
    let (far, end) = found.ok_or_else(|| Refusal::not_found(what()))?;
    match end {
        None => Ok(Page(ReadingPage {
            shell,
            reading,
            far,
        })
        .into_response()),
        Some(Ok(id)) => {
            let to = format!("/campaigns/{id}/plan");
            Ok(Next::new(&shell, to, id)
                .saying("campaign-read-done")
                .into_response())
        }
        // The page that looked by itself is loaded anew, and says why.
        Some(Err(_)) if shell.partial => {
            let again = [("hx-refresh", HeaderValue::from_static("true"))];
            Ok((StatusCode::OK, again).into_response())
        }
        Some(Err(problem)) => Err(problem),
    }
}
