//! The folder of real documents that the corpus tests read, where there is one.

use std::io::Write;
use std::path::PathBuf;

/// The folder named by `TONGKET_CORPUS`; says so once in a line where it is not set.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("TONGKET_CORPUS")
        .map(PathBuf::from)
        .filter(|folder| folder.is_dir());
    if folder.is_none() {
        say("TONGKET_CORPUS is not set: the corpus tests are skipped");
    }
    folder
}

/// A text of the corpus.
#[allow(dead_code, reason = "not every test that shares this reads a text")]
pub(crate) fn text(path: &str) -> Option<String> {
    std::fs::read_to_string(folder()?.join(path)).ok()
}

/// Prints a line of figures.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
