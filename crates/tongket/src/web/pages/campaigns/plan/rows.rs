//! The rows of the page of a plan: what was read, each with its place in the text.

use serde::Serialize;
use utoipa::ToSchema;

use crate::web::pages::campaigns::Day;

/// Something the document says of itself.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanFact {
    /// Its object.
    pub(super) object: String,
    /// Key of its name.
    pub(super) name: String,
    /// What it says.
    pub(super) value: String,
    /// The object at whose first piece it begins; empty where it is not in the text.
    pub(super) at: String,
}

/// A task of the plan.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanTask {
    /// Its object.
    pub(super) object: String,
    /// Its id.
    pub(super) id: String,
    /// Where it begins in the text; empty where it was added by hand.
    pub(super) at: String,
    /// Whether it is answered with a report.
    pub(super) is_report: bool,
    /// Whether it is asked for, not ordered.
    pub(super) is_request: bool,
    /// "lead", "coordinate" or "advise".
    pub(super) part: &'static str,
    /// What is to be done.
    pub(super) title: String,
    /// Its sentence.
    pub(super) quote: String,
    /// The last day in time.
    pub(super) due: Option<Day>,
    /// The day of the week of `due`.
    pub(super) weekday: String,
    /// The deadline as written.
    pub(super) due_text: String,
    /// To whom.
    pub(super) recipient: String,
    /// Through whom.
    pub(super) via: String,
    /// Whose task it is, as written.
    pub(super) units: Vec<String>,
    /// With whom.
    pub(super) partners: Vec<String>,
    /// How many units it means.
    pub(super) owed: usize,
    /// Reasons of the corrections that made it what it is.
    pub(super) corrected: Vec<String>,
    /// Whether it is being edited.
    #[serde(skip)]
    pub(super) editing: bool,
}

/// A deadline as written.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanDeadline {
    /// Its object.
    pub(super) object: String,
    /// Where it begins.
    pub(super) at: String,
    /// The phrase.
    pub(super) text: String,
    /// The last day in time.
    pub(super) due: Option<Day>,
    /// The day of the week of `due`.
    pub(super) weekday: String,
    /// The object of its task.
    pub(super) task: String,
    /// The id of its task.
    pub(super) task_id: String,
}

/// A group of units.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanGroup {
    /// Its object.
    pub(super) object: String,
    /// Where it is first named; may be empty.
    pub(super) at: String,
    /// The words.
    pub(super) name: String,
    /// The heading that narrows it.
    pub(super) within: String,
    /// How many units it means.
    pub(super) members: usize,
    /// What of it led nowhere.
    pub(super) unresolved: Vec<String>,
    /// Whether somebody confirmed its members.
    pub(super) confirmed: bool,
}

/// An item of the outline.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanItem {
    /// Its object.
    pub(super) object: String,
    /// Its id.
    pub(super) id: String,
    /// Where it begins; empty where it was added by hand.
    pub(super) at: String,
    /// Label as written.
    pub(super) label: String,
    /// What it asks for.
    pub(super) title: String,
    /// Depth, from 1.
    pub(super) level: u8,
    /// Advice to the writer.
    pub(super) guidance: String,
    /// Whether it is being edited.
    #[serde(skip)]
    pub(super) editing: bool,
}

/// A day on which something happens.
#[derive(Serialize, ToSchema)]
pub(super) struct PlanOccasion {
    /// Its object.
    pub(super) object: String,
    /// Where it begins; empty where it was added by hand.
    pub(super) at: String,
    /// What happens.
    pub(super) title: String,
    /// On which day.
    pub(super) day: Option<Day>,
    /// The day as written.
    pub(super) day_text: String,
}

/// A sentence.
#[derive(Serialize, ToSchema)]
pub(super) struct Quoted {
    /// Its object.
    pub(super) object: String,
    /// Where it begins.
    pub(super) at: String,
    /// Its words.
    pub(super) quote: String,
}

/// Something wrong with the plan.
#[derive(Serialize, ToSchema)]
pub(super) struct Finding {
    /// Its object.
    pub(super) object: String,
    /// Where it is; empty where it is about the whole.
    pub(super) at: String,
    /// The rule's code, under which its page stands in the manual.
    pub(super) code: String,
    /// "info", "warning" or "error".
    pub(super) severity: &'static str,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) remedy: String,
    /// The words it is about.
    pub(super) quote: String,
}

/// A correction.
#[derive(Serialize, ToSchema)]
pub(super) struct CorrectionRow {
    /// Id.
    pub(super) id: String,
    /// What it changes.
    pub(super) what: String,
    /// Why.
    pub(super) reason: String,
    /// Who made it.
    pub(super) by: String,
    /// When.
    pub(super) at: String,
    /// Why it could not be applied to this reading; empty where it was.
    pub(super) unplaced: String,
}
