//! What a report says at a glance: how each item was answered, and how much there is of it.
//!
//! A map of ten thousand units and the counts of a whole campaign need no
//! words. A glance passes over them, so that it takes a fraction of a reading;
//! only a section of a line or two is looked at, whether it says more than
//! that there is nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::content::{SectionState, said};

/// A content at a glance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glance {
    /// Each item that has a section, with how it was answered.
    pub said: Vec<(String, SectionState)>,
    /// Characters of all sections.
    pub characters: usize,
    /// Figures that were filled in or computed.
    pub figures: usize,
    /// Ids of the figure tables in which there are any.
    pub forms: BTreeSet<String>,
    /// Files that were attached.
    pub files: usize,
}

/// A content as it was written down, as far as a glance goes.
#[derive(Deserialize)]
struct Written<'c> {
    #[serde(borrow)]
    sections: Vec<WrittenSection<'c>>,
    #[serde(borrow)]
    figures: Vec<WrittenFigure<'c>>,
    evidence: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
struct WrittenFigure<'c> {
    /// The table and the row: "bieu-1/to".
    #[serde(borrow)]
    indicator: Cow<'c, str>,
}

#[derive(Deserialize)]
struct WrittenSection<'c> {
    #[serde(borrow)]
    item: Cow<'c, str>,
    state: SectionState,
    #[serde(borrow)]
    html: Cow<'c, str>,
    #[serde(borrow)]
    text: Cow<'c, str>,
}

impl Glance {
    /// At a content as JSON.
    ///
    /// # Errors
    /// Where it is no content.
    pub fn at(content: &str) -> serde_json::Result<Glance> {
        let written: Written<'_> = serde_json::from_str(content)?;
        let answers = written.sections.iter().map(|section| {
            let said = said(section.state, &section.html, &section.text);
            (section.item.to_string(), said)
        });
        let lengths = written.sections.iter();
        let forms = written.figures.iter();
        let forms = forms.filter_map(|figure| Some(figure.indicator.split_once('/')?.0));
        let forms: BTreeSet<&str> = forms.collect();
        Ok(Glance {
            said: answers.collect(),
            characters: lengths.map(|section| section.text.chars().count()).sum(),
            figures: written.figures.len(),
            forms: forms.into_iter().map(str::to_owned).collect(),
            files: written.evidence.len(),
        })
    }

    /// How each of these items was answered, in their order.
    pub fn of_items<'a>(&self, items: impl IntoIterator<Item = &'a str>) -> Box<[SectionState]> {
        let said = |wanted: &str| {
            let found = self.said.iter().find(|(item, _)| item == wanted);
            found.map(|(_, said)| *said).unwrap_or_default()
        };
        items.into_iter().map(said).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Section;
    use crate::exchange::tests::{figure, nil, report, written};

    #[test]
    fn a_glance_sees_what_a_reading_sees() {
        let blank = Section {
            state: SectionState::Empty,
            ..written("III", "")
        };
        let white = written("IV", " \n");
        let mut content = report([written("I", "Đã \"làm\"\nxong."), nil("II"), blank, white]);
        content.figures = vec![
            figure("bieu-1/tuan-tra", "2025", 120),
            figure("bieu-1/to", "2025", 3),
        ];
        let json = serde_json::to_string(&content).expect("JSON");
        let glance = Glance::at(&json).expect("a content");
        let items = ["IV", "II", "I", "III", "V"];
        let said = items.map(|item| content.section(item).map(Section::said).unwrap_or_default());
        assert_eq!(*glance.of_items(items), said);
        assert_eq!(
            said[..3],
            [
                SectionState::Empty,
                SectionState::Nil,
                SectionState::Written
            ]
        );
        let letters: usize = content
            .sections
            .iter()
            .map(|it| it.text.chars().count())
            .sum();
        assert_eq!(
            (glance.characters, glance.figures, glance.files),
            (letters, 2, 0)
        );
        assert_eq!(glance.forms, BTreeSet::from(["bieu-1".to_owned()]));
        assert!(Glance::at("{}").is_err());
    }
}
