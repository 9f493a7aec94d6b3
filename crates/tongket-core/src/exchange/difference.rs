//! What changed between two versions of a report, word by word.
//!
//! The reviewer who sent a report back wants to see what became of it, not to
//! read it all again. Sections are held against each other by their outline
//! item, words within them by their sequence, figures by their cell.

use rust_decimal::Decimal;
use serde::Serialize;
use similar::utils::diff_words;
use similar::{Algorithm, ChangeTag};

use super::content::{Content, Evidence, Figure, Section, SectionState};

/// What changed from one version to another.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Difference {
    /// Every section of either version: those of the later one in its order,
    /// then those that it no longer has.
    pub sections: Vec<SectionChange>,
    /// The cells whose value or unit changed.
    pub figures: Vec<FigureChange>,
    /// Files that came.
    pub attached: Vec<Evidence>,
    /// Files that went.
    pub detached: Vec<Evidence>,
}

/// What became of one section.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionChange {
    /// Id of the outline item.
    pub item: String,
    /// What it was; `None` where the earlier version had no such section.
    pub before: Option<SectionState>,
    /// What it is; `None` where the later version has none.
    pub after: Option<SectionState>,
    /// The words, in order: kept, removed, added.
    pub pieces: Vec<Piece>,
    /// Whether anything changed, be it only how it is set out.
    pub changed: bool,
}

/// Some words in a row with one fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What became of them.
    pub fate: PieceFate,
    /// The words, with the blanks around them.
    pub text: String,
}

/// What became of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceFate {
    /// They stand in both versions.
    Kept,
    /// They stand in the earlier one alone.
    Removed,
    /// They stand in the later one alone.
    Added,
}

/// What became of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureChange {
    /// Id of what is counted.
    pub indicator: String,
    /// Key of the year or category.
    pub period: String,
    /// What stood there, with its unit; `None` where the cell was blank.
    pub before: Option<(Decimal, String)>,
    /// What stands there now; `None` where it is blank.
    pub after: Option<(Decimal, String)>,
}

impl Difference {
    /// What changed from `before` to `after`.
    pub fn between(before: &Content, after: &Content) -> Difference {
        Difference {
            sections: sections(before, after),
            figures: figures(before, after),
            attached: lacking(&after.evidence, &before.evidence),
            detached: lacking(&before.evidence, &after.evidence),
        }
    }

    /// Whether the two versions say the same.
    pub fn is_empty(&self) -> bool {
        !self.sections.iter().any(|section| section.changed)
            && self.figures.is_empty()
            && self.attached.is_empty()
            && self.detached.is_empty()
    }
}

fn sections(before: &Content, after: &Content) -> Vec<SectionChange> {
    let now = after.sections.iter();
    let now = now.map(|section| section_change(before.section(&section.item), Some(section)));
    let gone = before.sections.iter();
    let gone = gone.filter(|section| after.section(&section.item).is_none());
    now.chain(gone.map(|section| section_change(Some(section), None)))
        .collect()
}

/// One section held against its earlier self; at least one of the two is there.
fn section_change(before: Option<&Section>, after: Option<&Section>) -> SectionChange {
    let text =
        |section: Option<&'_ Section>| section.map_or("", |section| &section.text).to_owned();
    let item = after.or(before).map(|section| section.item.clone());
    SectionChange {
        item: item.unwrap_or_default(),
        before: before.map(|section| section.state),
        after: after.map(|section| section.state),
        pieces: pieces(&text(before), &text(after)),
        changed: before != after,
    }
}

/// The words of two texts, in order.
pub fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let words = diff_words(Algorithm::Myers, before, after);
    let pieces = words.into_iter().map(|(tag, text)| Piece {
        fate: match tag {
            ChangeTag::Equal => PieceFate::Kept,
            ChangeTag::Delete => PieceFate::Removed,
            ChangeTag::Insert => PieceFate::Added,
        },
        text: text.to_owned(),
    });
    pieces.collect()
}

fn figures(before: &Content, after: &Content) -> Vec<FigureChange> {
    let shown = |figure: &Figure| (figure.value, figure.unit.clone());
    let change = |figure: &Figure| {
        let (indicator, period) = (figure.indicator.clone(), figure.period.clone());
        FigureChange {
            before: before.figure(&indicator, &period).map(shown),
            after: after.figure(&indicator, &period).map(shown),
            indicator,
            period,
        }
    };
    let gone = before.figures.iter();
    let gone = gone.filter(|figure| after.figure(&figure.indicator, &figure.period).is_none());
    let all = after.figures.iter().chain(gone).map(change);
    all.filter(|change| change.before != change.after).collect()
}

/// The files of `these` that `those` lack.
fn lacking(these: &[Evidence], those: &[Evidence]) -> Vec<Evidence> {
    these
        .iter()
        .filter(|file| !those.contains(file))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::tests::{figure, nil, report, written};

    #[test]
    fn what_a_reviewer_sees_after_a_report_comes_back() {
        let mut before = report([
            written("I", "Xã tổ chức 12 buổi tuyên truyền."),
            written("II.1", "Không phát sinh."),
            written("III", "Giữ nguyên."),
            written("IV", "Thừa."),
        ]);
        let mut after = report([
            written("I", "Xã tổ chức 14 buổi tuyên truyền, 900 lượt người."),
            nil("II.1"),
            written("II.2", "Mới thêm."),
            written("III", "Giữ nguyên."),
        ]);
        before.figures = vec![figure("buoi", "2025", 12), figure("nguoi", "2024", 5)];
        after.figures = vec![figure("buoi", "2025", 14), figure("nguoi", "2025", 900)];
        let difference = Difference::between(&before, &after);
        insta::assert_json_snapshot!(difference);
        assert!(!difference.is_empty());
        assert!(Difference::between(&after, &after.clone()).is_empty());
    }

    #[test]
    fn a_change_of_layout_alone_is_a_change() {
        let before = report([written("I", "Có.")]);
        let mut after = before.clone();
        after.sections[0].html = "<ul><li>Có.</li></ul>".to_owned();
        let difference = Difference::between(&before, &after);
        assert!(difference.sections[0].changed);
        assert_eq!(difference.sections[0].pieces.len(), 1);
    }

    proptest! {
        #[test]
        fn no_word_is_lost_or_made_up(before in "[ab đ.\n]{0,40}", after in "[ab đ.\n]{0,40}") {
            let pieces = pieces(&before, &after);
            let without = |fate: PieceFate| -> String {
                let kept = pieces.iter().filter(|piece| piece.fate != fate);
                kept.map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(without(PieceFate::Added), before);
            prop_assert_eq!(without(PieceFate::Removed), after);
        }
    }
}
