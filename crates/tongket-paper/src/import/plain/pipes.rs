//! Tables drawn with pipes: Markdown, and the grids that converters print.
//!
//! A Markdown table has a rule line ("|---|") and one line a row. A grid from
//! a converter has none, spreads a row over several lines, and may have lost
//! the first pipe of a letterhead. A lone pipe in running text is left alone.

use super::Rows;

/// The table that begins at the first of `lines`, and how many lines it takes.
///
/// `before` is how many lines of the file came earlier: a letterhead whose
/// first pipe is missing is looked for at the start of a file only.
pub(super) fn table(lines: &[&str], before: usize) -> Option<(Rows, usize)> {
    grid(lines).or_else(|| if before < HEAD { headless(lines) } else { None })
}

/// How many lines from the start of a file a letterhead without its first pipe may begin.
const HEAD: usize = 3;
/// How many lines such a letterhead may have.
const HEADLESS: usize = 20;

fn grid(lines: &[&str]) -> Option<(Rows, usize)> {
    let is_row = |line: &&&str| line.trim_start().starts_with('|') && line.matches('|').count() > 1;
    let drawn = match lines.iter().take_while(is_row).count() {
        0 => open_rows(lines),
        drawn => drawn,
    };
    let used = block_end(&lines[..drawn])?;
    let ruled = lines[..used].iter().any(|line| is_rule(line));
    let physical: Vec<Vec<String>> = lines[..used]
        .iter()
        .filter(|line| !is_rule(line))
        .map(|line| cells(line))
        .collect();
    let filled = |cells: &Vec<String>| cells.iter().any(|cell| !cell.is_empty());
    if !physical.iter().any(filled) {
        return Some((Rows::new(), used)).filter(|_| ruled);
    }
    let rows = if ruled {
        physical
            .into_iter()
            .map(|cells| cells.into_iter().map(broken).collect())
            .collect()
    } else if is_block(&physical) {
        vec![stacked(&physical)]
    } else {
        joined(&physical)
    };
    Some((rows, used))
}

/// Lines "1 | Việc | Cơ quan" without outer pipes: at least two of as many columns.
fn open_rows(lines: &[&str]) -> usize {
    let columns = |line: &str| line.matches(" | ").count();
    let first = lines.first().map_or(0, |line| columns(line));
    let alike = lines
        .iter()
        .take_while(|line| columns(line) == first)
        .count();
    if first > 1 && alike > 1 { alike } else { 0 }
}

/// Where the first of several grids drawn without a gap ends: a letterhead begins another.
fn block_end(lines: &[&str]) -> Option<usize> {
    let has_title = |line: &&str| TITLES.iter().any(|title| line.contains(title));
    let next = lines.iter().skip(1).position(has_title).map(|at| at + 1);
    let columns = |line: &str| cells(line).len();
    let another = next.filter(|at| columns(lines[*at]) != columns(lines[at - 1]));
    (!lines.is_empty()).then(|| another.unwrap_or(lines.len()))
}

/// The words at the head of every letterhead.
const TITLES: [&str; 3] = ["CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "ĐẢNG CỘNG SẢN"];

/// "|---|:--:|" and the like.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("--")
        && line
            .chars()
            .all(|sign| matches!(sign, '|' | '-' | ':' | '+' | '=' | ' '))
}

/// The cells of a line, without the pipes at its ends.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner
        .strip_suffix('|')
        .filter(|rest| !rest.ends_with('\\'))
        .unwrap_or(inner);
    let mut cells = vec![String::new()];
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('\\', Some('|')) => {
                letters.next();
                cells.last_mut().unwrap_or(&mut String::new()).push('|');
            }
            ('|', _) => cells.push(String::new()),
            (letter, _) => cells.last_mut().unwrap_or(&mut String::new()).push(letter),
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// A Markdown cell in which "<br>" breaks the line.
fn broken(cell: String) -> Vec<String> {
    let marked = ["<br>", "<br/>", "<br />", "<BR>"]
        .iter()
        .fold(cell, |cell, tag| cell.replace(tag, "\n"));
    marked
        .split('\n')
        .map(|line| line.trim().to_owned())
        .collect()
}

/// Whether a grid is a letterhead or a signature block: two stacks, no rows.
fn is_block(physical: &[Vec<String>]) -> bool {
    const WORDS: [&str; 5] = ["Nơi nhận", "TM. ", "TM.ỦY", "KT. ", "TL. "];
    physical
        .iter()
        .flatten()
        .any(|cell| WORDS.iter().chain(&TITLES).any(|word| cell.contains(word)))
        && physical.iter().all(|cells| cells.len() <= 3)
}

/// All lines of a grid as one row: every column is one cell of several lines.
fn stacked(physical: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut row: Vec<Vec<String>> = Vec::new();
    for cells in physical {
        append(&mut row, cells);
    }
    row.retain(|lines| !lines.is_empty());
    row
}

/// Rows put together: a line without a first cell goes on with the row above.
fn joined(physical: &[Vec<String>]) -> Rows {
    let mut rows = Rows::new();
    let mut columns = 0;
    for cells in physical
        .iter()
        .filter(|cells| cells.iter().any(|cell| !cell.is_empty()))
    {
        let goes_on = cells.first().is_some_and(String::is_empty) && cells.len() == columns;
        match rows.last_mut().filter(|_| goes_on) {
            Some(row) => append(row, cells),
            None => {
                let mut row = Vec::new();
                append(&mut row, cells);
                rows.push(row);
            }
        }
        columns = cells.len();
    }
    for lines in rows.iter_mut().flatten().filter(|lines| lines.is_empty()) {
        lines.push(String::new());
    }
    rows
}

fn append(row: &mut Vec<Vec<String>>, cells: &[String]) {
    row.resize(row.len().max(cells.len()), Vec::new());
    for (lines, cell) in row
        .iter_mut()
        .zip(cells)
        .filter(|(_, cell)| !cell.is_empty())
    {
        lines.push(cell.clone());
    }
}

/// A letterhead that begins without a pipe and ends in "| |".
fn headless(lines: &[&str]) -> Option<(Rows, usize)> {
    let first = lines.first().filter(|line| !line.trim().is_empty())?;
    if first.chars().count() > 60 {
        return None;
    }
    let end = lines
        .iter()
        .take(HEADLESS)
        .position(|line| line.trim_end().ends_with("| |"))?;
    let all = lines[..=end].join("\n");
    let all = all.trim_end().strip_suffix("| |")?;
    let cell = |cell: &str| -> Vec<String> {
        let lines = cell.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    let cells: Vec<Vec<String>> = all
        .split('|')
        .map(cell)
        .filter(|cell| !cell.is_empty())
        .collect();
    (cells.len() == 2).then_some((vec![cells], end + 1))
}
