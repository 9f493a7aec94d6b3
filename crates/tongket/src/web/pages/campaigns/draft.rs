//! A campaign before it is opened: what was read, with people's corrections over it.

use std::sync::Arc;

use jiff::civil::Date;
use tongket_core::campaign::{Corrected, Group, Party, PlanCorrection, Proposal};
use tongket_core::unit::UnitId;
use tongket_reader::words::fold;
use tongket_store::Conn;
use tongket_store::correction::{self, Confirmation, Kept};
use tongket_store::unit::UnitBook;

use super::Desk;
use crate::web::house::House;
use crate::web::plans::ReadPlan;
use crate::web::problem::Problem;

/// A campaign being prepared.
pub(super) struct Draft {
    /// The document; `None` where the campaign has none.
    pub(super) read: Option<Arc<ReadPlan>>,
    /// Corrections that hold, in the order in which they are applied.
    pub(super) kept: Vec<Kept>,
    /// The proposal with the corrections over it.
    pub(super) corrected: Corrected,
    /// Groups that somebody confirmed.
    pub(super) confirmations: Vec<Confirmation>,
}

impl Draft {
    /// The draft of a campaign as it stands.
    pub(super) async fn of(house: &House, desk: &Desk) -> Result<Draft, Problem> {
        let mut conn = house.store.read().await?;
        let kept = correction::list(&mut conn, &desk.campaign.id).await?;
        Draft::with(house, desk, &mut conn, kept).await
    }

    async fn with(
        house: &House,
        desk: &Desk,
        conn: &mut Conn,
        kept: Vec<Kept>,
    ) -> Result<Draft, Problem> {
        let confirmations = correction::confirmations(conn, &desk.campaign.id).await?;
        let read = house.plan(&desk.campaign.id).await?;
        let corrections: Vec<PlanCorrection> =
            kept.iter().map(|kept| kept.correction.clone()).collect();
        let (plan, units) = (read.clone(), Arc::clone(&desk.units));
        let (title, as_of) = (desk.campaign.title.clone(), desk.campaign.as_of);
        let corrected = house
            .at_the_back(move || {
                let directory = &units.book.directory;
                let proposal = match &plan {
                    Some(read) => Proposal::of(&read.plan, directory, as_of),
                    None => Proposal::by_hand(&title, as_of),
                };
                let unit_of = |id: &str| number_of(&units.book, id, as_of);
                proposal.corrected(&corrections, directory, &unit_of)
            })
            .await;
        Ok(Draft {
            read,
            kept,
            corrected,
            confirmations,
        })
    }

    /// What is proposed.
    pub(super) fn proposal(&self) -> &Proposal {
        &self.corrected.proposal
    }

    /// The groups that tasks are given to, in the order of the plan.
    pub(super) fn groups(&self) -> impl Iterator<Item = (usize, &Group)> {
        let used = |at: &usize| {
            self.proposal()
                .tasks
                .iter()
                .any(|task| task.groups.contains(at))
        };
        let all = self.proposal().groups.iter().enumerate();
        all.filter(move |(at, _)| used(at))
    }

    /// Whether somebody confirmed that a group has exactly these members.
    pub(super) fn confirmed(&self, desk: &Desk, group: &Group) -> Option<&Confirmation> {
        let (key, members) = (key_of(group), members_of(desk, group));
        let same = |known: &&Confirmation| known.group == key && known.members == members;
        self.confirmations.iter().find(same)
    }

    /// The unit that the plan names as the standing agency.
    pub(super) fn standing(&self, desk: &Desk) -> Option<String> {
        let unit = self
            .proposal()
            .standing
            .as_ref()
            .and_then(|party| party.unit)?;
        desk.id_of(unit)
    }
}

/// By what a group is known: its words, and those of the heading that narrows it.
pub(super) fn key_of(group: &Group) -> String {
    let within = group.within.as_deref().map(fold::key).unwrap_or_default();
    format!("{}|{within}", fold::key(&group.as_written))
}

/// Ids of a group's members, sorted.
pub(super) fn members_of(desk: &Desk, group: &Group) -> Vec<String> {
    let ids = group
        .members
        .iter()
        .filter_map(|member| desk.id_of(member.unit));
    let mut ids: Vec<String> = ids.collect();
    ids.sort_unstable();
    ids
}

/// The number in the directory of a unit as it stands on a day.
pub(super) fn number_of(book: &UnitBook, id: &str, as_of: Date) -> Option<UnitId> {
    let units = book.directory.units().iter().zip(&book.ids);
    let mut own = units
        .filter(|(_, known)| *known == id)
        .map(|(unit, _)| unit);
    own.find(|unit| unit.stands_on(as_of)).map(|unit| unit.id)
}

/// The name of a body: as written, with the unit it is where that is known.
pub(super) fn party_name(party: Option<&Party>) -> String {
    party
        .map(|party| party.as_written.clone())
        .unwrap_or_default()
}
