//! The top of the first page: issuer and national title, number and date, type and subject.

use tongket_core::issue::{Family, IssuedDocument, Letterhead, Opening};

use super::paragraph::{self, Paragraph};
use super::section;
use super::table;
use super::xml::Xml;
use crate::export::fonts;
use crate::export::measure::{self, ISSUER_SHARE, MOTTO, NATIONAL_TITLE, PARTY_TITLE};

/// Writes letterhead, title, addressees and legal bases.
pub(super) fn write(document: &IssuedDocument, xml: &mut Xml) {
    let head = &document.letterhead;
    let rules = measure::rules(document);
    let whole = section::text_width(false);
    let left = (whole as f64 * ISSUER_SHARE) as i64;
    table::frame([left, whole - left], 2, xml, |xml, row, column| {
        match (row, column) {
            (0, 0) => issuer(head, rules.issuer, left, xml),
            (0, _) => nation(head.family, rules.nation, whole - left, xml),
            (_, 0) => number(document, xml),
            (_, _) => line("DateLine", &head.dateline, xml),
        }
    });
    if let Opening::Titled { type_name, subject } = &document.opening {
        line("Title", type_name, xml);
        line("Subtitle", subject, xml);
        rule(rules.subject, whole, xml);
    }
    addressees(&document.addressees, xml);
    bases(&document.bases, xml);
}

fn line(style: &str, text: &str, xml: &mut Xml) {
    Paragraph::styled(style).write(xml, |xml| paragraph::run(xml, text));
}

fn issuer(head: &Letterhead, length: f64, width: i64, xml: &mut Xml) {
    for parent in head.parent_lines() {
        line("ParentBody", &parent, xml);
    }
    for issuer in head.issuer_lines() {
        line("IssuingBody", &issuer, xml);
    }
    match head.family {
        Family::State => rule(length, width, xml),
        Family::Party => line("ParentBody", "*", xml),
    }
}

fn nation(family: Family, length: f64, width: i64, xml: &mut Xml) {
    match family {
        Family::State => {
            line("NationalTitle", NATIONAL_TITLE, xml);
            line("Motto", MOTTO, xml);
        }
        Family::Party => line("Motto", PARTY_TITLE, xml),
    }
    rule(length, width, xml);
}

/// The number; under it, in an official letter, what it is about.
fn number(document: &IssuedDocument, xml: &mut Xml) {
    line("NumberLine", &document.letterhead.number, xml);
    if let Opening::Letter { subject } = &document.opening {
        let subject = match document.letterhead.family {
            Family::State => format!("V/v {subject}"),
            Family::Party => subject.clone(),
        };
        line("LetterSubject", &subject, xml);
    }
}

/// A rule of this length in points, in the middle of a width.
fn rule(length: f64, width: i64, xml: &mut Xml) {
    let side = ((points(width) - length) / 2.0 * 20.0).max(0.0) as i64;
    let paragraph = Paragraph::styled("Rule").ruled().indented(side, side, 0);
    paragraph.write(xml, |_| ());
}

fn points(twips: i64) -> f64 {
    twips as f64 / 20.0
}

/// One addressee on the line of "Kính gửi", several each on a line, dashes under the colon.
fn addressees(addressees: &[String], xml: &mut Xml) {
    match addressees {
        [] => {}
        [one] => line("Addressee", &format!("Kính gửi: {one}"), xml),
        several => {
            let start = section::twips(25.0);
            let colon = start + (fonts::width("Kính gửi", 14.0, false) * 20.0) as i64;
            let head = Paragraph::styled("Addressee")
                .aligned("left")
                .indented(start, 0, 0);
            head.keep_next(true)
                .write(xml, |xml| paragraph::run(xml, "Kính gửi:"));
            let dash = (fonts::width("- ", 14.0, false) * 20.0) as i64;
            for (index, name) in several.iter().enumerate() {
                let end = if index + 1 == several.len() { "." } else { ";" };
                let item = Paragraph::styled("AddresseeItem").indented(colon + dash, 0, dash);
                item.write(xml, |xml| paragraph::run(xml, &format!("- {name}{end}")));
            }
        }
    }
}

fn bases(bases: &[String], xml: &mut Xml) {
    for (index, basis) in bases.iter().enumerate() {
        let end = if index + 1 == bases.len() { "." } else { ";" };
        line("LegalBasis", &format!("{basis}{end}"), xml);
    }
}
