//! Units as they stand on a day: the list in the order of the tree, a unit with its history, lists in and out.

mod ended;
mod export;
mod import;
mod reorganisation;
mod revision;
mod show;
mod succession;
mod takeover;
mod transfer;

use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongket_core::permit::{Act, Place, Role, Table};
use tongket_core::refusal::{Refusal, Said};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::{Standing, Units, Wanted};
use crate::web::visitor::Visitor;

/// Units on one page of the list.
const ON_A_PAGE: usize = 50;
/// Units that are offered while a name is typed.
const CHOICES: usize = 12;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(choices))
        .routes(routes!(export::csv))
        .routes(routes!(import::form, import::upload))
        .routes(routes!(import::preview))
        .routes(routes!(import::confirm))
        .routes(routes!(succession::form, succession::preview))
        .routes(routes!(succession::confirm))
        .routes(routes!(transfer::show, transfer::confirm))
        .routes(routes!(reorganisation::preview, reorganisation::describe))
        .routes(routes!(reorganisation::confirm))
        .routes(routes!(show::show))
}

/// A unit as a list shows it.
#[derive(Serialize, ToSchema)]
struct Line {
    /// Id.
    id: String,
    /// Name.
    name: String,
    /// Steps below the top.
    depth: usize,
    /// Units directly below it.
    below: usize,
    /// Id of the unit above it.
    parent: Option<String>,
    /// Name of the unit above it.
    parent_name: String,
    /// Id of its level.
    level: String,
    /// Id of its kind.
    kind: String,
    /// Codes of other systems.
    codes: Vec<String>,
    /// Tags.
    tags: Vec<String>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/units/list.html")]
struct List {
    #[serde(skip)]
    shell: Shell,
    /// The units of this page.
    units: Vec<Line>,
    /// How many units fit what was asked for.
    count: usize,
    /// The day as of which they stand.
    #[schema(value_type = String)]
    day: Date,
    /// What was asked for.
    asked: Asked,
    /// The page, from 1.
    page: usize,
    /// Whether there are more.
    more: bool,
    #[serde(skip)]
    in_order: bool,
    #[serde(skip)]
    may_import: bool,
    #[serde(skip)]
    may_transfer: bool,
    #[serde(skip)]
    levels: Vec<String>,
    #[serde(skip)]
    kinds: Vec<String>,
    #[serde(skip)]
    tags: Vec<String>,
    #[serde(skip)]
    under_name: String,
}
views!(List, Choices);

/// Which units are listed.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams, ToSchema)]
#[serde(default)]
struct Asked {
    /// Words of the name, the short names or the codes; diacritics do not matter.
    q: String,
    /// As of which day, as 2026-03-10; today where none is given.
    day: String,
    /// Id of a level.
    level: String,
    /// Id of a kind.
    kind: String,
    /// A tag.
    tag: String,
    /// Id of a unit: it and all below it.
    under: String,
    /// The page, from 1.
    page: usize,
}

impl Asked {
    fn wanted(&self) -> Wanted<'_> {
        Wanted {
            words: &self.q,
            level: &self.level,
            kind: &self.kind,
            tag: &self.tag,
            under: &self.under,
        }
    }

    /// The same question for another page, as the end of an address.
    fn page(&self, page: usize) -> String {
        let asked = Asked {
            page,
            ..self.clone()
        };
        serde_urlencoded::to_string(asked).unwrap_or_default()
    }
}

/// The day that was typed; today where none was.
fn day_of(typed: &str, today: Date) -> Result<Date, Refusal> {
    match typed.trim() {
        "" => Ok(today),
        day => day.parse().map_err(|_| {
            let why = Said::new("hãy ghi dạng 2026-03-10", "write it as in 2026-03-10");
            Refusal::field_invalid(Said::new("ngày", "day"), why)
        }),
    }
}

/// Whether a visitor sees this unit.
fn sees(visitor: &Visitor, units: &Units, unit: &str, day: Date) -> bool {
    let place = units.place(unit, day);
    Table::permit(&visitor.memberships, Act::UnitRead, &place).is_ok()
}

/// Whether a visitor sees every unit.
fn sees_all(visitor: &Visitor) -> bool {
    Table::permit(&visitor.memberships, Act::UnitRead, &Place::default()).is_ok()
}

fn may(visitor: &Visitor, act: Act) -> bool {
    Table::permit(&visitor.memberships, act, &Place::default()).is_ok()
}

/// Units that stand on a day.
#[utoipa::path(get, path = "/units", tag = "units", responses((status = 200, body = List)))]
async fn list(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Page<List>, Problem> {
    let day = day_of(&asked.day, house.today())?;
    let units = house.units().await?;
    let mut tree = units.tree(day);
    if !sees_all(&visitor) {
        tree.retain(|standing| sees(&visitor, &units, &standing.version.unit, day));
    }
    let (levels, kinds, tags) = choices_of(&tree);
    let found = units.wanted(&tree, &asked.wanted(), day);
    let page = asked.page.max(1);
    let from = (page - 1).saturating_mul(ON_A_PAGE);
    let shown = found.iter().skip(from).take(ON_A_PAGE);
    Ok(Page(List {
        units: shown.map(|standing| line(&units, standing, day)).collect(),
        count: found.len(),
        more: found.len() > from.saturating_add(ON_A_PAGE),
        in_order: asked.wanted().is_all(),
        may_import: may(&visitor, Act::UnitImport),
        may_transfer: visitor.is(Role::StandingAgency),
        under_name: match asked.under.as_str() {
            "" => String::new(),
            under => units.name(under, day).to_owned(),
        },
        levels,
        kinds,
        tags,
        day,
        page,
        asked,
        shell,
    }))
}

fn line(units: &Units, standing: &Standing<'_>, day: Date) -> Line {
    let version = standing.version;
    let parent = version.parent.as_deref();
    Line {
        id: version.unit.clone(),
        name: version.name.clone(),
        depth: standing.depth,
        below: standing.below,
        parent_name: parent
            .map_or("", |parent| units.name(parent, day))
            .to_owned(),
        parent: version.parent.clone(),
        level: standing.level(),
        kind: standing.kind(),
        codes: version.codes.clone(),
        tags: version.tags.clone(),
    }
}

/// The levels, kinds and tags that occur among units.
fn choices_of(tree: &[Standing<'_>]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (mut levels, mut kinds, mut tags) = (Vec::new(), Vec::new(), Vec::new());
    let note = |words: &mut Vec<String>, word: String| {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    };
    for standing in tree {
        note(&mut levels, standing.level());
        note(&mut kinds, standing.kind());
        for tag in &standing.version.tags {
            note(&mut tags, tag.clone());
        }
    }
    kinds.sort();
    tags.sort();
    (levels, kinds, tags)
}

/// Units that a beginning of a name may mean.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/units/choices.html")]
struct Choices {
    #[serde(skip)]
    shell: Shell,
    /// The units.
    units: Vec<Choice>,
}

/// One of them.
#[derive(Serialize, ToSchema)]
struct Choice {
    /// Id.
    id: String,
    /// Name.
    name: String,
    /// Name of the unit above it.
    parent_name: String,
}

/// What is being typed.
#[derive(Deserialize, IntoParams)]
struct Typed {
    /// The beginning of a name, a code.
    #[serde(default)]
    unit: String,
}

/// Offers units while a name is typed.
#[utoipa::path(get, path = "/units/choices", tag = "units", responses((status = 200, body = Choices)))]
async fn choices(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(typed): Query<Typed>,
) -> Result<Page<Choices>, Problem> {
    let day = house.today();
    let units = house.units().await?;
    let wanted = Wanted {
        words: &typed.unit,
        ..Wanted::default()
    };
    let found = match typed.unit.trim().is_empty() {
        true => Vec::new(),
        false => units.wanted(&units.tree(day), &wanted, day),
    };
    let all = sees_all(&visitor);
    let offered = found
        .iter()
        .filter(|standing| all || sees(&visitor, &units, &standing.version.unit, day))
        .take(CHOICES);
    let offered = offered.map(|standing| Choice {
        id: standing.version.unit.clone(),
        name: standing.version.name.clone(),
        parent_name: standing
            .version
            .parent
            .as_deref()
            .map_or("", |parent| units.name(parent, day))
            .to_owned(),
    });
    Ok(Page(Choices {
        units: offered.collect(),
        shell,
    }))
}
