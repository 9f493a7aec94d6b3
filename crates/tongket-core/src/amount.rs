//! Amounts as an office writes and reads them.
//!
//! Vietnamese groups thousands with a point and puts a comma before decimals:
//! "1.234,5". What is typed into a form is taken at its word only where it can
//! mean one thing; "1,200" is asked back.

use rust_decimal::Decimal;
use tongket_reader::words::number::lone;

/// A number as Vietnamese writes it: "3.200", "1,25".
pub fn number(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let comma = if fraction.is_empty() { "" } else { "," };
    format!("{sign}{}{comma}{fraction}", grouped(whole))
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Why what was typed is not taken for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no number.
    NotANumber(String),
    /// It can mean two numbers.
    TwoWays {
        /// As typed.
        typed: String,
        /// What the rule of Vietnamese writing makes of it.
        value: Decimal,
        /// What was probably meant.
        likely: Decimal,
    },
}

impl Unreadable {
    /// What is wrong and what to do, in Vietnamese.
    pub fn vietnamese(&self) -> String {
        match self {
            Unreadable::NotANumber(typed) => {
                format!("“{typed}” không phải là một số. Hãy nhập số, ví dụ 1.250 hoặc 12,5.")
            }
            Unreadable::TwoWays {
                typed,
                value,
                likely,
            } => format!(
                "“{typed}” có thể là {} hoặc {}. Hãy nhập lại một trong hai cách viết này.",
                number(*value),
                number(*likely)
            ),
        }
    }

    /// The same in English.
    pub fn english(&self) -> String {
        match self {
            Unreadable::NotANumber(typed) => {
                format!("“{typed}” is no number. Type one such as 1.250 or 12,5.")
            }
            Unreadable::TwoWays {
                typed,
                value,
                likely,
            } => format!(
                "“{typed}” can be {} or {}. Type it again in one of these ways.",
                number(*value),
                number(*likely)
            ),
        }
    }
}

/// Reads what was typed into a cell of a form; empty is no figure.
///
/// # Errors
/// Where it is no number, or can mean two.
pub fn typed(text: &str) -> Result<Option<Decimal>, Unreadable> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let refused = || Unreadable::NotANumber(text.to_owned());
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let plain = digits
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '\u{a0}'));
    let digits: String = digits.split_whitespace().collect();
    if !plain || !digits.starts_with(|letter: char| letter.is_ascii_digit()) {
        return Err(refused());
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let value: Decimal = digits.parse().map_err(|_| refused())?;
        return Ok(Some(signed(value, negative)));
    }
    let read = lone(&digits).ok_or_else(refused)?;
    if read.upper.is_some() || read.denominator.is_some() || read.percent {
        return Err(refused());
    }
    match read.likely.filter(|likely| *likely != read.value) {
        Some(likely) => Err(Unreadable::TwoWays {
            typed: text.to_owned(),
            value: signed(read.value, negative),
            likely: signed(likely, negative),
        }),
        None => Ok(Some(signed(read.value, negative))),
    }
}

/// The same in a row that is counted in a unit: "90,5%" in a row of "%" is 90,5.
///
/// # Errors
/// Where it is no number, or can mean two.
pub fn typed_in(text: &str, unit_of_measure: &str) -> Result<Option<Decimal>, Unreadable> {
    match text.trim().strip_suffix('%') {
        Some(number) if unit_of_measure.trim() == "%" => typed(number),
        _ => typed(text),
    }
}

fn signed(value: Decimal, negative: bool) -> Decimal {
    if negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let told = match typed(text) {
            Ok(Some(value)) => value.to_string(),
            Ok(None) => "-".to_owned(),
            Err(refused) => refused.vietnamese(),
        };
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn a_percent_sign_is_taken_where_the_row_counts_in_percent() {
        let read = |text, unit| typed_in(text, unit).ok().flatten().map(|it| it.to_string());
        assert_eq!(read("90,5%", "%").as_deref(), Some("90.5"));
        assert_eq!(read(" 80 % ", "%").as_deref(), Some("80"));
        assert_eq!(read("80%", "hộ"), None);
        assert_eq!(read("80", "hộ").as_deref(), Some("80"));
    }

    #[test]
    fn what_is_typed_is_taken_at_its_word_or_asked_back() {
        check("", "-");
        check(" 12 ", "12");
        check("1.250", "1250");
        check("12,5", "12.5");
        check("1.234.567,89", "1234567.89");
        check("-3", "-3");
        check("1 250", "1250");
        check(
            "1,200",
            "“1,200” có thể là 1,2 hoặc 1.200. Hãy nhập lại một trong hai cách viết này.",
        );
        check(
            "12 tổ",
            "“12 tổ” không phải là một số. Hãy nhập số, ví dụ 1.250 hoặc 12,5.",
        );
        check(
            "khoảng 12",
            "“khoảng 12” không phải là một số. Hãy nhập số, ví dụ 1.250 hoặc 12,5.",
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(mantissa in -9_999_999_999i64..9_999_999_999, scale in 0u32..3) {
            let value = Decimal::new(mantissa, scale).normalize();
            prop_assert_eq!(typed(&number(value)), Ok(Some(value)));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,30}") {
            let _ = typed(&text);
        }
    }
}
