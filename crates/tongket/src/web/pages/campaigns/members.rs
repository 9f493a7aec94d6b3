//! Who is meant: each group with its members as of the plan's date, and why each is in.
//!
//! A person adds and takes away with a reason, and confirms every group. A
//! confirmation is of the very list that was shown: when the list changes, it
//! is asked for anew. The standing agency and the awards office are chosen here.

use askama::Template;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tongket_core::campaign::{Change, Group, Member};
use tongket_core::permit::Act;
use tongket_core::refusal::{Refusal, Said};
use tongket_store::correction::{self, Confirmation};
use tongket_store::{Done, account, campaign};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::corrections::keep;
use super::draft::{Draft, key_of, members_of};
use super::{Desk, Head, reason, refuse_secret, unit_named};
use crate::web::house::House;
use crate::web::input::Input;
use crate::web::language::Language;
use crate::web::page::{Next, Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(change))
        .routes(routes!(confirm))
        .routes(routes!(choose))
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/members.html")]
struct MembersView {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// The day as of which groups are resolved.
    as_of: super::Day,
    /// Name of the standing agency; the plan's suggestion before one is chosen.
    standing: String,
    /// Whether it is chosen.
    standing_chosen: bool,
    /// Name of the awards office; may be empty.
    awards: String,
    /// The groups that tasks are given to.
    groups: Vec<MemberGroup>,
    /// Units that are meant and owe no report all the same.
    aside: Vec<Aside>,
}
views!(MembersView);

/// A group with its members.
#[derive(Serialize, ToSchema)]
struct MemberGroup {
    /// Its place on the page.
    object: String,
    /// By what acts know it.
    key: String,
    /// The words.
    name: String,
    /// The heading that narrows it; may be empty.
    within: String,
    /// Tasks that are given to it.
    tasks: Vec<String>,
    /// Its members.
    members: Vec<MemberRow>,
    /// What of the words led nowhere.
    unresolved: Vec<String>,
    /// Units whose names are spelt nearly so.
    suggestions: Vec<UnitRow>,
    /// Who confirmed it, and when; empty where nobody did.
    confirmed: String,
}

/// A member of a group.
#[derive(Serialize, ToSchema)]
struct MemberRow {
    /// Id of the unit.
    unit: String,
    /// Its name.
    name: String,
    /// Why it is in.
    reason: String,
}

/// A unit.
#[derive(Serialize, ToSchema)]
struct UnitRow {
    /// Id.
    unit: String,
    /// Name.
    name: String,
}

/// A unit that owes no report although a group means it.
#[derive(Serialize, ToSchema)]
struct Aside {
    /// Name of the unit.
    name: String,
    /// The task.
    task: String,
    /// Why.
    reason: String,
}

/// The members of every group.
#[utoipa::path(get, path = "/campaigns/{id}/members", tag = "campaigns", params(("id" = String, Path)),
    responses((status = 200, body = MembersView)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Page<MembersView>, Problem> {
    let desk = Desk::readable(&house, &visitor, &id).await?;
    let draft = Draft::of(&house, &desk).await?;
    let mut conn = house.store.read().await?;
    let mut groups = Vec::new();
    for (at, group) in draft.groups() {
        let mut row = group_row(&shell, &desk, &draft, at, group);
        if let Some(confirmation) = draft.confirmed(&desk, group) {
            let by = account::find(&mut conn, &confirmation.by).await?;
            let by = by.map(|account| account.full_name).unwrap_or_default();
            row.confirmed = format!("{by}, {}", shell.moment(&confirmation.at));
        }
        groups.push(row);
    }
    let chosen = desk.campaign.standing_unit.clone();
    let proposed = chosen.clone().or_else(|| draft.standing(&desk));
    let awards = desk.campaign.awards_unit.as_deref();
    Ok(Page(MembersView {
        head: desk.head(&visitor, "members"),
        as_of: super::Day::of(&shell, desk.campaign.as_of),
        standing: proposed.map(|unit| desk.name(&unit)).unwrap_or_default(),
        standing_chosen: chosen.is_some(),
        awards: awards.map(|unit| desk.name(unit)).unwrap_or_default(),
        groups,
        aside: aside(&shell, &desk, &draft),
        shell,
    }))
}

fn group_row(shell: &Shell, desk: &Desk, draft: &Draft, at: usize, group: &Group) -> MemberGroup {
    let directory = &desk.units.book.directory;
    let as_of = desk.campaign.as_of;
    let tasks = draft
        .proposal()
        .tasks
        .iter()
        .filter(|task| task.groups.contains(&at));
    let member = |member: &Member| MemberRow {
        unit: desk.id_of(member.unit).unwrap_or_default(),
        name: directory.name(member.unit).to_owned(),
        reason: match shell.language {
            Language::Vietnamese => member.reason.vietnamese(group, as_of),
            Language::English => member.reason.english(group, as_of),
        },
    };
    let near = match group.unresolved.is_empty() {
        true => Vec::new(),
        false => directory.suggest(&group.as_written, as_of),
    };
    let fresh = near
        .into_iter()
        .filter(|unit| group.member(*unit).is_none());
    MemberGroup {
        object: format!("g-{at}"),
        key: key_of(group),
        name: group.as_written.clone(),
        within: group.within.clone().unwrap_or_default(),
        tasks: tasks.map(|task| task.id.clone()).collect(),
        members: group.members.iter().map(member).collect(),
        unresolved: group.unresolved.clone(),
        suggestions: fresh
            .filter_map(|unit| {
                Some(UnitRow {
                    unit: desk.id_of(unit)?,
                    name: directory.name(unit).to_owned(),
                })
            })
            .collect(),
        confirmed: String::new(),
    }
}

fn aside(shell: &Shell, desk: &Desk, draft: &Draft) -> Vec<Aside> {
    let directory = &desk.units.book.directory;
    let aside = draft.proposal().set_aside().into_iter();
    aside
        .map(|aside| Aside {
            name: directory.name(aside.unit).to_owned(),
            reason: match shell.language {
                Language::Vietnamese => aside.vietnamese(),
                Language::English => aside.english(),
            },
            task: aside.task,
        })
        .collect()
}

/// The group that an act means.
fn group<'d>(draft: &'d Draft, key: &str) -> Result<&'d Group, Problem> {
    let found = draft.groups().find(|(_, group)| key_of(group) == key);
    found.map(|(_, group)| group).ok_or_else(|| {
        Refusal::not_found(Said::new("nhóm đơn vị này", "this group of units")).into()
    })
}

/// A unit that belongs to a group or does not.
#[derive(Deserialize, ToSchema)]
struct Membership {
    /// The group, as the page knows it.
    group: String,
    /// Name of a unit that belongs to it.
    #[serde(default)]
    add: String,
    /// Ids of units that do not.
    #[serde(default)]
    remove: Vec<String>,
    /// Why.
    #[serde(default)]
    reason: String,
}

/// Puts a unit into a group, or takes units out.
#[utoipa::path(post, path = "/campaigns/{id}/members", tag = "campaigns", params(("id" = String, Path)),
    request_body = Membership, responses((status = 200, body = Vec<String>)))]
async fn change(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wanted): Input<Membership>,
) -> Result<Next<Vec<String>>, Problem> {
    let (desk, _) = Desk::draft(&house, &visitor, &id, Act::PlanCorrect).await?;
    let reason = reason(&wanted.reason)?;
    refuse_secret([reason.as_str(), &wanted.add])?;
    let draft = Draft::of(&house, &desk).await?;
    let group = group(&draft, &wanted.group)?;
    let name = group.as_written.clone();
    let mut changes = Vec::new();
    if !wanted.add.trim().is_empty() {
        let unit = unit_named(&desk.units, &wanted.add, desk.campaign.as_of)?;
        changes.push(Change::AddMember {
            group: name.clone(),
            unit,
        });
    }
    let members = members_of(&desk, group);
    let known = wanted
        .remove
        .into_iter()
        .filter(|unit| members.contains(unit));
    changes.extend(known.map(|unit| Change::RemoveMember {
        group: name.clone(),
        unit,
    }));
    if changes.is_empty() {
        return Err(Refusal::field_invalid(
            Said::new("Đơn vị", "Unit"),
            Said::new(
                "chưa ghi tên hoặc chưa chọn đơn vị nào",
                "none is named or chosen",
            ),
        )
        .into());
    }
    let corrections = keep(&house, &visitor, &desk, changes, &reason).await?;
    let to = format!(
        "/campaigns/{id}/members{}",
        anchor_of(&draft, &wanted.group)
    );
    Ok(Next::new(&shell, to, corrections).saying("campaign-members-changed"))
}

fn anchor_of(draft: &Draft, key: &str) -> String {
    let found = draft.groups().find(|(_, group)| key_of(group) == key);
    found.map(|(at, _)| format!("#g-{at}")).unwrap_or_default()
}

/// A group to confirm.
#[derive(Deserialize, ToSchema)]
struct GroupKey {
    /// The group, as the page knows it; "*" for all whose names led somewhere.
    group: String,
}

/// Confirms the members of a group as they are listed.
#[utoipa::path(post, path = "/campaigns/{id}/confirmations", tag = "campaigns", params(("id" = String, Path)),
    request_body = GroupKey, responses((status = 200, body = Vec<String>)))]
async fn confirm(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wanted): Input<GroupKey>,
) -> Result<Next<Vec<String>>, Problem> {
    let (desk, permit) = Desk::draft(&house, &visitor, &id, Act::GroupConfirm).await?;
    let draft = Draft::of(&house, &desk).await?;
    let meant: Vec<&Group> = match wanted.group.as_str() {
        "*" => {
            let all = draft.groups().map(|(_, group)| group);
            all.filter(|group| group.unresolved.is_empty() && !group.members.is_empty())
                .collect()
        }
        key => vec![group(&draft, key)?],
    };
    let open = meant
        .into_iter()
        .filter(|group| draft.confirmed(&desk, group).is_none());
    let confirmations: Vec<Confirmation> = open
        .map(|group| Confirmation {
            group: key_of(group),
            members: members_of(&desk, group),
            at: house.now(),
            by: visitor.account.clone(),
        })
        .collect();
    let keys: Vec<String> = confirmations
        .iter()
        .map(|known| known.group.clone())
        .collect();
    let told = desk.told(&house, &visitor, &permit, json!({ "groups": keys.len() }));
    let campaign = id.clone();
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                for confirmation in &confirmations {
                    correction::confirm(tx, &campaign, confirmation).await?;
                }
                match confirmations.is_empty() {
                    true => Ok(Done::already(())),
                    false => Ok(Done::new((), told)),
                }
            })
        })
        .await?;
    let to = format!(
        "/campaigns/{id}/members{}",
        anchor_of(&draft, &wanted.group)
    );
    Ok(Next::new(&shell, to, keys).saying("campaign-confirmed"))
}

/// The offices of a campaign, by name.
#[derive(Deserialize, ToSchema)]
struct Offices {
    /// Who receives the reports and puts them together.
    standing: String,
    /// Who has a part in its awards; may be empty.
    #[serde(default)]
    awards: String,
}

/// Chooses the standing agency and the awards office.
#[utoipa::path(post, path = "/campaigns/{id}/offices", tag = "campaigns", params(("id" = String, Path)),
    request_body = Offices, responses((status = 200)))]
async fn choose(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path(id): Path<String>,
    Input(wanted): Input<Offices>,
) -> Result<Next<()>, Problem> {
    let (desk, permit) = Desk::draft(&house, &visitor, &id, Act::PlanCorrect).await?;
    let as_of = desk.campaign.as_of;
    let standing = unit_named(&desk.units, &wanted.standing, as_of)?;
    let awards = match wanted.awards.trim() {
        "" => None,
        name => Some(unit_named(&desk.units, name, as_of)?),
    };
    let told = desk.told(
        &house,
        &visitor,
        &permit,
        json!({ "standing": standing, "awards": awards }),
    );
    let (campaign, over) = (id.clone(), standing.clone());
    house
        .store
        .act::<(), Problem>(move |tx| {
            Box::pin(async move {
                campaign::choose_offices(tx, &campaign, &standing, awards.as_deref()).await?;
                Ok(Done::new((), told))
            })
        })
        .await?;
    let place = tongket_core::permit::Place::of_campaign(desk.units.lineage(&over, desk.today));
    let still = tongket_core::permit::Table::permit(&visitor.memberships, Act::PlanCorrect, &place);
    let to = match still {
        Ok(_) => format!("/campaigns/{id}/members"),
        Err(_) => "/campaigns".to_owned(),
    };
    Ok(Next::new(&shell, to, ()).saying("campaign-offices-chosen"))
}
