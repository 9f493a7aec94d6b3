//! The urging letter: to every unit whose report is missing, unreadable or late, and to no other.
//!
//! It recalls the plan and the deadline that these units share, says how many
//! units have reported, names those who have not (in the text while they are
//! few, in an annex with a table otherwise), gives a new day and says what
//! follows. Whom the plan only asks is asked again, and nothing follows for
//! them. Where every unit reported in time there is no letter.

use tongket_reader::plan::{Order, Plan};

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

    /// Those that still have a report to send, ordered or only asked for.
    fn owing(&self, order: Order) -> Vec<&'a UnitStanding> {
        let owing = self.missing.iter().chain(&self.unreadable);
        let owing = owing.filter(|unit| unit.order == order);
        owing.copied().collect()
    }

    /// Whether none of them was given an order.
    fn only_asked(&self) -> bool {
        self.all().iter().all(|unit| unit.order == Order::Request)
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
        body.push(request(plan, settings, &issuer, urged));
    }
    if urged.late.iter().any(|unit| unit.order == Order::Assign) {
        let warning = "Các đơn vị gửi báo cáo sau thời hạn nghiêm túc rút kinh nghiệm, thực hiện \
                       đúng thời hạn trong các lần báo cáo tiếp theo.";
        body.push(warning.to_owned());
    }
    if !urged.owing(Order::Assign).is_empty() {
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
    let units = match urged.only_asked() {
        true => "các cơ quan, đơn vị được đề nghị",
        false => "các đơn vị được giao",
    };
    let what = urged.deadline();
    let what = what.unwrap_or_else(|| "kết quả thực hiện".to_owned());
    format!("Theo {citation}, {units} gửi báo cáo {what}.")
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

/// Whoever issued the plan may demand of those to whom it gave an order; else it asks.
fn request(plan: &Plan, settings: &IssueSettings, issuer: &str, urged: &Urged<'_>) -> String {
    let by = match settings.new_deadline {
        Some(date) => format!("trước ngày {}", wording::short_date(date)),
        None => "trước ngày …/…/…".to_owned(),
    };
    let opening = wording::capitalised(issuer);
    let (ordered, asked) = (urged.owing(Order::Assign), urged.owing(Order::Request));
    if ordered.is_empty() {
        return format!(
            "{opening} trân trọng đề nghị các cơ quan, đơn vị chưa gửi báo cáo quan tâm, gửi báo cáo \
             về {issuer} {by} để tổng hợp theo quy định."
        );
    }
    let verb = match settings.issuer(plan).of_plan {
        true => "yêu cầu",
        false => "đề nghị",
    };
    let which = match (asked.is_empty(), urged.annexed()) {
        (true, _) => "chưa gửi báo cáo".to_owned(),
        (false, true) => "được giao nhiệm vụ chưa gửi báo cáo".to_owned(),
        (false, false) => format!("chưa gửi báo cáo ({})", names(&ordered)),
    };
    let besides = match (asked.is_empty(), urged.annexed()) {
        (true, _) => String::new(),
        (false, true) => "; trân trọng đề nghị các cơ quan, đơn vị phối hợp (ghi chú tại Phụ lục) \
                          quan tâm, gửi báo cáo trong thời gian này"
            .to_owned(),
        (false, false) => format!(
            "; trân trọng đề nghị {} quan tâm, gửi báo cáo trong thời gian này",
            names(&asked)
        ),
    };
    format!(
        "{opening} {verb} các đơn vị {which} khẩn trương hoàn thành, gửi báo cáo về {issuer} \
         {by}{besides} để tổng hợp theo quy định."
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
    let asked = (unit.order == Order::Request).then(|| "phối hợp theo đề nghị".to_owned());
    let parts = again.into_iter().chain(note).chain(deadline).chain(asked);
    let parts: Vec<String> = parts.collect();
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
        letter_to(states, |_| Order::Assign)
    }

    /// The same where units were ordered to report or asked, by their number.
    fn letter_to(states: &[UnitState], order: fn(u32) -> Order) -> Option<IssuedDocument> {
        let units: Vec<UnitStanding> = (1..)
            .zip(states)
            .map(|(unit, state)| UnitStanding {
                id: UnitId(unit),
                name: format!("xã Số {unit}"),
                state: *state,
                file: None,
                deadline: None,
                note: None,
                order: order(unit),
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
            order: Order::default(),
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
    fn whom_the_plan_only_asks_is_asked_again_and_nothing_follows_for_them() {
        let states = [UnitState::Missing; 2];
        let asked = letter_to(&states, |_| Order::Request).expect("a letter");
        let said = words(&asked);
        assert!(
            said.contains("trân trọng đề nghị các cơ quan, đơn vị chưa gửi báo cáo"),
            "{said}"
        );
        for order in ["khẩn trương", "được giao", "Quá thời hạn", "yêu cầu"] {
            assert!(!said.contains(order), "{order}: {said}");
        }
        let second = |unit| match unit {
            2 => Order::Request,
            _ => Order::Assign,
        };
        let said = words(&letter_to(&states, second).expect("a letter"));
        let both = "các đơn vị chưa gửi báo cáo (xã Số 1) khẩn trương hoàn thành";
        assert!(said.contains(both), "{said}");
        assert!(
            said.contains("; trân trọng đề nghị xã Số 2 quan tâm, gửi báo cáo"),
            "{said}"
        );
        assert!(said.contains("Quá thời hạn"), "{said}");
        let many = letter_to(&[UnitState::Missing; 7], second).expect("a letter");
        assert!(words(&many).contains("(ghi chú tại Phụ lục)"));
        let [Block::Table(table)] = many.annexes[0].body.as_slice() else {
            panic!("one table");
        };
        let remarks = table.rows.iter().map(|row| row.cells[3].to_plain());
        let asked: Vec<usize> = (1..)
            .zip(remarks)
            .filter(|(_, remark)| remark == "Phối hợp theo đề nghị")
            .map(|(number, _)| number)
            .collect();
        assert_eq!(asked, [2]);
    }

    #[test]
    fn only_late_units_are_not_told_to_hurry() {
        let letter = letter(&[UnitState::Late]).expect("a letter");
        assert!(!words(&letter).contains("khẩn trương"));
        assert!(words(&letter).ends_with("./."));
    }
}
