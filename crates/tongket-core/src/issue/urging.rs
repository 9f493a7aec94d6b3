//! The urging letter: to every unit that has not reported or reported late, and to no other.
//!
//! It recalls the plan and its deadline, says how many units have reported,
//! names those who have not (in the text while they are few, in an annex with a
//! table otherwise), gives a new day and says what follows. Where every unit
//! reported in time there is no letter.

use tongket_reader::plan::Plan;

use super::citation::{about, brief, full_citation};
use super::document::{
    Align, Annex, Block, Column, IssuedDocument, Opening, Row, RowKind, Table, Text,
};
use super::dossier::{Dossier, UnitStanding, UnitState};
use super::settings::IssueSettings;
use super::wording;

/// Up to this many units stand in the letter itself; beyond it in a table.
const ADDRESSED: usize = 5;

/// Composes the letter; `None` where there is nobody to urge.
pub fn compose(dossier: &Dossier<'_>, settings: &IssueSettings) -> Option<IssuedDocument> {
    let missing = dossier.standing(UnitState::Missing);
    let late = dossier.standing(UnitState::Late);
    let all: Vec<&UnitStanding> = missing.iter().chain(&late).copied().collect();
    if all.is_empty() {
        return None;
    }
    let annexed = all.len() > ADDRESSED;
    let mut document = IssuedDocument {
        letterhead: settings.letterhead(dossier.plan, ""),
        opening: Opening::Letter {
            subject: subject(dossier.plan, !missing.is_empty()),
        },
        addressees: match annexed {
            true => vec!["Các đơn vị có tên tại Phụ lục kèm theo".to_owned()],
            false => all.iter().map(|unit| addressee(unit)).collect(),
        },
        bases: Vec::new(),
        body: body(dossier, settings, &missing, &late, annexed),
        signature: settings.signature_block(dossier.plan, vec!["Như trên".to_owned()]),
        annexes: Vec::new(),
    };
    if annexed {
        document.attach(vec![annex(dossier, settings, &all)]);
    }
    document.close();
    Some(document)
}

/// A commune is addressed through its People's Committee; other bodies by name.
fn addressee(unit: &UnitStanding) -> String {
    let first = unit
        .name
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    match first.as_str() {
        "xã" | "phường" | "huyện" | "thị" | "thành" | "đặc" => {
            format!("Ủy ban nhân dân {}", wording::lowered(&unit.name))
        }
        _ => wording::capitalised(&unit.name),
    }
}

fn subject(plan: &Plan, missing: bool) -> String {
    let about = match brief(&about(plan)) {
        about if about.is_empty() => about,
        about => format!(" {about}"),
    };
    match missing {
        true => format!("đôn đốc gửi báo cáo{about}"),
        false => format!("chấn chỉnh việc gửi báo cáo{about}"),
    }
}

/// The deadline most tasks of the plan name for a report, as the plan words it.
fn deadline(plan: &Plan) -> Option<String> {
    let reports = plan.tasks.iter().filter(|task| {
        let paper = task.deliverable.as_deref().unwrap_or_default();
        paper.to_lowercase().contains("báo cáo")
    });
    let phrases: Vec<&str> = reports
        .filter_map(|task| task.deadline.as_ref())
        .filter(|deadline| deadline.date.is_some())
        .map(|deadline| deadline.text.as_str())
        .collect();
    let uses = |phrase: &str| phrases.iter().filter(|other| **other == phrase).count();
    let most = phrases.iter().rev().max_by_key(|phrase| uses(phrase));
    most.map(|phrase| wording::one_line(phrase))
}

fn body(
    dossier: &Dossier<'_>,
    settings: &IssueSettings,
    missing: &[&UnitStanding],
    late: &[&UnitStanding],
    annexed: bool,
) -> Vec<Block> {
    let issuer = settings.issuer(dossier.plan).name;
    let mut body = vec![
        Block::paragraph(order(dossier.plan)),
        Block::paragraph(so_far(dossier, settings, missing, late, annexed)),
    ];
    if !missing.is_empty() {
        body.push(Block::paragraph(request(dossier.plan, settings, &issuer)));
    }
    if !late.is_empty() {
        body.push(Block::paragraph(
            "Các đơn vị gửi báo cáo sau thời hạn nghiêm túc rút kinh nghiệm, thực hiện đúng thời \
             hạn trong các lần báo cáo tiếp theo.",
        ));
    }
    if !missing.is_empty() {
        body.push(Block::paragraph(consequence(
            dossier.plan,
            settings,
            &issuer,
        )));
    }
    let contact = settings.contact.as_deref();
    let contact = contact.unwrap_or("… (họ và tên, số điện thoại, thư điện tử)");
    body.push(Block::paragraph(format!(
        "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị liên hệ {contact}."
    )));
    body
}

/// "Thực hiện Kế hoạch số …, các đơn vị gửi báo cáo trước ngày …".
fn order(plan: &Plan) -> String {
    let citation = full_citation(plan);
    match deadline(plan) {
        Some(deadline) => {
            format!("Theo {citation}, các đơn vị được giao gửi báo cáo {deadline}.")
        }
        None => format!("Theo {citation}, các đơn vị được giao gửi báo cáo kết quả thực hiện."),
    }
}

/// "Đến ngày …, có 13/15 đơn vị đã gửi báo cáo; …".
fn so_far(
    dossier: &Dossier<'_>,
    settings: &IssueSettings,
    missing: &[&UnitStanding],
    late: &[&UnitStanding],
    annexed: bool,
) -> String {
    let moment = match settings.as_of {
        Some(date) => format!("Đến ngày {}", wording::short_date(date)),
        None => "Đến thời điểm ban hành văn bản này".to_owned(),
    };
    let share = wording::share(dossier.reported(), dossier.units.len());
    let mut text = format!("{moment}, có {share} đơn vị đã gửi báo cáo");
    for (units, words) in [
        (missing, "chưa gửi báo cáo"),
        (late, "gửi báo cáo sau thời hạn"),
    ] {
        if units.is_empty() {
            continue;
        }
        let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
        text.push_str(&format!("; {} đơn vị {words}", wording::count(units.len())));
        if !annexed {
            text.push_str(&format!(": {}", wording::listed(&names)));
        }
    }
    if annexed {
        text.push_str(" (danh sách tại Phụ lục kèm theo)");
    }
    text.push('.');
    text
}

/// Whoever issued the plan may demand; who only compiles asks.
fn request(plan: &Plan, settings: &IssueSettings, issuer: &str) -> String {
    let verb = match settings.issuer(plan).of_plan {
        true => "yêu cầu",
        false => "đề nghị",
    };
    let by = match settings.new_deadline {
        Some(date) => format!("trước ngày {}", wording::short_date(date)),
        None => "trước ngày …/…/…".to_owned(),
    };
    format!(
        "{} {verb} các đơn vị chưa gửi báo cáo khẩn trương hoàn thành, gửi báo cáo về {issuer} \
         {by} để tổng hợp theo quy định.",
        wording::capitalised(issuer)
    )
}

/// What follows: the chairman is told, by the plan's issuer itself or by the agency that compiles.
fn consequence(plan: &Plan, settings: &IssueSettings, issuer: &str) -> String {
    let planned = plan
        .document
        .issuer
        .as_ref()
        .map(|planned| planned.value.as_str());
    let own = settings.issuer(plan).of_plan;
    match planned.filter(|_| !own) {
        Some(superior) => format!(
            "Quá thời hạn trên, {issuer} sẽ tổng hợp danh sách các đơn vị không thực hiện, báo cáo \
             {superior} xem xét, xử lý."
        ),
        None => format!(
            "Quá thời hạn trên, {issuer} sẽ xem xét trách nhiệm của thủ trưởng các đơn vị không \
             thực hiện."
        ),
    }
}

/// The table of exactly those units.
fn annex(dossier: &Dossier<'_>, settings: &IssueSettings, units: &[&UnitStanding]) -> Annex {
    let column = |title: &str, width, align| Column {
        title: title.to_owned(),
        width,
        align,
    };
    let rows = units.iter().enumerate().map(|(index, unit)| Row {
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
            column("Đơn vị", 42, Align::Left),
            column("Tình trạng", 24, Align::Left),
            column("Ghi chú", 26, Align::Left),
        ],
        rows: rows.collect(),
    };
    let abbreviation = settings.abbreviation(dossier.plan);
    let date = wording::long_date(settings.date);
    let issuer = settings.issuer(dossier.plan).name;
    Annex {
        title: "DANH SÁCH ĐƠN VỊ CHƯA GỬI HOẶC GỬI CHẬM BÁO CÁO".to_owned(),
        reference: format!("(Kèm theo Công văn số …/{abbreviation} {date} của {issuer})"),
        body: vec![Block::Table(table)],
        ..Annex::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidation::Consolidation;
    use crate::unit::UnitId;
    use jiff::civil::date;

    fn letter(states: &[UnitState]) -> Option<IssuedDocument> {
        let units: Vec<UnitStanding> = (1..)
            .zip(states)
            .map(|(unit, state)| UnitStanding {
                id: UnitId(unit),
                name: format!("xã Số {unit}"),
                state: *state,
                file: None,
                note: None,
            })
            .collect();
        let dossier = Dossier {
            plan: &Plan::default(),
            consolidation: &Consolidation::default(),
            units: &units,
            files: &[],
        };
        let settings = IssueSettings {
            issuer: Some("Sở Nội vụ".to_owned()),
            new_deadline: Some(date(2026, 3, 5)),
            ..IssueSettings::default()
        };
        compose(&dossier, &settings)
    }

    fn words(document: &IssuedDocument) -> String {
        let texts = document
            .texts()
            .map(Text::to_plain)
            .collect::<Vec<_>>()
            .join("\n");
        format!("{}\n{texts}", document.addressees.join("\n"))
    }

    #[test]
    fn nobody_to_urge_no_letter() {
        assert_eq!(letter(&[UnitState::Received, UnitState::Unreadable]), None);
        assert_eq!(letter(&[]), None);
    }

    #[test]
    fn a_few_are_addressed_by_name() {
        let states = [UnitState::Received, UnitState::Missing, UnitState::Late];
        let letter = letter(&states).expect("a letter");
        assert_eq!(
            letter.addressees,
            ["Ủy ban nhân dân xã Số 2", "Ủy ban nhân dân xã Số 3"]
        );
        assert!(letter.annexes.is_empty());
        assert!(words(&letter).contains("trước ngày 05/3/2026"));
        assert!(!words(&letter).contains("Số 1"));
    }

    #[test]
    fn many_stand_in_the_annex_and_nobody_else_does() {
        let states = [
            [UnitState::Received; 3].as_slice(),
            [UnitState::Missing; 5].as_slice(),
            [UnitState::Unreadable, UnitState::Late].as_slice(),
        ];
        let letter = letter(&states.concat()).expect("a letter");
        let [Block::Table(table)] = letter.annexes[0].body.as_slice() else {
            panic!("one table");
        };
        let names: Vec<String> = table
            .rows
            .iter()
            .map(|row| row.cells[1].to_plain())
            .collect();
        assert_eq!(
            names,
            [4, 5, 6, 7, 8, 10].map(|unit| format!("Xã Số {unit}"))
        );
        assert!(words(&letter).contains("04/10 đơn vị đã gửi báo cáo; 05 đơn vị chưa gửi"));
    }

    #[test]
    fn only_late_units_are_not_told_to_hurry() {
        let letter = letter(&[UnitState::Late]).expect("a letter");
        assert!(!words(&letter).contains("khẩn trương"));
        assert!(words(&letter).ends_with("./."));
    }
}
