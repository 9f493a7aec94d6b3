//! The fonts inside the program: Tinos, which has the measures of Times New Roman.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariant, FontVariations};

/// Regular, bold, italic, bold italic.
pub(super) static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 4] = [
        include_bytes!("../../fonts/Tinos-Regular.ttf"),
        include_bytes!("../../fonts/Tinos-Bold.ttf"),
        include_bytes!("../../fonts/Tinos-Italic.ttf"),
        include_bytes!("../../fonts/Tinos-BoldItalic.ttf"),
    ];
    files
        .into_iter()
        .filter_map(|file| Font::new(Bytes::new(file), 0))
        .collect()
});

static FACES: LazyLock<Vec<FontInstance>> = LazyLock::new(|| {
    let face = |font: &Font| {
        let variant = FontVariant::default();
        font.clone()
            .instantiate(variant, Abs::pt(12.0), &FontVariations::default())
    };
    FONTS.iter().map(face).collect()
});

/// For every character of the basic plane whether all four fonts can show it.
static SHOWN: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let glyph = |code: u32| {
        let letter = char::from_u32(code)?;
        let has = |face: &FontInstance| face.ttf().glyph_index(letter).is_some();
        Some(FACES.iter().all(has))
    };
    (0..0x1_0000)
        .map(|code| glyph(code).unwrap_or_default())
        .collect()
});

/// Whether the character can be shown; what the fonts lack must not reach an archive file.
pub(super) fn shows(letter: char) -> bool {
    usize::try_from(u32::from(letter)).is_ok_and(|code| SHOWN.get(code) == Some(&true))
}

/// The width of a line of text in points.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let Some(face) = FACES.get(usize::from(bold)) else {
        return 0.0;
    };
    let advance = |letter: char| {
        let glyph = face.ttf().glyph_index(letter)?;
        Some(face.x_advance(glyph.0)?.get())
    };
    text.chars().filter_map(advance).sum::<f64>() * size
}

/// The width of the longest line when text is broken to fit `limit` points.
pub(super) fn longest_line(text: &str, size: f64, bold: bool, limit: f64) -> f64 {
    let lines = broken(text, size, bold, limit);
    lines
        .into_iter()
        .fold(0.0_f64, |longest, line| longest.max(line.min(limit)))
}

/// On how many lines of `limit` points text stands; a word that is longer is broken.
pub(super) fn lines(text: &str, size: f64, bold: bool, limit: f64) -> usize {
    // No letter is wider than the size, so that most cells need not be measured.
    if text.chars().count() as f64 * size <= limit {
        return 1;
    }
    let lines = broken(text, size, bold, limit).into_iter();
    let lines: usize = lines
        .map(|line| (line / limit).ceil().max(1.0) as usize)
        .sum();
    lines.max(1)
}

/// The widths of the lines of text that is broken between words to fit `limit` points.
fn broken(text: &str, size: f64, bold: bool, limit: f64) -> Vec<f64> {
    let space = width(" ", size, bold);
    let mut lines: Vec<f64> = Vec::new();
    for word in text.split_whitespace() {
        let word = width(word, size, bold);
        match lines.last_mut() {
            Some(line) if *line + space + word <= limit => *line += space + word,
            _ => lines.push(word),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_has_a_glyph() {
        let letters = "ẢẠẮẰẲẴẶẤẦẨẪẬĐẺẼẸẾỀỂỄỆỈĨỊỎỌỐỒỔỖỘƠỚỜỞỠỢƯỨỪỬỮỰỶỸỴ";
        for face in FACES.iter() {
            for letter in letters
                .chars()
                .flat_map(|it| [Some(it), it.to_lowercase().next()])
            {
                let letter = letter.expect("a letter");
                assert!(
                    face.ttf().glyph_index(letter).is_some(),
                    "no glyph for {letter}"
                );
            }
        }
        assert_eq!(FACES.len(), 4);
    }

    #[test]
    fn a_wrapped_line_is_no_longer_than_its_limit() {
        let title = "ỦY BAN NHÂN DÂN TỈNH SƠN HẢI";
        let whole = width(title, 13.0, true);
        assert!(whole > 150.0);
        assert!(longest_line(title, 13.0, true, 120.0) <= 120.0);
        assert!((longest_line(title, 13.0, true, 900.0) - whole).abs() < 0.01);
        assert_eq!(lines(title, 13.0, true, whole + 1.0), 1);
        assert_eq!(lines(title, 13.0, true, whole - 1.0), 2);
        assert_eq!(lines("DongGiang_BC_TK10nam.docx", 12.0, false, 100.0), 2);
        assert_eq!(lines("", 12.0, false, 100.0), 1);
    }
}
