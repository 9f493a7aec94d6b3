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
use tongket_store::{Conn, StoreError, deed, delegation, dossier, history, report, succession};
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
    let mut rows = Vec::new();
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
            rows.push(row);
        }
    }
    let delegated = delegated(&mut conn, &visitor, &units, today).await?;
    let ended = ended(&mut conn, &shell, &visitor, &units, today).await?;
    rows.sort_by(|one, other| {
        let key = |row: &Row| (row.due.is_none(), row.due, row.id.clone());
        key(one).cmp(&key(other))
    });
    let (done, owed): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.is_done);
    Ok(Page(Duties {
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
        let (mut status, mut again) = (Status::NotOpened, None);
        if let Some(id) = report
            && let Some(dossier) = dossier::find(conn, id).await?
        {
            status = history::of_report(conn, &dossier).await?.status();
            again = report::marks_of(conn, id).await?.due_again;
        }
        Ok(Stand {
            status: status_text(status),
            badge: badge(status),
            report: report.cloned(),
            again,
            is_done: status.is_with_receiver(),
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
        pressing: Pressing::of(shell, &duty, stand.again, stand.is_done || closed, today),
        unit: units.whose(&duty.unit, duty.inherited_from.as_deref(), today),
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

/// Of the visitor's units that stand no more, since when, and who took over their work.
async fn ended(
    conn: &mut Conn,
    shell: &Shell,
    visitor: &Visitor,
    units: &Units,
    today: Date,
) -> Result<Vec<String>, StoreError> {
    let mut ended = Vec::new();
    for unit in visitor.units() {
        let last = units.history(unit).next_back();
        let Some(last) = last.filter(|last| last.valid_to.is_some_and(|end| end < today)) else {
            continue;
        };
        let rows = succession::of_unit(conn, unit).await?;
        let heirs = rows.iter().filter(|row| row.from == unit);
        let heirs = heirs.filter_map(|row| Some(units.name(row.to.as_deref()?, today)));
        let heirs: Vec<&str> = heirs.collect();
        let key = match heirs.is_empty() {
            true => "duty-unit-ended",
            false => "duty-unit-taken-over",
        };
        ended.push(shell.t2(key, &last.name, heirs.join(", ")));
    }
    Ok(ended)
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
