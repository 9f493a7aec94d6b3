//! Every check and every test, in the order in which they fail fastest.
//!
//! Some tests use programs that users may have beside tongket: LibreOffice for
//! old Word files, poppler and Tesseract for scans, PostgreSQL beside SQLite,
//! Chromium for the pages, a small mail server for
//! reminders. As root on Debian they are
//! installed first; elsewhere their absence is said, and those tests say that
//! they were skipped.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::root;

/// A program that some test runs, and the Debian package that brings it.
const PROGRAMS: [(&str, &str); 9] = [
    ("soffice", "libreoffice-writer"),
    ("pdftoppm", "poppler-utils"),
    ("tesseract", "tesseract-ocr"),
    (
        "/usr/share/tesseract-ocr/5/tessdata/vie.traineddata",
        "tesseract-ocr-vie",
    ),
    ("/usr/lib/postgresql", "postgresql"),
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    (
        "/usr/lib/python3/dist-packages/aiosmtpd",
        "python3-aiosmtpd",
    ),
    ("cc", "gcc"),
];

/// Runs them all; stops at the first that fails.
pub(crate) fn run() -> Result<()> {
    provide_programs()?;
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ])?;
    if found("cargo-deny") {
        // It reads the crates of every platform, not only those this machine has built.
        cargo(&["deny", "--locked", "check", "licenses", "bans", "sources"])?;
    } else {
        println!("cargo-deny is not installed: the dependency policy is not checked here");
    }
    cargo(&["test", "--workspace", "--no-fail-fast"])
}

fn provide_programs() -> Result<()> {
    let missing: Vec<&str> = PROGRAMS
        .iter()
        .filter(|(program, _)| !found(program))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !(is_root() && found("apt-get")) {
        println!(
            "not installed, their tests will be skipped: {}",
            missing.join(", ")
        );
        return Ok(());
    }
    run_command(Command::new("apt-get").args(["update", "-qq"]))?;
    let mut install = Command::new("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    install
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(&missing);
    run_command(install.stdout(Stdio::null()))
}

fn cargo(arguments: &[&str]) -> Result<()> {
    println!("$ cargo {}", arguments.join(" "));
    run_command(
        Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(root()),
    )
}

fn run_command(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed: {status}");
    }
    Ok(())
}

fn found(program: &str) -> bool {
    if program.starts_with('/') {
        return std::path::Path::new(program).exists();
    }
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
