//! Two columns side by side on one line: the letterhead and the signatures.
//!
//! A typist or a converter separates them by tabs or a run of spaces. Wide
//! gaps occur elsewhere too ("ngày     tháng", "Tôi tên:  "), so a gap counts
//! only near the words that such blocks always have, or where several lines
//! in a row have the same number of tabs, as rows pasted from a table do.

use tongket_reader::Span;

use super::Rows;

/// How near, in lines, the words of a letterhead or a signature must be.
const NEAR: usize = 8;

/// For every line, whether a letterhead or a signature block is near.
pub(super) fn anchored(lines: &[&str]) -> Vec<bool> {
    let mut near = vec![false; lines.len()];
    for (at, _) in lines.iter().enumerate().filter(|(_, line)| is_anchor(line)) {
        let until = (at + NEAR + 1).min(lines.len());
        near[at.saturating_sub(NEAR)..until].fill(true);
    }
    near
}

fn is_anchor(line: &str) -> bool {
    const WORDS: [&str; 7] = [
        "CỘNG HÒA XÃ HỘI",
        "CỘNG HOÀ XÃ HỘI",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Độc lập -",
        "Độc lập –",
        "Nơi nhận",
        "NƠI NHẬN",
    ];
    WORDS.iter().any(|word| line.contains(word))
}

/// The rows that begin at the first of `lines`, and how many lines they take.
pub(super) fn rows(lines: &[&str], anchored: &[bool]) -> Option<(Rows, usize)> {
    pasted(lines).or_else(|| side_by_side(lines, anchored))
}

/// Rows pasted from a table: at least two lines with the same tabs, two or more.
fn pasted(lines: &[&str]) -> Option<(Rows, usize)> {
    let tabs = |line: &str| {
        if line.contains("\t\t") {
            0
        } else {
            line.trim_end_matches(' ').matches('\t').count()
        }
    };
    let count = tabs(lines.first()?);
    if count < 2 {
        return None;
    }
    let used = lines.iter().take_while(|line| tabs(line) == count).count();
    let first_is_filled = lines[0]
        .split('\t')
        .filter(|cell| !cell.trim().is_empty())
        .count()
        > 2;
    if used < 2 || !first_is_filled {
        return None;
    }
    let row = |line: &&str| {
        line.split('\t')
            .map(|cell| vec![cell.trim().to_owned()])
            .collect()
    };
    Some((lines[..used].iter().map(row).collect(), used))
}

fn side_by_side(lines: &[&str], anchored: &[bool]) -> Option<(Rows, usize)> {
    let mut rows = Rows::new();
    let mut used = 0;
    for (at, line) in lines.iter().enumerate() {
        if !anchored.get(at).copied().unwrap_or_default() {
            break;
        }
        if let Some((left, right)) = halves(line) {
            rows.push(
                [left, right]
                    .map(|half| vec![half.slice(line).to_owned()])
                    .to_vec(),
            );
            used = at + 1;
        } else if rows.is_empty() || !line.trim().is_empty() {
            break;
        }
    }
    (!rows.is_empty()).then_some((rows, used))
}

/// The two halves of a line with one wide gap between words.
fn halves(line: &str) -> Option<(Span, Span)> {
    let all = Span::new(0, line.len()).trim(line);
    let gaps: Vec<Span> = gaps(line, all)
        .into_iter()
        .filter(|gap| !is_blank_to_fill_in(&line[..gap.start], &line[gap.end..]))
        .collect();
    let [gap] = gaps[..] else { return None };
    let halves = (Span::new(all.start, gap.start), Span::new(gap.end, all.end));
    let wordy = |half: Span| {
        half.slice(line)
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .count()
            >= 2
    };
    let short = |half: Span| half.slice(line).chars().count() <= 80;
    [halves.0, halves.1]
        .into_iter()
        .all(|half| wordy(half) && short(half))
        .then_some(halves)
}

/// Runs of white space inside `all` that hold a tab or four spaces.
fn gaps(line: &str, all: Span) -> Vec<Span> {
    let mut gaps = Vec::new();
    let mut start = None;
    for (at, letter) in all.slice(line).char_indices() {
        let at = at + all.start;
        match (letter.is_whitespace(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let gap = Span::new(from, at);
                let wide = gap.slice(line);
                if wide.contains('\t') || wide.chars().count() >= 4 {
                    gaps.push(gap);
                }
                start = None;
            }
            _ => {}
        }
    }
    gaps
}

/// Room left for a number or a date: "Số:      /KH", "ngày     tháng", "Kính gửi:    ".
fn is_blank_to_fill_in(left: &str, right: &str) -> bool {
    let last = left.split_whitespace().next_back().unwrap_or_default();
    let first = right.split_whitespace().next().unwrap_or_default();
    let opens = ["số", "ngày", "tháng", "năm", "kính"];
    let is_entry = last.ends_with(':') && !left.trim_start().starts_with("Nơi nhận");
    is_entry
        || opens.contains(&last.to_lowercase().as_str())
        || first.starts_with(['/', '-'])
        || ["tháng", "năm", "ngày"].contains(&first)
}

/// The same for lines that come one by one: remembers how far back the last anchor was.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    since_anchor: Option<usize>,
    /// Rows written since the columns began; 0 outside of them.
    pub(crate) row: u32,
}

impl Columns {
    /// The two halves of the next line where it holds two columns.
    pub(crate) fn halves(&mut self, line: &str) -> Option<(Span, Span)> {
        self.since_anchor = match self.since_anchor {
            _ if is_anchor(line) => Some(0),
            Some(lines) if lines < NEAR => Some(lines + 1),
            _ => None,
        };
        let found = self
            .since_anchor
            .filter(|_| line.contains('\t'))
            .and_then(|_| halves(line));
        if found.is_none() {
            self.row = 0;
        }
        found
    }
}
