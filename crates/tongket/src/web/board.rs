//! Where every report of a campaign stands, held in memory for the campaigns that people look at.
//!
//! The rows are read once; after that the audit says what was touched since,
//! and only that is read again. So another process that writes to the same
//! database is noticed too, and a board of ten thousand units costs no more
//! than what changed. Whether a report is late is the core's to say, at the
//! moment of asking.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use tongket_core::chase::Owed;
use tongket_core::exchange::Season;
use tongket_core::permit::{Act, Place, Relation, Table};
use tongket_reader::plan::Order;
use tongket_reader::words::fold;
use tongket_store::audit::{self, Touched};
use tongket_store::campaign::{self, Campaign};
use tongket_store::course::{self, Course};
use tongket_store::{Conn, StoreError};

use super::house::House;
use super::place;
use super::shelf::Shelf;
use super::units::{Profile, Units};
use super::visitor::Visitor;

/// Boards that are held at the same time.
const HELD: usize = 8;
/// Events since the last look beyond which the whole is read again.
const MANY_EVENTS: i64 = 5_000;
/// Reports touched since the last look beyond which the whole is read again.
const MANY_REPORTS: usize = 200;

/// A report that is owed, as the board knows it. There are tens of thousands of them: what many
/// have in common they hold in common.
#[derive(Debug, Clone)]
pub(super) struct Post {
    /// What happened to it; whether it is late is asked of this.
    pub(super) owed: Owed,
    /// What is to be done.
    pub(super) asked: Arc<Asked>,
    /// Its unit today.
    pub(super) who: Arc<Profile>,
    /// When it was begun.
    pub(super) opened_at: Option<Timestamp>,
    /// Reasons of its returns, by the ordinal of the version sent back.
    pub(super) reasons: Vec<(u32, Vec<String>)>,
    /// Id of the version that was sent last.
    pub(super) submission: Option<String>,
    /// Whether every section of it says that there is nothing to report.
    pub(super) nil: bool,
}

/// What is to be done, of all units that are to do it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    /// The plan's task: "T07".
    pub(super) task: String,
    /// In words.
    pub(super) title: String,
    /// The deadline as written.
    pub(super) deadline_text: String,
    /// Whether it is ordered, or only asked for.
    pub(super) order: Order,
    /// Id of the unit through which it goes, or to which it is addressed.
    received_by: Option<String>,
}

impl Post {
    /// A report by its rows; what is asked is one of `known`, or becomes one of them.
    fn of(
        course: Course,
        season: Season,
        (units, day): (&Units, Date),
        known: &mut HashSet<Arc<Asked>>,
    ) -> Post {
        let history = course.history(season);
        let asked = Asked {
            task: course.task,
            title: course.title,
            deadline_text: course.deadline_text,
            order: match &*course.bidding {
                "request" => Order::Request,
                _ => Order::Assign,
            },
            received_by: course.received_by,
        };
        let mut who = units.profile(&course.unit, day);
        if let from @ Some(_) = course.inherited_from.as_deref() {
            let name = units.whose(&course.unit, from, day);
            who = Arc::new(Profile {
                folded: fold::bare(&name),
                name,
                ..Profile::clone(&who)
            });
        }
        let asked = known.get(&asked).cloned().unwrap_or_else(|| {
            let asked = Arc::new(asked);
            known.insert(Arc::clone(&asked));
            asked
        });
        Post {
            who,
            owed: Owed {
                duty: course.duty,
                unit: course.unit,
                history,
            },
            asked,
            opened_at: course.opened_at,
            reasons: course.reasons,
            submission: course.submission,
            nil: course.nil,
        }
    }
}

/// Where every report of a campaign stands.
#[derive(Debug, Clone)]
pub(super) struct Board {
    /// The campaign.
    pub(super) campaign: Campaign,
    /// The reports, by name of the unit.
    pub(super) posts: Vec<Arc<Post>>,
    /// What they ask.
    asked: HashSet<Arc<Asked>>,
    /// The tree in which the units have their names.
    pub(super) units: Arc<Units>,
    /// The day on which they have them.
    day: Date,
    /// The last event that it knows of.
    seq: u64,
    /// The duty of every report that was begun.
    reports: HashMap<String, String>,
    /// Reports of other campaigns that were asked about.
    foreign: HashSet<String>,
}

/// The boards that were looked at last, by campaign.
pub(super) type Boards = Shelf<String, Arc<Board>>;

impl House {
    /// Where every report of a campaign stands; nothing where there is no such campaign.
    ///
    /// # Errors
    /// Where something must be read and the database cannot.
    pub(super) async fn board(&self, campaign: &str) -> Result<Option<Arc<Board>>, StoreError> {
        let units = self.units().await?;
        let key = campaign.to_owned();
        let place = self.boards.place(&key, self.now()).await;
        let mut held = place.lock().await;
        let mut conn = self.store.read_apart().await?;
        let same =
            |board: &Arc<Board>| Arc::ptr_eq(&board.units, &units) && board.day == self.today();
        let fresh = match held.take().filter(same) {
            Some(board) => catch_up(&mut conn, board).await?,
            None => None,
        };
        let board = match fresh {
            Some(board) => board,
            None => match Board::read(&mut conn, campaign, units, self.today()).await? {
                Some(board) => Arc::new(board),
                None => return Ok(None),
            },
        };
        *held = Some(Arc::clone(&board));
        drop(held);
        self.boards.make_room(&key, HELD, |_| 1).await;
        Ok(Some(board))
    }
}

/// Brings a board up to date by what was touched since; nothing where it is better read anew.
async fn catch_up(conn: &mut Conn, board: Arc<Board>) -> Result<Option<Arc<Board>>, StoreError> {
    let events = audit::touched_since(conn, board.seq, MANY_EVENTS).await?;
    let Some(last) = events.last() else {
        return Ok(Some(board));
    };
    let seq = last.seq;
    if i64::try_from(events.len()).unwrap_or(i64::MAX) >= MANY_EVENTS {
        return Ok(None);
    }
    let mut board = Arc::unwrap_or_clone(board);
    board.seq = seq;
    let mut duties = BTreeSet::new();
    for event in &events {
        match board.touches(event) {
            Touch::Nothing => {}
            Touch::Everything => return Ok(None),
            Touch::Duty(duty) => drop(duties.insert(duty)),
            Touch::Unknown(report) => {
                match course::duty_of_report(conn, &report).await? {
                    Some((duty, campaign)) if campaign == board.campaign.id => {
                        duties.insert(duty);
                    }
                    _ => drop(board.foreign.insert(report)),
                };
            }
        }
    }
    if duties.len() > MANY_REPORTS {
        return Ok(None);
    }
    for duty in duties {
        board.read_again(conn, &duty).await?;
    }
    Ok(Some(Arc::new(board)))
}

/// What an event touches of a board.
enum Touch {
    Nothing,
    Everything,
    Duty(String),
    /// A report that the board has not met.
    Unknown(String),
}

/// Acts on a report that do not change where it stands, once it was begun.
const INSIDE: [&str; 6] = [
    "section.",
    "figure.",
    "evidence.",
    "comment.",
    "draft.",
    "deed.",
];
/// Acts on a campaign that change nothing of its reports.
const BESIDE: [&str; 3] = ["reminder.", "urging.", "board."];

impl Board {
    async fn read(
        conn: &mut Conn,
        campaign: &str,
        units: Arc<Units>,
        day: Date,
    ) -> Result<Option<Board>, StoreError> {
        // The place in the chain first: what happens meanwhile is then read twice, not missed.
        let seq = audit::head(conn).await?.count;
        let Some(campaign) = campaign::find(conn, campaign).await? else {
            return Ok(None);
        };
        let courses = course::of_campaign(conn, &campaign.id).await?;
        let season = campaign.state.season();
        let begun = courses
            .iter()
            .filter_map(|course| Some((course.report.clone()?, course.duty.clone())));
        let reports = begun.collect();
        let mut asked = HashSet::new();
        let mut posts: Vec<Arc<Post>> = courses
            .into_iter()
            .map(|course| Arc::new(Post::of(course, season, (&units, day), &mut asked)))
            .collect();
        posts.sort_by(|a, b| (&a.who.folded, &a.owed.duty).cmp(&(&b.who.folded, &b.owed.duty)));
        Ok(Some(Board {
            campaign,
            posts,
            asked,
            units,
            day,
            seq,
            reports,
            foreign: HashSet::new(),
        }))
    }

    fn touches(&self, event: &Touched) -> Touch {
        let begins = |words: &[&str]| words.iter().any(|word| event.act.starts_with(word));
        match event.kind.as_str() {
            "campaign" if event.subject == self.campaign.id && !begins(&BESIDE) => {
                Touch::Everything
            }
            "duty" if !begins(&INSIDE) => Touch::Duty(event.subject.clone()),
            "report" => match self.reports.get(&event.subject) {
                Some(_) if begins(&INSIDE) => Touch::Nothing,
                Some(duty) => Touch::Duty(duty.clone()),
                None if self.foreign.contains(&event.subject) => Touch::Nothing,
                None => Touch::Unknown(event.subject.clone()),
            },
            _ => Touch::Nothing,
        }
    }

    async fn read_again(&mut self, conn: &mut Conn, duty: &str) -> Result<(), StoreError> {
        let at = self.posts.iter().position(|post| post.owed.duty == duty);
        let course = course::of_duty(conn, duty).await?;
        let course = course.filter(|course| course.campaign == self.campaign.id);
        let Some(mut course) = course else {
            if let Some(at) = at {
                self.posts.remove(at);
            }
            return Ok(());
        };
        if let Some(report) = &course.report {
            self.reports.insert(report.clone(), course.duty.clone());
        }
        // Whoever moves a day touches the campaign, and then all is read.
        if let Some(at) = at {
            course.moved.clone_from(&self.posts[at].owed.history.moved);
        }
        let season = self.campaign.state.season();
        let post = Post::of(course, season, (&self.units, self.day), &mut self.asked);
        match at {
            Some(at) => self.posts[at] = Arc::new(post),
            None => {
                let after = |known: &Arc<Post>| known.who.folded <= post.who.folded;
                let at = self.posts.partition_point(after);
                self.posts.insert(at, Arc::new(post));
            }
        }
        Ok(())
    }

    /// The reports that somebody may see here, by name of the unit.
    pub(super) fn seen_by<'b>(&'b self, scope: &'b Scope) -> impl Iterator<Item = &'b Post> {
        let posts = self.posts.iter().map(Arc::as_ref);
        posts.filter(move |post| scope.sees(post))
    }
}

/// Which reports of a campaign somebody may see on the board.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// All of them.
    pub(super) whole: bool,
    /// Those of the units below these.
    below: Vec<String>,
    /// Those of these units.
    own: Vec<String>,
    /// Those that go through these units.
    through: Vec<String>,
}

impl Scope {
    /// As the permission table has it for this visitor.
    pub(super) fn of(visitor: &Visitor, campaign: &Campaign, units: &Units, today: Date) -> Scope {
        let awards = campaign.awards_unit.clone();
        let whole: Place = place::of_campaign(units, campaign, today).standing(awards);
        let mut scope = Scope {
            whole: Table::permit(&visitor.memberships, Act::BoardRead, &whole).is_ok(),
            ..Scope::default()
        };
        for held in &visitor.memberships {
            let may = |relation| Table::allows(held.role, Act::BoardRead, relation);
            for (relation, units) in [
                (Relation::Own, &mut scope.own),
                (Relation::Above, &mut scope.below),
                (Relation::Standing, &mut scope.through),
            ] {
                if may(relation) && !held.unit.is_empty() {
                    units.push(held.unit.clone());
                }
            }
        }
        scope
    }

    /// Whether there may be anything in it.
    pub(super) fn is_some(&self) -> bool {
        self.whole || !(self.below.is_empty() && self.own.is_empty() && self.through.is_empty())
    }

    fn sees(&self, post: &Post) -> bool {
        let among = |units: &[String], unit: &str| units.iter().any(|known| known == unit);
        self.whole
            || among(&self.own, &post.owed.unit)
            || post.who.above.iter().any(|above| among(&self.below, above))
            || (post.asked.received_by.as_deref()).is_some_and(|unit| among(&self.through, unit))
    }
}
