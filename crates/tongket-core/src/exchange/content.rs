//! What a report says at the moment it is signed, to the last letter.
//!
//! Sections in the order of the outline, figures, evidence. A section that is
//! deliberately nil is an answer; one that is empty is none. The canonical form
//! of all this gives the fingerprint that stands on the receipt.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::report::says_nothing;

/// A report as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The sections, in the order of the outline.
    pub sections: Vec<Section>,
    /// The figures; a cell that was left blank is not among them.
    pub figures: Vec<Figure>,
    /// The files that prove what is said.
    pub evidence: Vec<Evidence>,
}

/// One item of the outline and what the unit says on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Id of the outline item.
    pub item: String,
    /// Whether it was answered, and how.
    pub state: SectionState,
    /// The text with its lists and tables, as cleaned by the process.
    pub html: String,
    /// The same text without marks.
    pub text: String,
}

/// Whether an item of the outline was answered, and how.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum SectionState {
    /// In words.
    Written,
    /// "Không có": a deliberate nothing, which is an answer.
    Nil,
    /// Not yet: nothing was said.
    #[default]
    Empty,
}

/// One cell of a figure table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Id of what is counted.
    pub indicator: String,
    /// Key of the year or category: "2025".
    pub period: String,
    /// How many.
    pub value: Decimal,
    /// In what it is counted: "lượt người".
    pub unit: String,
}

/// One attached file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// Its name.
    pub name: String,
    /// The fingerprint of its bytes.
    pub sha256: Fingerprint,
}

/// An item of the outline that a unit is to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Id of the outline item.
    pub item: String,
    /// Its label and title, as people know it: "II.1. Công tác tuyên truyền".
    pub title: String,
}

impl Section {
    /// Whether the unit said something on this item, be it that there is nothing.
    pub fn answered(&self) -> bool {
        answered(self.state, &self.text)
    }
}

/// Whether something was said, be it that there is nothing; words that are all white space are none.
pub(super) fn answered(state: SectionState, text: &str) -> bool {
    match state {
        SectionState::Nil => true,
        SectionState::Written => !text.trim().is_empty(),
        SectionState::Empty => false,
    }
}

/// How an item was answered by a section: words that are all white space answer nothing, and words
/// that only say that there is nothing are no answer with content. A table is one, whatever it says.
pub(super) fn said(state: SectionState, html: &str, text: &str) -> SectionState {
    if !answered(state, text) {
        return SectionState::Empty;
    }
    match says_nothing(text) && !html.contains("<table") {
        true => SectionState::Nil,
        false => state,
    }
}

impl Content {
    /// The content in the one way of writing it. The order of figures and of
    /// files carries no meaning and is settled here; that of sections does.
    ///
    /// This is [`canonical`](crate::fingerprint::canonical) JSON, written without
    /// going through a tree of values: a report is signed in a hurry with many others.
    pub fn canonical(&self) -> String {
        let mut figures: Vec<&Figure> = self.figures.iter().collect();
        figures.sort_by_key(|figure| (&figure.indicator, &figure.period));
        let figures: Vec<_> = figures
            .into_iter()
            .map(|figure| {
                let value = figure.value.normalize().to_string();
                (&figure.indicator, &figure.period, value, &figure.unit)
            })
            .collect();
        let mut evidence: Vec<&Evidence> = self.evidence.iter().collect();
        evidence.sort();
        let evidence: Vec<_> = evidence
            .into_iter()
            .map(|file| (&file.name, &file.sha256))
            .collect();
        let sections: Vec<_> = self
            .sections
            .iter()
            .map(|section| (&section.item, section.state, &section.html, &section.text))
            .collect();
        // The names stand in the order of their bytes.
        format!(
            r#"{{"evidence":{},"figures":{},"sections":{}}}"#,
            listed(&evidence),
            listed(&figures),
            listed(&sections)
        )
    }

    /// The fingerprint of the content, which stands on the receipt.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.canonical().as_bytes())
    }

    /// Whether there is nothing in it that could be signed. Files alone are
    /// evidence of nothing.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && !self.sections.iter().any(Section::answered)
    }

    /// The section that answers an item.
    pub fn section(&self, item: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.item == item)
    }

    /// The value in a cell.
    pub fn figure(&self, indicator: &str, period: &str) -> Option<&Figure> {
        let here = |figure: &&Figure| figure.indicator == indicator && figure.period == period;
        self.figures.iter().find(here)
    }

    /// The items on which nothing was said, in the order in which they are asked.
    pub fn missing<'a>(&self, asked: &'a [Asked]) -> Vec<&'a Asked> {
        let answered = |item: &str| self.section(item).is_some_and(Section::answered);
        asked
            .iter()
            .filter(|asked| !answered(&asked.item))
            .collect()
    }
}

/// Lists of texts as JSON, without blanks.
fn listed(list: &impl Serialize) -> String {
    serde_json::to_string(list).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::exchange::tests::{figure, nil, report, written};

    #[test]
    fn nil_is_an_answer_and_empty_is_none() {
        let asked = ["I", "II.1", "II.2", "III"].map(|item| Asked {
            item: item.to_owned(),
            title: format!("{item}."),
        });
        let blank = Section {
            state: SectionState::Empty,
            ..written("II.2", "")
        };
        let content = report([written("I", "Đã làm."), nil("II.1"), blank]);
        let missing = content.missing(&asked);
        let items: Vec<&str> = missing.iter().map(|asked| asked.item.as_str()).collect();
        assert_eq!(items, ["II.2", "III"]);
        assert!(!report([nil("I")]).is_empty());
        assert!(report([written("I", " \n")]).is_empty());
    }

    #[test]
    fn the_canonical_form_never_changes() {
        let mut content = report([written("I", "Đã tuần tra."), nil("II")]);
        content.figures = vec![
            figure("tuan-tra", "2025", 120),
            figure("tuan-tra", "2024", 95),
        ];
        content.evidence = vec![Evidence {
            name: "ảnh.jpg".to_owned(),
            sha256: Fingerprint::of(b""),
        }];
        insta::assert_snapshot!(content.canonical());
    }

    #[test]
    fn it_is_canonical_json() {
        let mut content = report([
            written("I", "Đã \"tuần tra\"\n \\ \u{1} \u{7f}."),
            nil("II"),
        ]);
        content.figures = vec![figure("tuan-tra", "2025", 120), figure("a", "2024", 95)];
        content.evidence = vec![Evidence {
            name: "ảnh \"1\".jpg".to_owned(),
            sha256: Fingerprint::of(b""),
        }];
        let said =
            |section: &Section| json!([section.item, section.state, section.html, section.text]);
        let tree = json!({
            "sections": content.sections.iter().map(said).collect::<Vec<_>>(),
            "figures": [["a", "2024", "95", content.figures[1].unit],
                ["tuan-tra", "2025", "120", content.figures[0].unit]],
            "evidence": [["ảnh \"1\".jpg", content.evidence[0].sha256]],
        });
        assert_eq!(content.canonical(), crate::fingerprint::canonical(&tree));
    }

    #[test]
    fn the_order_of_figures_and_the_noughts_of_a_number_carry_no_meaning() {
        let mut one = report([written("I", "Có.")]);
        one.figures = vec![figure("a", "2024", 1), figure("a", "2025", 2)];
        let mut other = one.clone();
        other.figures.reverse();
        other.figures[0].value = "2.00".parse().expect("a number");
        assert_eq!(one.fingerprint(), other.fingerprint());
    }

    #[test]
    fn everything_that_is_said_is_in_the_fingerprint() {
        let base = report([written("I", "Có."), nil("II")]);
        let mut others = vec![base.clone(); 6];
        others[0].sections.swap(0, 1);
        others[1].sections[1].state = SectionState::Empty;
        others[2].sections[0].html.push(' ');
        others[3].sections[0].text.push('.');
        others[4].figures.push(figure("a", "2025", 0));
        others[5].evidence.push(Evidence {
            name: String::new(),
            sha256: Fingerprint::ZERO,
        });
        for other in others {
            assert_ne!(
                other.fingerprint(),
                base.fingerprint(),
                "{}",
                other.canonical()
            );
        }
    }
}
