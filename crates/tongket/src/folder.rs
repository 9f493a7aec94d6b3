//! `tongket run`: a plan and a folder of reports in, one document out.
//!
//! Files are read side by side; what they say is gathered by the core; what
//! comes out is written to one folder. The folder of reports is never touched.

mod json;
mod summary;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::{Date, DateTime};
use rayon::prelude::*;
use tongket_core::gathering::{Arrival, Gathering, gather};
use tongket_core::issue::{Dossier, IssueSettings, ReportFile, consolidated, urging};
use tongket_core::unit::Directory;
use tongket_paper::export;
use tongket_reader::Severity;
use tongket_reader::plan::Plan;
use tongket_reader::plan::read::read;
use tongket_reader::report;

use crate::cli::{self, Lang, RunOptions};
use crate::files::{self, ReadFile};
use crate::out;

/// What one run works on.
pub(crate) struct Job<'a> {
    pub(crate) plan: &'a Path,
    pub(crate) reports: &'a Path,
    pub(crate) units: Option<&'a Path>,
    pub(crate) out: &'a Path,
    pub(crate) as_of: Date,
    pub(crate) options: &'a RunOptions,
    pub(crate) lang: Lang,
}

/// Runs the command as it was typed.
pub(crate) fn run(command: &cli::Run, lang: Lang) -> Result<ExitCode> {
    let job = Job {
        plan: &command.plan,
        reports: &command.reports,
        units: command.units.as_deref(),
        out: &command.out,
        as_of: command.options.as_of.unwrap_or_else(|| now().date()),
        options: &command.options,
        lang,
    };
    job.run()
}

impl Job<'_> {
    /// Reads, gathers, writes, and tells what came of it.
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let plan_file = files::open(self.plan, self.lang)?;
        let plan = read(&plan_file.source).plan;
        let directory = self.units.map(|units| self.directory(units)).transpose()?;
        let arrivals = self.arrivals()?;
        let gathering = gather(
            &plan,
            plan_file.source.text(),
            directory.as_ref(),
            &arrivals,
            self.as_of,
        );
        let written = self.write(&plan_file, &plan, &gathering, &arrivals)?;
        if !self.options.quiet {
            out::print(&summary::of(&plan, &gathering, &written))?;
        }
        let severe = gathering
            .consolidation
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        Ok(if severe {
            ExitCode::from(1)
        } else {
            ExitCode::SUCCESS
        })
    }

    fn directory(&self, path: &Path) -> Result<Directory> {
        let rows = files::open_sheet(path, self.lang)?;
        let (directory, problems) = Directory::from_rows(&rows);
        for problem in &problems {
            out::remark(&format!(
                "{}: dòng {}: {}",
                path.display(),
                problem.row,
                problem.message
            ));
        }
        if directory.units().is_empty() {
            bail!(
                "{}: không có đơn vị nào; dòng đầu phải là tên cột, trong đó có cột “tên”",
                path.display()
            );
        }
        Ok(directory)
    }

    /// Every file of the folder and its subfolders, read side by side, in the order of their names.
    fn arrivals(&self) -> Result<Vec<Arrival>> {
        let paths = files_below(self.reports)?;
        if paths.is_empty() {
            bail!(
                "{}: thư mục không có tệp báo cáo nào",
                self.reports.display()
            );
        }
        let progress = self.progress(paths.len());
        let arrivals = paths
            .par_iter()
            .map(|path| {
                let arrival = self.arrival(path);
                progress.inc(1);
                arrival
            })
            .collect();
        progress.finish_and_clear();
        Ok(arrivals)
    }

    fn arrival(&self, path: &Path) -> Arrival {
        let name = path
            .strip_prefix(self.reports)
            .unwrap_or(path)
            .to_string_lossy()
            .into_owned();
        match files::read_file(path) {
            Ok(source) => {
                let report = report::read::read(&source);
                Arrival {
                    name,
                    source,
                    report,
                    trouble: None,
                }
            }
            Err(error) => Arrival {
                name,
                trouble: Some(error.to_string()),
                ..Arrival::default()
            },
        }
    }

    fn progress(&self, files: usize) -> ProgressBar {
        if self.options.quiet {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("Đọc báo cáo {bar:30} {pos}/{len}");
        let files = u64::try_from(files).unwrap_or(u64::MAX);
        ProgressBar::new(files).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    /// Writes every result and gives the paths, in the order in which a person would open them.
    fn write(
        &self,
        plan_file: &ReadFile,
        plan: &Plan,
        gathering: &Gathering<'_>,
        arrivals: &[Arrival],
    ) -> Result<Vec<PathBuf>> {
        fs::create_dir_all(self.out)
            .with_context(|| format!("không tạo được thư mục {}", self.out.display()))?;
        let files: Vec<ReportFile<'_>> = arrivals
            .iter()
            .map(|arrival| ReportFile {
                name: &arrival.name,
                source: &arrival.source,
            })
            .collect();
        let dossier = Dossier {
            plan,
            consolidation: &gathering.consolidation,
            units: &gathering.units,
            files: &files,
        };
        let settings = self.settings();
        let report = || self.report(&dossier, &settings);
        let letter = || -> Result<_> {
            let letter = urging::compose(&dossier, &settings);
            Ok(letter
                .map(|letter| export::docx::write(&letter))
                .transpose()?)
        };
        let json = || json::of(plan_file, plan, gathering, arrivals);
        let (report, ((letter, sheet), json)) = rayon::join(report, || {
            rayon::join(
                || rayon::join(letter, || export::xlsx::write(&dossier)),
                json,
            )
        });
        let (docx, pdf) = report?;
        let results = [
            ("bao-cao-tong-hop.docx", Some(docx)),
            ("bao-cao-tong-hop.pdf", pdf),
            ("so-lieu.xlsx", Some(sheet?)),
            ("cong-van-don-doc.docx", letter?),
            ("run.json", Some(json?.into_bytes())),
        ];
        let made = results
            .into_iter()
            .filter_map(|(name, bytes)| Some((name, bytes?)));
        made.map(|(name, bytes)| self.save(name, &bytes)).collect()
    }

    /// The consolidated report for Word, and as PDF where that is wanted.
    fn report(
        &self,
        dossier: &Dossier<'_>,
        settings: &IssueSettings,
    ) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
        let report = consolidated::compose(dossier, settings);
        let pdf = || match self.options.no_pdf {
            true => Ok(None),
            false => export::pdf::write(&report, now()).map(Some),
        };
        let (docx, pdf) = rayon::join(|| export::docx::write(&report), pdf);
        Ok((docx?, pdf?))
    }

    fn save(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.out.join(name);
        fs::write(&path, bytes)
            .with_context(|| format!("không ghi được {}; tệp có đang mở không?", path.display()))?;
        Ok(path)
    }

    fn settings(&self) -> IssueSettings {
        IssueSettings {
            issuer: self.options.issuer.clone(),
            as_of: Some(self.as_of),
            clean: self.options.clean,
            ..IssueSettings::default()
        }
    }
}

/// All files below a folder, sorted by path; hidden files and lock files of editors are left out.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("không mở được thư mục {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(['.', '~']) {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            paths.extend(files_below(&path)?);
        } else {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The time in Viet Nam, which keeps UTC+7 all year.
fn now() -> DateTime {
    jiff::tz::Offset::constant(7).to_datetime(jiff::Timestamp::now())
}
