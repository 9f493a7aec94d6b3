//! The annexes: who has not reported, points to be checked, text that fitted nowhere, sources.

use tongket_reader::Severity;

use super::opening::NAMED;
use super::provenance::Provenance;
use crate::consolidation::Place;
use crate::issue::document::{Align, Annex, Block, Column, Row, RowKind, Table, Text};
use crate::issue::dossier::{Dossier, Index, UnitState};
use crate::issue::settings::IssueSettings;
use crate::issue::wording;
use crate::review::Finding;

/// Places named with a finding; the rest are counted.
const PLACES: usize = 4;

/// The annexes in order; a clean copy has none but the list of units.
pub(super) fn annexes(
    dossier: &Dossier<'_>,
    settings: &IssueSettings,
    provenance: Provenance<'_>,
) -> Vec<Annex> {
    let reference = reference(dossier, settings);
    let mut annexes: Vec<Annex> = standing(dossier, &reference).into_iter().collect();
    if !settings.clean {
        let index = dossier.index();
        annexes.extend(findings(dossier, &index, &reference));
        annexes.extend(unplaced(dossier, &index, &reference));
        annexes.extend(provenance.annex(&reference));
    }
    annexes
}

fn reference(dossier: &Dossier<'_>, settings: &IssueSettings) -> String {
    let abbreviation = settings.abbreviation(dossier.plan);
    let date = wording::long_date(settings.date);
    let issuer = settings.issuer(dossier.plan).name;
    format!("(Kèm theo Báo cáo số …/BC-{abbreviation} {date} của {issuer})")
}

fn annex(title: &str, reference: &str, table: Table) -> Annex {
    Annex {
        title: title.to_owned(),
        reference: reference.to_owned(),
        body: vec![Block::Table(table)],
        ..Annex::default()
    }
}

fn column(title: &str, width: u32, align: Align) -> Column {
    Column {
        title: title.to_owned(),
        width,
        align,
    }
}

/// Units that are late, missing or unreadable, or whose report is not taken in yet, where they are
/// too many for the text.
fn standing(dossier: &Dossier<'_>, reference: &str) -> Option<Annex> {
    let states = [
        UnitState::Missing,
        UnitState::Unreadable,
        UnitState::Returned,
        UnitState::Waiting,
        UnitState::Late,
    ];
    let groups = states.map(|state| dossier.standing(state));
    if groups.iter().all(|units| units.len() <= NAMED) {
        return None;
    }
    let rows = groups
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, unit)| Row {
            kind: RowKind::Plain,
            cells: vec![
                Text::plain((index + 1).to_string()),
                Text::plain(wording::capitalised(&unit.name)),
                Text::plain(unit.state.label()),
                Text::plain(unit.note.clone().unwrap_or_default()),
            ],
        });
    let table = Table {
        caption: String::new(),
        columns: vec![
            column("STT", 8, Align::Center),
            column("Đơn vị", 40, Align::Left),
            column("Tình trạng", 26, Align::Left),
            column("Ghi chú", 26, Align::Left),
        ],
        rows: rows.collect(),
    };
    let title = match dossier.sent() > dossier.reported() {
        true => "ĐƠN VỊ CHƯA CÓ BÁO CÁO ĐƯỢC TỔNG HỢP HOẶC GỬI CHẬM BÁO CÁO",
        false => "ĐƠN VỊ CHƯA GỬI HOẶC GỬI CHẬM BÁO CÁO",
    };
    Some(annex(title, reference, table))
}

/// What does not add up, by sort, the graver first.
fn findings(dossier: &Dossier<'_>, index: &Index<'_>, reference: &str) -> Option<Annex> {
    let mut findings: Vec<&Finding> = dossier.consolidation.findings.iter().collect();
    findings.sort_by_key(|finding| (finding.kind, std::cmp::Reverse(finding.severity)));
    let mut rows = Vec::new();
    let mut ordinal = 0;
    for alike in findings.chunk_by(|left, right| left.kind == right.kind) {
        let title = format!(
            "{} ({})",
            alike[0].kind.label(),
            wording::count(alike.len())
        );
        rows.push(Row {
            kind: RowKind::Group,
            cells: vec![Text::bold(title)],
        });
        for finding in alike {
            ordinal += 1;
            rows.push(finding_row(ordinal, finding, index));
        }
    }
    let table = Table {
        caption: String::new(),
        columns: vec![
            column("STT", 8, Align::Center),
            column("Nội dung cần kiểm tra", 50, Align::Left),
            column("Đơn vị, nơi ghi trong báo cáo", 30, Align::Left),
            column("Mã", 12, Align::Center),
        ],
        rows,
    };
    (!table.rows.is_empty()).then(|| annex("CÁC ĐIỂM CẦN KIỂM TRA LẠI", reference, table))
}

fn finding_row(ordinal: usize, finding: &Finding, index: &Index<'_>) -> Row {
    let message = match finding.severity {
        Severity::Error => Text::bold(finding.message.clone()),
        _ => Text::plain(finding.message.clone()),
    };
    Row {
        kind: RowKind::Plain,
        cells: vec![
            Text::plain(ordinal.to_string()),
            message,
            Text::plain(places(&finding.places, index)),
            Text::plain(finding.code),
        ],
    }
}

/// "xã A (đoạn 12); xã B (bảng 1, dòng 3)".
fn places(places: &[Place], index: &Index<'_>) -> String {
    let mut words: Vec<String> = Vec::new();
    for place in places.iter().take(PLACES) {
        let name = index.name(place.unit);
        words.push(match index.spot(*place) {
            spot if spot.is_empty() => name.to_owned(),
            spot => format!("{name} ({spot})"),
        });
    }
    words.dedup();
    let rest = places.len().saturating_sub(PLACES);
    if rest > 0 {
        words.push(format!("và {} nơi khác", wording::count(rest)));
    }
    words.join("; ")
}

/// Report text that no outline item took, unit by unit.
fn unplaced(dossier: &Dossier<'_>, index: &Index<'_>, reference: &str) -> Option<Annex> {
    let places = &dossier.consolidation.unplaced;
    let rows = places.iter().enumerate().map(|(ordinal, place)| Row {
        kind: RowKind::Plain,
        cells: vec![
            Text::plain((ordinal + 1).to_string()),
            Text::plain(wording::capitalised(index.name(place.unit))),
            Text::plain(index.words(*place)),
            Text::plain(format!("{}, {}", index.file(*place), index.spot(*place))),
        ],
    });
    let table = Table {
        caption: String::new(),
        columns: vec![
            column("STT", 8, Align::Center),
            column("Đơn vị", 18, Align::Left),
            column("Nội dung", 50, Align::Left),
            column("Tệp báo cáo, vị trí", 24, Align::Left),
        ],
        rows: rows.collect(),
    };
    let title = "NỘI DUNG CHƯA XẾP ĐƯỢC VÀO ĐỀ CƯƠNG";
    (!table.rows.is_empty()).then(|| annex(title, reference, table))
}
