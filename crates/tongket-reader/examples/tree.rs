//! Draws how a plain text file is read: `cargo run --example tree -- FILE`.
//!
//! For developers: the quickest way to see what a change to the reading of
//! structure does to a real document.
#![allow(clippy::print_stdout, reason = "the drawing is the output")]

use std::io;

use tongket_reader::Span;
use tongket_reader::blocks::{Block, Flow, anatomy};
use tongket_reader::plan::{Document, Section, outline, section};
use tongket_reader::source::Source;

fn main() -> io::Result<()> {
    for file in std::env::args().skip(1) {
        let source = Source::from_plain(&std::fs::read_to_string(&file)?);
        let flow = Flow::of(&source);
        let whole = Span::new(0, flow.text.len());
        println!("== {file}");
        for block in &flow.blocks {
            println!("{}", line(&flow, block));
        }
        println!("-- anatomy");
        for segment in anatomy::segments(&flow, whole) {
            println!("{segment:?}");
        }
        println!("-- sections");
        for section in section::read(&flow, whole).iter().flat_map(Section::walk) {
            let indent = usize::from(section.level) * 2;
            println!("{:indent$}{:<10} {}", "", section.id, section.title);
        }
        println!("-- outline");
        let document = Document {
            span: whole,
            ..Document::default()
        };
        if let Some(outline) = outline::read(&flow, &document) {
            println!("{:?} {}", outline.span, outline.title);
            for item in outline.walk() {
                let indent = usize::from(item.level) * 2;
                let guidance = item.guidance.as_deref().unwrap_or_default();
                println!(
                    "{:indent$}{:<10} {:?} {} {{{guidance}}}",
                    "", item.id, item.kind, item.title
                );
            }
        }
    }
    Ok(())
}

/// One block in one line: its label's style, its label, how its text begins and ends.
fn line(flow: &Flow, block: &Block) -> String {
    let style = block
        .style()
        .map(|style| format!("{style:?}"))
        .unwrap_or_default();
    let words: Vec<&str> = flow.content(block).split_whitespace().collect();
    let text = match words.as_slice() {
        [start @ .., _] if words.len() > 24 => {
            let end = words.get(words.len() - 6..).unwrap_or_default();
            format!(
                "{} … {}",
                start.get(..16).unwrap_or_default().join(" "),
                end.join(" ")
            )
        }
        all => all.join(" "),
    };
    format!("{style:>12} {:>8} | {text}", flow.label(block))
}
