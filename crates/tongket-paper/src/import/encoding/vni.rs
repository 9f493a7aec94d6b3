//! VNI: the letters of the "VNI-" fonts, common in the south before Unicode.
//!
//! A vowel is followed by a second character for its marks: "Coäng hoøa" is
//! "Cộng hòa". The vowels i, ơ, ư and đ are single characters. The text reaches
//! us as if it were Latin-1.

/// The five tones as they follow a vowel, and the mark each one stands for.
const TONES: [(char, char); 5] = [
    ('ù', '\u{301}'),
    ('ø', '\u{300}'),
    ('û', '\u{309}'),
    ('õ', '\u{303}'),
    ('ï', '\u{323}'),
];

/// What makes a, e, o into â, ê, ô, with or without a tone.
const ROOF: [(char, &str); 6] = [
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
];

/// What makes a into ă, with or without a tone.
const BOWL: [(char, &str); 6] = [
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// Characters that are letters by themselves.
const SINGLES: [(char, char); 9] = [
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('ñ', 'đ'),
    ('í', 'í'),
    ('ì', 'ì'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
];

/// Turns text in the Latin-1 guise of VNI into Vietnamese (combining marks; the source composes them).
pub(crate) fn decode(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + text.len() / 4);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        written.push(single(letter));
        let Some(next) = letters.peek() else { break };
        if push_marks(letter, *next, &mut written) {
            letters.next();
        }
    }
    written
}

/// Writes the marks that `next` adds to the vowel `letter`; false where it adds none.
fn push_marks(letter: char, next: char, written: &mut String) -> bool {
    let (letter, next) = (small(letter), small(next));
    if "aeouyôö".contains(letter)
        && let Some((_, tone)) = TONES.iter().find(|(code, _)| *code == next)
    {
        written.push(*tone);
        return true;
    }
    let marks = match letter {
        'a' => ROOF.iter().chain(&BOWL).find(|(code, _)| *code == next),
        'e' | 'o' => ROOF.iter().find(|(code, _)| *code == next),
        _ => None,
    };
    if let Some((_, marks)) = marks {
        written.push_str(marks);
    }
    marks.is_some()
}

fn single(letter: char) -> char {
    match SINGLES.iter().find(|(code, _)| *code == small(letter)) {
        Some((_, to)) if small(letter) == letter => *to,
        Some((_, to)) => to.to_uppercase().next().unwrap_or(*to),
        None => letter,
    }
}

fn small(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    /// Writes Vietnamese as VNI does, from the same tables.
    fn encode(text: &str) -> String {
        let mut written = String::new();
        for letter in text.chars() {
            let lower = small(letter);
            let upper = lower != letter;
            let code = SINGLES
                .iter()
                .find(|(_, to)| *to == lower)
                .map_or_else(|| spread(lower), |(code, _)| code.to_string());
            written += &if upper { code.to_uppercase() } else { code };
        }
        written
    }

    fn spread(letter: char) -> String {
        let parts: Vec<char> = letter.to_string().nfd().collect();
        let (base, marks) = parts.split_first().unwrap();
        let horn = marks.contains(&'\u{31b}');
        let base = match (base, horn) {
            ('o', true) => 'ô',
            ('u', true) => 'ö',
            (base, _) => *base,
        };
        let wanted = |combined: &str| {
            let mut left: Vec<char> = combined.chars().collect();
            let mut right: Vec<char> = marks.iter().copied().filter(|m| *m != '\u{31b}').collect();
            left.sort_unstable();
            right.sort_unstable();
            left == right
        };
        let tones = TONES.iter().map(|(code, mark)| (*code, mark.to_string()));
        let shapes = ROOF
            .iter()
            .chain(&BOWL)
            .map(|(code, marks)| (*code, marks.to_string()));
        let mark = tones
            .chain(shapes)
            .find(|(_, marks)| wanted(marks))
            .map(|(code, _)| code);
        std::iter::once(base).chain(mark).collect()
    }

    #[test]
    fn every_letter_goes_both_ways() {
        let letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
        for letter in letters.chars().chain(letters.to_uppercase().chars()) {
            let text = letter.to_string();
            let back: String = decode(&encode(&text)).nfc().collect();
            assert_eq!(back, text, "through {}", encode(&text));
        }
    }

    #[test]
    fn a_letterhead_becomes_readable() {
        let read: String =
            decode("COÄNG HOØA XAÕ HOÄI, Ñoäc laäp - Töï do - Haïnh phuùc, ngöôøi, tyû leä, kyø")
                .nfc()
                .collect();
        assert_eq!(
            read,
            "CỘNG HÒA XÃ HỘI, Độc lập - Tự do - Hạnh phúc, người, tỷ lệ, kỳ"
        );
    }
}
