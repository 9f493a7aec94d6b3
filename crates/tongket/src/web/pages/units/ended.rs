//! Whom a reorganisation is told to: the standing agencies of running campaigns in which something
//! hangs on a unit that ends, and the people of units that end, are renamed or move.
//!
//! Reports stay where they are until the standing agency makes them over
//! ([`super::transfer`]); a successor sees nothing of them before. What holds
//! from a day to come is told as that.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use tongket_core::moment;
use tongket_core::refusal::Said;
use tongket_store::campaign::{self, State};
use tongket_store::notice::{self, Notice};
use tongket_store::{StoreError, Tx, new_id, succession};

use super::transfer::CAMPAIGNS;
use crate::web::place;

/// Names that a notice says; of more it says how many.
const NAMED: usize = 5;

/// A unit that ends.
pub(super) struct Ending<'e> {
    /// Id.
    pub(super) unit: &'e str,
    /// Its last name.
    pub(super) name: &'e str,
    /// The first day without it.
    pub(super) effective: Date,
}

/// Tells the standing agencies whom it concerns that these units end.
pub(super) async fn tell_standing_agencies(
    tx: &mut Tx,
    ended: &[Ending<'_>],
    now: Timestamp,
) -> Result<(), StoreError> {
    if ended.is_empty() {
        return Ok(());
    }
    let today = moment::day_of(now);
    let open = campaign::list(tx, CAMPAIGNS, 0).await?;
    for campaign in open.into_iter().filter(|it| it.state == State::Open) {
        // What was accepted or answered stays with the unit that did it.
        let held = succession::held(tx, &campaign.id).await?.into_iter();
        let mut there: HashSet<String> = held.map(|duty| duty.unit).collect();
        there.extend(succession::routed(tx, &campaign.id).await?);
        let mut by_day: BTreeMap<Option<Date>, Vec<&str>> = BTreeMap::new();
        for it in ended.iter().filter(|it| there.contains(it.unit)) {
            let later = Some(it.effective).filter(|day| *day > today);
            by_day.entry(later).or_default().push(it.name);
        }
        for (later, names) in by_day {
            let notice = Notice {
                id: new_id(),
                unit: place::over(&campaign).to_owned(),
                subject_kind: "succession".to_owned(),
                subject: campaign.id.clone(),
                campaign: Some(campaign.id.clone()),
                kind: "reorganised".to_owned(),
                data: words(&names, &campaign.title, later),
                at: now,
            };
            notice::add(tx, &notice).await?;
        }
    }
    Ok(())
}

fn words(names: &[&str], campaign: &str, later: Option<Date>) -> serde_json::Value {
    let few = names[..names.len().min(NAMED)].join(", ");
    let (vi, en) = match names.len().saturating_sub(NAMED) {
        0 => (few.clone(), few),
        more => (
            format!("{few} và {more} đơn vị khác"),
            format!("{few} and {more} more"),
        ),
    };
    match later.map(moment::day) {
        None => json!({
            "vi": format!("{vi} đã sắp xếp lại, còn việc trong đợt “{campaign}”. Hãy chuyển nhiệm vụ, bản thảo và đầu mối cho đơn vị tiếp nhận."),
            "en": format!("{en}: reorganised, with work left in “{campaign}”. Make duties, drafts and channels over to those who took over."),
        }),
        Some(day) => json!({
            "vi": format!("{vi} sẽ sắp xếp lại từ ngày {}, còn việc trong đợt “{campaign}”. Từ ngày đó mới chuyển nhiệm vụ, bản thảo và đầu mối cho đơn vị tiếp nhận.", day.vi),
            "en": format!("{en}: to be reorganised on {}, with work left in “{campaign}”. From that day on duties, drafts and channels can be made over.", day.en),
        }),
    }
}

/// What becomes of a unit.
pub(super) enum Fate<'f> {
    /// It ends; those who come after it.
    Ends(Vec<&'f str>),
    /// It goes on under this name.
    Renamed(&'f str),
    /// It goes on below this unit; below none.
    Moved(Option<&'f str>),
}

/// A notice to the people of a unit, of what becomes of it and from which day on.
pub(super) fn to_people(
    unit: &str,
    name: &str,
    fate: &Fate<'_>,
    effective: Date,
    now: Timestamp,
) -> Notice {
    let said = becomes(name, fate, (effective, effective > moment::day_of(now)));
    Notice {
        id: new_id(),
        unit: unit.to_owned(),
        campaign: None,
        subject_kind: "page".to_owned(),
        subject: format!("/units/{unit}"),
        kind: "unit_changed".to_owned(),
        data: json!({ "vi": said.vi, "en": said.en }),
        at: now,
    }
}

/// What becomes of a unit from a day on, which is to come or not.
fn becomes(name: &str, fate: &Fate<'_>, (day, to_come): (Date, bool)) -> Said {
    let day = moment::day(day);
    let will = if to_come { "sẽ" } else { "đã" };
    let en = |to_come_en: &str, past_en: &str| match to_come {
        true => to_come_en.to_owned(),
        false => past_en.to_owned(),
    };
    match fate {
        Fate::Ends(heirs) => {
            let (after, after_en) = match heirs.as_slice() {
                [] => (
                    "không có đơn vị kế thừa".to_owned(),
                    "no unit succeeds it".to_owned(),
                ),
                [heir] => (
                    format!("đơn vị kế thừa: {heir}"),
                    format!("its successor is {heir}"),
                ),
                heirs => {
                    let heirs = heirs.join(", ");
                    (
                        format!("đơn vị kế thừa: {heirs}"),
                        format!("its successors are {heirs}"),
                    )
                }
            };
            Said::new(
                format!(
                    "{name} {will} thôi hoạt động từ ngày {}; {after}. Việc chưa xong chỉ chuyển khi cơ quan thường trực của đợt xác nhận.",
                    day.vi
                ),
                format!(
                    "{name} {} on {}; {after_en}. Unfinished work is handed over only once the standing agency of the campaign confirms it.",
                    en("will cease to operate", "ceased to operate"),
                    day.en
                ),
            )
        }
        Fate::Renamed(new) => Said::new(
            format!("{name} {will} đổi tên thành {new} từ ngày {}.", day.vi),
            format!(
                "{name} {} {new} on {}.",
                en("will be renamed", "was renamed"),
                day.en
            ),
        ),
        Fate::Moved(Some(parent)) => Said::new(
            format!(
                "{name} {will} chuyển về trực thuộc {parent} từ ngày {}.",
                day.vi
            ),
            format!(
                "{name} {} {parent} on {}.",
                en("will be placed under", "was placed under"),
                day.en
            ),
        ),
        Fate::Moved(None) => Said::new(
            format!("{name} {will} thôi trực thuộc cấp trên từ ngày {}.", day.vi),
            format!(
                "{name} {} {}.",
                en("will have no superior from", "has had no superior since"),
                day.en
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_becomes_of_a_unit_is_said_as_people_say_it() {
        let said =
            |fate: &Fate<'_>, to_come| becomes("xã A", fate, (date(2026, 3, 10), to_come)).en;
        let ends = |heirs: &[&'static str]| Fate::Ends(heirs.to_vec());
        let rows = [
            (
                ends(&["xã B"]),
                true,
                "xã A will cease to operate on 10 March 2026; its successor is xã B.",
            ),
            (
                ends(&["xã B", "xã C"]),
                false,
                "xã A ceased to operate on 10 March 2026; its successors are xã B, xã C.",
            ),
            (
                ends(&[]),
                false,
                "xã A ceased to operate on 10 March 2026; no unit succeeds it.",
            ),
            (
                Fate::Renamed("xã B"),
                true,
                "xã A will be renamed xã B on 10 March 2026.",
            ),
            (
                Fate::Moved(Some("tỉnh T")),
                false,
                "xã A was placed under tỉnh T on 10 March 2026.",
            ),
            (
                Fate::Moved(None),
                true,
                "xã A will have no superior from 10 March 2026.",
            ),
            (
                Fate::Moved(None),
                false,
                "xã A has had no superior since 10 March 2026.",
            ),
        ];
        for (fate, to_come, expected) in rows {
            let en = said(&fate, to_come);
            assert!(en.starts_with(expected), "{en}");
        }
    }
}
