//! Which letters the bytes of a text file stand for.
//!
//! Unicode is told by its marks and its shape; the older one-byte encodings of
//! Vietnam (TCVN3 or "ABC", VNI, Windows-1258) by which of them yields words
//! that could be Vietnamese. The reader is told what was found.

mod legacy;
mod syllable;
mod tcvn3;
mod vni;

pub(crate) use self::legacy::Legacy;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use self::syllable::{Tally, tally};

/// A text and what to say of its encoding; nothing where it was plain UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) note: Option<&'static str>,
}

/// Share of possible words, in per cent, from which an encoding is believed.
const BELIEVED: usize = 60;

const UTF16: &str = "Bảng mã UTF-16, đã chuyển sang UTF-8";
const TCVN3: &str = "Bảng mã TCVN3 (ABC), đã chuyển sang Unicode";
const VNI: &str = "Bảng mã VNI, đã chuyển sang Unicode";
const CP1258: &str = "Bảng mã Windows-1258, đã chuyển sang Unicode";
const UNSURE: &str =
    "Không chắc bảng mã của tệp; đã đọc theo Windows-1258, cần kiểm tra lại chữ có dấu";

/// Turns the bytes of a text file into Unicode.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return unicode(&String::from_utf8_lossy(rest));
    }
    if let Some(text) = utf16(bytes) {
        return Decoded {
            text,
            note: Some(UTF16),
        };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => unicode(text),
        Err(error) if mostly_utf8(bytes, error.valid_up_to()) => {
            unicode(&String::from_utf8_lossy(bytes))
        }
        Err(_) => one_byte(bytes),
    }
}

/// Whether the start of a file holds text rather than other data.
pub(crate) fn looks_like_text(head: &[u8]) -> bool {
    if utf16(head).is_some() {
        return true;
    }
    let control = |byte: &&u8| {
        **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A | 0x1B)
    };
    let controls = head.iter().filter(control).count();
    !head.contains(&0) && controls * 100 <= head.len()
}

/// UTF-16 by its mark, or by the zeros that every second byte of it has.
fn utf16(bytes: &[u8]) -> Option<String> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] => UTF_16BE,
        _ => {
            let sample = &bytes[..bytes.len().min(4096)];
            let zeros = |from: usize| {
                sample
                    .iter()
                    .skip(from)
                    .step_by(2)
                    .filter(|b| **b == 0)
                    .count()
            };
            let (high_first, low_first) = (zeros(0), zeros(1));
            let many = sample.len() / 8;
            if low_first > many && high_first * 8 < low_first {
                UTF_16LE
            } else if high_first > many && low_first * 8 < high_first {
                UTF_16BE
            } else {
                return None;
            }
        }
    };
    Some(encoding.decode_with_bom_removal(bytes).0.into_owned())
}

/// A UTF-8 file with a few broken bytes, such as one cut in the middle of a letter.
fn mostly_utf8(bytes: &[u8], valid_up_to: usize) -> bool {
    let broken = bytes
        .utf8_chunks()
        .filter(|chunk| !chunk.invalid().is_empty())
        .take(64)
        .count();
    let accented = bytes[..valid_up_to].iter().any(|byte| *byte >= 0xC3);
    accented && broken < 64 && broken * 1000 < bytes.len().max(1001)
}

/// Valid Unicode, which may still be legacy text that was pasted letter for letter.
fn unicode(text: &str) -> Decoded {
    let beyond_latin1 = text
        .chars()
        .any(|letter| letter > '\u{ff}' && letter.is_alphabetic());
    if !beyond_latin1 && !text.is_ascii() {
        let as_it_stands = tally(text);
        if let Some((better, note)) = legacy(text, as_it_stands.share().max(BELIEVED - 1)) {
            return Decoded {
                text: better,
                note: Some(note),
            };
        }
    }
    Decoded {
        text: text.to_owned(),
        note: None,
    }
}

fn one_byte(bytes: &[u8]) -> Decoded {
    let latin1 = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    let windows = WINDOWS_1258.decode_without_bom_handling(bytes).0;
    let score = tally(&windows);
    if let Some((text, note)) = legacy(&latin1, score.share().max(BELIEVED - 1)) {
        return Decoded {
            text,
            note: Some(note),
        };
    }
    let note = if believed(score) { CP1258 } else { UNSURE };
    Decoded {
        text: windows.into_owned(),
        note: Some(note),
    }
}

/// The better of TCVN3 and VNI where it makes a larger share of possible words than `at_least` per cent.
fn legacy(latin1: &str, at_least: usize) -> Option<(String, &'static str)> {
    [
        (tcvn3::raise(&tcvn3::decode(latin1)), TCVN3),
        (vni::decode(latin1), VNI),
    ]
    .into_iter()
    .map(|(text, note)| (tally(&text).share(), text, note))
    .filter(|(share, ..)| *share > at_least)
    .max_by_key(|(share, ..)| *share)
    .map(|(_, text, note)| (text, note))
}

/// Whether a text is full of accented words that no one could pronounce.
pub(crate) fn is_garbled(text: &str) -> bool {
    /// Fewer accented words than this prove nothing.
    const ENOUGH: usize = 60;
    let score = tally(text);
    score.words >= ENOUGH && score.share() < 35
}

fn believed(score: Tally) -> bool {
    score.share() >= BELIEVED
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str =
        "KẾ HOẠCH tổng kết phong trào bảo vệ đường biên của xã Vân Khê, tỉnh Sơn Hải";

    fn check(bytes: &[u8], note: Option<&str>) {
        use unicode_normalization::UnicodeNormalization;
        let decoded = decode(bytes);
        assert_eq!(decoded.text.nfc().collect::<String>(), PLAN);
        assert_eq!(decoded.note, note);
    }

    fn utf16_bytes(mark: bool, big: bool) -> Vec<u8> {
        let units = mark
            .then_some(0xFEFF)
            .into_iter()
            .chain(PLAN.encode_utf16());
        units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn unicode_in_every_dress() {
        check(PLAN.as_bytes(), None);
        check(&[b"\xEF\xBB\xBF", PLAN.as_bytes()].concat(), None);
        for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
            check(&utf16_bytes(mark, big), Some(UTF16));
        }
    }

    #[test]
    fn windows_1258_composes() {
        let bytes =
            b"t\xF4\xD2ng k\xEA\xECt phong tr\xE0o ba\xD2o v\xEA\xF2 \xF0\xFD\xF5\xCCng bi\xEAn";
        let decoded = decode(bytes);
        assert_eq!(decoded.note, Some(CP1258), "{}", decoded.text);
    }

    #[test]
    fn tcvn3_is_told_by_its_words() {
        let bytes = b"T\xE6ng k\xD5t phong tr\xB5o b\xB6o v\xD6 \xAE\xAD\xEAng bi\xAAn";
        let decoded = decode(bytes);
        assert_eq!(decoded.text, "Tổng kết phong trào bảo vệ đường biên");
        assert_eq!(decoded.note, Some(TCVN3));
    }

    #[test]
    fn vni_is_told_by_its_words() {
        let bytes = b"To\xE5ng ke\xE1t phong tra\xF8o ba\xFBo ve\xE4 \xF1\xF6\xF4\xF8ng bie\xE2n";
        assert_eq!(decode(bytes).note, Some(VNI), "{}", decode(bytes).text);
    }

    #[test]
    fn legacy_letters_pasted_into_unicode_are_put_right() {
        let decoded = decode("Tæng kÕt phong trµo b¶o vÖ ®\u{ad}êng biªn".as_bytes());
        assert_eq!(decoded.text, "Tổng kết phong trào bảo vệ đường biên");
    }

    #[test]
    fn a_letter_cut_in_half_does_not_spoil_the_rest() {
        let bytes = &PLAN.as_bytes()[..PLAN.len() - 2];
        assert!(decode(bytes).text.starts_with("KẾ HOẠCH tổng kết"));
        assert_eq!(decode(bytes).note, None);
    }
}
