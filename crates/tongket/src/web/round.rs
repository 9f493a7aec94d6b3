//! A round of reminders: who is to be reminded now, in the pages and by mail.
//!
//! The core says who; here each gets a notice, and each unit one mail that
//! lists all it owes in the campaign. A step that was taken is kept in the same
//! act as its notice and its mail, so nothing is said twice.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;
use tongket_core::chase::post::Turn;
use tongket_core::chase::{Reminder, reminders};
use tongket_core::exchange::Timing;
use tongket_core::moment;
use tongket_reader::calendar::Calendar;
use tongket_store::campaign::{self, Campaign, State};
use tongket_store::contact::{self, Contact};
use tongket_store::mail::{self, Mail};
use tongket_store::notice::{self, Notice};
use tongket_store::{Done, StoreError, new_id, reminder};

use super::board::{Board, Post};
use super::house::House;
use super::language::Language;
use super::letterbox::Server;
use super::road::words;
use super::visitor::event;

/// Units that are reminded in one act, so that nobody who saves waits long.
const AT_A_TIME: usize = 100;
/// Campaigns that are looked at.
const CAMPAIGNS: i64 = 1_000;

/// A unit that is reminded: its notices and its mail.
struct Call {
    unit: String,
    told: Vec<(tongket_core::chase::Told, Notice)>,
    mail: Option<Mail>,
}

impl House {
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
        let server = Server::of(&mut conn).await?.filter(|_| manner.by_mail);
        let contacts: BTreeMap<String, Contact> = match server {
            Some(_) => contact::all(&mut conn).await?,
            None => Vec::new(),
        }
        .into_iter()
        .filter(|known| known.refused_at.is_none())
        .map(|known| (known.unit.clone(), known))
        .collect();
        drop(conn);
        let calls = calls(&board, &due, server.as_ref(), &contacts, now);
        for some in in_parts(calls) {
            self.call(&campaign.id, some, now).await?;
        }
        Ok(())
    }

    /// Keeps the steps of some units with their notices and mails, in one act.
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
                    let (mut reports, mut mails) = (0, 0);
                    for call in calls {
                        let mail = call.mail.as_ref().map(|mail| mail.id.as_str());
                        let mut new = false;
                        for (told, said) in &call.told {
                            let (unit, id) = (&call.unit, &campaign);
                            if reminder::take(tx, id, unit, told, now, mail).await? {
                                notice::add(tx, said).await?;
                                (new, reports) = (true, reports + 1);
                            }
                        }
                        if let Some(mail) = call.mail.filter(|_| new) {
                            mail::put(tx, &mail).await?;
                            mails += 1;
                        }
                    }
                    if reports == 0 {
                        return Ok(Done::already(()));
                    }
                    let mut told = event(now, "", "reminder.send", "campaign", &campaign);
                    told.data = json!({ "reports": reports, "mails": mails });
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

/// The reminders by unit, each with its notices, and a mail where the unit has an address.
fn calls(
    board: &Board,
    due: &[Reminder<'_>],
    server: Option<&Server>,
    contacts: &BTreeMap<String, Contact>,
    now: Timestamp,
) -> Vec<Call> {
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
        mail: server
            .zip(contacts.get(unit))
            .map(|(server, to)| written(board, server, to, &of_unit, now)),
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
        data: words(key, &format!("{} ({day})", post.asked.title)),
        at: now,
    }
}

/// The mail to a unit: all that it is reminded of, and nothing of anybody else.
fn written(
    board: &Board,
    server: &Server,
    to: &Contact,
    of_unit: &[(&Reminder<'_>, &Post)],
    now: Timestamp,
) -> Mail {
    let vi = Language::Vietnamese;
    let campaign = &board.campaign;
    let said = |key: &str, it: &str, of: &str| vi.text_with(key, &[("it", it), ("of", of)]);
    let unit = of_unit.first().map(|(_, post)| post.owed.unit.as_str());
    let name = unit.map(|unit| board.units.issuing_name(unit, moment::day_of(now)));
    let to_whom = said("reminder-mail-to", &name.unwrap_or_default(), "");
    let mut lines = vec![to_whom, String::new()];
    let about = match campaign.code.as_str() {
        "" => campaign.title.clone(),
        code => format!("{} ({code})", campaign.title),
    };
    lines.push(said("reminder-mail-about", &about, ""));
    for (reminder, post) in of_unit {
        let day = moment::day(reminder.due).vi;
        let timing = match reminder.timing {
            Timing::Late(days) => said("timing-late", &days.to_string(), ""),
            Timing::DueSoon(0) => vi.text("timing-today"),
            Timing::DueSoon(days) | Timing::Ahead(days) => {
                said("timing-ahead", &days.to_string(), "")
            }
            Timing::NoDate
            | Timing::Done
            | Timing::DoneEarly
            | Timing::DoneOnTime
            | Timing::DoneLate(_) => String::new(),
        };
        lines.push(format!(
            "- {}: {}; {timing}.",
            post.asked.title,
            said("road-due", &day, "")
        ));
        if !server.site.is_empty() {
            lines.push(format!("  {}/duties/{}", server.site, post.owed.duty));
        }
    }
    let standing = super::place::over(campaign);
    let standing = board.units.name(standing, moment::day_of(now));
    lines.push(String::new());
    lines.push(said("reminder-mail-sent", &moment::said(now).vi, ""));
    lines.push(said("reminder-mail-from", standing, ""));
    Mail {
        id: new_id(),
        campaign: Some(campaign.id.clone()),
        unit: to.unit.clone(),
        address: to.address.clone(),
        subject: said("reminder-mail-subject", &campaign.title, ""),
        body: lines.join("\r\n"),
        turn: Turn::new(now),
        answer: String::new(),
        made_at: now,
        changed_at: now,
    }
}
