//! Full-text search that does not ask for diacritics: "dong giang" finds "Đông Giang".
//!
//! Texts are kept as they were written, and once more as bare words: folded,
//! đ too, parted at everything that is no letter and no digit. Words of a
//! question are treated alike, so that SQLite's FTS5 and PostgreSQL's tsvector
//! find the same. All words must occur; words between quotation marks must
//! follow each other. The latest text comes first: texts are numbered by their
//! time, so that the first page is found without looking at the rest.

use jiff::Timestamp;
use tongket_reader::words::fold;

use crate::db::{Conn, Engine, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// Words of a question that count; the rest is not asked for.
const MOST_WORDS: usize = 16;
/// Numbers for the texts of one millisecond.
const A_MILLISECOND: i64 = 1 << 20;
/// Words around what was found that a snippet shows.
const AROUND: usize = 14;

/// A text to be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// What it belongs to: "submission", "plan".
    pub kind: String,
    /// Id of what it belongs to.
    pub subject: String,
    /// Id of the campaign.
    pub campaign: String,
    /// Id of the unit whose it is; empty where it is no unit's.
    pub unit: String,
    /// The outline item; empty where it is none.
    pub item: String,
    /// Its heading.
    pub title: String,
    /// Its words.
    pub body: String,
}

/// Makes a text findable; one that stood for the same item of the same thing goes.
///
/// # Errors
/// Where the database refuses.
#[allow(
    clippy::too_many_arguments,
    reason = "the columns of the table, as callers have them"
)]
pub async fn index(
    tx: &mut Tx,
    kind: &str,
    subject: &str,
    campaign: &str,
    unit: &str,
    item: &str,
    title: &str,
    body: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.change(
        "DELETE FROM search_text WHERE kind = $1 AND subject = $2 AND item = $3",
        values![kind, subject, item],
    )
    .await?;
    let text = Text {
        kind: kind.to_owned(),
        subject: subject.to_owned(),
        campaign: campaign.to_owned(),
        unit: unit.to_owned(),
        item: item.to_owned(),
        title: title.to_owned(),
        body: body.to_owned(),
    };
    add(tx, &text, at).await
}

/// Makes a text findable beside those that are; nothing may stand for the same item of the same
/// thing yet.
///
/// # Errors
/// Where the database refuses.
pub async fn add(tx: &mut Tx, text: &Text, at: Timestamp) -> Result<(), StoreError> {
    let first = at.as_millisecond().saturating_mul(A_MILLISECOND);
    tx.change(
        "INSERT INTO search_text
           (id, kind, subject, campaign, unit, item, title, body, folded, at, number)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
           (SELECT COALESCE(MAX(number) + 1, $11) FROM search_text
            WHERE number >= $11 AND number < $12))",
        values![
            crate::new_id(),
            &text.kind,
            &text.subject,
            &text.campaign,
            &text.unit,
            &text.item,
            &text.title,
            &text.body,
            bare_words(&format!("{} {}", text.title, text.body)).join(" "),
            at,
            first,
            first.saturating_add(A_MILLISECOND)
        ],
    )
    .await?;
    Ok(())
}

/// Versions that were sent last and cannot be found yet, the newest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn sent_unseen(conn: &mut Conn, limit: i64) -> Result<Vec<String>, StoreError> {
    let rows = conn
        .rows(
            "SELECT s.id FROM submission s
             WHERE s.ordinal = (SELECT MAX(ordinal) FROM submission WHERE report = s.report)
               AND NOT EXISTS (SELECT 1 FROM search_text t
                 WHERE t.kind = 'submission' AND t.subject = s.id)
             ORDER BY s.at DESC, s.id DESC LIMIT $1",
            values![limit],
        )
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Lets everything of a thing be found no more.
///
/// # Errors
/// Where the database refuses.
pub async fn forget(tx: &mut Tx, kind: &str, subject: &str) -> Result<(), StoreError> {
    tx.change(
        "DELETE FROM search_text WHERE kind = $1 AND subject = $2",
        values![kind, subject],
    )
    .await?;
    Ok(())
}

/// The bare words of a text: letters and digits, folded.
fn bare_words(text: &str) -> Vec<String> {
    fold::bare(text)
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What is asked for: single words and words that follow each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    phrases: Vec<Vec<String>>,
}

impl Question {
    /// Reads what was typed: `tổ tự quản "đường biên"`.
    pub fn read(typed: &str) -> Question {
        let mut phrases: Vec<Vec<String>> = Vec::new();
        for (at, part) in typed.split(['"', '“', '”']).enumerate() {
            let words = bare_words(part);
            match at % 2 {
                0 => phrases.extend(words.into_iter().map(|word| vec![word])),
                _ if words.is_empty() => {}
                _ => phrases.push(words),
            }
        }
        let mut room = MOST_WORDS;
        phrases.retain(|phrase| {
            let fits = phrase.len() <= room;
            room = room.saturating_sub(phrase.len());
            fits
        });
        phrases.dedup();
        Question { phrases }
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The question in the words of a database. Words are letters and digits alone, so that
    /// nothing in them can be taken for a sign of its language.
    fn written(&self, engine: Engine) -> String {
        let (quote, within, between) = match engine {
            Engine::Sqlite => ("\"", " ", " AND "),
            Engine::Postgres => ("'", "' <-> '", " & "),
        };
        let phrases = self.phrases.iter().map(|words| {
            let phrase = format!("{quote}{}{quote}", words.join(within));
            match engine {
                Engine::Sqlite => phrase,
                Engine::Postgres => format!("({phrase})"),
            }
        });
        phrases.collect::<Vec<_>>().join(between)
    }
}

/// A text that was found, without its words: enough to decide who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Id of the text.
    pub id: String,
    /// "submission", "plan".
    pub kind: String,
    /// Id of what it belongs to.
    pub subject: String,
    /// Id of the campaign.
    pub campaign: String,
    /// Id of the unit whose it is; may be empty.
    pub unit: String,
    /// The outline item; may be empty.
    pub item: String,
    /// When it was written, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// Its place among all texts: the later, the greater.
    pub number: i64,
}

fn hit(row: &Row) -> Result<Hit, StoreError> {
    Ok(Hit {
        id: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        campaign: row.get(3)?,
        unit: row.get(4)?,
        item: row.get(5)?,
        at_ms: row.get(6)?,
        number: row.get(7)?,
    })
}

const FIND_SQLITE: &str = "SELECT search_text.id, kind, subject, campaign, unit, item, at, number
  FROM search_index CROSS JOIN search_text ON search_text.number = search_index.rowid
  WHERE search_index MATCH $1 AND ($2 = '' OR kind = $2) AND ($3 = '' OR campaign = $3)
    AND search_index.rowid < $4
  ORDER BY search_index.rowid DESC LIMIT $5";
const FIND_POSTGRES: &str = "SELECT id, kind, subject, campaign, unit, item, at, number
  FROM search_text
  WHERE to_tsvector('simple', folded) @@ to_tsquery('simple', $1)
    AND ($2 = '' OR kind = $2) AND ($3 = '' OR campaign = $3) AND number < $4
  ORDER BY number DESC LIMIT $5";

/// Texts in which a question is answered, the latest first, before the one of a number; an empty
/// kind or campaign is any.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(
    conn: &mut Conn,
    question: &Question,
    kind: &str,
    campaign: &str,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    if question.is_empty() {
        return Ok(Vec::new());
    }
    let before = before.unwrap_or(i64::MAX);
    let sql = match conn.engine() {
        Engine::Sqlite => FIND_SQLITE,
        Engine::Postgres => FIND_POSTGRES,
    };
    let asked = question.written(conn.engine());
    let values = values![asked, kind, campaign, before, limit];
    let rows = conn.rows(sql, values).await?;
    rows.iter().map(hit).collect()
}

/// A text with its words.
///
/// # Errors
/// Where the database cannot be read.
pub async fn text(conn: &mut Conn, id: &str) -> Result<Option<Text>, StoreError> {
    let row = conn
        .row(
            "SELECT kind, subject, campaign, unit, item, title, body FROM search_text WHERE id = $1",
            values![id],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(Text {
        kind: row.get(0)?,
        subject: row.get(1)?,
        campaign: row.get(2)?,
        unit: row.get(3)?,
        item: row.get(4)?,
        title: row.get(5)?,
        body: row.get(6)?,
    }))
}

/// The unit that takes a report in, a channel or the addressee, by the id of the report or of a submission of it.
///
/// # Errors
/// Where the database cannot be read.
pub async fn channel(conn: &mut Conn, subject: &str) -> Result<Option<String>, StoreError> {
    let row = conn
        .row(
            "SELECT COALESCE(duty.via_unit, duty.recipient_unit) FROM report JOIN duty ON duty.id = report.duty
             WHERE report.id = $1
                OR report.id IN (SELECT submission.report FROM submission WHERE submission.id = $1)",
            values![subject],
        )
        .await?;
    row.map(|row| row.get::<Option<String>>(0))
        .transpose()
        .map(Option::flatten)
}

/// A piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its words as they were written.
    pub text: String,
    /// Whether they were asked for.
    pub found: bool,
}

/// The part of a text in which most of what was asked for stands, as it was written.
pub fn snippet(text: &str, question: &Question) -> Vec<Piece> {
    let words = words(text);
    let found = found_in(text, &words, question);
    let first = best_window(&found);
    let last = (first + 2 * AROUND).min(words.len());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, found: bool| match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(piece) if piece.found == found => piece.text.push_str(text),
        _ => pieces.push(Piece {
            text: text.to_owned(),
            found,
        }),
    };
    if first > 0 {
        push("… ", false);
    }
    let mut end = words.get(first).map_or(0, |word| word.start);
    for (word, found) in words[first..last].iter().zip(&found[first..last]) {
        push(&text[end..word.start], false);
        push(&text[word.clone()], *found);
        end = word.end;
    }
    match last < words.len() {
        true => push(" …", false),
        false => push(text.get(end..).unwrap_or_default(), false),
    }
    pieces
}

/// Where each word of a text stands: runs of letters, digits and the marks above and below them.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let is_mark = |sign: char| ('\u{300}'..='\u{36f}').contains(&sign);
    let mut words: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        match words.last_mut() {
            Some(word) if word.end == at && (sign.is_alphanumeric() || is_mark(sign)) => {
                word.end = end;
            }
            _ if sign.is_alphanumeric() => words.push(at..end),
            _ => {}
        }
    }
    words
}

/// Which words of a text were asked for.
fn found_in(text: &str, words: &[std::ops::Range<usize>], question: &Question) -> Vec<bool> {
    let bare: Vec<String> = words
        .iter()
        .map(|word| fold::bare(&text[word.clone()]))
        .collect();
    let mut found = vec![false; words.len()];
    for phrase in &question.phrases {
        for (at, window) in bare.windows(phrase.len()).enumerate() {
            if window == phrase.as_slice() {
                found[at..at + phrase.len()].fill(true);
            }
        }
    }
    found
}

/// The first word of the window that holds most of what was found, the earliest of them.
fn best_window(found: &[bool]) -> usize {
    let width = 2 * AROUND;
    let mut best = (0, 0);
    let mut count = 0;
    for (at, is_found) in found.iter().enumerate() {
        count += usize::from(*is_found);
        if at >= width {
            count -= usize::from(found[at - width]);
        }
        if count > best.0 {
            best = (count, at);
        }
    }
    let (_, last) = best;
    // What was found stands in the middle, not at the end, of what is shown.
    last.saturating_sub(AROUND)
        .min(found.len().saturating_sub(width))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A snippet, with what was found between brackets.
    fn check(text: &str, typed: &str, expected: &str) {
        let pieces = snippet(text, &Question::read(typed));
        let shown: String = pieces
            .iter()
            .map(|piece| match piece.found {
                true => format!("[{}]", piece.text),
                false => piece.text.clone(),
            })
            .collect();
        assert_eq!(shown, expected, "{typed}");
    }

    #[test]
    fn what_was_found_is_marked_as_it_was_written() {
        check(
            "Đường biên dài 24,7 km.",
            "duong dai",
            "[Đường] biên [dài] 24,7 km.",
        );
        check("Đường biên dài.", "\"đường biên\"", "[Đường] [biên] dài.");
        check(
            "Biên đường, đường biên.",
            "\"duong bien\"",
            "Biên đường, [đường] [biên].",
        );
        check("Không có gì.", "khac", "Không có gì.");
        check("", "gì", "");
    }

    #[test]
    fn a_long_text_is_shown_where_most_was_found() {
        let filler = "chữ ".repeat(100);
        let text = format!("{filler}tổ tự quản {filler}");
        let pieces = snippet(&text, &Question::read("to tu quan"));
        let shown: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
        assert!(shown.contains("tổ tự quản"), "{shown}");
        assert_eq!(pieces.iter().filter(|piece| piece.found).count(), 3);
    }

    #[test]
    fn words_apart_from_their_marks_are_found_too() {
        let apart = "đường bie\u{302}n";
        check(apart, "bien", "đường [bie\u{302}n]");
    }
}
