//! Programs of the machine that read what we cannot, each within a time limit.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// An external program: its possible names and the Debian packages it comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Program {
    names: &'static [&'static str],
    packages: &'static str,
}

/// What went wrong with a program. `Display` is the Vietnamese sentence.
#[derive(Debug)]
pub(crate) enum ProgramError {
    Missing(Program),
    Failed(Program, String),
    TooSlow(Program, u64),
}

impl Program {
    pub(crate) const LIBREOFFICE: Program = Program {
        names: &["soffice", "libreoffice"],
        packages: "libreoffice-writer",
    };
    pub(crate) const PDFTOPPM: Program = Program {
        names: &["pdftoppm"],
        packages: "poppler-utils",
    };
    pub(crate) const TESSERACT: Program = Program {
        names: &["tesseract"],
        packages: "tesseract-ocr tesseract-ocr-vie",
    };

    /// Runs the program in `folder` for at most `seconds`.
    pub(crate) fn run(
        self,
        folder: &Path,
        seconds: u64,
        arguments: &[&OsStr],
    ) -> Result<(), ProgramError> {
        let log = tempfile::NamedTempFile::new_in(folder).map_err(|error| self.failed(error))?;
        let mut child = self.start(folder, arguments, log.path())?;
        let end = Instant::now() + Duration::from_secs(seconds);
        loop {
            match child.try_wait().map_err(|error| self.failed(error))? {
                Some(status) if status.success() => return Ok(()),
                Some(_) => return Err(self.failed(last_line(log.path()))),
                None if Instant::now() > end => {
                    stop(&mut child);
                    return Err(ProgramError::TooSlow(self, seconds));
                }
                None => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// An error of this program.
    pub(crate) fn failed(self, detail: impl ToString) -> ProgramError {
        ProgramError::Failed(self, detail.to_string())
    }

    fn start(self, folder: &Path, arguments: &[&OsStr], log: &Path) -> Result<Child, ProgramError> {
        for name in self.names {
            let errors = File::create(log).map_err(|error| self.failed(error))?;
            let mut command = Command::new(name);
            command
                .args(arguments)
                .current_dir(folder)
                .env("OMP_THREAD_LIMIT", "1")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(errors);
            own_group(&mut command);
            match command.spawn() {
                Ok(child) => return Ok(child),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(self.failed(error)),
            }
        }
        Err(ProgramError::Missing(self))
    }
}

/// Gives the program a process group, so that whatever it starts ends with it.
fn own_group(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _ = command;
}

fn stop(child: &mut Child) {
    if cfg!(unix) {
        let group = format!("-{}", child.id());
        // Where "kill" is missing, the program itself is still ended below.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn last_line(log: &Path) -> String {
    let log = fs::read(log).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    let line = log.lines().rev().find(|line| !line.trim().is_empty());
    line.unwrap_or("không rõ lý do").chars().take(200).collect()
}

impl ProgramError {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            ProgramError::Missing(_) => "TL021",
            ProgramError::Failed(..) => "TL022",
            ProgramError::TooSlow(..) => "TL023",
        }
    }

    pub(crate) fn english(&self) -> String {
        match self {
            ProgramError::Missing(program) => format!(
                "Reading this file needs {}. Install it with: apt install {}",
                program, program.packages
            ),
            ProgramError::Failed(program, detail) => {
                format!("{program} could not process the file ({detail}). Try saving it as .docx.")
            }
            ProgramError::TooSlow(program, seconds) => format!(
                "{program} took more than {seconds} seconds. Split the file or save it as .docx."
            ),
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.names.first().copied().unwrap_or_default())
    }
}

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProgramError::Missing(program) => write!(
                f,
                "Đọc tệp này cần chương trình {}. Hãy cài bằng lệnh: apt install {}",
                program, program.packages
            ),
            ProgramError::Failed(program, detail) => {
                write!(
                    f,
                    "{program} không xử lý được tệp ({detail}). Hãy thử lưu tệp thành .docx."
                )
            }
            ProgramError::TooSlow(program, seconds) => write!(
                f,
                "{program} chạy quá {seconds} giây. Hãy tách nhỏ tệp hoặc lưu thành .docx."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLEEP: Program = Program {
        names: &["no-such-program", "sleep"],
        packages: "coreutils",
    };

    #[test]
    fn a_program_is_stopped_when_its_time_is_up() {
        let folder = tempfile::tempdir().unwrap();
        let begun = Instant::now();
        let error = SLEEP.run(folder.path(), 0, &["30".as_ref()]).unwrap_err();
        assert_eq!(error.code(), "TL023");
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_missing_program_names_its_package() {
        let missing = Program {
            names: &["no-such-program"],
            packages: "some-package",
        };
        let folder = tempfile::tempdir().unwrap();
        let error = missing.run(folder.path(), 1, &[]).unwrap_err();
        assert!(
            error.to_string().contains("apt install some-package"),
            "{error}"
        );
        assert_eq!(error.code(), "TL021");
    }

    #[test]
    fn a_failure_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let error = SLEEP
            .run(folder.path(), 5, &["--nonsense".as_ref()])
            .unwrap_err();
        assert!(
            matches!(&error, ProgramError::Failed(_, detail) if detail != "không rõ lý do"),
            "{error}"
        );
    }
}
