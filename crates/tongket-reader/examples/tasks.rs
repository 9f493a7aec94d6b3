//! Lists what a plain text file orders: `cargo run --example tasks -- FILE`.
//!
//! For developers: tasks, events, and below them the sentences that nothing
//! accounts for, to judge by eye what a change to the reading does.
#![allow(clippy::print_stdout, reason = "the list is the output")]

use std::io;

use tongket_reader::plan::Task;
use tongket_reader::source::Source;
use tongket_reader::{Spanned, plan};

fn main() -> io::Result<()> {
    for file in std::env::args().skip(1) {
        let source = Source::from_plain(&std::fs::read_to_string(&file)?);
        let reading = plan::read::read(&source);
        println!("== {file}");
        for task in &reading.plan.tasks {
            println!("{}", line(task));
        }
        for event in &reading.plan.events {
            println!("event {:?} {:?}", event.title, event.date);
        }
        for unclaimed in &reading.plan.unclaimed {
            println!("unclaimed {}", unclaimed.span.slice(source.text()).trim());
        }
    }
    Ok(())
}

/// One task in one line.
fn line(task: &Task) -> String {
    let names = |units: &[Spanned<String>]| {
        let names: Vec<&str> = units.iter().map(|unit| unit.value.as_str()).collect();
        names.join(" | ")
    };
    let name = |unit: &Option<Spanned<String>>| unit.as_ref().map(|unit| unit.value.clone());
    let deadline = task
        .deadline
        .as_ref()
        .map(|deadline| (&deadline.text, deadline.kind, deadline.due));
    format!(
        "{} §{} [{}] {:?} {:?} +[{}] {:?} by {deadline:?} to {:?} via {:?} deliverable {:?}",
        task.id,
        task.section.as_deref().unwrap_or("-"),
        names(&task.units),
        task.role,
        task.order,
        names(&task.with),
        task.action,
        name(&task.recipient),
        name(&task.via),
        task.deliverable,
    )
}
