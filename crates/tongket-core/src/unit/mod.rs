//! The bodies that report: communes, departments, unions, posts, with their names over time.

/// Number of a unit in the directory of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);
