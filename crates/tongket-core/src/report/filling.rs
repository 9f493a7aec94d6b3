//! A figure table that came filled in, in a Word or Excel file.
//!
//! A table of the file is taken for the form where its header names one of the
//! form's columns and its rows name at least half of what the form counts. A
//! figure is taken only where its row, its column and what it is counted in
//! leave no doubt; everything else stays where it stands, with the reason. Of
//! the table only those rows stay in the text that say more than was taken.
//!
//! A table of a prepared file says in a line above of which form it is
//! ([`mark_of`]), and the code of each row beside its name: forms with the same
//! rows, and rows of the same name, are told apart by them. A table that
//! bears the title of a form is not taken for another.

use rust_decimal::Decimal;
use rustc_hash::FxHashSet;
use tongket_reader::Span;
use tongket_reader::report::{Heading, Passage, Report, Table, TableCell};
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
    /// The table's words.
    place: Span,
    /// The lines above that name it.
    names: Vec<Span>,
    /// The rows that say more than was taken, without the figures that were.
    rest: Option<Table>,
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

/// How the line of a prepared file begins that says of which form a table is.
const MARK: &str = "Mã biểu: ";

/// The line that stands above a table of a prepared file, by which it is known when it comes back.
pub fn mark_of(form: &str) -> String {
    format!("{MARK}{form}")
}

/// What the tables of a report fill in of forms, each given with its id: of every form the table
/// that fills in most of it, with the form's place among the given. `text` is the report's.
pub fn fillings(forms: &[(&str, &Form)], report: &Report, text: &str) -> Vec<(usize, Filling)> {
    let mut found: Vec<(usize, Filling)> = Vec::new();
    for passages in lists(report) {
        for (at, passage) in passages.iter().enumerate() {
            let Some(table) = &passage.table else {
                continue;
            };
            let above = at.checked_sub(1).map(|above| &passages[above]);
            found.extend(fitting(forms, (passage, table), above, text));
        }
    }
    let best = |of: usize| {
        let own = found.iter().filter(|(form, _)| *form == of);
        own.max_by_key(|(_, it)| (it.figures.len(), std::cmp::Reverse(it.left.len())))
    };
    (0..forms.len()).filter_map(best).cloned().collect()
}

/// The forms that a table may fill in; only its own where it says which that is.
fn fitting(
    forms: &[(&str, &Form)],
    (passage, table): (&Passage, &Table),
    above: Option<&Passage>,
    text: &str,
) -> Vec<(usize, Filling)> {
    let title = table
        .caption
        .and_then(|span| text.get(span.start..span.end));
    let title = title.unwrap_or_default();
    let marked = title.split_once(MARK).map(|(_, rest)| {
        let id = rest.split_whitespace().next();
        forms.iter().position(|(form, _)| Some(*form) == id)
    });
    // The line above a table of a prepared file is the name of its sheet.
    let sheet = above.filter(|above| marked.is_some() && above.table.is_none());
    let names = table.caption.into_iter().chain(sheet.map(|it| it.span));
    let names: Vec<Span> = names.collect();
    let fitting = (0..).zip(forms).filter_map(|(of, (_, form))| {
        let filling = Filling {
            place: passage.span,
            names: names.clone(),
            ..filled_by(form, table)?
        };
        Some((of, filling))
    });
    let mut fitting: Vec<(usize, Filling)> = fitting.collect();
    let titled = |of: usize| fold::key(&forms[of].1.title) == fold::key(title);
    let any_titled = fitting.iter().any(|(of, _)| titled(*of));
    match marked.flatten() {
        Some(own) => fitting.retain(|(of, _)| *of == own),
        None if any_titled => fitting.retain(|(of, _)| titled(*of)),
        None => {}
    }
    fitting
}

impl Filling {
    /// Takes out of the text of a report what went into the form: the table with the line that names
    /// it, or those of its rows that say no more.
    pub fn lift(&self, alignment: &mut Alignment<'_>) {
        let lists = alignment
            .answers
            .iter_mut()
            .map(|answer: &mut Answer<'_>| &mut answer.passages);
        for passages in lists.chain([&mut alignment.unplaced]) {
            match &self.rest {
                Some(rest) => {
                    let tables = passages.iter_mut().map(|placed| &mut placed.passage);
                    for table in tables.filter(|passage| self.place.contains(passage.span)) {
                        table.to_mut().table = Some(rest.clone());
                    }
                }
                None => passages.retain(|placed| {
                    let mut places = self.names.iter().chain([&self.place]);
                    !places.any(|at| at.contains(placed.passage.span))
                }),
            }
        }
    }
}

/// The passages of a report, those under one heading together.
fn lists(report: &Report) -> impl Iterator<Item = &Vec<Passage>> {
    let below = report.parts.iter().flat_map(Heading::walk);
    std::iter::once(&report.preamble).chain(below.map(|heading| &heading.passages))
}

/// What a table fills in; nothing where it is another table.
fn filled_by(form: &Form, table: &Table) -> Option<Filling> {
    let header: Vec<String> = table.header.iter().map(|cell| fold::key(cell)).collect();
    let columns: Vec<(&Column, usize)> = form
        .own_columns()
        .filter_map(|column| Some((column, place_of(form, column, &header)?)))
        .collect();
    let measures = header.iter().position(|head| is_measure(head));
    let codes = header.iter().position(|head| is_code(head));
    let rows: Vec<Row<'_>> = own_rows(form)
        .filter_map(|indicator| Row::of(indicator, table, codes))
        .collect();
    let asked = own_rows(form).count();
    if columns.is_empty() || rows.is_empty() || rows.len() * 2 < asked {
        return None;
    }
    let mut filling = Filling::default();
    let mut told: FxHashSet<(usize, usize)> = FxHashSet::default();
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
                Ok(Some(value)) => {
                    told.insert((row.at, *at));
                    filling.figures.push(Filled {
                        indicator: row.indicator.code.clone(),
                        column: column.key.clone(),
                        value,
                    });
                }
                Err(why) => filling.left.push(left(why)),
            }
        }
    }
    let known = (columns.as_slice(), measures, codes);
    told.extend(reckoned(form, &rows, table, (&header, known)));
    told.extend(
        rows.iter()
            .flat_map(|row| row.named_at(table, (measures, codes))),
    );
    filling.rest = rest(table, &header, &told);
    Some(filling)
}

/// The form's columns with their places in a table, and the places of its units of measure and of
/// its codes.
type Known<'k> = (&'k [(&'k Column, usize)], Option<usize>, Option<usize>);

/// The cells of a table that the form reckons itself, with the names before them; a note beside them
/// is none.
fn reckoned(
    form: &Form,
    rows: &[Row<'_>],
    table: &Table,
    (header, (columns, measures, codes)): (&[String], Known<'_>),
) -> Vec<(usize, usize)> {
    let titles = |column: &Column| {
        let title = fold::key(&column.title);
        header.iter().position(move |head| *head == title)
    };
    let is_total = |column: &&Column| column.kind == ColumnKind::Total;
    let totals: Vec<usize> = form
        .columns
        .iter()
        .filter(is_total)
        .filter_map(titles)
        .collect();
    let mut cells: Vec<(usize, usize)> = rows
        .iter()
        .filter(|row| !row.named_twice)
        .flat_map(|row| totals.iter().map(move |column| (row.at, *column)))
        .collect();
    let of_formulas = form.indicators.iter().filter(|row| row.formula.is_some());
    for row in of_formulas.filter_map(|indicator| Row::of(indicator, table, codes)) {
        let known = totals.iter().chain(columns.iter().map(|(_, at)| at));
        cells.extend(known.map(|column| (row.at, *column)));
        cells.extend(row.named_at(table, (measures, codes)));
    }
    cells
}

/// The rows of a table in which something stands besides the cells that were told.
fn rest(table: &Table, header: &[String], told: &FxHashSet<(usize, usize)>) -> Option<Table> {
    let numbers = |column: usize| {
        let head = header.get(column);
        head.is_some_and(|head| ["tt", "stt", "số tt", "số thứ tự"].contains(&&**head))
    };
    let says_more = |(row, cells): (usize, &Vec<TableCell>)| {
        let more = |(column, cell): (usize, &TableCell)| {
            !is_blank(&cell.text) && !numbers(column) && !told.contains(&(row, column))
        };
        cells.iter().enumerate().any(more) && !counts_columns(cells)
    };
    let rows: Vec<usize> = (0..table.rows.len())
        .filter(|row| says_more((*row, &table.rows[*row])))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let is_figure = |row: usize, column: usize| {
        told.contains(&(row, column)) && table.rows[row][column].text.contains(is_digit)
    };
    let without = |(row, column): (usize, usize), cell: &TableCell| match is_figure(row, column) {
        true => TableCell {
            text: String::new(),
            span: Span::new(cell.span.start, cell.span.start),
        },
        false => cell.clone(),
    };
    let rows = rows.into_iter().map(|row| {
        let cells = table.rows[row].iter().enumerate();
        cells
            .map(|(column, cell)| without((row, column), cell))
            .collect()
    });
    Some(Table {
        rows: rows.collect(),
        ..table.clone()
    })
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit()
}

/// Whether a cell is empty or only holds its place.
fn is_blank(text: &str) -> bool {
    text.trim_matches(['…', '.', '-', '–', '_', ' ']).is_empty()
}

/// "A | B | (1) | (2)": the row that numbers the columns.
fn counts_columns(cells: &[TableCell]) -> bool {
    let bare = |cell: &TableCell| cell.text.trim().trim_matches(['(', ')']).to_owned();
    let marks: Vec<String> = cells
        .iter()
        .map(bare)
        .filter(|mark| !mark.is_empty())
        .collect();
    let letter = |mark: &String| mark.len() == 1 && mark.starts_with(char::is_alphabetic);
    let numbers = marks.iter().filter(|mark| !letter(mark));
    let numbers: Vec<Option<u8>> = numbers.map(|mark| mark.parse().ok()).collect();
    let counts = (1..)
        .zip(&numbers)
        .all(|(count, number)| *number == Some(count));
    counts && marks.len() > 1
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

fn is_code(head: &str) -> bool {
    ["mã", "mã số", "mã chỉ tiêu"].contains(&head)
}

/// A row of a table that names an indicator.
struct Row<'t> {
    indicator: &'t Indicator,
    /// Its place among the rows of the table.
    at: usize,
    named_twice: bool,
}

impl<'t> Row<'t> {
    /// `codes` is the column of codes: of several rows of one name, it tells which is meant.
    fn of(indicator: &'t Indicator, table: &Table, codes: Option<usize>) -> Option<Row<'t>> {
        let names = |cell: &TableCell| names(indicator, cell);
        let rows = (0..table.rows.len()).filter(|at| table.rows[*at].iter().any(names));
        let mut rows: Vec<usize> = rows.collect();
        if rows.len() > 1 {
            let coded = rows.iter().filter(|at| {
                let cell = codes.and_then(|column| table.rows[**at].get(column));
                cell.is_some_and(|cell| cell.text.trim() == indicator.code)
            });
            if let [only] = coded.copied().collect::<Vec<usize>>()[..] {
                rows = vec![only];
            }
        }
        Some(Row {
            indicator,
            at: *rows.first()?,
            named_twice: rows.len() > 1,
        })
    }

    /// The cells that say what is counted, in what and under which code; none where the table says
    /// it twice.
    fn named_at(
        &self,
        table: &Table,
        (measures, codes): (Option<usize>, Option<usize>),
    ) -> Vec<(usize, usize)> {
        let row = &table.rows[self.at];
        let named = row.iter().enumerate();
        let named = named.filter(|(_, cell)| names(self.indicator, cell));
        let coded = codes.filter(|column| {
            let cell = row.get(*column);
            cell.is_some_and(|cell| cell.text.trim() == self.indicator.code)
        });
        let named = named.map(|(column, _)| column).chain(measures).chain(coded);
        let named = named.filter(|_| !self.named_twice);
        named.map(|column| (self.at, column)).collect()
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
        if is_blank(text) {
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

fn names(indicator: &Indicator, cell: &TableCell) -> bool {
    fold::key(unnumbered(&cell.text)) == fold::key(&indicator.name)
}

/// A name without the number or the dash before it: "1. Tổ tự quản", "- Nữ".
pub(super) fn unnumbered(name: &str) -> &str {
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
        form.add("Bình quân", "người/tổ");
        if let Some(last) = form.indicators.last_mut() {
            last.formula = Some("thanh_vien / to_tu_quan".to_owned());
        }
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
    fn check(table: &str, filled: &[&str], left: &[&str], stays: &[&str]) {
        let source = report(table);
        let report = tongket_reader::report::read::read(&source);
        let form = form();
        let found = fillings(&[("bieu", &form)], &report, source.text());
        let found = found.into_iter().next().map(|(_, filling)| filling);
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
        let own = lists(&report).flatten().map(|passage| Placed {
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
            .filter_map(|it| it.passage.table.as_ref());
        let rows = tables.flat_map(|table| &table.rows).map(|row| {
            let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
            cells.join(" | ").trim_end_matches([' ', '|']).to_owned()
        });
        assert_eq!(rows.collect::<Vec<String>>(), stays);
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
        check(&table, &filled, &[], &[]);
    }

    #[test]
    fn rows_above_the_header_name_the_table() {
        let table = format!(
            "Biểu số liệu tổ tự quản từng năm\n|||(Số liệu đến 30/11)\n{HEAD}\n1 | Tổ tự quản | tổ | 12 | 15\n2 | Thành viên | người | 90 | 95"
        );
        let filled = [
            "to_tu_quan 2016 = 12",
            "to_tu_quan 2025 = 15",
            "thanh_vien 2016 = 90",
            "thanh_vien 2025 = 95",
        ];
        check(&table, &filled, &[], &[]);
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
        let stays = [
            "1 | Tổ tự quản | tổ | khoảng 12",
            "2 | Kinh phí | đồng | 3.500.000",
            "3 | Thành viên | người | 90 | 95",
            "4 | Thành viên | người | 40",
        ];
        check(&table, &["to_tu_quan 2025 = 15"], &left, &stays);
    }

    #[test]
    fn rows_and_notes_that_the_form_does_not_ask_for_stay_in_the_text() {
        let table = "TT | Chỉ tiêu | Đơn vị tính | Năm 2016 | Năm 2025 | Ghi chú\nA | B | (1) | (2) | (3) | (4)\n1 | Tổ tự quản | tổ | 12 | 15\n2 | Thành viên | người | 90 | 95 | Có 2 tổ mới\n3 | Tổ hòa giải | tổ | 4 | 5\n4 | Bình quân | người/tổ | 7,5 | 6,3\n5 | Kinh phí | triệu đồng";
        let filled = [
            "to_tu_quan 2016 = 12",
            "to_tu_quan 2025 = 15",
            "thanh_vien 2016 = 90",
            "thanh_vien 2025 = 95",
        ];
        let stays = [
            "2 | Thành viên | người |  |  | Có 2 tổ mới",
            "3 | Tổ hòa giải | tổ | 4 | 5",
        ];
        check(table, &filled, &[], &stays);
    }

    #[test]
    fn a_note_beside_what_the_form_reckons_stays() {
        let table = format!(
            "{HEAD} | Ghi chú\n1 | Tổ tự quản | tổ | 12 | 15\n2 | Thành viên | người | 90 | 95\n3 | Bình quân | người/tổ | 7,5 | 6,3 | Chưa tính 2 tổ mới"
        );
        let filled = [
            "to_tu_quan 2016 = 12",
            "to_tu_quan 2025 = 15",
            "thanh_vien 2016 = 90",
            "thanh_vien 2025 = 95",
        ];
        let stays = ["3 | Bình quân | người/tổ |  |  | Chưa tính 2 tổ mới"];
        check(&table, &filled, &[], &stays);
    }

    /// Which figures of which forms the tables of a file fill in.
    #[track_caller]
    fn check_forms(forms: &[(&str, &Form)], file: &str, expected: &[&str]) {
        let source = report(file);
        let report = tongket_reader::report::read::read(&source);
        let found = fillings(forms, &report, source.text());
        let told = found.iter().flat_map(|(of, filling)| {
            let id = forms[*of].0;
            let figures = filling.figures.iter();
            figures.map(move |it| format!("{id} {} {} = {}", it.indicator, it.column, it.value))
        });
        assert_eq!(told.collect::<Vec<String>>(), expected);
    }

    #[test]
    fn forms_with_the_same_rows_are_told_apart_by_mark_and_by_title() {
        let (mut women, mut men) = (form(), form());
        women.title = "Biểu nữ".to_owned();
        men.title = "Biểu nam".to_owned();
        let forms = [("b1", &women), ("b2", &men)];
        let file = |above: &str| {
            format!("{above}\n{HEAD}\n1 | Tổ tự quản | tổ | 12 | 15\n2 | Thành viên | người | 90 |")
        };
        let men = [
            "b2 to_tu_quan 2016 = 12",
            "b2 to_tu_quan 2025 = 15",
            "b2 thanh_vien 2016 = 90",
        ];
        check_forms(&forms, &file("Mã biểu: b2"), &men);
        check_forms(&forms, &file("Biểu nữ\n||Mã biểu: b2"), &men);
        check_forms(&forms, &file("Biểu nam"), &men);
        let both = ["b1", "b2"].map(|form| men.map(|figure| figure.replace("b2", form)));
        let both: Vec<&str> = both.as_flattened().iter().map(String::as_str).collect();
        check_forms(&forms, &file("Mã biểu: of-another-campaign"), &both);
    }

    #[test]
    fn rows_of_one_name_are_told_apart_by_their_codes() {
        let mut form = form();
        form.indicators.truncate(1);
        form.add("Nữ", "người");
        form.add("Nữ", "người");
        let forms = [("b1", &form)];
        let rows = "TT | Chỉ tiêu | Mã | Đơn vị tính | Năm 2016\n1 | Tổ tự quản | to_tu_quan | tổ | 12\n2 | Nữ | nu | người | 4\n3 | Nữ | nu_2 | người | 5";
        let figures = [
            "b1 to_tu_quan 2016 = 12",
            "b1 nu 2016 = 4",
            "b1 nu_2 2016 = 5",
        ];
        check_forms(&forms, rows, &figures);
        check_forms(
            &forms,
            &rows.replace("nu_2", "?"),
            &["b1 to_tu_quan 2016 = 12", "b1 nu 2016 = 4"],
        );
    }

    #[test]
    fn another_table_is_left_alone() {
        let other = "TT | Nội dung | Năm 2016 | Năm 2025\n1 | Hộ nghèo | 12 | 15\n2 | Hộ cận nghèo | 5 | 6\n3 | Tổ tự quản | 1 | 2";
        let rows: Vec<&str> = other.lines().skip(1).collect();
        check(other, &[], &[], &rows);
        let headless = "Tổ tự quản | 12\nThành viên | 120\nKinh phí | 4";
        let rows: Vec<&str> = headless.lines().collect();
        check(headless, &[], &[], &rows);
    }
}
