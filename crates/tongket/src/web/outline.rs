//! The outline of a campaign as a tree, from the rows that keep it.

use std::iter::Peekable;

use tongket_core::exchange::Asked;
use tongket_core::report::asks;
use tongket_reader::Span;
use tongket_reader::plan::{Outline, OutlineItem, OutlineKind};
use tongket_store::campaign::Item;

/// Puts the rows of an outline, in their order, together as a tree.
pub(super) fn tree(items: Vec<Item>) -> Outline {
    Outline {
        items: below(&mut items.into_iter().peekable(), 0),
        ..Outline::default()
    }
}

/// The items that stand deeper than `level`, up to the next that does not.
fn below(items: &mut Peekable<impl Iterator<Item = Item>>, level: i64) -> Vec<OutlineItem> {
    let mut siblings = Vec::new();
    while let Some(item) = items.next_if(|item| item.level > level) {
        let children = below(items, item.level);
        let place = |at: i64| usize::try_from(at).unwrap_or_default();
        siblings.push(OutlineItem {
            level: u8::try_from(item.level).unwrap_or(u8::MAX),
            kind: match item.kind.as_str() {
                "content" => OutlineKind::Content,
                _ => OutlineKind::Heading,
            },
            guidance: (!item.guidance.is_empty()).then_some(item.guidance),
            span: Span::new(place(item.span.0), place(item.span.1)),
            id: item.id,
            label: item.label,
            title: item.title,
            children,
        });
    }
    siblings
}

/// Label and title in one line: "II.1. Công tác tuyên truyền".
pub(super) fn named(item: &OutlineItem) -> String {
    format!("{} {}", item.label, item.title).trim().to_owned()
}

/// What must be answered before a report may go up.
pub(super) fn asked(outline: &Outline) -> Vec<Asked> {
    let required = asks(outline).into_iter().filter(|ask| ask.required);
    required
        .map(|ask| Asked {
            item: ask.item.id.clone(),
            title: named(ask.item),
        })
        .collect()
}
