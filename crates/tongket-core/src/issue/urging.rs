//! The urging letter: to every unit whose report is missing, unreadable or late, and to no other.
//!
//! It recalls the plan and the deadline that these units share, says how many
//! units have reported, names those who have not (in the text while they are
//! few, in an annex with a table otherwise), gives a new day and says what
//! follows. Where every unit reported in time there is no letter.

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
    let urged = Urged::of(dossier);
    let all = urged.all();
    if all.is_empty() {
        return None;
    }
    let mut document = IssuedDocument {
        letterhead: settings.letterhead(dossier.plan, ""),
        opening: Opening::Letter {
            subject: subject(dossier.plan, urged.owes()),
        },
        addressees: match urged.annexed() {
            true => vec!["Các đơn vị có tên tại Phụ lục kèm theo".to_owned()],
            false => all.iter().map(|unit| addressee(unit)).collect(),
        },
        bases: Vec::new(),
        body: body(dossier, settings, &urged),
        signature: settings.signature_block(dossier.plan, vec!["Như trên".to_owned()]),
        annexes: Vec::new(),
    };
    if urged.annexed() {
        document.attach(vec![annex(dossier, settings, &urged)]);
    }
    document.close();
    Some(document)
}

/// The units that the letter is about.
struct Urged<'a> {
    missing: Vec<&'a UnitStanding>,
    unreadable: Vec<&'a UnitStanding>,
    late: Vec<&'a UnitStanding>,
}

impl<'a> Urged<'a> {
    fn of(dossier: &Dossier<'a>) -> Self {
        Urged {
            missing: dossier.standing(UnitState::Missing),
            unreadable: dossier.standing(UnitState::Unreadable),
            late: dossier.standing(UnitState::Late),
        }
    }

    fn all(&self) -> Vec<&'a UnitStanding> {
        let groups = [&self.missing, &self.unreadable, &self.late];
        groups.into_iter().flatten().copied().collect()
    }

    /// Whether any of them still has a report to send.
    fn owes(&self) -> bool {
        !self.missing.is_empty() || !self.unreadable.is_empty()
    }

    /// Whether they are too many for the letter itself.
    fn annexed(&self) -> bool {
        self.all().len() > ADDRESSED
    }

    /// The deadline that all of them share, as the plan words it.
    fn deadline(&self) -> Option<String> {
        let all = self.all();
        let mut deadlines = all.iter().filter_map(|unit| unit.deadline.as_ref());
        let first = deadlines.next()?;
        let shared = deadlines.all(|other| other.due == first.due);
        (shared && first.due.is_some()).then(|| wording::one_line(&first.text))
    }
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

fn subject(plan: &Plan, owes: bool) -> String {
    let about = match brief(&about(plan)) {
        about if about.is_empty() => about,
        about => format!(" {about}"),
    };
    match owes {
        true => format!("đôn đốc gửi báo cáo{about}"),
        false => format!("chấn chỉnh việc gửi báo cáo{about}"),
    }
}

fn body(dossier: &Dossier<'_>, settings: &IssueSettings, urged: &Urged<'_>) -> Vec<Block> {
    let plan = dossier.plan;
    let issuer = settings.issuer(plan).name;
    let mut body = vec![order(plan, urged), so_far(dossier, settings, urged)];
    body.extend(unreadable(urged));
    if urged.owes() {
        body.push(request(plan, settings, &issuer));
    }
    if !urged.late.is_empty() {
        let warning = "Các đơn vị gửi báo cáo sau thời hạn nghiêm túc rút kinh nghiệm, thực hiện \
                       đúng thời hạn trong các lần báo cáo tiếp theo.";
        body.push(warning.to_owned());
    }
    if urged.owes() {
        body.push(consequence(plan, settings, &issuer));
    }
    let contact = settings.contact.as_deref();
    let contact = contact.unwrap_or("… (họ và tên, số điện thoại, thư điện tử)");
    body.push(format!(
        "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị liên hệ {contact}."
    ));
    body.into_iter().map(Block::paragraph).collect()
}

/// "Theo Kế hoạch số …, các đơn vị được giao gửi báo cáo trước ngày …".
fn order(plan: &Plan, urged: &Urged<'_>) -> String {
    let citation = full_citation(plan);
    match urged.deadline() {
        Some(deadline) => {
            format!("Theo {citation}, các đơn vị được giao gửi báo cáo {deadline}.")
        }
        None => format!("Theo {citation}, các đơn vị được giao gửi báo cáo kết quả thực hiện."),
    }
}

/// "Đến ngày …, có 13/15 đơn vị đã gửi báo cáo; …".
fn so_far(dossier: &Dossier<'_>, settings: &IssueSettings, urged: &Urged<'_>) -> String {
    let moment = match settings.as_of {
        Some(date) => format!("Đến ngày {}", wording::short_date(date)),
        None => "Đến thời điểm ban hành văn bản này".to_owned(),
    };
    let share = wording::share(dossier.reported(), dossier.units.len());
    let mut text = format!("{moment}, có {share} đơn vị đã gửi báo cáo");
    for (units, words) in [
        (&urged.late, "trong đó {} đơn vị gửi sau thời hạn"),
        (&urged.missing, "{} đơn vị chưa gửi báo cáo"),
    ] {
        if units.is_empty() {
            continue;
        }
        let words = words.replace("{}", &wording::count(units.len()));
        let mark = if words.starts_with("trong") { "," } else { ";" };
        text.push_str(&format!("{mark} {words}"));
        if !urged.annexed() {
            text.push_str(&format!(": {}", names(units)));
        }
    }
    if urged.annexed() {
        text.push_str(" (danh sách tại Phụ lục kèm theo)");
    }
    text.push('.');
    text
}

/// "Các đơn vị đã gửi nhưng tệp không đọc được: …; đề nghị gửi lại …".
fn unreadable(urged: &Urged<'_>) -> Option<String> {
    let units = &urged.unreadable;
    let names = match units.len() {
        0 => return None,
        1..=ADDRESSED => names(units),
        many => format!("{} đơn vị nêu tại Phụ lục", wording::count(many)),
    };
    Some(format!(
        "Đã gửi nhưng tệp không đọc được: {names}; đề nghị kiểm tra, gửi lại tệp báo cáo."
    ))
}

fn names(units: &[&UnitStanding]) -> String {
    let names: Vec<String> = units.iter().map(|unit| named(unit)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    wording::listed(&names)
}

/// A unit's name; with what is to be said of a report that is not there.
fn named(unit: &UnitStanding) -> String {
    match &unit.note {
        Some(note) if unit.state == UnitState::Missing => format!("{} ({note})", unit.name),
        _ => unit.name.clone(),
    }
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
fn annex(dossier: &Dossier<'_>, settings: &IssueSettings, urged: &Urged<'_>) -> Annex {
    let column = |title: &str, width, align| Column {
        title: title.to_owned(),
        width,
        align,
    };
    let units = urged.all();
    let shared = urged.deadline().is_some();
    let rows = units.iter().enumerate().map(|(index, unit)| Row {
        kind: RowKind::Plain,
        cells: vec![
            Text::plain((index + 1).to_string()),
            Text::plain(wording::capitalised(&unit.name)),
            Text::plain(unit.state.label()),
            Text::plain(remark(unit, shared)),
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
        title: "DANH SÁCH ĐƠN VỊ CẦN ĐÔN ĐỐC, NHẮC NHỞ VỀ GỬI BÁO CÁO".to_owned(),
        reference: format!("(Kèm theo Công văn số …/{abbreviation} {date} của {issuer})"),
        body: vec![Block::Table(table)],
        ..Annex::default()
    }
}

/// What the unit is to do with its file, and its deadline where that is not the others'.
fn remark(unit: &UnitStanding, shared: bool) -> String {
    let deadline = unit.deadline.as_ref().filter(|_| !shared);
    let deadline = deadline.map(|it| format!("thời hạn: {}", wording::one_line(&it.text)));
    let unreadable = unit.state == UnitState::Unreadable;
    let again = unreadable.then(|| "đề nghị kiểm tra, gửi lại tệp".to_owned());
    let missing = unit.state == UnitState::Missing;
    let note = unit.note.clone().filter(|_| missing);
    let parts: Vec<String> = again.into_iter().chain(note).chain(deadline).collect();
    wording::capitalised(&parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consolidation::Consolidation;
    use crate::unit::UnitId;
    use jiff::civil::date;
    use tongket_reader::plan::{Deadline, DeadlineKind};

    fn letter(states: &[UnitState]) -> Option<IssuedDocument> {
        let units: Vec<UnitStanding> = (1..)
            .zip(states)
            .map(|(unit, state)| UnitStanding {
                id: UnitId(unit),
                name: format!("xã Số {unit}"),
                state: *state,
                file: None,
                deadline: None,
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
        assert_eq!(letter(&[UnitState::Received, UnitState::Received]), None);
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
            [4, 5, 6, 7, 8, 9, 10].map(|unit| format!("Xã Số {unit}"))
        );
        let said =
            "04/10 đơn vị đã gửi báo cáo, trong đó 01 đơn vị gửi sau thời hạn; 05 đơn vị chưa gửi";
        assert!(words(&letter).contains(said), "{}", words(&letter));
    }

    #[test]
    fn an_unreadable_file_is_to_be_sent_again() {
        let letter = letter(&[UnitState::Received, UnitState::Unreadable]).expect("a letter");
        assert_eq!(letter.addressees, ["Ủy ban nhân dân xã Số 2"]);
        let said = "Đã gửi nhưng tệp không đọc được: xã Số 2; đề nghị kiểm tra, gửi lại";
        assert!(words(&letter).contains(said), "{}", words(&letter));
        assert!(!words(&letter).contains("chưa gửi báo cáo:"));
    }

    #[test]
    fn a_deadline_is_named_where_all_share_it() {
        let by = |day| Deadline {
            kind: DeadlineKind::Before,
            text: format!("trước ngày {day}/4/2026"),
            date: Some(date(2026, 4, day)),
            due: Some(date(2026, 4, day - 1)),
            span: tongket_reader::Span::default(),
        };
        let unit = |day| UnitStanding {
            id: UnitId(1),
            name: "xã Số 1".to_owned(),
            state: UnitState::Missing,
            file: None,
            deadline: Some(by(day)),
            note: None,
        };
        let (early, late) = (unit(10), unit(25));
        let urged = |missing| Urged {
            missing,
            unreadable: Vec::new(),
            late: Vec::new(),
        };
        let shared = urged(vec![&early, &early]).deadline();
        assert_eq!(shared.as_deref(), Some("trước ngày 10/4/2026"));
        assert_eq!(urged(vec![&early, &late]).deadline(), None);
    }

    #[test]
    fn only_late_units_are_not_told_to_hurry() {
        let letter = letter(&[UnitState::Late]).expect("a letter");
        assert!(!words(&letter).contains("khẩn trương"));
        assert!(words(&letter).ends_with("./."));
    }
}
