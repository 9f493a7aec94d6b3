//! Ids of sections and outline items: the labels on the way down, "II.3.a".

use std::collections::HashMap;

use crate::blocks::LabelStyle;

/// Gives every id once; where a label is repeated, the later one gets "#2".
#[derive(Debug, Default)]
pub(super) struct Ids {
    asked: HashMap<String, u32>,
}

/// What a node adds to the id of the one above.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    /// A label that counts, as written.
    Label {
        written: &'a str,
        style: LabelStyle,
        ordinal: u32,
    },
    /// A sign before the how-many-th of its kind: "§1", "-2".
    Sign(&'a str),
}

impl Ids {
    /// The id of a node below the one with id `above` and label `above_label`.
    pub(super) fn below(&mut self, above: &str, above_label: &str, part: Part<'_>) -> String {
        let path = |part: &str| match above {
            "" => part.to_owned(),
            _ => format!("{above}.{part}"),
        };
        match part {
            Part::Label {
                written,
                style,
                ordinal,
            } => self.own(path(&written_part(written, style, ordinal, above_label))),
            Part::Sign(sign) => {
                let id = path(sign);
                let count = self.count(&id);
                format!("{id}{count}")
            }
        }
    }

    /// The id itself, or with "#2" where it is taken.
    pub(super) fn own(&mut self, id: String) -> String {
        match self.count(&id) {
            1 => id,
            count => format!("{id}#{count}"),
        }
    }

    /// How often an id has been asked for, this time included.
    fn count(&mut self, id: &str) -> u32 {
        let count = self.asked.entry(id.to_owned()).or_default();
        *count += 1;
        *count
    }
}

/// "III." → "III", "đ)" → "đ", "Điều 5." → "Đ5"; "1.2" below "1." → "2".
fn written_part(written: &str, style: LabelStyle, ordinal: u32, above: &str) -> String {
    let written = bare(written);
    match style {
        LabelStyle::Part => format!("P{ordinal}"),
        LabelStyle::Chapter => format!("C{ordinal}"),
        LabelStyle::Division => format!("M{ordinal}"),
        LabelStyle::Article => format!("Đ{ordinal}"),
        LabelStyle::Roman => written.to_uppercase(),
        LabelStyle::Bracket => format!("{written})"),
        LabelStyle::Decimal(_) => {
            let rest = written
                .strip_prefix(bare(above))
                .and_then(|rest| rest.strip_prefix('.'));
            rest.filter(|_| !above.is_empty())
                .unwrap_or(written)
                .to_owned()
        }
        _ => written.to_owned(),
    }
}

fn bare(label: &str) -> &str {
    label.trim_end_matches(['.', ')', '-', '/', ':', ' ', '–'])
}
