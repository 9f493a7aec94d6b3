//! Plans as pages need them: read once from the text that is kept.
//!
//! A plan's text never changes once it was uploaded, so what was read of it is
//! kept in memory for the campaigns that were looked at last.

use std::sync::{Arc, Mutex};

use tongket_reader::plan::Plan;
use tongket_reader::plan::read::read;
use tongket_reader::{Diagnostic, Source};
use tongket_store::{StoreError, plan};

use super::house::House;

/// Plans that are held at the same time.
const HELD: usize = 8;

/// A plan with the text that it was read from.
#[derive(Debug)]
pub(super) struct ReadPlan {
    /// The text.
    pub(super) source: Source,
    /// What was understood of it.
    pub(super) plan: Plan,
    /// What is wrong with it.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl ReadPlan {
    /// Reads a text.
    pub(super) fn of(source: Source) -> ReadPlan {
        let reading = read(&source);
        ReadPlan {
            source,
            plan: reading.plan,
            diagnostics: reading.diagnostics,
        }
    }
}

/// The plans that were looked at last, by campaign.
#[derive(Debug, Default)]
pub(super) struct Plans(Mutex<Vec<(String, Arc<ReadPlan>)>>);

impl Plans {
    fn held(&self, campaign: &str) -> Option<Arc<ReadPlan>> {
        let held = self.0.lock().ok()?;
        let found = held.iter().find(|(id, _)| id == campaign)?;
        Some(Arc::clone(&found.1))
    }

    fn hold(&self, campaign: &str, plan: &Arc<ReadPlan>) {
        if let Ok(mut held) = self.0.lock() {
            held.retain(|(id, _)| id != campaign);
            held.push((campaign.to_owned(), Arc::clone(plan)));
            let surplus = held.len().saturating_sub(HELD);
            held.drain(..surplus);
        }
    }
}

impl House {
    /// The plan of a campaign, where it has a document.
    ///
    /// # Errors
    /// Where it must be read and the database cannot.
    pub(super) async fn plan(&self, campaign: &str) -> Result<Option<Arc<ReadPlan>>, StoreError> {
        if let Some(plan) = self.plans.held(campaign) {
            return Ok(Some(plan));
        }
        let mut conn = self.store.read().await?;
        let Some(source) = plan::source(&mut conn, campaign).await? else {
            return Ok(None);
        };
        drop(conn);
        let read = Arc::new(self.at_the_back(move || ReadPlan::of(source)).await);
        self.plans.hold(campaign, &read);
        Ok(Some(read))
    }
}
