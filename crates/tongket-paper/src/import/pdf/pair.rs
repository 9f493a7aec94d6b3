//! Two columns side by side: the letterhead and the signatures.
//!
//! Both are told by words they always have ("CỘNG HÒA XÃ HỘI…", "Nơi nhận")
//! and by the empty strip between their columns, which no row below or above
//! may cross.

use super::rows::{Chunk, Row};

/// The strip between columns is at least this wide, in points.
const STRIP: f32 = 6.0;

/// Rows in reading order, or two columns of rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Row(Row),
    Pair { left: Vec<Row>, right: Vec<Row> },
}

/// Finds the two-column blocks among the rows of a page of this width.
pub(super) fn pieces(rows: Vec<Row>, width: f32) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let found = rows[at..]
            .iter()
            .enumerate()
            .find_map(|(index, row)| Some((at + index, Pair::anchor(row, width)?)));
        let Some((anchor, mut pair)) = found else {
            break;
        };
        let first = pair.grow_up(&rows[at..anchor]) + at;
        let next = anchor + 1 + pair.grow_down(&rows[anchor + 1..]);
        if pair.left.is_empty() || pair.right.is_empty() {
            pieces.extend(rows[at..=anchor].iter().cloned().map(Piece::Row));
            at = anchor + 1;
            continue;
        }
        pieces.extend(rows[at..first].iter().cloned().map(Piece::Row));
        pieces.push(Piece::Pair {
            left: collected(pair.left),
            right: collected(pair.right),
        });
        at = next;
    }
    pieces.extend(rows.into_iter().skip(at).map(Piece::Row));
    pieces
}

/// Chunks of one column as rows, from top to bottom.
fn collected(mut chunks: Vec<Chunk>) -> Vec<Row> {
    chunks.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Row> = Vec::new();
    for chunk in chunks {
        let near = |row: &&mut Row| (chunk.base - row.base).abs() < row.size.min(chunk.size) * 0.35;
        match rows.last_mut().filter(near) {
            Some(row) => row.chunks.push(chunk),
            None => rows.push(Row {
                base: chunk.base,
                size: chunk.size,
                chunks: vec![chunk],
            }),
        }
    }
    rows
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letterhead,
    Signature,
}

/// A two-column block as it grows.
#[derive(Debug, Clone)]
struct Pair {
    kind: Kind,
    left: Vec<Chunk>,
    right: Vec<Chunk>,
    /// Where the left column ends and the right one begins, as far as known.
    strip: (f32, f32),
    middle: f32,
    last: f32,
    first: f32,
}

impl Pair {
    /// A block that this row must belong to.
    fn anchor(row: &Row, width: f32) -> Option<Pair> {
        let told = row
            .chunks
            .iter()
            .find_map(|chunk| Some((kind(chunk)?, chunk)));
        let (kind, strip) = match (told, &row.chunks[..]) {
            (Some((Kind::Letterhead, title)), _) => (Kind::Letterhead, (f32::MIN, title.start)),
            (Some((Kind::Signature, word)), _) => (Kind::Signature, (word.end, f32::MAX)),
            (None, [left, right]) if is_authority(right, width) => {
                (Kind::Signature, (left.end, right.start))
            }
            _ => return None,
        };
        // A national title in the middle of the page has no letterhead beside it.
        let mut pair = Pair {
            kind,
            left: Vec::new(),
            right: Vec::new(),
            strip,
            middle: width / 2.0,
            last: row.base,
            first: row.base,
        };
        pair.take(row).then_some(pair)
    }

    /// Takes rows from below; how many.
    fn grow_down(&mut self, rows: &[Row]) -> usize {
        let reach = match self.kind {
            Kind::Letterhead => 4.0,
            Kind::Signature => 12.0,
        };
        let taken = rows.iter().position(|row| {
            let far = row.base - self.last > row.size * reach;
            if far || !self.take(row) {
                return true;
            }
            self.last = row.base;
            false
        });
        taken.unwrap_or(rows.len())
    }

    /// Takes capital lines from above, such as a first line set a little higher; where they begin.
    fn grow_up(&mut self, rows: &[Row]) -> usize {
        let mut first = rows.len();
        for row in rows.iter().rev().take(3) {
            let text = row.text();
            let capitals = text.to_uppercase() == text && text.contains(char::is_alphabetic);
            let near = self.first - row.base < row.size * 2.2;
            if !(near && capitals && row.chunks.len() == 1 && self.take(row)) {
                break;
            }
            self.first = row.base;
            first -= 1;
        }
        first
    }

    /// Sorts the chunks of a row into the columns; false where one crosses the strip.
    fn take(&mut self, row: &Row) -> bool {
        let mut grown = self.clone();
        for chunk in &row.chunks {
            let Some(right) = grown.side(chunk, row.chunks.len() == 1) else {
                return false;
            };
            if right {
                grown.strip.1 = grown.strip.1.min(chunk.start);
                grown.right.push(chunk.clone());
            } else {
                grown.strip.0 = grown.strip.0.max(chunk.end);
                grown.left.push(chunk.clone());
            }
        }
        let fits = grown.strip.1 - grown.strip.0 >= STRIP;
        if fits {
            *self = grown;
        }
        fits
    }

    /// Whether a chunk belongs to the right column; `None` where it crosses or stands in the middle.
    fn side(&self, chunk: &Chunk, alone: bool) -> Option<bool> {
        let (from, to) = self.strip;
        let may_left = chunk.end + STRIP <= to;
        let may_right = chunk.start - STRIP >= from;
        if alone && self.is_in_the_middle(chunk) {
            return None;
        }
        match (may_left, may_right) {
            (false, false) => None,
            (true, false) => Some(false),
            (false, true) => Some(true),
            (true, true) if from == f32::MIN => Some(false),
            (true, true) if to == f32::MAX => Some(chunk.start > self.middle * 0.9),
            (true, true) => Some(chunk.start - from > to - chunk.end),
        }
    }

    /// Whether a chunk is nearer to the middle of the page than to that of either column.
    fn is_in_the_middle(&self, chunk: &Chunk) -> bool {
        let center = (chunk.start + chunk.end) / 2.0;
        let from_page = (center - self.middle).abs();
        let farther = |column: &[Chunk]| {
            column_middle(column).is_none_or(|middle| (center - middle).abs() > from_page)
        };
        let starts_with_column = |column: &[Chunk]| {
            column
                .iter()
                .any(|other| (other.start - chunk.start).abs() < chunk.size * 0.3)
        };
        from_page < self.middle * 0.3
            && farther(&self.left)
            && farther(&self.right)
            && !starts_with_column(&self.left)
            && !(self.left.is_empty() && self.right.is_empty())
    }
}

fn column_middle(column: &[Chunk]) -> Option<f32> {
    let start = column.iter().map(|chunk| chunk.start).reduce(f32::min)?;
    let end = column.iter().map(|chunk| chunk.end).reduce(f32::max)?;
    Some((start + end) / 2.0)
}

/// Whether a chunk in the right half says by whose authority is signed ("KT. CHỦ TỊCH").
///
/// It tells a signature block where "Nơi nhận" has not been recognised.
fn is_authority(chunk: &Chunk, width: f32) -> bool {
    let text: String = chunk.glyphs.iter().map(|glyph| glyph.letter).collect();
    let begins = ["TM.", "KT.", "TL.", "TUQ."]
        .iter()
        .any(|word| text.starts_with(word));
    begins && chunk.start > width * 0.45 && text.to_uppercase() == text
}

/// Which block a chunk belongs to by its words.
fn kind(chunk: &Chunk) -> Option<Kind> {
    let text: String = chunk
        .glyphs
        .iter()
        .map(|glyph| glyph.letter)
        .filter(|letter| letter.is_alphabetic())
        .collect();
    let capitals = text.to_uppercase();
    let motto = ["CỘNGHÒAXÃHỘI", "CỘNGHOÀXÃHỘI", "ĐẢNGCỘNGSẢNVIỆTNAM"];
    if capitals == text && motto.iter().any(|motto| text.starts_with(motto)) {
        return Some(Kind::Letterhead);
    }
    (text.starts_with("Nơinhận") && text.chars().count() < 16).then_some(Kind::Signature)
}
