//! The plan and what was read from it, side by side.
//!
//! On the left the document with everything that was recognised; on the right
//! the structure: each object shows its sentence, each sentence its objects.
//! What nobody understood and what is wrong with the plan is listed too.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::campaign::{DutyKind, ProposedTask};
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::plan::{Order, OutlineItem, Role};
use tongket_reader::{Diagnostic, Severity, Span};
use tongket_store::account;
use tongket_store::{blob, plan};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::corrections::said_of;
use super::document::{Block, Mark, blocks, words};
use super::draft::{Draft, party_name};
use super::{Day, Desk, Head};
use crate::web::house::House;
use crate::web::language::Language;
use crate::web::page::{Page, views};
use crate::web::plans::ReadPlan;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(file))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/plan.html")]
struct PlanView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// Who issued the plan.
    issuer: String,
    /// The years under review.
    period: String,
    /// The day as of which groups of units are resolved.
    as_of: Day,
    /// Name of the uploaded file; empty where there is none.
    file: String,
    /// What the importer says of the file.
    notes: Vec<String>,
    /// The document.
    document: Vec<Block>,
    /// What the document says of itself.
    facts: Vec<PlanFact>,
    /// Tasks.
    tasks: Vec<PlanTask>,
    /// Deadlines as written.
    deadlines: Vec<PlanDeadline>,
    /// Groups of units.
    groups: Vec<PlanGroup>,
    /// The outline.
    items: Vec<PlanItem>,
    /// Days on which something happens.
    occasions: Vec<PlanOccasion>,
    /// Sentences from which nothing was read.
    unclaimed: Vec<Quoted>,
    /// What is wrong with the plan.
    findings: Vec<Finding>,
    /// What people put right.
    corrections: Vec<CorrectionRow>,
    /// What is being edited on this page: an object, or "new-task", "new-item", "new-occasion".
    #[serde(skip)]
    edit: String,
    /// Words to begin a new task with.
    #[serde(skip)]
    begin: String,
}
views!(PlanView);

/// Something the document says of itself.
#[derive(Serialize, ToSchema)]
struct PlanFact {
    /// Its object.
    object: String,
    /// Key of its name.
    name: String,
    /// What it says.
    value: String,
    /// The object at whose first piece it begins; empty where it is not in the text.
    at: String,
}

/// A task of the plan.
#[derive(Serialize, ToSchema)]
struct PlanTask {
    /// Its object.
    object: String,
    /// Its id.
    id: String,
    /// Where it begins in the text; empty where it was added by hand.
    at: String,
    /// Whether it is answered with a report.
    is_report: bool,
    /// Whether it is asked for, not ordered.
    is_request: bool,
    /// "lead", "coordinate" or "advise".
    part: &'static str,
    /// What is to be done.
    title: String,
    /// Its sentence.
    quote: String,
    /// The last day in time.
    due: Option<Day>,
    /// The day of the week of `due`.
    weekday: String,
    /// The deadline as written.
    due_text: String,
    /// To whom.
    recipient: String,
    /// Through whom.
    via: String,
    /// Whose task it is, as written.
    units: Vec<String>,
    /// With whom.
    partners: Vec<String>,
    /// How many units it means.
    owed: usize,
    /// Reasons of the corrections that made it what it is.
    corrected: Vec<String>,
    /// Whether it is being edited.
    #[serde(skip)]
    editing: bool,
}

/// A deadline as written.
#[derive(Serialize, ToSchema)]
struct PlanDeadline {
    /// Its object.
    object: String,
    /// Where it begins.
    at: String,
    /// The phrase.
    text: String,
    /// The last day in time.
    due: Option<Day>,
    /// The day of the week of `due`.
    weekday: String,
    /// The object of its task.
    task: String,
    /// The id of its task.
    task_id: String,
}

/// A group of units.
#[derive(Serialize, ToSchema)]
struct PlanGroup {
    /// Its object.
    object: String,
    /// Where it is first named; may be empty.
    at: String,
    /// The words.
    name: String,
    /// The heading that narrows it.
    within: String,
    /// How many units it means.
    members: usize,
    /// What of it led nowhere.
    unresolved: Vec<String>,
    /// Whether somebody confirmed its members.
    confirmed: bool,
}

/// An item of the outline.
#[derive(Serialize, ToSchema)]
struct PlanItem {
    /// Its object.
    object: String,
    /// Its id.
    id: String,
    /// Where it begins; empty where it was added by hand.
    at: String,
    /// Label as written.
    label: String,
    /// What it asks for.
    title: String,
    /// Depth, from 1.
    level: u8,
    /// Advice to the writer.
    guidance: String,
    /// Whether it is being edited.
    #[serde(skip)]
    editing: bool,
}

/// A day on which something happens.
#[derive(Serialize, ToSchema)]
struct PlanOccasion {
    /// Its object.
    object: String,
    /// Where it begins; empty where it was added by hand.
    at: String,
    /// What happens.
    title: String,
    /// On which day.
    day: Option<Day>,
    /// The day as written.
    day_text: String,
}

/// A sentence.
#[derive(Serialize, ToSchema)]
struct Quoted {
    /// Its object.
    object: String,
    /// Where it begins.
    at: String,
    /// Its words.
    quote: String,
}

/// Something wrong with the plan.
#[derive(Serialize, ToSchema)]
struct Finding {
    /// Its object.
    object: String,
    /// Where it is; empty where it is about the whole.
    at: String,
    /// The rule's code, under which its page stands in the manual.
    code: String,
    /// "info", "warning" or "error".
    severity: &'static str,
    /// What is wrong.
    message: String,
    /// What to do.
    remedy: String,
    /// The words it is about.
    quote: String,
}

/// A correction.
#[derive(Serialize, ToSchema)]
struct CorrectionRow {
    /// Id.
    id: String,
    /// What it changes.
    what: String,
    /// Why.
    reason: String,
    /// Who made it.
    by: String,
    /// When.
    at: String,
    /// Why it could not be applied to this reading; empty where it was.
    unplaced: String,
}

/// What to edit.
#[derive(Deserialize, Default)]
struct Editing {
    #[serde(default)]
    edit: String,
    /// An unclaimed sentence from which a task is made.
    #[serde(default)]
    from: String,
}

/// The plan with what was read from it.
#[utoipa::path(get, path = "/campaigns/{id}/plan", tag = "campaigns", params(("id" = String, Path)),
    responses((status = 200, body = PlanView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(editing): Query<Editing>,
) -> Result<Page<PlanView>, Problem> {
    let desk = Desk::readable(&house, &visitor, &id).await?;
    let draft = Draft::of(&house, &desk).await?;
    let head = desk.head(&visitor, "plan");
    let edit = match head.may_prepare {
        true => editing.edit,
        false => String::new(),
    };
    let mut conn = house.store.read().await?;
    let file = plan::file(&mut conn, &id).await?;
    let mut corrections = Vec::new();
    for (at, kept) in draft.kept.iter().enumerate() {
        let by = account::find(&mut conn, &kept.by).await?;
        let unplaced = draft
            .corrected
            .unplaced
            .iter()
            .find(|missing| missing.correction == at);
        let missing = unplaced.map(|missing| match shell.language {
            Language::Vietnamese => missing.reason.clone(),
            Language::English => missing.reason_en.clone(),
        });
        corrections.push(CorrectionRow {
            id: kept.id.clone(),
            what: said_of(&shell, &desk, &kept.correction.change),
            reason: kept.correction.reason.clone(),
            by: by.map(|account| account.full_name).unwrap_or_default(),
            at: shell.moment(&kept.at),
            unplaced: missing.unwrap_or_default(),
        });
    }
    let reading = Shown::of(&shell, &desk, &draft, &edit);
    let period = desk
        .campaign
        .period
        .map(|(from, to)| format!("{from} – {to}"));
    let unclaimed = &reading.unclaimed;
    let begin = unclaimed
        .iter()
        .find(|quoted| quoted.object == editing.from);
    Ok(Page(PlanView {
        begin: begin.map(|quoted| quoted.quote.clone()).unwrap_or_default(),
        head,
        issuer: desk.campaign.issuer.clone(),
        period: period.unwrap_or_default(),
        as_of: Day::of(&shell, desk.campaign.as_of),
        file: file.map(|file| file.name).unwrap_or_default(),
        notes: draft
            .read
            .as_ref()
            .map(|read| read.source.origin.notes.clone())
            .unwrap_or_default(),
        document: reading.document,
        facts: reading.facts,
        tasks: reading.tasks,
        deadlines: reading.deadlines,
        groups: reading.groups,
        items: reading.items,
        occasions: reading.occasions,
        unclaimed: reading.unclaimed,
        findings: reading.findings,
        corrections,
        edit,
        shell,
    }))
}

/// The document as it was uploaded.
#[utoipa::path(get, path = "/campaigns/{id}/plan/file", tag = "campaigns", params(("id" = String, Path)),
    responses((status = 200, description = "The bytes of the file")))]
async fn file(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    Desk::readable(&house, &visitor, &id).await?;
    let mut conn = house.store.read().await?;
    let missing = || Refusal::not_found(Said::new("văn bản kế hoạch", "the plan's document"));
    let file = plan::file(&mut conn, &id).await?.ok_or_else(missing)?;
    let bytes = blob::find(&mut conn, &file.sha256)
        .await?
        .ok_or_else(missing)?;
    let name: String = file
        .name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    Ok((
        [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response())
}

/// Everything that was read, as the page shows it.
struct Shown {
    document: Vec<Block>,
    facts: Vec<PlanFact>,
    tasks: Vec<PlanTask>,
    deadlines: Vec<PlanDeadline>,
    groups: Vec<PlanGroup>,
    items: Vec<PlanItem>,
    occasions: Vec<PlanOccasion>,
    unclaimed: Vec<Quoted>,
    findings: Vec<Finding>,
}

impl Shown {
    fn of(shell: &Shell, desk: &Desk, draft: &Draft, edit: &str) -> Shown {
        let read = draft.read.as_deref();
        let marks = read.map(|read| marks(draft, read)).unwrap_or_default();
        let (document, first) = read
            .map(|read| blocks(&read.source, &marks))
            .unwrap_or_default();
        let eye = Eye {
            shell,
            read,
            first: &first,
        };
        Shown {
            document,
            facts: read.map(|read| eye.facts(read)).unwrap_or_default(),
            tasks: eye.tasks(draft, edit),
            deadlines: eye.deadlines(draft),
            groups: eye.groups(desk, draft),
            items: eye.items(draft, edit),
            occasions: eye.occasions(draft),
            unclaimed: read.map(|read| eye.unclaimed(read)).unwrap_or_default(),
            findings: read.map(|read| eye.findings(read)).unwrap_or_default(),
        }
    }
}

/// The objects of a document's own words: key of the name, what it says, where.
fn said_of_itself(read: &ReadPlan) -> Vec<(&'static str, String, Span)> {
    let document = &read.plan.document;
    let texts = [
        ("issuer", &document.issuer),
        ("code", &document.code),
        ("subject", &document.subject),
    ];
    let mut facts: Vec<(&'static str, String, Span)> = texts
        .into_iter()
        .filter_map(|(name, text)| {
            text.as_ref()
                .map(|text| (name, text.value.clone(), text.span))
        })
        .collect();
    if let Some(date) = &document.date {
        let said = tongket_core::moment::day(date.value);
        facts.push(("date", said.vi, date.span));
    }
    if let Some(period) = &document.period {
        let years = format!("{} – {}", period.value.from, period.value.to);
        facts.push(("period", years, period.span));
    }
    let signature = document.signature.as_ref();
    if let Some(name) = signature.and_then(|signature| signature.name.as_ref()) {
        facts.push(("signer", name.value.clone(), name.span));
    }
    facts
}

/// Everything that was read from the text, and from where.
fn marks(draft: &Draft, read: &ReadPlan) -> Vec<Mark> {
    let proposal = draft.proposal();
    let mut marks = Vec::new();
    let mut mark = |span: Span, kind, object: String| {
        if !span.is_empty() {
            marks.push(Mark {
                span: span.trim(read.source.text()),
                kind,
                object,
            });
        }
    };
    for (name, _, span) in said_of_itself(read) {
        mark(span, "", format!("f-{name}"));
    }
    for task in &proposal.tasks {
        if let Some(span) = task.span {
            mark(span, "task", format!("t-{}", task.id));
        }
        let of_plan = read.plan.tasks.iter().find(|known| known.id == task.id);
        if let Some(deadline) = of_plan.and_then(|task| task.deadline.as_ref()) {
            mark(deadline.span, "deadline", format!("d-{}", task.id));
        }
    }
    let used: Vec<usize> = draft.groups().map(|(at, _)| at).collect();
    for task in &read.plan.tasks {
        for unit in &task.units {
            let same = |at: &&usize| proposal.groups[**at].as_written == unit.value;
            if let Some(at) = used.iter().find(same) {
                mark(unit.span, "unit", format!("g-{at}"));
            }
        }
    }
    for (at, item) in proposal.outline.walk().into_iter().enumerate() {
        mark(item.span, "outline", format!("m-{at}"));
    }
    for occasion in &proposal.occasions {
        if let Some(span) = occasion.span {
            mark(span, "event", format!("e-{}", occasion.id));
        }
    }
    for (at, unclaimed) in read.plan.unclaimed.iter().enumerate() {
        mark(unclaimed.span, "unclaimed", format!("n-{at}"));
    }
    for (at, finding) in read.diagnostics.iter().enumerate() {
        mark(finding.span, "diagnostic", format!("x-{at}"));
    }
    marks
}

/// Looks at a reading with a reader's language.
struct Eye<'e> {
    shell: &'e Shell,
    read: Option<&'e ReadPlan>,
    first: &'e HashMap<String, String>,
}

impl Eye<'_> {
    /// The object at whose first piece an object begins.
    fn at(&self, object: &str) -> String {
        self.first.get(object).cloned().unwrap_or_default()
    }

    fn quote(&self, span: Option<Span>) -> String {
        let read = self.read.zip(span);
        read.map(|(read, span)| words(&read.source, span))
            .unwrap_or_default()
    }

    fn day(&self, day: Option<Date>) -> (Option<Day>, String) {
        let weekday = day.map(|day| {
            let number = day.weekday().to_monday_one_offset();
            self.shell.t(&format!("campaign-weekday-{number}"))
        });
        (
            day.map(|day| Day::of(self.shell, day)),
            weekday.unwrap_or_default(),
        )
    }

    fn facts(&self, read: &ReadPlan) -> Vec<PlanFact> {
        let facts = said_of_itself(read).into_iter();
        let fact = |(name, value, _): (&str, String, Span)| PlanFact {
            at: self.at(&format!("f-{name}")),
            object: format!("f-{name}"),
            name: format!("campaign-fact-{name}"),
            value,
        };
        facts.map(fact).collect()
    }

    fn tasks(&self, draft: &Draft, edit: &str) -> Vec<PlanTask> {
        let tasks = draft.proposal().tasks.iter();
        tasks.map(|task| self.task(draft, task, edit)).collect()
    }

    fn task(&self, draft: &Draft, task: &ProposedTask, edit: &str) -> PlanTask {
        let object = format!("t-{}", task.id);
        let groups = || {
            task.groups
                .iter()
                .filter_map(|at| draft.proposal().groups.get(*at))
        };
        let mut members: Vec<_> = groups().flat_map(|group| &group.members).collect();
        members.sort_unstable_by_key(|member| member.unit);
        members.dedup_by_key(|member| member.unit);
        let reason = |at: &usize| {
            draft
                .kept
                .get(*at)
                .map(|kept| kept.correction.reason.clone())
        };
        let (due, weekday) = self.day(task.due.day);
        PlanTask {
            at: self.at(&object),
            editing: edit == object,
            object,
            id: task.id.clone(),
            is_report: task.kind == DutyKind::Report,
            is_request: task.order == Order::Request,
            part: part_of(task.role),
            title: task.title.clone(),
            quote: self.quote(task.span),
            due,
            weekday,
            due_text: task.due.as_written.clone(),
            recipient: party_name(task.route.recipient.as_ref()),
            via: party_name(task.route.via.as_ref()),
            units: groups().map(|group| group.as_written.clone()).collect(),
            partners: task
                .partners
                .iter()
                .map(|party| party.as_written.clone())
                .collect(),
            owed: members.len(),
            corrected: task.corrections.iter().filter_map(reason).collect(),
        }
    }

    fn deadlines(&self, draft: &Draft) -> Vec<PlanDeadline> {
        let tasks = draft.proposal().tasks.iter();
        let written = tasks.filter(|task| self.first.contains_key(&format!("d-{}", task.id)));
        let deadline = |task: &ProposedTask| {
            let object = format!("d-{}", task.id);
            let (due, weekday) = self.day(task.due.day);
            PlanDeadline {
                at: self.at(&object),
                object,
                text: task.due.as_written.clone(),
                due,
                weekday,
                task: format!("t-{}", task.id),
                task_id: task.id.clone(),
            }
        };
        written.map(deadline).collect()
    }

    fn groups(&self, desk: &Desk, draft: &Draft) -> Vec<PlanGroup> {
        let group = |(at, group): (usize, &tongket_core::campaign::Group)| PlanGroup {
            at: self.at(&format!("g-{at}")),
            object: format!("g-{at}"),
            name: group.as_written.clone(),
            within: group.within.clone().unwrap_or_default(),
            members: group.members.len(),
            unresolved: group.unresolved.clone(),
            confirmed: draft.confirmed(desk, group).is_some(),
        };
        draft.groups().map(group).collect()
    }

    fn items(&self, draft: &Draft, edit: &str) -> Vec<PlanItem> {
        let items = draft.proposal().outline.walk().into_iter().enumerate();
        let item = |(at, item): (usize, &OutlineItem)| {
            let object = format!("m-{at}");
            PlanItem {
                at: self.at(&object),
                editing: edit == object,
                object,
                id: item.id.clone(),
                label: item.label.clone(),
                title: item.title.clone(),
                level: item.level,
                guidance: item.guidance.clone().unwrap_or_default(),
            }
        };
        items.map(item).collect()
    }

    fn occasions(&self, draft: &Draft) -> Vec<PlanOccasion> {
        let occasion = |occasion: &tongket_core::campaign::Occasion| PlanOccasion {
            at: self.at(&format!("e-{}", occasion.id)),
            object: format!("e-{}", occasion.id),
            title: occasion.title.clone(),
            day: occasion.day.map(|day| Day::of(self.shell, day)),
            day_text: occasion.as_written.clone(),
        };
        draft.proposal().occasions.iter().map(occasion).collect()
    }

    fn unclaimed(&self, read: &ReadPlan) -> Vec<Quoted> {
        let sentences = read.plan.unclaimed.iter().enumerate();
        let quoted = |(at, unclaimed): (usize, &tongket_reader::plan::Unclaimed)| Quoted {
            at: self.at(&format!("n-{at}")),
            object: format!("n-{at}"),
            quote: words(&read.source, unclaimed.span),
        };
        sentences.map(quoted).collect()
    }

    fn findings(&self, read: &ReadPlan) -> Vec<Finding> {
        let vietnamese = self.shell.language == Language::Vietnamese;
        let finding = |(at, finding): (usize, &Diagnostic)| Finding {
            at: self.at(&format!("x-{at}")),
            object: format!("x-{at}"),
            code: finding.code.to_owned(),
            severity: match finding.severity {
                Severity::Info => "info",
                Severity::Warning => "warning",
                Severity::Error => "error",
            },
            message: match vietnamese {
                true => finding.message.clone(),
                false => finding.message_en.clone(),
            },
            remedy: match vietnamese {
                true => finding.fix.clone().unwrap_or_default(),
                false => finding.fix_en.clone().unwrap_or_default(),
            },
            quote: words(&read.source, finding.span),
        };
        read.diagnostics.iter().enumerate().map(finding).collect()
    }
}

/// The word of a part in a task, as it is kept.
pub(super) fn part_of(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Coordinate => "coordinate",
        Role::Advise => "advise",
    }
}
