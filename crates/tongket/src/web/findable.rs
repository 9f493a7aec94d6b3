//! What was sent becomes findable, section by section.
//!
//! Nobody who sends waits for it: it is an act of its own, one after the
//! other, with a rest between them, and it lets acts that people wait for go
//! first, so that five hundred units can send in the same minute. What a crash
//! left undone is caught up with when the server starts.

use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use tongket_core::exchange::{Content, SectionState};
use tongket_store::dossier::{self, Dossier};
use tongket_store::search::{self, Text};
use tongket_store::submission::{self, Submission};
use tongket_store::{Done, StoreError};

use super::house::House;
use super::question::Question;

/// How many times the time that the writer was kept busy it is then left alone.
const REST: u32 = 2;
/// Acts under way at which the writer is not busy.
const FEW: usize = 2;
/// How long a busy writer is left alone before somebody looks again.
const LATER: Duration = Duration::from_millis(200);
/// How long a version is put off at most, however busy the writer is.
const LATEST: Duration = Duration::from_secs(60);
/// Versions that are caught up with when the server starts.
const MOST_BEHIND: i64 = 100_000;

impl House {
    /// Makes a version that was sent findable, behind the request.
    pub(super) fn make_findable(&self, submission: &str) {
        let queue = self.finding.get_or_init(|| {
            let (queue, waiting) = unbounded_channel();
            tokio::spawn(make_all_findable(self.clone(), waiting));
            queue
        });
        // It only fails where the server is being stopped; the next start catches up.
        let _ = queue.send(submission.to_owned());
    }

    /// Makes findable what was sent and is not; says how much that is.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn catch_up(&self) -> Result<usize, StoreError> {
        let mut conn = self.store.read().await?;
        let behind = search::sent_unseen(&mut conn, MOST_BEHIND).await?;
        for submission in &behind {
            self.make_findable(submission);
        }
        Ok(behind.len())
    }

    async fn index(&self, id: &str) -> Result<(), StoreError> {
        let mut conn = self.store.read().await?;
        let Some(sent) = submission::find(&mut conn, id).await? else {
            return Ok(());
        };
        let (dossier, content) = (
            dossier::find(&mut conn, &sent.report).await?,
            submission::content(&mut conn, id).await?,
        );
        let (Some(dossier), Some(content)) = (dossier, content) else {
            return Ok(());
        };
        let question = self.question(&mut conn, &dossier).await?;
        drop(conn);
        let units = self.units().await?;
        let unit = units.name(&dossier.unit, self.today());
        let texts = texts(&sent, &dossier, &question, &content, unit);
        self.store
            .act(move |tx| {
                Box::pin(async move {
                    let all = submission::of_report(tx, &sent.report).await?;
                    if all.iter().any(|other| other.ordinal > sent.ordinal) {
                        return Ok(Done::already(()));
                    }
                    for other in &all {
                        search::forget(tx, "submission", &other.id).await?;
                    }
                    for text in &texts {
                        search::add(tx, text, sent.at).await?;
                    }
                    Ok(Done::already(()))
                })
            })
            .await
    }
}

/// Versions on their way into the search.
pub(super) type Finding = UnboundedSender<String>;

/// One version after the other, whenever nobody waits for the writer.
async fn make_all_findable(house: House, mut waiting: UnboundedReceiver<String>) {
    while let Some(id) = waiting.recv().await {
        let asked = Instant::now();
        while house.store.under_way() > FEW && asked.elapsed() < LATEST {
            tokio::time::sleep(LATER).await;
        }
        let begun = Instant::now();
        if let Err(error) = house.index(&id).await {
            if house.store.is_closed() {
                return;
            }
            tracing::error!(%error, "a report cannot be found yet");
        }
        tokio::time::sleep(begun.elapsed() * REST).await;
    }
}

/// The texts of a version: one for the whole, by its unit and its files, and one a section.
fn texts(
    sent: &Submission,
    dossier: &Dossier,
    question: &Question,
    content: &Content,
    unit: &str,
) -> Vec<Text> {
    let text = |item: &str, title: &str, body: String| Text {
        kind: "submission".to_owned(),
        subject: sent.id.clone(),
        campaign: dossier.campaign.clone(),
        unit: dossier.unit.clone(),
        item: item.to_owned(),
        title: title.to_owned(),
        body,
    };
    let files = content.evidence.iter().map(|file| file.name.as_str());
    let named = std::iter::once(unit).chain(files).collect::<Vec<_>>();
    let whole = text("", &dossier.title, named.join("; "));
    let written = content
        .sections
        .iter()
        .filter(|section| section.state == SectionState::Written);
    let sections = written.map(|section| {
        let title = question.title(&section.item);
        text(&section.item, title, section.text.clone())
    });
    std::iter::once(whole).chain(sections).collect()
}
