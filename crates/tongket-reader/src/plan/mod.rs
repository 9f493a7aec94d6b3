//! A plan as it was understood: who wrote it, what it orders, on which outline.
//!
//! These types are the machine-readable contract of `tongket plan read`: field
//! names in JSON are stable. Every value keeps the place that says it.

pub mod document;
mod id;
pub mod section;

pub mod outline;
pub mod task;

pub mod event;
pub mod unclaimed;

pub mod read;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::span::{Span, Spanned};

/// Everything that was understood of one file.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// The main document of the file.
    pub document: Document,
    /// Its sections as a tree, without the outline of the report.
    pub sections: Vec<Section>,
    /// The tasks it orders or asks for.
    pub tasks: Vec<Task>,
    /// Days on which something happens and nothing falls due: a ceremony, a conference.
    pub events: Vec<Event>,
    /// The outline on which units report, where the file has one.
    pub outline: Option<Outline>,
    /// Sentences that no object above accounts for.
    pub unclaimed: Vec<Unclaimed>,
}

/// What a document says of itself in its letterhead, its citations and its signature.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Document {
    /// Abbreviation of the type: those of Decree 30/2020, annex III ("KH", "CT"), "CV" for an
    /// official letter, and the customary ones of other bodies ("TT", "NĐ", "Lt").
    pub kind: Option<Spanned<String>>,
    /// Number and notation without spaces: "12/KH-UBND". `None` where either is left blank.
    pub code: Option<Spanned<String>>,
    /// The number alone: "12".
    pub number: Option<String>,
    /// The notation alone: "KH-UBND".
    pub notation: Option<String>,
    /// The issuing body, in running case: "Ủy ban nhân dân tỉnh Quảng Bình".
    pub issuer: Option<Spanned<String>>,
    /// The body above it, where the letterhead names one.
    pub parent: Option<Spanned<String>>,
    /// Further bodies that issued the document together with `issuer`.
    pub co_issuers: Vec<Spanned<String>>,
    /// The place in the date line.
    pub place: Option<Spanned<String>>,
    /// The day of issue.
    pub date: Option<Spanned<Date>>,
    /// What it is about, as written (without "V/v").
    pub subject: Option<Spanned<String>>,
    /// The years under review.
    pub period: Option<Spanned<Period>>,
    /// Other documents it cites, each once, in order of first mention.
    pub references: Vec<Reference>,
    /// Who signed.
    pub signature: Option<Signature>,
    /// "Kính gửi": to whom the document is addressed, as written.
    pub addressees: Vec<Spanned<String>>,
    /// "Nơi nhận": who receives it, as written, without the dash.
    pub recipients: Vec<Spanned<String>>,
    /// The part of the file it covers.
    pub span: Span,
    /// Further documents found in the same file.
    pub documents: Vec<Document>,
}

/// Years under review, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First year.
    pub from: i16,
    /// Last year.
    pub to: i16,
}

/// A citation of another document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reference {
    /// The citation as written.
    pub text: String,
    /// Abbreviation of the type, as in [`Document::kind`].
    pub kind: Option<String>,
    /// Number and notation without spaces.
    pub code: Option<String>,
    /// Its day of issue where the citation gives it.
    pub date: Option<Date>,
    /// Its issuer where the citation gives it.
    pub issuer: Option<String>,
    /// Its title where the citation gives it, without quotation marks.
    pub title: Option<String>,
    /// The first mention.
    pub span: Span,
    /// Every later mention.
    pub mentions: Vec<Span>,
}

/// The signature block.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Signature {
    /// On whose behalf: "TM. ỦY BAN NHÂN DÂN".
    pub authority: Option<Spanned<String>>,
    /// In whose place: "KT. CHỦ TỊCH".
    pub mode: Option<Spanned<String>>,
    /// The signer's own position: "PHÓ CHỦ TỊCH".
    pub position: Option<Spanned<String>>,
    /// The signer's name.
    pub name: Option<Spanned<String>>,
}

/// One section of the document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Labels on the way down, joined by points: "III.3". Unlabelled sections count as "§1".
    pub id: String,
    /// The label as written: "3."; empty where there is none.
    pub label: String,
    /// The heading's text without its label.
    pub title: String,
    /// Depth in the tree, from 1.
    pub level: u8,
    /// From the start of its heading to the end of its last line.
    pub span: Span,
    /// The heading line alone.
    pub heading: Span,
    /// Sections below it.
    pub children: Vec<Section>,
}

/// One thing that somebody is to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// "T01", "T02", … in the order of the text.
    pub id: String,
    /// The section it stands in.
    pub section: Option<String>,
    /// Who is to do it, as written.
    pub units: Vec<Spanned<String>>,
    /// In what part they do it.
    pub role: Role,
    /// With whom, as written.
    pub with: Vec<Spanned<String>>,
    /// Ordered, or asked for.
    pub order: Order,
    /// What is to be done, as written, without unit and deadline where they frame it.
    pub action: String,
    /// What is to be handed over: "báo cáo", "kế hoạch", "danh sách"; `None` for a duty without a paper.
    pub deliverable: Option<String>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Whom it is addressed to: "UBND tỉnh".
    pub recipient: Option<Spanned<String>>,
    /// Through whom it goes: "Bộ Chỉ huy BĐBP tỉnh".
    pub via: Option<Spanned<String>>,
    /// The text that orders it.
    pub span: Span,
}

/// The part a unit plays in a task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Does it, or leads those who do ("chủ trì", or no word at all).
    #[default]
    Lead,
    /// Helps another who leads ("phối hợp với …").
    Coordinate,
    /// Prepares it for a superior to decide ("tham mưu").
    Advise,
}

/// Whether a task is ordered or asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Given by one who may order.
    #[default]
    Assign,
    /// "Đề nghị …": the issuer has no power over the unit.
    Request,
}

/// When something falls due, as written and as understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deadline {
    /// How the phrase binds.
    pub kind: DeadlineKind,
    /// The phrase as written: "trước ngày 15/3/2026".
    pub text: String,
    /// The day that is named, where one is.
    pub date: Option<Date>,
    /// The last day on which it is still in time; weekends and holidays are not moved.
    pub due: Option<Date>,
    /// The phrase.
    pub span: Span,
}

/// How a deadline phrase binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// "trước ngày D": due at the end of the day before.
    Before,
    /// "chậm nhất ngày D", "đến hết ngày D": the day itself included.
    By,
    /// "ngày D": on the day.
    On,
    /// "trong tháng 4/2025": the last day of the month.
    WithinMonth,
    /// "trong quý II/2025": the last day of the quarter.
    WithinQuarter,
    /// "trong năm 2025", "đến năm 2025": the last day of the year.
    WithinYear,
    /// "hằng năm", "trước ngày 15 hằng tháng", "thường xuyên".
    Recurring,
    /// "trong vòng 10 ngày kể từ ngày ký".
    Relative,
    /// Bound to something that happens: "sau Hội nghị tổng kết".
    Event,
}

/// A day on which something happens and nothing falls due.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// The words that name it.
    pub title: String,
    /// Its day where one is given.
    pub date: Option<Date>,
    /// The phrase that gives the day.
    pub text: String,
    /// The sentence it was read from.
    pub span: Span,
}

/// The outline on which units report.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Outline {
    /// Its title in one line.
    pub title: String,
    /// The part of the source it covers.
    pub span: Span,
    /// Its items as a tree.
    pub items: Vec<OutlineItem>,
}

/// One item of an outline: a heading to keep, or something to write about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineItem {
    /// Labels on the way down, joined by points: "II.3.a"; a dash item counts as "II.3.a.-2".
    pub id: String,
    /// The label as written: "a)", "-".
    pub label: String,
    /// What it asks for, without label and guidance.
    pub title: String,
    /// Depth in the tree, from 1.
    pub level: u8,
    /// Heading or content.
    pub kind: OutlineKind,
    /// Advice to the writer: italics or brackets.
    pub guidance: Option<String>,
    /// Its own lines.
    pub span: Span,
    /// Items below it.
    pub children: Vec<OutlineItem>,
}

/// Whether an outline item is a heading of the report or content asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutlineKind {
    /// Appears in the report as a heading.
    #[default]
    Heading,
    /// Says what to write about: dash items, sentences.
    Content,
}

/// A sentence that was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Unclaimed {
    /// Where it stands.
    pub span: Span,
}

impl Section {
    /// This section and all below it, parents first.
    pub fn walk(&self) -> Vec<&Section> {
        let mut all = vec![self];
        for child in &self.children {
            all.extend(child.walk());
        }
        all
    }
}

impl Outline {
    /// Every item, parents before children, in the order of the text.
    pub fn walk(&self) -> Vec<&OutlineItem> {
        self.items.iter().flat_map(OutlineItem::walk).collect()
    }

    /// The item with this id.
    pub fn find(&self, id: &str) -> Option<&OutlineItem> {
        self.walk().into_iter().find(|item| item.id == id)
    }
}

impl OutlineItem {
    /// This item and all below it, parents first.
    pub fn walk(&self) -> Vec<&OutlineItem> {
        let mut all = vec![self];
        for child in &self.children {
            all.extend(child.walk());
        }
        all
    }
}
