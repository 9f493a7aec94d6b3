//! Digits with points and commas.
//!
//! Vietnamese writing groups thousands with a point and puts a comma before
//! decimals: "1.234.567,89". Some writers do it the English way round, or lose
//! a digit. What the rule reads is kept, and what was probably meant is noted
//! beside it; nothing is corrected in silence.

use rust_decimal::Decimal;

/// A value as the notation says, and what the writer probably meant where the two may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) value: Decimal,
    pub(crate) likely: Option<Decimal>,
}

/// Reads "3.200", "1,2", "08"; `None` for what is no amount (a telephone number, a version).
pub(crate) fn read(digits: &str) -> Option<Reading> {
    let longest = digits.split(['.', ',']).map(str::len).max()?;
    if longest > 8 || digits.len() > 24 || is_telephone(digits) {
        return None;
    }
    let points = digits.matches('.').count();
    let commas = digits.matches(',').count();
    match (points, commas) {
        (0, 0) => certain(decimal(digits, None)?),
        (0, 1) => comma(digits),
        (_, 0) => pointed(digits, points),
        (_, 1) if digits.find('.') < digits.find(',') => mixed(digits),
        _ => english(digits, points),
    }
}

/// "02323.822.123", "0912 345 678": a leading zero before a group.
fn is_telephone(digits: &str) -> bool {
    let first = digits.split(['.', ',']).next().unwrap_or_default();
    first.len() > 1 && first.starts_with('0') && (digits.len() > 4 || digits.contains('.'))
}

fn certain(value: Decimal) -> Option<Reading> {
    Some(Reading {
        value,
        likely: None,
    })
}

fn doubtful(value: Decimal, likely: Decimal) -> Option<Reading> {
    Some(Reading {
        value,
        likely: Some(likely),
    })
}

/// One comma: decimals, but "1,200" looks like a thousand two hundred written the English way.
fn comma(digits: &str) -> Option<Reading> {
    let value = decimal(digits, Some(','))?;
    let (whole, part) = digits.split_once(',')?;
    if part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0') {
        return doubtful(value, decimal(digits, None)?);
    }
    certain(value)
}

/// Points only: thousands when every group has three digits.
fn pointed(digits: &str, points: usize) -> Option<Reading> {
    if is_grouped(digits, '.') {
        return certain(decimal(digits, None)?);
    }
    match points {
        1 => {
            let value = decimal(digits, Some('.'))?;
            doubtful(value, value)
        }
        _ => None,
    }
}

/// "1.234.567,89"
fn mixed(digits: &str) -> Option<Reading> {
    let (whole, _) = digits.split_once(',')?;
    let value = decimal(digits, Some(','))?;
    if is_grouped(whole, '.') {
        certain(value)
    } else {
        doubtful(value, value)
    }
}

/// "1,234,567.89": the English way round.
fn english(digits: &str, points: usize) -> Option<Reading> {
    let whole = digits.split('.').next()?;
    if points > 1 || !is_grouped(whole, ',') {
        return None;
    }
    let value = decimal(digits, Some('.'))?;
    doubtful(value, value)
}

fn is_grouped(digits: &str, separator: char) -> bool {
    let mut groups = digits.split(separator);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3)
}

/// The value with `point` as the sign before decimals and every other sign left out.
fn decimal(digits: &str, point: Option<char>) -> Option<Decimal> {
    let plain: String = digits
        .chars()
        .filter_map(|c| match c {
            _ if Some(c) == point => Some('.'),
            '.' | ',' => None,
            _ => Some(c),
        })
        .collect();
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(digits: &str, expected: &str) {
        let shown = match read(digits) {
            None => "-".to_owned(),
            Some(Reading {
                value,
                likely: Some(likely),
            }) => format!("{value}?{likely}"),
            Some(Reading { value, .. }) => value.to_string(),
        };
        assert_eq!(shown, expected, "{digits}");
    }

    #[test]
    fn points_group_and_a_comma_divides() {
        check("3.200", "3200");
        check("1,2", "1.2");
        check("1.234.567,89", "1234567.89");
        check("08", "8");
        check("97,5", "97.5");
        check("0,25", "0.25");
        check("1200", "1200");
    }

    #[test]
    fn what_looks_english_is_doubted() {
        check("1.5", "1.5?1.5");
        check("12.50", "12.50?12.50");
        check("1,200", "1.200?1200");
        check("12,500", "12.500?12500");
        check("1,234,567", "1234567?1234567");
        check("1,234.5", "1234.5?1234.5");
    }

    #[test]
    fn telephones_and_versions_are_no_amounts() {
        check("0912345678", "-");
        check("0232.3822.123", "-");
        check("1.2.3", "-");
        check("123456789012", "-");
    }
}
