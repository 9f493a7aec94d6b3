//! What an amendment would come to, before it is made: what changes for whom, who is told, and what
//! to think of first.

use askama::Template;
use axum::extract::{Path, State};
use serde::Serialize;
use tongket_core::campaign::{Amended, AmendmentChange, AnswerSoFar, DutyKind, OpenDuty};
use tongket_core::unit::UnitId;
use tongket_reader::calendar::Calendar;
use utoipa::ToSchema;

use super::Ground;
use super::wish::Wish;
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::page::{Page, views};
use crate::web::pages::campaigns::Head;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Changes that are shown one by one; more are counted.
const SHOWN: usize = 20;

/// An amendment that was not made yet.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/amendments/preview.html")]
pub(super) struct PreviewView {
    #[serde(skip)]
    shell: Shell,
    #[serde(skip)]
    head: Head,
    #[serde(skip)]
    wish: Wish,
    /// What sort of change it is.
    kind: String,
    /// What was and what would be.
    lines: Vec<Line>,
    /// Changes that are not shown.
    more: usize,
    /// How many units would be told.
    told: usize,
    /// Answers that were handed in before.
    marked: usize,
    /// What to think of first.
    warnings: Vec<String>,
}
views!(PreviewView);

/// One thing that would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Line {
    /// The unit; empty where it is about no single one.
    unit: String,
    /// As it is; empty where it is new.
    before: String,
    /// As it would be.
    after: String,
}

/// What an amendment of an open campaign would come to; nothing is changed.
#[utoipa::path(post, path = "/campaigns/{id}/amendments/preview", tag = "campaigns", params(("id" = String, Path)),
    request_body = Wish, responses((status = 200, body = PreviewView),
    (status = 422, description = "TK044: no reason is given")))]
pub(super) async fn preview(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wish): Input<Wish>,
) -> Result<Page<PreviewView>, Problem> {
    let ground = Ground::of(&house, &visitor, &id).await?;
    let (amendment, amended) = ground.plan(&house, &wish).await?;
    let unit = |subject: &str| {
        let duty = ground.room.duties.get(subject);
        duty.map(|duty| ground.desk.name(&duty.unit))
            .unwrap_or_default()
    };
    let lines = amended.differences.iter().take(SHOWN);
    let lines = lines.map(|difference| Line {
        unit: unit(&difference.subject),
        before: shell.say(&difference.before).to_owned(),
        after: shell.say(&difference.after).to_owned(),
    });
    Ok(Page(PreviewView {
        head: ground.desk.head(&visitor, "amendments"),
        lines: lines.collect(),
        more: amended.differences.len().saturating_sub(SHOWN),
        told: amended.told.len(),
        marked: amended.marked.len(),
        warnings: ground.warnings(&shell, &amendment.change, &amended),
        kind: wish.change.clone(),
        wish,
        shell,
    }))
}

impl Ground {
    /// What somebody should know before he makes an amendment.
    fn warnings(&self, shell: &Shell, change: &AmendmentChange, amended: &Amended) -> Vec<String> {
        match change {
            AmendmentChange::Deadline { due, .. } => {
                let off = due
                    .day
                    .filter(|day| Calendar::bundled().day_off(*day).is_some());
                off.map(|day| shell.t1("amendment-day-off", shell.day(&day)))
                    .into_iter()
                    .collect()
            }
            AmendmentChange::AddUnit { unit, duty, .. } => {
                let mut warnings: Vec<String> = self
                    .reports_of(*unit)
                    .map(|other| shell.t1("amendment-owes-already", &other.task))
                    .collect();
                let mut new = amended.campaign.duties.iter().filter(|new| new.id == *duty);
                let due = new.next().and_then(|new| new.due.day);
                let past = due.filter(|due| *due < self.desk.today);
                warnings
                    .extend(past.map(|due| shell.t1("amendment-late-at-once", shell.day(&due))));
                warnings
            }
            AmendmentChange::ReleaseUnit { task, unit } => {
                let answered = self
                    .reports_of(*unit)
                    .filter(|duty| duty.task == *task && duty.answer != AnswerSoFar::Open);
                let warned = answered.map(|duty| match duty.answer {
                    AnswerSoFar::Accepted => shell.t("amendment-releases-accepted"),
                    AnswerSoFar::Submitted | AnswerSoFar::Open => {
                        shell.t("amendment-releases-sent")
                    }
                });
                warned.collect()
            }
            AmendmentChange::AddItem { .. } if !amended.marked.is_empty() => {
                vec![shell.t1("amendment-asks-later", amended.marked.len())]
            }
            AmendmentChange::AddItem { .. }
            | AmendmentChange::RetitleItem { .. }
            | AmendmentChange::WithdrawItem { .. }
            | AmendmentChange::Measure { .. } => Vec::new(),
        }
    }

    /// The reports that a unit owes in the campaign as it stands.
    fn reports_of(&self, unit: Option<UnitId>) -> impl Iterator<Item = &OpenDuty> {
        let duties = self.room.campaign.duties.iter();
        duties.filter(move |duty| duty.kind == DutyKind::Report && Some(duty.unit) == unit)
    }
}
