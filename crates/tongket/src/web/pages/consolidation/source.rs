//! Where a piece came from: its reports, its versions, the exact words; and all sources of a section.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use tongket_core::amount::number;
use tongket_core::consolidation::Aggregation;
use tongket_core::issue::draft::{Kind, Piece, Source, SourceChange};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::{Conn, consolidation};
use utoipa::ToSchema;

use super::desk::Desk;
use crate::web::house::House;
use crate::web::page::{Page, View, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Sources of one piece that a card names.
const SOURCES: usize = 200;
/// Figures and statements that a list shows at a time.
const AT_A_TIME: usize = 40;

/// A place in a report, as people read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Place {
    /// Name of the unit.
    pub(super) unit: String,
    /// Which version of its report it is.
    pub(super) ordinal: u32,
    /// Address of the place in that version.
    pub(super) href: String,
    /// The words as they stand there.
    pub(super) words: String,
    /// What it adds; empty for words.
    pub(super) value: String,
    /// Whether the report is open again, to be corrected.
    pub(super) correcting: bool,
    /// Whether the unit does not stand any more.
    pub(super) ended: bool,
}

impl Place {
    /// A source, as people read it.
    pub(super) fn of(desk: &Desk, source: &Source) -> Place {
        let seat = desk.tier.seat_of_report(&source.report);
        let quote = utf8_percent_encode(&source.words, NON_ALPHANUMERIC);
        let item = utf8_percent_encode(&source.item, NON_ALPHANUMERIC);
        let counts = seat.and_then(|seat| seat.owed.counts.as_ref());
        Place {
            unit: match seat {
                Some(seat) => seat.name.clone(),
                None => desk.units.name(&source.unit, desk.today).to_owned(),
            },
            ordinal: source.ordinal,
            href: format!(
                "/submissions/{}/sections/{item}?quote={quote}#quoted",
                source.submission
            ),
            words: source.words.clone(),
            value: source
                .value
                .map(|value| quantity(value, &source.measure))
                .unwrap_or_default(),
            correcting: counts.is_some_and(|counts| counts.correcting),
            ended: seat.is_some_and(|seat| seat.ended),
        }
    }
}

fn quantity(value: rust_decimal::Decimal, measure: &str) -> String {
    match measure {
        "" => number(value),
        "%" => format!("{}%", number(value)),
        measure => format!("{} {measure}", number(value)),
    }
}

/// Whose part in a piece changed, and how.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Changed {
    /// Name of the unit.
    pub(super) unit: String,
    /// What it said before; empty where it had no part.
    pub(super) before: String,
    /// What it says now; empty where it has none any more.
    pub(super) after: String,
    /// Which version says so.
    pub(super) ordinal: u32,
    /// Whether it counts in another unit of measure than before.
    pub(super) measure: bool,
}

impl Changed {
    /// A change, as people read it.
    pub(super) fn of(desk: &Desk, change: &SourceChange<'_>) -> Changed {
        let said = |source: &Source| match source.value {
            Some(value) => quantity(value, &source.measure),
            None => source.words.clone(),
        };
        let source = change.after.or(change.before);
        let place = source.map(|source| Place::of(desk, source));
        let measure = |source: Option<&Source>| source.map(|source| source.measure.clone());
        Changed {
            unit: place
                .as_ref()
                .map(|place| place.unit.clone())
                .unwrap_or_default(),
            ordinal: place.map(|place| place.ordinal).unwrap_or_default(),
            before: change.before.map(said).unwrap_or_default(),
            after: change.after.map(said).unwrap_or_default(),
            measure: change.before.is_some()
                && change.after.is_some()
                && measure(change.before) != measure(change.after),
        }
    }
}

/// A piece with its sources.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Card {
    /// Key of the piece.
    pub(super) key: String,
    /// "sentence", "figure", "cell", "frame".
    pub(super) kind: &'static str,
    /// What it says by its sources.
    pub(super) text: String,
    /// The sum of its sources, where it is one.
    pub(super) sum: String,
    /// Whether its sources are there no more.
    pub(super) gone: bool,
    /// Its sources.
    pub(super) sources: Vec<Place>,
    /// How many more there are.
    pub(super) more: usize,
    /// Whether its sources count in more than one unit of measure.
    pub(super) mixed: bool,
}

impl Card {
    /// The card of a piece, wherever in the draft it belongs.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn find(
        conn: &mut Conn,
        desk: &Desk,
        item: &str,
        key: &str,
    ) -> Result<Option<Card>, Problem> {
        let Some(draft) = &desk.draft else {
            return Ok(None);
        };
        // The words around a figure or before a sentence lead where it leads.
        let main = ["-l", "-t"]
            .iter()
            .find_map(|frame| key.strip_suffix(frame));
        let key = main.unwrap_or(key);
        let own = |pieces: Vec<Piece>| pieces.into_iter().find(|piece| piece.key == key);
        let here = consolidation::pieces(conn, &draft.id, item).await?;
        if let Some(piece) = here.and_then(|(_, pieces)| own(pieces)) {
            return Ok(Some(Card::of(desk, &piece)));
        }
        // People move sentences from one section to another.
        let all = consolidation::all_pieces(conn, &draft.id).await?;
        let piece = all.into_iter().find_map(|(_, pieces)| own(pieces));
        Ok(piece.map(|piece| Card::of(desk, &piece)))
    }

    fn of(desk: &Desk, piece: &Piece) -> Card {
        let gone = piece
            .news
            .as_ref()
            .is_some_and(|news| news.kind == tongket_core::issue::draft::NewsKind::Gone);
        let measures = piece.sources.iter().map(|source| source.measure.as_str());
        let first = measures.clone().next();
        Card {
            key: piece.key.clone(),
            kind: match piece.kind {
                Kind::Frame => "frame",
                Kind::Sentence => "sentence",
                Kind::Figure => "figure",
                Kind::Cell => "cell",
            },
            text: piece.text.clone(),
            sum: match (piece.kind, piece.sources.len()) {
                (Kind::Figure | Kind::Cell, 2..) => piece.sum().map(number).unwrap_or_default(),
                _ => String::new(),
            },
            mixed: piece.kind == Kind::Cell && measures.clone().any(|it| Some(it) != first),
            more: piece.sources.len().saturating_sub(SOURCES),
            sources: piece
                .sources
                .iter()
                .take(SOURCES)
                .map(|source| Place::of(desk, source))
                .collect(),
            gone,
        }
    }
}

/// What stands beside a section, on a page of its own.
#[derive(Template, Serialize)]
#[template(path = "pages/consolidation/apart.html")]
struct Apart {
    #[serde(skip)]
    shell: Shell,
    title: String,
    section: String,
    path: String,
    body: String,
}
views!(Apart);

/// A view as data, as a part of a page, or on a page of its own.
pub(super) fn in_place<V: View>(view: V, desk: &Desk, item: &str, title: &str) -> Response {
    if view.shell().wants_json {
        return Page(view).into_response();
    }
    let body = view.render().unwrap_or_default();
    if view.shell().partial {
        return Html(body).into_response();
    }
    let shell = view.shell().clone();
    Page(Apart {
        title: shell.t(title),
        section: desk.title(item).unwrap_or_default(),
        path: desk.section_path(item),
        body,
        shell,
    })
    .into_response()
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/consolidation/piece.html")]
pub(super) struct PiecePage {
    #[serde(skip)]
    shell: Shell,
    /// The piece.
    card: Card,
}
views!(PiecePage);

/// Where a piece came from.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/pieces/{key}",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path),
        ("key" = String, Path)),
    responses((status = 200, body = PiecePage)))]
pub(super) async fn piece(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item, key)): Path<(String, String, String, String)>,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    let card = Card::find(&mut conn, &desk, &item, &key).await?;
    let missing = || Refusal::not_found(Said::new("nguồn của đoạn này", "source of this piece"));
    let page = PiecePage {
        card: card.ok_or_else(missing)?,
        shell,
    };
    Ok(in_place(page, &desk, &item, "consolidation-source"))
}

/// A figure over the units.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Figure {
    /// What is counted.
    name: String,
    /// The total, or nothing where values stand side by side.
    total: String,
    /// Its parts.
    places: Vec<Place>,
}

/// What units say.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Statement {
    /// The text.
    text: String,
    /// Who says it.
    places: Vec<Place>,
}

#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/consolidation/sources.html")]
pub(super) struct Sources {
    #[serde(skip)]
    shell: Shell,
    /// Address of the section.
    path: String,
    /// Figures.
    figures: Vec<Figure>,
    /// Statements.
    statements: Vec<Statement>,
    /// Where the next part begins.
    next: Option<usize>,
    /// Whether it is the first part.
    first: bool,
}
views!(Sources);

#[derive(Deserialize)]
pub(super) struct From {
    #[serde(default)]
    from: usize,
}

/// The figures and statements of a section with their units, some at a time.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/sources",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path),
        ("from" = Option<usize>, Query)),
    responses((status = 200, body = Sources)))]
pub(super) async fn list(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item)): Path<(String, String, String)>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let (desk, conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    drop(conn);
    desk.title(&item)?;
    let at = desk.tier.section(&item).unwrap_or_default();
    let sources = desk.tier.standing.sections.get(at).map(|together| {
        let count = together.figures.len() + together.statements.len();
        let next = from.from + AT_A_TIME;
        let figures = together.figures.iter().skip(from.from).take(AT_A_TIME);
        let figures: Vec<Figure> = figures.map(|group| figure(&desk, &item, group)).collect();
        let before = from.from.saturating_sub(together.figures.len());
        let left = AT_A_TIME - figures.len();
        let statements = together.statements.iter().skip(before).take(left);
        let statements = statements.map(|statement| Statement {
            text: statement.text.value().clone(),
            places: statement
                .text
                .places()
                .iter()
                .filter_map(|place| Some(Place::of(&desk, &desk.tier.source(*place, &item)?)))
                .collect(),
        });
        (
            figures,
            statements.collect(),
            (next < count).then_some(next),
        )
    });
    let (figures, statements, next) = sources.unwrap_or_default();
    let sources = Sources {
        path: desk.section_path(&item),
        first: from.from == 0,
        figures,
        statements,
        next,
        shell,
    };
    Ok(in_place(sources, &desk, &item, "consolidation-sources"))
}

fn figure(desk: &Desk, item: &str, group: &tongket_core::consolidation::FigureGroup) -> Figure {
    let sum = group
        .total
        .filter(|_| group.aggregation == Aggregation::Sum);
    let places = group.contributions.iter().filter_map(|it| {
        let place = it.value.places().first()?;
        let source = Source {
            words: it.text.clone(),
            value: Some(*it.value.value()),
            measure: group.unit_of_measure.clone(),
            ..desk.tier.source(*place, item)?
        };
        Some(Place::of(desk, &source))
    });
    Figure {
        name: group.name(),
        total: sum
            .map(|total| quantity(total, &group.unit_of_measure))
            .unwrap_or_default(),
        places: places.collect(),
    }
}
