//! What the letterhead leaves out, looked for elsewhere.
//!
//! A converter may lose the letterhead. The issuer then stands in the sentence
//! that orders the work ("UBND tỉnh Sơn Hải xây dựng Kế hoạch …") and, without
//! its place, in the signature; number and day stand in the appendix's "(Kèm
//! theo Kế hoạch số … ngày … của …)".

use super::issuer;
use super::name;
use super::piece::Piece;
use crate::plan::Document;
use crate::span::{Span, Spanned};
use crate::words::{agency, citation, code, fold};

/// Verbs behind the issuer's name in the sentence that orders the work.
const ORDERS: &[&str] = &[
    "xây dựng",
    "ban hành",
    "yêu cầu",
    "chỉ thị",
    "thông báo",
    "xin thông báo",
    "đề nghị",
    "báo cáo",
    "hướng dẫn",
    "kính trình",
    "kính đề nghị",
    "tổ chức",
    "triển khai",
    "quyết định",
    "trình",
];

/// Names that say no place; the sentence that orders the work may say it.
const PLACELESS: &[&str] = &[
    "ủy ban nhân dân",
    "ubnd",
    "hội đồng nhân dân",
    "ủy ban mặt trận tổ quốc việt nam",
];

/// Fills in kind, number, day and issuer where the head does not give them.
pub(super) fn fill(document: &mut Document, pieces: &[Piece], body: &[Piece]) {
    if document.code.is_none() || document.date.is_none() || document.kind.is_none() {
        from_attachment(document, pieces);
    }
    match &document.issuer {
        None => document.issuer = from_order(body).or_else(|| from_authority(document, pieces)),
        Some(issuer) if PLACELESS.contains(&fold::key(&issuer.value).as_str()) => {
            let placed = |named: &Spanned<String>| is_extended(&issuer.value, &named.value);
            document.issuer = from_order(body).filter(placed).or(document.issuer.take());
        }
        Some(issuer) => {
            let spelled = spelled(&issuer.value, body);
            if let (Some(value), Some(issuer)) = (spelled, &mut document.issuer) {
                issuer.value = value;
            }
        }
    }
}

/// Whether `longer` is the name `short` with more behind it.
fn is_extended(short: &str, longer: &str) -> bool {
    let longer = fold::key(longer);
    let rest = longer.strip_prefix(&fold::key(short));
    rest.is_some_and(|rest| rest.starts_with(' '))
}

/// The name as the body spells it: capitals alone do not tell which of its words are proper nouns.
fn spelled(issuer: &str, body: &[Piece]) -> Option<String> {
    let wanted = fold::key(issuer);
    let count = issuer.split_whitespace().count();
    let first = issuer.chars().next()?;
    let found = body.iter().find_map(|piece| {
        let starts = piece.text.match_indices(first).map(|(at, _)| at);
        starts
            .filter_map(|at| words(piece.text.get(at..)?, count))
            .find(|written| fold::key(written) == wanted && written.contains(char::is_lowercase))
    });
    found.map(name::running).filter(|name| name != issuer)
}

/// The first `count` words of a text, without the sign at their end.
fn words(text: &str, count: usize) -> Option<&str> {
    let last = text.match_indices(' ').nth(count.checked_sub(1)?);
    let end = last.map_or(text.len(), |(at, _)| at);
    Some(text.get(..end)?.trim_end_matches([',', '.', ';', ':', ')']))
}

/// "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/3/2026 của UBND tỉnh)".
fn from_attachment(document: &mut Document, pieces: &[Piece]) {
    for piece in pieces.iter().filter(|piece| piece.is_attachment()) {
        let line = code::codes(piece.text).into_iter().next();
        let Some(reference) = citation::citations(piece.text).into_iter().next() else {
            continue;
        };
        let kind = reference.kind.clone();
        let other = document
            .kind
            .as_ref()
            .is_some_and(|own| Some(&own.value) != kind.as_ref());
        let contrary = document.notation.is_some()
            && line
                .as_ref()
                .is_some_and(|code| document.notation.as_ref() != Some(&code.notation));
        if other || contrary {
            continue;
        }
        let span = reference.span.shift(piece.span.start);
        document.kind = document
            .kind
            .take()
            .or(kind.map(|kind| Spanned::new(kind, span)));
        if let Some(code) = line {
            code_from(document, &code, piece.span.start);
        }
        document.date = document
            .date
            .take()
            .or(reference.date.map(|date| Spanned::new(date, span)));
        return;
    }
}

fn code_from(document: &mut Document, code: &Spanned<code::DocumentCode>, offset: usize) {
    document
        .notation
        .get_or_insert_with(|| code.notation.clone());
    if !code.number.is_empty() && document.code.is_none() {
        document.number = Some(code.number.clone());
        document.code = Some(Spanned::new(code.to_string(), code.span.shift(offset)));
    }
}

/// The body named directly before a verb that orders: "UBND tỉnh Sơn Hải xây dựng Kế hoạch",
/// in the paragraphs before the first item or in the last ones.
fn from_order(body: &[Piece]) -> Option<Spanned<String>> {
    let opening = body
        .iter()
        .take(14)
        .take_while(|piece| !piece.labelled && !piece.dash);
    let closing = body
        .iter()
        .rev()
        .take(4)
        .filter(|piece| !piece.labelled && !piece.dash);
    opening.chain(closing).find_map(orderer)
}

fn orderer(piece: &Piece) -> Option<Spanned<String>> {
    let text = piece.text;
    let named = agency::agencies(text).into_iter().rev().find(|agency| {
        let behind = text.get(agency.span.end..).unwrap_or_default().trim_start();
        let before = text.get(..agency.span.start).unwrap_or_default().trim_end();
        let heads = ["tịch", "trưởng", "đốc"]
            .iter()
            .any(|word| before.ends_with(word));
        let subject = heads || before.is_empty() || before.ends_with(['.', ',', ';']);
        !agency.group && subject && ORDERS.iter().any(|verb| behind.starts_with(verb))
    })?;
    let written = named.span.slice(text);
    Some(Spanned::new(
        name::running(written),
        named.span.shift(piece.span.start),
    ))
}

/// "TM. ỦY BAN NHÂN DÂN": the body, with its place where an appendix line names it.
fn from_authority(document: &Document, pieces: &[Piece]) -> Option<Spanned<String>> {
    let line = document
        .signature
        .as_ref()
        .and_then(|signature| signature.authority.as_ref());
    let body = line.map_or("", |line| {
        line.value.trim_start_matches(['T', 'M', '.', '/', ' '])
    });
    let collective = fold::key(body);
    let named = pieces
        .iter()
        .filter(|piece| piece.is_attachment())
        .find_map(owner);
    named
        .filter(|named| fold::key(&named.value).starts_with(&collective))
        .or_else(|| {
            line.filter(|_| !body.is_empty())
                .map(|line| Spanned::new(name::running(body), line.span))
        })
}

/// The body behind the last "của" of "(Kèm theo … của UBND tỉnh)".
fn owner(piece: &Piece) -> Option<Spanned<String>> {
    let (at, _) = piece.text.match_indices(" của ").last()?;
    let start = at + " của ".len();
    let written = piece
        .text
        .get(start..)?
        .trim_end_matches([')', '.', ' ', '*', '_']);
    let span = Span::new(start, start + written.len()).shift(piece.span.start);
    issuer::opens(written).then(|| Spanned::new(name::running(written), span))
}
