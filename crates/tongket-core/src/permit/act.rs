//! What can be done: a noun and a verb of the office, in the order in which a campaign flows.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One thing that can be done to one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Change the settings of the program.
    SettingChange,
    /// See who has an account, and what roles.
    AccountRead,
    /// Create an account for one person.
    AccountCreate,
    /// Change roles, lock, unlock, give a new password.
    AccountAmend,
    /// See the list of units; it names bodies only.
    UnitRead,
    /// Import or correct the list of units.
    UnitImport,
    /// Record a merger, split, new name, move or dissolution.
    UnitSuccession,
    /// Say where mail to a unit's office goes, or that it does not arrive.
    UnitContact,
    /// See a campaign: its plan, its outline, its calendar.
    CampaignRead,
    /// Create a campaign, from a plan or without one, in the name of one's own unit.
    CampaignCreate,
    /// Correct what was read from a plan before the campaign opens.
    PlanCorrect,
    /// Confirm who the members of a group of units are.
    GroupConfirm,
    /// Open a campaign: from now on units owe their reports.
    CampaignOpen,
    /// Discard a campaign that was not opened: what was read and entered goes.
    CampaignDiscard,
    /// Amend an open campaign: a new deadline, a unit more, an outline item.
    CampaignAmend,
    /// Close a campaign.
    CampaignClose,
    /// See what a unit owes and how far it is, not what it writes.
    DutyRead,
    /// Pass duties and drafts to the unit that took over.
    DutyTransfer,
    /// Answer a duty that is no report, with a note and proof.
    DeedAnswer,
    /// Read what has not been sent yet.
    DraftRead,
    /// Write a section, or mark it as nil.
    SectionWrite,
    /// Give sections to colleagues to write, or take them back.
    SectionDelegate,
    /// Enter the figures of a table.
    FigureWrite,
    /// Attach evidence, or take it away before sending.
    EvidenceAttach,
    /// Ask the leader to sign.
    ReportPresent,
    /// Take back what was presented, or give it back to the drafter unsigned.
    PresentationWithdraw,
    /// Sign and send up.
    SubmissionCreate,
    /// Open an accepted report again to correct it, with a reason.
    CorrectionOpen,
    /// Read what was sent.
    ReportRead,
    /// Confirm that a report has come in.
    SubmissionReceive,
    /// Read the comments on a report.
    CommentRead,
    /// Comment on a sentence or a cell.
    CommentWrite,
    /// Answer a comment on one's own report.
    CommentAnswer,
    /// Send back with reasons and a new date.
    SubmissionReturn,
    /// Accept; the report is locked from now on.
    SubmissionAccept,
    /// Pass an accepted report on to the one it is addressed to.
    SubmissionForward,
    /// See where all reports of a campaign stand, and the figures on the work itself.
    BoardRead,
    /// Say when the units of a campaign are reminded, and how.
    ReminderAmend,
    /// Make the letter that urges late units.
    UrgingCreate,
    /// Read what a unit puts together from the reports that it accepted.
    ConsolidationRead,
    /// Write the draft of it, bring it up to date, choose between texts.
    ConsolidationWrite,
    /// Comment on it.
    ConsolidationComment,
    /// Search in what one may read.
    SearchMake,
    /// Read who did what and when.
    AuditRead,
}

/// How an act is named and whether it changes anything.
struct Entry {
    act: Act,
    id: &'static str,
    label: &'static str,
    label_en: &'static str,
    writes: bool,
}

const fn reads(act: Act, id: &'static str, label: &'static str, label_en: &'static str) -> Entry {
    Entry {
        act,
        id,
        label,
        label_en,
        writes: false,
    }
}

const fn writes(act: Act, id: &'static str, label: &'static str, label_en: &'static str) -> Entry {
    Entry {
        writes: true,
        ..reads(act, id, label, label_en)
    }
}

/// Every act once, in the order of the enum.
#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    writes(Act::SettingChange, "setting.change", "thay đổi thiết lập", "change settings"),
    reads(Act::AccountRead, "account.read", "xem danh sách tài khoản", "see accounts"),
    writes(Act::AccountCreate, "account.create", "lập tài khoản", "create an account"),
    writes(Act::AccountAmend, "account.amend", "sửa, khóa tài khoản", "change or lock an account"),
    reads(Act::UnitRead, "unit.read", "xem danh mục đơn vị", "see the list of units"),
    writes(Act::UnitImport, "unit.import", "nhập danh mục đơn vị", "import the list of units"),
    writes(Act::UnitSuccession, "unit.succession", "ghi nhận kế thừa đơn vị", "record a succession of units"),
    writes(Act::UnitContact, "unit.contact", "ghi địa chỉ thư điện tử của đơn vị", "set a unit's mail address"),
    reads(Act::CampaignRead, "campaign.read", "xem đợt tổng kết", "see a campaign"),
    writes(Act::CampaignCreate, "campaign.create", "lập đợt tổng kết", "create a campaign"),
    writes(Act::PlanCorrect, "plan.correct", "sửa nội dung đọc từ kế hoạch", "correct what was read from the plan"),
    writes(Act::GroupConfirm, "group.confirm", "xác nhận thành viên của nhóm đơn vị", "confirm the members of a group"),
    writes(Act::CampaignOpen, "campaign.open", "mở đợt tổng kết", "open a campaign"),
    writes(Act::CampaignDiscard, "campaign.discard", "bỏ đợt đang chuẩn bị", "discard a campaign that is being prepared"),
    writes(Act::CampaignAmend, "campaign.amend", "điều chỉnh đợt tổng kết", "amend a campaign"),
    writes(Act::CampaignClose, "campaign.close", "đóng đợt tổng kết", "close a campaign"),
    reads(Act::DutyRead, "duty.read", "xem nhiệm vụ và tiến độ", "see duties and progress"),
    writes(Act::DutyTransfer, "duty.transfer", "chuyển nhiệm vụ cho đơn vị kế thừa", "pass duties to a successor"),
    writes(Act::DeedAnswer, "deed.answer", "trả lời việc không phải báo cáo", "answer a duty that is no report"),
    reads(Act::DraftRead, "draft.read", "xem bản đang soạn", "read a draft"),
    writes(Act::SectionWrite, "section.write", "viết mục báo cáo", "write a section"),
    writes(Act::SectionDelegate, "section.delegate", "giao mục cho đồng nghiệp", "delegate a section"),
    writes(Act::FigureWrite, "figure.write", "nhập số liệu", "enter figures"),
    writes(Act::EvidenceAttach, "evidence.attach", "đính kèm minh chứng", "attach evidence"),
    writes(Act::ReportPresent, "report.present", "trình lãnh đạo ký", "present a report for signature"),
    writes(Act::PresentationWithdraw, "presentation.withdraw", "rút lại bản trình ký", "take back what was presented"),
    writes(Act::SubmissionCreate, "submission.create", "ký và gửi báo cáo", "sign and send a report"),
    writes(Act::CorrectionOpen, "correction.open", "mở bản đính chính", "open a correction"),
    reads(Act::ReportRead, "report.read", "xem báo cáo đã gửi", "read a report that was sent"),
    writes(Act::SubmissionReceive, "submission.receive", "tiếp nhận báo cáo", "receive a report"),
    reads(Act::CommentRead, "comment.read", "xem góp ý", "read comments"),
    writes(Act::CommentWrite, "comment.write", "góp ý vào báo cáo", "comment on a report"),
    writes(Act::CommentAnswer, "comment.answer", "trả lời góp ý", "answer a comment"),
    writes(Act::SubmissionReturn, "submission.return", "trả lại báo cáo", "return a report"),
    writes(Act::SubmissionAccept, "submission.accept", "chấp nhận báo cáo", "accept a report"),
    writes(Act::SubmissionForward, "submission.forward", "chuyển tiếp báo cáo", "pass a report on"),
    reads(Act::BoardRead, "board.read", "xem bảng theo dõi tiến độ", "see the board of a campaign"),
    writes(Act::ReminderAmend, "reminder.amend", "đặt lịch nhắc việc", "set when units are reminded"),
    writes(Act::UrgingCreate, "urging.create", "lập công văn đôn đốc", "make an urging letter"),
    reads(Act::ConsolidationRead, "consolidation.read", "xem bản tổng hợp", "read a consolidation"),
    writes(Act::ConsolidationWrite, "consolidation.write", "soạn bản tổng hợp", "write a consolidation"),
    writes(Act::ConsolidationComment, "consolidation.comment", "góp ý vào bản tổng hợp", "comment on a consolidation"),
    reads(Act::SearchMake, "search.make", "tìm kiếm", "search"),
    reads(Act::AuditRead, "audit.read", "xem nhật ký", "read the audit"),
];

impl Act {
    /// Every act, in the order of the flow.
    pub fn all() -> impl Iterator<Item = Act> {
        ENTRIES.iter().map(|entry| entry.act)
    }

    fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }

    /// Its name in data, in the audit and in the API: "submission.create". Never changed.
    pub fn id(self) -> &'static str {
        self.entry().id
    }

    /// The act with that id.
    pub fn from_id(id: &str) -> Option<Act> {
        Act::all().find(|act| act.id() == id)
    }

    /// What people call it, in Vietnamese.
    pub fn label(self) -> &'static str {
        self.entry().label
    }

    /// What people call it, in English.
    pub fn label_en(self) -> &'static str {
        self.entry().label_en
    }

    /// Whether it changes anything.
    pub fn writes(self) -> bool {
        self.entry().writes
    }
}

impl Serialize for Act {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Act {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Act, D::Error> {
        let id = String::deserialize(deserializer)?;
        Act::from_id(&id)
            .ok_or_else(|| serde::de::Error::custom(format!("no act is called “{id}”")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_stands_in_its_place_under_its_own_name() {
        for (at, entry) in ENTRIES.iter().enumerate() {
            assert_eq!(entry.act as usize, at, "{}", entry.id);
            assert_eq!(Act::from_id(entry.id), Some(entry.act));
        }
        assert_eq!(ENTRIES.len(), Act::AuditRead as usize + 1);
    }
}
