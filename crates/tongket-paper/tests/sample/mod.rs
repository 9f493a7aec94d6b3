//! A made-up province to draw documents from: its plan, its communes, and what they reported.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each of test, bench and example uses a part of it"
)]

use jiff::civil::date;
use rust_decimal::Decimal;
use tongket_core::consolidation::{
    Aggregation, ConsolidatedSection, Consolidation, Contribution, Coverage, FigureGroup, Place,
    Sourced, Statement,
};
use tongket_core::issue::{Dossier, IssueSettings, ReportFile, UnitStanding, UnitState};
use tongket_core::review::{Finding, FindingKind};
use tongket_core::unit::UnitId;
use tongket_reader::plan::{Document, Order, Plan, Reference, Signature};
use tongket_reader::{Severity, Source, Span, Spanned};

/// Everything a dossier borrows from.
pub struct Sample {
    pub plan: Plan,
    pub consolidation: Consolidation,
    pub units: Vec<UnitStanding>,
    names: Vec<String>,
    sources: Vec<Source>,
}

const NAMES: [&str; 15] = [
    "xã Vân Khê",
    "xã Đông Giang",
    "xã Thượng Sơn",
    "xã Hòa Lâm",
    "xã Cẩm Thủy",
    "xã Ngọc Lĩnh",
    "xã Trường Hải",
    "xã An Thịnh",
    "xã Phú Cường",
    "xã Tân Lập",
    "xã Minh Khai",
    "xã Bình Đào",
    "phường Hải Tiến",
    "phường Bắc Sơn",
    "xã Suối Vàng",
];

const OUTLINE: [(u8, &str, &str, &str); 14] = [
    (1, "I", "I.", "Đặc điểm tình hình"),
    (1, "II", "II.", "Kết quả thực hiện"),
    (2, "II.1", "1.", "Công tác lãnh đạo, chỉ đạo"),
    (
        2,
        "II.2",
        "2.",
        "Công tác tuyên truyền, phổ biến pháp luật về bảo vệ rừng",
    ),
    (2, "II.3", "3.", "Kết quả tổ chức phong trào"),
    (3, "II.3.a", "a)", "Xây dựng các tổ tự quản"),
    (
        3,
        "II.3.b",
        "b)",
        "Tuần tra, kiểm soát, phòng cháy, chữa cháy rừng",
    ),
    (3, "II.3.c", "c)", "Trồng rừng, phục hồi rừng"),
    (3, "II.3.d", "d)", "Giao khoán bảo vệ rừng"),
    (3, "II.3.đ", "đ)", "Phối hợp giữa các lực lượng"),
    (1, "III", "III.", "Đánh giá chung"),
    (2, "III.1", "1.", "Ưu điểm"),
    (2, "III.2", "2.", "Tồn tại, hạn chế và nguyên nhân"),
    (1, "IV", "IV.", "Phương hướng, nhiệm vụ; kiến nghị, đề xuất"),
];

const SENTENCES: [&str; 6] = [
    "Đảng ủy, Ủy ban nhân dân đã ban hành {n} văn bản chỉ đạo, phân công cụ thể từng thành viên \
     phụ trách địa bàn thôn, bản.",
    "Đã tổ chức {n} buổi tuyên truyền tại nhà văn hóa thôn, thu hút đông đảo người dân tham gia.",
    "Các tổ tự quản hoạt động nền nếp, phát hiện sớm và báo cáo kịp thời {n} vụ việc liên quan \
     đến khai thác lâm sản trái phép.",
    "Kinh phí hỗ trợ cho lực lượng tham gia tuần tra còn hạn hẹp, chưa đáp ứng yêu cầu nhiệm vụ.",
    "Nhận thức của một bộ phận người dân sống gần rừng chưa đầy đủ, còn tình trạng lấn chiếm \
     đất rừng để canh tác.",
    "Đề nghị cấp trên bố trí kinh phí mua sắm trang thiết bị phòng cháy, chữa cháy rừng cho \
     {n} tổ tự quản.",
];

const SHARED: &str =
    "Đã quán triệt, triển khai Chỉ thị đến toàn thể cán bộ, công chức và Nhân dân.";

const MEASURES: [(&str, &str, bool); 5] = [
    ("tổ tự quản bảo vệ rừng", "tổ", false),
    ("thành viên tham gia", "người", true),
    ("diện tích rừng trồng mới", "ha", false),
    ("lượt tuần tra, kiểm soát", "lượt", false),
    ("kinh phí hỗ trợ", "triệu đồng", true),
];

/// A sample of this many units, with this many sentences of its own for a unit in each section.
pub fn sample(units: usize, sentences: usize) -> Sample {
    let mut sample = Sample {
        plan: plan(),
        consolidation: Consolidation::default(),
        units: (0..units).map(standing).collect(),
        names: (0..units)
            .map(|unit| format!("bao-cao-{:02}.docx", unit + 1))
            .collect(),
        sources: Vec::new(),
    };
    let mut texts = vec![String::from("BÁO CÁO\n"); units];
    for index in 0..OUTLINE.len() {
        let section = section(index, sentences, &sample.units, &mut texts);
        sample.consolidation.sections.push(section);
    }
    sample.sources = texts.iter().map(|text| Source::from_plain(text)).collect();
    sample.consolidation.findings = findings(&sample);
    sample
}

impl Sample {
    /// The files as a dossier borrows them.
    pub fn files(&self) -> Vec<ReportFile<'_>> {
        let files = self.names.iter().zip(&self.sources);
        files
            .map(|(name, source)| ReportFile { name, source })
            .collect()
    }

    /// The dossier over `files`.
    pub fn dossier<'a>(&'a self, files: &'a [ReportFile<'a>]) -> Dossier<'a> {
        Dossier {
            plan: &self.plan,
            consolidation: &self.consolidation,
            units: &self.units,
            files,
        }
    }
}

/// The settings of the agency that compiles.
pub fn settings() -> IssueSettings {
    IssueSettings {
        issuer: Some("Chi cục Kiểm lâm".to_owned()),
        parent: Some("Sở Nông nghiệp và Môi trường tỉnh Sơn Hải".to_owned()),
        abbreviation: Some("CCKL".to_owned()),
        place: Some("Sơn Hải".to_owned()),
        signature: vec![
            "KT. CHI CỤC TRƯỞNG".to_owned(),
            "PHÓ CHI CỤC TRƯỞNG".to_owned(),
        ],
        signer: Some("Trần Văn Minh".to_owned()),
        addressees: vec!["Ủy ban nhân dân tỉnh Sơn Hải".to_owned()],
        recipients: vec!["Các đơn vị có báo cáo".to_owned()],
        as_of: Some(date(2026, 3, 20)),
        ..IssueSettings::default()
    }
}

fn spanned<T>(value: T) -> Option<Spanned<T>> {
    Some(Spanned::new(value, Span::default()))
}

fn plan() -> Plan {
    let reference = Reference {
        text: "Chỉ thị số 05/CT-TTg ngày 12/01/2016 của Thủ tướng Chính phủ về tăng cường bảo vệ \
               và phát triển rừng"
            .to_owned(),
        kind: Some("CT".to_owned()),
        code: Some("05/CT-TTg".to_owned()),
        date: Some(date(2016, 1, 12)),
        issuer: None,
        title: None,
        span: Span::default(),
        mentions: Vec::new(),
    };
    let document = Document {
        kind: spanned("KH".to_owned()),
        code: spanned("45/KH-UBND".to_owned()),
        number: Some("45".to_owned()),
        notation: Some("KH-UBND".to_owned()),
        issuer: spanned("Ủy ban nhân dân tỉnh Sơn Hải".to_owned()),
        place: spanned("Sơn Hải".to_owned()),
        date: spanned(date(2026, 1, 15)),
        subject: spanned(
            "Tổng kết 10 năm thực hiện Chỉ thị số 05/CT-TTg ngày 12/01/2016 của Thủ tướng Chính \
             phủ về tăng cường bảo vệ và phát triển rừng, giai đoạn 2016 - 2026"
                .to_owned(),
        ),
        references: vec![reference],
        signature: Some(Signature {
            authority: spanned("TM. ỦY BAN NHÂN DÂN".to_owned()),
            mode: spanned("KT. CHỦ TỊCH".to_owned()),
            position: spanned("PHÓ CHỦ TỊCH".to_owned()),
            name: spanned("Lê Hoàng Nam".to_owned()),
        }),
        ..Document::default()
    };
    Plan {
        document,
        ..Plan::default()
    }
}

fn standing(unit: usize) -> UnitStanding {
    let name = match NAMES.get(unit) {
        Some(name) => (*name).to_owned(),
        None => format!("xã Thôn Đoài {unit}"),
    };
    let state = match unit {
        4 => UnitState::Late,
        7 | 11 => UnitState::Missing,
        _ => UnitState::Received,
    };
    UnitStanding {
        id: UnitId(unit as u32),
        name,
        state,
        file: state
            .reported()
            .then(|| format!("bao-cao-{:02}.docx", unit + 1)),
        deadline: None,
        note: None,
        order: Order::default(),
    }
}

/// Appends a line to a unit's report and says where it is.
fn write(texts: &mut [String], unit: usize, line: &str) -> Place {
    let start = texts[unit].len();
    texts[unit].push_str(line);
    let span = Span::new(start, texts[unit].len());
    texts[unit].push('\n');
    Place {
        unit: UnitId(unit as u32),
        file: unit,
        span,
    }
}

fn section(
    index: usize,
    sentences: usize,
    units: &[UnitStanding],
    texts: &mut [String],
) -> ConsolidatedSection {
    let (level, outline, label, title) = OUTLINE[index];
    let parent = OUTLINE.get(index + 1).is_some_and(|next| next.0 > level);
    let mut section = ConsolidatedSection {
        outline: outline.to_owned(),
        label: label.to_owned(),
        title: title.to_owned(),
        level,
        coverage: coverage(index, parent, units),
        figures: Vec::new(),
        statements: Vec::new(),
    };
    if parent {
        return section;
    }
    let answered: Vec<usize> = section
        .coverage
        .answered
        .iter()
        .map(|unit| unit.0 as usize)
        .collect();
    let places = answered
        .iter()
        .take(9)
        .map(|unit| write(texts, *unit, SHARED))
        .collect();
    section
        .statements
        .extend(statement(SHARED.to_owned(), places));
    for unit in &answered {
        for ordinal in 0..sentences {
            let words = SENTENCES[(unit + ordinal + index) % SENTENCES.len()];
            let words = words.replace("{n}", &(unit * 3 + ordinal + index + 2).to_string());
            let place = write(texts, *unit, &words);
            section.statements.extend(statement(words, vec![place]));
        }
    }
    let measures = [5, 0, 2, 1][index % 4];
    for (measure, unit, approximate) in &MEASURES[..measures] {
        section
            .figures
            .push(figures(measure, unit, *approximate, &answered, texts));
    }
    if index % 5 == 3 {
        section.figures.push(ratio(&answered, texts));
    }
    section
}

fn coverage(index: usize, parent: bool, units: &[UnitStanding]) -> Coverage {
    let mut coverage = Coverage {
        of: units.len(),
        ..Coverage::default()
    };
    for (order, unit) in units.iter().enumerate() {
        let list = match order {
            _ if parent || !unit.state.reported() => &mut coverage.missing,
            2 if index.is_multiple_of(3) => &mut coverage.nil,
            9 if index % 4 == 1 => &mut coverage.missing,
            _ => &mut coverage.answered,
        };
        list.push(unit.id);
    }
    coverage
}

fn statement(text: String, places: Vec<Place>) -> Option<Statement> {
    Some(Statement {
        text: Sourced::new(text, places)?,
    })
}

fn figures(
    measure: &str,
    unit: &str,
    approximate: bool,
    answered: &[usize],
    texts: &mut [String],
) -> FigureGroup {
    let contributions: Vec<Contribution> = answered
        .iter()
        .filter_map(|reporter| {
            let value = Decimal::from(reporter * 17 + 12);
            let about = approximate && reporter % 4 == 0;
            let word = if about { "hơn " } else { "" };
            let text = format!("Có {word}{value} {unit} ({measure})");
            let place = write(texts, *reporter, &text);
            Some(Contribution {
                value: Sourced::new(value, vec![place])?,
                text,
                approximate: about,
                denominator: None,
            })
        })
        .collect();
    FigureGroup {
        measure: measure.to_owned(),
        unit_of_measure: unit.to_owned(),
        period: None,
        total: Some(contributions.iter().map(|it| *it.value.value()).sum()),
        aggregation: Aggregation::Sum,
        approximate: contributions.iter().any(|it| it.approximate),
        contributions,
    }
}

fn ratio(answered: &[usize], texts: &mut [String]) -> FigureGroup {
    let contributions = answered.iter().take(5).filter_map(|reporter| {
        let value = Decimal::new(900 + 13 * (*reporter as i64), 1);
        let text = format!("Tỷ lệ hộ ký cam kết bảo vệ rừng đạt {value}%");
        let place = write(texts, *reporter, &text);
        Some(Contribution {
            value: Sourced::new(value, vec![place])?,
            text,
            approximate: false,
            denominator: None,
        })
    });
    FigureGroup {
        measure: "tỷ lệ hộ ký cam kết bảo vệ rừng".to_owned(),
        unit_of_measure: "%".to_owned(),
        period: None,
        total: None,
        aggregation: Aggregation::List,
        approximate: false,
        contributions: contributions.collect(),
    }
}

fn findings(sample: &Sample) -> Vec<Finding> {
    let place = |unit: usize, from: usize| Place {
        unit: UnitId(unit as u32),
        file: unit,
        span: sample.sources[unit].lines()[from].span,
    };
    vec![
        Finding {
            code: "BC001",
            kind: FindingKind::Contradiction,
            severity: Severity::Error,
            message: "Xã Vân Khê nêu hai số khác nhau cho “tổ tự quản bảo vệ rừng”: 12 và 21."
                .to_owned(),
            message_en: String::new(),
            places: vec![place(0, 1), place(0, 2)],
        },
        Finding {
            code: "BC010",
            kind: FindingKind::Copy,
            severity: Severity::Warning,
            message: "Hai báo cáo có đoạn giống nhau gần như nguyên văn.".to_owned(),
            message_en: String::new(),
            places: vec![place(1, 1), place(2, 1)],
        },
        Finding {
            code: "BC031",
            kind: FindingKind::OutOfPeriod,
            severity: Severity::Info,
            message: "Năm 2014 nằm ngoài giai đoạn 2016 - 2026.".to_owned(),
            message_en: String::new(),
            places: vec![place(3, 1)],
        },
    ]
}
