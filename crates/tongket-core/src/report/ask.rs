//! What a unit is to write, section by section.
//!
//! Every heading of the outline is a section; what stands below it as content
//! is what the section is asked for. A heading that only gathers other
//! headings may be left empty: what it asks is asked below it.

use tongket_reader::plan::{Outline, OutlineItem, OutlineKind};

/// A section that a unit may write.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask<'o> {
    /// The heading that it answers.
    pub item: &'o OutlineItem,
    /// What it is asked for, in order; empty where the heading says it all.
    pub wants: Vec<&'o OutlineItem>,
    /// Whether something must be said, be it that there is nothing.
    pub required: bool,
}

/// The sections of a report on this outline, in its order.
pub fn asks(outline: &Outline) -> Vec<Ask<'_>> {
    let mut asks = Vec::new();
    for item in &outline.items {
        ask(item, &mut asks);
    }
    asks
}

/// The section that takes what answers an item: its own, or that of the heading above it.
pub fn section_of<'a>(asks: &'a [Ask<'_>], item: &str) -> Option<&'a str> {
    let own =
        |ask: &&Ask<'_>| ask.item.id == item || ask.wants.iter().any(|wanted| wanted.id == item);
    asks.iter().find(own).map(|ask| ask.item.id.as_str())
}

/// Content that stands below no heading is a section of its own.
fn ask<'o>(item: &'o OutlineItem, asks: &mut Vec<Ask<'o>>) {
    let (headings, contents): (Vec<&OutlineItem>, Vec<&OutlineItem>) = item
        .children
        .iter()
        .partition(|child| child.kind == OutlineKind::Heading && item.kind == OutlineKind::Heading);
    let wants: Vec<&OutlineItem> = contents.into_iter().flat_map(OutlineItem::walk).collect();
    asks.push(Ask {
        item,
        required: headings.is_empty() || !wants.is_empty(),
        wants,
    });
    headings.into_iter().for_each(|heading| ask(heading, asks));
}

#[cfg(test)]
mod tests {
    use tongket_reader::Span;

    use super::*;

    fn item(id: &str, kind: OutlineKind, children: Vec<OutlineItem>) -> OutlineItem {
        OutlineItem {
            id: id.to_owned(),
            label: String::new(),
            title: id.to_owned(),
            level: 1,
            kind,
            guidance: None,
            span: Span::default(),
            children,
        }
    }

    /// I and its content; II, which only gathers II.1 and II.2; a line below no heading.
    fn outline() -> Outline {
        use OutlineKind::{Content, Heading};
        Outline {
            items: vec![
                item("I", Heading, vec![item("I.-1", Content, Vec::new())]),
                item(
                    "II",
                    Heading,
                    vec![
                        item("II.1", Heading, Vec::new()),
                        item(
                            "II.2",
                            Heading,
                            vec![item(
                                "II.2.-1",
                                Content,
                                vec![item("II.2.-1.a", Content, Vec::new())],
                            )],
                        ),
                    ],
                ),
                item("-1", Content, Vec::new()),
            ],
            ..Outline::default()
        }
    }

    #[test]
    fn headings_are_written_and_contents_are_asked_for() {
        let outline = outline();
        let told: Vec<String> = asks(&outline)
            .iter()
            .map(|ask| {
                let wants: Vec<&str> = ask.wants.iter().map(|want| want.id.as_str()).collect();
                format!("{} {} {}", ask.item.id, ask.required, wants.join(","))
            })
            .collect();
        assert_eq!(
            told,
            [
                "I true I.-1",
                "II false ",
                "II.1 true ",
                "II.2 true II.2.-1,II.2.-1.a",
                "-1 true "
            ]
        );
    }

    #[test]
    fn every_item_has_its_section() {
        let outline = outline();
        let asks = asks(&outline);
        for item in outline.walk() {
            assert!(section_of(&asks, &item.id).is_some(), "{}", item.id);
        }
        assert_eq!(section_of(&asks, "II.2.-1.a"), Some("II.2"));
        assert_eq!(section_of(&asks, "V"), None);
    }
}
