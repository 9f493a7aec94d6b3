//! Versions as they were understood, laid down so that nobody reads them again.
//!
//! Reading a thousand reports takes seconds, taking up what was understood of
//! them a fraction of that. Whatever had to be read for a tier is laid down
//! behind the request. It counts for this program, this outline and this name
//! of the unit; anything else is read anew, and so is what cannot be taken up.

use std::sync::Arc;

use tongket_core::consolidation::{Frame, Kept, Understood};
use tongket_core::exchange::{Content, Figure, SectionState};
use tongket_core::fingerprint::Fingerprint;
use tongket_core::report::{Body, Head, Written, WrittenSection, asks};
use tongket_paper::import;
use tongket_reader::plan::Outline;
use tongket_reader::source::Source;
use tongket_store::understood::{self, Laid};
use tongket_store::{Done, Store, StoreError, campaign, dossier, submission};

use super::house::House;
use super::outline;

/// How this program reads: another one may understand a report otherwise.
const READING: &str = env!("TONGKET_READING");
/// Versions that one act lays down.
const AT_ONCE: usize = 32;

/// A report as a tier puts it together.
#[derive(Debug)]
pub(super) struct Sent {
    /// What was understood of it.
    pub(super) kept: Arc<Kept>,
    /// The figures of its tables.
    pub(super) figures: Vec<Figure>,
}

/// How the versions of a tier are read.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    frame: Arc<Frame>,
    title: String,
    outline: Fingerprint,
}

impl Reader {
    /// A reader of reports on the outline of a frame, in a campaign of this title.
    pub(super) fn new(frame: Arc<Frame>, title: &str) -> Reader {
        let outline = serde_json::to_vec(&frame.outline).unwrap_or_default();
        Reader {
            outline: Fingerprint::of_parts(&[READING.as_bytes(), &outline]),
            title: title.to_owned(),
            frame,
        }
    }

    /// The mark of what is understood of a report of this unit.
    fn mark(&self, unit: &str) -> String {
        let (outline, title) = (self.outline.as_bytes(), self.title.as_bytes());
        Fingerprint::of_parts(&[outline, unit.as_bytes(), b"\n", title]).to_string()
    }

    /// What was laid down, where it counts here and is whole.
    pub(super) fn take_up(&self, unit: &str, laid: &Laid) -> Option<Sent> {
        if laid.mark != self.mark(unit) {
            return None;
        }
        let understood = Understood::of_bytes(&laid.bytes().ok()?)?;
        Some(Sent {
            figures: serde_json::from_str(&laid.figures).ok()?,
            kept: Arc::new(Kept::new(understood, &self.frame)),
        })
    }

    /// Reads what a unit sent, and gives besides what is to be laid down.
    pub(super) fn read(&self, unit: &str, content: Content) -> (Sent, Option<Laid>) {
        let (understood, laid) = self.understand(unit, &content);
        let sent = Sent {
            kept: Arc::new(Kept::new(understood, &self.frame)),
            figures: content.figures,
        };
        (sent, laid)
    }

    fn understand(&self, unit: &str, content: &Content) -> (Understood, Option<Laid>) {
        let head = Head {
            unit,
            title: &self.title,
            day: None,
        };
        let written = written(&head, &self.frame.outline, content);
        let understood = Understood::read(written, &self.frame);
        let figures = serde_json::to_string(&content.figures).ok();
        let laid = figures.zip(understood.bytes());
        let laid = laid.map(|(figures, bytes)| Laid::new(self.mark(unit), figures, &bytes));
        (understood, laid)
    }
}

/// A report as it was sent, put together as if it had come as a file.
pub(super) fn written(head: &Head<'_>, outline: &Outline, content: &Content) -> Written {
    let asks = asks(outline);
    let asked = content.sections.iter();
    let asked = asked.filter(|section| asks.iter().any(|ask| ask.item.id == section.item));
    let sources: Vec<(&str, Option<Source>)> = asked
        .filter_map(|section| match section.state {
            SectionState::Empty => None,
            SectionState::Nil => Some((section.item.as_str(), None)),
            SectionState::Written => {
                let source = import::html(&section.html).ok()?;
                Some((section.item.as_str(), Some(source)))
            }
        })
        .collect();
    let sections: Vec<WrittenSection<'_>> = sources
        .iter()
        .map(|(item, source)| WrittenSection {
            item,
            body: source.as_ref().map_or(Body::Nil, Body::Text),
        })
        .collect();
    Written::compose(head, outline, &sections)
}

impl House {
    /// Reads a version that nobody has read, for whoever puts it together later.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn understand(&self, submission: &str) -> Result<(), StoreError> {
        let mut conn = self.store.read().await?;
        if !understood::of(&mut conn, &[submission]).await?.is_empty() {
            return Ok(());
        }
        let Some(sent) = submission::find(&mut conn, submission).await? else {
            return Ok(());
        };
        let (Some(dossier), Some(content)) = (
            dossier::find(&mut conn, &sent.report).await?,
            submission::content(&mut conn, submission).await?,
        ) else {
            return Ok(());
        };
        let outline = outline::tree(campaign::outline(&mut conn, &dossier.campaign).await?);
        drop(conn);
        let (units, today) = (self.units().await?, self.today());
        let unit = units.whose(&dossier.unit, dossier.inherited_from.as_deref(), today);
        let laid = self.at_the_back(move || {
            let alone = Frame::new(outline, String::new(), None, today, Vec::new());
            let reader = Reader::new(Arc::new(alone), &dossier.campaign_title);
            reader.understand(&unit, &content).1
        });
        if let Some(laid) = laid.await {
            lay_down(&self.store, vec![(submission.to_owned(), laid)]).await?;
        }
        Ok(())
    }

    /// Lays down what was understood of versions, behind the request.
    pub(super) fn lay_down(&self, read: Vec<(String, Laid)>) {
        if read.is_empty() {
            return;
        }
        let store = self.store.clone();
        tokio::spawn(async move {
            // Where it cannot be done, the next one who asks reads them again.
            if let Err(error) = lay_down(&store, read).await
                && !store.is_closed()
            {
                tracing::error!(%error, "what was understood of reports could not be laid down");
            }
        });
    }
}

async fn lay_down(store: &Store, read: Vec<(String, Laid)>) -> Result<(), StoreError> {
    let mut read = read.into_iter().peekable();
    while read.peek().is_some() {
        let some: Vec<(String, Laid)> = read.by_ref().take(AT_ONCE).collect();
        let act = store.act(move |tx| {
            Box::pin(async move {
                for (submission, laid) in &some {
                    understood::lay_down(tx, submission, laid).await?;
                }
                Ok::<_, StoreError>(Done::already(()))
            })
        });
        act.await?;
    }
    Ok(())
}
