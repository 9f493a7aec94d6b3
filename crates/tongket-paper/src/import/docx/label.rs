//! How an automatic number is written: 3, 03, III, iii, C, c, ba.

use super::super::xml::Node;
use tongket_core::issue::wording;

/// The ways of writing a number that Vietnamese documents use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shape {
    #[default]
    Arabic,
    /// With zeros in front up to this many digits.
    Padded(u8),
    UpperRoman,
    LowerRoman,
    UpperLetter,
    LowerLetter,
    /// Number words: một, hai, ba.
    Words,
    /// The same sign for every paragraph.
    Bullet,
    /// No number at all.
    None,
}

impl Shape {
    /// Read from an element "numFmt".
    pub(super) fn of(node: Node<'_, '_>) -> Shape {
        match node.attribute("val").as_deref().unwrap_or("decimal") {
            "decimalZero" => Shape::Padded(2),
            "upperRoman" => Shape::UpperRoman,
            "lowerRoman" => Shape::LowerRoman,
            "upperLetter" => Shape::UpperLetter,
            "lowerLetter" => Shape::LowerLetter,
            "vietnameseCounting" => Shape::Words,
            "bullet" => Shape::Bullet,
            "none" => Shape::None,
            "custom" => {
                let first = node.attribute("format").unwrap_or_default();
                let zeros = first.bytes().take_while(|digit| *digit == b'0').count();
                if zeros > 0 {
                    Shape::Padded(zeros.min(8) as u8 + 1)
                } else {
                    Shape::Arabic
                }
            }
            _ => Shape::Arabic,
        }
    }
}

/// `number` written in that shape.
pub(super) fn number(number: u32, shape: Shape) -> String {
    match shape {
        Shape::Arabic => number.to_string(),
        Shape::Padded(width) => format!("{number:0width$}", width = usize::from(width)),
        Shape::UpperRoman => roman(number),
        Shape::LowerRoman => roman(number).to_lowercase(),
        Shape::UpperLetter => letters(number).to_uppercase(),
        Shape::LowerLetter => letters(number),
        Shape::Words => words(number),
        Shape::Bullet | Shape::None => String::new(),
    }
}

/// A Roman number as far as Word writes one; beyond that it shows the digits.
fn roman(number: u32) -> String {
    match usize::try_from(number) {
        Ok(small @ 1..4000) => wording::roman(small),
        _ => number.to_string(),
    }
}

/// a … z, aa, bb … as Word counts; it has no đ.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from(b'a' + (index % 26) as u8);
    let times = (index / 26).min(15) as usize + 1;
    std::iter::repeat_n(letter, times).collect()
}

fn words(number: u32) -> String {
    const UNITS: [&str; 10] = [
        "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
    ];
    let unit = |unit: u32| UNITS.get(unit as usize).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => unit(ones).to_owned(),
        (1, 0) => "mười".to_owned(),
        (1, 5) => "mười lăm".to_owned(),
        (1, ones) => format!("mười {}", unit(ones)),
        (tens @ 2..=9, 0) => format!("{} mươi", unit(tens)),
        (tens @ 2..=9, 1) => format!("{} mươi mốt", unit(tens)),
        (tens @ 2..=9, 5) => format!("{} mươi lăm", unit(tens)),
        (tens @ 2..=9, ones) => format!("{} mươi {}", unit(tens), unit(ones)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (value, shape, expected) in [
            (4, Shape::UpperRoman, "IV"),
            (1999, Shape::LowerRoman, "mcmxcix"),
            (5, Shape::LowerLetter, "e"),
            (28, Shape::UpperLetter, "BB"),
            (7, Shape::Padded(2), "07"),
            (21, Shape::Words, "hai mươi mốt"),
            (0, Shape::LowerLetter, ""),
            (5000, Shape::UpperRoman, "5000"),
        ] {
            assert_eq!(number(value, shape), expected);
        }
    }
}
