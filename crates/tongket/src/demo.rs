//! `tongket demo`: the main job on the bundled example.
//!
//! The example is written beside the results first, so that a newcomer can
//! open the plan and the reports and compare.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use rust_embed::RustEmbed;

use crate::cli::{self, Lang};
use crate::folder;

/// The plan, the unit list and the reports of a fictional province.
#[derive(RustEmbed)]
#[folder = "../../examples/son-hai"]
#[include = "ke-hoach.docx"]
#[include = "units.csv"]
#[include = "reports/*"]
struct Example;

/// The day on which the example is consolidated, so that it always comes out the same.
const DAY: jiff::civil::Date = jiff::civil::date(2026, 5, 6);

/// Writes the example out and consolidates it.
pub(crate) fn run(demo: &cli::Demo, lang: Lang) -> Result<ExitCode> {
    let input = demo.out.join("dau-vao");
    unpack(&input)?;
    let job = folder::Job {
        plan: &input.join("ke-hoach.docx"),
        reports: &input.join("reports"),
        units: Some(&input.join("units.csv")),
        out: &demo.out,
        as_of: demo.options.as_of.unwrap_or(DAY),
        options: &demo.options,
        lang,
    };
    job.run()
}

fn unpack(into: &Path) -> Result<()> {
    for name in Example::iter() {
        let path = into.join(&*name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("không tạo được thư mục {}", folder.display()))?;
        }
        let file = Example::get(&name).context("the example is part of the program")?;
        fs::write(&path, file.data).with_context(|| {
            format!(
                "không ghi được {}; hãy chọn thư mục khác bằng --out",
                path.display()
            )
        })?;
    }
    Ok(())
}
