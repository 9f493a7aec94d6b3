//! Legacy letters told by the font that shows them.

use super::{tcvn3, vni};

/// The encoding that the name of a font stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Legacy {
    #[default]
    Unicode,
    Tcvn3,
    /// A TCVN3 font that shows small letters as capitals.
    Tcvn3Capitals,
    Vni,
}

impl Legacy {
    /// The encoding of a font by its name, with or without the prefix of a subset.
    pub(crate) fn of(font: Option<&str>) -> Legacy {
        let font = font.unwrap_or_default();
        let font = font.split_once('+').map_or(font, |(_, font)| font);
        if font.starts_with(".Vn") {
            if font.ends_with('H') {
                Legacy::Tcvn3Capitals
            } else {
                Legacy::Tcvn3
            }
        } else if font.starts_with("VNI-") || font.starts_with("VNI ") {
            Legacy::Vni
        } else {
            Legacy::Unicode
        }
    }

    /// Turns text in this encoding into Unicode; text that is Unicode already stays as it is.
    pub(crate) fn decode(self, text: &str) -> String {
        let is_unicode = text
            .chars()
            .any(|letter| letter > '\u{ff}' && letter.is_alphabetic());
        match self {
            _ if is_unicode => text.to_owned(),
            Legacy::Unicode => text.to_owned(),
            Legacy::Tcvn3 => tcvn3::decode(text),
            Legacy::Tcvn3Capitals => tcvn3::decode(text).to_uppercase(),
            Legacy::Vni => vni::decode(text),
        }
    }
}
