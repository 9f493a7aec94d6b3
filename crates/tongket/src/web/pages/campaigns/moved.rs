//! What moved under the drafts that an officer puts together: which reports came in, were corrected,
//! opened again or withdrawn, which units ended, and what of it a draft has not taken up.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use tongket_core::consolidation::{Course, Movement};
use tongket_core::moment;
use tongket_core::permit::{Act, Place, Table};
use tongket_store::succession::{self, Succession};
use tongket_store::{Conn, StoreError, consolidation};
use utoipa::ToSchema;

use super::board::Watch;
use crate::web::place;
use crate::web::shell::Shell;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// Names of one kind of movement that are told; more are counted.
const NAMED: usize = 8;

/// A draft, and what moved under it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Moved {
    /// Name of the unit that puts together.
    unit: String,
    /// Its address.
    pub(super) href: String,
    /// When it was brought up to date last; empty where it never was.
    pub(super) brought_up: String,
    /// What moved, by kind; kinds without any are left out.
    pub(super) heaps: Vec<Heap>,
    /// Reports of which the draft says something else than is so now.
    pub(super) behind: usize,
}

/// Units whose reports moved in one way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Heap {
    /// "came", "corrected", "reopened", "withdrawn", "ended".
    pub(super) kind: &'static str,
    /// How many.
    pub(super) count: usize,
    /// Names of the first of them.
    pub(super) names: Vec<String>,
}

/// The drafts of a campaign that somebody writes, each with what moved under it since a moment.
pub(super) async fn drafts(
    conn: &mut Conn,
    shell: &Shell,
    watch: &Watch,
    visitor: &Visitor,
    since: Timestamp,
) -> Result<Vec<Moved>, StoreError> {
    let (campaign, units, today) = (&watch.desk.campaign, &watch.board.units, watch.desk.today);
    let mut drafts = Vec::new();
    for draft in consolidation::of_campaign(conn, &campaign.id).await? {
        let place = Place::of_campaign(units.lineage(&draft.unit, today));
        if Table::permit(&visitor.memberships, Act::ConsolidationWrite, &place).is_err() {
            continue;
        }
        let over = place::over(campaign);
        let courses = consolidation::courses(conn, &campaign.id, &draft.unit, over).await?;
        let last = consolidation::last_generation(conn, &draft.id).await?;
        let ended = succession::all(conn).await?;
        let known: BTreeMap<&str, &str> = (last.iter())
            .flat_map(|last| &last.submissions)
            .map(|(report, version)| (report.as_str(), version.as_str()))
            .collect();
        let behind =
            |course: &&Course| !course.is_taken_up(known.get(course.report.as_str()).copied());
        drafts.push(Moved {
            unit: units.name(&draft.unit, today).to_owned(),
            href: format!("/campaigns/{}/consolidation/{}", campaign.id, draft.unit),
            brought_up: last
                .as_ref()
                .map(|last| shell.moment(&last.at))
                .unwrap_or_default(),
            heaps: heaps(&courses, &ended, (units, today), since),
            behind: courses.iter().filter(behind).count(),
        });
    }
    Ok(drafts)
}

/// What moved since a moment, by kind.
fn heaps(
    courses: &[Course],
    ended: &[Succession],
    (units, today): (&Units, Date),
    since: Timestamp,
) -> Vec<Heap> {
    let mut by_kind: BTreeMap<Movement, Vec<&str>> = BTreeMap::new();
    for course in courses {
        if let Some(movement) = course.since(since) {
            by_kind.entry(movement).or_default().push(&course.unit);
        }
    }
    let mut heaps: Vec<Heap> = (by_kind.into_iter())
        .map(|(movement, of)| heap(word(movement), of, (units, today)))
        .collect();
    let ours: BTreeSet<&str> = courses.iter().map(|course| course.unit.as_str()).collect();
    let day = moment::day_of(since);
    // A unit ends on its day, or on the day on which somebody wrote it down.
    let lately = |step: &&Succession| {
        step.kind != "rename"
            && step.kind != "move"
            && step.effective <= today
            && (step.at >= since || step.effective >= day)
    };
    let gone: BTreeSet<&str> = (ended.iter().filter(lately))
        .map(|step| step.from.as_str())
        .filter(|unit| ours.contains(unit))
        .collect();
    if !gone.is_empty() {
        heaps.push(heap("ended", gone.into_iter().collect(), (units, today)));
    }
    heaps
}

fn heap(kind: &'static str, of: Vec<&str>, (units, today): (&Units, Date)) -> Heap {
    Heap {
        kind,
        count: of.len(),
        names: (of.into_iter().take(NAMED))
            .map(|unit| units.name(unit, today).to_owned())
            .collect(),
    }
}

fn word(movement: Movement) -> &'static str {
    match movement {
        Movement::Came => "came",
        Movement::Corrected => "corrected",
        Movement::Reopened => "reopened",
        Movement::Withdrawn => "withdrawn",
    }
}
