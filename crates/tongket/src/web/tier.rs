//! What a unit puts together in a campaign, held in memory and kept up to date.
//!
//! The accepted reports that a unit takes in are its tier. What was read of
//! each is kept by the version that counts; when one more is accepted, only
//! the sections that it touches are put together again. [`House::consolidation`]
//! gives the whole, [`Tier::findings`] what the review finds in it, which takes
//! longer and is asked for apart.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use futures_util::future::join;
use tokio::sync::OnceCell;
use tongket_core::amount::number;
use tongket_core::consolidation::{
    Change, ConsolidatedSection, FigureGroup, Frame, Kept, Owing, Place, Standing,
};
use tongket_core::exchange::{Content, Figure};
use tongket_core::issue::draft::{Fresh, Material, Piece, RowSum, Source, TableSum, compose};
use tongket_core::refusal::{Refusal, Said};
use tongket_core::review::Finding;
use tongket_core::unit::UnitId;
use tongket_reader::Span;
use tongket_reader::plan::Period;
use tongket_store::campaign::{self, Campaign};
use tongket_store::consolidation::{self, Counting, Owed};
use tongket_store::understood::{self, Laid};
use tongket_store::{Conn, StoreError, submission};

use super::as_of::AsOf;
use super::house::House;
use super::problem::Problem;
use super::question::Question;
use super::shelf::Shelf;
use super::understood::{Reader, Sent};
use super::units::Units;
use super::{outline, place};

/// Reports whose reading is held, over all tiers; of tiers beyond that the longest unused goes.
const HELD: usize = 4_000;

/// In place of a unit: whatever was sent, to whomever.
const EVERYBODY: &str = "";

/// A campaign and the unit that puts together.
type Key = (String, String);

/// The tiers that were looked at last.
pub(super) type Tiers = Shelf<Key, Arc<Tier>>;

/// A unit of the tier: who owes, and what counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seat {
    /// Its duty and the version that counts.
    pub(super) owed: Owed,
    /// The name of the unit, today or as it was last.
    pub(super) name: String,
    /// Whether the unit does not stand any more.
    pub(super) ended: bool,
}

/// A version that was read.
#[derive(Debug)]
struct Filed {
    /// Index of its unit.
    seat: usize,
    report: String,
    counting: Counting,
    figures: Vec<Figure>,
}

/// What a unit puts together.
#[derive(Debug)]
pub(super) struct Tier {
    /// The units that owe it a report, in order.
    pub(super) seats: Vec<Arc<Seat>>,
    /// Figures and statements by section.
    pub(super) standing: Standing,
    /// What the campaign asks.
    pub(super) question: Arc<Question>,
    /// Ids of the outline items that are sections, in order.
    pub(super) items: Vec<String>,
    as_of: AsOf,
    /// By number of the version among the files.
    files: Vec<Arc<Filed>>,
    findings: OnceCell<Arc<Vec<Finding>>>,
}

impl House {
    /// What a unit puts together in a campaign, as of now.
    ///
    /// # Errors
    /// There is no such campaign, or the database cannot be read.
    pub(super) async fn consolidation(
        &self,
        campaign: &str,
        unit: &str,
    ) -> Result<Arc<Tier>, Problem> {
        let key = (campaign.to_owned(), unit.to_owned());
        let place = self.tiers.place(&key, self.now()).await;
        let mut held = place.lock().await;
        let tier = self.brought_up(held.clone(), campaign, unit).await?;
        *held = Some(Arc::clone(&tier));
        drop(held);
        let size = |tier: &Arc<Tier>| tier.files.len();
        self.tiers.make_room(&key, HELD, size).await;
        Ok(tier)
    }

    /// Who owes a unit a report and what counts of each, as of now. For that alone nothing is put
    /// together again.
    ///
    /// # Errors
    /// There is no such campaign, or the database cannot be read.
    pub(super) async fn seats(
        &self,
        campaign: &str,
        unit: &str,
    ) -> Result<Vec<Arc<Seat>>, Problem> {
        let key = (campaign.to_owned(), unit.to_owned());
        let place = self.tiers.place(&key, self.now()).await;
        let held = place.lock().await.clone();
        if let Some(held) = held {
            let units = self.units().await?;
            let mut conn = self.store.read().await?;
            let found = campaign::find(&mut conn, campaign).await?;
            let now = AsOf::now(self, &mut conn, found.ok_or_else(no_campaign)?, units).await?;
            if held.as_of.still_holds(&now) {
                return Ok(held.seats.clone());
            }
            if let Some(seats) = seats_since(&mut conn, &held, &now, unit).await? {
                return Ok(seats);
            }
        }
        Ok(self.consolidation(campaign, unit).await?.seats.clone())
    }

    /// Every report that was sent in a campaign, in its last version, put together as a tier is:
    /// for reading across, before anything is accepted. Its seats stand in the order in which
    /// reports are read across.
    ///
    /// # Errors
    /// There is no such campaign, or the database cannot be read.
    pub(super) async fn sent_together(&self, campaign: &str) -> Result<Arc<Tier>, Problem> {
        self.consolidation(campaign, EVERYBODY).await
    }

    async fn brought_up(
        &self,
        held: Option<Arc<Tier>>,
        campaign: &str,
        unit: &str,
    ) -> Result<Arc<Tier>, Problem> {
        let units = self.units().await?;
        let plan = self.plan(campaign).await?;
        let mut conn = self.store.read_apart().await?;
        let found = campaign::find(&mut conn, campaign).await?;
        let campaign = found.ok_or_else(no_campaign)?;
        let now = AsOf::now(self, &mut conn, campaign, Arc::clone(&units)).await?;
        if let Some(held) = (held.as_ref()).filter(|held| held.as_of.still_holds(&now)) {
            return Ok(Arc::clone(held));
        }
        let seats = match &held {
            Some(held) => seats_since(&mut conn, held, &now, unit).await?,
            None => None,
        };
        let seats = match seats {
            Some(seats) => seats,
            None => owed(&mut conn, &now, unit, None)
                .await?
                .into_iter()
                .map(|owed| seat(&now, owed))
                .collect(),
        };
        let (campaign, amendments) = (&now.campaign.id, now.marks.amendments);
        let question = self.question_of(&mut conn, campaign, amendments).await?;
        let base = Ground {
            as_of: now,
            seats,
            question,
        };
        let held = held.filter(|held| base.is_read_like(held));
        let frame = match &held {
            Some(held) => Arc::clone(&held.standing.frame),
            None => {
                let text = plan.map(|plan| plan.source.text().to_owned());
                Arc::new(
                    self.frame(&mut conn, &base, &units, text.unwrap_or_default())
                        .await?,
                )
            }
        };
        let changed = base.changed(held.as_deref());
        let reader = Reader::new(Arc::clone(&frame), &base.as_of.campaign.title);
        let sent = self.understood(&mut conn, &base, &changed, &reader).await?;
        let mut unread = Vec::new();
        for at in changed.iter().filter(|at| !sent.contains_key(at)) {
            if let Some(version) = base.version(*at)
                && let Some(content) = submission::content(&mut conn, version).await?
            {
                unread.push((*at, content));
            }
        }
        drop(conn);
        let made = self.at_the_back(move || {
            let (sent, laid) = base.read(&reader, sent, unread);
            (base.put_together(held, &frame, &changed, sent), laid)
        });
        let (tier, laid) = made.await;
        self.lay_down(laid);
        Ok(Arc::new(tier))
    }

    /// What was understood before of versions that came, by seat.
    async fn understood(
        &self,
        conn: &mut Conn,
        base: &Ground,
        changed: &[usize],
        reader: &Reader,
    ) -> Result<HashMap<usize, Sent>, Problem> {
        let (mut sent, mut fetched) = (HashMap::new(), Vec::new());
        for some in changed.chunks(understood::AT_ONCE) {
            let versions = some.iter().filter_map(|at| base.version(*at));
            let versions: Vec<&str> = versions.collect();
            // Some are taken up while the next are fetched.
            let taken_up = self.taken_up(reader, fetched);
            let (taken_up, laid) = join(taken_up, understood::of(conn, &versions)).await;
            sent.extend(taken_up);
            let mut laid = laid?;
            let of_seat = |at: &usize| {
                let laid = laid.remove(base.version(*at)?)?;
                Some((*at, base.seats[*at].name.clone(), laid))
            };
            fetched = some.iter().filter_map(of_seat).collect();
        }
        sent.extend(self.taken_up(reader, fetched).await);
        Ok(sent)
    }

    async fn taken_up(
        &self,
        reader: &Reader,
        laid: Vec<(usize, String, Laid)>,
    ) -> impl Iterator<Item = (usize, Sent)> + use<> {
        let reader = reader.clone();
        let taken_up = self.at_the_back(move || {
            side_by_side(laid, |(at, name, laid)| {
                Some((at, reader.take_up(&name, &laid)?))
            })
        });
        taken_up.await.into_iter().flatten()
    }

    async fn frame(
        &self,
        conn: &mut Conn,
        base: &Ground,
        units: &Units,
        plan: String,
    ) -> Result<Frame, Problem> {
        let rows = campaign::outline(conn, &base.as_of.campaign.id).await?;
        let year = |year: i64| i16::try_from(year).unwrap_or_default();
        let period = base.as_of.campaign.period.map(|(from, to)| Period {
            from: year(from),
            to: year(to),
        });
        let owing = base.seats.iter().enumerate().map(|(at, seat)| Owing {
            unit: number_of(at),
            name: seat.name.clone(),
            other_names: units
                .on(&seat.owed.unit, self.today())
                .map(|version| version.short_names.clone())
                .unwrap_or_default(),
        });
        Ok(Frame::new(
            outline::tree(rows),
            plan,
            period,
            base.as_of.campaign.as_of,
            owing.collect(),
        ))
    }
}

fn no_campaign() -> Refusal {
    Refusal::not_found(Said::new("đợt tổng kết", "campaign"))
}

/// The number by which the core knows the unit of a seat.
fn number_of(seat: usize) -> UnitId {
    UnitId(u32::try_from(seat).unwrap_or(u32::MAX))
}

/// What a unit takes in; with `since`, only where something happened after that mark.
async fn owed(
    conn: &mut Conn,
    now: &AsOf,
    unit: &str,
    since: Option<&str>,
) -> Result<Vec<Owed>, StoreError> {
    let campaign = &now.campaign;
    let over = place::over(campaign);
    match unit {
        EVERYBODY => consolidation::sent(conn, &campaign.id, since).await,
        unit => consolidation::owed(conn, &campaign.id, (unit, over), since).await,
    }
}

/// The seats of a tier with what happened since it was made; nothing where they are better read
/// anew.
async fn seats_since(
    conn: &mut Conn,
    held: &Tier,
    now: &AsOf,
    unit: &str,
) -> Result<Option<Vec<Arc<Seat>>>, StoreError> {
    if !held.as_of.asks_the_same(now) {
        return Ok(None);
    }
    let mut seats = held.seats.clone();
    let touched = owed(conn, now, unit, Some(&held.as_of.marks.last)).await?;
    let places: HashMap<&str, usize> = match touched.is_empty() {
        true => HashMap::new(),
        false => {
            let known = held.seats.iter().enumerate();
            known.map(|(at, seat)| (&*seat.owed.duty, at)).collect()
        }
    };
    for owed in touched {
        // A report that was passed on just now has no seat yet.
        let Some(&at) = places.get(&*owed.duty) else {
            return Ok(None);
        };
        seats[at] = seat(now, owed);
    }
    Ok(Some(seats))
}

fn seat(now: &AsOf, owed: Owed) -> Arc<Seat> {
    Arc::new(Seat {
        name: (now.units).whose(&owed.unit, owed.inherited_from.as_deref(), now.day),
        ended: now.units.standing_on(&owed.unit, now.day).is_none(),
        owed,
    })
}

/// What a tier is made from.
struct Ground {
    as_of: AsOf,
    seats: Vec<Arc<Seat>>,
    question: Arc<Question>,
}

impl Ground {
    /// Whether what was read of reports before holds on: the same is asked of the same units, under
    /// the same names.
    fn is_read_like(&self, held: &Tier) -> bool {
        let same = |(before, now): (&Arc<Seat>, &Arc<Seat>)| {
            Arc::ptr_eq(before, now) || before.owed.duty == now.owed.duty && before.name == now.name
        };
        held.as_of.marks.amendments == self.as_of.marks.amendments
            && held.seats.len() == self.seats.len()
            && held.seats.iter().zip(&self.seats).all(same)
    }

    /// The seats whose version is another one than before.
    fn changed(&self, held: Option<&Tier>) -> Vec<usize> {
        let version = |seat: &Seat| seat.owed.counts.as_ref().map(|it| it.submission.clone());
        let before = |at: usize| held.and_then(|held| version(held.seats.get(at)?));
        let is_held = |at: usize, seat: &Arc<Seat>| {
            let known = held.and_then(|held| held.seats.get(at));
            known.is_some_and(|known| Arc::ptr_eq(known, seat))
        };
        let seats = self.seats.iter().enumerate();
        let changed =
            seats.filter(|(at, seat)| !is_held(*at, seat) && version(seat) != before(*at));
        changed.map(|(at, _)| at).collect()
    }

    /// Id of the version that counts of a seat.
    fn version(&self, at: usize) -> Option<&str> {
        let counts = self.seats.get(at)?.owed.counts.as_ref()?;
        Some(&counts.submission)
    }

    /// Reads what nobody has read before; gives it with what was, and apart what is to be laid down.
    fn read(
        &self,
        reader: &Reader,
        mut sent: HashMap<usize, Sent>,
        unread: Vec<(usize, Content)>,
    ) -> (HashMap<usize, Sent>, Vec<(String, Laid)>) {
        let read = side_by_side(unread, |(at, content)| {
            (at, reader.read(&self.seats[at].name, content))
        });
        let mut lay_down = Vec::with_capacity(read.len());
        for (at, (own, laid)) in read {
            let version = self.version(at).map(str::to_owned);
            lay_down.extend(version.zip(laid));
            sent.insert(at, own);
        }
        (sent, lay_down)
    }

    fn put_together(
        self,
        held: Option<Arc<Tier>>,
        frame: &Arc<Frame>,
        changed: &[usize],
        mut sent: HashMap<usize, Sent>,
    ) -> Tier {
        let kept = |at: usize| sent.get(&at).map(|own| Arc::clone(&own.kept));
        let changes: Vec<Change> = changed.iter().map(|at| (*at, kept(*at))).collect();
        let known: HashMap<*const Kept, Arc<Filed>> = held
            .iter()
            .flat_map(|held| held.standing.files.iter().zip(&held.files))
            .map(|(kept, filed)| (Arc::as_ptr(kept), Arc::clone(filed)))
            .collect();
        let standing = match &held {
            Some(held) => held.standing.after(changes).0,
            None => {
                let mut reports = vec![None; frame.units.len()];
                for (at, kept) in changes {
                    reports[at] = kept;
                }
                Standing::new(Arc::clone(frame), reports)
            }
        };
        let mut seat_of: HashMap<usize, usize> = HashMap::new();
        for (seat, file) in standing.current.iter().enumerate() {
            seat_of.extend(file.map(|file| (file, seat)));
        }
        let files = standing.files.iter().enumerate().filter_map(|(at, kept)| {
            if let Some(known) = known.get(&Arc::as_ptr(kept)) {
                return Some(Arc::clone(known));
            }
            let seat = *seat_of.get(&at)?;
            let owed = &self.seats[seat].owed;
            Some(Arc::new(Filed {
                report: owed.report.clone().unwrap_or_default(),
                counting: owed.counts.clone()?,
                figures: sent
                    .remove(&seat)
                    .map(|own| own.figures)
                    .unwrap_or_default(),
                seat,
            }))
        });
        let files = files.collect();
        Tier {
            items: standing.items(),
            as_of: self.as_of,
            seats: self.seats,
            question: self.question,
            findings: OnceCell::new(),
            standing,
            files,
        }
    }
}

/// Does `each` for every item on all processors; results come in the order of the items.
fn side_by_side<T: Send, R: Send>(items: Vec<T>, each: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    items.into_par_iter().map(each).collect()
}

impl Tier {
    /// Index of the section that answers an outline item.
    pub(super) fn section(&self, item: &str) -> Option<usize> {
        self.items.iter().position(|known| known == item)
    }

    /// Units whose report counts, and how many owe one.
    pub(super) fn reported(&self) -> (usize, usize) {
        let counts = self.seats.iter().filter(|seat| seat.owed.counts.is_some());
        (counts.count(), self.seats.len())
    }

    /// The reports that count with the version of each: their ids, in the order of the units.
    pub(super) fn submissions(&self) -> Vec<(String, String)> {
        let counts = self.seats.iter().filter_map(|seat| {
            let counts = seat.owed.counts.as_ref()?;
            Some((seat.owed.report.clone()?, counts.submission.clone()))
        });
        counts.collect()
    }

    /// The seat of a unit as the core numbers it.
    pub(super) fn seat(&self, unit: UnitId) -> Option<&Seat> {
        let seat = self.seats.get(usize::try_from(unit.0).ok()?);
        seat.map(Arc::as_ref)
    }

    /// The seat whose report this is.
    pub(super) fn seat_of_report(&self, report: &str) -> Option<&Seat> {
        let mut seats = self.seats.iter().map(Arc::as_ref);
        seats.find(|seat| seat.owed.report.as_deref() == Some(report))
    }

    /// The index of the unit whose report a file is.
    pub(super) fn seat_of_file(&self, file: usize) -> Option<usize> {
        self.files.get(file).map(|filed| filed.seat)
    }

    /// The name of a unit as the core numbers it.
    pub(super) fn name(&self, unit: UnitId) -> String {
        self.seat(unit)
            .map(|seat| seat.name.clone())
            .unwrap_or_default()
    }

    /// The words at a place.
    pub(super) fn words(&self, place: Place) -> String {
        let file = self.standing.files.get(place.file);
        let words = file.map_or("", |file| file.source.slice(place.span));
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words at a place, line by line, without the signs that begin an item of a list.
    pub(super) fn lines(&self, place: Place) -> Vec<String> {
        let file = self.standing.files.get(place.file);
        let words = file.map_or("", |file| file.source.slice(place.span));
        let folded = words.lines().map(|line| {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            line.trim_start_matches(['-', '+', '•', ' ']).to_owned()
        });
        folded.filter(|line| !line.is_empty()).collect()
    }

    /// Where a place stands in the report that counts: a section in which a new version says the same
    /// still points into the old one, whose words are the same.
    pub(super) fn source(&self, place: Place, item: &str) -> Option<Source> {
        let filed = self.files.get(place.file)?;
        let seat = self.seats.get(filed.seat)?;
        let counting = seat.owed.counts.as_ref().unwrap_or(&filed.counting);
        Some(Source {
            unit: seat.owed.unit.clone(),
            report: filed.report.clone(),
            submission: counting.submission.clone(),
            ordinal: counting.ordinal,
            item: item.to_owned(),
            words: self.words(place),
            cell: None,
            value: None,
            measure: String::new(),
        })
    }

    /// What the versions are called, by number among the files.
    pub(super) fn file_names(&self) -> Vec<String> {
        let name = |filed: &Arc<Filed>| {
            let seat = self.seats.get(filed.seat);
            let name = seat.map_or("", |seat| seat.name.as_str());
            format!("{name}, bản gửi lần {}", filed.counting.ordinal)
        };
        self.files.iter().map(name).collect()
    }

    /// The part of a place that answers an outline item: a passage may go over several.
    pub(super) fn within(&self, place: Place, item: &str) -> Option<Place> {
        let file = self.standing.files.get(place.file)?;
        let own = file
            .sections
            .of(item)
            .find(|span| span.overlaps(place.span))?;
        let (start, end) = (own.start.max(place.span.start), own.end.min(place.span.end));
        let span = Span::new(start, end);
        (!span.slice(file.source.text()).trim().is_empty()).then_some(Place { span, ..place })
    }

    /// Which outline item a place answers; empty for what answers none.
    pub(super) fn item_at(&self, place: Place) -> String {
        let Some(file) = self.standing.files.get(place.file) else {
            return String::new();
        };
        let mut items = self.items.iter();
        let own = items.find(|item| {
            let mut spans = file.sections.of(item);
            spans.any(|span| span.overlaps(place.span) || span.contains(place.span))
        });
        own.cloned().unwrap_or_default()
    }

    /// The figure tables of a section, added up; those of no section stand at the end.
    pub(super) fn tables(&self, item: &str) -> Vec<TableSum> {
        let tables = self.question.tables_at(item, &self.items);
        tables
            .map(|table| TableSum {
                id: table.id.clone(),
                columns: table
                    .form
                    .columns
                    .iter()
                    .map(|column| (column.key.clone(), column.title.clone()))
                    .collect(),
                rows: table
                    .form
                    .indicators
                    .iter()
                    .map(|row| RowSum {
                        code: row.code.clone(),
                        name: row.name.clone(),
                        unit_of_measure: row.unit_of_measure.clone(),
                        additive: row.additive,
                        cells: table
                            .form
                            .columns
                            .iter()
                            .map(|column| {
                                self.cells(item, &Question::key(table, &row.code), &column.key)
                            })
                            .collect(),
                    })
                    .collect(),
            })
            .collect()
    }

    fn cells(&self, item: &str, indicator: &str, period: &str) -> Vec<Source> {
        let current = self.standing.current.iter().enumerate();
        let cells = current.filter_map(|(seat, file)| {
            let filed = self.files.get((*file)?)?;
            let own = |figure: &&Figure| figure.indicator == indicator && figure.period == period;
            let figure = filed.figures.iter().find(own)?;
            let seat = &self.seats[seat];
            Some(Source {
                unit: seat.owed.unit.clone(),
                report: filed.report.clone(),
                submission: filed.counting.submission.clone(),
                ordinal: filed.counting.ordinal,
                item: item.to_owned(),
                words: format!("{} {}", number(figure.value), figure.unit)
                    .trim()
                    .to_owned(),
                cell: Some((indicator.to_owned(), period.to_owned())),
                value: Some(figure.value),
                measure: figure.unit.clone(),
            })
        });
        cells.collect()
    }

    /// Units whose figures are added in a section though those of one above them are too: the name,
    /// and that of the one above.
    fn doubled(&self, section: &ConsolidatedSection, tables: &[TableSum]) -> Vec<(String, String)> {
        let groups = section.figures.iter().filter(|group| group.total.is_some());
        let told = groups.flat_map(FigureGroup::units);
        let told = told.filter_map(|unit| Some(self.seat(unit)?.owed.unit.as_str()));
        let rows = tables.iter().flat_map(|table| &table.rows);
        let cells = rows
            .filter(|row| row.additive)
            .flat_map(|row| row.cells.iter().flatten());
        let filled = cells.map(|source| source.unit.as_str());
        let counted: BTreeSet<&str> = told.chain(filled).collect();
        let (units, day) = (&self.as_of.units, self.as_of.day);
        let pair = |unit: &&str| {
            let lineage = units.lineage(unit, day);
            let mut above = lineage.iter().skip(1);
            let above = above.find(|above| counted.contains(above.as_str()))?;
            let names = [unit, above.as_str()].map(|unit| units.name(unit, day).to_owned());
            Some(names.into())
        };
        counted.iter().filter_map(pair).collect()
    }

    /// A section of the draft as its sources say it now; what continues a piece of `base` keeps its key.
    pub(super) fn fresh(&self, item: &str, base: &[Piece]) -> Fresh {
        let Some(at) = self.section(item) else {
            return Fresh::default();
        };
        let Some(section) = self.standing.section(at) else {
            return Fresh::default();
        };
        let next = self.standing.section(at + 1);
        let tables = self.tables(item);
        let source = |place: Place| self.source(place, item);
        let name = |unit: UnitId| self.name(unit);
        let name_of = |source: &Source| {
            let seat = self.seat_of_report(&source.report);
            seat.map(|seat| seat.name.clone()).unwrap_or_default()
        };
        let has_reported = |unit: UnitId| {
            self.seat(unit)
                .is_some_and(|seat| seat.owed.counts.is_some())
        };
        let doubled = self.doubled(&section, &tables);
        let material = Material {
            doubled: &doubled,
            gathers: next.is_some_and(|next| next.level > section.level),
            section: &section,
            tables: &tables,
            reported: self.reported().0,
            source: &source,
            name: &name,
            name_of: &name_of,
            has_reported: &has_reported,
        };
        compose(&material, base)
    }

    /// What the review finds; made once a state of the tier, at the back.
    pub(super) async fn findings(self: &Arc<Self>, house: &House) -> Arc<Vec<Finding>> {
        let found = self.findings.get_or_init(|| async {
            let tier = Arc::clone(self);
            Arc::new(house.at_the_back(move || tier.standing.findings()).await)
        });
        Arc::clone(found.await)
    }
}

/// The units of a campaign that put reports together.
///
/// # Errors
/// Where the database cannot be read.
pub(super) async fn of_campaign(
    conn: &mut Conn,
    campaign: &Campaign,
) -> Result<Vec<String>, StoreError> {
    consolidation::tiers(conn, &campaign.id, place::over(campaign)).await
}
