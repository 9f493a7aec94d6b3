//! One indicator over the years: units by years, with totals, changes and gaps.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Serialize;
use tongket_core::amount::number;
use tongket_core::series::{APPORTIONED, Basis, Cell, Row, RowKind, Series, Sign};
use tongket_paper::export::chart::{Place, svg};
use utoipa::ToSchema;

use super::{
    Asked, Room, Tier, basis_text, change_text, chart, encoded, mark, no_total_text, sign_text,
    tier_text,
};
use crate::web::house::House;
use crate::web::page::{Page, views};
use crate::web::pages::campaigns::Head;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::visitor::Visitor;

/// Units on a page.
const UNITS: usize = 50;

/// One indicator over the years.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "pages/campaigns/series/show.html")]
pub(super) struct SeriesShown {
    #[serde(skip)]
    shell: Shell,
    /// The campaign.
    head: Head,
    /// Id of the figure table.
    form: String,
    /// Its title.
    form_title: String,
    /// Code of the indicator.
    code: String,
    /// What is counted.
    name: String,
    /// In what.
    measure: String,
    /// What the columns count: "yearly", "cumulative".
    basis: &'static str,
    /// The same in words; empty for plain years.
    basis_text: String,
    /// Other columns of the same indicator: name and address.
    others: Vec<Other>,
    /// Headings of the columns.
    columns: Vec<String>,
    /// Units, a page of them.
    rows: Vec<Line>,
    /// The total of each column.
    totals: Vec<TotalShown>,
    /// Whether units are added.
    adds: bool,
    /// Whether a table adds its years.
    adds_years: bool,
    /// Levels to choose from.
    tiers: Vec<Tier>,
    /// The unit under which one looks; empty for all.
    under: String,
    /// Whether the reader sees every unit of the campaign.
    sees_all: bool,
    /// Which page, from 1.
    page: usize,
    /// How many pages.
    pages: usize,
    /// The chart in words.
    words: String,
    #[serde(skip)]
    drawing: String,
    /// Marks that stand in the table.
    marks: Vec<Mark>,
    #[serde(skip)]
    query: String,
}
views!(SeriesShown);

impl SeriesShown {
    /// Why some column has no total, each reason once.
    fn reasons(&self) -> Vec<&str> {
        let mut reasons: Vec<&str> = Vec::new();
        for total in self.totals.iter().filter(|it| !it.why.is_empty()) {
            if !reasons.contains(&total.why.as_str()) {
                reasons.push(&total.why);
            }
        }
        reasons
    }
}

/// Other columns of the same indicator.
#[derive(Debug, Serialize, ToSchema)]
struct Other {
    /// What they count.
    text: String,
    /// Their page.
    href: String,
}

/// A mark and what it means.
#[derive(Debug, Serialize, ToSchema)]
struct Mark {
    /// The sign.
    mark: &'static str,
    /// In words.
    text: String,
}

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
struct Line {
    /// Its name.
    unit: String,
    /// Its level; may be empty.
    tier: String,
    /// What must be known of it; may be empty.
    note: String,
    /// Its cells.
    cells: Vec<Shown>,
    /// Its years added up, where the table adds them.
    sum: String,
}

/// A unit in a year.
#[derive(Debug, Serialize, ToSchema)]
struct Shown {
    /// The value as it is written; empty where there is none.
    shown: String,
    /// The mark of a gap; empty for a whole value.
    mark: &'static str,
    /// What the mark means.
    said: String,
    /// Whether it counts a share of what a unit reported that was split since.
    apportioned: bool,
    /// Where it comes from; empty where nothing was reported.
    href: String,
    /// What changed since the column before.
    change: String,
}

/// The total of a year.
#[derive(Debug, Serialize, ToSchema)]
struct TotalShown {
    /// The sum; empty where nothing is added.
    shown: String,
    /// Whether it counts only a share of what a unit reported that was split since.
    apportioned: bool,
    /// Why there is none.
    why: String,
    /// What it is the sum of.
    href: String,
    /// Units that are in it.
    units: usize,
    /// Units that there are.
    of: usize,
    /// What changed, over the units with both years.
    change: String,
    /// How many units that are.
    over: usize,
}

/// One indicator by unit and year.
#[utoipa::path(get, path = "/campaigns/{id}/series/{form}/{code}", tag = "series",
    params(("id" = String, Path), ("form" = String, Path), ("code" = String, Path),
        ("basis" = Option<String>, Query), ("tier" = Option<String>, Query),
        ("under" = Option<String>, Query), ("page" = Option<usize>, Query)),
    responses((status = 200, body = SeriesShown)))]
pub(super) async fn show(
    State(house): State<House>,
    shell: Shell,
    visitor: Visitor,
    Path((id, form, code)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Page<SeriesShown>, Problem> {
    let room = Room::of(&house, &visitor, &id, &asked).await?;
    room.subject(&form, &code, &asked.basis)?;
    let head = room.desk.head(&visitor, "series");
    let view = house
        .at_the_back(move || drawn(shell, head, &room, &asked, (form.as_str(), code.as_str())))
        .await?;
    Ok(Page(view))
}

fn drawn(
    shell: Shell,
    head: Head,
    room: &Room,
    asked: &Asked,
    (form, code): (&str, &str),
) -> Result<SeriesShown, Problem> {
    let subject = room.subject(form, code, &asked.basis)?;
    let series = room.one_series(subject);
    let above = |unit| room.above(unit);
    let chart = chart(&shell, &series, &above);
    let base = format!("/campaigns/{}/series/{form}/{}", head.id, encoded(code));
    let view = Table {
        shell: &shell,
        room,
        series: &series,
        base: &base,
        query: asked.query(subject.basis),
    };
    let pages = series.rows.len().div_ceil(UNITS).max(1);
    let page = asked.page.clamp(1, pages);
    let shown = series.rows.iter().skip((page - 1) * UNITS).take(UNITS);
    let rows: Vec<Line> = shown.map(|row| view.line(row)).collect();
    let others = room.subjects.iter().filter(|it| {
        (it.form.as_str(), it.code.as_str()) == (form, code) && it.basis != subject.basis
    });
    let others = others.map(|it| Other {
        text: match it.basis {
            Basis::Yearly => shell.t("series-basis-yearly"),
            basis => basis_text(&shell, basis),
        },
        href: format!("{base}{}", asked.query(it.basis)),
    });
    Ok(SeriesShown {
        form: form.to_owned(),
        form_title: subject.form_title.clone(),
        code: code.to_owned(),
        name: subject.name.clone(),
        measure: subject.unit_of_measure.clone(),
        basis: subject.basis.id(),
        basis_text: basis_text(&shell, subject.basis),
        others: others.collect(),
        columns: subject.points.iter().map(|it| it.title.clone()).collect(),
        totals: view.totals(),
        adds: subject.additive,
        adds_years: subject.adds_years,
        tiers: room.tiers(&shell),
        under: room.under_name.clone(),
        sees_all: room.sees_all,
        page,
        pages,
        drawing: svg(&chart, Place::Page).unwrap_or_default(),
        words: chart.alternative,
        marks: view.marks(),
        query: view.query.clone(),
        rows,
        head,
        shell: shell.clone(),
    })
}

/// A series about to be shown.
struct Table<'t> {
    shell: &'t Shell,
    room: &'t Room,
    series: &'t Series,
    base: &'t str,
    query: String,
}

impl Table<'_> {
    fn line(&self, row: &Row) -> Line {
        let cells = row.cells.iter().enumerate();
        let sum = self
            .series
            .sum_of_years(row)
            .map(|(sum, whole)| match whole {
                true => number(sum),
                false => format!("{} {}", mark(Sign::Part), number(sum)),
            });
        Line {
            unit: self.room.name(row.unit).to_owned(),
            tier: tier_text(self.shell, self.room.level(row.unit)),
            note: note(self.shell, self.room, row),
            cells: cells.map(|(at, cell)| self.cell(row, at, cell)).collect(),
            sum: sum.unwrap_or_default(),
        }
    }

    fn cell(&self, row: &Row, at: usize, cell: &Cell) -> Shown {
        let subject = &self.series.subject;
        let href = match (cell.contributions.as_slice(), cell.aside.as_slice()) {
            ([], []) => String::new(),
            ([one], []) if one.part == one.value => {
                self.room
                    .cell_address(subject, &one.submission, &one.column)
            }
            _ => self.sources(at, self.room.id(row.unit)),
        };
        let said = match cell.sign {
            Sign::Given => String::new(),
            Sign::Part => {
                let names = cell.missing.iter().map(|unit| self.room.name(*unit));
                let names = names.collect::<Vec<_>>().join(", ");
                self.shell.t1("series-part-without", names)
            }
            sign => self.shell.t(sign_text(sign)),
        };
        let change = self.series.change(row, at);
        Shown {
            shown: cell.value.map(number).unwrap_or_default(),
            mark: mark(cell.sign),
            apportioned: cell.value.is_some() && cell.is_apportioned(),
            said,
            href,
            change: change.as_ref().map(change_text).unwrap_or_default(),
        }
    }

    fn sources(&self, at: usize, unit: &str) -> String {
        let point = encoded(&self.series.subject.points[at].key);
        let unit = match unit {
            "" => String::new(),
            unit => format!("&unit={}", encoded(unit)),
        };
        format!("{}/sources{}&point={point}{unit}", self.base, self.query)
    }

    fn totals(&self) -> Vec<TotalShown> {
        let above = |unit| self.room.above(unit);
        let points = 0..self.series.subject.points.len();
        let total = |at: usize| {
            let like = self.series.change_of_total(at, &above);
            let (units, of) = self.series.coverage(at);
            let total = self.series.total(at, &above);
            let (shown, why) = match total {
                Ok(total) => (number(total.value), String::new()),
                Err(why) => (String::new(), self.shell.t(no_total_text(why))),
            };
            TotalShown {
                apportioned: total.is_ok_and(|total| total.apportioned),
                href: match shown.is_empty() {
                    true => String::new(),
                    false => self.sources(at, ""),
                },
                shown,
                why,
                units,
                of,
                change: like
                    .map(|like| change_text(&like.change))
                    .unwrap_or_default(),
                over: like.map(|like| like.units).unwrap_or_default(),
            }
        };
        points.map(total).collect()
    }

    /// The marks that stand in the series, each once.
    fn marks(&self) -> Vec<Mark> {
        let signs = [
            Sign::Part,
            Sign::Nil,
            Sign::Gap,
            Sign::Unreported,
            Sign::Beside,
            Sign::TooLarge,
        ];
        let cells = || self.series.rows.iter().flat_map(|row| &row.cells);
        let there = signs
            .into_iter()
            .filter(|sign| cells().any(|cell| cell.sign == *sign));
        let mark = |sign| Mark {
            mark: mark(sign),
            text: self.shell.t(sign_text(sign)),
        };
        let is_apportioned = |cell: &Cell| cell.value.is_some() && cell.is_apportioned();
        let apportioned = cells().any(is_apportioned).then(|| Mark {
            mark: APPORTIONED,
            text: self.shell.t("series-apportioned"),
        });
        there.map(mark).chain(apportioned).collect()
    }
}

/// What must be known of a row: of whom it came, what became of it, in what it counts.
pub(super) fn note(shell: &Shell, room: &Room, row: &Row) -> String {
    let names = |units: &[tongket_core::unit::UnitId]| {
        let names = units.iter().map(|unit| room.name(*unit));
        names.collect::<Vec<_>>().join(", ")
    };
    let mut notes = Vec::new();
    match &row.kind {
        RowKind::Standing => {}
        RowKind::Dissolved => notes.push(shell.t("series-dissolved")),
        RowKind::Beside(heirs) => notes.push(shell.t1("series-went-into", names(heirs))),
    }
    if !row.forebears.is_empty() {
        notes.push(shell.t1("series-came-of", names(&row.forebears)));
    }
    if let Some(measure) = &row.measure {
        notes.push(shell.t1("series-other-measure", measure));
    }
    notes.join("; ")
}
