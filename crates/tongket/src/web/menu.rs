//! The menu: entries in the order in which a campaign flows, each for those who may.

use tongket_core::permit::Role;

use super::shell::Shell;

/// An entry of the menu.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Where it leads.
    pub path: &'static str,
    /// Key of its text.
    pub text: &'static str,
    /// Who sees it; nobody named means everybody.
    roles: &'static [Role],
}

const fn entry(path: &'static str, text: &'static str, roles: &'static [Role]) -> Entry {
    Entry { path, text, roles }
}

#[rustfmt::skip]
const MENU: &[Entry] = &[
    entry("/duties",      "menu-duties",      &[Role::Drafter, Role::Leader]),
    entry("/campaigns",   "menu-campaigns",   &[]),
    entry("/submissions", "menu-submissions", &[Role::StandingAgency, Role::Reviewer, Role::Leader, Role::AwardsOffice]),
    entry("/notices",     "menu-notices",     &[Role::Drafter, Role::Leader, Role::StandingAgency, Role::Reviewer, Role::AwardsOffice]),
    entry("/units",       "menu-units",       &[]),
    entry("/accounts",    "menu-accounts",    &[Role::Administrator, Role::Auditor]),
    entry("/mail",        "menu-mail",        &[Role::Administrator]),
    entry("/search",      "menu-search",      &[]),
    entry("/audit",       "menu-audit",       &[Role::Auditor, Role::Administrator, Role::StandingAgency]),
];

impl Shell {
    /// The entries that this reader sees.
    pub fn menu(&self) -> Vec<Entry> {
        let Some(visitor) = &self.visitor else {
            return Vec::new();
        };
        let sees = |entry: &&Entry| {
            entry.roles.is_empty() || entry.roles.iter().any(|role| visitor.is(*role))
        };
        MENU.iter().filter(sees).copied().collect()
    }
}
