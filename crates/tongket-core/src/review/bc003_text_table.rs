//! Prose against table. See `bc003_text_table.md`.

use rust_decimal::Decimal;
use tongket_reader::words::figure::{Figure, FigureKind, FigurePeriod};
use tongket_reader::words::fold;
use tongket_reader::{Severity, Span};

use super::evidence::{Evidence, Mention, Reading};
use super::{Check, Finding, FindingKind, Groups, shown};
use crate::consolidation::reviewed;

pub(super) const CHECK: Check = Check {
    code: "BC003",
    kind: FindingKind::Contradiction,
    severity: Severity::Warning,
    page: include_str!("bc003_text_table.md"),
    run,
};

fn run(check: &Check, evidence: &Evidence<'_>, _: &Groups) -> Vec<Finding> {
    let with_tables = evidence
        .readings
        .iter()
        .filter(|reading| !reading.tables.is_empty());
    with_tables
        .flat_map(|reading| of_report(check, evidence, reading))
        .collect()
}

fn of_report(check: &Check, evidence: &Evidence<'_>, reading: &Reading<'_>) -> Vec<Finding> {
    let (cells, prose): (Vec<_>, Vec<_>) = reading
        .mentions
        .iter()
        .partition(|mention| mention.table.is_some());
    // A table without a total may list some places only: its sum speaks for nobody.
    let cells: Vec<_> = cells
        .into_iter()
        .filter(|cell| cell.cells.is_empty())
        .collect();
    let mut findings: Vec<Finding> = Vec::new();
    for said in prose.into_iter().filter(|said| may_be_compared(said)) {
        let same: Vec<&Mention> = cells
            .iter()
            .copied()
            .filter(|cell| {
                is_stated(said) && is_same_thing(said, cell) || is_done_to_it(reading, said, cell)
            })
            .collect();
        if let Some(cell) = contradicted(evidence, said, &same) {
            findings.push(finding(check, reading, said, cell));
        }
    }
    findings
}

fn may_be_compared(said: &Mention) -> bool {
    let figure = &said.figure;
    let exact = !figure.number.approximate && figure.number.likely.is_none();
    let own = !figure.narrowed && !figure.joint && figure.part.is_none();
    let kind = matches!(
        figure.kind,
        FigureKind::Count | FigureKind::Money | FigureKind::Quantity
    );
    exact && own && kind
}

/// Whether the sentence says that there are so many, or that these are all.
fn is_stated(said: &Mention) -> bool {
    said.figure.exists || said.figure.whole
}

/// "Năm 2025, quần chúng cung cấp 215 nguồn tin" against the row "Nguồn tin cung cấp" and its column
/// of the year that the sentence names.
fn is_done_to_it(reading: &Reading<'_>, said: &Mention, cell: &Mention) -> bool {
    let (one, other) = (&said.figure, &cell.figure);
    let in_year = matches!(one.period, FigurePeriod::Year(_)) && one.period == other.period;
    let done = other.measure.key.strip_prefix(&*one.measure.key);
    let done = done.and_then(|rest| rest.strip_prefix(' '));
    let sentence = said.sentence.and_then(|at| reading.sentences.get(at));
    let (Some(done), Some(sentence)) = (done, sentence) else {
        return false;
    };
    let start = sentence.span.start.min(one.number.span.start);
    let before = fold::key(reading.slice(Span::new(start, one.number.span.start)));
    in_year && one.kind == other.kind && one.measure.bare && before.ends_with(done)
}

/// The same words, "thành viên" of a team against "thành viên tổ tự quản", or "hộ được hỗ trợ" in
/// either way of writing.
fn is_same_thing(said: &Mention, cell: &Mention) -> bool {
    let (one, other) = (&said.figure, &cell.figure);
    let owned = || {
        let rest = other
            .measure
            .key
            .strip_prefix(&*one.measure.key)
            .map(str::trim);
        one.measure.bare
            && rest.is_some_and(|rest| !rest.is_empty() && one.of.as_deref() == Some(rest))
    };
    let named = one.measure.key.contains(' ') && one.measure.key == other.measure.key;
    let undergone = || {
        let act = |figure: &Figure| figure.act.clone();
        let (counted, done) = other.measure.undergone()?;
        Some(one.measure.key == counted && act(one).as_deref() == Some(done))
    };
    one.kind == other.kind && (named || owned() || undergone() == Some(true))
}

/// The cell that says otherwise, where no cell agrees.
fn contradicted<'m>(
    evidence: &Evidence<'_>,
    said: &Mention,
    cells: &[&'m Mention],
) -> Option<&'m Mention> {
    let period = |mention: &Mention| reviewed(&mention.figure.period, evidence.inputs.period);
    let value = said.figure.number.value;
    let time = period(said);
    let at_time: Vec<&&Mention> = cells.iter().filter(|cell| period(cell) == time).collect();
    let rivals: Vec<&&Mention> = match at_time.is_empty() {
        false => at_time,
        true if time == FigurePeriod::Unsaid && is_present_stock(said) => cells.iter().collect(),
        true => return None,
    };
    let agrees =
        rivals.iter().any(|cell| cell.figure.number.value == value) || value == growth(&rivals);
    let last = rivals
        .into_iter()
        .max_by_key(|cell| cell.figure.period.clone())?;
    (!agrees).then_some(*last)
}

/// What was added between the first column and the last: "thành lập 9 tổ" from 3 to 12.
fn growth(cells: &[&&Mention]) -> Decimal {
    let by_time = |cell: &&&&Mention| cell.figure.period.clone();
    let value =
        |cell: Option<&&&Mention>| cell.map_or(Decimal::ZERO, |cell| cell.figure.number.value);
    value(cells.iter().max_by_key(by_time)) - value(cells.iter().min_by_key(by_time))
}

/// "hiện có 12 tổ", "thành lập 12 tổ" can be held against columns of years; other acts cannot.
fn is_present_stock(said: &Mention) -> bool {
    let act = said.figure.act.as_deref();
    said.figure.measure.stock && said.figure.exists && act.is_none_or(|act| act == "thành lập")
}

fn finding(check: &Check, reading: &Reading<'_>, said: &Mention, cell: &Mention) -> Finding {
    let (text, table) = (shown(reading, said), shown(reading, cell));
    let measure = &cell.figure.measure.text;
    check.finding(
        format!("Phần lời ghi “{text}” nhưng bảng số liệu ghi {table} ({measure})."),
        format!("The prose says “{text}” but the table says {table} ({measure})."),
        vec![
            reading.place(said.figure.span),
            reading.place(cell.figure.span),
        ],
    )
}
