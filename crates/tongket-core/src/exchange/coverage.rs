//! What became of one outline item in one unit's report.
//!
//! A map of units and items is made of these: said in words, nothing to
//! report, left out, sent back, or still awaited. "Không có" is an answer and
//! never counts as missing, be it said by a click or in a sentence that says no
//! more, as the consolidation reads it ([`says_nothing`](crate::report::says_nothing)); what was sent back counts for nothing until it
//! comes again, and what was left out is left out even in a report that was
//! sent back.

use serde::{Deserialize, Serialize};

use super::content::{Section, SectionState, said};
use super::status::Status;

/// What became of an outline item in the last version of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// It is answered in words.
    Answered,
    /// The unit says that there is nothing to report.
    Nil,
    /// It was answered, and the report was sent back.
    Returned,
    /// The report was sent without an answer that was asked for.
    Missing,
    /// No version was sent yet.
    Awaited,
    /// Nothing was said, and nothing had to be.
    Blank,
    /// It was asked for only after the report was sent.
    Later,
}

impl Cover {
    /// Every state, in the order in which a legend gives them.
    pub const ALL: [Cover; 7] = [
        Cover::Answered,
        Cover::Nil,
        Cover::Returned,
        Cover::Missing,
        Cover::Awaited,
        Cover::Blank,
        Cover::Later,
    ];

    /// What became of an item: where its report's last version stands, if any
    /// was sent, what it says on the item, and whether something must be said.
    pub fn of(last: Option<Status>, said: SectionState, required: bool) -> Cover {
        match (last, said, required) {
            (None, _, true) => Cover::Awaited,
            (None, _, false) | (Some(_), SectionState::Empty, false) => Cover::Blank,
            (Some(_), SectionState::Empty, true) => Cover::Missing,
            (Some(Status::Returned), _, _) => Cover::Returned,
            (Some(_), SectionState::Nil, _) => Cover::Nil,
            (Some(_), SectionState::Written, _) => Cover::Answered,
        }
    }

    /// The same of an item that was put into the outline after the version was sent: who sent it left
    /// nothing out.
    pub fn asked_later(self) -> Cover {
        match self {
            Cover::Missing => Cover::Later,
            other => other,
        }
    }

    /// Its name in data and in the API.
    pub fn id(self) -> &'static str {
        match self {
            Cover::Answered => "answered",
            Cover::Nil => "nil",
            Cover::Returned => "returned",
            Cover::Missing => "missing",
            Cover::Awaited => "awaited",
            Cover::Blank => "blank",
            Cover::Later => "later",
        }
    }

    /// The state with this name.
    pub fn by_id(id: &str) -> Option<Cover> {
        Cover::ALL.into_iter().find(|cover| cover.id() == id)
    }
}

/// How many of each, over an item or over a unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    counts: [usize; 7],
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, cover: Cover) {
        self.counts[cover as usize] += 1;
    }

    /// How many of a state.
    pub fn of(&self, cover: Cover) -> usize {
        self.counts[cover as usize]
    }

    /// How many had to be answered, or were.
    pub fn asked(&self) -> usize {
        let open = self.of(Cover::Blank) + self.of(Cover::Later);
        self.counts.iter().sum::<usize>() - open
    }

    /// How many are answered, be it that there is nothing.
    pub fn settled(&self) -> usize {
        self.of(Cover::Answered) + self.of(Cover::Nil)
    }
}

impl Extend<Cover> for Tally {
    fn extend<I: IntoIterator<Item = Cover>>(&mut self, covers: I) {
        for cover in covers {
            self.add(cover);
        }
    }
}

impl Section {
    /// How it was answered; words that are all white space are none, and words that only say that
    /// there is nothing are as good as "Không có" said deliberately.
    pub fn said(&self) -> SectionState {
        said(self.state, &self.html, &self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::tests::{nil, report, written};

    #[test]
    fn every_state_says_what_it_means() {
        let sent = Some(Status::Submitted);
        let back = Some(Status::Returned);
        let rows = [
            (sent, SectionState::Written, true, Cover::Answered),
            (sent, SectionState::Written, false, Cover::Answered),
            (sent, SectionState::Nil, true, Cover::Nil),
            (sent, SectionState::Empty, true, Cover::Missing),
            (sent, SectionState::Empty, false, Cover::Blank),
            (back, SectionState::Written, true, Cover::Returned),
            (back, SectionState::Nil, true, Cover::Returned),
            (back, SectionState::Empty, true, Cover::Missing),
            (back, SectionState::Empty, false, Cover::Blank),
            (None, SectionState::Empty, true, Cover::Awaited),
            (None, SectionState::Empty, false, Cover::Blank),
        ];
        for (last, said, required, cover) in rows {
            assert_eq!(Cover::of(last, said, required), cover, "{last:?} {said:?}");
        }
        assert_eq!(Cover::Missing.asked_later(), Cover::Later);
        assert_eq!(Cover::Awaited.asked_later(), Cover::Awaited);
        for cover in Cover::ALL {
            assert_eq!(Cover::by_id(cover.id()), Some(cover));
        }
    }

    #[test]
    fn nil_is_never_missing_and_white_space_is_no_answer() {
        let content = report([written("I", "Đã làm."), nil("II"), written("III", " \n")]);
        let said: Vec<SectionState> = content.sections.iter().map(Section::said).collect();
        assert_eq!(
            said,
            [
                SectionState::Written,
                SectionState::Nil,
                SectionState::Empty
            ]
        );
    }

    #[test]
    fn what_only_says_that_there_is_nothing_is_nil_as_the_consolidation_reads_it() {
        let table = |text: &str| Section {
            html: "<table><tr><td>Không có</td></tr></table>".to_owned(),
            ..written("I", text)
        };
        let rows = [
            (written("I", "Không có gì để kiến nghị."), SectionState::Nil),
            (
                written("I", "a) Không có.\n\n- Không.\n"),
                SectionState::Nil,
            ),
            (
                written("I", "Không có.\nĐề nghị cấp thêm kinh phí."),
                SectionState::Written,
            ),
            (
                written(
                    "I",
                    "Nhìn chung không có khó khăn lớn, tuy nhiên còn thiếu người.",
                ),
                SectionState::Written,
            ),
            (table("Không có"), SectionState::Written),
        ];
        for (section, said) in rows {
            assert_eq!(section.said(), said, "{}", section.text);
        }
    }

    fn any_cover() -> impl Strategy<Value = Cover> {
        (0..Cover::ALL.len()).prop_map(|at| Cover::ALL[at])
    }

    proptest! {
        #[test]
        fn totals_by_item_and_by_unit_count_the_same(
            map in prop::collection::vec(prop::array::uniform5(any_cover()), 0..12)
        ) {
            let mut by_item = [Tally::default(); 5];
            let mut by_unit = Vec::new();
            for row in &map {
                let mut unit = Tally::default();
                unit.extend(*row);
                by_unit.push(unit);
                for (item, cover) in by_item.iter_mut().zip(row) {
                    item.add(*cover);
                }
            }
            for cover in Cover::ALL {
                let one: usize = by_item.iter().map(|tally| tally.of(cover)).sum();
                let other: usize = by_unit.iter().map(|tally| tally.of(cover)).sum();
                prop_assert_eq!(one, other);
            }
            let asked: usize = by_unit.iter().map(Tally::asked).sum();
            let open = |tally: &Tally| tally.of(Cover::Missing) + tally.of(Cover::Awaited) + tally.of(Cover::Returned);
            let settled: usize = by_unit.iter().map(Tally::settled).sum();
            prop_assert_eq!(asked, settled + by_item.iter().map(open).sum::<usize>());
        }
    }
}
