//! The work itself, looked back on: in time or not, sent back or not, how much was asked, asked twice.
//!
//! Units and counts, never persons: how an office works is nobody's mark.

use std::collections::BTreeSet;

use jiff::Timestamp;
use tongket_reader::words::fold;

use super::board::Owed;
use crate::exchange::{Step, Timing};

/// Characters that fill a page of an administrative document: A4, 14 pt, about 32 lines of 65.
pub const CHARACTERS_A_PAGE: usize = 2_080;

/// How a number of reports came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timeliness {
    /// Reports that were owed.
    pub owed: usize,
    /// Sent for the first time before their day, or on it.
    pub in_time: usize,
    /// Sent for the first time after their day.
    pub late: usize,
    /// Sent, with no day set.
    pub undated: usize,
    /// Not sent, their day not passed.
    pub ahead: usize,
    /// Not sent, their day passed.
    pub overdue: usize,
    /// Reports that were sent back at least once.
    pub sent_back: usize,
    /// How often reports were sent back.
    pub returns: usize,
    /// Accepted without having been sent back.
    pub accepted_at_once: usize,
    /// Accepted.
    pub accepted: usize,
}

impl Timeliness {
    /// Counts one report more, as it stands at an instant.
    pub fn add(&mut self, owed: &Owed, now: Timestamp) {
        self.owed += 1;
        let first = owed.history.first_sending();
        match first.unwrap_or_else(|| owed.progress(now).timing) {
            Timing::DoneEarly | Timing::DoneOnTime => self.in_time += 1,
            Timing::DoneLate(_) => self.late += 1,
            Timing::Done => self.undated += 1,
            Timing::NoDate | Timing::Ahead(_) | Timing::DueSoon(_) => self.ahead += 1,
            Timing::Late(_) => self.overdue += 1,
        }
        let turns = owed.history.turns.iter();
        let is_return = |step: &Step| matches!(step, Step::Return { .. });
        let is_acceptance = |step: &Step| matches!(step, Step::Acceptance { .. });
        let returns = turns.clone().filter(|turn| is_return(&turn.step)).count();
        let accepted = turns.clone().any(|turn| is_acceptance(&turn.step));
        self.returns += returns;
        self.sent_back += usize::from(returns > 0);
        self.accepted += usize::from(accepted);
        self.accepted_at_once += usize::from(accepted && returns == 0);
    }

    /// Every report once, by how it stands to its day.
    pub fn all(&self) -> usize {
        self.in_time + self.late + self.undated + self.ahead + self.overdue
    }
}

/// Something that a campaign asks of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Which campaign: the caller's number.
    pub campaign: usize,
    /// What is asked: the words of an outline item, or the name of an indicator.
    pub words: String,
    /// In what an indicator is counted; empty for an outline item.
    pub unit_of_measure: String,
    /// Whether it is an indicator.
    pub is_figure: bool,
    /// Depth of an outline item, from 1; 0 for an indicator.
    pub level: i64,
}

/// Two askings that want the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Twice<'a> {
    /// What this campaign asks.
    pub here: &'a Asking,
    /// What this or another campaign asks as well.
    pub there: &'a Asking,
    /// How alike the words are: 1 is the same.
    pub likeness: f64,
}

/// How alike two askings must be.
const ALIKE: f64 = 0.82;
/// Words below which an outline item says too little to be compared: "Kiến nghị" is in every outline.
const FEWEST_WORDS: usize = 5;

/// What of `here` is asked again, in `here` itself or in `there`, the most alike first; the items of
/// a campaign in the order of its outline. What stands below a heading only says what the heading asks.
pub fn asked_twice<'a>(here: &'a [Asking], there: &'a [Asking]) -> Vec<Twice<'a>> {
    let keys = |askings: &'a [Asking]| -> Vec<(usize, &'a Asking, String)> {
        let said = askings
            .iter()
            .enumerate()
            .map(|(at, asking)| (at, asking, fold::bare(&asking.words)));
        said.filter(|(_, asking, key)| says_enough(asking, key))
            .collect()
    };
    let (own, other) = (keys(here), keys(there));
    let mut twice = Vec::new();
    for (at, (place, one, key)) in own.iter().enumerate() {
        let beside = own[at + 1..]
            .iter()
            .filter(|(other, ..)| !is_below(&here[*place], &here[place + 1..=*other]));
        for (_, two, other) in beside.chain(&other) {
            twice.extend(compared((one, key), (two, other)));
        }
    }
    twice.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    twice
}

/// Whether the last of the items that follow a heading stands below it.
fn is_below(heading: &Asking, following: &[Asking]) -> bool {
    following.iter().all(|item| item.level > heading.level)
}

fn says_enough(asking: &Asking, key: &str) -> bool {
    let words: BTreeSet<&str> = key.split_whitespace().collect();
    asking.is_figure && words.len() >= 2 || words.len() >= FEWEST_WORDS
}

fn compared<'a>(one: (&'a Asking, &str), two: (&'a Asking, &str)) -> Option<Twice<'a>> {
    let same_kind = one.0.is_figure == two.0.is_figure
        && fold::bare(&one.0.unit_of_measure) == fold::bare(&two.0.unit_of_measure);
    if !same_kind {
        return None;
    }
    let likeness = strsim::sorensen_dice(one.1, two.1);
    (likeness >= ALIKE).then_some(Twice {
        here: one.0,
        there: two.0,
        likeness,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(campaign: usize, words: &str) -> Asking {
        Asking {
            campaign,
            words: words.to_owned(),
            unit_of_measure: String::new(),
            is_figure: false,
            level: 1,
        }
    }

    fn figure(campaign: usize, words: &str, unit_of_measure: &str) -> Asking {
        Asking {
            unit_of_measure: unit_of_measure.to_owned(),
            is_figure: true,
            level: 0,
            ..item(campaign, words)
        }
    }

    #[test]
    fn what_is_asked_in_other_words_is_found_and_what_is_counted_otherwise_is_not() {
        let here = [
            item(0, "Kết quả xây dựng và hoạt động của tổ tự quản"),
            item(0, "Kiến nghị, đề xuất"),
            figure(0, "Số tổ tự quản", "tổ"),
            figure(0, "Thành viên tổ tự quản", "người"),
        ];
        let there = [
            item(1, "Kết quả xây dựng, hoạt động của các tổ tự quản"),
            item(1, "Kiến nghị, đề xuất"),
            figure(1, "số tổ tự quản", "Tổ"),
            figure(1, "Thành viên tổ tự quản", "hộ"),
        ];
        let twice = asked_twice(&here, &there);
        let pairs: Vec<_> = twice
            .iter()
            .map(|twice| (twice.here.words.as_str(), twice.there.campaign))
            .collect();
        assert_eq!(
            pairs,
            [
                ("Số tổ tự quản", 1),
                ("Kết quả xây dựng và hoạt động của tổ tự quản", 1)
            ]
        );
    }

    #[test]
    fn one_campaign_may_ask_the_same_twice_too() {
        let words = "Công tác tuyên truyền, phổ biến pháp luật";
        let here = [item(0, words), item(0, &words.to_uppercase())];
        assert_eq!(asked_twice(&here, &[]).len(), 1);
    }

    #[test]
    fn a_heading_and_what_it_asks_for_are_asked_once() {
        let words = "Kết quả xây dựng và hoạt động của tổ tự quản";
        let below = |level, words: &str| Asking {
            level,
            ..item(0, words)
        };
        let here = [
            item(0, words),
            below(2, "Số liệu, cách làm, kinh nghiệm của đơn vị"),
            below(2, words),
        ];
        assert_eq!(asked_twice(&here, &[]), []);
        let beside = [item(0, words), below(2, "Số liệu"), item(0, words)];
        assert_eq!(asked_twice(&beside, &[]).len(), 1);
    }
}
