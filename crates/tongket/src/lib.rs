//! tongket: from a plan and its reports to one document.
//!
//! The process does what the other crates may not: it opens files, looks at
//! the clock, prints. It decides nothing about plans or reports.
//!
//! Exit codes of every command: 0 clean, 1 findings of severity error, 2 could
//! not run, with one sentence on standard error that says what to do.

mod audit;
mod cli;
mod demo;
mod explain;
mod files;
mod folder;
mod out;
mod plan;
mod render;
mod serve;

pub mod web;

use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser};

use cli::{Cli, Command};

/// Runs the command that was typed, and gives its exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    run(&cli).unwrap_or_else(|error| {
        out::remark(&format!("tongket: {error:#}"));
        ExitCode::from(2)
    })
}

fn run(cli: &Cli) -> Result<ExitCode> {
    match &cli.command {
        Command::Plan(command) => plan::run(command, cli.lang),
        Command::Run(command) => folder::run(command, cli.lang),
        Command::Demo(command) => demo::run(command, cli.lang),
        Command::Serve(command) => serve::run(command),
        Command::Audit(command) => audit::run(command, cli.lang),
        Command::Explain { code } => explain::run(code.as_deref(), cli.lang),
        Command::Completions { shell } => {
            clap_complete::generate(
                *shell,
                &mut Cli::command(),
                "tongket",
                &mut std::io::stdout(),
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}
