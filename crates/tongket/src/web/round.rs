//! A round of reminders: who is to be reminded now, in the pages.
//!
//! The core says who; here each gets a notice. A step that was
//! taken is kept in the same act as its notice, so nothing is said twice.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;
use tongket_core::chase::{Reminder, reminders};
use tongket_core::exchange::Timing;
use tongket_core::moment;
use tongket_reader::calendar::Calendar;
use tongket_store::campaign::{self, Campaign, State};
use tongket_store::notice::{self, Notice};
use tongket_store::{Done, StoreError, new_id, reminder};

use super::board::{Board, Post};
use super::house::House;
use super::road::words;
use super::visitor::event;

/// Units that are reminded in one act, so that nobody who saves waits long.
const AT_A_TIME: usize = 100;
/// Campaigns that are looked at.
const CAMPAIGNS: i64 = 1_000;

/// A unit that is reminded: its notices.
struct Call {
    unit: String,
    told: Vec<(tongket_core::chase::Told, Notice)>,
}

impl House {
    /// Reminds whoever is to be reminded now. Woken by the clock of `serve`; doing it twice in a
    /// row does nothing the second time.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub async fn tick(&self) -> Result<(), StoreError> {
        self.remind().await
    }

    /// Reminds whoever is to be reminded at this moment, in every open campaign.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub(super) async fn remind(&self) -> Result<(), StoreError> {
        let mut conn = self.store.read().await?;
        let campaigns = campaign::list(&mut conn, CAMPAIGNS, 0).await?;
        drop(conn);
        let open = campaigns
            .into_iter()
            .filter(|found| found.state == State::Open);
        for campaign in open {
            self.remind_in(&campaign).await?;
        }
        Ok(())
    }

    async fn remind_in(&self, campaign: &Campaign) -> Result<(), StoreError> {
        let now = self.now();
        let Some(board) = self.board(&campaign.id).await? else {
            return Ok(());
        };
        let mut conn = self.store.read().await?;
        let manner = reminder::manner(&mut conn, &campaign.id).await?;
        let told = reminder::told(&mut conn, &campaign.id).await?;
        let owed = board.posts.iter().map(|post| &post.owed);
        let due = reminders(owed, &manner.ladder, &told, now, Calendar::bundled());
        if due.is_empty() {
            return Ok(());
        }
        drop(conn);
        let calls = calls(&board, &due, now);
        for some in in_parts(calls) {
            self.call(&campaign.id, some, now).await?;
        }
        Ok(())
    }

    /// Keeps the steps of some units with their notices, in one act.
    async fn call(
        &self,
        campaign: &str,
        calls: Vec<Call>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let campaign = campaign.to_owned();
        self.store
            .act::<(), StoreError>(move |tx| {
                Box::pin(async move {
                    let mut reports = 0;
                    for call in calls {
                        for (told, said) in &call.told {
                            let (unit, id) = (&call.unit, &campaign);
                            if reminder::take(tx, id, unit, told, now, None).await? {
                                notice::add(tx, said).await?;
                                reports += 1;
                            }
                        }
                    }
                    if reports == 0 {
                        return Ok(Done::already(()));
                    }
                    let mut told = event(now, "", "reminder.send", "campaign", &campaign);
                    told.data = json!({ "reports": reports });
                    Ok(Done::new((), told))
                })
            })
            .await
    }
}

fn in_parts(calls: Vec<Call>) -> Vec<Vec<Call>> {
    let mut parts: Vec<Vec<Call>> = Vec::new();
    for call in calls {
        match parts.last_mut().filter(|part| part.len() < AT_A_TIME) {
            Some(part) => part.push(call),
            None => parts.push(vec![call]),
        }
    }
    parts
}

/// The reminders by unit, each with its notices.
fn calls(board: &Board, due: &[Reminder<'_>], now: Timestamp) -> Vec<Call> {
    let posts: BTreeMap<&str, &Post> = board
        .posts
        .iter()
        .map(|post| (post.owed.duty.as_str(), post.as_ref()))
        .collect();
    let mut by_unit: BTreeMap<&str, Vec<(&Reminder<'_>, &Post)>> = BTreeMap::new();
    for reminder in due {
        if let Some(post) = posts.get(reminder.owed.duty.as_str()) {
            let of_unit = by_unit.entry(reminder.owed.unit.as_str()).or_default();
            of_unit.push((reminder, post));
        }
    }
    let call = |(unit, of_unit): (&str, Vec<(&Reminder<'_>, &Post)>)| Call {
        unit: unit.to_owned(),
        told: of_unit
            .iter()
            .map(|(reminder, post)| {
                let told = (reminder.owed.duty.clone(), reminder.due, reminder.step);
                (told, said(&board.campaign, reminder, post, now))
            })
            .collect(),
    };
    by_unit.into_iter().map(call).collect()
}

/// What the unit reads in its pages.
fn said(campaign: &Campaign, reminder: &Reminder<'_>, post: &Post, now: Timestamp) -> Notice {
    let key = match reminder.timing {
        Timing::Late(_) => "reminder-notice-late",
        _ => "reminder-notice-due",
    };
    let day = moment::day(reminder.due).vi;
    Notice {
        id: new_id(),
        unit: post.owed.unit.clone(),
        campaign: Some(campaign.id.clone()),
        subject_kind: "duty".to_owned(),
        subject: post.owed.duty.clone(),
        kind: "reminder".to_owned(),
        data: words(key, &format!("{} ({day})", post.course.title)),
        at: now,
    }
}
