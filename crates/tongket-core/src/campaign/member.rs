//! The units that a group of a plan means, each with the reason it is in.
//!
//! "Các sở, ban, ngành cấp tỉnh" is a dated list: who belongs to it is decided
//! as of the plan's date and shown to a person, who adds and takes away. The
//! same words mean the same members wherever the plan repeats them.

use jiff::civil::Date;
use tongket_reader::plan::{Section, Task};
use tongket_reader::words::agency::agencies;
use tongket_reader::words::fold;

use crate::unit::{Directory, Match, UnitId};

/// A name or a group that a plan gives tasks to, with its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The name or group as written.
    pub as_written: String,
    /// The heading that narrows it, as written: "Cấp xã, phường biên giới".
    pub within: Option<String>,
    /// The members as of the plan's date, in the order of the directory.
    pub members: Vec<Member>,
    /// What of the name led nowhere, one sentence in Vietnamese each.
    pub unresolved: Vec<String>,
}

/// One unit of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The unit.
    pub unit: UnitId,
    /// Why it is in.
    pub reason: MemberReason,
}

/// Why a unit belongs to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberReason {
    /// The plan names it outright.
    Named,
    /// The words of the group mean it.
    OfGroup,
    /// The words of the group mean it, and the heading above narrows the group to it.
    OfHeading,
    /// The document is addressed to it, and its task names nobody.
    Addressed,
    /// The plan names nobody of the directory; every unit is asked.
    Everyone,
    /// A person added it, and says why.
    ByHand(String),
}

impl MemberReason {
    /// The reason as a sentence in Vietnamese; `group` is the group as written.
    pub fn vietnamese(&self, group: &Group, as_of: Date) -> String {
        let name = &group.as_written;
        let day = as_of.strftime("%d/%m/%Y");
        match self {
            MemberReason::Named => format!("Kế hoạch nêu đích danh: “{name}”."),
            MemberReason::OfGroup => format!("Thuộc nhóm “{name}” tại ngày {day}."),
            MemberReason::OfHeading => format!(
                "Thuộc nhóm “{name}” dưới mục “{}” tại ngày {day}.",
                group.within.as_deref().unwrap_or_default()
            ),
            MemberReason::Addressed => "Có tên trong phần Kính gửi của văn bản.".to_owned(),
            MemberReason::Everyone => {
                format!("Văn bản không nêu đơn vị nào; lấy mọi đơn vị tại ngày {day}.")
            }
            MemberReason::ByHand(reason) => format!("Thêm bằng tay: {reason}"),
        }
    }

    /// The same in English.
    pub fn english(&self, group: &Group, as_of: Date) -> String {
        let name = &group.as_written;
        match self {
            MemberReason::Named => format!("The plan names it: “{name}”."),
            MemberReason::OfGroup => format!("In the group “{name}” on {as_of}."),
            MemberReason::OfHeading => format!(
                "In the group “{name}” below the heading “{}” on {as_of}.",
                group.within.as_deref().unwrap_or_default()
            ),
            MemberReason::Addressed => "The document is addressed to it.".to_owned(),
            MemberReason::Everyone => {
                format!("The document names no unit; every unit of {as_of} is taken.")
            }
            MemberReason::ByHand(reason) => format!("Added by hand: {reason}"),
        }
    }
}

impl Group {
    /// The units that a name or a group means on a day, below the heading it stands under.
    pub(super) fn resolve(
        as_written: &str,
        heading: Option<&str>,
        directory: &Directory,
        as_of: Date,
    ) -> Group {
        let found = directory.resolve(as_written, as_of);
        let named = named_outright(as_written, directory, as_of);
        let mut group = Group {
            as_written: as_written.to_owned(),
            within: None,
            members: found
                .units
                .into_iter()
                .map(|unit| Member {
                    unit,
                    reason: match named.contains(&unit) {
                        true => MemberReason::Named,
                        false => MemberReason::OfGroup,
                    },
                })
                .collect(),
            unresolved: found.unresolved,
        };
        if let Some(heading) = heading {
            group.narrow(heading, directory, as_of);
        }
        if group.members.is_empty() && group.unresolved.is_empty() {
            group.unresolved.push(format!(
                "“{as_written}” không chỉ ra đơn vị nào trong danh sách"
            ));
        }
        group
    }

    /// Keeps the members that the heading above speaks of, where it speaks of some of them only.
    ///
    /// "UBND cấp xã" below "Cấp xã, phường biên giới" means the communes of the border.
    fn narrow(&mut self, heading: &str, directory: &Directory, as_of: Date) {
        let is_group = agencies(heading).iter().any(|piece| piece.value.group);
        let short = heading.split_whitespace().count() <= LONGEST_HEADING;
        let named = self
            .members
            .iter()
            .any(|member| member.reason == MemberReason::Named);
        if !is_group || !short || named || self.members.len() < 2 {
            return;
        }
        let spoken_of = directory.resolve(heading, as_of);
        if spoken_of.units.is_empty() {
            self.unresolved.push(format!(
                "mục “{heading}” có thể giới hạn “{}”, nhưng không có đơn vị nào trong danh sách thuộc nhóm đó",
                self.as_written
            ));
            return;
        }
        let inside = |member: &Member| spoken_of.units.contains(&member.unit);
        let kept = self.members.iter().filter(|member| inside(member)).count();
        let all_inside = kept == spoken_of.units.len();
        if kept == 0 || kept == self.members.len() || !all_inside {
            return;
        }
        self.within = Some(heading.to_owned());
        self.members.retain(inside);
        for member in &mut self.members {
            member.reason = MemberReason::OfHeading;
        }
    }

    /// Whether this is the group of that name below that heading.
    pub(super) fn is(&self, as_written: &str, within: Option<&str>) -> bool {
        fold::key(&self.as_written) == fold::key(as_written)
            && self.within.as_deref().map(fold::key) == within.map(fold::key)
    }

    /// The member that is this unit.
    pub fn member(&self, unit: UnitId) -> Option<&Member> {
        self.members.iter().find(|member| member.unit == unit)
    }

    /// Adds a unit by hand, in the order of the directory; an earlier reason gives way to the person's.
    pub(super) fn add(&mut self, unit: UnitId, reason: &str) {
        self.members.retain(|member| member.unit != unit);
        let at = self.members.partition_point(|member| member.unit < unit);
        self.members.insert(
            at,
            Member {
                unit,
                reason: MemberReason::ByHand(reason.to_owned()),
            },
        );
    }
}

/// A heading longer than this is a paragraph and says nothing of who is meant.
const LONGEST_HEADING: usize = 14;

/// The units of a list that are named and not meant by a group.
fn named_outright(as_written: &str, directory: &Directory, as_of: Date) -> Vec<UnitId> {
    if let Match::Found(unit) = directory.find(as_written, as_of) {
        return vec![unit];
    }
    agencies(as_written)
        .iter()
        .filter(|piece| !piece.value.group)
        .filter_map(|piece| directory.find(&piece.value.name, as_of).found())
        .collect()
}

/// The title of the section in which a task stands.
pub(super) fn heading_of<'p>(task: &Task, sections: &'p [Section]) -> Option<&'p str> {
    let id = task.section.as_deref()?;
    let all = sections.iter().flat_map(Section::walk);
    let title = all
        .filter(|section| section.id == id)
        .map(|section| section.title.as_str());
    title
        .map(|title| title.trim_end_matches([':', '.', ';']).trim())
        .find(|title| !title.is_empty())
}
