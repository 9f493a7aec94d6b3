//! How an office writes numbers, dates, shares and lists of names.

use jiff::civil::Date;
use rust_decimal::Decimal;

pub use crate::amount::number;

/// A number with what it counts: "12 tổ", "97,5%", "1.200".
pub fn quantity(value: Decimal, unit: &str) -> String {
    match unit {
        "" => number(value),
        "%" => format!("{}%", number(value)),
        _ => format!("{} {unit}", number(value)),
    }
}

/// A count in running text, padded below ten: "09", "13".
pub fn count(n: usize) -> String {
    format!("{n:02}")
}

/// A share of a known whole: "09/13".
pub fn share(n: usize, of: usize) -> String {
    format!("{n:02}/{of:02}")
}

/// "ngày 05 tháng 3 năm 2026", with room for what is not known yet.
///
/// Days below ten and the months January and February are padded (Decree 30/2020/NĐ-CP, annex I).
pub fn long_date(date: Option<Date>) -> String {
    match date {
        Some(date) => format!(
            "ngày {:02} tháng {} năm {}",
            date.day(),
            month(date),
            date.year()
        ),
        None => "ngày … tháng … năm …".to_owned(),
    }
}

/// "05/3/2026", padded as [`long_date`].
pub fn short_date(date: Date) -> String {
    format!("{:02}/{}/{}", date.day(), month(date), date.year())
}

fn month(date: Date) -> String {
    match date.month() {
        early @ 1..=2 => format!("{early:02}"),
        later => later.to_string(),
    }
}

/// Names in one line: "xã A, xã B".
pub fn listed(names: &[&str]) -> String {
    names.join(", ")
}

/// Names as the subject of a sentence: "xã A, xã B và huyện C". With a comma before the last, a
/// commune and a district read like one place.
pub fn together(names: &[&str]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} và {last}", listed(first)),
        names => listed(names),
    }
}

/// With a capital first letter, for the start of a sentence.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// With a small first letter, for the middle of a sentence; abbreviations and lone capitals stay.
pub fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next();
    match (first, chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// What a unit says, for a line that opens with its name: "Xã A đã lập 12 tổ", "Xã A: đã lập 12 tổ",
/// "A đã lập 12 tổ" → "Đã lập 12 tổ".
pub fn without_name(text: &str, name: &str) -> String {
    let said = short_names(name)
        .into_iter()
        .find_map(|name| behind_name(text, name));
    said.map_or_else(|| text.to_owned(), capitalised)
}

/// A name, and how its bearer calls itself: "Sở Nội vụ tỉnh A" as "Sở Nội vụ", "xã A" as "A".
fn short_names(name: &str) -> Vec<&str> {
    let mut names = vec![name];
    names.extend(name.split_once(" tỉnh ").map(|(own, _)| own));
    let kinds = ["xã ", "phường ", "đặc khu "];
    let proper = kinds.iter().find_map(|kind| {
        let head = name.get(..kind.len())?;
        (head.to_lowercase() == *kind).then(|| &name[kind.len()..])
    });
    names.extend(proper);
    names
}

/// What follows a name with which a text opens: a colon, or a verb.
fn behind_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let head: String = text.chars().take(name.chars().count()).collect();
    if name.is_empty() || head.to_lowercase() != name.to_lowercase() {
        return None;
    }
    let rest = &text[head.len()..];
    let said = match rest.trim_start().strip_prefix(':') {
        Some(said) => said.trim_start(),
        None => {
            let said = rest.strip_prefix(' ')?;
            let begins = said.starts_with(char::is_lowercase);
            begins.then_some(said)?
        }
    };
    (!said.is_empty()).then_some(said)
}

/// "BÁO CÁO" → "Báo cáo".
pub fn sentence_case(text: &str) -> String {
    capitalised(&text.to_lowercase())
}

/// A Roman number, from 1.
pub fn roman(mut n: usize) -> String {
    const PARTS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (value, letters) in PARTS {
        while n >= value {
            out.push_str(letters);
            n -= value;
        }
    }
    out
}

/// In one line, its white space collapsed.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// In one line and no longer than about `limit` characters, cut between words.
pub fn shortened(text: &str, limit: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= limit {
        return line;
    }
    let cut: String = line.chars().take(limit).collect();
    let kept = cut.rfind(' ').and_then(|at| cut.get(..at)).unwrap_or(&cut);
    format!("{}…", kept.trim_end_matches([',', ';', '.', ':']))
}

/// What to call units of these names together: "xã", "xã, phường", or "đơn vị".
pub fn noun<'n>(names: impl Iterator<Item = &'n str>) -> &'static str {
    let mut kinds = [false; 3];
    for name in names {
        match name
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase()
            .as_str()
        {
            "xã" => kinds[0] = true,
            "phường" => kinds[1] = true,
            _ => kinds[2] = true,
        }
    }
    match kinds {
        [true, false, false] => "xã",
        [false, true, false] => "phường",
        [true, true, false] => "xã, phường",
        _ => "đơn vị",
    }
}

/// With a full stop where a sentence lacks one.
pub fn finished(text: &str) -> String {
    let text = text.trim_end();
    match text.chars().last() {
        Some('.' | ';' | ':' | '!' | '?' | '…' | ',') | None => text.to_owned(),
        Some(_) => format!("{text}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn numbers_are_grouped_by_points() {
        for (value, expected) in [
            ("3200", "3.200"),
            ("1.25", "1,25"),
            ("-1234567.50", "-1.234.567,5"),
            ("0", "0"),
            ("100", "100"),
        ] {
            let value: Decimal = value.parse().expect("a number");
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn only_early_months_are_padded() {
        assert_eq!(short_date(date(2025, 2, 14)), "14/02/2025");
        assert_eq!(short_date(date(2025, 3, 5)), "05/3/2025");
        assert_eq!(
            long_date(Some(date(2025, 12, 1))),
            "ngày 01 tháng 12 năm 2025"
        );
    }

    #[test]
    fn texts_are_cut_between_words() {
        assert_eq!(shortened("một hai ba bốn", 12), "một hai ba…");
        assert_eq!(shortened("một hai ba bốn", 9), "một hai…");
        assert_eq!(shortened("một  hai", 20), "một hai");
    }

    #[test]
    fn a_units_name_is_not_said_twice() {
        let said = |text| without_name(text, "phường Vân Khê");
        assert_eq!(said("Phường Vân Khê: có 12 tổ."), "Có 12 tổ.");
        assert_eq!(said("Phường Vân Khê đã lập 12 tổ."), "Đã lập 12 tổ.");
        assert_eq!(said("Vân Khê là phường ven biển."), "Là phường ven biển.");
        assert_eq!(
            without_name("Sở Nội vụ có 11 phòng.", "Sở Nội vụ tỉnh Sơn Hải"),
            "Có 11 phòng."
        );
        for kept in [
            "Phường Vân Khê Đông đã lập 12 tổ.",
            "Phường Vân Khê, Đông Giang đã lập 12 tổ.",
            "Đã lập 12 tổ.",
            "Phường Vân Khê:",
        ] {
            assert_eq!(said(kept), kept);
        }
        assert_eq!(without_name(": có 12 tổ", ""), ": có 12 tổ");
    }

    #[test]
    fn a_lowered_abbreviation_stays() {
        assert_eq!(lowered("UBND tỉnh"), "UBND tỉnh");
        assert_eq!(lowered("Ủy ban nhân dân"), "ủy ban nhân dân");
    }

    #[test]
    fn units_are_called_by_their_kind() {
        assert_eq!(noun(["xã A", "Xã B"].into_iter()), "xã");
        assert_eq!(noun(["xã A", "phường B"].into_iter()), "xã, phường");
        assert_eq!(noun(["xã A", "Sở Nội vụ"].into_iter()), "đơn vị");
    }

    #[test]
    fn roman_numbers() {
        assert_eq!(["I", "IV", "IX", "XIV"], [1, 4, 9, 14].map(roman)[..]);
    }
}
