//! Numbers with what they count.
//!
//! "Thành lập 12 tổ tự quản với 156 thành viên" holds two figures: 12 "tổ tự
//! quản", and 156 "thành viên" that belong to them. A figure knows its unit of
//! measure, the phrase that is measured, the period it speaks of, and whether
//! it is a part of another figure ("trong đó có 30 hộ nghèo"). Two figures of
//! one report or of two may be compared or added only when all of that agrees.
//!
//! "08/09 thôn" is a ratio: its value is 8 with the denominator 9. Ratios,
//! percentages, rates ("2 buổi/tháng") and ranges are never added.

mod context;
pub(crate) mod heads;
mod measure;
mod part;
mod period;

use serde::{Deserialize, Serialize};

use crate::span::Span;
use crate::words::number::token::{Token, tokens};
use crate::words::number::{Found, Number, scan};
use heads::{HeadKind, List};

pub use measure::{Measure, is_body, measure_of};
pub use period::{FigurePeriod, period_of};

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The number.
    pub number: Number,
    /// How it may be used.
    pub kind: FigureKind,
    /// What is measured.
    pub measure: Measure,
    /// What was done to it where that tells measures apart: "khen thưởng", "củng cố".
    pub act: Option<String>,
    /// Key of the measure it belongs to: of the members, the team.
    pub of: Option<String>,
    /// The time it speaks of.
    pub period: FigurePeriod,
    /// The figure it is a part of, where the text says so.
    pub part: Option<PartOf>,
    /// Index of the ratio that this percentage restates: "08/09 thôn (89 %)".
    pub restates: Option<usize>,
    /// Whether it holds for one place, one body or one example only.
    pub narrowed: bool,
    /// Whether it counts what was done together with others.
    pub joint: bool,
    /// Whether the text says that so many exist, not that something was done to so many.
    pub exists: bool,
    /// Whether the text says that it is all there is: "tổng số", "toàn xã".
    pub whole: bool,
    /// From its first word to the end of what it counts.
    pub span: Span,
}

/// How a figure may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FigureKind {
    /// A number of things.
    Count,
    /// Money, in đồng unless the unit says otherwise.
    Money,
    /// Length, area, weight.
    Quantity,
    /// A percentage.
    Percentage,
    /// "08/09 thôn".
    Ratio,
    /// "từ 20 đến 30 hộ".
    Range,
    /// "2 buổi/tháng", "bình quân 15 hộ".
    Rate,
    /// "tăng 12 tổ": a difference, not an amount.
    Change,
}

/// That a figure is a part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOf {
    /// Index of the whole among the figures of the text.
    pub whole: usize,
    /// Whether the text says that the parts are all there are ("gồm", not "trong đó").
    pub exhaustive: bool,
}

/// The figures in a text, in order.
pub fn figures(text: &str) -> Vec<Figure> {
    if !text.contains(|c: char| c.is_ascii_digit())
        && !text.contains("mươi")
        && !may_be_spoken(text)
    {
        return Vec::new();
    }
    let tokens = tokens(text);
    let found = scan(&tokens);
    let mut reader = Reader {
        text,
        tokens: &tokens,
        figures: Vec::with_capacity(found.len()),
        ends: Vec::new(),
    };
    let mut from = 0;
    for (index, one) in found.iter().enumerate() {
        let until = found.get(index + 1).map_or(tokens.len(), |next| next.first);
        if !reader.lasts(one) {
            reader.take(one, from, until);
            from = one.next;
        }
    }
    part::mark(&tokens, &mut reader.figures, &reader.ends);
    reader.figures
}

/// Number words that may stand alone before what they count.
fn may_be_spoken(text: &str) -> bool {
    [
        "hai ", "ba ", "bốn ", "sáu ", "bảy ", "tám ", "chín ", "mười ", "trăm", "nghìn", "Hai ",
        "Ba ",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// Reads figures from left to right; each may lean on the one before it.
struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    figures: Vec<Figure>,
    /// The tokens of each figure: from its number to the end of its phrase.
    ends: Vec<(usize, usize)>,
}

impl Reader<'_> {
    /// "10 năm": how long something lasts, which is part of what is said of another figure.
    fn lasts(&self, found: &Found) -> bool {
        heads::find(self.tokens, found.next).is_some_and(|(kind, _)| kind == HeadKind::Duration)
    }

    /// Reads one number that counts or measures; `from` and `until` are where the numbers beside it end and begin.
    fn take(&mut self, found: &Found, from: usize, until: usize) {
        let head = heads::find(self.tokens, found.next);
        let quantity = head.is_some_and(|(kind, _)| kind == HeadKind::Measure);
        let tokens = &self.tokens[..until];
        let left_end = self.ends.last().map_or(from, |&(_, end)| end.max(from));
        if quantity && context::is_distance(self.tokens, left_end, found.first) {
            return;
        }
        let Some(phrase) = measure::read(self.text, tokens, found, head, left_end) else {
            return;
        };
        let phrase_end = phrase.end;
        let kind = self.kind(found, head, phrase_end, left_end);
        let clause = context::clause(self.tokens, found.first, phrase_end);
        let leans = self.leans_on_last(found.first, left_end);
        let mut figure = Figure {
            number: found.number.clone(),
            kind,
            act: context::undergone(self.tokens, phrase_end)
                .or_else(|| context::act(self.tokens, left_end, found.first, quantity))
                .filter(|act| !phrase.measure.key.ends_with(act.as_str())),
            of: None,
            period: period::of(self.tokens, found.first, phrase_end),
            part: None,
            restates: None,
            narrowed: clause.is_narrowed(self.tokens),
            joint: clause.is_joint(self.tokens),
            exists: context::says_existence(self.tokens, left_end, found.first),
            whole: context::is_whole(self.tokens, left_end, found.first),
            span: self.span(found, phrase_end),
            measure: phrase.measure,
        };
        if leans {
            self.lean(&mut figure, left_end, found.first);
        }
        if figure.measure.bare
            && let Some(body) = measure::body_after(self.tokens, phrase_end)
        {
            figure.of = Some(body);
        }
        self.figures.push(figure);
        self.ends.push((found.first, phrase_end));
    }

    fn span(&self, found: &Found, end: usize) -> Span {
        let number = found.number.span;
        match self.tokens.get(end.wrapping_sub(1)) {
            Some(last) => number.cover(last.span),
            None => number,
        }
    }

    fn kind(
        &self,
        found: &Found,
        head: Option<(HeadKind, usize)>,
        end: usize,
        left: usize,
    ) -> FigureKind {
        let number = &found.number;
        if context::is_change(self.tokens, found.first) {
            return FigureKind::Change;
        }
        if context::is_rate(self.tokens, left, found.first, end) {
            return FigureKind::Rate;
        }
        match head {
            _ if number.upper.is_some() => FigureKind::Range,
            _ if number.denominator.is_some() => FigureKind::Ratio,
            _ if number.percent => FigureKind::Percentage,
            Some((HeadKind::Money, _)) => FigureKind::Money,
            Some((HeadKind::Measure, _)) => FigureKind::Quantity,
            _ => FigureKind::Count,
        }
    }

    /// Whether only commas and small words stand between this number and the figure before it.
    fn leans_on_last(&self, first: usize, left_end: usize) -> bool {
        let between = self.tokens.get(left_end..first).unwrap_or_default();
        !self.ends.is_empty()
            && between.len() <= 6
            && between.iter().enumerate().all(|(back, token)| {
                matches!(token.text, "," | "/" | "(" | ")" | ";" | ":")
                    || heads::matches(List::Link, self.tokens, left_end + back).is_some()
                    || matches!(
                        &*token.key,
                        "và" | "cùng"
                            | "trong"
                            | "đó"
                            | "cho"
                            | "với"
                            | "thu"
                            | "hút"
                            | "sự"
                            | "tham"
                            | "gia"
                            | "của"
                            | "tổng"
                            | "số"
                            | "bao"
                            | "gồm"
                            | "tỷ"
                            | "lệ"
                            | "="
                            | "xấp"
                            | "xỉ"
                            | "tính"
                            | "đạt"
                    )
            })
    }

    /// Takes over what the figure before it says of both.
    fn lean(&self, figure: &mut Figure, left_end: usize, first: usize) {
        let Some(last) = self.figures.last() else {
            return;
        };
        let between = self.tokens.get(left_end..first).unwrap_or_default();
        let has = |words: &[&str]| between.iter().any(|token| words.contains(&&*token.key));
        figure.narrowed |= last.narrowed;
        figure.joint |= last.joint;
        if figure.period == FigurePeriod::Unsaid {
            figure.period = last.period.clone();
        }
        if last.kind == FigureKind::Ratio && figure.kind == FigureKind::Percentage {
            figure.restates = Some(self.figures.len() - 1);
            return;
        }
        let owned = !has(&["đó"]) && has(&["với", "có", "gồm", "/", "thu", "cho"]);
        if owned && last.measure.key != figure.measure.key {
            figure.of = Some(last.measure.key.clone());
        } else {
            figure.act = figure.act.take().or_else(|| last.act.clone());
            let own = &figure.measure.key;
            figure.of = last.of.clone().filter(|of| of != own);
        }
    }
}

#[cfg(test)]
mod tests;
