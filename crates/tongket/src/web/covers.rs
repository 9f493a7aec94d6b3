//! What every unit said on every item, at hand for the coverage map.
//!
//! A version that was sent never changes, so what it says of each item is read
//! once, and a byte an item is kept beside how much there is of it. When something happens only the reports it
//! happened to are read again; after an amendment or a reorganisation, all.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use tongket_core::exchange::{Cover, SectionState};
use tongket_core::permit::{Act, Place};
use tongket_store::campaign::{Campaign, State};
use tongket_store::coverage::{self, Marks, Owed};
use tongket_store::{Conn, StoreError, submission};

use super::house::House;
use super::place;
use super::question::{Heading, Question};
use super::road::may;
use super::shelf::Shelf;
use super::units::Units;
use super::visitor::Visitor;

/// Campaigns that are held at the same time.
const HELD: usize = 4;

/// The reports of a campaign.
#[derive(Debug, Clone)]
pub(super) struct Chart {
    /// What the campaign asks.
    pub(super) question: Arc<Question>,
    /// Units that owe a report, in the order in which they are read across.
    pub(super) lines: Vec<Arc<Line>>,
    /// The place of each duty among them.
    places: Arc<HashMap<String, usize>>,
}

/// A unit that owes a report.
#[derive(Debug)]
pub(super) struct Line {
    /// The report and its last version.
    pub(super) owed: Owed,
    /// What that version says on each item.
    said: Box<[SectionState]>,
    /// How much there is of it.
    pub(super) size: Size,
}

/// How much a version holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// Characters of its sections.
    pub(super) characters: usize,
    /// Figures that were filled in or computed.
    pub(super) figures: usize,
    /// Files that were attached.
    pub(super) files: usize,
}

/// The charts that are held, by campaign, each as of its marks.
pub(super) type Covers = Shelf<String, (Marks, Arc<Chart>)>;

impl Line {
    /// What became of an item, by its place in the outline.
    pub(super) fn cover(&self, item: usize, heading: &Heading) -> Cover {
        let cover = Cover::of(self.owed.status, self.said(item), heading.required);
        match heading.came_after(self.owed.version.as_ref()) {
            true => cover.asked_later(),
            false => cover,
        }
    }

    /// What the last version says on an item, by its place in the outline.
    pub(super) fn said(&self, item: usize) -> SectionState {
        self.said.get(item).copied().unwrap_or_default()
    }
}

/// Reports that are held against each other: as many fit in about a gigabyte.
const TOGETHER: usize = 3_000;

impl Chart {
    /// Whether more was sent than can be held against each other in one place.
    pub(super) fn is_too_large_to_compare(&self) -> bool {
        let sent = |line: &&Arc<Line>| line.owed.version.is_some();
        self.lines.iter().filter(sent).count() > TOGETHER
    }

    /// Places of the units whose reports a visitor may read, in their order.
    pub(super) fn seen_by(
        &self,
        campaign: &Campaign,
        (units, visitor): (&Units, &Visitor),
        today: Date,
    ) -> Vec<usize> {
        let over = place::whose(campaign);
        let nowhere = Place::default().standing(over.clone());
        let all = may(visitor, Act::ReportRead, &nowhere);
        let seen = |line: &Line| {
            let channel = &line.owed.via_unit;
            let by = channel.as_ref().or(line.owed.recipient_unit.as_ref());
            let place = units.place(&line.owed.unit, today);
            let place = place.standing(over.clone());
            may(visitor, Act::ReportRead, &place.standing(by.cloned()))
        };
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(_, line)| all || seen(line))
            .map(|(at, _)| at)
            .collect()
    }

    /// The unit that owes this duty.
    pub(super) fn line_of(&self, duty: &str) -> Option<&Line> {
        let at = self.places.get(duty)?;
        self.lines.get(*at).map(Arc::as_ref)
    }

    /// What became of every item in the report of a unit.
    pub(super) fn covers<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = Cover> + 'a {
        let headings = self.question.headings.iter().enumerate();
        headings.map(|(at, heading)| line.cover(at, heading))
    }
}

impl House {
    /// The chart of a campaign as it stands now.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn covers(
        &self,
        conn: &mut Conn,
        campaign: &Campaign,
    ) -> Result<Arc<Chart>, StoreError> {
        let id = &campaign.id;
        let place = self.covers.place(id, self.now()).await;
        let mut held = place.lock().await;
        let marks = coverage::marks(conn, id).await?;
        let question = self.question_of(conn, id, marks.amendments).await?;
        // Who is to report in a draft is still being chosen, and nothing marks it.
        let before = held.take().filter(|_| campaign.state != State::Draft);
        let chart = match before {
            Some((at, chart)) if at == marks => chart,
            Some((at, chart)) if at.same_asking(&marks) => {
                Arc::new(caught_up(conn, id, chart, &at.last).await?)
            }
            _ => Arc::new(whole(conn, id, question).await?),
        };
        *held = Some((marks, Arc::clone(&chart)));
        drop(held);
        self.covers.make_room(id, HELD, |_| 1).await;
        Ok(chart)
    }
}

/// Every report of a campaign.
async fn whole(
    conn: &mut Conn,
    campaign: &str,
    question: Arc<Question>,
) -> Result<Chart, StoreError> {
    let mut lines = Vec::new();
    let mut places = HashMap::new();
    for owed in coverage::owed(conn, campaign, None).await? {
        places.insert(owed.duty.clone(), lines.len());
        lines.push(Arc::new(line(conn, &question, owed).await?));
    }
    Ok(Chart {
        question,
        lines,
        places: Arc::new(places),
    })
}

/// A chart with what happened after a mark.
async fn caught_up(
    conn: &mut Conn,
    campaign: &str,
    chart: Arc<Chart>,
    mark: &str,
) -> Result<Chart, StoreError> {
    let mut chart = Chart::clone(&chart);
    for owed in coverage::owed(conn, campaign, Some(mark)).await? {
        let Some(&at) = chart.places.get(&owed.duty) else {
            continue;
        };
        let known = &chart.lines[at];
        let new = match known.owed.version == owed.version {
            true => Line {
                said: known.said.clone(),
                size: known.size,
                owed,
            },
            false => line(conn, &chart.question, owed).await?,
        };
        chart.lines[at] = Arc::new(new);
    }
    Ok(chart)
}

/// A unit with what its last version says on each item.
async fn line(conn: &mut Conn, question: &Question, owed: Owed) -> Result<Line, StoreError> {
    let glance = match &owed.version {
        Some(version) => submission::glance(conn, version).await?,
        None => None,
    };
    let glance = glance.unwrap_or_default();
    let items = question.headings.iter();
    let mut said = glance.of_items(items.map(|heading| heading.item.as_str()));
    // Figures in its table answer an item too, whatever its words say.
    let filled = |item: &str| {
        let mut tables = question.tables.iter().filter(|table| table.item == item);
        tables.any(|table| glance.forms.contains(&table.id))
    };
    for (heading, said) in question.headings.iter().zip(&mut said) {
        if *said != SectionState::Written && filled(&heading.item) {
            *said = SectionState::Written;
        }
    }
    Ok(Line {
        said,
        size: Size {
            characters: glance.characters,
            figures: glance.figures,
            files: glance.files,
        },
        owed,
    })
}
