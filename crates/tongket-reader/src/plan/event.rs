//! Days on which something happens and nothing falls due.
//!
//! "Hội nghị tổng kết tổ chức ngày 20/4/2026", "dịp 03/3/2026", or a line
//! "Thời gian: 8h00 ngày 28/12" below the programme it belongs to. The day of
//! a citation and the day of a deadline are not events.

use jiff::civil::Date;

use crate::blocks::Flow;
use crate::plan::{Document, Event, Section, Task};
use crate::span::Span;
use crate::words::cursor::is_whole_word;
use crate::words::date::{DateMention, dates};
use crate::words::fold;
use crate::words::sentence::sentences;

/// An event's name reaches at most this many bytes before its day.
const REACH: usize = 240;

// What happens, in words that open its name.
pattern!(
    HAPPENING,
    r"ngày hội|lễ phát động|lễ kỷ niệm|lễ khai mạc|lễ|hội nghị|hội thảo|hội thi|đại hội|tọa đàm|khai mạc|bế mạc|kỳ họp|cuộc họp|giao ban|tập huấn|kỷ niệm|ra quân|diễn tập"
);
// What stands right before the day of an event.
pattern!(
    ON,
    r"(?:dịp|vào|diễn ra|tổ chức|từ|\(|sáng|chiều|kỷ niệm|[0-9] (?:ngày|buổi),|[0-9]{1,2} ?(?:giờ|h|g)(?: ?[0-9]{1,2})?['’′]?(?: phút)?,?)\s*$"
);

/// Reads the events in the sentences that lie outside `aside`.
pub fn read(
    flow: &Flow,
    document: &Document,
    sections: &[Section],
    tasks: &[Task],
    aside: &[Span],
) -> Vec<Event> {
    let bound = bound_places(document, tasks);
    let mut events = Vec::new();
    for block in flow.blocks.iter().filter(|block| block.table.is_none()) {
        if aside.iter().any(|span| span.overlaps(block.span)) {
            continue;
        }
        for sentence in sentences(block.content.slice(&flow.text)) {
            let span = sentence.shift(block.content.start).trim(&flow.text);
            events.extend(event(flow, span, document, sections, &bound));
        }
    }
    events
}

/// Places whose dates say something else: citations and deadlines, by start.
fn bound_places(document: &Document, tasks: &[Task]) -> Vec<Span> {
    let mentions = document.references.iter().flat_map(|reference| {
        std::iter::once(reference.span).chain(reference.mentions.iter().copied())
    });
    let deadlines = tasks
        .iter()
        .filter_map(|task| task.deadline.as_ref().map(|deadline| deadline.span));
    let mut places: Vec<Span> = mentions.chain(deadlines).collect();
    places.sort_unstable();
    places
}

fn event(
    flow: &Flow,
    sentence: Span,
    document: &Document,
    sections: &[Section],
    bound: &[Span],
) -> Option<Event> {
    let text = flow.slice(sentence);
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mention = dates(text)
        .into_iter()
        .filter(|mention| mention.day.is_some())
        .find(|mention| {
            !is_bound(bound, mention.span.shift(sentence.start)) && happens(text, mention)
        })?;
    Some(Event {
        title: title(text, &mention).or_else(|| heading_title(sections, sentence))?,
        date: complete(&mention, document),
        text: mention.span.slice(text).to_owned(),
        span: sentence,
    })
}

fn is_bound(bound: &[Span], day: Span) -> bool {
    let before = bound.partition_point(|place| place.start < day.end);
    bound
        .get(before.saturating_sub(8)..before)
        .unwrap_or_default()
        .iter()
        .any(|place| place.overlaps(day))
}

/// Whether the words before the day say that something happens on it.
fn happens(text: &str, mention: &DateMention) -> bool {
    let before = text.get(..mention.span.start).unwrap_or_default();
    let before = fold::lower(tail(before));
    names_place(&before) || names_time(&before) || ON.is_match(&before)
}

/// Whether a text ends in a place: "tại hội trường tỉnh,".
fn names_place(text: &str) -> bool {
    text.rsplit_once("tại ").is_some_and(|(_, place)| {
        let place = place.trim_end();
        let place = place.strip_suffix(',').unwrap_or(place);
        !place.contains(['.', ';', ',']) && place.chars().count() <= 60
    })
}

/// Whether a text ends in the time of an event, up to its day: "thời gian: 8 giờ 00".
fn names_time(text: &str) -> bool {
    text.match_indices("thời gian").any(|(at, words)| {
        let rest = text.get(at + words.len()..).unwrap_or_default();
        rest.split_once(':').is_some_and(|(label, time)| {
            let time = time.trim_end();
            label.chars().count() <= 30 && !time.contains('\n') && time.chars().count() <= 40
        })
    })
}

/// The end of `text` that the patterns look at.
fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or_default()
}

/// The words that name what happens.
fn title(text: &str, mention: &DateMention) -> Option<String> {
    let before = tail(text.get(..mention.span.start)?);
    let found = HAPPENING
        .find_iter(&fold::lower(before))
        .filter(|found| is_whole_word(before, found.range()))
        .last()?
        .start();
    let name = before
        .get(found..)?
        .trim_end_matches(|c: char| c.is_whitespace() || ",(–-".contains(c));
    let name = [
        "lúc",
        "dịp",
        "vào",
        "diễn ra",
        "tổ chức",
        "từ",
        "được",
        "dự kiến",
    ]
    .iter()
    .fold(name, |name, word| {
        name.strip_suffix(word).map_or(name, str::trim_end)
    });
    Some(name.trim_matches(|c: char| "“”\" ,".contains(c)).to_owned())
}

/// A programme line names its event in the heading above: "a) Khai mạc tập huấn".
fn heading_title(sections: &[Section], sentence: Span) -> Option<String> {
    let mut level = sections;
    let mut found: Option<&Section> = None;
    while let Some(section) = level
        .iter()
        .rfind(|section| section.span.contains(sentence))
    {
        found = Some(section);
        level = &section.children;
    }
    found
        .filter(|section| {
            HAPPENING.is_match(&fold::lower(&section.title))
                && fold::key(&section.title).len() < REACH
        })
        .map(|section| section.title.clone())
}

/// The day with the document's year where it gives none.
fn complete(mention: &DateMention, document: &Document) -> Option<Date> {
    mention.date().or_else(|| {
        let year = document.date.as_ref()?.value.year();
        Date::new(year, mention.month?, mention.day?).ok()
    })
}
