//! Chores for developers of tongket: `cargo xtask --help`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod accuracy;
mod example;
mod load;
#[cfg(test)]
mod map;
mod measure;
mod rules;
mod test;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Chores for developers of tongket")]
struct Xtask {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Count how much of what a careful reader finds is read.
    Accuracy {
        /// Also say what was missed and what was wrong.
        #[arg(long)]
        explain: bool,
    },
    /// Make the files of the bundled example from its texts.
    Example,
    /// Measure the campaign server: a real process, a whole country, five hundred clients.
    Load(load::Load),
    /// Time the main job on a thousand reports.
    Measure {
        /// How many reports.
        #[arg(default_value_t = 1000)]
        reports: usize,
    },
    /// Write the catalogue of codes, docs/rules.md, from the pages beside the rules.
    Rules,
    /// Run every check and every test; the same command that CI runs.
    Test,
}

fn main() -> Result<()> {
    match Xtask::parse().chore {
        Chore::Accuracy { explain } => accuracy::run(explain),
        Chore::Example => example::run(),
        Chore::Load(load) => load::run(&load),
        Chore::Measure { reports } => measure::run(reports),
        Chore::Rules => rules::run(),
        Chore::Test => test::run(),
    }
}

/// The root of the workspace.
fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the workspace")
        .to_path_buf()
}
