//! Why the draft and its sources part: which unit owes its report no more and why, which units of
//! measure were changed, which sections the outline has no more.

use std::collections::HashMap;

use serde_json::Value;
use tongket_core::issue::draft::Source;
use tongket_store::amendment::{self, Amendment};
use tongket_store::{Conn, StoreError, consolidation};

use super::desk::Desk;
use super::show::Note;
use crate::web::place;
use crate::web::shell::Shell;

/// Amendments that are looked through.
const AMENDMENTS: i64 = 1000;

/// What parted the draft from its sources.
pub(super) struct Lost {
    /// The unit's name and the sentence that says why, by report.
    parted: HashMap<String, Note>,
    amendments: Vec<Amendment>,
}

impl Lost {
    /// Looks up what was withdrawn and amended in a campaign.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn of(
        conn: &mut Conn,
        shell: &Shell,
        desk: &Desk,
    ) -> Result<Lost, StoreError> {
        let (id, over) = (&desk.campaign.id, place::over(&desk.campaign));
        let amendments = amendment::of_campaign(conn, id, AMENDMENTS, 0).await?;
        let parted = consolidation::parted(conn, id, &desk.unit, over).await?;
        let note = |parted: consolidation::Parted| {
            let day = shell.moment(&parted.at);
            let mut released = amendments.iter().filter(|it| it.kind == "release_unit");
            let own = released.find(|it| subjects(it).any(|(id, ..)| id == parted.duty));
            let text = match own {
                Some(released) => shell.t2("consolidation-lost-released", day, &released.reason),
                None => shell.t1("consolidation-lost-closed", day),
            };
            let unit = desk.units.name(&parted.unit, desk.today).to_owned();
            (parted.report, Note { unit, text })
        };
        Ok(Lost {
            parted: parted.into_iter().map(note).collect(),
            amendments,
        })
    }

    /// The units of the tier that owe their report no more, each with why, by name.
    pub(super) fn parted(&self) -> Vec<Note> {
        let mut parted: Vec<Note> = self.parted.values().cloned().collect();
        parted.sort_by(|left, right| left.unit.cmp(&right.unit));
        parted
    }

    /// Whose report it was and why it counts no longer; nothing where it is not known.
    pub(super) fn parting(&self, report: &str) -> Option<&Note> {
        self.parted.get(report)
    }

    /// Why a source is there no more; empty where it still is.
    pub(super) fn why(&self, shell: &Shell, desk: &Desk, source: &Source) -> String {
        if let Some(parted) = self.parting(&source.report) {
            return parted.text.clone();
        }
        let seat = desk.tier.seat_of_report(&source.report);
        match seat.map(|seat| &seat.owed.counts) {
            Some(Some(counts)) if counts.ordinal == source.ordinal => String::new(),
            Some(Some(counts)) => shell.t1("consolidation-lost-corrected", counts.ordinal),
            Some(None) | None => shell.t("consolidation-lost-elsewhere"),
        }
    }

    /// What was amended after an id was made that the draft is to take up: rows counted otherwise,
    /// sections that came, went or were renamed.
    pub(super) fn since(&self, shell: &Shell, id: &str) -> Vec<String> {
        let touches = ["measure", "add_item", "retitle_item", "withdraw_item"];
        let later = self.amendments.iter().filter(|it| it.id.as_str() > id);
        let later = later.filter(|it| touches.contains(&it.kind.as_str()));
        let language = shell.language.tag();
        let told = |it: &Amendment| {
            let (before, after) = (lines(&it.before), lines(&it.after));
            let pairs = before.iter().zip(after).map(|(before, after)| {
                let said = |line: &Value| line[language].as_str().unwrap_or_default().to_owned();
                match said(before).as_str() {
                    "" => said(after),
                    before => format!("{before} → {}", said(after)),
                }
            });
            pairs.collect::<Vec<_>>().join("; ")
        };
        later
            .map(|it| shell.t2("consolidation-amended", told(it), &it.reason))
            .collect()
    }

    /// Whether a row of a table of figures is counted otherwise than it was.
    pub(super) fn changed_measures(&self) -> bool {
        self.amendments.iter().any(|it| it.kind == "measure")
    }

    /// The sections that the outline has no more: id and heading.
    pub(super) fn withdrawn_items(&self) -> Vec<(&str, &str)> {
        let withdrawn = self
            .amendments
            .iter()
            .filter(|it| it.kind == "withdraw_item");
        withdrawn
            .flat_map(subjects)
            .map(|(id, before)| (id, before["vi"].as_str().unwrap_or_default()))
            .collect()
    }
}

fn lines(side: &Value) -> &[Value] {
    side["lines"].as_array().map_or(&[], Vec::as_slice)
}

/// What an amendment is about: ids of duties or items, each with what stood before.
fn subjects(it: &Amendment) -> impl Iterator<Item = (&str, &Value)> {
    let before = lines(&it.before).iter();
    before.map(|line| (line["subject"].as_str().unwrap_or_default(), line))
}
