//! Indicators over the years: a campaign's accepted figures, unit by unit, across reorganisations.
//!
//! [`list`] shows every indicator with a small chart, [`show`] one of them as
//! a table of units by years, [`sources`] the reported cells behind a number,
//! [`export`] writes the same to files. Who may read a unit's report may read
//! its figures here, and nobody else.

mod export;
mod list;
mod room;
mod show;
mod sources;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use tongket_core::amount::number;
use tongket_core::issue::{Bar, Chart};
use tongket_core::series::{Basis, Change, NoTotal, Series, Sign};
use tongket_core::unit::{Level, UnitId};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::house::House;
use crate::web::shell::Shell;
use crate::web::units::word_of;

use room::Room;

pub(in crate::web) use room::Rooms;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(show::show))
        .routes(routes!(sources::sources))
        .routes(routes!(export::export))
}

/// Which units are wanted, and which columns.
#[derive(Debug, Clone, Default, Deserialize)]
struct Asked {
    /// A level: "commune"; empty for all.
    #[serde(default)]
    tier: String,
    /// Name, code or id of a unit: it and all below it; empty for all.
    #[serde(default)]
    under: String,
    /// What the columns count: "yearly", "cumulative".
    #[serde(default)]
    basis: String,
    /// Which page of units, from 1.
    #[serde(default)]
    page: usize,
    /// Key of a column.
    #[serde(default)]
    point: String,
    /// Id of a unit of the series; empty for the total.
    #[serde(default)]
    unit: String,
    /// Id of a figure table, for a file of one indicator.
    #[serde(default)]
    form: String,
    /// Code of an indicator, for a file of one indicator.
    #[serde(default)]
    code: String,
}

impl Asked {
    /// The same units and columns, as the end of an address; begins with "?".
    fn query(&self, basis: Basis) -> String {
        let mut query = format!("?basis={}", basis.id());
        for (name, value) in [("tier", &self.tier), ("under", &self.under)] {
            if !value.trim().is_empty() {
                query += &format!("&{name}={}", encoded(value.trim()));
            }
        }
        query
    }
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// A level to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Tier {
    /// Its id.
    value: String,
    /// Its name.
    text: String,
    /// Whether it is chosen.
    chosen: bool,
}

fn tier_text(shell: &Shell, level: Option<Level>) -> String {
    level.map_or_else(String::new, |level| {
        shell.word("series-tier", &word_of(level))
    })
}

/// The key of what a page says in place of a value.
fn sign_text(sign: Sign) -> &'static str {
    match sign {
        Sign::Given => "series-sign-given",
        Sign::Part => "series-sign-part",
        Sign::Nil => "series-sign-nil",
        Sign::Gap => "series-sign-gap",
        Sign::Unreported => "series-sign-unreported",
        Sign::Beside => "series-sign-beside",
        Sign::TooLarge => "series-sign-too-large",
    }
}

/// The mark that stands in a cell without a whole value; each is another shape.
fn mark(sign: Sign) -> &'static str {
    match sign {
        Sign::Given => "",
        Sign::Part => "◐",
        Sign::Nil => "∅",
        Sign::Gap => "–",
        Sign::Unreported => "○",
        Sign::Beside => "↓",
        Sign::TooLarge => "!",
    }
}

fn no_total_text(why: NoTotal) -> &'static str {
    match why {
        NoTotal::Ratio => "series-no-total-ratio",
        NoTotal::Overlap => "series-no-total-overlap",
        NoTotal::Nothing => "series-no-total-nothing",
        NoTotal::TooLarge => "series-no-total-too-large",
    }
}

/// "▲ 5 (+4,2 %)", "▼ 3 (-2 %)", "= 0"; the arrow and the word say the same.
fn change_text(change: &Change) -> String {
    let arrow = match change.absolute {
        absolute if absolute.is_zero() => return "= 0".to_owned(),
        absolute if absolute.is_sign_positive() => "▲",
        _ => "▼",
    };
    let amount = number(change.absolute.abs());
    let sign = if change.absolute.is_sign_positive() {
        "+"
    } else {
        ""
    };
    match change.percent {
        Some(percent) => format!("{arrow} {amount} ({sign}{} %)", number(percent)),
        None => format!("{arrow} {amount}"),
    }
}

fn high(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

/// A series as a chart: totals, or the spread where nothing is added.
fn chart(shell: &Shell, series: &Series, above: &dyn Fn(UnitId) -> Vec<UnitId>) -> Chart {
    let subject = &series.subject;
    let years_differ = subject
        .points
        .windows(2)
        .all(|pair| pair[0].year < pair[1].year);
    let bars = (0..).zip(&subject.points).map(|(at, point)| {
        let label = match years_differ {
            true => point.year.to_string(),
            false => point.title.clone(),
        };
        let empty = Bar {
            label,
            ..Bar::default()
        };
        match (series.total(at, above), series.spread(at)) {
            (Ok(total), _) => Bar {
                height: Some(high(total.value)),
                shown: number(total.value),
                whole: total.whole,
                ..empty
            },
            (Err(NoTotal::Ratio), Some(spread)) => Bar {
                height: Some(high(spread.median)),
                shown: number(spread.median),
                spread: Some((high(spread.low), high(spread.high))),
                whole: true,
                ..empty
            },
            _ => empty,
        }
    });
    let bars: Vec<Bar> = bars.collect();
    let said = bars.iter().map(|bar| {
        let none = || shell.t("series-chart-none");
        let shown = Some(bar.shown.clone()).filter(|shown| !shown.is_empty());
        format!("{}: {}", bar.label, shown.unwrap_or_else(none))
    });
    let said = said.collect::<Vec<_>>().join("; ");
    let key = match subject.additive {
        true => "series-chart-total",
        false => "series-chart-spread",
    };
    Chart {
        title: subject.name.clone(),
        alternative: format!("{}. {said}.", shell.t1(key, &subject.name)),
        bars,
    }
}

/// What the columns of a series count, where it must be said; empty for plain years.
fn basis_text(shell: &Shell, basis: Basis) -> String {
    match basis {
        Basis::Yearly => String::new(),
        Basis::Cumulative => shell.t("series-basis-cumulative"),
        Basis::Part => shell.t("series-basis-part"),
        Basis::Span => shell.t("series-basis-span"),
    }
}
