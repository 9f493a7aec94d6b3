//! The standing agencies of running campaigns are told when units end on which something hangs there.
//!
//! Their reports stay where they are until the standing agency makes them over
//! ([`super::transfer`]); a successor sees nothing of them before.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::json;
use tongket_store::campaign::{self, State};
use tongket_store::notice::{self, Notice};
use tongket_store::{StoreError, Tx, new_id, succession};

use super::transfer::CAMPAIGNS;
use crate::web::place;

/// Names that a notice says; of more it says how many.
const NAMED: usize = 5;

/// Tells whom it concerns that these units end: id and last name of each.
pub(super) async fn tell_standing_agencies(
    tx: &mut Tx,
    ended: &[(&str, &str)],
    now: Timestamp,
) -> Result<(), StoreError> {
    if ended.is_empty() {
        return Ok(());
    }
    let open = campaign::list(tx, CAMPAIGNS, 0).await?;
    for campaign in open.into_iter().filter(|it| it.state == State::Open) {
        // What was accepted or answered stays with the unit that did it.
        let held = succession::held(tx, &campaign.id).await?.into_iter();
        let mut there: HashSet<String> = held.map(|duty| duty.unit).collect();
        there.extend(succession::routed(tx, &campaign.id).await?);
        let here = ended.iter().filter(|(unit, _)| there.contains(*unit));
        let names: Vec<&str> = here.map(|(_, name)| *name).collect();
        if names.is_empty() {
            continue;
        }
        let notice = Notice {
            id: new_id(),
            unit: place::over(&campaign).to_owned(),
            subject_kind: "succession".to_owned(),
            subject: campaign.id.clone(),
            campaign: Some(campaign.id),
            kind: "reorganised".to_owned(),
            data: words(&names, &campaign.title),
            at: now,
        };
        notice::add(tx, &notice).await?;
    }
    Ok(())
}

fn words(names: &[&str], campaign: &str) -> serde_json::Value {
    let few = names[..names.len().min(NAMED)].join(", ");
    let (vi, en) = match names.len().saturating_sub(NAMED) {
        0 => (few.clone(), few),
        more => (
            format!("{few} và {more} đơn vị khác"),
            format!("{few} and {more} more"),
        ),
    };
    json!({
        "vi": format!("{vi} đã sắp xếp lại, còn việc trong đợt “{campaign}”. Hãy chuyển nhiệm vụ, bản thảo và đầu mối cho đơn vị tiếp nhận."),
        "en": format!("{en}: reorganised, with work left in “{campaign}”. Make duties, drafts and channels over to those who took over."),
    })
}
