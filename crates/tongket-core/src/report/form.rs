//! Tables of figures that units fill in: indicators by years or categories.
//!
//! A form belongs to an item of the outline. Its cells are exact decimals or
//! empty; an empty cell is no zero. Some indicators are computed from others,
//! and rules say what must hold between them (`rule.rs`). A form that is drawn
//! from the plan is only a suggestion: a person confirms it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tongket_reader::plan::{Outline, OutlineItem, Period};
use tongket_reader::report::{Heading, Report, Table};
use tongket_reader::words::fold;

/// A table of figures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// Its title: "Biểu số liệu về tổ tự quản".
    pub title: String,
    /// The outline item it belongs to; `None` where it stands at the end of the report.
    #[serde(default)]
    pub item: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its rows, in order.
    pub indicators: Vec<Indicator>,
    /// What must hold between its figures.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// A column of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// By what figures name it: "2016", "nam", "tong".
    pub key: String,
    /// Its heading: "Năm 2016".
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// The figures of one year.
    Year(i16),
    /// The figures of one category: "Nam", "Nữ".
    Category,
    /// The sum of the columns before it.
    Total,
}

/// A row of a form.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// By what formulas name it: a letter, then letters, digits and "_", without diacritics.
    pub code: String,
    /// What is counted.
    pub name: String,
    /// In what it is counted: "tổ", "người", "%".
    #[serde(default)]
    pub unit_of_measure: String,
    /// How it is computed, in CEL over the codes of the same column; `None` where units fill it in.
    #[serde(default)]
    pub formula: Option<String>,
    /// Whether figures of several units or years may be added up. Ratios and averages may not.
    #[serde(default = "yes")]
    pub additive: bool,
}

/// Whether figures in this unit of measure are parts of a whole, which are never added up.
pub fn is_ratio(name: &str, unit_of_measure: &str) -> bool {
    unit_of_measure == "%" || fold::key(name).starts_with("tỷ lệ")
}

fn yes() -> bool {
    true
}

/// Something that must hold between the figures of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What must hold, in CEL: "dat <= tong"; over years "last(years.tong) >= first(years.tong)".
    pub expression: String,
    /// What to tell the writer where it does not hold; made from the expression where empty.
    #[serde(default)]
    pub message: String,
}

impl Rule {
    /// That parts together are no more than their total.
    pub fn parts_within(form: &Form, total: &str, parts: &[&str]) -> Rule {
        let names: Vec<String> = parts
            .iter()
            .map(|part| format!("“{}”", form.name(part)))
            .collect();
        Rule {
            expression: format!("{} <= {total}", parts.join(" + ")),
            message: format!(
                "{} cộng lại không được lớn hơn “{}”.",
                names.join(", "),
                form.name(total)
            ),
        }
    }

    /// That the last year is no less than the first: for what only grows.
    pub fn only_grows(form: &Form, code: &str) -> Rule {
        Rule {
            expression: format!("last(years.{code}) >= first(years.{code})"),
            message: format!(
                "“{}” ở năm cuối không được nhỏ hơn năm đầu.",
                form.name(code)
            ),
        }
    }
}

impl Form {
    /// The name of an indicator, its code where there is none of that code.
    pub fn name<'f>(&'f self, code: &'f str) -> &'f str {
        let known = self
            .indicators
            .iter()
            .find(|indicator| indicator.code == code);
        known.map_or(code, |indicator| &indicator.name)
    }

    /// The columns whose figures stand for themselves: all but totals.
    pub fn own_columns(&self) -> impl Iterator<Item = &Column> {
        let own = |column: &&Column| column.kind != ColumnKind::Total;
        self.columns.iter().filter(own)
    }
}

/// The figures of one unit in one form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Figures {
    /// By code, then by column; what is empty is not in it.
    cells: BTreeMap<String, BTreeMap<String, Decimal>>,
}

impl Figures {
    /// The figure of an indicator in a column.
    pub fn get(&self, code: &str, column: &str) -> Option<Decimal> {
        self.cells.get(code)?.get(column).copied()
    }

    /// Puts a figure in, or takes it out.
    pub fn set(&mut self, code: &str, column: &str, value: Option<Decimal>) {
        let row = self.cells.get_mut(code);
        match (value, row) {
            (Some(value), Some(row)) => drop(row.insert(column.to_owned(), value)),
            (Some(value), None) => {
                let row = BTreeMap::from([(column.to_owned(), value)]);
                self.cells.insert(code.to_owned(), row);
            }
            (None, Some(row)) => {
                row.remove(column);
                if row.is_empty() {
                    self.cells.remove(code);
                }
            }
            (None, None) => {}
        }
    }

    /// Every figure with its code and its column.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str, Decimal)> {
        self.cells.iter().flat_map(|(code, row)| {
            row.iter()
                .map(move |(column, value)| (code.as_str(), column.as_str(), *value))
        })
    }

    /// Whether nothing is filled in.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// Forms that a plan asks for, for a person to confirm: its own table, else the numbers its outline asks for.
///
/// `plan_as_report` is the plan's text read for its tables. Nothing is
/// suggested where neither is found.
pub fn suggested(outline: &Outline, period: Option<Period>, plan_as_report: &Report) -> Vec<Form> {
    let drawn: Vec<Form> = tables(plan_as_report)
        .into_iter()
        .filter_map(drawn)
        .collect();
    if !drawn.is_empty() {
        return drawn;
    }
    let columns = columns_of(period);
    let asked = outline
        .walk()
        .into_iter()
        .filter_map(|item| asked(outline, item, &columns));
    merged(asked)
}

fn tables(report: &Report) -> Vec<&Table> {
    let below = report.parts.iter().flat_map(Heading::walk);
    let passages = below.flat_map(|heading| &heading.passages);
    let all = report.preamble.iter().chain(passages);
    all.filter_map(|passage| passage.table.as_ref()).collect()
}

/// A form from a table that the plan itself draws: a column of indicators, and columns to fill in.
fn drawn(table: &Table) -> Option<Form> {
    let heads: Vec<String> = table.header.iter().map(|cell| fold::key(cell)).collect();
    let column = |words: &[&str]| {
        heads
            .iter()
            .position(|head| words.iter().any(|word| head.contains(word)))
    };
    let names = column(&["chỉ tiêu", "nội dung", "tiêu chí"])?;
    let units = column(&["đơn vị tính", "đvt"]);
    let fixed = |at: &usize| {
        *at == names
            || Some(*at) == units
            || ["stt", "tt", "số tt", "ghi chú"].contains(&heads[*at].as_str())
    };
    let own: Vec<usize> = (0..heads.len()).filter(|at| !fixed(at)).collect();
    let mut form = Form {
        title: "Biểu số liệu".to_owned(),
        columns: own.iter().map(|at| column_of(&table.header[*at])).collect(),
        ..Form::default()
    };
    for row in &table.rows {
        let text = |at: usize| row.get(at).map_or("", |cell| cell.text.trim());
        let is_blank = own
            .iter()
            .all(|at| text(*at).trim_matches(['…', '.', '-', ' ']).is_empty());
        if text(names).is_empty() || !is_blank {
            continue;
        }
        let unit = units.map_or("", text);
        form.add(text(names), unit);
    }
    let whole = !form.columns.is_empty() && !form.indicators.is_empty();
    whole.then_some(form)
}

/// "Năm 2016" is the year, "Tổng cộng" the total, anything else a category.
fn column_of(title: &str) -> Column {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = fold::key(&title);
    let year = folded
        .split(|letter: char| !letter.is_ascii_digit())
        .find_map(|word| {
            word.parse::<i16>()
                .ok()
                .filter(|year| (1945..2200).contains(year))
        });
    let total = ["tổng cộng", "tổng số", "cộng"].contains(&folded.as_str());
    match year {
        Some(year) => Column {
            key: year.to_string(),
            title,
            kind: ColumnKind::Year(year),
        },
        None => Column {
            key: if total {
                "tong".to_owned()
            } else {
                code_of(&title)
            },
            title,
            kind: if total {
                ColumnKind::Total
            } else {
                ColumnKind::Category
            },
        },
    }
}

/// The first and the last year of the period under review, or one column where none is given.
fn columns_of(period: Option<Period>) -> Vec<Column> {
    let year = |year: i16| Column {
        key: year.to_string(),
        title: format!("Năm {year}"),
        kind: ColumnKind::Year(year),
    };
    match period {
        Some(period) if period.from != period.to => vec![year(period.from), year(period.to)],
        Some(period) => vec![year(period.to)],
        None => vec![Column {
            key: "so_lieu".to_owned(),
            title: "Số liệu".to_owned(),
            kind: ColumnKind::Category,
        }],
    }
}

/// The numbers that one outline item asks for: "Số tổ, số thành viên; kinh phí …".
fn asked(outline: &Outline, item: &OutlineItem, columns: &[Column]) -> Option<Form> {
    let mut form = Form {
        title: heading_above(outline, &item.id)
            .unwrap_or(&item.title)
            .to_owned(),
        item: Some(heading_id(outline, &item.id)),
        columns: columns.to_vec(),
        ..Form::default()
    };
    for name in counts(&item.title) {
        let folded = fold::key(&name);
        let counted = folded.strip_prefix("tổng ").unwrap_or(&folded);
        let counted = counted.strip_prefix("số ").unwrap_or(counted);
        if !NO_COUNTS.iter().any(|word| counted.starts_with(word)) {
            form.add(&name, unit_of(counted));
        }
    }
    (!form.indicators.is_empty()).then_some(form)
}

/// The counts that a line of an outline asks for: "Số tổ, số thành viên; số thôn, bản có tổ".
///
/// A piece of a list that names no count of its own belongs to the count before it.
fn counts(title: &str) -> Vec<String> {
    let mut counts: Vec<String> = Vec::new();
    for clause in title.split([';', '.']) {
        let mut open = false;
        let pieces = clause.split(',').flat_map(|piece| {
            let mut parts = piece.split(" và số ");
            let first = parts.next().map(str::to_owned);
            first
                .into_iter()
                .chain(parts.map(|part| format!("số {part}")))
        });
        for piece in pieces {
            let piece = piece.trim();
            let folded = fold::key(piece);
            let is_count = folded.starts_with("số ") || folded.starts_with("tổng số ");
            match counts.last_mut().filter(|_| open && !is_count) {
                Some(last) => *last += &format!(", {piece}"),
                None if is_count => counts.push(capitalised(piece)),
                None => {}
            }
            open |= is_count;
        }
    }
    counts
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// "Số liệu", "số hóa": words that begin like a count and are none.
const NO_COUNTS: &[&str] = &["liệu", "hóa", "hiệu", "phận", "sách"];

/// Units of measure by the word that follows "số"; longer ones first.
const MEASURES: &[&str] = &[
    "lượt người",
    "văn bản",
    "hội nghị",
    "ngày công",
    "mô hình",
    "tập thể",
    "cá nhân",
    "hộ gia đình",
    "nguồn tin",
    "cột mốc",
    "công trình",
    "ki-lô-mét",
    "cuộc",
    "buổi",
    "đợt",
    "lớp",
    "vụ",
    "tổ",
    "hộ",
    "người",
    "thôn",
    "bản",
    "xã",
    "tin",
    "nhà",
    "tàu",
    "lượt",
];

/// What is counted, where the name says it in a known word: "tổ tự quản" → "tổ".
fn unit_of(counted: &str) -> &'static str {
    if counted.starts_with("thành viên") {
        return "người";
    }
    let begins = |measure: &&&str| {
        let rest = counted.strip_prefix(**measure);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    MEASURES.iter().find(begins).copied().unwrap_or_default()
}

/// The item itself where it is a heading, else the heading it stands below.
fn heading_id(outline: &Outline, id: &str) -> String {
    let mut id = id;
    loop {
        let heading = outline
            .find(id)
            .is_some_and(|item| item.kind == tongket_reader::plan::OutlineKind::Heading);
        match id.rsplit_once('.') {
            Some((above, _)) if !heading => id = above,
            _ => return id.to_owned(),
        }
    }
}

fn heading_above<'o>(outline: &'o Outline, id: &str) -> Option<&'o str> {
    outline
        .find(&heading_id(outline, id))
        .map(|item| item.title.as_str())
}

/// One form an outline item, however many lines of it ask for numbers.
fn merged(forms: impl Iterator<Item = Form>) -> Vec<Form> {
    let mut merged: Vec<Form> = Vec::new();
    for form in forms {
        match merged.last_mut().filter(|last| last.item == form.item) {
            Some(last) => {
                for indicator in form.indicators {
                    last.add(&indicator.name, &indicator.unit_of_measure);
                }
            }
            None => merged.push(form),
        }
    }
    merged
}

impl Form {
    /// Adds an indicator that units fill in, with a code of its own.
    pub(super) fn add(&mut self, name: &str, unit_of_measure: &str) {
        let stem = code_of(name);
        let taken = |code: &str| self.indicators.iter().any(|known| known.code == code);
        let mut code = stem.clone();
        let mut further = 2;
        while taken(&code) {
            code = format!("{stem}_{further}");
            further += 1;
        }
        let ratio = is_ratio(name, unit_of_measure);
        self.indicators.push(Indicator {
            code,
            name: name.to_owned(),
            unit_of_measure: unit_of_measure.to_owned(),
            formula: None,
            additive: !ratio,
        });
    }
}

/// A code from the first words of a name: "Số tổ tự quản" → "so_to_tu_quan".
fn code_of(name: &str) -> String {
    let bare = fold::bare(name);
    let words = bare.split(|letter: char| !letter.is_ascii_alphanumeric());
    let code = words
        .filter(|word| !word.is_empty())
        .take(5)
        .collect::<Vec<_>>()
        .join("_");
    match code.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && !super::rule::is_reserved(&code)
    {
        true => code,
        false => format!("c_{code}"),
    }
}
