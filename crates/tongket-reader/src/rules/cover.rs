//! Whether one name of a unit stands for another: the group that holds a member, the same name in full.
//!
//! A rule that speaks of a forgotten unit must not be wrong, so a group covers
//! every body of its rank: "các sở, ban, ngành, đoàn thể" is taken to hold the
//! police and the Youth Union as well.

use crate::words::agency::{Agency, AgencyKind, agencies};
use crate::words::fold;

/// A unit as it is named, and the form in which its name is compared.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) agency: Agency,
    plain: String,
}

impl From<Agency> for Unit {
    fn from(agency: Agency) -> Self {
        let plain = plain(&agency.name);
        Unit { agency, plain }
    }
}

/// The units named in a text.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let found = agencies(text).into_iter();
    found.map(|found| found.value.into()).collect()
}

/// Whether `names` hold `unit`, by its own name or by a group.
pub(super) fn covers<'u>(names: impl IntoIterator<Item = &'u Unit>, unit: &Unit) -> bool {
    names
        .into_iter()
        .any(|name| is_same(name, unit) || (name.agency.group && holds(&name.agency, &unit.agency)))
}

/// Whether two names are of one body, one of them perhaps in short.
fn is_same(left: &Unit, right: &Unit) -> bool {
    left.plain.contains(&right.plain) || right.plain.contains(&left.plain)
}

/// A name as it is compared: abbreviations written out, D for Đ, without the tier behind it.
fn plain(name: &str) -> String {
    let bare = fold::bare(name)
        .replace("uy ban nhan dan", "ubnd")
        .replace("bo doi bien phong", "bdbp");
    let bare = bare
        .replace("mat tran to quoc", "mttq")
        .replace(" viet nam", "");
    bare.trim_end_matches(" tinh")
        .trim_end_matches(" cap tinh")
        .to_owned()
}

fn holds(group: &Agency, unit: &Agency) -> bool {
    let committee = |agency: &Agency| {
        matches!(
            agency.kind,
            AgencyKind::PeopleCommittee | AgencyKind::Territory | AgencyKind::Mixed
        )
    };
    match unit.kind {
        AgencyKind::PeopleCommittee | AgencyKind::Territory => committee(group),
        AgencyKind::BorderPost => group.kind == AgencyKind::BorderPost,
        _ => !matches!(
            group.kind,
            AgencyKind::PeopleCommittee | AgencyKind::Territory | AgencyKind::BorderPost
        ),
    }
}
