//! The urging letter: to every unit that has not reported or reported late, and to no other.
//!
//! It recalls the plan and its deadline, says how many units have reported,
//! names those who have not (in the text while they are few, in an annex with a
//! table otherwise), gives a new day and says what follows. Where every unit
//! reported in time there is no letter.

use tongket_reader::plan::Plan;

use super::citation::citation;
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
    let about = plan.document.subject.as_ref().map(|subject| {
        let subject = wording::one_line(&subject.value);
        let subject = subject
            .trim_start_matches("Về việc ")
            .trim_start_matches("Về ");
        format!(" {}", wording::lowered(&wording::shortened(subject, 110)))
    });
    let about = about.unwrap_or_default();
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
        body.push(Block::paragraph(request(settings, &issuer)));
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
    let citation = citation(plan);
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

fn request(settings: &IssueSettings, issuer: &str) -> String {
    let by = match settings.new_deadline {
        Some(date) => format!("trước ngày {}", wording::short_date(date)),
        None => "trước ngày …/…/…".to_owned(),
    };
    format!(
        "{} yêu cầu thủ trưởng các đơn vị chưa gửi báo cáo khẩn trương hoàn thành, gửi báo cáo về \
         {issuer} {by} để tổng hợp theo quy định.",
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
