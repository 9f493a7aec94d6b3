//! The measures of a page that Word and PDF share (Decree 30/2020/NĐ-CP, annex I).

use serde::Serialize;

use tongket_core::issue::{Family, IssuedDocument, Opening};

use super::fonts;

/// Margins of an upright page, in millimetres: top, right, bottom, left.
pub(super) const MARGINS: [f64; 4] = [20.0, 15.0, 20.0, 30.0];
/// An A4 page, in millimetres: width, height.
pub(super) const PAGE: [f64; 2] = [210.0, 297.0];
/// Share of the letterhead's width that the issuer takes; the national title needs the rest.
pub(super) const ISSUER_SHARE: f64 = 0.44;
/// Length of the rule under issuer and subject, as a share of the line above it.
const RULE_SHARE: f64 = 0.42;

/// The national title, as Decree 30/2020/NĐ-CP writes it.
pub(super) const NATIONAL_TITLE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
/// The motto.
pub(super) const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
/// What Party documents carry in their place.
pub(super) const PARTY_TITLE: &str = "ĐẢNG CỘNG SẢN VIỆT NAM";

/// Width of the text of an upright page, in millimetres.
pub(super) fn text_width() -> f64 {
    PAGE[0] - MARGINS[1] - MARGINS[3]
}

/// Lengths of the rules of the first page, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Rules {
    /// Under the issuer: a third to a half of its line.
    pub(super) issuer: f64,
    /// Under the motto, or under the Party's name: as long as the text.
    pub(super) nation: f64,
    /// Under the subject: a third to a half of its line.
    pub(super) subject: f64,
}

/// The rules that a document's lines call for.
pub(super) fn rules(document: &IssuedDocument) -> Rules {
    let head = &document.letterhead;
    let whole = text_width() / 25.4 * 72.0;
    let issuer = head.issuer_lines().pop().unwrap_or_default();
    let nation = match head.family {
        Family::State => MOTTO,
        Family::Party => PARTY_TITLE,
    };
    let subject = match &document.opening {
        Opening::Titled { subject, .. } => subject.as_str(),
        Opening::Letter { .. } => "",
    };
    let share = |text: &str, size, limit| fonts::longest_line(text, size, true, limit) * RULE_SHARE;
    Rules {
        issuer: share(&issuer, 12.0, whole * ISSUER_SHARE),
        nation: fonts::width(nation, 13.0, true),
        subject: share(subject, 14.0, whole).min(whole * 0.3),
    }
}
