//! TCVN3 (ABC): the one-byte letters of the ".Vn" fonts, TCVN 5712:1993.
//!
//! The text reaches us as if it were Latin-1: "Céng hßa" is "Cộng hòa". The
//! capitals with tones are not in the set; fonts that end in "H" (.VnTimeH)
//! show small letters as capitals instead. A plain text has no fonts: there a
//! line in capitals comes as "ñY BAN NH¢N D¢N", and its small letters are raised.

/// Code and letter, in the order of the codes.
pub(crate) const TABLE: [(char, char); 73] = [
    ('\u{A1}', 'Ă'),
    ('\u{A2}', 'Â'),
    ('\u{A3}', 'Ê'),
    ('\u{A4}', 'Ô'),
    ('\u{A5}', 'Ơ'),
    ('\u{A6}', 'Ư'),
    ('\u{A7}', 'Đ'),
    ('\u{A8}', 'ă'),
    ('\u{A9}', 'â'),
    ('\u{AA}', 'ê'),
    ('\u{AB}', 'ô'),
    ('\u{AC}', 'ơ'),
    ('\u{AD}', 'ư'),
    ('\u{AE}', 'đ'),
    ('\u{B5}', 'à'),
    ('\u{B6}', 'ả'),
    ('\u{B7}', 'ã'),
    ('\u{B8}', 'á'),
    ('\u{B9}', 'ạ'),
    ('\u{BB}', 'ằ'),
    ('\u{BC}', 'ẳ'),
    ('\u{BD}', 'ẵ'),
    ('\u{BE}', 'ắ'),
    ('\u{C6}', 'ặ'),
    ('\u{C7}', 'ầ'),
    ('\u{C8}', 'ẩ'),
    ('\u{C9}', 'ẫ'),
    ('\u{CA}', 'ấ'),
    ('\u{CB}', 'ậ'),
    ('\u{CC}', 'è'),
    ('\u{CE}', 'ẻ'),
    ('\u{CF}', 'ẽ'),
    ('\u{D0}', 'é'),
    ('\u{D1}', 'ẹ'),
    ('\u{D2}', 'ề'),
    ('\u{D3}', 'ể'),
    ('\u{D4}', 'ễ'),
    ('\u{D5}', 'ế'),
    ('\u{D6}', 'ệ'),
    ('\u{D7}', 'ì'),
    ('\u{D8}', 'ỉ'),
    ('\u{DC}', 'ĩ'),
    ('\u{DD}', 'í'),
    ('\u{DE}', 'ị'),
    ('\u{DF}', 'ò'),
    ('\u{E1}', 'ỏ'),
    ('\u{E2}', 'õ'),
    ('\u{E3}', 'ó'),
    ('\u{E4}', 'ọ'),
    ('\u{E5}', 'ồ'),
    ('\u{E6}', 'ổ'),
    ('\u{E7}', 'ỗ'),
    ('\u{E8}', 'ố'),
    ('\u{E9}', 'ộ'),
    ('\u{EA}', 'ờ'),
    ('\u{EB}', 'ở'),
    ('\u{EC}', 'ỡ'),
    ('\u{ED}', 'ớ'),
    ('\u{EE}', 'ợ'),
    ('\u{EF}', 'ù'),
    ('\u{F1}', 'ủ'),
    ('\u{F2}', 'ũ'),
    ('\u{F3}', 'ú'),
    ('\u{F4}', 'ụ'),
    ('\u{F5}', 'ừ'),
    ('\u{F6}', 'ử'),
    ('\u{F7}', 'ữ'),
    ('\u{F8}', 'ứ'),
    ('\u{F9}', 'ự'),
    ('\u{FA}', 'ỳ'),
    ('\u{FB}', 'ỷ'),
    ('\u{FC}', 'ỹ'),
    ('\u{FD}', 'ý'),
];

/// Turns text in the Latin-1 guise of TCVN3 into Vietnamese.
pub(crate) fn decode(text: &str) -> String {
    text.chars().map(letter).collect()
}

/// Raises the toned letters that stand for capitals: in lines in capitals ("Xã CồN MÂY" → "XÃ CỒN MÂY")
/// and at the start of a paragraph ("ủy ban nhân dân" → "Ủy ban nhân dân").
pub(crate) fn raise(text: &str) -> String {
    let mut raised = String::with_capacity(text.len());
    let mut ended = true;
    for line in text.split_inclusive('\n') {
        let mut letters = line.chars();
        match letters.next() {
            _ if is_raised(line) => raised.push_str(&line.to_uppercase()),
            Some(first) if ended && is_toned(first) => {
                raised.extend(first.to_uppercase());
                raised.push_str(letters.as_str());
            }
            _ => raised.push_str(line),
        }
        let line = line.trim_end();
        ended = line.is_empty() || line.ends_with(['.', ':', ';', '!', '?']);
    }
    raised
}

/// Whether a letter is a small one whose capital the set lacks.
fn is_toned(letter: char) -> bool {
    let own_capital = "ăâêôơưđ".contains(letter);
    let known = letter == 'ỵ' || TABLE.iter().any(|(_, other)| *other == letter);
    letter.is_lowercase() && known && !own_capital
}

/// Whether a line holds small letters only where the set has no capital, and one of them before a capital of its word.
fn is_raised(line: &str) -> bool {
    let plain = |c: char| c.is_lowercase() && !is_toned(c);
    let mixed = |word: &str| {
        let small = word.chars().position(is_toned);
        let capital = word
            .chars()
            .enumerate()
            .filter(|(_, c)| c.is_uppercase())
            .last();
        small
            .zip(capital)
            .is_some_and(|(small, (at, _))| at > small)
    };
    !line.contains(plain) && line.split_whitespace().any(mixed)
}

fn letter(code: char) -> char {
    if code == '\u{FE}' {
        return 'ỵ';
    }
    TABLE
        .binary_search_by_key(&code, |(code, _)| *code)
        .map_or(code, |at| TABLE[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_goes_both_ways() {
        for (code, expected) in TABLE {
            assert_eq!(letter(code), expected);
            let back: Vec<_> = TABLE.iter().filter(|(_, to)| *to == expected).collect();
            assert_eq!(back, [&(code, expected)], "{expected} has one code");
        }
        assert!(TABLE.is_sorted());
    }

    #[test]
    fn lines_in_capitals_get_all_of_them() {
        for (written, raised) in [
            (
                "ủY BAN NHÂN DÂN\nXã CồN MÂY\n",
                "ỦY BAN NHÂN DÂN\nXÃ CỒN MÂY\n",
            ),
            ("BáO CáO", "BÁO CÁO"),
            ("I. ĐặC ĐIểM TìNH HìNH", "I. ĐẶC ĐIỂM TÌNH HÌNH"),
            ("Số: 19/BC-UBND", "Số: 19/BC-UBND"),
            ("ủy ban xã\nở đó.\nở đây", "Ủy ban xã\nở đó.\nỞ đây"),
            ("UBND xã Cồn Mây", "UBND xã Cồn Mây"),
            ("Xã Hà Tú", "Xã Hà Tú"),
            ("TT Hà Tú", "TT Hà Tú"),
        ] {
            assert_eq!(raise(written), raised);
        }
    }

    #[test]
    fn a_letterhead_becomes_readable() {
        assert_eq!(
            decode("Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc, quý"),
            "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc, quý"
        );
    }
}
