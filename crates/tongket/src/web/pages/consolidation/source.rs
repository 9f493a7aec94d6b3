//! Where a piece came from: its reports, its versions, the exact words; and all sources of a section.

use askama::Template;
use axum::extract::{Path, Query, State as Shared};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tongket_core::amount::number;
use tongket_core::consolidation::Aggregation;
use tongket_core::issue::draft::{Kind, Piece, Source, SourceChange};
use tongket_core::refusal::{Refusal, Said};
use tongket_store::{Conn, consolidation};
use utoipa::ToSchema;

use super::cell::{Cell, Spread, address, is_additive};
use super::desk::Desk;
use super::lost::Lost;
use super::show::listed;
use crate::web::changed::Different;
use crate::web::house::House;
use crate::web::page::{Page, View, views};
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Sources of one piece that a card names where not all are asked for.
pub(super) const SOURCES: usize = 200;
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
    /// Why the report does not say so any more; empty where it does.
    pub(super) lost: String,
}

impl Place {
    /// A source, as people read it.
    pub(super) fn of(shell: &Shell, desk: &Desk, source: &Source) -> Place {
        let seat = desk.tier.seat_of_report(&source.report);
        let counts = seat.and_then(|seat| seat.owed.counts.as_ref());
        Place {
            unit: match seat {
                Some(seat) => shell.whose(&seat.name),
                None => desk.units.name(&source.unit, desk.today).to_owned(),
            },
            ordinal: source.ordinal,
            href: address(&desk.tier.question, source),
            words: source.words.clone(),
            value: source
                .value
                .map(|value| quantity(value, &source.measure))
                .unwrap_or_default(),
            correcting: counts.is_some_and(|counts| counts.correcting),
            ended: seat.is_some_and(|seat| seat.ended),
            lost: String::new(),
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
    /// What differs between the two, place by place with a few words around; nothing where they are
    /// short or one is empty.
    pub(super) different: Different,
    /// Which version says so.
    pub(super) ordinal: u32,
    /// Whether it counts in another unit of measure than before.
    pub(super) measure: bool,
    /// Why it has no part any more; empty where it has.
    pub(super) why: String,
}

impl Changed {
    /// A change, as people read it.
    pub(super) fn of(
        shell: &Shell,
        desk: &Desk,
        lost: &Lost,
        change: &SourceChange<'_>,
    ) -> Changed {
        let said = |source: &Source| match source.value {
            Some(value) => quantity(value, &source.measure),
            None => source.words.clone(),
        };
        let source = change.after.or(change.before);
        let place = source.map(|source| Place::of(shell, desk, source));
        let measure = |source: Option<&Source>| source.map(|source| source.measure.clone());
        let before = change.before.map(said).unwrap_or_default();
        let after = change.after.map(said).unwrap_or_default();
        Changed {
            different: Different::of_long(&before, &after),
            unit: place
                .as_ref()
                .map(|place| place.unit.clone())
                .unwrap_or_default(),
            ordinal: place.map(|place| place.ordinal).unwrap_or_default(),
            before,
            after,
            measure: change.before.is_some()
                && change.after.is_some()
                && measure(change.before) != measure(change.after),
            why: match (change.before, change.after) {
                (Some(before), None) => lost.why(shell, desk, before),
                _ => String::new(),
            },
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
    /// The cell that it is, where it is one of a figure table.
    pub(super) cell: Option<Cell>,
    /// What it says by its sources.
    pub(super) text: String,
    /// The sum of its sources, where it is one.
    pub(super) sum: String,
    /// Where its sources are ratios, which are never added up: how they lie.
    pub(super) spread: Option<Spread>,
    /// Whether its sources are there no more.
    pub(super) gone: bool,
    /// Its sources.
    pub(super) sources: Vec<Place>,
    /// How many more there are.
    pub(super) more: usize,
    /// Address of the piece with all of its sources.
    pub(super) all: String,
    /// Where its sources count in more than one unit of measure: who counts in which, and what that
    /// comes to.
    pub(super) measures: Vec<Measured>,
}

/// What units count in one unit of measure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Measured {
    /// The unit of measure; empty for mere numbers.
    pub(super) measure: String,
    /// Names of the units.
    pub(super) units: Vec<String>,
    /// The sum of what they count; empty where that is never added up.
    pub(super) sum: String,
}

impl Measured {
    /// Sources by their units of measure, in the order in which these come up.
    pub(super) fn of<'s>(
        desk: &Desk,
        sources: impl IntoIterator<Item = &'s Source>,
    ) -> Vec<Measured> {
        let mut by_measure: Vec<(&str, Vec<&Source>)> = Vec::new();
        for source in sources {
            let known = by_measure.iter().position(|(it, _)| *it == source.measure);
            match known {
                Some(at) => by_measure[at].1.push(source),
                None => by_measure.push((&source.measure, vec![source])),
            }
        }
        let measured = |(measure, sources): (&str, Vec<&Source>)| {
            let mut units: Vec<String> = Vec::new();
            for source in &sources {
                let name = desk.units.name(&source.unit, desk.today);
                if units.iter().all(|known| known != name) {
                    units.push(name.to_owned());
                }
            }
            let add = |sum: rust_decimal::Decimal, source: &&Source| sum.checked_add(source.value?);
            let sum = sources.iter().try_fold(rust_decimal::Decimal::ZERO, add);
            Measured {
                sum: sum.map(|sum| quantity(sum, measure)).unwrap_or_default(),
                measure: measure.to_owned(),
                units,
            }
        };
        by_measure.into_iter().map(measured).collect()
    }

    /// "triệu đồng: xã A, xã B; tỷ đồng: xã C".
    pub(super) fn told(shell: &Shell, measured: &[Measured]) -> String {
        let told = measured.iter().map(|it| {
            let measure = match it.measure.as_str() {
                "" => "–",
                measure => measure,
            };
            format!("{measure}: {}", listed(shell, &it.units))
        });
        told.collect::<Vec<_>>().join("; ")
    }
}

impl Card {
    /// The card of a piece, wherever in the draft it belongs, with so many of its sources at most.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn find(
        conn: &mut Conn,
        shell: &Shell,
        desk: &Desk,
        (item, key): (&str, &str),
        lost: &Lost,
        most: usize,
    ) -> Result<Option<Card>, Problem> {
        let Some(draft) = &desk.draft else {
            return Ok(None);
        };
        // The words around a figure or before a sentence lead where it leads.
        let main = ["-l", "-t"]
            .iter()
            .find_map(|frame| key.strip_suffix(frame));
        let key = main.unwrap_or(key);
        let of = |piece: &Piece| Card {
            all: format!("{}/pieces/{key}?all=true", desk.section_path(item)),
            ..Card::of(shell, desk, (lost, most), piece)
        };
        let own = |pieces: Vec<Piece>| pieces.into_iter().find(|piece| piece.key == key);
        let here = consolidation::pieces(conn, &draft.id, item).await?;
        if let Some(piece) = here.and_then(|(_, pieces)| own(pieces)) {
            return Ok(Some(of(&piece)));
        }
        // People move sentences from one section to another.
        let all = consolidation::all_pieces(conn, &draft.id).await?;
        let piece = all.into_iter().find_map(|(_, pieces)| own(pieces));
        Ok(piece.as_ref().map(of))
    }

    fn of(shell: &Shell, desk: &Desk, (lost, most): (&Lost, usize), piece: &Piece) -> Card {
        let gone = piece
            .news
            .as_ref()
            .is_some_and(|news| news.kind == tongket_core::issue::draft::NewsKind::Gone);
        let mut measures = match piece.kind {
            Kind::Cell => Measured::of(desk, &piece.sources),
            Kind::Frame | Kind::Sentence | Kind::Figure => Vec::new(),
        };
        if measures.len() < 2 {
            measures.clear();
        }
        let adds = is_additive(&desk.tier.question, piece);
        if !adds {
            for it in &mut measures {
                it.sum.clear();
            }
        }
        Card {
            key: piece.key.clone(),
            kind: match piece.kind {
                Kind::Frame => "frame",
                Kind::Sentence => "sentence",
                Kind::Figure => "figure",
                Kind::Cell => "cell",
            },
            cell: piece
                .sources
                .first()
                .and_then(|source| Cell::of(&desk.tier.question, source)),
            text: piece.text.clone(),
            sum: match (piece.kind, piece.sources.len()) {
                (Kind::Figure | Kind::Cell, 2..) if adds && measures.is_empty() => {
                    piece.sum().map(number).unwrap_or_default()
                }
                _ => String::new(),
            },
            spread: match adds || !measures.is_empty() {
                true => None,
                false => Spread::of(&piece.sources),
            },
            measures,
            more: piece.sources.len().saturating_sub(most),
            all: String::new(),
            sources: piece
                .sources
                .iter()
                .take(most)
                .map(|source| Place {
                    lost: match gone {
                        true => lost.why(shell, desk, source),
                        false => String::new(),
                    },
                    ..Place::of(shell, desk, source)
                })
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

#[derive(Deserialize)]
pub(super) struct Wanted {
    /// Whether every source is to be named.
    #[serde(default)]
    all: bool,
}

/// Where a piece came from.
#[utoipa::path(get, path = "/campaigns/{id}/consolidation/{unit}/sections/{item}/pieces/{key}",
    tag = "consolidation",
    params(("id" = String, Path), ("unit" = String, Path), ("item" = String, Path),
        ("key" = String, Path), ("all" = Option<bool>, Query)),
    responses((status = 200, body = PiecePage)))]
pub(super) async fn piece(
    Shared(house): Shared<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, unit, item, key)): Path<(String, String, String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (desk, mut conn) = Desk::of(&house, &visitor, &id, &unit).await?;
    let lost = Lost::of(&mut conn, &shell, &desk).await?;
    let most = if wanted.all { usize::MAX } else { SOURCES };
    let card = Card::find(&mut conn, &shell, &desk, (&item, &key), &lost, most).await?;
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
        let figures: Vec<Figure> = figures
            .map(|group| figure(&shell, (&desk, &item), group))
            .collect();
        let before = from.from.saturating_sub(together.figures.len());
        let left = AT_A_TIME - figures.len();
        let statements = together.statements.iter().skip(before).take(left);
        let statements = statements.map(|statement| Statement {
            text: statement.text.value().clone(),
            places: statement
                .text
                .places()
                .iter()
                .filter_map(|place| {
                    Some(Place::of(&shell, &desk, &desk.tier.source(*place, &item)?))
                })
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

fn figure(
    shell: &Shell,
    (desk, item): (&Desk, &str),
    group: &tongket_core::consolidation::FigureGroup,
) -> Figure {
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
        Some(Place::of(shell, desk, &source))
    });
    Figure {
        name: group.name(),
        total: sum
            .map(|total| quantity(total, &group.unit_of_measure))
            .unwrap_or_default(),
        places: places.collect(),
    }
}
