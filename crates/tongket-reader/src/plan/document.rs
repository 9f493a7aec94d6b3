//! What a document says of itself: letterhead, subject, citations, signature.
//!
//! The letterhead comes in many layouts: two cells of a table, two columns run
//! into one line, consecutive lines with the right column first, or not at all.
//! So it is cut into [`Piece`]s, each piece is told by what it says and not by
//! where it stands, and what is missing is looked for in the body, the
//! signature and the appendix's "(Kèm theo … số … ngày …)".
//!
//! A file may hold several documents: a forwarded letter, a decision with the
//! plan it issues. The first is the document, the others stand in `documents`.

mod boundary;
mod head;
mod issuer;
mod list;
mod missing;
pub(super) mod name;
mod period;
mod piece;
mod references;
mod signature;

#[cfg(test)]
mod tests;

use crate::blocks::Flow;
use crate::plan::{Document, Signature};
use crate::span::Span;

use piece::Piece;

/// Reads the document, and the further ones, that a file holds.
pub fn read(flow: &Flow) -> Document {
    let pieces = piece::pieces(flow);
    let starts = boundary::starts(&pieces);
    let mut documents = starts.iter().enumerate().map(|(index, start)| {
        let end = starts.get(index + 1).copied().unwrap_or(pieces.len());
        one(flow, pieces.get(*start..end).unwrap_or_default())
    });
    let first = documents.next();
    let others: Vec<Document> = documents.collect();
    let mut document = first.unwrap_or_default();
    if !is_signed(&document) {
        document.signature = signed_below(&others).or(document.signature);
    }
    document.documents = others;
    document
}

/// Whether a name stands below the document.
fn is_signed(document: &Document) -> bool {
    let signature = document.signature.as_ref();
    signature.is_some_and(|signature| signature.name.is_some())
}

/// The signature that stands only at the end of what the document issues.
fn signed_below(others: &[Document]) -> Option<Signature> {
    let mut issued = others.iter().take_while(|other| other.code.is_none());
    issued.find(|other| is_signed(other))?.signature.clone()
}

/// Reads one document from the pieces that belong to it.
fn one(flow: &Flow, pieces: &[Piece]) -> Document {
    let span = piece::cover(pieces);
    let head = head::read(pieces);
    let body = pieces.get(head.body..).unwrap_or_default();
    let mut document = Document {
        span,
        addressees: list::addressees(pieces),
        recipients: list::recipients(body),
        signature: signature::read(body),
        ..head.document
    };
    missing::fill(&mut document, pieces, body);
    document.references = references::read(flow, span, &document);
    document.period = period::read(&document, body);
    document
}

/// The text of pieces that belong together, in one line.
fn joined(pieces: &[&Piece]) -> Option<crate::span::Spanned<String>> {
    let words: Vec<&str> = pieces
        .iter()
        .flat_map(|piece| piece.text.split_whitespace())
        .collect();
    let span = pieces.iter().map(|piece| piece.span).reduce(Span::cover)?;
    Some(crate::span::Spanned::new(words.join(" "), span))
}
