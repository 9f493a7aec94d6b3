//! The subject and the opening paragraphs: what is carried out, and who has reported.

use tongket_reader::plan::Plan;

use crate::issue::citation::{about, full_citation, later_citation, of_reference, without_opening};
use crate::issue::document::Block;
use crate::issue::dossier::{Dossier, UnitState};
use crate::issue::settings::IssueSettings;
use crate::issue::wording;

/// More names than this stand in the annex and not in the text.
pub(super) const NAMED: usize = 10;

/// "Tổng hợp kết quả …" from the plan's subject.
pub(super) fn subject(plan: &Plan) -> String {
    let mut rest = about(plan);
    for opening in ["gửi", "báo cáo", "tổng hợp", "kết quả"] {
        rest = without_opening(&rest, opening);
    }
    match rest.is_empty() {
        true => "Tổng hợp kết quả báo cáo của các đơn vị".to_owned(),
        false => format!("Tổng hợp kết quả {rest}"),
    }
}

/// What is carried out, and who has reported.
pub(super) fn paragraphs(dossier: &Dossier<'_>, settings: &IssueSettings) -> Vec<Block> {
    let mut carried_out = references(dossier.plan);
    carried_out.push(match carried_out.is_empty() {
        true => full_citation(dossier.plan),
        false => later_citation(dossier.plan),
    });
    let issuer = settings.issuer(dossier.plan).name;
    let opening = format!(
        "Thực hiện {}, {issuer} tổng hợp, báo cáo kết quả như sau:",
        carried_out.join("; ")
    );
    vec![
        Block::paragraph(opening),
        Block::paragraph(coverage(dossier, settings)),
    ]
}

/// The superior documents that the plan itself carries out: its first citations with code and date.
fn references(plan: &Plan) -> Vec<String> {
    let all = plan.document.references.iter();
    let full = all
        .filter(|reference| reference.code.is_some() && reference.date.is_some())
        .filter(|reference| !matches!(reference.kind.as_deref(), Some("CV" | "KH" | "HD") | None));
    full.take(2).map(of_reference).collect()
}

/// "Đến ngày …, có 13/15 đơn vị đã gửi báo cáo; …".
fn coverage(dossier: &Dossier<'_>, settings: &IssueSettings) -> String {
    let noun = wording::noun(dossier.units.iter().map(|unit| unit.name.as_str()));
    let moment = match settings.as_of {
        Some(date) => format!("Đến ngày {}", wording::short_date(date)),
        None => "Đến thời điểm tổng hợp".to_owned(),
    };
    let share = wording::share(dossier.sent(), dossier.units.len());
    let mut text = format!("{moment}, có {share} {noun} đã gửi báo cáo");
    if dossier.sent() > dossier.reported() {
        let taken = wording::count(dossier.reported());
        text.push_str(&format!(
            ", trong đó {taken} {noun} có báo cáo được tổng hợp"
        ));
    }
    let late = named(dossier, UnitState::Late);
    if !late.is_empty() {
        text.push_str(&format!(" (gửi sau thời hạn: {late})"));
    }
    for (state, words) in [
        (UnitState::Waiting, "đã gửi, đang được xem xét"),
        (UnitState::Returned, "đã gửi, đang hoàn thiện theo yêu cầu"),
        (UnitState::Missing, "chưa gửi báo cáo"),
        (UnitState::Unreadable, "đã gửi nhưng tệp không đọc được"),
    ] {
        let names = named(dossier, state);
        if !names.is_empty() {
            text.push_str(&format!("; {words}: {names}"));
        }
    }
    text.push('.');
    text
}

/// The names of the units in this state, or their count where they are many.
fn named(dossier: &Dossier<'_>, state: UnitState) -> String {
    let units = dossier.standing(state);
    let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
    match names.len() > NAMED {
        true => format!(
            "{} đơn vị (danh sách tại Phụ lục)",
            wording::count(names.len())
        ),
        false => wording::listed(&names),
    }
}
