//! The parts that people play in a campaign.

use serde::{Deserialize, Serialize};

/// A part that an account plays for one unit. One account may play several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Keeps accounts and the list of units; writes no reports and reads none.
    Administrator,
    /// Opens campaigns, receives, urges, accepts and puts together.
    StandingAgency,
    /// Reads reports for the standing agency, comments and sends back.
    Reviewer,
    /// Signs for his own unit and sees the units below it.
    Leader,
    /// Writes his own unit's reports, or the sections delegated to him.
    Drafter,
    /// Sees the reports of a campaign in whose awards its unit has a part.
    AwardsOffice,
    /// Sees what was sent and everything that was done; changes nothing.
    Auditor,
    /// Sees his own unit and the units below it; changes nothing.
    Reader,
}

impl Role {
    /// Every role, in the order of the table's columns.
    pub const ALL: [Role; 8] = [
        Role::Administrator,
        Role::StandingAgency,
        Role::Reviewer,
        Role::Leader,
        Role::Drafter,
        Role::AwardsOffice,
        Role::Auditor,
        Role::Reader,
    ];

    /// Its name in data and in the API; never changed.
    pub fn id(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::StandingAgency => "standing_agency",
            Role::Reviewer => "reviewer",
            Role::Leader => "leader",
            Role::Drafter => "drafter",
            Role::AwardsOffice => "awards_office",
            Role::Auditor => "auditor",
            Role::Reader => "reader",
        }
    }

    /// The role with that id.
    pub fn from_id(id: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.id() == id)
    }

    /// What people call it, in Vietnamese.
    pub fn label(self) -> &'static str {
        match self {
            Role::Administrator => "Quản trị hệ thống",
            Role::StandingAgency => "Cơ quan thường trực",
            Role::Reviewer => "Người thẩm định",
            Role::Leader => "Lãnh đạo đơn vị",
            Role::Drafter => "Người soạn thảo",
            Role::AwardsOffice => "Cơ quan thi đua, khen thưởng",
            Role::Auditor => "Kiểm tra, giám sát",
            Role::Reader => "Người xem",
        }
    }

    /// What people call it, in English.
    pub fn label_en(self) -> &'static str {
        match self {
            Role::Administrator => "Administrator",
            Role::StandingAgency => "Standing agency",
            Role::Reviewer => "Reviewer",
            Role::Leader => "Leader of a unit",
            Role::Drafter => "Drafter",
            Role::AwardsOffice => "Awards office",
            Role::Auditor => "Auditor",
            Role::Reader => "Reader",
        }
    }
}
