//! Numbers in words: "hai mươi lăm", "một nghìn", "ba trăm linh năm".
//!
//! A single small word is a number only before something that is counted: "hai
//! tổ" is two teams, "hai bên" is both sides, and "năm" is nearly always a year.

use rust_decimal::Decimal;

use super::token::Token;
use crate::words::figure::heads;

/// The value of the number words from `at` on, and the token after them.
pub(crate) fn read(tokens: &[Token<'_>], at: usize) -> Option<(Decimal, usize)> {
    let mut sum = Sum::default();
    let mut next = at;
    while let Some(token) = tokens.get(next)
        && sum.take(&token.key, following(tokens, next))
    {
        next += 1;
    }
    let single = next == at + 1;
    let counted = sum.value() > 1 && heads::find(tokens, next).is_some();
    (next > at && sum.closed() && (!single || counted)).then(|| (sum.value().into(), next))
}

fn following<'a>(tokens: &'a [Token<'_>], at: usize) -> &'a str {
    tokens.get(at + 1).map_or("", |token| &token.key)
}

/// A number being heard word by word.
#[derive(Default)]
struct Sum {
    total: u64,
    /// What is below the next thousand.
    group: u64,
    /// The last digit heard, waiting for "mươi", "trăm" or the end.
    digit: Option<u64>,
    /// "linh" or "lẻ" was heard and a digit must follow.
    open: bool,
}

impl Sum {
    /// Takes one word where it continues the number.
    fn take(&mut self, word: &str, next: &str) -> bool {
        match word {
            "mười" => self.ten(),
            "mươi" => self.multiply(10),
            "trăm" => self.multiply(100),
            "linh" | "lẻ" if self.group >= 100 && unit(next).is_some() => {
                self.open = true;
                true
            }
            "nghìn" | "ngàn" => self.scale(1_000),
            "triệu" => self.scale(1_000_000),
            "tỷ" | "tỉ" => self.scale(1_000_000_000),
            _ => self.unit(word, next),
        }
    }

    fn unit(&mut self, word: &str, next: &str) -> bool {
        let multiplied = matches!(
            next,
            "mươi" | "trăm" | "nghìn" | "ngàn" | "triệu" | "tỷ" | "tỉ"
        );
        let heard = match word {
            "năm" if !multiplied && !self.open => None,
            "lăm" | "mốt" | "tư" if self.group % 100 < 10 => None,
            _ => unit(word),
        };
        let fits = self.digit.is_none() && (self.group.is_multiple_of(10) || self.open);
        let starts = self.total == 0 && self.group == 0;
        let Some(value) = heard.filter(|_| fits && (starts || self.group > 0 || multiplied)) else {
            return false;
        };
        self.digit = Some(value);
        self.open = false;
        true
    }

    fn ten(&mut self) -> bool {
        let fits = self.digit.is_none() && self.group.is_multiple_of(100);
        if fits {
            self.group += 10;
        }
        fits
    }

    fn multiply(&mut self, by: u64) -> bool {
        let room = if by == 10 { 100 } else { 1_000 };
        match self.digit.take() {
            Some(digit) if self.group.is_multiple_of(room) => {
                self.group += digit * by;
                true
            }
            digit => {
                self.digit = digit;
                false
            }
        }
    }

    fn scale(&mut self, by: u64) -> bool {
        let group = self.group + self.digit.unwrap_or_default();
        let fits = group > 0 && (self.total == 0 || self.total.is_multiple_of(by * 1_000));
        if fits {
            self.total += group * by;
            self.group = 0;
            self.digit = None;
        }
        fits
    }

    fn value(&self) -> u64 {
        self.total + self.group + self.digit.unwrap_or_default()
    }

    fn closed(&self) -> bool {
        !self.open && self.value() > 0
    }
}

fn unit(word: &str) -> Option<u64> {
    Some(match word {
        "một" | "mốt" => 1,
        "hai" => 2,
        "ba" => 3,
        "bốn" | "tư" => 4,
        "năm" | "lăm" => 5,
        "sáu" => 6,
        "bảy" | "bẩy" => 7,
        "tám" => 8,
        "chín" => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::number::token::tokens;

    fn check(text: &str, expected: Option<u64>) {
        let found = read(&tokens(text), 0).map(|(value, _)| value);
        assert_eq!(found, expected.map(Decimal::from), "{text}");
    }

    #[test]
    fn number_words_add_up() {
        check("hai mươi tổ", Some(20));
        check("hai mươi lăm hộ", Some(25));
        check("mười hai mô hình", Some(12));
        check("một nghìn hai trăm lượt", Some(1_200));
        check("ba trăm linh năm hộ", Some(305));
        check("năm mươi tư hộ", Some(54));
        check("hai tỷ ba trăm triệu đồng", Some(2_300_000_000));
        check("một trăm năm mươi", Some(150));
        check("hai tổ", Some(2));
    }

    #[test]
    fn small_words_are_not_always_numbers() {
        check("hai bên", None);
        check("năm 2025", None);
        check("một nhiệm vụ", None);
        check("ba cấp", None);
        check("trăm hộ", None);
        check("tư tưởng", None);
    }
}
