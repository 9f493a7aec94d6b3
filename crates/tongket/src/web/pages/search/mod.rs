//! Search in what one may read: reports that were sent, plans, units. Diacritics do not matter.

mod region;

use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongket_core::permit::{Act, Place, Table};
use tongket_core::refusal::Refusal;
use tongket_store::search::{self, Hit, Question};
use tongket_store::{Conn, StoreError};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::region::Region;
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::units::{Units, Wanted};
use crate::web::visitor::Visitor;

/// Texts on one page.
const ON_A_PAGE: usize = 20;
/// Units that are shown above the texts.
const UNITS: usize = 5;
/// Texts that are looked at together.
const STRIDE: i64 = 100;
/// How often that is done for one page, however few of them the reader may see.
const STRIDES: usize = 20;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new().routes(routes!(show))
}

/// What is asked.
#[derive(Debug, Default, Clone, Serialize, Deserialize, IntoParams, ToSchema)]
#[serde(default)]
struct Asked {
    /// Words; between quotation marks they must follow each other.
    q: String,
    /// "submission" or "plan"; empty for both.
    kind: String,
    /// Id of a campaign; empty for any.
    campaign: String,
    /// Where to look on: the end of the page before; empty for the first.
    after: String,
}

impl Asked {
    /// The same question after some text, as the end of an address.
    fn after(&self, after: &str) -> String {
        let asked = Asked {
            after: after.to_owned(),
            ..self.clone()
        };
        serde_urlencoded::to_string(asked).unwrap_or_default()
    }
}

/// A piece of the text in which something was found.
#[derive(Serialize, ToSchema)]
struct Piece {
    /// Its words as they were written.
    text: String,
    /// Whether they were asked for.
    found: bool,
}

/// A text that was found.
#[derive(Serialize, ToSchema)]
struct Found {
    /// "submission" or "plan".
    kind: String,
    /// Id of what it belongs to.
    subject: String,
    /// Its page.
    page: String,
    /// Its heading.
    title: String,
    /// The outline item; may be empty.
    item: String,
    /// Title of the campaign.
    campaign_title: String,
    /// Name of the unit; may be empty.
    unit_name: String,
    /// Where it was found.
    pieces: Vec<Piece>,
    /// When it was written, in milliseconds since 1970 (UTC).
    at_ms: i64,
    #[serde(skip)]
    at: Timestamp,
}

/// A unit that was found.
#[derive(Serialize, ToSchema)]
struct FoundUnit {
    /// Id.
    id: String,
    /// Name.
    name: String,
    /// Name of the unit above it.
    parent_name: String,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/search/show.html")]
struct Results {
    #[serde(skip)]
    shell: Shell,
    /// What was asked.
    asked: Asked,
    /// Units of that name, the first of them.
    units: Vec<FoundUnit>,
    /// How many units there are.
    unit_count: usize,
    /// Texts, the latest first.
    texts: Vec<Found>,
    /// Where to look on; none where that was all.
    next: Option<String>,
}
views!(Results);

/// Searches in what one may read.
#[utoipa::path(get, path = "/search", tag = "search", responses((status = 200, body = Results)))]
async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Page<Results>, Problem> {
    may_search(&visitor)?;
    let units = house.units().await?;
    let question = Question::read(&asked.q);
    let (found, unit_count) = match asked.after.is_empty() && asked.kind.is_empty() {
        true => found_units(&house, &visitor, &units, &asked.q),
        false => (Vec::new(), 0),
    };
    let mut conn = house.store.read().await?;
    let mut region = Region::new(&visitor, &units, house.today());
    let (hits, next) = seen(&mut conn, &mut region, &question, &asked).await?;
    let mut texts = Vec::with_capacity(hits.len());
    for hit in hits {
        texts.extend(found_text(&mut conn, &mut region, &question, hit).await?);
    }
    drop(conn);
    Ok(Page(Results {
        units: found,
        unit_count,
        texts,
        next: next.map(|number| number.to_string()),
        asked,
        shell,
    }))
}

fn may_search(visitor: &Visitor) -> Result<(), Refusal> {
    let units = visitor.memberships.iter().map(|held| held.unit.as_str());
    let places: Vec<Place> = units.map(|unit| Place::of_unit([unit])).collect();
    Table::permit_at_any(&visitor.memberships, Act::SearchMake, &places).map(drop)
}

fn found_units(
    house: &House,
    visitor: &Visitor,
    units: &Units,
    words: &str,
) -> (Vec<FoundUnit>, usize) {
    if words.trim().is_empty() {
        return (Vec::new(), 0);
    }
    let day = house.today();
    let wanted = Wanted {
        words,
        ..Wanted::default()
    };
    let mut found = units.wanted(&units.tree(day), &wanted, day);
    found.retain(|standing| {
        let place = units.place(&standing.version.unit, day);
        Table::permit(&visitor.memberships, Act::UnitRead, &place).is_ok()
    });
    let count = found.len();
    let first = found.into_iter().take(UNITS).map(|standing| FoundUnit {
        id: standing.version.unit.clone(),
        name: standing.version.name.clone(),
        parent_name: standing
            .version
            .parent
            .as_deref()
            .map_or("", |parent| units.name(parent, day))
            .to_owned(),
    });
    (first.collect(), count)
}

/// The next texts that the reader may see, and where to look on.
async fn seen(
    conn: &mut Conn,
    region: &mut Region<'_>,
    question: &Question,
    asked: &Asked,
) -> Result<(Vec<Hit>, Option<i64>), StoreError> {
    let (mut page, mut last) = (Vec::new(), asked.after.parse().ok());
    let stride = usize::try_from(STRIDE).unwrap_or(usize::MAX);
    for _ in 0..STRIDES {
        let (kind, campaign) = (asked.kind.as_str(), asked.campaign.as_str());
        let hits = search::find(conn, question, kind, campaign, last, STRIDE).await?;
        let was_last = hits.len() < stride;
        for hit in hits {
            last = Some(hit.number);
            if region.sees(conn, &hit).await? {
                page.push(hit);
            }
            if page.len() == ON_A_PAGE {
                return Ok((page, last));
            }
        }
        if was_last {
            return Ok((page, None));
        }
    }
    Ok((page, last))
}

/// What is shown of a text that was found.
async fn found_text(
    conn: &mut Conn,
    region: &mut Region<'_>,
    question: &Question,
    hit: Hit,
) -> Result<Option<Found>, StoreError> {
    let Some(text) = search::text(conn, &hit.id).await? else {
        return Ok(None);
    };
    let pieces = search::snippet(&text.body, question).into_iter();
    let at = Timestamp::from_millisecond(hit.at_ms).unwrap_or_default();
    Ok(Some(Found {
        page: match hit.kind.as_str() {
            "submission" if text.item.is_empty() => format!("/submissions/{}", hit.subject),
            "submission" => format!("/submissions/{}/sections/{}", hit.subject, text.item),
            "report" => format!("/reports/{}", hit.subject),
            _ => format!("/campaigns/{}", hit.campaign),
        },
        campaign_title: region.title(conn, &hit.campaign).await?,
        unit_name: region.unit_name(&hit.unit, at),
        title: text.title,
        item: text.item,
        pieces: pieces
            .map(|piece| Piece {
                text: piece.text,
                found: piece.found,
            })
            .collect(),
        kind: hit.kind,
        subject: hit.subject,
        at_ms: hit.at_ms,
        at,
    }))
}
