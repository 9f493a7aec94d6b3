//! The figures of a campaign that a reader may see, laid out by the units of today.
//!
//! Accepted versions never change, so what one says in figures is read once
//! and kept in memory. The rooms that were looked into last are kept too. When
//! another report is accepted, the next room is made of the last one and of
//! the reports to which something happened since.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

use jiff::civil::Date;
use tongket_core::moment;
use tongket_core::permit::{Act, Membership, Place};
use tongket_core::refusal::{Refusal, Said};
use tongket_core::series::{Answer, Basis, Cells, Ground, Series, Subject, subjects};
use tongket_core::unit::succession::{Heir, Lineage, Succession, SuccessionKind};
use tongket_core::unit::{Level, UnitId};
use tongket_store::submission::{self, Accepted};
use tongket_store::{Conn, StoreError, succession};

use super::list::Listed;
use super::{Asked, Tier, tier_text};
use crate::web::as_of::AsOf;
use crate::web::house::House;
use crate::web::pages::campaigns::Desk;
use crate::web::place;
use crate::web::problem::Problem;
use crate::web::question::Question;
use crate::web::road::may;
use crate::web::shelf::Shelf;
use crate::web::shell::Shell;
use crate::web::units::{Units, word_of};
use crate::web::visitor::Visitor;

/// So many versions are kept in memory at most.
const KEPT: usize = 20_000;
/// So many rooms.
const ROOMS: usize = 4;

/// The rooms that were looked into last, by campaign, the latest at the end.
pub(in crate::web) type Rooms = Shelf<String, Vec<Arc<Room>>>;

/// Who looks, at which units.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    memberships: Vec<Membership>,
    tier: String,
    under: String,
}

/// The figures of a campaign as one reader may see them.
#[derive(Debug)]
pub(in crate::web) struct Room {
    look: Look,
    as_of: AsOf,
    pub(super) desk: Desk,
    pub(super) question: Arc<Question>,
    /// Every report that is owed in the campaign, whoever may read it.
    owed: Vec<Arc<Accepted>>,
    pub(super) subjects: Vec<Subject>,
    /// Indicators of tables without years.
    pub(super) left_out: usize,
    /// The answers laid out by the units of today.
    ground: Ground,
    /// How many answers there are, and how many are owed.
    pub(super) accepted: usize,
    pub(super) open: usize,
    /// Receipts of versions.
    pub(super) receipts: HashMap<String, String>,
    /// Whether the reader sees every unit that owes a report.
    pub(super) sees_all: bool,
    tree: Arc<Tree>,
    /// The units above each that owes a report: every total asks for them.
    superiors: Arc<HashMap<UnitId, Vec<UnitId>>>,
    under: Option<UnitId>,
    /// The unit under which one looks, as it is called.
    pub(super) under_name: String,
    /// Every indicator as the list shows it, by language, once somebody asked.
    pub(super) listed: Listed,
    /// The indicator that was laid out last.
    last: std::sync::Mutex<Option<Arc<Series>>>,
}

/// The units of a day by number, and who came after whom.
#[derive(Debug)]
struct Tree {
    numbers: HashMap<String, UnitId>,
    lineage: Arc<Lineage>,
}

/// What was accepted, and what is owed.
#[derive(Default)]
struct Laid {
    answers: Vec<Answer>,
    owing: Vec<UnitId>,
    receipts: HashMap<String, String>,
}

impl Room {
    /// Opens the figures of a campaign for a reader.
    pub(super) async fn of(
        house: &House,
        visitor: &Visitor,
        id: &str,
        asked: &Asked,
    ) -> Result<Arc<Room>, Problem> {
        let desk = Desk::readable(house, visitor, id).await?;
        let mut conn = house.store.read().await?;
        let (campaign, units) = (desk.campaign.clone(), Arc::clone(&desk.units));
        let now = AsOf::now(house, &mut conn, campaign, units).await?;
        let look = Look {
            memberships: visitor.memberships.clone(),
            tier: asked.tier.trim().to_owned(),
            under: asked.under.trim().to_owned(),
        };
        let key = id.to_owned();
        let place = house.rooms.place(&key, house.now()).await;
        let mut held = place.lock().await;
        let rooms = held.get_or_insert_default();
        rooms.retain(|room| room.as_of.asks_the_same(&now));
        let last = latest(rooms, &look);
        if let Some(room) = last.as_ref().filter(|room| room.serves(&look, &now)) {
            return Ok(Arc::clone(room));
        }
        let made = Room::made(house, &mut conn, visitor, (look, now, desk), last).await?;
        let room = Arc::new(made);
        rooms.retain(|other| other.look != room.look);
        rooms.push(Arc::clone(&room));
        let surplus = rooms.len().saturating_sub(ROOMS);
        rooms.drain(..surplus);
        drop(held);
        house.rooms.make_room(&key, ROOMS, Vec::len).await;
        Ok(room)
    }

    /// Whether it is what would be made for this look now.
    fn serves(&self, look: &Look, now: &AsOf) -> bool {
        self.look == *look && self.as_of.counts_the_same(now)
    }

    /// Made of the last room that asks the same, where there is one.
    async fn made(
        house: &House,
        conn: &mut Conn,
        visitor: &Visitor,
        (look, as_of, desk): (Look, AsOf, Desk),
        last: Option<Arc<Room>>,
    ) -> Result<Room, Problem> {
        let id = &desk.campaign.id;
        let question = house.question_of(conn, id, as_of.marks.amendments).await?;
        let all = match &last {
            Some(last) => last.owed_now(conn).await?,
            None => all_owed(conn, id).await?,
        };
        let tree = match &last {
            Some(last) => Arc::clone(&last.tree),
            None => Arc::new(Tree::of(&desk.units, &succession::all(conn).await?)),
        };
        let owed = readable(conn, visitor, &desk, &all).await?;
        if owed.is_empty() && !all.is_empty() {
            return Err(Refusal::not_permitted(Act::ReportRead).into());
        }
        let under = match look.under.as_str() {
            "" => None,
            typed => Some(desk.units.meant(typed, desk.today)?),
        };
        let under_name = under
            .as_deref()
            .map(|unit| desk.units.name(unit, desk.today).to_owned());
        let last = last.filter(|last| last.look.memberships == look.memberships);
        let laid = Laid::out(house, conn, &owed, (&tree, desk.today)).await?;
        let (accepted, open) = (laid.answers.len(), laid.owing.len());
        let lineage = Arc::clone(&tree.lineage);
        let mut room = Room {
            sees_all: owed.len() == all.len(),
            left_out: 0,
            subjects: Vec::new(),
            accepted,
            open,
            receipts: laid.receipts,
            ground: Ground::new(laid.answers, laid.owing, lineage, desk.today),
            under: under.and_then(|unit| tree.numbers.get(&unit).copied()),
            under_name: under_name.unwrap_or_default(),
            superiors: last
                .map(|last| Arc::clone(&last.superiors))
                .unwrap_or_default(),
            owed: all,
            look,
            as_of,
            desk,
            question,
            tree,
            listed: Listed::default(),
            last: std::sync::Mutex::default(),
        };
        if room.superiors.is_empty() {
            let units = owed.iter().filter_map(|it| room.number(&it.unit));
            let superiors = units.map(|unit| (unit, room.looked_above(unit)));
            room.superiors = Arc::new(superiors.collect());
        }
        for table in &room.question.tables {
            let found = subjects(&table.id, &table.form);
            let with = found
                .iter()
                .map(|it| &it.code)
                .collect::<BTreeSet<_>>()
                .len();
            room.left_out += table.form.indicators.len() - with;
            room.subjects.extend(found);
        }
        Ok(room)
    }

    /// Every report that is owed, with what happened since this room was made.
    async fn owed_now(&self, conn: &mut Conn) -> Result<Vec<Arc<Accepted>>, StoreError> {
        let (id, since) = (&self.as_of.campaign.id, &self.as_of.marks.last);
        let mut owed = self.owed.clone();
        for touched in submission::accepted(conn, id, Some(since)).await? {
            let known = owed.iter_mut().find(|it| it.duty == touched.duty);
            match known {
                Some(known) => *known = Arc::new(touched),
                None => return all_owed(conn, id).await,
            }
        }
        Ok(owed)
    }

    /// A series with the units that are wanted, for whoever only counts.
    pub(super) fn counted(&self, subject: &Subject) -> Series {
        let mut series = self.ground.counted(subject);
        series.narrow(|unit| self.is_wanted(unit));
        series
    }

    /// The same with every unit, in the order of the tree.
    pub(super) fn series(&self, subject: &Subject) -> Series {
        let mut series = self.ground.series(subject);
        series.narrow(|unit| self.is_wanted(unit));
        series.rows.sort_by_cached_key(|row| {
            let level = self.level(row.unit);
            (level, self.name(row.unit).to_owned(), row.measure.clone())
        });
        series
    }

    /// The same for whoever looks at one indicator, page by page: the last one is kept.
    pub(super) fn one_series(&self, subject: &Subject) -> Arc<Series> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(series) if series.subject == *subject => Arc::clone(series),
            _ => {
                let series = Arc::new(self.series(subject));
                *last = Some(Arc::clone(&series));
                series
            }
        }
    }

    fn is_wanted(&self, unit: UnitId) -> bool {
        let tier = &self.look.tier;
        let of_tier = tier.is_empty() || self.level(unit).is_some_and(|it| word_of(it) == *tier);
        let below = |over| unit == over || self.above(unit).contains(&over);
        of_tier && self.under.is_none_or(below)
    }

    /// The subject with this key.
    pub(super) fn subject(&self, form: &str, code: &str, basis: &str) -> Result<&Subject, Refusal> {
        let named = |it: &&Subject| it.form == form && it.code == code;
        let basis = Basis::from_id(basis);
        let mut all = self.subjects.iter().filter(named);
        let found = all
            .clone()
            .find(|it| it.basis == basis)
            .or_else(|| all.next());
        found.ok_or_else(|| {
            Refusal::not_found(Said::new("chỉ tiêu theo năm này", "this indicator by year"))
        })
    }

    /// The id of a unit.
    pub(super) fn id(&self, unit: UnitId) -> &str {
        self.desk.units.book.id(unit).unwrap_or_default()
    }

    /// The number of a unit.
    pub(super) fn number(&self, id: &str) -> Option<UnitId> {
        self.tree.numbers.get(id).copied()
    }

    /// The name of a unit: today's, or its last.
    pub(super) fn name(&self, unit: UnitId) -> &str {
        self.desk.units.name(self.id(unit), self.desk.today)
    }

    /// Its level.
    pub(super) fn level(&self, unit: UnitId) -> Option<Level> {
        self.desk.units.book.directory.get(unit)?.level
    }

    /// The units above one.
    pub(super) fn above(&self, unit: UnitId) -> Vec<UnitId> {
        match self.superiors.get(&unit) {
            Some(above) => above.clone(),
            None => self.looked_above(unit),
        }
    }

    fn looked_above(&self, unit: UnitId) -> Vec<UnitId> {
        let lineage = self.desk.units.lineage(self.id(unit), self.desk.today);
        let above = lineage.iter().skip(1);
        above.filter_map(|id| self.number(id)).collect()
    }

    /// The levels that have a unit here, to choose one.
    pub(super) fn tiers(&self, shell: &Shell) -> Vec<Tier> {
        let units = self.ground.units();
        let levels: BTreeSet<Level> = units.filter_map(|unit| self.level(unit)).collect();
        let tier = |level: Level| {
            let value = word_of(level);
            Tier {
                text: tier_text(shell, Some(level)),
                chosen: value == self.look.tier,
                value,
            }
        };
        levels.into_iter().map(tier).collect()
    }

    /// Where a reported cell is read.
    pub(super) fn cell_address(&self, subject: &Subject, submission: &str, column: &str) -> String {
        let item = subject.item.as_deref().unwrap_or_default();
        self.question
            .cell_address(item, submission, (&subject.key(), column))
    }
}

/// The last room of somebody who looks so, else of anybody.
fn latest(rooms: &[Arc<Room>], look: &Look) -> Option<Arc<Room>> {
    let same = rooms.iter().find(|room| room.look == *look);
    same.or(rooms.last()).cloned()
}

impl Laid {
    /// What units answered, each for the unit that it speaks for.
    async fn out(
        house: &House,
        conn: &mut Conn,
        owed: &[Arc<Accepted>],
        (tree, today): (&Tree, Date),
    ) -> Result<Laid, Problem> {
        let Tree { numbers, lineage } = tree;
        let mut laid = Laid::default();
        for it in owed {
            let Some(unit) = numbers.get(&it.unit).copied() else {
                continue;
            };
            // What was taken over speaks, or is missing, for the unit that owed it first: whoever
            // answers it now does not answer for all that went into it.
            let old = it.inherited_from.as_ref();
            let old = old.and_then(|old| numbers.get(old).copied());
            let old = old.filter(|old| lineage.end_of(*old, today).is_some());
            let unit = old.unwrap_or(unit);
            let Some((version, receipt, at)) = &it.version else {
                laid.owing.push(unit);
                continue;
            };
            let sent = moment::day_of(*at);
            let cells = house.said_in(conn, version).await?;
            laid.receipts.insert(version.clone(), receipt.clone());
            laid.answers.push(Answer {
                unit,
                submission: version.clone(),
                sent,
                cells,
            });
        }
        Ok(laid)
    }
}

impl House {
    /// What a version says in figures.
    async fn said_in(&self, conn: &mut Conn, version: &str) -> Result<Arc<Cells>, StoreError> {
        let mut said = self.said.lock().await;
        if let Some(cells) = said.get(version) {
            return Ok(Arc::clone(cells));
        }
        let content = submission::content(conn, version).await?;
        let cells = Arc::new(content.as_ref().map(Cells::of).unwrap_or_default());
        if said.len() >= KEPT {
            said.clear();
        }
        said.insert(version.to_owned(), Arc::clone(&cells));
        Ok(cells)
    }
}

async fn all_owed(conn: &mut Conn, campaign: &str) -> Result<Vec<Arc<Accepted>>, StoreError> {
    let owed = submission::accepted(conn, campaign, None).await?;
    Ok(owed.into_iter().map(Arc::new).collect())
}

/// The reports that a visitor may read: all, where the campaign is theirs.
async fn readable(
    conn: &mut Conn,
    visitor: &Visitor,
    desk: &Desk,
    owed: &[Arc<Accepted>],
) -> Result<Vec<Arc<Accepted>>, Problem> {
    let nowhere = Place::default().standing(place::whose(&desk.campaign));
    if may(visitor, Act::ReportRead, &nowhere) {
        return Ok(owed.to_vec());
    }
    let passed_on = submission::passed_on(conn, &desk.campaign.id).await?;
    let readable =
        |it: &&Arc<Accepted>| may(visitor, Act::ReportRead, &place_of(desk, it, &passed_on));
    Ok(owed.iter().filter(readable).cloned().collect())
}

/// The place of a report, for those who read it.
fn place_of(desk: &Desk, it: &Accepted, passed_on: &HashMap<String, Vec<String>>) -> Place {
    let channel = it.via_unit.as_ref().or(it.recipient_unit.as_ref());
    let version = it.version.as_ref().map(|(id, ..)| id);
    let gone = version.and_then(|id| passed_on.get(id));
    desk.units
        .place(&it.unit, desk.today)
        .standing(place::whose(&desk.campaign))
        .standing(channel.cloned())
        .standing(gone.into_iter().flatten().cloned())
}

impl Tree {
    fn of(units: &Units, recorded: &[succession::Succession]) -> Tree {
        let numbers = numbers(units);
        Tree {
            lineage: Arc::new(lineage(units, &numbers, recorded)),
            numbers,
        }
    }
}

/// Every unit by one number, that of its last name.
fn numbers(units: &Units) -> HashMap<String, UnitId> {
    let ids = units.book.directory.units().iter().filter_map(|unit| {
        let id = units.book.id(unit.id)?;
        Some((id.to_owned(), unit.id))
    });
    ids.collect()
}

/// Who came after whom, as it was recorded. A new name or superior changes no unit.
fn lineage(
    units: &Units,
    numbers: &HashMap<String, UnitId>,
    recorded: &[succession::Succession],
) -> Lineage {
    let mut acts: BTreeMap<(Date, String, String), Succession> = BTreeMap::new();
    for row in recorded {
        let kind =
            serde_json::from_value::<SuccessionKind>(serde_json::Value::from(row.kind.as_str()));
        let (Ok(kind), Some(from)) = (kind, numbers.get(&row.from)) else {
            continue;
        };
        let to = row.to.as_ref().filter(|to| **to != row.from);
        let to = to.and_then(|to| numbers.get(to));
        let goes_on = matches!(kind, SuccessionKind::Rename | SuccessionKind::Move);
        if goes_on && to.is_none() {
            continue;
        }
        // A merger is one act of several old units, a split one of several new ones.
        let group = match (kind, &row.to) {
            (SuccessionKind::Merge, Some(to)) => format!("to {to}"),
            _ => format!("from {}", row.from),
        };
        let act = acts
            .entry((row.effective, row.kind.clone(), group))
            .or_insert_with(|| Succession {
                kind,
                from: Vec::new(),
                to: Vec::new(),
                effective: row.effective,
                legal_act: row.legal_act.clone(),
            });
        if !act.from.contains(from) {
            act.from.push(*from);
        }
        let heir = to.filter(|to| act.to.iter().all(|heir| heir.unit != **to));
        act.to.extend(heir.map(|unit| Heir {
            unit: *unit,
            share: row.share.parse().ok(),
        }));
    }
    let first_day = |unit: UnitId| {
        let id = units.book.id(unit)?;
        units.history(id).next()?.valid_from
    };
    Lineage::recorded(acts.into_values().collect(), &first_day)
}
