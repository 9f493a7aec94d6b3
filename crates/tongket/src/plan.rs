//! `tongket plan`: what a plan says, what it orders, what is wrong with it.

mod summary;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;
use tongket_reader::plan::Plan;
use tongket_reader::plan::read::read;
use tongket_reader::{Diagnostic, Format, Severity};

use crate::cli::{self, CheckFormat, Lang, ReadFormat};
use crate::files::{self, ReadFile};
use crate::{out, render};

/// Runs one of the three commands.
pub(crate) fn run(command: &cli::Plan, lang: Lang) -> Result<ExitCode> {
    match command {
        cli::Plan::Text { file } => print_text(file, lang),
        cli::Plan::Read { file, format } => read_plan(file, *format, lang),
        cli::Plan::Check { files, format } => check(files, *format, lang),
    }
}

fn print_text(path: &Path, lang: Lang) -> Result<ExitCode> {
    let file = files::open(path, lang)?;
    for note in &file.source.origin.notes {
        out::remark(note);
    }
    out::print(file.source.text())?;
    Ok(ExitCode::SUCCESS)
}

fn read_plan(path: &Path, format: ReadFormat, lang: Lang) -> Result<ExitCode> {
    let file = files::open(path, lang)?;
    let reading = read(&file.source);
    let worst = worst(&reading.diagnostics);
    match format {
        ReadFormat::Text => out::print(&summary::of(&reading))?,
        ReadFormat::Json => {
            let json = PlanFile::of(&file, &reading.plan, &reading.diagnostics);
            out::print(&(serde_json::to_string_pretty(&json)? + "\n"))?;
        }
    }
    Ok(exit_code(worst))
}

fn check(paths: &[PathBuf], format: CheckFormat, lang: Lang) -> Result<ExitCode> {
    let mut checked = Vec::with_capacity(paths.len());
    for path in paths {
        let file = files::open(path, lang)?;
        let diagnostics = read(&file.source).diagnostics;
        checked.push(render::Checked {
            name: file.name,
            source: file.source,
            diagnostics,
        });
    }
    out::print(&match format {
        CheckFormat::Text => render::text(&checked, lang),
        CheckFormat::Json => render::json(&checked)?,
        CheckFormat::Sarif => render::sarif(&checked)?,
    })?;
    Ok(exit_code(
        checked
            .iter()
            .filter_map(|file| worst(&file.diagnostics))
            .max(),
    ))
}

fn worst(diagnostics: &[Diagnostic]) -> Option<Severity> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.severity)
        .max()
}

/// 0 clean, 1 with findings of severity error.
fn exit_code(worst: Option<Severity>) -> ExitCode {
    if worst == Some(Severity::Error) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

/// The JSON of `plan read`: schema `tongket/plan/1`.
#[derive(Serialize)]
struct PlanFile<'a> {
    schema: &'static str,
    source: SourceFile<'a>,
    #[serde(flatten)]
    plan: &'a Plan,
    diagnostics: &'a [Diagnostic],
}

#[derive(Serialize)]
struct SourceFile<'a> {
    file: &'a str,
    sha256: &'a str,
    format: Format,
    pages: Option<u32>,
    ocr: bool,
    notes: &'a [String],
}

impl<'a> PlanFile<'a> {
    fn of(file: &'a ReadFile, plan: &'a Plan, diagnostics: &'a [Diagnostic]) -> Self {
        let origin = &file.source.origin;
        let source = SourceFile {
            file: &file.name,
            sha256: &file.sha256,
            format: origin.format,
            pages: origin.pages,
            ocr: origin.ocr,
            notes: &origin.notes,
        };
        PlanFile {
            schema: "tongket/plan/1",
            source,
            plan,
            diagnostics,
        }
    }
}
