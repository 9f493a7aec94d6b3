//! To whom a document is addressed and who receives it.

use super::head::is_right_column;
use super::joined;
use super::piece::Piece;
use super::signature;
use crate::span::{Span, Spanned};
use crate::words::fold;

/// How many addressees or recipients are read.
const MOST: usize = 120;

/// "Kính gửi": one on the same line, or one a line behind dashes.
pub(super) fn addressees(pieces: &[Piece]) -> Vec<Spanned<String>> {
    let opens = |piece: &Piece| {
        ["Kính gửi", "KÍNH GỬI", "Kính trình:"]
            .iter()
            .any(|word| piece.text.starts_with(word))
    };
    let Some(index) = pieces.iter().take(60).position(opens) else {
        return Vec::new();
    };
    let first = pieces.get(index).map(without_opening);
    let mut found: Vec<Spanned<String>> = first
        .into_iter()
        .filter(|piece| piece.text.contains(char::is_alphanumeric))
        .flat_map(items)
        .collect();
    let mut open = found
        .last()
        .is_none_or(|last| last.value.ends_with(',') || last.value.ends_with(" và"));
    for piece in pieces.iter().skip(index + 1).take(MOST) {
        let listed = piece.dash
            || (found.is_empty() && !piece.text.ends_with(':') && piece.text.len() < 300);
        if listed {
            found.extend(items(*piece));
        } else if open && !found.is_empty() && piece.text.starts_with(char::is_lowercase) {
            extend(&mut found, piece);
        } else if !(piece.is_rule() || is_right_column(piece)) {
            break;
        }
        open = !piece.text.ends_with(['.', ';']);
        if piece.text.ends_with('.') && !found.is_empty() {
            break;
        }
    }
    found
        .into_iter()
        .map(tidy)
        .filter(|item| !item.value.is_empty())
        .collect()
}

/// The piece without "Kính gửi:".
fn without_opening<'p>(piece: &Piece<'p>) -> Piece<'p> {
    let length = piece
        .text
        .find(':')
        .filter(|at| *at < 24)
        .map_or_else(|| "Kính gửi".len(), |at| at + 1);
    let text = piece
        .text
        .get(length..)
        .unwrap_or_default()
        .trim_start_matches([':', ' ', '\u{a0}']);
    Piece {
        text,
        span: Span::new(piece.span.end - text.len(), piece.span.end),
        ..*piece
    }
}

/// One item, or several where a line holds several behind dashes.
fn items(piece: Piece<'_>) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    let mut at = piece.span.start;
    for part in piece.text.split("; - ") {
        found.extend(joined(&[&Piece {
            text: part,
            span: Span::new(at, at + part.len()),
            ..piece
        }]));
        at += part.len() + "; - ".len();
    }
    found
}

fn extend(found: &mut [Spanned<String>], piece: &Piece) {
    if let Some(last) = found.last_mut() {
        last.value = format!("{} {}", last.value, piece.text);
        last.span = last.span.cover(piece.span);
    }
}

/// The item without its dash and its last sign.
fn tidy(item: Spanned<String>) -> Spanned<String> {
    let dashless = item.value.trim_start_matches(|c: char| {
        matches!(c, '-' | '–' | '—' | '+' | '•' | ' ' | '*' | '_' | ':')
    });
    let value = dashless
        .trim_end_matches(['.', ';', ',', ' ', ':', '*', '_'])
        .to_owned();
    Spanned::new(value, item.span)
}

/// "Nơi nhận": the items behind it, up to "Lưu".
pub(super) fn recipients(body: &[Piece]) -> Vec<Spanned<String>> {
    let named = body
        .iter()
        .enumerate()
        .filter(|(_, piece)| opens_list(piece.text));
    let lists = named.map(|(index, _)| list(body, index));
    lists
        .into_iter()
        .find(|items| !items.is_empty())
        .unwrap_or_default()
}

fn list(body: &[Piece], index: usize) -> Vec<Spanned<String>> {
    let mut found: Vec<Spanned<String>> = Vec::new();
    let mut filed = false;
    for piece in body.iter().skip(index).take(MOST) {
        let first = found.is_empty() && opens_list(piece.text);
        let piece = if first {
            without_opening(piece)
        } else {
            *piece
        };
        if piece.is_appendix() || piece.is_national() {
            break;
        }
        if piece.dash && filed {
            break;
        }
        if piece.dash || piece.text.starts_with('-') {
            filed = is_filing(piece.text);
            found.extend(items(without_signer(piece)));
        } else if !filed && !found.is_empty() && goes_on(&piece) {
            extend(&mut found, &piece);
        } else if filed && piece.text.len() > 80 {
            break;
        }
    }
    found
        .into_iter()
        .map(tidy)
        .filter(|item| !item.value.is_empty())
        .collect()
}

fn opens_list(text: &str) -> bool {
    ["Nơi nhận", "NƠI NHẬN", "Nơi Nhận"]
        .iter()
        .any(|word| text.starts_with(word))
}

fn is_filing(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| !c.is_alphabetic());
    bare.starts_with("Lưu") || bare.starts_with("LƯU")
}

/// Whether a line goes on with the item above it, and is not the right column.
fn goes_on(piece: &Piece) -> bool {
    let small = piece
        .text
        .starts_with(|c: char| c.is_lowercase() || c == '(');
    small && piece.text.len() < 120 && !signature::is_mark(piece.text)
}

/// A flattened "- Như trên; Trần Văn Hải": the name behind the semicolon is the signer's.
fn without_signer<'p>(piece: Piece<'p>) -> Piece<'p> {
    let end = piece.text.rfind(';').filter(|at| {
        let tail = piece.text.get(at + 1..).unwrap_or_default();
        signature::person(tail).is_some()
            || fold::key(tail).trim_start().starts_with("(đã ký")
            || (tail.trim().len() > 3 && !tail.chars().any(char::is_lowercase))
    });
    let text = end
        .and_then(|end| piece.text.get(..end))
        .unwrap_or(piece.text);
    Piece {
        text,
        span: Span::new(piece.span.start, piece.span.start + text.len()),
        ..piece
    }
}
