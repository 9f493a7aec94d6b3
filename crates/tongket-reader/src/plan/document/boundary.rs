//! Where one document ends and the next in the same file begins.
//!
//! A second letterhead opens a further document if its number and day are
//! filled in; a blank one is the form on which others are to report. A plan or
//! a regulation "(Ban hành kèm theo …)" behind the signature is one as well.

use super::issuer;
use super::piece::Piece;
use crate::words::{code, date};

/// The types that a decision or a letter issues as a document of their own.
const ATTACHED: &[&str] = &[
    "KẾ HOẠCH",
    "QUY CHẾ",
    "QUY ĐỊNH",
    "CHƯƠNG TRÌNH",
    "PHƯƠNG ÁN",
    "ĐỀ ÁN",
    "ĐIỀU LỆ",
    "HƯỚNG DẪN",
    "NỘI QUY",
    "CHIẾN LƯỢC",
];

/// How many pieces before the state's name may belong to the same letterhead.
const ABOVE: usize = 7;
/// How many pieces a letterhead spans from its first.
const BELOW: usize = 16;

/// The first piece of each document; the first document begins with the first piece.
pub(super) fn starts(pieces: &[Piece]) -> Vec<usize> {
    let mut found = vec![0];
    let mut signed = false;
    let mut first = true;
    for (index, piece) in pieces.iter().enumerate() {
        signed |= piece.text.starts_with("Nơi nhận") || piece.text.ends_with("./.");
        if piece.is_national() || piece.is_party() {
            let start = letterhead(pieces, index);
            let opens = !first || signed;
            if opens
                && is_filled_in(pieces, start)
                && found.last().is_some_and(|last| *last < start)
            {
                found.push(start);
                signed = false;
            }
            first = false;
        } else if signed && is_attached(pieces, index) {
            found.push(index);
            signed = false;
        }
    }
    found
}

/// The first piece of the letterhead that holds the state's name at `index`.
fn letterhead(pieces: &[Piece], index: usize) -> usize {
    let mut start = index;
    for (at, piece) in pieces
        .iter()
        .enumerate()
        .take(index)
        .skip(index.saturating_sub(ABOVE))
        .rev()
    {
        let named = piece.is_caps() && !is_office(piece.text);
        let belongs =
            piece.is_rule() || piece.is_code_line() || piece.text.starts_with("V/v") || named;
        if !belongs || piece.dash {
            break;
        }
        if piece.is_code_line() || issuer::opens(piece.text) {
            start = at;
        }
    }
    start
}

/// Whether capitals belong to the signature above rather than to a letterhead.
fn is_office(text: &str) -> bool {
    [
        "CHỦ TỊCH",
        "PHÓ ",
        "GIÁM ĐỐC",
        "TM.",
        "KT.",
        "TL.",
        "BÍ THƯ",
        "TRƯỞNG",
        "CHÁNH",
        "THỦ TRƯỞNG",
    ]
    .iter()
    .any(|word| text.starts_with(word))
}

/// Whether number and day stand in the letterhead that begins at `start`.
fn is_filled_in(pieces: &[Piece], start: usize) -> bool {
    let head = || pieces.iter().skip(start).take(BELOW);
    let numbered = head().any(|piece| {
        piece.is_code_line()
            && code::codes(piece.text)
                .iter()
                .any(|code| !code.number.is_empty())
    });
    let dated = head().any(|piece| {
        piece.text.len() < 160
            && piece.text.contains("ngày")
            && date::dates(piece.text)
                .iter()
                .any(|date| date.date().is_some())
    });
    numbered && dated
}

/// Whether the type's name at `index` opens a plan or a regulation that the document above issues.
fn is_attached(pieces: &[Piece], index: usize) -> bool {
    let Some(piece) = pieces.get(index) else {
        return false;
    };
    let title = piece.text.trim_matches(|c: char| !c.is_alphanumeric());
    let named = ATTACHED
        .iter()
        .any(|name| title == *name || (title.starts_with(name) && piece.is_caps()));
    let below = pieces.iter().skip(index + 1).take(8);
    let appended = index
        .checked_sub(1)
        .and_then(|above| pieces.get(above))
        .is_some_and(Piece::is_appendix);
    named
        && !piece.labelled
        && !appended
        && below
            .take_while(|piece| !piece.labelled)
            .any(Piece::is_attachment)
}
