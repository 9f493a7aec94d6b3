//! What was written in a paragraph: pieces of text with their looks, put together into lines.

use super::super::encoding::Legacy;
use super::super::line::Line;
use super::styles::Letters;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: String,
    bold: bool,
    italic: bool,
    legacy: Legacy,
}

/// The content of a paragraph as it is gathered.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pieces: Vec<Piece>,
}

impl Written {
    /// Adds text that looks as `letters` say.
    pub(super) fn push(&mut self, text: &str, letters: &Letters) {
        let legacy = Legacy::of(letters.font.as_deref());
        let (bold, italic) = (letters.bold == Some(true), letters.italic == Some(true));
        let capitals = letters.capitals == Some(true) && legacy == Legacy::Unicode;
        let text = if capitals {
            text.to_uppercase()
        } else {
            text.to_owned()
        };
        match self.pieces.last_mut() {
            Some(last) if (last.bold, last.italic, last.legacy) == (bold, italic, legacy) => {
                last.text.push_str(&text);
            }
            _ => self.pieces.push(Piece {
                text,
                bold,
                italic,
                legacy,
            }),
        }
    }

    /// Which legacy encodings were met.
    pub(super) fn legacies(&self) -> impl Iterator<Item = Legacy> + '_ {
        self.pieces.iter().map(|piece| piece.legacy)
    }

    /// The lines that are not blank, without white space at their ends.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut lines = vec![Line::default()];
        for piece in &self.pieces {
            for (at, text) in piece.legacy.decode(&piece.text).split('\n').enumerate() {
                if at > 0 {
                    lines.push(Line::default());
                }
                if let Some(line) = lines.last_mut() {
                    line.push(text, piece.bold, piece.italic);
                }
            }
        }
        lines.retain(|line| !line.text.trim().is_empty());
        lines.iter().map(Line::trimmed).collect()
    }
}
