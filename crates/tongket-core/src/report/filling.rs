//! A figure table that came filled in, in a Word or Excel file.
//!
//! A table of the file is taken for the form where its header names one of the
//! form's columns and its rows name at least half of what the form counts. A
//! figure is taken only where its row, its column and what it is counted in
//! leave no doubt; everything else stays where it stands, with the reason.

use rust_decimal::Decimal;
use tongket_reader::Span;
use tongket_reader::report::{Heading, Passage, Report, Table};
use tongket_reader::words::fold;

use super::form::{Column, ColumnKind, Form, Indicator};
use super::{Alignment, Answer};
use crate::amount::typed_in;

/// What a table of a file fills in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filling {
    /// Figures, in the order of the form.
    pub figures: Vec<Filled>,
    /// Cells of the form's that say something that was not taken.
    pub left: Vec<Left>,
    /// The table's words, and the line above that names it.
    places: Vec<Span>,
}

/// A figure of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The code of the indicator.
    pub indicator: String,
    /// The key of the column.
    pub column: String,
    /// The value.
    pub value: Decimal,
}

/// A cell that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What is counted, and the heading of the column.
    pub label: (String, String),
    /// What stands in the cell.
    pub text: String,
    /// Why.
    pub why: WhyLeft,
}

/// Why a cell was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyLeft {
    /// It is no number, or can mean two.
    Unreadable,
    /// The file counts it in another unit of measure.
    OtherMeasure(String),
    /// The file names what is counted more than once.
    NamedTwice,
}

/// What the tables of a report fill in of a form: the table that fills in most of it.
pub fn filling(form: &Form, report: &Report) -> Option<Filling> {
    let tables = passages(report).filter_map(|passage| {
        let table = passage.table.as_ref()?;
        let mut filling = filled_by(form, table)?;
        filling.places.push(passage.span);
        filling.places.extend(table.caption);
        Some(filling)
    });
    tables.max_by_key(|filling| (filling.figures.len(), std::cmp::Reverse(filling.left.len())))
}

impl Filling {
    /// Takes the table out of the text of a report, where all that it says went into the form.
    pub fn lift(&self, alignment: &mut Alignment<'_>) {
        if !self.left.is_empty() {
            return;
        }
        let is_its = |passage: &Passage| self.places.iter().any(|at| at.contains(passage.span));
        let lists = alignment
            .answers
            .iter_mut()
            .map(|answer: &mut Answer<'_>| &mut answer.passages);
        for passages in lists.chain([&mut alignment.unplaced]) {
            passages.retain(|placed| !is_its(&placed.passage));
        }
    }
}

fn passages(report: &Report) -> impl Iterator<Item = &Passage> {
    let below = report.parts.iter().flat_map(Heading::walk);
    let below = below.flat_map(|heading| &heading.passages);
    report.preamble.iter().chain(below)
}

/// What a table fills in; nothing where it is another table.
fn filled_by(form: &Form, table: &Table) -> Option<Filling> {
    let header: Vec<String> = table.header.iter().map(|cell| fold::key(cell)).collect();
    let columns: Vec<(&Column, usize)> = form
        .own_columns()
        .filter_map(|column| Some((column, place_of(form, column, &header)?)))
        .collect();
    let measures = header.iter().position(|head| is_measure(head));
    let rows: Vec<Row<'_>> = own_rows(form)
        .filter_map(|indicator| Row::of(indicator, table))
        .collect();
    let asked = own_rows(form).count();
    if columns.is_empty() || rows.is_empty() || rows.len() * 2 < asked {
        return None;
    }
    let mut filling = Filling::default();
    for row in &rows {
        for (column, at) in &columns {
            let text = row.text(table, *at);
            let left = |why| Left {
                label: (row.indicator.name.clone(), column.title.clone()),
                text: text.to_owned(),
                why,
            };
            match row.read(table, (*at, measures)) {
                Ok(None) => {}
                Ok(Some(value)) => filling.figures.push(Filled {
                    indicator: row.indicator.code.clone(),
                    column: column.key.clone(),
                    value,
                }),
                Err(why) => filling.left.push(left(why)),
            }
        }
    }
    Some(filling)
}

/// The rows that units fill in.
fn own_rows(form: &Form) -> impl Iterator<Item = &Indicator> {
    form.indicators.iter().filter(|row| row.formula.is_none())
}

/// Which column of a table is a column of the form: the only one of its name, or of its year.
fn place_of(form: &Form, column: &Column, header: &[String]) -> Option<usize> {
    let title = fold::key(&column.title);
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = (0..header.len()).filter(|at| fits(&header[*at]));
        found.next().filter(|_| found.next().is_none())
    };
    only(&|head| head == title).or_else(|| match column.kind {
        ColumnKind::Year(year) => {
            let year = year.to_string();
            let numbers = |head: &str| -> Vec<String> {
                let words = head.split(|sign: char| !sign.is_ascii_digit());
                words
                    .filter(|word| word.len() == 4)
                    .map(str::to_owned)
                    .collect()
            };
            only(&|head| numbers(head) == [year.as_str()])
        }
        // The one column of a form is called as people like.
        ColumnKind::Category if form.columns.len() == 1 => {
            only(&|head| ["số liệu", "số lượng", "kết quả"].contains(&head))
        }
        ColumnKind::Category | ColumnKind::Total => None,
    })
}

fn is_measure(head: &str) -> bool {
    ["đơn vị tính", "đvt", "đơn vị"].contains(&head)
}

/// A row of a table that names an indicator.
struct Row<'t> {
    indicator: &'t Indicator,
    /// Its place among the rows of the table.
    at: usize,
    named_twice: bool,
}

impl<'t> Row<'t> {
    fn of(indicator: &'t Indicator, table: &Table) -> Option<Row<'t>> {
        let name = fold::key(&indicator.name);
        let names = |row: &Vec<tongket_reader::report::TableCell>| {
            row.iter()
                .any(|cell| fold::key(unnumbered(&cell.text)) == name)
        };
        let mut rows = (0..table.rows.len()).filter(|at| names(&table.rows[*at]));
        Some(Row {
            indicator,
            at: rows.next()?,
            named_twice: rows.next().is_some(),
        })
    }

    fn text<'x>(&self, table: &'x Table, column: usize) -> &'x str {
        let cell = table.rows[self.at].get(column);
        cell.map_or("", |cell| cell.text.trim())
    }

    /// The figure in a column; nothing where the cell is empty or only holds its place.
    fn read(
        &self,
        table: &Table,
        (column, measures): (usize, Option<usize>),
    ) -> Result<Option<Decimal>, WhyLeft> {
        let text = self.text(table, column);
        if text.trim_matches(['…', '.', '-', '–', '_', ' ']).is_empty() {
            return Ok(None);
        }
        if self.named_twice {
            return Err(WhyLeft::NamedTwice);
        }
        let said = measures.map_or("", |at| self.text(table, at));
        let measure = match (said, &table.unit) {
            ("", Some(unit)) => unit,
            (said, _) => said,
        };
        let own = fold::key(&self.indicator.unit_of_measure);
        if !measure.is_empty() && !own.is_empty() && fold::key(measure) != own {
            return Err(WhyLeft::OtherMeasure(measure.to_owned()));
        }
        typed_in(text, &self.indicator.unit_of_measure).map_err(|_| WhyLeft::Unreadable)
    }
}

/// A name without the number or the dash before it: "1. Tổ tự quản", "- Nữ".
fn unnumbered(name: &str) -> &str {
    let name = name.trim();
    let end = name.find(['.', ')']).filter(|end| {
        let label = &name[..*end];
        label.len() <= 3 && label.chars().all(|sign| sign.is_ascii_alphanumeric())
    });
    let name = end.map_or(name, |end| &name[end + 1..]);
    name.trim_start_matches(['-', '+', '–', '•', ' '])
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use tongket_reader::source::{Cell, Look, Origin, Part, Place, Source, SourceBuilder};

    use super::*;
    use crate::report::Placed;

    fn form() -> Form {
        let mut form = Form {
            columns: [2016, 2025]
                .map(|year| Column {
                    key: year.to_string(),
                    title: format!("Năm {year}"),
                    kind: ColumnKind::Year(year),
                })
                .to_vec(),
            ..Form::default()
        };
        form.add("Tổ tự quản", "tổ");
        form.add("Thành viên", "người");
        form.add("Kinh phí", "triệu đồng");
        form
    }

    /// A report with a table, a row a line, its cells between bars.
    fn report(table: &str) -> Source {
        let mut builder = SourceBuilder::default();
        builder.line("I. KẾT QUẢ", Place::default(), Look::default());
        for (row, cells) in (0..).zip(table.lines()) {
            for (column, content) in (0..).zip(cells.split('|')) {
                let cell = Cell {
                    table: 1,
                    row,
                    column,
                    width: 1,
                    continues: false,
                };
                let place = Place {
                    part: Part::Cell(cell),
                    ..Place::default()
                };
                builder.line(content.trim(), place, Look::default());
            }
        }
        builder.line("Phong trào lan rộng.", Place::default(), Look::default());
        builder.finish(Origin::default())
    }

    /// A table in a report, what of it goes into the form, what is left, and what stays in the text.
    #[track_caller]
    fn check(table: &str, filled: &[&str], left: &[&str], stays: bool) {
        let source = report(table);
        let report = tongket_reader::report::read::read(&source);
        let found = filling(&form(), &report);
        let told = |filled: &Filled| {
            format!(
                "{} {} = {}",
                filled.indicator,
                filled.column,
                filled.value.normalize()
            )
        };
        let figures: Vec<String> = found.iter().flat_map(|it| &it.figures).map(told).collect();
        assert_eq!(figures, filled);
        let told = |left: &Left| {
            format!(
                "{}, {}: {} {:?}",
                left.label.0, left.label.1, left.text, left.why
            )
        };
        let lefts: Vec<String> = found.iter().flat_map(|it| &it.left).map(told).collect();
        assert_eq!(lefts, left);
        let mut alignment = Alignment::default();
        let own = passages(&report).map(|passage| Placed {
            passage: Cow::Borrowed(passage),
            confidence: 1.0,
        });
        alignment.unplaced = own.collect();
        if let Some(found) = &found {
            found.lift(&mut alignment);
        }
        let tables = alignment
            .unplaced
            .iter()
            .filter(|it| it.passage.table.is_some());
        assert_eq!(tables.count() > 0, stays);
        let words = alignment
            .unplaced
            .iter()
            .map(|it| source.slice(it.passage.span));
        assert!(words.collect::<String>().contains("Phong trào lan rộng."));
    }

    const HEAD: &str = "TT | Chỉ tiêu | Đơn vị tính | Năm 2016 | Năm 2025";

    #[test]
    fn what_leaves_no_doubt_is_taken_and_its_table_leaves_the_text() {
        let table = format!(
            "{HEAD}\n1 | Tổ tự quản | tổ | 12 | 15\n2 | - Thành viên | Người | 1.250 | …\n3 | Kinh phí | triệu đồng | 3,5 | 4"
        );
        let filled = [
            "to_tu_quan 2016 = 12",
            "to_tu_quan 2025 = 15",
            "thanh_vien 2016 = 1250",
            "kinh_phi 2016 = 3.5",
            "kinh_phi 2025 = 4",
        ];
        check(&table, &filled, &[], false);
    }

    #[test]
    fn what_is_doubtful_stays_in_the_text_with_its_reason() {
        let table = format!(
            "{HEAD}\n1 | Tổ tự quản | tổ | khoảng 12 | 15\n2 | Kinh phí | đồng | 3.500.000\n3 | Thành viên | người | 90 | 95\n4 | Thành viên | người | 40 |"
        );
        let left = [
            "Tổ tự quản, Năm 2016: khoảng 12 Unreadable",
            "Thành viên, Năm 2016: 90 NamedTwice",
            "Thành viên, Năm 2025: 95 NamedTwice",
            "Kinh phí, Năm 2016: 3.500.000 OtherMeasure(\"đồng\")",
        ];
        check(&table, &["to_tu_quan 2025 = 15"], &left, true);
    }

    #[test]
    fn another_table_is_left_alone() {
        let other = "TT | Nội dung | Năm 2016 | Năm 2025\n1 | Hộ nghèo | 12 | 15\n2 | Hộ cận nghèo | 5 | 6\n3 | Tổ tự quản | 1 | 2";
        check(other, &[], &[], true);
        let headless = "Tổ tự quản | 12\nThành viên | 120\nKinh phí | 4";
        check(headless, &[], &[], true);
    }
}
