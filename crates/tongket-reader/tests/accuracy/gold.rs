//! What a careful reader finds in a document, as it is written in `tests/gold/`.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// One document with its facts.
pub(crate) struct Case {
    /// The name of the facts' file without its ending.
    pub(crate) name: String,
    /// The document itself.
    pub(crate) document: PathBuf,
    /// What is to be found in it.
    pub(crate) gold: Gold,
}

/// The facts of one document.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Gold {
    /// File name of the document where it is not the facts' name with ".txt".
    pub(crate) source: Option<String>,
    /// Nothing after this quotation is measured.
    pub(crate) until: Option<String>,
    /// Number of tasks where `task` lists only some.
    pub(crate) of: Option<usize>,
    /// Metadata.
    pub(crate) document: Metadata,
    /// Codes of cited documents.
    pub(crate) references: Option<Vec<String>>,
    /// Ids of sections.
    pub(crate) sections: Option<Vec<String>>,
    /// Ids of the outline's headings.
    pub(crate) outline: Option<Vec<String>>,
    /// The tasks.
    pub(crate) task: Vec<GoldTask>,
}

/// Metadata; what is left out is not measured.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Metadata {
    pub(crate) kind: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) parent: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) date: Option<String>,
    /// How the subject begins.
    pub(crate) subject: Option<String>,
    pub(crate) period: Option<[i16; 2]>,
    pub(crate) signer: Option<String>,
    /// How many there are.
    pub(crate) addressees: Option<usize>,
    /// How many there are.
    pub(crate) recipients: Option<usize>,
}

/// One task.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoldTask {
    /// A quotation inside it.
    pub(crate) at: String,
    /// Which occurrence of the quotation, from 1.
    #[serde(default = "first")]
    pub(crate) nth: usize,
    pub(crate) section: Option<String>,
    pub(crate) units: Vec<String>,
    #[serde(default = "lead")]
    pub(crate) role: String,
    #[serde(default)]
    pub(crate) with: Vec<String>,
    #[serde(default = "assign")]
    pub(crate) order: String,
    pub(crate) deadline: Option<GoldDeadline>,
    pub(crate) recipient: Option<String>,
    pub(crate) via: Option<String>,
}

/// A deadline.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoldDeadline {
    pub(crate) kind: String,
    pub(crate) date: Option<String>,
    pub(crate) due: Option<String>,
}

fn first() -> usize {
    1
}

fn lead() -> String {
    "lead".to_owned()
}

fn assign() -> String {
    "assign".to_owned()
}

/// Every case of a folder of facts whose document is in `documents`, by name.
pub(crate) fn cases(facts: &Path, documents: &Path) -> Vec<Case> {
    let mut files: Vec<PathBuf> = fs::read_dir(facts)
        .expect("the folder of facts is in the repository")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files.iter().map(|file| case(file, documents)).collect()
}

fn case(file: &Path, documents: &Path) -> Case {
    let name = file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let text = fs::read_to_string(file).expect("facts are readable");
    let gold: Gold = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}.toml: {error}"));
    let source = gold.source.clone().unwrap_or_else(|| format!("{name}.txt"));
    Case {
        document: documents.join(source),
        name,
        gold,
    }
}
