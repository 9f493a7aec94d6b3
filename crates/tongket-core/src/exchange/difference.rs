//! What changed between two versions of a report, word by word.
//!
//! The reviewer who sent a report back wants to see what became of it, not to
//! read it all again. Sections are held against each other by their outline
//! item, words within them by their sequence, figures by their cell. Two
//! paragraphs that have little in common are not taken apart word by word, which
//! nobody could read: the old one went, the new one came.

use rust_decimal::Decimal;
use serde::Serialize;
use similar::utils::diff_words;
use similar::{Algorithm, ChangeTag, DiffTag, capture_diff_slices};

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
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let mut pieces = Pieces::default();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (old, new) = (&old[op.old_range()], &new[op.new_range()]);
        match op.tag() {
            DiffTag::Equal => pieces.add(PieceFate::Kept, &new.concat()),
            DiffTag::Delete => pieces.add(PieceFate::Removed, &old.concat()),
            DiffTag::Insert => pieces.add(PieceFate::Added, &new.concat()),
            DiffTag::Replace => pieces.rewritten(old, new),
        }
    }
    pieces.0
}

/// Words that stay on each side of what changed.
const AROUND: usize = 6;

/// What changed, each place with a few words of its line around it; "…" where words are left out.
pub fn excerpts(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let kept = |text: String| Piece {
        fate: PieceFate::Kept,
        text,
    };
    let (mut stretches, mut open) = (Vec::new(), Vec::new());
    for (at, piece) in pieces.iter().enumerate() {
        let text = piece.text.as_str();
        let (is_first, is_last) = (at == 0, at + 1 == pieces.len());
        let after = if is_first { 0 } else { end_of_head(text) };
        let before = if is_last {
            text.len()
        } else {
            start_of_tail(text)
        };
        if piece.fate != PieceFate::Kept || after >= before {
            open.push(piece.clone());
            continue;
        }
        if !is_first {
            let more = if is_last && text[after..].trim().is_empty() {
                ""
            } else {
                " …"
            };
            open.push(kept(format!("{}{more}", text[..after].trim_end())));
            stretches.push(std::mem::take(&mut open));
        }
        if !is_last {
            let more = if is_first && text[..before].trim().is_empty() {
                ""
            } else {
                "… "
            };
            open.push(kept(format!("{more}{}", text[before..].trim_start())));
        }
    }
    stretches.push(open);
    let changed = |piece: &Piece| piece.fate != PieceFate::Kept;
    stretches.retain(|stretch| stretch.iter().any(changed));
    stretches
}

/// Where the first words of a text end, at the latest with its line.
fn end_of_head(text: &str) -> usize {
    let line = text.find('\n').unwrap_or(text.len());
    let (mut words, mut inside) = (0, false);
    for (at, letter) in text[..line].char_indices() {
        if inside && letter.is_whitespace() {
            words += 1;
            if words == AROUND {
                return at;
            }
        }
        inside = !letter.is_whitespace();
    }
    line
}

/// Where the last words of a text begin, at the earliest with its line.
fn start_of_tail(text: &str) -> usize {
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    let (mut words, mut inside) = (0, false);
    for (at, letter) in text[line..].char_indices().rev() {
        if inside && letter.is_whitespace() {
            words += 1;
            if words == AROUND {
                return line + at + letter.len_utf8();
            }
        }
        inside = !letter.is_whitespace();
    }
    line
}

/// Paragraphs of which less is the same are other paragraphs.
const ALIKE: f64 = 0.4;
/// Where so much is the same, paragraphs were only put together, parted or retouched.
const RETOUCHED: f64 = 0.75;
/// More pairs of paragraphs than this are not held against each other one by one.
const MOST_PAIRS: usize = 2_500;

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    /// Adds words; those with the fate of the piece before them go on with it.
    fn add(&mut self, fate: PieceFate, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.fate == fate => last.text.push_str(text),
            _ => self.0.push(Piece {
                fate,
                text: text.to_owned(),
            }),
        }
    }

    /// Paragraphs in place of others: those that are alike word by word, the rest whole.
    fn rewritten(&mut self, old: &[&str], new: &[&str]) {
        let (before, after) = (old.concat(), new.concat());
        let too_many = old.len().saturating_mul(new.len()) > MOST_PAIRS;
        if too_many || alike(&before, &after) >= RETOUCHED {
            return self.word_by_word(&before, &after);
        }
        let (mut from, mut to) = (0, 0);
        for (gone, came) in pairs(old, new) {
            self.whole(&old[from..gone], &new[to..came]);
            self.word_by_word(old[gone], new[came]);
            (from, to) = (gone + 1, came + 1);
        }
        self.whole(&old[from..], &new[to..]);
    }

    fn whole(&mut self, old: &[&str], new: &[&str]) {
        self.add(PieceFate::Removed, &old.concat());
        self.add(PieceFate::Added, &new.concat());
    }

    fn word_by_word(&mut self, before: &str, after: &str) {
        for (tag, text) in diff_words(Algorithm::Myers, before, after) {
            let fate = match tag {
                ChangeTag::Equal => PieceFate::Kept,
                ChangeTag::Delete => PieceFate::Removed,
                ChangeTag::Insert => PieceFate::Added,
            };
            self.add(fate, text);
        }
    }
}

/// How much of their words two texts share in the same order, from 0 to 1.
fn alike(before: &str, after: &str) -> f64 {
    let words = |text: &str| text.split_whitespace().count();
    let all = words(before) + words(after);
    let same = diff_words(Algorithm::Myers, before, after);
    let same = same.into_iter().filter(|(tag, _)| *tag == ChangeTag::Equal);
    let same: usize = same.map(|(_, text)| words(text)).sum();
    if all == 0 {
        return 0.0;
    }
    2.0 * same as f64 / all as f64
}

/// Which old paragraph became which new one: in order, so that as much as possible is the same.
fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let likeness = |gone: usize, came: usize| {
        let degree = alike(old[gone], new[came]);
        if degree >= ALIKE { degree } else { 0.0 }
    };
    // best[gone][came]: what can be the same from there on.
    let mut best = vec![vec![0.0_f64; new.len() + 1]; old.len() + 1];
    let mut alikes = vec![vec![0.0_f64; new.len()]; old.len()];
    for gone in (0..old.len()).rev() {
        for came in (0..new.len()).rev() {
            let here = likeness(gone, came);
            alikes[gone][came] = here;
            let both = here + best[gone + 1][came + 1];
            best[gone][came] = both.max(best[gone + 1][came]).max(best[gone][came + 1]);
        }
    }
    let (mut gone, mut came, mut pairs) = (0, 0, Vec::new());
    while gone < old.len() && came < new.len() {
        let here = alikes[gone][came];
        if here > 0.0 && best[gone][came] <= here + best[gone + 1][came + 1] {
            pairs.push((gone, came));
            (gone, came) = (gone + 1, came + 1);
        } else if best[gone + 1][came] >= best[gone][came + 1] {
            gone += 1;
        } else {
            came += 1;
        }
    }
    pairs
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

    /// "-" before what went, "+" before what came.
    fn shown(before: &str, after: &str) -> String {
        let all = pieces(before, after);
        let shown = all.iter().map(|piece| {
            let text = piece.text.replace('\n', "¶");
            match piece.fate {
                PieceFate::Kept => text,
                PieceFate::Removed => format!("[-{text}]"),
                PieceFate::Added => format!("[+{text}]"),
            }
        });
        shown.collect()
    }

    #[test]
    fn what_changed_is_shown_with_a_few_words_around_it() {
        let check = |before: &str, after: &str, expected: &[&str]| {
            let stretches = excerpts(&pieces(before, after));
            let told = stretches.iter().map(|stretch| {
                let told = stretch.iter().map(|piece| match piece.fate {
                    PieceFate::Kept => piece.text.replace('\n', "¶"),
                    PieceFate::Removed => format!("[-{}]", piece.text),
                    PieceFate::Added => format!("[+{}]", piece.text),
                });
                told.collect::<String>()
            });
            assert_eq!(told.collect::<Vec<String>>(), expected);
        };
        let long = "Trong mười năm qua, dưới sự lãnh đạo của Đảng ủy, toàn xã đã xây dựng 12 tổ tự quản, duy trì sinh hoạt đều đặn hằng tháng ở các thôn, bản và có 120 thành viên tham gia.\n";
        check(
            long,
            &long.replace("12 tổ", "14 tổ").replace("120", "130"),
            &[
                "… ủy, toàn xã đã xây dựng [-12][+14] tổ tự quản, duy trì sinh …",
                "… ở các thôn, bản và có [-120][+130] thành viên tham gia.",
            ],
        );
        check("Có 12 tổ.", "Có 14 tổ.", &["Có [-12][+14] tổ."]);
        let line = "Không đổi.\n";
        check(
            &[line, "Có 12 tổ.\n", line].concat(),
            &[line, "Có 14 tổ.\n", line].concat(),
            &["… Có [-12][+14] tổ. …"],
        );
        check(line, line, &[]);
        check("", line, &["[+Không đổi.\n]"]);
    }

    #[test]
    fn what_was_written_anew_is_not_cut_into_words() {
        assert_eq!(
            shown(
                "Xã đã tổ chức 12 buổi tuyên truyền cho các tổ.",
                "Trong năm các thôn đều có tổ hòa giải, đã giúp 9 hộ."
            ),
            "[-Xã đã tổ chức 12 buổi tuyên truyền cho các tổ.]\
             [+Trong năm các thôn đều có tổ hòa giải, đã giúp 9 hộ.]"
        );
        assert_eq!(
            shown(
                "Xã tổ chức 12 buổi tuyên truyền.",
                "Xã tổ chức 14 buổi tuyên truyền."
            ),
            "Xã tổ chức [-12][+14] buổi tuyên truyền."
        );
    }

    #[test]
    fn paragraphs_find_their_own() {
        assert_eq!(
            shown(
                "Địa bàn rộng, dân cư thưa.\nXã có 9 thôn và 12 tổ tự quản.\nHết.",
                "Kinh phí còn ít so với nhu cầu.\nXã có 9 thôn và 14 tổ tự quản.\nHết."
            ),
            "[-Địa bàn rộng, dân cư thưa.¶][+Kinh phí còn ít so với nhu cầu.¶]\
             Xã có 9 thôn và [-12][+14] tổ tự quản.¶Hết."
        );
        assert_eq!(
            shown(
                "Xã có 9 thôn, 12 tổ. Các tổ hoạt động đều.",
                "Xã có 9 thôn, 12 tổ.\nCác tổ hoạt động đều."
            ),
            "Xã có 9 thôn, 12 tổ.[- ][+¶]Các tổ hoạt động đều."
        );
    }

    proptest! {
        #[test]
        fn excerpts_have_every_change_in_its_order(
            before in "[ab]{0,2}( [abc]{1,2}){0,30}\n?",
            after in "[ab]{0,2}( [abc]{1,2}){0,30}\n?",
        ) {
            let all = pieces(&before, &after);
            let changed = |piece: &&Piece| piece.fate != PieceFate::Kept;
            let excerpts = excerpts(&all);
            let shown: Vec<&Piece> = excerpts.iter().flatten().filter(changed).collect();
            prop_assert_eq!(shown, all.iter().filter(changed).collect::<Vec<_>>());
        }

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
