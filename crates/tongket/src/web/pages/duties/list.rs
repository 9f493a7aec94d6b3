//! The list of what my units owe.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::State as Shared;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use tongket_core::exchange::Status;
use tongket_core::permit::{Act, Table};
use tongket_store::campaign::{self, Campaign, State};
use tongket_store::duty::{self, Duty};
use tongket_store::{
    Conn, StoreError, deed, delegation, dossier, history, report, submission, succession,
};
use utoipa::ToSchema;

use super::pressing::{Pressing, badge, status_text};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::notices::{self, Told};
use crate::web::pages::reports::desk::section_path;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::Visitor;
use crate::web::{outline, place};

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/duties/list.html")]
pub(super) struct Duties {
    #[serde(skip)]
    shell: Shell,
    /// What is owed, the most pressing first.
    owed: Vec<Row>,
    /// What is done, or in the receiver's hands.
    done: Vec<Row>,
    /// Sections that colleagues have given.
    delegated: Vec<Delegated>,
    /// What my units were told and I have not marked as read.
    notices: Vec<Told>,
    /// What is said to people of units that stand no more: who took over.
    ended: Vec<String>,
    /// What was sent and has gone over to another unit since.
    handed_on: Vec<HandedOn>,
    /// Whether the visitor has a role at any unit.
    has_unit: bool,
    /// Whether the visitor belongs to several units, so that each row names its own.
    several_units: bool,
}
views!(Duties);

/// A duty in the list.
#[derive(Serialize, ToSchema)]
struct Row {
    /// Id.
    id: String,
    /// "report" or "deed".
    kind: String,
    /// What is to be done.
    title: String,
    /// The unit that owes it.
    unit: String,
    /// Whether it came over from another unit.
    taken_over: bool,
    /// The campaign.
    campaign: String,
    /// Whether it is asked for, not ordered.
    request: bool,
    /// Whether the unit leads, works along, or is to advise.
    part: String,
    /// To whom, as written.
    recipient: String,
    /// Through whom, as written.
    via: String,
    /// Its day.
    pressing: Pressing,
    /// Key of the text that says where it stands.
    status: String,
    /// Class of the badge.
    badge: &'static str,
    /// Id of its report, once it was begun.
    report: Option<String>,
    /// Where the reader signs it, where it waits for that.
    sign: Option<String>,
    #[serde(skip)]
    due: Option<Date>,
    #[serde(skip)]
    is_done: bool,
}

/// A version that was sent, of a report that another unit has now.
#[derive(Serialize, ToSchema)]
struct HandedOn {
    /// Id of the version.
    submission: String,
    /// What was to be done.
    title: String,
    /// Number of its receipt.
    receipt: String,
    /// When it was sent.
    at: String,
}

/// A section that a colleague has given.
#[derive(Serialize, ToSchema)]
struct Delegated {
    /// Address.
    href: String,
    /// Label and title.
    title: String,
    /// The unit whose report it is.
    unit: String,
}

/// What my units owe.
#[utoipa::path(get, path = "/duties", tag = "duty", responses((status = 200, body = Duties)))]
pub(super) async fn list(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
) -> Result<Page<Duties>, Problem> {
    let units = house.units().await?;
    let today = house.today();
    let mut conn = house.store.read().await?;
    let mut campaigns = HashMap::new();
    let (mut rows, mut left) = (Vec::new(), HashMap::new());
    let notices = notices::unread(&mut conn, &shell, &visitor).await?;
    for unit in visitor.units() {
        let reports = report::of_unit(&mut conn, unit).await?;
        let reports: BTreeMap<String, String> = reports.into_iter().collect();
        let answered: BTreeMap<String, Timestamp> = deed::answered_by_unit(&mut conn, unit)
            .await?
            .into_iter()
            .collect();
        for duty in duty::of_unit(&mut conn, unit).await? {
            let Some(campaign) = of_duty(&mut conn, &mut campaigns, &duty).await? else {
                continue;
            };
            let place = place::of_duty(&units, &campaign, &duty, today);
            if Table::permit(&visitor.memberships, Act::DutyRead, &place).is_err() {
                continue;
            }
            let stand = match duty.kind.as_str() {
                "deed" => Stand::deed(answered.contains_key(&duty.id)),
                _ => Stand::report(&mut conn, reports.get(&duty.id)).await?,
            };
            let may_sign =
                Table::permit(&visitor.memberships, Act::SubmissionCreate, &place).is_ok();
            let sign = stand.waits_for().filter(|_| may_sign);
            let mut row = row(&shell, &units, &campaign, duty, stand, today);
            row.sign = sign;
            if !row.is_done {
                *left.entry(unit.to_owned()).or_default() += 1;
            }
            rows.push(row);
        }
    }
    let delegated = delegated(&mut conn, &visitor, &units, today).await?;
    let ended = ended(&mut conn, &shell, &visitor, &units, (today, &left)).await?;
    let handed_on = handed_on(&mut conn, &shell, &visitor).await?;
    rows.sort_by(|one, other| {
        let key = |row: &Row| (row.due.is_none(), row.due, row.id.clone());
        key(one).cmp(&key(other))
    });
    let (done, owed): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.is_done);
    Ok(Page(Duties {
        has_unit: !visitor.units().is_empty(),
        handed_on,
        several_units: visitor.units().len() > 1,
        owed,
        done,
        delegated,
        ended,
        notices,
        shell,
    }))
}

async fn of_duty(
    conn: &mut Conn,
    known: &mut HashMap<String, Option<Campaign>>,
    duty: &Duty,
) -> Result<Option<Campaign>, StoreError> {
    if !known.contains_key(&duty.campaign) {
        let campaign = campaign::find(conn, &duty.campaign).await?;
        known.insert(duty.campaign.clone(), campaign);
    }
    Ok(known.get(&duty.campaign).cloned().flatten())
}

/// Where a duty stands.
pub(super) struct Stand {
    /// Key of the text that says so.
    pub(super) status: String,
    /// Class of the badge.
    pub(super) badge: &'static str,
    report: Option<String>,
    /// By when a report that came back is owed again.
    pub(super) again: Option<Date>,
    /// Whether it is answered, or in the receiver's hands.
    pub(super) is_done: bool,
    /// Whether no day presses any more: it is done, or what was accepted is being corrected.
    pub(super) is_at_rest: bool,
}

impl Stand {
    /// Of a task that is no report.
    pub(super) fn deed(answered: bool) -> Stand {
        Stand {
            status: match answered {
                true => "duty-status-answered",
                false => "duty-status-unanswered",
            }
            .to_owned(),
            badge: if answered { "accepted" } else { "missing" },
            report: None,
            again: None,
            is_done: answered,
            is_at_rest: answered,
        }
    }

    /// The page on which it is signed, where it waits for that.
    fn waits_for(&self) -> Option<String> {
        let waits = self.status == status_text(Status::WaitingForSignature);
        let report = self.report.as_ref().filter(|_| waits)?;
        Some(format!("/reports/{report}/presentation"))
    }

    /// Of a report, which the core tells from what happened to it.
    pub(super) async fn report(
        conn: &mut Conn,
        report: Option<&String>,
    ) -> Result<Stand, StoreError> {
        let (mut status, mut marks) = (Status::NotOpened, report::Marks::default());
        if let Some(id) = report
            && let Some(dossier) = dossier::find(conn, id).await?
        {
            status = history::of_report(conn, &dossier).await?.status();
            marks = report::marks_of(conn, id).await?;
        }
        Ok(Stand {
            status: status_text(status),
            badge: badge(status),
            report: report.cloned(),
            again: marks.due_again,
            is_done: status.is_with_receiver(),
            is_at_rest: status.is_with_receiver() || marks.correcting,
        })
    }
}

fn row(
    shell: &Shell,
    units: &Units,
    campaign: &Campaign,
    duty: Duty,
    stand: Stand,
    today: Date,
) -> Row {
    let closed = campaign.state == State::Closed;
    Row {
        pressing: Pressing::of(shell, &duty, stand.again, stand.is_at_rest || closed, today),
        taken_over: duty.inherited_from.is_some(),
        unit: shell.whose(&units.whose(&duty.unit, duty.inherited_from.as_deref(), today)),
        campaign: campaign.title.clone(),
        request: duty.bidding == "request",
        status: stand.status,
        badge: stand.badge,
        report: stand.report,
        sign: None,
        due: stand.again.or(duty.due),
        is_done: stand.is_done || closed,
        id: duty.id,
        kind: duty.kind,
        title: duty.title,
        part: duty.part,
        recipient: duty.recipient_text,
        via: duty.via_text,
    }
}

/// Of the visitor's units that stand no more: what waits there, what went to whom, and who goes on
/// with it. `left` counts what each still owes.
async fn ended(
    conn: &mut Conn,
    shell: &Shell,
    visitor: &Visitor,
    units: &Units,
    (today, left): (Date, &HashMap<String, usize>),
) -> Result<Vec<String>, StoreError> {
    let mine = visitor.units();
    let mut ended = Vec::new();
    for unit in &mine {
        let last = units.history(unit).next_back();
        let last = last.filter(|last| last.valid_to.is_some_and(|end| end < today));
        let Some((last, end)) = last.and_then(|last| Some((last, last.valid_to?))) else {
            continue;
        };
        let since = end.tomorrow().unwrap_or(end);
        let mut said = vec![shell.t2("duty-unit-ended", &last.name, shell.day(&since))];
        match left.get(*unit).copied().unwrap_or_default() {
            0 => said.push(shell.t("duty-unit-nothing-left")),
            left => said.push(shell.t1("duty-unit-left", left)),
        }
        let passed = succession::passed_from(conn, unit).await?;
        let names = passed.iter().map(|(heir, count)| {
            let name = units.name(heir, today);
            shell.t2("duty-unit-passed-to", count, name)
        });
        let names: Vec<String> = names.collect();
        if !names.is_empty() {
            said.push(shell.t1("duty-unit-passed", names.join("; ")));
        }
        let stranger = |heir: &&(String, i64)| !mine.contains(&heir.0.as_str());
        let strange = passed.iter().filter(stranger);
        let strange: Vec<&str> = strange.map(|(heir, _)| units.name(heir, today)).collect();
        if !strange.is_empty() {
            said.push(shell.t1("duty-unit-needs-role", strange.join(", ")));
        }
        ended.push(said.join(" "));
    }
    Ok(ended)
}

/// What the visitor's units sent and other units have now: it can be read, not changed.
async fn handed_on(
    conn: &mut Conn,
    shell: &Shell,
    visitor: &Visitor,
) -> Result<Vec<HandedOn>, StoreError> {
    let mut rows = Vec::new();
    for unit in visitor.units() {
        for (sent, title) in submission::gone_over(conn, unit).await? {
            rows.push(HandedOn {
                title,
                receipt: sent.receipt.to_string(),
                at: shell.moment(&sent.at),
                submission: sent.id,
            });
        }
    }
    Ok(rows)
}

/// Sections that colleagues have given to this visitor.
async fn delegated(
    conn: &mut Conn,
    visitor: &Visitor,
    units: &Units,
    today: Date,
) -> Result<Vec<Delegated>, StoreError> {
    let mut rows = Vec::new();
    for held in delegation::to_account(conn, &visitor.account).await? {
        let Some(report) = report::find(conn, &held.report).await? else {
            continue;
        };
        let items = campaign::outline(conn, &report.campaign).await?;
        let tree = outline::tree(items);
        let title = tree.find(&held.item).map(outline::named);
        rows.push(Delegated {
            href: section_path(&report.id, &held.item),
            title: title.unwrap_or(held.item),
            unit: units.name(&report.unit, today).to_owned(),
        });
    }
    Ok(rows)
}
