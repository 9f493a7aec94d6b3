//! An issuer that the code's notation rules out: "Chỉ thị số 01/CT-TTg … của Chính phủ".

use std::sync::LazyLock;

use serde::Deserialize;

use super::case::Case;
use super::finding::Finding;
use crate::plan::Reference;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH036",
    "kh036_issuer_contradicts_code",
    Warning,
    "Cơ quan ban hành không khớp với ký hiệu",
    "The issuer does not fit the code",
);

static ISSUERS: LazyLock<Vec<Issuer>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../data/issuers.toml")).expect("the data is well-formed");
    table.issuer
});

#[derive(Deserialize)]
struct Table {
    issuer: Vec<Issuer>,
}

/// The body that a notation ending names.
#[derive(Deserialize)]
struct Issuer {
    ending: String,
    name: String,
}

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    case.citations().iter().filter_map(contradiction).collect()
}

fn contradiction(citation: &Reference) -> Option<Finding> {
    let code = citation.code.as_deref()?;
    let last = code.rsplit(['/', '-']).next()?;
    let issuer = ISSUERS.iter().find(|issuer| issuer.ending == last)?;
    let key = fold::key(citation.issuer.as_deref()?);
    let right = fold::key(&issuer.name);
    if key.starts_with(&right) {
        return None;
    }
    let written = &ISSUERS.iter().find(|other| key.starts_with(&fold::key(&other.name)))?.name;
    let name = &issuer.name;
    let finding = Finding::new(
        citation.span,
        format!("{code} ghi là của {written}, nhưng ký hiệu “{last}” là của {name}."),
        format!("{code} is said to be of {written}, but the notation “{last}” is that of {name}."),
    );
    Some(finding.fix(
        format!("Ghi “của {name}”, hoặc sửa lại ký hiệu."),
        format!("Write “của {name}”, or mend the notation."),
    ))
}
