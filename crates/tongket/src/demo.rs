//! `tongket demo`: the main job on the bundled example, then the server on it.
//!
//! The example is written beside the results first, so that a newcomer can
//! open the plan and the reports and compare. Then the same plan is put into
//! force on a server of its own, where most reports have been sent, and the
//! accounts are printed with which one can look at it from every side. With
//! `--units 300` that server has a whole province of communes ([`crowd`]).

mod campaign;
mod crowd;
mod figures;
mod office;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use jiff::Timestamp;
use rust_embed::RustEmbed;
use tongket_store::Store;

use self::campaign::{ExampleClock, Login, PASSWORD, Stage};
use crate::cli::{self, Lang};
use crate::web::{House, Settings};
use crate::{folder, out, serve};

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
    if let Some(units) = demo.units {
        return serve::in_a_runtime(serve(demo, &input, units.saturating_sub(crowd::OWN)));
    }
    let job = folder::Job {
        plan: &input.join("ke-hoach.docx"),
        reports: &input.join("reports"),
        units: Some(&input.join("units.csv")),
        out: &demo.out,
        as_of: demo.options.as_of.unwrap_or(DAY),
        options: &demo.options,
        lang,
    };
    let result = job.run()?;
    if demo.no_serve {
        return Ok(result);
    }
    // What was consolidated is written; that the port is taken is said and spoils nothing.
    serve::in_a_runtime(serve(demo, &input, 0)).or_else(|error| {
        out::remark(&format!("tongket: {error:#}"));
        Ok(result)
    })
}

/// Stages the example, with so many communes more, on a new data directory and serves it until told
/// to stop.
async fn serve(demo: &cli::Demo, input: &Path, more: usize) -> Result<ExitCode> {
    let listener = serve::listen(demo.listen).await?;
    let data = demo.out.join("may-chu");
    if data.exists() {
        fs::remove_dir_all(&data)
            .with_context(|| format!("không dọn được thư mục {}", data.display()))?;
    }
    fs::create_dir_all(&data)?;
    let clock = ExampleClock::default();
    let store = Store::open(&data.join("tongket.db"), Timestamp::now()).await?;
    let settings = Settings {
        requests_per_second: 1000,
        ..Settings::default()
    };
    let house = House::new(store, settings, clock.clock());
    let mut stage = Stage::new(&house, &clock, input).await?;
    stage.crowd = more;
    let logins = stage.play(DAY).await?;
    out::print(&told(&logins, &listener.local_addr()?.to_string()))?;
    serve::until_told_to_stop(listener, house).await?;
    Ok(ExitCode::SUCCESS)
}

/// Who may sign in, and where.
fn told(logins: &[Login], address: &str) -> String {
    let width = logins
        .iter()
        .map(|login| login.name.len())
        .max()
        .unwrap_or(0);
    let accounts: String = logins
        .iter()
        .map(|login| format!("  {:width$}  {}\n", login.name, login.part))
        .collect();
    format!(
        "\nMáy chủ ví dụ: http://{address} · dừng bằng Ctrl+C\n\
         Trong ví dụ, hôm nay là ngày {:02}/{}/{}. Mật khẩu của mọi tài khoản: {PASSWORD}\n\n{accounts}",
        DAY.day(),
        DAY.month(),
        DAY.year()
    )
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
