//! Phrases that say by when.
//!
//! A deadline is a date with words before it that bind: "trước ngày 15/3",
//! "chậm nhất ngày …", "trong tháng 4/2025", "Thời hạn: quý II"; or a phrase
//! without a date: "trong vòng 10 ngày kể từ ngày ký", "định kỳ hằng quý",
//! "ngay sau khi …". Much looks like one and is not: a past result, a period
//! of figures, the day of a ceremony, a day of effect, a birth. [`hits`] gives
//! every phrase with the [`Cue`] that binds it and the [`Doubt`] it raises;
//! [`deadlines`] gives those without doubt.

mod cue;
mod doubt;
mod open;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::civil::Date;

pub use cue::Cue;
pub use doubt::Doubt;

use super::date::{self, DateMention};
use super::fold;
use crate::plan::{Deadline, DeadlineKind};
use crate::span::Span;

/// What the document says that its deadlines leave out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeadlineContext {
    /// Its day of issue: a day without a year is the next such day on or after it.
    pub issued: Option<Date>,
}

/// A phrase that may bind, with what speaks for it and what against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The deadline as understood.
    pub deadline: Deadline,
    /// The words that bind it.
    pub cue: Cue,
    /// Why it may be no deadline after all.
    pub doubt: Option<Doubt>,
}

/// The deadlines a text sets, in order. A recounted past date, a data period or an event's date is not one.
pub fn deadlines(text: &str, context: &DeadlineContext) -> Vec<Deadline> {
    let certain = hits(text, context)
        .into_iter()
        .filter(|hit| hit.doubt.is_none());
    certain.map(|hit| hit.deadline).collect()
}

/// Those of the deadlines that name a date, and not the ones that come round or wait for something.
pub fn dated_deadlines(text: &str, context: &DeadlineContext) -> Vec<Deadline> {
    let plain = without_emphasis(text);
    let mentions = date::dates(&plain);
    if mentions.is_empty() {
        return Vec::new();
    }
    let mut found = dated(&fold::lower(&plain), &mentions, context);
    found.sort_by_key(|hit| hit.deadline.span.start);
    let certain = found.into_iter().filter(|hit| hit.doubt.is_none());
    let named = certain.map(|hit| Deadline {
        text: hit.deadline.span.slice(&plain).to_owned(),
        ..hit.deadline
    });
    named.collect()
}

/// Marks of emphasis ("trước ngày **03/3/2025**") stand for spaces.
fn without_emphasis(text: &str) -> Cow<'_, str> {
    match text.contains('*') {
        true => Cow::Owned(text.replace('*', " ")),
        false => Cow::Borrowed(text),
    }
}

/// Every phrase of a text that may set a deadline, in order, doubtful ones included.
pub fn hits(text: &str, context: &DeadlineContext) -> Vec<Hit> {
    let plain = without_emphasis(text);
    let text = &*plain;
    let mentions = date::dates(text);
    let open = open::may_hold(text);
    if mentions.is_empty() && !open {
        return Vec::new();
    }
    let lower = fold::lower(text);
    let mut found = dated(&lower, &mentions, context);
    let open = if open {
        open::hits(&lower, context)
    } else {
        Vec::new()
    };
    let free: Vec<Hit> = open
        .into_iter()
        .filter(|hit| is_free(&found, hit.deadline.span))
        .collect();
    found.extend(free);
    found.sort_by_key(|hit| hit.deadline.span.start);
    found = coming_round(found, &lower);
    for deadline in found.iter_mut().map(|hit| &mut hit.deadline) {
        deadline.text = deadline.span.slice(text).to_owned();
    }
    found
}

/// "Định kỳ hằng tháng, trước ngày 25": the day without a month comes round too.
fn coming_round(found: Vec<Hit>, text: &str) -> Vec<Hit> {
    let mut joined: Vec<Hit> = Vec::with_capacity(found.len());
    for hit in found {
        let day = hit.deadline.date.is_none()
            && matches!(
                hit.deadline.kind,
                DeadlineKind::Before | DeadlineKind::By | DeadlineKind::On
            );
        let goes_on = |last: &&mut Hit| {
            let between = Span::new(last.deadline.span.end, hit.deadline.span.start);
            last.deadline.kind == DeadlineKind::Recurring
                && matches!(between.slice(text).trim(), "" | ",")
        };
        match joined.last_mut().filter(goes_on).filter(|_| day) {
            Some(last) => last.deadline.span = last.deadline.span.cover(hit.deadline.span),
            None => joined.push(hit),
        }
    }
    joined
}

/// Whether no hit of a list in order shares a byte with `span`.
fn is_free(found: &[Hit], span: Span) -> bool {
    let next = found.partition_point(|hit| hit.deadline.span.end <= span.start);
    found
        .get(next)
        .is_none_or(|hit| !hit.deadline.span.overlaps(span))
}

/// Deadlines with a date in them. The text is in small letters, here and in the modules below.
fn dated(text: &str, mentions: &[DateMention], context: &DeadlineContext) -> Vec<Hit> {
    let mut found: Vec<Hit> = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        let earlier = index.checked_sub(1).and_then(|index| mentions.get(index));
        let Some(frame) = cue::frame(text, mention, earlier) else {
            continue;
        };
        let repeat = open::repetition(text, mention);
        let deadline = match repeat {
            Some(end) => recurring(text, Span::new(frame.start, end)),
            None => bound(text, frame, mention, context),
        };
        let doubt = doubt::of(text, frame, mention, &deadline, context);
        found.push(Hit {
            deadline,
            cue: frame.cue,
            doubt,
        });
    }
    found
}

fn recurring(text: &str, span: Span) -> Deadline {
    open_deadline(text, span, DeadlineKind::Recurring, None)
}

/// A deadline that names no day.
fn open_deadline(text: &str, span: Span, kind: DeadlineKind, due: Option<Date>) -> Deadline {
    Deadline {
        kind,
        text: span.slice(text).to_owned(),
        date: None,
        due,
        span,
    }
}

/// A deadline on a date, with the year completed where it is left out.
fn bound(
    text: &str,
    frame: cue::Frame,
    mention: &DateMention,
    context: &DeadlineContext,
) -> Deadline {
    let span = Span::new(frame.start, mention.span.end);
    let whole = complete(mention, context);
    let (kind, date, due) = match (frame.cue, mention.day) {
        (Cue::Before, _) => {
            let first = whole.first_day();
            (
                DeadlineKind::Before,
                first,
                first.and_then(|day| day.yesterday().ok()),
            )
        }
        (Cue::On | Cue::Within | Cue::Done, Some(_)) => {
            (DeadlineKind::On, whole.date(), whole.date())
        }
        (_, Some(_)) => (DeadlineKind::By, whole.date(), whole.date()),
        _ => (span_kind(mention), None, whole.last_day()),
    };
    Deadline {
        kind,
        text: span.slice(text).to_owned(),
        date,
        due,
        span,
    }
}

/// The kind for a date that is a month, a quarter or a year.
fn span_kind(mention: &DateMention) -> DeadlineKind {
    if mention.quarter.is_some() {
        DeadlineKind::WithinQuarter
    } else if mention.month.is_some() {
        DeadlineKind::WithinMonth
    } else {
        DeadlineKind::WithinYear
    }
}

/// The mention with its year: the next such day, month or quarter that is not over on the day of issue.
pub fn complete(mention: &DateMention, context: &DeadlineContext) -> DateMention {
    let nameless = mention.month.is_none() && mention.quarter.is_none();
    let Some(issued) = context
        .issued
        .filter(|_| mention.year.is_none() && !nameless)
    else {
        return *mention;
    };
    let this_year = DateMention {
        year: Some(issued.year()),
        ..*mention
    };
    match this_year.last_day() {
        Some(last) if last < issued => DateMention {
            year: Some(issued.year() + 1),
            ..*mention
        },
        _ => this_year,
    }
}

/// "Từ ngày 01/3 đến 20/3/2024: …", a line of a timetable: what it orders is due on its last day.
pub fn stretch_deadline(line: &str, context: &DeadlineContext) -> Option<Deadline> {
    let opening: String = line.trim_start().chars().take(3).collect();
    if fold::lower(&opening) != "từ " {
        return None;
    }
    let lower = fold::lower(line);
    let mentions = date::dates(&lower);
    let [from, to, ..] = mentions.as_slice() else {
        return None;
    };
    let between = Span::new(from.span.end, to.span.start).slice(&lower);
    let joined = matches!(between.trim(), "đến" | "đến hết" | "-" | "–" | "tới");
    let closes = lower.get(to.span.end..)?.trim_start().starts_with(':');
    let whole = complete(to, context);
    let ahead = whole.date()? >= context.issued?;
    if !(joined && closes && ahead) {
        return None;
    }
    let span = Span::new(0, to.span.end).trim(line);
    Some(Deadline {
        kind: DeadlineKind::By,
        text: span.slice(line).to_owned(),
        date: whole.date(),
        due: whole.date(),
        span,
    })
}

/// The deadline in a table's cell under a header such as "Thời gian hoàn thành".
///
/// Under such a header a bare "6/2025", "2025-2030", "31/12/2026", "Thường
/// xuyên" or "Sau khi Luật được thông qua" is a deadline; the last day named is
/// the one that binds.
pub fn table_deadline(cell: &str, context: &DeadlineContext) -> Option<Deadline> {
    let whole = Span::new(0, cell.len()).trim(cell);
    let written = whole.slice(cell);
    let read = hits(cell, context)
        .into_iter()
        .rev()
        .find(|hit| hit.cue != Cue::On);
    if let Some(open) = open::cell(&fold::lower(written)) {
        let due = read.and_then(|hit| hit.deadline.due);
        return Some(open_deadline(
            cell,
            whole,
            open,
            due.filter(|_| open == DeadlineKind::Relative),
        ));
    }
    if let Some(hit) = read {
        return Some(hit.deadline);
    }
    let last = last_day_of(cell)?;
    let label = cue::Frame {
        start: whole.start,
        cue: Cue::Label,
    };
    let deadline = bound(cell, label, &last, context);
    Some(Deadline {
        text: written.to_owned(),
        span: whole,
        ..deadline
    })
}

/// The last date of a cell: of "2025-2030" the year 2030; of "15/3" the day.
fn last_day_of(cell: &str) -> Option<DateMention> {
    let trimmed = Span::new(0, cell.len()).trim(cell);
    if let Some(mention) = date::dates(cell).pop() {
        let period = date::periods(cell)
            .pop()
            .filter(|period| period.span.end > mention.span.end);
        return Some(period.map_or(mention, |period| year_mention(period.value.to, period.span)));
    }
    if let Some(period) = date::periods(cell).pop() {
        return Some(year_mention(period.value.to, period.span));
    }
    let written = trimmed.slice(cell);
    let first = written.split_whitespace().next().unwrap_or_default();
    if let Some(year) = first
        .parse()
        .ok()
        .filter(|year| (1990..=2100).contains(year))
    {
        return Some(year_mention(year, trimmed));
    }
    let day = date::dates(&format!("ngày {written}"))
        .pop()
        .filter(|day| day.month.is_some())?;
    Some(DateMention {
        span: trimmed,
        ..day
    })
}

fn year_mention(year: i16, span: Span) -> DateMention {
    DateMention {
        year: Some(year),
        span,
        ..DateMention::default()
    }
}
