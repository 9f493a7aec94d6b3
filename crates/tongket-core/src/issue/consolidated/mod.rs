//! The consolidated report: what all units reported, on the plan's outline.
//!
//! It opens with what it carries out and who has reported, goes through the
//! outline item by item (who answered, the totals, what several units say, what
//! single units add), and closes with the signature. While it is being worked
//! on it also carries reference marks and three annexes: points to be checked,
//! text that fitted nowhere, and the source of every mark. A clean copy
//! ([`IssueSettings::clean`]) leaves these out.

mod annexes;
pub(super) mod figures;
mod opening;
mod provenance;
mod section;

#[cfg(test)]
mod tests;

use super::document::{Annex, Block, IssuedDocument, Opening, Row};
use super::dossier::Dossier;
use super::settings::IssueSettings;
use provenance::Provenance;

/// Composes the consolidated report.
pub fn compose(dossier: &Dossier<'_>, settings: &IssueSettings) -> IssuedDocument {
    let mut provenance = Provenance::new(dossier.index(), settings.clean);
    let body = section::sections(dossier, &mut provenance);
    framed(dossier, settings, body, provenance)
}

/// The body of a report that people have edited, and the rows of its annex of sources.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edited {
    /// What stands between the opening and the signature.
    pub body: Vec<Block>,
    /// One row a source, in the order of the marks.
    pub rows: Vec<Row>,
}

/// Composes the consolidated report around a body that people have edited.
pub fn compose_edited(
    dossier: &Dossier<'_>,
    settings: &IssueSettings,
    edited: Edited,
) -> IssuedDocument {
    let provenance = Provenance::given(dossier.index(), settings.clean, edited.rows);
    framed(dossier, settings, edited.body, provenance)
}

fn framed(
    dossier: &Dossier<'_>,
    settings: &IssueSettings,
    sections: Vec<Block>,
    provenance: Provenance<'_>,
) -> IssuedDocument {
    let mut body = opening::paragraphs(dossier, settings);
    body.extend(sections);
    let annexes = annexes::annexes(dossier, settings, provenance);
    body.extend(reference_to(&annexes));

    let addressees = addressees(dossier, settings);
    let first = match addressees.is_empty() {
        true => Vec::new(),
        false => vec!["Như trên".to_owned()],
    };
    let mut document = IssuedDocument {
        letterhead: settings.letterhead(dossier.plan, "BC"),
        opening: Opening::Titled {
            type_name: "BÁO CÁO".to_owned(),
            subject: opening::subject(dossier.plan),
        },
        addressees,
        bases: Vec::new(),
        body,
        signature: settings.signature_block(dossier.plan, first),
        annexes: Vec::new(),
    };
    document.attach(annexes);
    document.close();
    document
}

/// Whom the settings name; else whoever issued the plan, where another body puts the reports together.
fn addressees(dossier: &Dossier<'_>, settings: &IssueSettings) -> Vec<String> {
    let planned = dossier.plan.document.issuer.as_ref();
    let other = planned.filter(|_| !settings.issuer(dossier.plan).of_plan);
    match (settings.addressees.as_slice(), other) {
        ([], Some(superior)) => vec![superior.value.clone()],
        (named, _) => named.to_vec(),
    }
}

/// The sentence that makes the annexes part of the report.
fn reference_to(annexes: &[Annex]) -> Option<Block> {
    match annexes {
        [] => None,
        [_] => Some(Block::paragraph("(Có Phụ lục kèm theo).")),
        _ => Some(Block::paragraph(format!(
            "(Có {:02} Phụ lục kèm theo).",
            annexes.len()
        ))),
    }
}
