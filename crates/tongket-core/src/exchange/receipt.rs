//! The receipt: the number under which a report came in, and its proof.
//!
//! "0007/2026-TN-K4QD" is the seventh receipt of 2026; its last four signs are
//! drawn from the number and from the content that was sent. A slip in copying
//! is noticed at once, and whoever holds the number and the fingerprint can
//! show later that they belong together.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::fingerprint::Fingerprint;
use crate::refusal::{Code, Refusal};

/// Digits and letters that cannot be mistaken for one another (no I, L, O, U).
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many signs the check part has.
const CHECK: usize = 4;

/// The number of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Receipt {
    /// Its place among the receipts of the year, from 1.
    pub ordinal: u32,
    /// The year in Viet Nam in which the report came in.
    pub year: i16,
    check: [u8; CHECK],
}

impl Receipt {
    /// The receipt with that ordinal in that year for that content.
    pub fn new(ordinal: u32, year: i16, content: Fingerprint) -> Receipt {
        let number = format!("{ordinal}/{year}");
        let sum = Fingerprint::of_parts(&[number.as_bytes(), b" ", content.as_bytes()]);
        let mut check = [0; CHECK];
        for (sign, byte) in check.iter_mut().zip(sum.as_bytes()) {
            *sign = SIGNS[usize::from(byte % 32)];
        }
        Receipt {
            ordinal,
            year,
            check,
        }
    }

    /// Whether this receipt was given for that content.
    pub fn matches(&self, content: Fingerprint) -> bool {
        *self == Receipt::new(self.ordinal, self.year, content)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let check: String = self.check.iter().copied().map(char::from).collect();
        write!(f, "{:04}/{}-TN-{check}", self.ordinal, self.year)
    }
}

impl FromStr for Receipt {
    type Err = Refusal;

    /// Reads a number as people copy it: blanks, small letters and missing noughts are forgiven.
    fn from_str(text: &str) -> Result<Receipt, Refusal> {
        let blank = |c: &char| !c.is_whitespace();
        let text: String = text
            .chars()
            .filter(blank)
            .collect::<String>()
            .to_uppercase();
        read(&text).ok_or_else(|| Code::ReceiptNotFound.into())
    }
}

/// A number without blanks and in capitals.
fn read(text: &str) -> Option<Receipt> {
    let (ordinal, rest) = text.split_once('/')?;
    let (year, check) = rest.split_once("-TN-")?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let check: [u8; CHECK] = check.as_bytes().try_into().ok()?;
    let known = check.iter().all(|sign| SIGNS.contains(sign));
    (known && digits(ordinal) && digits(year)).then_some(())?;
    Some(Receipt {
        ordinal: ordinal.parse().ok()?,
        year: year.parse().ok()?,
        check,
    })
}

impl Serialize for Receipt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Receipt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Receipt, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_receipt_as_it_is_printed() {
        let content = Fingerprint::of("Báo cáo của xã Vân Khê".as_bytes());
        let receipt = Receipt::new(7, 2026, content);
        assert_eq!(receipt.to_string(), "0007/2026-TN-JSD6");
        assert_eq!("7/2026-tn-jsd6".parse(), Ok(receipt));
        assert!(receipt.matches(content));
        assert!(!receipt.matches(Fingerprint::of("Báo cáo khác".as_bytes())));
    }

    #[test]
    fn what_is_no_number_is_not_found() {
        for text in [
            "",
            "7/2026",
            "0007/2026-TN-",
            "0007/2026-TN-ILOU",
            "+7/2026-TN-AAAA",
            "7/99999-TN-AAAA",
        ] {
            let refusal = text.parse::<Receipt>().expect_err(text);
            assert_eq!(refusal.code(), Code::ReceiptNotFound);
        }
    }

    proptest! {
        #[test]
        fn a_number_is_read_as_people_copy_it(ordinal: u32, year in 2020..2100_i16, words: String) {
            let receipt = Receipt::new(ordinal, year, Fingerprint::of(words.as_bytes()));
            let copied = format!(" {} ", receipt.to_string().to_lowercase().replace('-', " - "));
            prop_assert_eq!(copied.parse(), Ok(receipt));
        }
    }

    #[test]
    fn a_slip_in_a_digit_is_noticed() {
        let content = Fingerprint::of(b"II.1");
        let slips =
            (1..5_000_u32).flat_map(|ordinal| [1, 10, 100].map(|slip| (ordinal, ordinal + slip)));
        let unnoticed = slips.filter(|(ordinal, copied)| {
            let receipt = Receipt::new(*ordinal, 2026, content);
            Receipt {
                ordinal: *copied,
                ..receipt
            }
            .matches(content)
        });
        assert_eq!(unnoticed.count(), 0);
    }
}
