//! The items of an outline as a tree.

use super::form;
use super::guidance::{self, Asked};
use super::region::{Form, Region};
use crate::blocks::heading::{self, Fill, Title};
use crate::blocks::level::{self, Mark};
use crate::blocks::tree::{Node, Tree};
use crate::blocks::{Block, Flow, LabelStyle};
use crate::plan::id::{Ids, Part};
use crate::plan::{OutlineItem, OutlineKind};

/// Reads the items of an outline.
pub(super) fn read(flow: &Flow, region: &Region) -> Vec<OutlineItem> {
    let mut writer = Writer {
        flow,
        ids: Ids::default(),
        tree: Tree::new(),
    };
    for part in &region.parts {
        let blocks = flow.blocks.get(part.blocks.clone()).unwrap_or_default();
        let base = part.form.as_ref().map_or(0, |form| writer.form(form));
        writer.part(blocks, base);
    }
    writer.tree.finish(region.span.end)
}

struct Writer<'a> {
    flow: &'a Flow,
    ids: Ids,
    tree: Tree<OutlineItem>,
}

impl Writer<'_> {
    /// Opens the item of an annexed form; its rows stand below.
    fn form(&mut self, form: &Form) -> u8 {
        self.tree.close(1, 0);
        let id = self.ids.own(format!("PL{}", form.ordinal.max(1)));
        self.tree.open(OutlineItem {
            id,
            label: self.flow.slice(form.label).to_owned(),
            title: form.title.clone(),
            level: 1,
            kind: OutlineKind::Heading,
            guidance: None,
            span: form.line,
            children: Vec::new(),
        });
        1
    }

    /// The items among `blocks`, below level `base`.
    fn part(&mut self, blocks: &[Block], base: u8) {
        let marks: Vec<Option<Mark>> = (0..blocks.len()).map(|at| self.mark(blocks, at)).collect();
        let counted: Vec<Mark> = marks.iter().flatten().copied().collect();
        let mut levels = level::levels(&counted).into_iter();
        for (block, mark) in blocks.iter().zip(marks) {
            match (&block.table, mark.and_then(|_| levels.next())) {
                (Some(table), _) => self.rows(&form::indicators(self.flow, table, 0), base),
                (None, Some(level)) => self.item(block, base + level),
                (None, None) => self.loose(block),
            }
        }
    }

    fn mark(&self, blocks: &[Block], at: usize) -> Option<Mark> {
        let block = blocks.get(at)?;
        if block.style().is_some_and(LabelStyle::is_bullet) {
            return Mark::of(self.flow, block);
        }
        let advice = block.label.is_none() && guidance::is_advice(self.flow, block);
        heading::mark(self.flow, block, blocks.get(at + 1)).filter(|_| !advice)
    }

    /// A labelled paragraph or a heading: an item of its own.
    fn item(&mut self, block: &Block, level: u8) {
        self.tree.close(level, 0);
        let title = Title::of(self.flow, block);
        let bullet = block.style().is_some_and(LabelStyle::is_bullet);
        let asked = if bullet {
            guidance::split(self.flow, block, block.content)
        } else {
            self.asked(block, &title)
        };
        let item = OutlineItem {
            id: self.id(block),
            label: self.flow.label(block).to_owned(),
            title: asked.title,
            level,
            kind: if bullet {
                OutlineKind::Content
            } else {
                OutlineKind::Heading
            },
            guidance: asked.guidance,
            span: block.span,
            children: Vec::new(),
        };
        self.tree.open(item);
    }

    /// What a heading asks for: advice that runs on behind it is kept apart.
    fn asked(&self, block: &Block, title: &Title) -> Asked {
        let rest = self.flow.slice(title.rest);
        if title.fill == Fill::RunIn && guidance::opens_advice(rest) {
            let mut asked = guidance::split(self.flow, block, title.span);
            add(&mut asked.guidance, guidance::whole(rest));
            return asked;
        }
        guidance::split(self.flow, block, block.content)
    }

    /// A paragraph without a label: advice to the item above it, or content asked for.
    fn loose(&mut self, block: &Block) {
        let flow = self.flow;
        let text = flow.slice(block.span);
        let Some(above) = self.tree.innermost_mut() else {
            return;
        };
        if !text.contains(char::is_alphanumeric) || text.starts_with("Trên đây") {
            return;
        }
        if guidance::is_advice(flow, block) {
            add(&mut above.guidance, guidance::whole(text));
            above.span = above.span.cover(block.span);
            return;
        }
        let level = above.level + u8::from(above.kind == OutlineKind::Heading);
        self.content(block, level);
    }

    /// Content that is asked for without a label.
    fn content(&mut self, block: &Block, level: u8) {
        self.tree.close(level, 0);
        let asked = guidance::split(self.flow, block, block.content);
        let id = self.id(block);
        self.tree.open(OutlineItem {
            id,
            label: String::new(),
            title: asked.title,
            level,
            kind: OutlineKind::Content,
            guidance: asked.guidance,
            span: block.span,
            children: Vec::new(),
        });
    }

    /// The rows of a form below the item that stands open.
    fn rows(&mut self, indicators: &[form::Indicator], base: u8) {
        let open = self.tree.innermost().map_or(base, |item| item.level);
        for indicator in indicators {
            let mut item = indicator.item.clone();
            item.level += open;
            self.tree.close(item.level, 0);
            let part = match indicator.label {
                Some((style, ordinal)) if !style.is_bullet() => Part::Label {
                    written: &indicator.item.label,
                    style,
                    ordinal,
                },
                _ => Part::Sign("-"),
            };
            item.id = self.below(part);
            self.tree.open(item);
        }
    }

    fn id(&mut self, block: &Block) -> String {
        let part = match &block.label {
            Some(label) => match label.style {
                LabelStyle::Dash => Part::Sign("-"),
                LabelStyle::Plus => Part::Sign("+"),
                LabelStyle::Star => Part::Sign("*"),
                style => Part::Label {
                    written: self.flow.slice(label.span),
                    style,
                    ordinal: label.ordinal,
                },
            },
            None => Part::Sign("§"),
        };
        self.below(part)
    }

    fn below(&mut self, part: Part<'_>) -> String {
        let (above, label) = self
            .tree
            .innermost()
            .map_or(("", ""), |item| (&item.id, &item.label));
        self.ids.below(above, label, part)
    }
}

fn add(guidance: &mut Option<String>, more: String) {
    *guidance = Some(match guidance.take() {
        Some(before) => format!("{before}; {more}"),
        None => more,
    });
}

impl Node for OutlineItem {
    fn level(&self) -> u8 {
        self.level
    }

    fn children(&mut self) -> &mut Vec<OutlineItem> {
        &mut self.children
    }
}
