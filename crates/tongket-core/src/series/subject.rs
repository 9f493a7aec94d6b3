//! What can be followed over the years in a figure table.
//!
//! A column says in its heading what it counts: a year, a part of a year, all
//! that was reached so far, or a span of years. These are kept apart: what was
//! reached in all by 2025 does not stand beside what was done in 2025.

use tongket_reader::words::fold;

use crate::report::form::{Column, ColumnKind, Form, Indicator};

/// What the columns of a series count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// What was counted in, or at the end of, each year.
    Yearly,
    /// All that was reached by the end of each year: "lũy kế đến năm 2025".
    Cumulative,
    /// A part of a year: "6 tháng đầu năm 2025".
    Part,
    /// Several years in one figure: "giai đoạn 2016-2020".
    Span,
}

impl Basis {
    /// Every basis, the plainest first.
    pub const ALL: [Basis; 4] = [Basis::Yearly, Basis::Cumulative, Basis::Part, Basis::Span];

    /// Its name in addresses and data.
    pub fn id(self) -> &'static str {
        match self {
            Basis::Yearly => "yearly",
            Basis::Cumulative => "cumulative",
            Basis::Part => "part",
            Basis::Span => "span",
        }
    }

    /// The basis with that name; yearly for any other.
    pub fn from_id(id: &str) -> Basis {
        let named = Basis::ALL.into_iter().find(|basis| basis.id() == id);
        named.unwrap_or(Basis::Yearly)
    }

    /// What a heading says that it counts.
    fn of(title: &str) -> Basis {
        let bare = fold::bare(title);
        let says = |words: &[&str]| words.iter().any(|word| bare.contains(word));
        let mut years: Vec<i16> = years(&bare).collect();
        years.dedup();
        match () {
            () if says(&["luy ke", "cong don", "tinh den", "den het"]) => Basis::Cumulative,
            () if years.len() > 1 || says(&["giai doan"]) => Basis::Span,
            () if says(&["thang", "quy "]) => Basis::Part,
            () => Basis::Yearly,
        }
    }
}

fn years(bare: &str) -> impl Iterator<Item = i16> {
    bare.split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|word| word.parse().ok())
        .filter(|year| (1945..2200).contains(year))
}

/// A column of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Key of the column in the table.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// The year, the first of a span.
    pub year: i16,
}

/// An indicator over columns of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Id of the figure table.
    pub form: String,
    /// Its title.
    pub form_title: String,
    /// The outline item that the table belongs to.
    pub item: Option<String>,
    /// Code of the indicator.
    pub code: String,
    /// What is counted.
    pub name: String,
    /// In what.
    pub unit_of_measure: String,
    /// Whether the figures of several units may be added up.
    pub additive: bool,
    /// Whether the table itself adds its years up.
    pub adds_years: bool,
    /// What its columns count.
    pub basis: Basis,
    /// Its columns by year.
    pub points: Vec<Point>,
}

impl Subject {
    /// By what reports name the indicator.
    pub fn key(&self) -> String {
        format!("{}/{}", self.form, self.code)
    }
}

/// The series of a figure table: one an indicator and kind of column. A table without years has none.
pub fn subjects(id: &str, form: &Form) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for indicator in &form.indicators {
        for basis in Basis::ALL {
            let points = points(form, indicator, basis);
            if points.is_empty() {
                continue;
            }
            let additive = indicator.additive && !is_ratio(indicator);
            let totalled = |column: &Column| column.kind == ColumnKind::Total;
            subjects.push(Subject {
                form: id.to_owned(),
                form_title: form.title.clone(),
                item: form.item.clone(),
                code: indicator.code.clone(),
                name: indicator.name.clone(),
                unit_of_measure: indicator.unit_of_measure.clone(),
                adds_years: additive
                    && basis == Basis::Yearly
                    && points.len() > 1
                    && form.columns.iter().any(totalled),
                additive,
                basis,
                points,
            });
        }
    }
    subjects
}

fn points(form: &Form, indicator: &Indicator, wanted: Basis) -> Vec<Point> {
    let cumulative = Basis::of(&indicator.name) == Basis::Cumulative;
    let point = |column: &Column| {
        let year = match column.kind {
            ColumnKind::Year(year) => year,
            ColumnKind::Category | ColumnKind::Total => return None,
        };
        let basis = match Basis::of(&column.title) {
            Basis::Yearly if cumulative => Basis::Cumulative,
            basis => basis,
        };
        (basis == wanted).then(|| Point {
            key: column.key.clone(),
            title: column.title.clone(),
            year,
        })
    };
    let mut points: Vec<Point> = form.columns.iter().filter_map(point).collect();
    points.sort_by_key(|point| point.year);
    points
}

/// Words by which ratios and averages begin.
const RATIOS: [&str; 6] = [
    "ty le",
    "ti le",
    "binh quan",
    "trung binh",
    "toc do",
    "mat do",
];

/// Whether a row is a ratio or an average, whatever its table says: these are never added.
fn is_ratio(indicator: &Indicator) -> bool {
    let bare = fold::bare(&indicator.name);
    let measure = indicator.unit_of_measure.trim();
    measure.starts_with(['%', '‰']) || RATIOS.iter().any(|word| bare.starts_with(word))
}
