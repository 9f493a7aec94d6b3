//! How pressing a duty is, in words and in days.

use jiff::civil::Date;
use serde::Serialize;
use tongket_core::exchange::Status;
use tongket_store::duty::Duty;
use utoipa::ToSchema;

use crate::web::shell::Shell;

/// Days ahead that are few.
const SOON: i32 = 7;

/// A duty's day, and how far it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::web) struct Pressing {
    /// The deadline as the plan writes it; may be empty.
    pub(in crate::web) as_written: String,
    /// The last day on which it is in time, in words; empty where none is set.
    pub(in crate::web) day: String,
    /// The same day as data; nothing where none is set.
    pub(in crate::web) due: Option<String>,
    /// Class of its badge; empty where nothing is to be said.
    pub(in crate::web) tone: &'static str,
    /// How many days are left, or by how many it is late, in words.
    pub(in crate::web) left: String,
}

impl Pressing {
    /// Of a duty; `again` is the day that was given when its report was sent back.
    pub(in crate::web) fn of(
        shell: &Shell,
        duty: &Duty,
        again: Option<Date>,
        done: bool,
        today: Date,
    ) -> Pressing {
        let due = again.or(duty.due);
        let days = due.map(|due| (due - today).get_days());
        let (tone, left) = match days {
            Some(_) if done => ("", String::new()),
            None if done => ("", String::new()),
            None => ("", shell.t("duty-no-day")),
            Some(days @ ..0) => ("overdue", shell.t1("duty-late", -days)),
            Some(0) => ("due-soon", shell.t("duty-today")),
            Some(days @ 1..=SOON) => ("due-soon", shell.t1("duty-left", days)),
            Some(days) => ("info", shell.t1("duty-left", days)),
        };
        Pressing {
            as_written: duty.deadline_text.clone(),
            day: due.map(|due| shell.day(&due)).unwrap_or_default(),
            due: due.map(|due| due.to_string()),
            tone,
            left,
        }
    }
}

/// The class of the badge of a status.
pub(in crate::web) fn badge(status: Status) -> &'static str {
    match status {
        Status::NotOpened => "missing",
        Status::Drafting => "draft",
        Status::WaitingForSignature => "presented",
        Status::Submitted | Status::Received => "sent",
        Status::Returned => "returned",
        Status::Accepted => "accepted",
    }
}

/// The key of the text that says a status.
pub(in crate::web) fn status_text(status: Status) -> String {
    format!("duty-status-{}", status.id().replace('_', "-"))
}
