//! Which units of the map a reader may see, and which of them are looked for.

use jiff::civil::Date;
use serde::Deserialize;
use tongket_core::exchange::{Cover, Tally};
use tongket_core::refusal::{Refusal, Said};
use tongket_reader::words::fold;
use tongket_store::campaign::Campaign;

use crate::web::covers::Chart;
use crate::web::units::Units;
use crate::web::visitor::Visitor;

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Wanted {
    /// Id of the item that alone is looked at; empty for all.
    #[serde(default)]
    pub(super) item: String,
    /// Place of the unit that alone is looked at.
    pub(super) unit: Option<usize>,
    /// Only units with this state in an item that is looked at.
    #[serde(default)]
    pub(super) state: String,
    /// Name of a unit, or a part of it.
    #[serde(default)]
    pub(super) q: String,
    /// Where the page begins, from 0.
    #[serde(default)]
    pub(super) from: usize,
}

impl Wanted {
    /// The place in the outline of the item that alone is looked at.
    pub(super) fn item_at(&self, chart: &Chart) -> Result<Option<usize>, Refusal> {
        if self.item.is_empty() {
            return Ok(None);
        }
        let mut headings = chart.question.headings.iter();
        let at = headings.position(|heading| heading.item == self.item);
        let none = || Refusal::not_found(Said::new("mục của đề cương", "item of the outline"));
        at.map(Some).ok_or_else(none)
    }

    /// The search as a query, without its page.
    pub(super) fn link(&self) -> String {
        let fields = [("item", &self.item), ("state", &self.state), ("q", &self.q)];
        let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
        serde_urlencoded::to_string(given.collect::<Vec<_>>()).unwrap_or_default()
    }
}

/// The part of a chart that a reader may see.
pub(super) struct Map<'a> {
    chart: &'a Chart,
    /// Places of the units that may be seen, in their order.
    pub(super) seen: Vec<usize>,
}

impl<'a> Map<'a> {
    /// What a visitor may see of a chart.
    pub(super) fn of(
        chart: &'a Chart,
        campaign: &Campaign,
        (units, visitor): (&Units, &Visitor),
        today: Date,
    ) -> Map<'a> {
        Map {
            seen: chart.seen_by(campaign, (units, visitor), today),
            chart,
        }
    }

    /// Those that are looked for.
    pub(super) fn found(
        &self,
        wanted: &Wanted,
        item: Option<usize>,
        (units, today): (&Units, Date),
    ) -> Vec<usize> {
        let state = Cover::by_id(&wanted.state);
        let name = fold::bare(wanted.q.trim());
        let is_found = |at: &&usize| {
            let line = &self.chart.lines[**at];
            let has = |state: Cover| match item {
                Some(item) => line.cover(item, &self.chart.question.headings[item]) == state,
                None => self.chart.covers(line).any(|cover| cover == state),
            };
            state.is_none_or(has)
                && (name.is_empty() || {
                    let from = line.owed.inherited_from.as_deref();
                    fold::bare(&units.whose(&line.owed.unit, from, today)).contains(&name)
                })
        };
        self.seen.iter().filter(is_found).copied().collect()
    }

    /// The totals of each item, and of everything.
    pub(super) fn totals(&self) -> (Vec<Tally>, Tally) {
        let mut items = vec![Tally::default(); self.chart.question.headings.len()];
        let mut whole = Tally::default();
        for at in &self.seen {
            let covers = self.chart.covers(&self.chart.lines[*at]);
            for (item, cover) in items.iter_mut().zip(covers) {
                item.add(cover);
                whole.add(cover);
            }
        }
        (items, whole)
    }
}
