//! The proposal of a plan and what a person changes in it, told as an officer would read it.

use std::fmt::Write;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use tongket_reader::plan::read::read;
use tongket_reader::plan::{Order, OutlineKind, Plan, Role};
use tongket_reader::source::Source;

use super::super::*;

const UNITS: &str = include_str!("../../../../../examples/son-hai/units.csv");
const DAY: Date = date(2026, 3, 9);

/// The bundled plan as its printed text: the lines that lay it out become what they print.
static PLAN: LazyLock<String> = LazyLock::new(|| {
    let laid_out = include_str!("../../../../../examples/son-hai/text/plan.txt");
    let mut text = String::new();
    for line in laid_out.lines() {
        let Some(direction) = line.strip_prefix('@') else {
            text += &format!("{line}\n");
            continue;
        };
        text += &match direction.trim().split_once(": ") {
            Some(("issuer", name)) => format!("{}\n", name.replace('/', " ")),
            Some(("number", number)) => format!("Số: {number}\n"),
            Some(("file" | "sign" | "to", _)) => String::new(),
            Some((_, printed)) => format!("{printed}\n"),
            None => "PHỤ LỤC\n".to_owned(),
        };
    }
    text
});

fn plan(text: &str) -> Plan {
    read(&Source::from_plain(text)).plan
}

/// A list of units as a spreadsheet writes it; commas inside quotation marks are part of a name.
fn directory(csv: &str) -> Directory {
    let cells = |line: &str| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                letter => cells.last_mut().expect("never empty").push(letter),
            }
        }
        cells
    };
    let rows: Vec<Vec<String>> = csv.lines().map(cells).collect();
    let (directory, problems) = Directory::from_rows(&rows);
    assert_eq!(problems, []);
    directory
}

/// The office that prepares a campaign: a plan, a list of units and the corrections made so far.
struct Office {
    directory: Directory,
    proposal: Proposal,
    corrections: Vec<PlanCorrection>,
}

impl Office {
    fn reads(text: &str, csv: &str, as_of: Date) -> Office {
        let directory = directory(csv);
        Office {
            proposal: Proposal::of(&plan(text), &directory, as_of),
            directory,
            corrections: Vec::new(),
        }
    }

    fn changes(&mut self, change: Change, reason: &str) {
        self.corrections.push(PlanCorrection {
            change,
            reason: reason.to_owned(),
        });
    }

    /// The same corrections over another reading of the plan.
    fn reads_again(&mut self, text: &str) {
        self.proposal = Proposal::of(&plan(text), &self.directory, self.proposal.as_of);
    }

    fn corrected(&self) -> Corrected {
        let as_of = self.proposal.as_of;
        let unit_of = |name: &str| self.directory.find(name, as_of).found();
        self.proposal
            .corrected(&self.corrections, &self.directory, &unit_of)
    }

    fn anchor(&self, id: &str) -> TaskAnchor {
        self.proposal.task(id).expect("a task of the plan").anchor()
    }

    fn told(&self) -> String {
        told(&self.corrected().proposal, &self.directory)
    }
}

/// Everything that is proposed, a line each.
fn told(proposal: &Proposal, directory: &Directory) -> String {
    let mut text = String::new();
    let party = |party: &Option<Party>| match party {
        Some(Party {
            unit: Some(unit), ..
        }) => directory.name(*unit).to_owned(),
        Some(party) => format!("?{}", party.as_written),
        None => "-".to_owned(),
    };
    writeln!(text, "{} · {:?}", proposal.title, proposal.basis).expect("a string");
    writeln!(text, "standing: {}", party(&proposal.standing)).expect("a string");
    let duties = proposal.duties();
    for task in &proposal.tasks {
        let day = task.due.day.map_or("-".to_owned(), |day| day.to_string());
        writeln!(
            text,
            "{} {:?} {:?} {:?} by {day} ({}) to {} via {} | {}",
            task.id,
            task.kind,
            task.role,
            task.order,
            task.due.as_written,
            party(&task.route.recipient),
            party(&task.route.via),
            task.title,
        )
        .expect("a string");
        for duty in duties.iter().filter(|duty| duty.task.id == task.id) {
            let why = duty.reason.vietnamese(duty.group, proposal.as_of);
            writeln!(text, "  {}: {why}", directory.name(duty.unit)).expect("a string");
        }
    }
    for aside in proposal.set_aside() {
        let (unit, why) = (directory.name(aside.unit), aside.vietnamese());
        writeln!(text, "aside {} {unit}: {why}", aside.task).expect("a string");
    }
    for entry in proposal.calendar() {
        match entry {
            CalendarEntry::Deadline { day, tasks } => {
                writeln!(text, "{day} due {}", tasks.join(" "))
            }
            CalendarEntry::Occasion(occasion) => writeln!(
                text,
                "{} {} {}",
                occasion.day.map_or_else(String::new, |day| day.to_string()),
                occasion.id,
                occasion.title
            ),
        }
        .expect("a string");
    }
    for sentence in proposal.unresolved(directory) {
        writeln!(text, "unresolved {sentence}").expect("a string");
    }
    text
}

#[test]
fn the_plan_of_son_hai_as_duties() {
    let office = Office::reads(&PLAN, UNITS, DAY);
    insta::assert_snapshot!(office.told());
}

#[test]
fn every_object_keeps_its_place_in_the_plan() {
    let office = Office::reads(&PLAN, UNITS, DAY);
    let source = Source::from_plain(&PLAN);
    for task in &office.proposal.tasks {
        let span = task.span.expect("read from the plan");
        let first_words: Vec<&str> = task.as_read.split_whitespace().take(3).collect();
        let text = span.slice(source.text()).replace('\n', " ");
        assert!(
            text.to_lowercase()
                .contains(&first_words.join(" ").to_lowercase()),
            "{}: {first_words:?} in {text}",
            task.id
        );
    }
    let occasion = &office.proposal.occasions[0];
    let sentence = occasion.span.expect("read").slice(source.text());
    assert!(sentence.contains("hội nghị tổng kết"), "{sentence}");
    assert_eq!(occasion.tasks, ["T02"]);
}

#[test]
fn corrections_lie_over_the_reading_and_survive_another_one() {
    let mut office = Office::reads(&PLAN, UNITS, DAY);
    let (t03, t07, t08) = (
        office.anchor("T03"),
        office.anchor("T07"),
        office.anchor("T08"),
    );
    let due = Due {
        as_written: "trước ngày 30/4/2026".to_owned(),
        day: Some(date(2026, 4, 29)),
    };
    let later = Change::Deadline { task: t08, due };
    office.changes(later, "UBND tỉnh đồng ý tại cuộc họp ngày 10/3");
    office.changes(
        Change::Kind {
            task: t03,
            kind: DutyKind::Report,
        },
        "Công an tỉnh gửi cả báo cáo của ngành",
    );
    let group = "Các sở, ban, ngành, đoàn thể cấp tỉnh".to_owned();
    office.changes(
        Change::RemoveMember {
            group: group.clone(),
            unit: "Sở Tài chính".to_owned(),
        },
        "Không có nội dung liên quan",
    );
    office.changes(
        Change::AddMember {
            group,
            unit: "xã Cồn Mây".to_owned(),
        },
        "Xã đảo báo cáo thẳng lên tỉnh",
    );
    office.changes(
        Change::Via {
            task: t07,
            name: Some("Sở Nội vụ".to_owned()),
        },
        "Đổi đầu mối nhận",
    );
    let corrected = office.corrected();
    assert_eq!(corrected.unplaced, []);
    insta::assert_snapshot!(office.told());

    // A new first line and a task less before it: every number moves, no correction is lost.
    let moved = PLAN.replace("a) Cấp xã: Ủy ban nhân dân các xã, phường tổng kết bằng văn bản, hoàn thành trước ngày 17/4/2026.\n", "");
    office.reads_again(&moved);
    let again = office.corrected();
    assert_eq!(again.unplaced, []);
    let communes = again
        .proposal
        .tasks
        .iter()
        .find(|task| task.due.as_written == "trước ngày 30/4/2026")
        .expect("the changed deadline is still there");
    assert_eq!(communes.id, "T07");
    assert!(communes.as_read.starts_with("Xây dựng báo cáo tổng kết"));
}

#[test]
fn a_correction_without_its_place_is_handed_back() {
    let mut office = Office::reads(&PLAN, UNITS, DAY);
    let gone = TaskAnchor {
        id: "T07".to_owned(),
        as_read: "Tổ chức hội thi cán bộ tổ tự quản giỏi".to_owned(),
        units: vec!["Sở Nội vụ".to_owned()],
    };
    office.changes(Change::Drop { task: gone }, "không thuộc đợt này");
    office.changes(
        Change::AddMember {
            group: "Các sở, ban, ngành, đoàn thể cấp tỉnh".to_owned(),
            unit: "Sở Ngoại vụ".to_owned(),
        },
        "có liên quan",
    );
    let corrected = office.corrected();
    let places: Vec<usize> = corrected
        .unplaced
        .iter()
        .map(|gone| gone.correction)
        .collect();
    assert_eq!(places, [0, 1]);
    assert_eq!(
        corrected.unplaced[1].reason,
        "Không còn đơn vị “Sở Ngoại vụ” trong bản đọc này; hãy gắn lại hoặc bỏ phần sửa này."
    );
    assert_eq!(corrected.proposal, office.proposal);
}

fn item(id: &str, under: Option<(&str, &str)>, title: &str) -> HandItem {
    HandItem {
        id: id.to_owned(),
        under: under.map(|(id, as_read)| ItemAnchor {
            id: id.to_owned(),
            as_read: as_read.to_owned(),
        }),
        after: None,
        label: "-".to_owned(),
        title: title.to_owned(),
        kind: OutlineKind::Content,
        guidance: None,
    }
}

#[test]
fn a_campaign_with_no_document_is_made_by_hand() {
    let directory = directory(UNITS);
    let proposal = Proposal::by_hand("Tổng kết phong trào tổ tự quản năm 2026", DAY);
    let mut office = Office {
        directory,
        proposal,
        corrections: Vec::new(),
    };
    office.changes(
        Change::AddTask {
            task: HandTask {
                id: "H1".to_owned(),
                kind: DutyKind::Report,
                role: Role::Lead,
                order: Order::Request,
                title: "Gửi báo cáo năm".to_owned(),
                units: vec!["UBND các xã, phường biên giới".to_owned()],
                due: Due {
                    as_written: "chậm nhất ngày 10/12/2026".to_owned(),
                    day: Some(date(2026, 12, 10)),
                },
                recipient: Some("UBND tỉnh".to_owned()),
                via: Some("Công an tỉnh".to_owned()),
            },
        },
        "Giao tại cuộc họp giao ban",
    );
    let standing = Change::Standing {
        name: Some("Công an tỉnh".to_owned()),
    };
    office.changes(standing, "Quyết định phân công của Chủ tịch UBND tỉnh");
    let heading = HandItem {
        label: "I.".to_owned(),
        kind: OutlineKind::Heading,
        ..item("m1", None, "Kết quả")
    };
    office.changes(Change::AddItem { item: heading }, "đề cương rút gọn");
    let content = item("m2", Some(("m1", "Kết quả")), "Số tổ tự quản");
    office.changes(Change::AddItem { item: content }, "đề cương rút gọn");
    office.changes(
        Change::AddOccasion {
            occasion: HandOccasion {
                id: "S1".to_owned(),
                title: "Họp tổng kết".to_owned(),
                day: Some(date(2026, 12, 20)),
            },
        },
        "lịch của Văn phòng",
    );
    let corrected = office.corrected();
    assert_eq!(corrected.unplaced, []);
    let items: Vec<(String, u8)> = corrected
        .proposal
        .outline
        .walk()
        .iter()
        .map(|item| (item.id.clone(), item.level))
        .collect();
    assert_eq!(items, [("m1".to_owned(), 1), ("m2".to_owned(), 2)]);
    insta::assert_snapshot!(office.told());
}

#[test]
fn outline_items_are_renamed_dropped_and_found_after_renaming() {
    let mut office = Office::reads(&PLAN, UNITS, DAY);
    let awards = ItemAnchor {
        id: "II.5".to_owned(),
        as_read: "Thi đua, khen thưởng".to_owned(),
    };
    let title = "Khen thưởng và nhân rộng điển hình".to_owned();
    office.changes(
        Change::ItemTitle {
            item: awards.clone(),
            title: title.clone(),
        },
        "theo góp ý của Sở Nội vụ",
    );
    let below = HandItem {
        under: Some(awards),
        ..item("m1", None, "Số tập thể, cá nhân được khen")
    };
    office.changes(Change::AddItem { item: below }, "thiếu số liệu khen");
    let plans = ItemAnchor {
        id: "IV".to_owned(),
        as_read: "PHƯƠNG HƯỚNG, NHIỆM VỤ".to_owned(),
    };
    office.changes(Change::DropItem { item: plans }, "báo cáo riêng");
    let corrected = office.corrected();
    assert_eq!(corrected.unplaced, []);
    let outline = &corrected.proposal.outline;
    assert_eq!(outline.find("II.5").map(|item| &item.title), Some(&title));
    assert_eq!(
        outline
            .find("II.5")
            .map(|item| item.children[0].id.as_str()),
        Some("m1")
    );
    assert!(outline.find("IV").is_none());
    assert!(outline.find("V").is_some());
}

#[test]
fn corrections_are_kept_as_json() {
    let correction = PlanCorrection {
        change: Change::Kind {
            task: TaskAnchor {
                id: "T03".to_owned(),
                as_read: "tổng hợp".to_owned(),
                units: vec!["Công an tỉnh".to_owned()],
            },
            kind: DutyKind::Deed,
        },
        reason: "việc nội bộ".to_owned(),
    };
    let json = serde_json::to_string(&correction).expect("plain data");
    assert_eq!(
        json,
        r#"{"change":{"change":"kind","task":{"id":"T03","as_read":"tổng hợp","units":["Công an tỉnh"]},"kind":"deed"},"reason":"việc nội bộ"}"#
    );
    let back: PlanCorrection = serde_json::from_str(&json).expect("its own words");
    assert_eq!(back, correction);
}

#[test]
fn a_letter_gives_its_report_to_those_it_is_addressed_to() {
    let mut letter = Plan::default();
    let named = |text: &str| tongket_reader::Spanned::new(text.to_owned(), Default::default());
    letter.document.addressees = vec![named("Các sở, ngành"), named("UBND các xã biên giới")];
    let directory = directory(UNITS);
    let proposal = Proposal::of(&letter, &directory, DAY);
    let owing: Vec<&str> = proposal
        .duties()
        .iter()
        .map(|duty| directory.name(duty.unit))
        .collect();
    let duties = proposal.duties();
    assert!(owing.contains(&"xã Vân Khê"), "{owing:?}");
    assert!(!owing.contains(&"xã Đông Giang"), "{owing:?}");
    assert!(
        duties
            .iter()
            .all(|duty| duty.task.kind == DutyKind::Report
                && *duty.reason == MemberReason::Addressed)
    );
}

/// A province like the one of the real plan, with fictional communes.
const PROVINCE: &str = "\
tên,tên ngắn,loại,cấp,trực thuộc,nhãn
tỉnh Quảng Bình,,tỉnh,tỉnh,,
Bộ Chỉ huy Bộ đội Biên phòng tỉnh Quảng Bình,Bộ Chỉ huy BĐBP tỉnh;BCH BĐBP tỉnh,biên phòng,tỉnh,tỉnh Quảng Bình,
Sở Nội vụ tỉnh Quảng Bình,Sở Nội vụ,sở,tỉnh,tỉnh Quảng Bình,
Sở Y tế tỉnh Quảng Bình,Sở Y tế,sở,tỉnh,tỉnh Quảng Bình,
Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Bình,Ủy ban MTTQ Việt Nam tỉnh,mặt trận,tỉnh,tỉnh Quảng Bình,
huyện Đông Khê,,huyện,huyện,tỉnh Quảng Bình,
thị xã Hải Thạch,,thị xã,huyện,tỉnh Quảng Bình,
xã Núi Trắng,,xã,xã,huyện Đông Khê,biên giới
xã Đồng Cao,,xã,xã,huyện Đông Khê,
phường Cửa Lạch,,phường,xã,thị xã Hải Thạch,biên giới";

/// Unit, kind, how it was put, by when: the list of a careful reader.
const EXPECTED: &[(&str, DutyKind, Order, Option<Date>)] = &[
    (
        "xã Núi Trắng",
        DutyKind::Report,
        Order::Assign,
        Some(date(2025, 3, 2)),
    ),
    (
        "phường Cửa Lạch",
        DutyKind::Report,
        Order::Assign,
        Some(date(2025, 3, 2)),
    ),
    (
        "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Quảng Bình",
        DutyKind::Deed,
        Order::Assign,
        None,
    ),
    (
        "Sở Nội vụ tỉnh Quảng Bình",
        DutyKind::Deed,
        Order::Assign,
        None,
    ),
    (
        "Sở Nội vụ tỉnh Quảng Bình",
        DutyKind::Report,
        Order::Assign,
        Some(date(2025, 3, 14)),
    ),
    (
        "Sở Y tế tỉnh Quảng Bình",
        DutyKind::Report,
        Order::Assign,
        Some(date(2025, 3, 14)),
    ),
    (
        "huyện Đông Khê",
        DutyKind::Report,
        Order::Assign,
        Some(date(2025, 3, 14)),
    ),
    (
        "huyện Đông Khê",
        DutyKind::Deed,
        Order::Assign,
        Some(date(2025, 3, 14)),
    ),
    ("huyện Đông Khê", DutyKind::Deed, Order::Assign, None),
    (
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Bình",
        DutyKind::Deed,
        Order::Request,
        None,
    ),
    (
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Bình",
        DutyKind::Report,
        Order::Request,
        Some(date(2025, 3, 14)),
    ),
];

#[test]
fn a_real_plan_as_duties() {
    let Some(corpus) = std::env::var_os("TONGKET_CORPUS") else {
        #[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
        {
            eprintln!("skipped: TONGKET_CORPUS is not set");
        }
        return;
    };
    let path = std::path::Path::new(&corpus).join("documents/quang-binh-2025-kh-219.txt");
    let text = std::fs::read_to_string(path).expect("the plan is in the corpus");
    let office = Office::reads(&text, PROVINCE, date(2025, 2, 14));
    let proposal = &office.proposal;
    let told = office.told();
    let standing = proposal.standing.as_ref().expect("a standing agency");
    assert_eq!(
        standing.unit.map(|unit| office.directory.name(unit)),
        Some("Bộ Chỉ huy Bộ đội Biên phòng tỉnh Quảng Bình"),
        "{told}"
    );
    let duties = proposal.duties();
    for (unit, kind, order, day) in EXPECTED {
        let (kind, order, day) = (*kind, *order, *day);
        let unit = *unit;
        let wanted = |duty: &Duty<'_>| {
            office.directory.name(duty.unit) == unit
                && (duty.task.kind, duty.task.order, duty.task.due.day) == (kind, order, day)
        };
        assert!(
            duties.iter().any(wanted),
            "{unit} {kind:?} {day:?} in\n{told}"
        );
    }
    let reports = |unit: &str| {
        let of_unit = |duty: &&Duty<'_>| {
            office.directory.name(duty.unit) == unit && duty.task.kind == DutyKind::Report
        };
        duties.iter().filter(of_unit).count()
    };
    // Named by a request of its own, so not once more as one of the province's unions.
    assert_eq!(
        reports("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Bình"),
        1,
        "{told}"
    );
    // Below "Cấp xã, phường biên giới" only the communes of the border are meant.
    assert_eq!(reports("xã Đồng Cao"), 0, "{told}");
    let festival = &proposal.occasions[0];
    assert_eq!(festival.day, Some(date(2025, 3, 3)));
    assert!(
        festival.title.contains("Ngày hội Biên phòng toàn dân"),
        "{told}"
    );
}
