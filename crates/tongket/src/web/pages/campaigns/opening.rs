//! Putting a campaign into force: outline, forms, duties and days in one act.
//!
//! It is refused with a list while something is missing. Afterwards every unit
//! that owes something is told.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::json;
use tongket_core::campaign::{DutyKind, Party, ProposedTask};
use tongket_core::permit::Act;
use tongket_core::refusal::{Code, Refusal, Said};
use tongket_reader::Span;
use tongket_reader::plan::{Order, OutlineItem, OutlineKind};
use tongket_store::campaign::{self, Item, State as Phase};
use tongket_store::duty::{self, Duty};
use tongket_store::notice::{self, Notice};
use tongket_store::occasion::{self, Occasion};
use tongket_store::search::{self, Text};
use tongket_store::{Done, Tx, new_id};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Desk;
use super::draft::{Draft, party_name};
use super::plan::part_of;
use crate::web::house::House;
use crate::web::page::Next;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(open))
}

/// What a draft lacks before it can open.
#[derive(Debug, Default)]
pub(super) struct Lacking {
    /// What must be added.
    pub(super) things: Vec<Said>,
    /// Groups that nobody confirmed.
    pub(super) groups: Vec<Said>,
    /// Tasks whose day has passed: nothing keeps them out, but their units are late at once.
    pub(super) past: usize,
}

impl Lacking {
    /// Of a draft; `forms` are the outline items that forms belong to, with the forms' titles.
    pub(super) fn of(desk: &Desk, draft: &Draft, forms: &[campaign::Form]) -> Lacking {
        let proposal = draft.proposal();
        let mut things = Vec::new();
        if desk.campaign.standing_unit.is_none() {
            things.push(Said::new(
                "Chưa chọn cơ quan thường trực (trang Đơn vị).",
                "The standing agency is not chosen (page Units).",
            ));
        }
        if proposal.tasks.is_empty() {
            things.push(Said::new("Chưa có nhiệm vụ nào.", "There is no task."));
        }
        for task in &proposal.tasks {
            things.extend(of_task(draft, task));
        }
        let reports = proposal
            .tasks
            .iter()
            .any(|task| task.kind == DutyKind::Report);
        if reports && proposal.outline.items.is_empty() {
            things.push(Said::new(
                "Có nhiệm vụ gửi báo cáo mà chưa có đề cương.",
                "Reports are wanted and there is no outline.",
            ));
        }
        for form in forms {
            if !form.item.is_empty() && proposal.outline.find(&form.item).is_none() {
                things.push(Said::new(
                    format!(
                        "Biểu “{}” gắn với mục {} không còn trong đề cương.",
                        form.title, form.item
                    ),
                    format!(
                        "Form “{}” belongs to item {}, which the outline has no more.",
                        form.title, form.item
                    ),
                ));
            }
        }
        let unplaced = draft.corrected.unplaced.iter();
        things.extend(unplaced.map(|missing| Said::new(&missing.reason, &missing.reason_en)));
        let open = draft
            .groups()
            .filter(|(_, group)| draft.confirmed(desk, group).is_none());
        let past = proposal.tasks.iter().filter_map(|task| task.due.day);
        Lacking {
            things,
            past: past.filter(|day| *day < desk.today).count(),
            groups: open
                .map(|(_, group)| Said::from(group.as_written.clone()))
                .collect(),
        }
    }

    /// The refusal; none where nothing is missing.
    fn refuse(self) -> Result<(), Problem> {
        match (self.things.is_empty(), self.groups.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(Refusal::group_not_confirmed(self.groups).into()),
            (false, _) => Err(Refusal::campaign_incomplete(self.things).into()),
        }
    }
}

fn of_task(draft: &Draft, task: &ProposedTask) -> Option<Said> {
    let groups = task
        .groups
        .iter()
        .filter_map(|at| draft.proposal().groups.get(*at));
    let members = groups.map(|group| group.members.len()).sum::<usize>();
    let id = &task.id;
    if members == 0 {
        return Some(Said::new(
            format!("Nhiệm vụ {id} chưa có đơn vị nào: giao cho đơn vị, hoặc bỏ (trang Kế hoạch)."),
            format!("Task {id} means no unit: give it to one, or drop it (page Plan)."),
        ));
    }
    let undated = task.kind == DutyKind::Report && task.due.day.is_none();
    undated.then(|| {
        Said::new(
            format!("Nhiệm vụ {id} là báo cáo mà chưa có thời hạn (trang Kế hoạch)."),
            format!("Task {id} is a report and has no day (page Plan)."),
        )
    })
}

/// What opening came to.
#[derive(Serialize, ToSchema)]
struct Opened {
    /// Duties that were laid down.
    duties: usize,
    /// Units that were told.
    units: usize,
}

/// Opens a campaign.
#[utoipa::path(post, path = "/campaigns/{id}/opening", tag = "campaigns", params(("id" = String, Path)),
    responses((status = 200, body = Opened), (status = 409, description = "TK041: groups are not confirmed"),
        (status = 422, description = "TK045: something is missing")))]
async fn open(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Next<Opened>, Problem> {
    let desk = Desk::of(&house, &id).await?;
    let permit = desk.permit(&visitor, Act::CampaignOpen)?;
    let to = format!("/campaigns/{id}");
    match desk.campaign.state {
        Phase::Closed => return Err(Code::CampaignClosed.into()),
        Phase::Open => {
            let mut conn = house.store.read().await?;
            let units = duty::units(&mut conn, &id).await?.len();
            return Ok(Next::new(&shell, to, Opened { duties: 0, units }).saying("campaign-opened"));
        }
        Phase::Draft => {}
    }
    let draft = Draft::of(&house, &desk).await?;
    let mut conn = house.store.read().await?;
    let forms = campaign::forms(&mut conn, &id).await?;
    drop(conn);
    Lacking::of(&desk, &draft, &forms).refuse()?;
    let force = Force::of(&house, &desk, &draft);
    let opened = Opened {
        duties: force.duties.len(),
        units: force.notices.len(),
    };
    let told = desk.told(
        &house,
        &visitor,
        &permit,
        json!({ "duties": opened.duties, "units": opened.units }),
    );
    let now = house.now();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                if !campaign::open(tx, &force.campaign, now).await? {
                    return Ok(Done::already(()));
                }
                force.lay_down(tx).await?;
                search::add(tx, &force.text, now).await?;
                Ok(Done::new((), told))
            })
        })
        .await?;
    Ok(Next::new(&shell, to, opened).saying("campaign-opened"))
}

/// Everything that opening lays down.
struct Force {
    campaign: String,
    items: Vec<Item>,
    duties: Vec<Duty>,
    occasions: Vec<Occasion>,
    notices: Vec<Notice>,
    text: Text,
}

impl Force {
    fn of(house: &House, desk: &Desk, draft: &Draft) -> Force {
        let proposal = draft.proposal();
        let campaign = desk.campaign.id.clone();
        let duties: Vec<Duty> = proposal
            .duties()
            .iter()
            .filter_map(|owed| {
                let unit = desk.id_of(owed.unit)?;
                Some(duty(house, desk, owed.task, unit, &owed.group.as_written))
            })
            .collect();
        let units: BTreeSet<&String> = duties.iter().map(|duty| &duty.unit).collect();
        let notice = |unit: &String| Notice {
            id: new_id(),
            unit: unit.clone(),
            campaign: Some(campaign.clone()),
            subject_kind: "campaign".to_owned(),
            subject: campaign.clone(),
            kind: "opened".to_owned(),
            data: json!({ "title": desk.campaign.title, "code": desk.campaign.code }),
            at: house.now(),
        };
        let occasion = |occasion: &tongket_core::campaign::Occasion| Occasion {
            id: new_id(),
            title: occasion.title.clone(),
            day: occasion.day,
            day_text: occasion.as_written.clone(),
            span: span_of(occasion.span),
        };
        Force {
            items: proposal.outline.walk().into_iter().map(item).collect(),
            occasions: proposal.occasions.iter().map(occasion).collect(),
            notices: units.into_iter().map(notice).collect(),
            text: text(desk, draft),
            duties,
            campaign,
        }
    }

    async fn lay_down(&self, tx: &mut Tx) -> Result<(), Problem> {
        for (position, item) in (1..).zip(&self.items) {
            campaign::add_item(tx, &self.campaign, position, item).await?;
        }
        duty::create_all(tx, &self.duties).await?;
        for occasion in &self.occasions {
            occasion::create(tx, &self.campaign, occasion).await?;
        }
        notice::add_all(tx, &self.notices).await?;
        Ok(())
    }
}

/// By which words a plan is found: its own, or those that were entered by hand.
fn text(desk: &Desk, draft: &Draft) -> Text {
    let campaign = &desk.campaign;
    let by_hand = || {
        let proposal = draft.proposal();
        let tasks = proposal.tasks.iter().map(|task| task.title.clone());
        let items = proposal.outline.walk().into_iter();
        let words = tasks.chain(items.map(|item| item.title.clone()));
        words.collect::<Vec<_>>().join("; ")
    };
    let document = draft.read.as_ref();
    Text {
        kind: "plan".to_owned(),
        subject: campaign.id.clone(),
        campaign: campaign.id.clone(),
        title: format!("{} {}", campaign.title, campaign.code),
        body: document.map_or_else(by_hand, |read| read.source.text().to_owned()),
        ..Text::default()
    }
}

fn item(item: &OutlineItem) -> Item {
    Item {
        id: item.id.clone(),
        label: item.label.clone(),
        title: item.title.clone(),
        level: i64::from(item.level),
        kind: match item.kind {
            OutlineKind::Heading => "heading".to_owned(),
            OutlineKind::Content => "content".to_owned(),
        },
        guidance: item.guidance.clone().unwrap_or_default(),
        span: span_of(Some(item.span)),
    }
}

/// What a unit owes by a task. What goes nowhere that is known goes to the standing agency.
fn duty(house: &House, desk: &Desk, task: &ProposedTask, unit: String, group: &str) -> Duty {
    let known = |party: &Option<Party>| {
        let unit = party.as_ref().and_then(|party| party.unit)?;
        desk.id_of(unit)
    };
    let recipient_unit = known(&task.route.recipient);
    let via_unit = known(&task.route.via).or_else(|| match &recipient_unit {
        Some(_) => None,
        None => desk.campaign.standing_unit.clone(),
    });
    Duty {
        id: new_id(),
        campaign: desk.campaign.id.clone(),
        unit,
        kind: match task.kind {
            DutyKind::Report => "report".to_owned(),
            DutyKind::Deed => "deed".to_owned(),
        },
        task: task.id.clone(),
        title: task.title.clone(),
        part: part_of(task.role).to_owned(),
        bidding: match task.order {
            Order::Assign => "assign".to_owned(),
            Order::Request => "request".to_owned(),
        },
        due: task.due.day,
        deadline_text: task.due.as_written.clone(),
        as_written: group.to_owned(),
        recipient_unit,
        recipient_text: party_name(task.route.recipient.as_ref()),
        via_unit,
        via_text: party_name(task.route.via.as_ref()),
        span: span_of(task.span),
        inherited_from: None,
        created_at: house.now(),
    }
}

fn span_of(span: Option<Span>) -> (i64, i64) {
    let span = span.unwrap_or_default();
    let end = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
    (end(span.start), end(span.end))
}
