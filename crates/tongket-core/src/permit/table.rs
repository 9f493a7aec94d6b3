//! Who may do what where: the whole of it on one page.
//!
//! Rows are acts, columns are roles, a cell says from which places: `o` for
//! one's own unit, `a` for a unit below one's own, `s` for a campaign in which
//! one's unit is the standing agency or a channel, `e` for everywhere else,
//! `d` for a section that was delegated to the person. An empty cell is a no.

use super::{Act, Relation, Role};

/// What the roles may do in one act, in the order of [`Role::ALL`].
struct Row {
    act: Act,
    cells: [&'static str; 8],
}

const fn row(act: Act, cells: [&'static str; 8]) -> Row {
    Row { act, cells }
}

#[rustfmt::skip]
const TABLE: &[Row] = &[
    //                              admin   standing reviewer leader  drafter awards  auditor reader
    row(Act::SettingChange,        ["oase", ""    , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::AccountRead,          ["oase", ""    , ""    , "o"   , ""    , ""    , "oase", ""]),
    row(Act::AccountCreate,        ["oase", ""    , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::AccountAmend,         ["oase", ""    , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::UnitRead,             ["oase", "oase", "oase", "oase", "oase", "oase", "oase", "oa"]),
    row(Act::UnitImport,           ["oase", ""    , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::UnitSuccession,       ["oase", ""    , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::UnitContact,          ["oase", "s"   , ""    , "o"   , "o"   , ""    , ""    , ""]),
    row(Act::CampaignRead,         ["oase", "oase", "oase", "oase", "oase", "oase", "oase", "oa"]),
    row(Act::CampaignCreate,       [""    , "o"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::PlanCorrect,          [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::GroupConfirm,         [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::CampaignOpen,         [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::CampaignDiscard,      [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::CampaignAmend,        [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::CampaignClose,        [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::DutyRead,             ["oase", "oas" , "oas" , "oas" , "o"   , "s"   , "oase", "oa"]),
    row(Act::DutyTransfer,         [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::DeedAnswer,           [""    , ""    , ""    , "o"   , "o"   , ""    , ""    , ""]),
    row(Act::DraftRead,            [""    , ""    , ""    , "od"  , "od"  , ""    , ""    , ""]),
    row(Act::SectionWrite,         [""    , ""    , ""    , "od"  , "od"  , ""    , ""    , ""]),
    row(Act::SectionDelegate,      [""    , ""    , ""    , "o"   , "o"   , ""    , ""    , ""]),
    row(Act::FigureWrite,          [""    , ""    , ""    , "od"  , "od"  , ""    , ""    , ""]),
    row(Act::EvidenceAttach,       [""    , ""    , ""    , "od"  , "od"  , ""    , ""    , ""]),
    row(Act::ReportPresent,        [""    , ""    , ""    , ""    , "o"   , ""    , ""    , ""]),
    row(Act::PresentationWithdraw, [""    , ""    , ""    , "o"   , "o"   , ""    , ""    , ""]),
    row(Act::SubmissionCreate,     [""    , ""    , ""    , "o"   , ""    , ""    , ""    , ""]),
    row(Act::CorrectionOpen,       [""    , ""    , ""    , "o"   , "o"   , ""    , ""    , ""]),
    row(Act::ReportRead,           [""    , "oas" , "oas" , "oas" , "o"   , "s"   , "oase", "oa"]),
    row(Act::SubmissionReceive,    [""    , "s"   , "s"   , ""    , ""    , ""    , ""    , ""]),
    row(Act::CommentRead,          [""    , "s"   , "s"   , "os"  , "od"  , ""    , "oase", ""]),
    row(Act::CommentWrite,         [""    , "s"   , "s"   , "s"   , ""    , ""    , ""    , ""]),
    row(Act::CommentAnswer,        [""    , ""    , ""    , "o"   , "o"   , ""    , ""    , ""]),
    row(Act::SubmissionReturn,     [""    , "s"   , "s"   , ""    , ""    , ""    , ""    , ""]),
    row(Act::SubmissionAccept,     [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::SubmissionForward,    [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::BoardRead,            ["oase", "oas" , "oas" , "oas" , ""    , "s"   , "oase", "oa"]),
    row(Act::ReminderAmend,        [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::UrgingCreate,         [""    , "s"   , ""    , ""    , ""    , ""    , ""    , ""]),
    row(Act::ConsolidationRead,    [""    , "s"   , "s"   , "oas" , "o"   , ""    , "oase", ""]),
    row(Act::ConsolidationWrite,   [""    , "s"   , "s"   , ""    , "o"   , ""    , ""    , ""]),
    row(Act::ConsolidationComment, [""    , "s"   , "s"   , "os"  , ""    , ""    , ""    , ""]),
    row(Act::SearchMake,           ["o"   , "o"   , "o"   , "o"   , "o"   , "o"   , "o"   , "o"]),
    row(Act::AuditRead,            ["oase", "s"   , ""    , "o"   , ""    , ""    , "oase", ""]),
];

/// The permission table.
pub struct Table;

impl Table {
    /// Whether a role may do this, standing so to what it is done to.
    pub fn allows(role: Role, act: Act, relation: Relation) -> bool {
        Table::cell(role, act).contains(relation.letter())
    }

    /// The letters of one cell; empty is a no.
    pub(super) fn cell(role: Role, act: Act) -> &'static str {
        let row = TABLE.iter().find(|row| row.act == act);
        row.map_or("", |row| row.cells[role as usize])
    }

    /// The roles that may do this from at least one place, in the order of the columns.
    pub fn roles(act: Act) -> impl Iterator<Item = Role> {
        let may = move |role: &Role| !Table::cell(*role, act).is_empty();
        Role::ALL.into_iter().filter(may)
    }
}
