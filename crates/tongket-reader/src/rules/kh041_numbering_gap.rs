//! A number left out or used twice: "1. 2. 4.", "II. II.".

use std::collections::BTreeMap;

use super::case::Case;
use super::finding::Finding;
use crate::blocks::{Block, Label, LabelStyle};
use crate::source::Part;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH041",
    "kh041_numbering_gap",
    Warning,
    "Đánh số nhảy cóc hoặc trùng",
    "A number is left out or used twice",
);

/// The labels seen last on each level above the place at which the text stands.
type Levels<'a> = BTreeMap<LabelStyle, &'a Label>;

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut levels = Levels::new();
    let mut found = Vec::new();
    for block in case.flow.blocks.iter().filter(|block| is_text(block)) {
        let Some(label) = block.label.as_ref().filter(|label| is_counted(label.style)) else { continue };
        let before = levels.insert(label.style, label);
        levels.retain(|style, _| *style <= label.style);
        if let Some(before) = before {
            found.extend(fault(case, before, label));
        }
    }
    found
}

fn is_text(block: &Block) -> bool {
    block.table.is_none() && !matches!(block.part, Part::Cell(_) | Part::Note(_))
}

/// Points lettered d, e are the business of another rule; decimals and brackets are used too freely.
fn is_counted(style: LabelStyle) -> bool {
    matches!(
        style,
        LabelStyle::Part | LabelStyle::Chapter | LabelStyle::Roman | LabelStyle::Article | LabelStyle::Arabic
    )
}

fn fault(case: &Case<'_>, before: &Label, label: &Label) -> Option<Finding> {
    let (left, right) = (case.slice(before.span).trim(), case.slice(label.span).trim());
    let next = before.ordinal + 1;
    let (vi, en) = if label.ordinal == before.ordinal && label.ordinal > 1 {
        (format!("Số “{right}” được dùng hai lần liền."), format!("“{right}” is used twice in a row."))
    } else if label.ordinal == next + 1 && before.ordinal > 1 {
        (format!("Sau “{left}” là “{right}”: thiếu một số."), format!("“{right}” follows “{left}”: one is missing."))
    } else {
        return None;
    };
    let finding = Finding::new(label.span, vi, en).with(before.span, "số đứng trước", "the number before it");
    Some(finding.fix(
        "Đánh số lại liên tục, và sửa những chỗ viện dẫn tới các số đã đổi.",
        "Number in sequence, and mend what refers to the changed numbers.",
    ))
}
