//! Reading across: the same section of every unit's report, one after the other.
//!
//! j and k go to the next unit that sent and back, n and p to the next section
//! and back, t sends back. Units that have not sent anything stand in the list
//! too, with where they are; a remark can be made on the spot. Copies and
//! contradictions are marked where they stand ([`notes`]); [`folded`] shows the
//! section of all units at a glance, [`of_report`] all that is found in one report.

mod folded;
mod notes;
mod of_report;

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use tongket_core::exchange::SectionState;
use tongket_core::permit::Act;
use tongket_core::refusal::{self, Refusal};
use tongket_store::campaign::{self, Campaign};
use tongket_store::{Conn, course};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(in crate::web::pages) use self::notes::{Counted, counted};
use self::notes::{Look, Note, compared};
use crate::web::covers::{Chart, Line};
use crate::web::house::House;
use crate::web::noted::noted;
use crate::web::page::{Page, views};
use crate::web::pages::submissions::{Reading, read};
use crate::web::problem::Problem;
use crate::web::road::{Standing, standing};
use crate::web::sheet::Said;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Units in the list at a time.
const UNITS: usize = 20;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(folded::show))
        .routes(routes!(of_report::show))
}

/// Which unit is at hand.
#[derive(Deserialize)]
struct Wanted {
    /// Its place among the units that owe a report, from 0; the first that says something where none
    /// is given.
    #[serde(default)]
    at: Option<usize>,
    /// Number of the note because of which the report is to be sent back.
    #[serde(default)]
    note: Option<usize>,
}

/// A unit that owes a report.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Unit {
    /// Its place, from 0.
    at: usize,
    /// Its name.
    name: String,
    /// Where its report stands.
    standing: Standing,
    /// What became of the section; nothing where no version was sent.
    said: Option<Said>,
    /// Whether it is the one at hand.
    chosen: bool,
}

/// The same section over all units.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/across/show.html")]
struct Across {
    #[serde(skip)]
    shell: Shell,
    /// Id of the campaign.
    campaign: String,
    /// What the campaign is about.
    title: String,
    /// Id of the outline item.
    item: String,
    /// Its label and title.
    heading: String,
    /// Units around the one at hand.
    units: Vec<Unit>,
    /// Place of the unit at hand, from 0.
    at: usize,
    /// Which it is of those that the reader may see, from 1.
    nth: usize,
    /// How many units that the reader may see owe a report.
    count: usize,
    /// Place of the unit before that sent something.
    before: Option<usize>,
    /// Place of the unit after that sent something.
    after: Option<usize>,
    /// Name of the unit at hand.
    unit: String,
    /// Where its report stands.
    standing: Standing,
    /// What it says in this section, where it sent anything that the reader may read.
    reading: Option<Reading>,
    /// What is noteworthy in it, held against the reports of all units.
    notes: Vec<Note>,
    /// Whether the reports are still being compared.
    comparing: bool,
    /// Whether more was sent than can be compared.
    too_many: bool,
    /// The item before.
    previous: Option<String>,
    /// The item after.
    next: Option<String>,
}
views!(Across);

/// One section over all units of a campaign.
#[utoipa::path(get, path = "/campaigns/{id}/across/{item}", tag = "across",
    params(("id" = String, Path), ("item" = String, Path), ("at" = Option<usize>, Query), ("note" = Option<usize>, Query)),
    responses((status = 200, body = Across)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, item)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<Across>, Problem> {
    let mut conn = house.store.read().await?;
    let campaign = campaign::find(&mut conn, &id).await?;
    let campaign = campaign.ok_or_else(no_campaign)?;
    let (chart, seen) = seen_by(&house, &mut conn, &visitor, &campaign).await?;
    let headings = &chart.question.headings;
    let here = headings.iter().position(|heading| heading.item == item);
    let here = here.ok_or_else(no_item)?;
    if seen.is_empty() && !chart.lines.is_empty() {
        return Err(Refusal::not_permitted(Act::ReportRead).into());
    }
    let (nth, at) = at_hand(
        &seen,
        wanted.at.unwrap_or_else(|| beginning(&chart, &seen, here)),
    );
    let window = seen.chunks(UNITS).nth(nth / UNITS).unwrap_or_default();
    let desk = Desk {
        house: &house,
        shell: &shell,
        campaign: &campaign,
        chart: &chart,
    };
    let listed = desk.window(&mut conn, here, (window, at)).await?;
    let chosen = listed.iter().find(|unit| unit.chosen);
    let line = chosen.and_then(|unit| chart.lines.get(unit.at));
    let mut reading = match line.and_then(|line| line.owed.version.as_ref()) {
        Some(version) => {
            let back = format!("/campaigns/{id}/across/{item}?at={at}");
            let asked = (version.as_str(), item.as_str(), back);
            Some(read(&house, &mut conn, &shell, &visitor, asked).await?.0)
        }
        None => None,
    };
    drop(conn);
    let mut notes = Some(Vec::new());
    let too_many = chart.is_too_large_to_compare();
    if let Some(reading) = reading.as_mut().filter(|_| !too_many) {
        let place = (id.as_str(), item.as_str(), at);
        notes = compare(&house, &shell, place, &seen, reading).await?;
        let mut found = notes.iter().flatten();
        if let Some(note) = found.find(|note| Some(note.number) == wanted.note) {
            reading.send_back_for(note.reason, note.as_text(&reading.part.title));
        }
    }
    let chosen = chosen.map(|unit| (unit.name.clone(), unit.standing.clone()));
    let (unit, standing) = chosen.unwrap_or_default();
    let name = |at: Option<usize>| Some(headings.get(at?)?.item.clone());
    let (before, after) = beside(&chart, &seen, nth);
    Ok(Page(Across {
        title: campaign.title.clone(),
        heading: headings[here].title.clone(),
        unit,
        standing,
        previous: name(here.checked_sub(1)),
        next: name(Some(here + 1)),
        units: listed,
        before,
        after,
        nth: nth + 1,
        count: seen.len(),
        campaign: id,
        item,
        at,
        comparing: notes.is_none(),
        too_many,
        notes: notes.unwrap_or_default(),
        reading,
        shell,
    }))
}

/// The places of the units before and after the one at hand that sent something.
fn beside(chart: &Chart, seen: &[usize], nth: usize) -> (Option<usize>, Option<usize>) {
    let sent = |place: &&usize| {
        let line = chart.lines.get(**place);
        line.is_some_and(|line| line.owed.version.is_some())
    };
    let (earlier, later) = seen.split_at(nth.min(seen.len()));
    let before = earlier.iter().rev().find(sent);
    (before.copied(), later.iter().skip(1).find(sent).copied())
}

/// Where reading begins: at the first unit that says something on an item, else at the first.
fn beginning(chart: &Chart, seen: &[usize], item: usize) -> usize {
    let says = |line: &Line| line.owed.version.is_some() && line.said(item) != SectionState::Empty;
    let says = |place: &&usize| chart.lines.get(**place).is_some_and(|line| says(line));
    let first = seen.iter().find(says).or(seen.first());
    first.copied().unwrap_or(0)
}

/// Which of the units that may be seen is at hand, and its place: one that may not be seen gives way
/// to the next that may.
fn at_hand(seen: &[usize], wanted: usize) -> (usize, usize) {
    let nth = seen.partition_point(|place| *place < wanted);
    let nth = nth.min(seen.len().saturating_sub(1));
    (nth, seen.get(nth).copied().unwrap_or(0))
}

/// Holds a section against the reports of all units and marks in it what is found; nothing where that
/// is still being done.
async fn compare(
    house: &House,
    shell: &Shell,
    (campaign, item, at): (&str, &str, usize),
    seen: &[usize],
    reading: &mut Reading,
) -> Result<Option<Vec<Note>>, Problem> {
    let Some((tier, findings)) = compared(house, campaign).await? else {
        return Ok(None);
    };
    let seen: BTreeSet<usize> = seen.iter().copied().collect();
    let look = Look {
        shell,
        tier: &tier,
        campaign,
        item,
        at,
        seen: &seen,
    };
    let notes = look.notes(&findings);
    reading.part.html = noted(&reading.part.html, &look.marks(&findings, &notes));
    Ok(Some(notes))
}

/// The chart of a campaign, and the places of the units whose reports a visitor may read.
async fn seen_by(
    house: &House,
    conn: &mut Conn,
    visitor: &Visitor,
    campaign: &Campaign,
) -> Result<(Arc<Chart>, Vec<usize>), Problem> {
    let chart = house.covers(conn, campaign).await?;
    let units = house.units().await?;
    let seen = chart.seen_by(campaign, (&units, visitor), house.today());
    Ok((chart, seen))
}

fn no_campaign() -> Refusal {
    Refusal::not_found(refusal::Said::new("đợt tổng kết", "campaign"))
}

fn no_item() -> Refusal {
    Refusal::not_found(refusal::Said::new(
        "mục của đề cương",
        "item of the outline",
    ))
}

/// What is read across, and for whom.
struct Desk<'a> {
    house: &'a House,
    shell: &'a Shell,
    campaign: &'a Campaign,
    chart: &'a Chart,
}

impl Desk<'_> {
    /// The units of a window, each with where its report stands and what became of an item of the
    /// outline.
    async fn window(
        &self,
        conn: &mut Conn,
        item: usize,
        (window, at): (&[usize], usize),
    ) -> Result<Vec<Unit>, Problem> {
        let (units, today) = (self.house.units().await?, self.house.today());
        let required = self.chart.question.headings[item].required;
        let mut listed = Vec::with_capacity(window.len());
        for place in window {
            let line = &self.chart.lines[*place];
            // Withdrawn while the page was being made: the next chart has it no more.
            let Some(course) = course::of_duty(conn, &line.owed.duty).await? else {
                continue;
            };
            let history = course.history(self.campaign.state.season());
            let sent = line.owed.version.is_some();
            listed.push(Unit {
                at: *place,
                name: self.shell.whose(&units.whose(
                    &line.owed.unit,
                    line.owed.inherited_from.as_deref(),
                    today,
                )),
                standing: standing(self.shell, &history, self.house.now()),
                said: sent.then(|| Said::of(line.said(item), required)),
                chosen: *place == at,
            });
        }
        Ok(listed)
    }
}
