//! Tables with rules around their cells.
//!
//! Rules that cross make a grid; where a rule is missing between two fields of
//! the grid, they are one cell.

use super::glyphs::{Glyph, Rule};

/// Rules nearer to each other than this, in points, are one.
const NEAR: f32 = 3.0;

/// A table's grid: lines between columns and rows, and which of them are drawn where.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub(super) columns: Vec<f32>,
    pub(super) rows: Vec<f32>,
    /// For every field, whether it is one with the field to its left and above.
    merged: Vec<(bool, bool)>,
}

/// One cell of a grid.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) width: usize,
    pub(super) continues: bool,
    pub(super) glyphs: Vec<Glyph>,
}

impl Grid {
    pub(super) fn top(&self) -> f32 {
        self.rows.first().copied().unwrap_or_default()
    }

    pub(super) fn bottom(&self) -> f32 {
        self.rows.last().copied().unwrap_or_default()
    }

    /// Whether a letter stands inside.
    pub(super) fn holds(&self, glyph: &Glyph) -> bool {
        self.place(glyph).is_some()
    }

    fn place(&self, glyph: &Glyph) -> Option<(usize, usize)> {
        let middle = (glyph.start + glyph.end) / 2.0;
        let height = glyph.base - glyph.size * 0.3;
        Some((
            between(&self.rows, height)?,
            between(&self.columns, middle)?,
        ))
    }

    fn merged(&self, row: usize, column: usize) -> (bool, bool) {
        let width = self.columns.len().saturating_sub(1);
        self.merged
            .get(row * width + column)
            .copied()
            .unwrap_or_default()
    }

    /// The cells in order, with the letters in them.
    pub(super) fn fields(&self, glyphs: &[Glyph]) -> Vec<Field> {
        let width = self.columns.len().saturating_sub(1);
        let height = self.rows.len().saturating_sub(1);
        let mut fields: Vec<Field> = Vec::new();
        let mut owner = vec![0; width * height];
        for row in 0..height {
            for column in 0..width {
                let (left, above) = self.merged(row, column);
                let index = row * width + column;
                if left && column > 0 {
                    owner[index] = owner[index - 1];
                    if fields.last().is_some_and(|field| field.row == row) {
                        fields
                            .last_mut()
                            .into_iter()
                            .for_each(|field| field.width += 1);
                    }
                    continue;
                }
                let continues = above && row > 0;
                owner[index] = if continues {
                    owner[index - width]
                } else {
                    fields.len()
                };
                fields.push(Field {
                    row,
                    column,
                    width: 1,
                    continues,
                    glyphs: Vec::new(),
                });
            }
        }
        for glyph in glyphs {
            let Some((row, column)) = self.place(glyph) else {
                continue;
            };
            if let Some(field) = owner
                .get(row * width + column)
                .and_then(|at| fields.get_mut(*at))
            {
                field.glyphs.push(*glyph);
            }
        }
        fields
    }
}

/// The index of the interval that holds `at`.
fn between(lines: &[f32], at: f32) -> Option<usize> {
    let after = lines.partition_point(|line| *line <= at);
    (after > 0 && after < lines.len()).then(|| after - 1)
}

/// The grids that the rules of a page make, from top to bottom.
pub(super) fn grids(rules: &[Rule]) -> Vec<Grid> {
    let rules = straightened(rules);
    let mut grids: Vec<Grid> = groups(&rules)
        .iter()
        .filter_map(|group| grid(group))
        .collect();
    grids.sort_by(|a, b| a.top().total_cmp(&b.top()));
    grids.dedup_by(|later, earlier| later.top() < earlier.bottom() - NEAR);
    grids
}

/// Joins the pieces that programs draw a long rule in.
fn straightened(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| {
        (a.level, (a.at / NEAR).round() as i32)
            .cmp(&(b.level, (b.at / NEAR).round() as i32))
            .then(a.from.total_cmp(&b.from))
    });
    let mut joined: Vec<Rule> = Vec::new();
    for rule in sorted {
        let continues = |last: &&mut Rule| {
            last.level == rule.level
                && (last.at - rule.at).abs() < NEAR
                && rule.from <= last.to + NEAR
        };
        match joined.last_mut().filter(continues) {
            Some(last) => last.to = last.to.max(rule.to),
            None => joined.push(rule),
        }
    }
    joined
}

/// Rules that touch each other, together.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    /// Above this a page is a drawing.
    const MOST: usize = 1_000;
    let mut group: Vec<usize> = (0..rules.len()).collect();
    if rules.len() > MOST {
        return Vec::new();
    }
    for a in 0..rules.len() {
        for b in a + 1..rules.len() {
            if crosses(&rules[a], &rules[b]) {
                let (from, to) = (root(&mut group, a), root(&mut group, b));
                group[from] = to;
            }
        }
    }
    let mut groups: Vec<Vec<Rule>> = vec![Vec::new(); rules.len()];
    for (index, rule) in rules.iter().enumerate() {
        let of = root(&mut group, index);
        groups[of].push(*rule);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn root(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

fn crosses(a: &Rule, b: &Rule) -> bool {
    let reaches = |rule: &Rule, at: f32| rule.from - NEAR <= at && at <= rule.to + NEAR;
    a.level != b.level && reaches(a, b.at) && reaches(b, a.at)
}

/// A grid of at least two cells.
fn grid(rules: &[Rule]) -> Option<Grid> {
    let lines = |level: bool| {
        let mut lines: Vec<f32> = rules
            .iter()
            .filter(|rule| rule.level == level)
            .map(|rule| rule.at)
            .collect();
        lines.sort_by(f32::total_cmp);
        lines.dedup_by(|later, earlier| *later - *earlier < NEAR);
        lines
    };
    let (columns, rows) = (lines(false), lines(true));
    if columns.len() < 2 || rows.len() < 2 || columns.len() + rows.len() < 5 {
        return None;
    }
    if columns.len() > 64 || rows.len() > 1000 {
        return None;
    }
    let mut merged = Vec::with_capacity(columns.len() * rows.len());
    for row in rows.windows(2) {
        for column in columns.windows(2) {
            let left = !drawn(rules, false, column[0], row[0], row[1]);
            let above = !drawn(rules, true, row[0], column[0], column[1]);
            merged.push((left, above));
        }
    }
    Some(Grid {
        columns,
        rows,
        merged,
    })
}

/// Whether most of the stretch between two fields has a rule.
fn drawn(rules: &[Rule], level: bool, at: f32, from: f32, to: f32) -> bool {
    let along = |rule: &&Rule| rule.level == level && (rule.at - at).abs() < NEAR;
    let covered: f32 = rules
        .iter()
        .filter(along)
        .map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0))
        .sum();
    covered > (to - from) * 0.6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: f32, from: f32, to: f32) -> Rule {
        Rule {
            level: true,
            at,
            from,
            to,
        }
    }

    fn upright(at: f32, from: f32, to: f32) -> Rule {
        Rule {
            level: false,
            at,
            from,
            to,
        }
    }

    #[test]
    fn a_missing_rule_makes_one_cell_of_two() {
        let rules = [
            level(0.0, 0.0, 100.0),
            level(20.0, 0.0, 100.0),
            level(40.0, 0.0, 100.0),
            upright(0.0, 0.0, 40.0),
            upright(50.0, 20.0, 40.0),
            upright(100.0, 0.0, 40.0),
        ];
        let grids = grids(&rules);
        assert_eq!(grids.len(), 1);
        let fields = grids[0].fields(&[]);
        let shape: Vec<_> = fields
            .iter()
            .map(|field| (field.row, field.column, field.width))
            .collect();
        assert_eq!(shape, [(0, 0, 2), (1, 0, 1), (1, 1, 1)]);
    }

    #[test]
    fn rules_under_a_heading_are_no_table() {
        assert!(grids(&[level(10.0, 0.0, 80.0), level(12.0, 200.0, 280.0)]).is_empty());
    }
}
