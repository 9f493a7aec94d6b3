//! Says which reading this program has: what it laid down of a report holds until the code that
//! reads reports is another.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// What has a part in how a report is read.
const READS: [&str; 6] = [
    "../tongket-reader/src",
    "../tongket-reader/data",
    "../tongket-core/src",
    "../tongket-core/data",
    "../tongket-paper/src/import",
    "../../Cargo.lock",
];

fn main() -> std::io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for part in READS {
        println!("cargo::rerun-if-changed={part}");
        hash(Path::new(part), &mut hasher)?;
    }
    println!("cargo::rustc-env=TONGKET_READING={:016x}", hasher.finish());
    Ok(())
}

/// Adds a file, or all files below a folder in the order of their names.
fn hash(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path()));
        let mut entries = entries.collect::<std::io::Result<Vec<PathBuf>>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| hash(entry, hasher));
    }
    path.hash(hasher);
    fs::read(path)?.hash(hasher);
    Ok(())
}
