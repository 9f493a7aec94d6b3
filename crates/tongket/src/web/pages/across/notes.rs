//! What the checks find in one section of one report, held against the reports of all units: copies
//! and contradictions, each with its words here, and where the other side stands.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tongket_core::consolidation::Place;
use tongket_core::review::{Finding, FindingKind};
use tongket_store::campaign::Campaign;
use utoipa::ToSchema;

use crate::web::house::House;
use crate::web::language::Language;
use crate::web::noted::Mark;
use crate::web::problem::Problem;
use crate::web::shell::Shell;
use crate::web::tier::Tier;

/// How long a page waits for the comparison; then it is shown, and asks once more.
const PATIENCE: Duration = Duration::from_millis(400);

/// Something that was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Note {
    /// Its number in this section, from 1.
    pub(super) number: usize,
    /// `copy`, `contradiction`, `outlier`, `stale`, `out_of_period`.
    pub(super) kind: &'static str,
    /// The word for the kind.
    pub(super) word: String,
    /// Code of the check.
    pub(super) code: &'static str,
    /// One sentence.
    pub(super) message: String,
    /// Its words in this section.
    pub(super) words: Vec<String>,
    /// Where the other side stands.
    pub(super) others: Vec<Other>,
    /// Id of the reason for which a report is sent back because of it.
    pub(super) reason: &'static str,
}

impl Note {
    /// As the text with which a report is sent back.
    pub(super) fn as_text(&self, heading: &str) -> String {
        let mut lines = vec![format!("{heading}: {}", self.message)];
        lines.extend(self.words.iter().map(|words| format!("“{words}”")));
        lines.join("\n")
    }
}

/// The other side of a copy or a contradiction.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Other {
    /// The unit; empty where it is the same report.
    pub(super) unit: String,
    /// Label and title of the section; empty where it is in no section.
    pub(super) heading: String,
    /// Its words.
    pub(super) words: String,
    /// Address; empty where the reader may not see it.
    pub(super) href: String,
}

/// Who looks at what.
pub(super) struct Look<'a> {
    pub(super) shell: &'a Shell,
    /// Every report that was sent.
    pub(super) tier: &'a Tier,
    /// Id of the campaign.
    pub(super) campaign: &'a str,
    /// Id of the outline item.
    pub(super) item: &'a str,
    /// Place of the unit among all that owe a report.
    pub(super) at: usize,
    /// Places of the units that the reader may see.
    pub(super) seen: &'a BTreeSet<usize>,
}

/// Every report that was sent in a campaign, and what is found in them; nothing where that takes
/// longer than a page may. It is made on at the back meanwhile.
pub(super) async fn compared(
    house: &House,
    campaign: &str,
) -> Result<Option<(Arc<Tier>, Arc<Vec<Finding>>)>, Problem> {
    let (house, campaign) = (house.clone(), campaign.to_owned());
    let work = tokio::spawn(async move {
        let tier = house.sent_together(&campaign).await?;
        let findings = tier.findings(&house).await;
        Ok::<_, Problem>((tier, findings))
    });
    match tokio::time::timeout(PATIENCE, work).await {
        Err(_) => Ok(None),
        Ok(Ok(done)) => done.map(Some),
        Ok(Err(error)) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// What is known of how many things are found in reports.
#[derive(Debug)]
pub(in crate::web::pages) enum Counted {
    /// How many in each report that was sent, by its duty.
    Found(HashMap<String, usize>),
    /// They are still being compared: that takes longer than a page may.
    Comparing,
    /// More was sent than can be compared.
    TooMany,
}

/// How many things are found in each report that was sent.
pub(in crate::web::pages) async fn counted(
    house: &House,
    campaign: &Campaign,
) -> Result<Counted, Problem> {
    let mut conn = house.store.read().await?;
    let chart = house.covers(&mut conn, campaign).await?;
    drop(conn);
    if chart.is_too_large_to_compare() {
        return Ok(Counted::TooMany);
    }
    let Some((tier, findings)) = compared(house, &campaign.id).await? else {
        return Ok(Counted::Comparing);
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for finding in findings.iter().filter(|it| noteworthy(it.kind).is_some()) {
        let places = finding.places.iter();
        let seats: BTreeSet<usize> = places
            .filter_map(|place| tier.seat_of_file(place.file))
            .collect();
        for seat in seats.into_iter().filter_map(|at| tier.seats.get(at)) {
            *counts.entry(seat.owed.duty.clone()).or_default() += 1;
        }
    }
    Ok(Counted::Found(counts))
}

impl Look<'_> {
    /// What was found in this section of this unit's report, numbered.
    pub(super) fn notes(&self, findings: &[Finding]) -> Vec<Note> {
        let mut notes: Vec<Note> = Vec::new();
        for finding in findings {
            let Some((kind, reason)) = noteworthy(finding.kind) else {
                continue;
            };
            if !finding.places.iter().any(|place| self.is_here(*place)) {
                continue;
            }
            // A passage that several reports share has one place in each of them.
            let size = match finding.kind {
                FindingKind::Copy => finding
                    .places
                    .iter()
                    .map(|place| place.file)
                    .collect::<BTreeSet<_>>()
                    .len(),
                _ => finding.places.len(),
            };
            for places in finding.places.chunks(size.max(1)) {
                if places.iter().any(|place| self.is_here(*place)) {
                    let number = notes.len() + 1;
                    notes.push(self.note(number, (kind, reason), finding, places));
                }
            }
        }
        notes
    }

    fn note(
        &self,
        number: usize,
        (kind, reason): (&'static str, &'static str),
        finding: &Finding,
        places: &[Place],
    ) -> Note {
        let (here, elsewhere): (Vec<Place>, Vec<Place>) =
            places.iter().partition(|place| self.is_here(**place));
        let all_seen = finding.places.iter().all(|place| self.is_seen(*place));
        let word = self.shell.word("across-kind", kind);
        Note {
            number,
            kind,
            code: finding.code,
            message: match (all_seen, self.shell.language) {
                (false, _) => format!("{word}."),
                (true, Language::Vietnamese) => finding.message.clone(),
                (true, Language::English) => finding.message_en.clone(),
            },
            word,
            words: here
                .iter()
                .filter_map(|place| Some(self.tier.words(self.here(*place)?)))
                .collect(),
            others: elsewhere.iter().map(|place| self.other(*place)).collect(),
            reason,
        }
    }

    fn other(&self, place: Place) -> Other {
        let Some(at) = self
            .tier
            .seat_of_file(place.file)
            .filter(|_| self.is_seen(place))
        else {
            return Other {
                unit: self.shell.t("across-another-unit"),
                heading: String::new(),
                words: String::new(),
                href: String::new(),
            };
        };
        // The same section of the other report, where the words stand in it too.
        let same = self.tier.within(place, self.item);
        let item = match &same {
            Some(_) => self.item.to_owned(),
            None => self.tier.item_at(place),
        };
        let place = same.unwrap_or(place);
        let headings = self.tier.question.headings.iter();
        let heading = headings.clone().find(|heading| heading.item == item);
        Other {
            unit: match at == self.at {
                true => String::new(),
                false => self.shell.whose(&self.tier.seats[at].name),
            },
            heading: heading
                .map(|heading| heading.title.clone())
                .unwrap_or_default(),
            words: self.tier.words(place),
            href: match item.is_empty() {
                true => String::new(),
                false => format!("/campaigns/{}/across/{item}?at={at}", self.campaign),
            },
        }
    }

    fn is_here(&self, place: Place) -> bool {
        self.here(place).is_some()
    }

    /// The part of a place that stands in this section of this report.
    fn here(&self, place: Place) -> Option<Place> {
        let own = self.tier.seat_of_file(place.file) == Some(self.at);
        own.then(|| self.tier.within(place, self.item)).flatten()
    }

    fn is_seen(&self, place: Place) -> bool {
        let at = self.tier.seat_of_file(place.file);
        at.is_some_and(|at| self.seen.contains(&at))
    }

    /// The words to be marked in the text, line by line as they stand in it.
    pub(super) fn marks(&self, findings: &[Finding], notes: &[Note]) -> Vec<Mark> {
        let places = findings.iter().flat_map(|finding| &finding.places);
        let here: Vec<Place> = places.filter_map(|place| self.here(*place)).collect();
        let mut marks = Vec::new();
        for note in notes {
            let own = here
                .iter()
                .filter(|place| note.words.contains(&self.tier.words(**place)));
            let lines: BTreeSet<String> = own.flat_map(|place| self.tier.lines(*place)).collect();
            marks.extend(lines.into_iter().map(|words| Mark {
                words,
                number: note.number,
                class: note.kind,
            }));
        }
        marks
    }
}

/// The name of a kind that a reader across is shown, and the reason to send back for it; nothing for
/// kinds that are no matter of one place.
fn noteworthy(kind: FindingKind) -> Option<(&'static str, &'static str)> {
    match kind {
        FindingKind::Copy => Some(("copy", "other")),
        FindingKind::Contradiction => Some(("contradiction", "inconsistent_figures")),
        FindingKind::Outlier => Some(("outlier", "inconsistent_figures")),
        FindingKind::OutOfPeriod => Some(("out_of_period", "inconsistent_figures")),
        FindingKind::Stale => Some(("stale", "other")),
        FindingKind::Uncovered | FindingKind::Unplaced | FindingKind::UnknownUnit => None,
    }
}
