//! Whose report it is, and how that is known.
//!
//! The letterhead speaks first, with the body above it; then the signature,
//! then the sentence in which a unit says that it reports, and last, as the
//! weakest evidence, the name of the file. Where two of them name different
//! units, the stronger counts and the conflict is told.

use jiff::civil::Date;

use tongket_reader::report::Report;
use tongket_reader::words::agency::agencies;
use tongket_reader::words::fold;

use crate::unit::{Directory, Match, UnitId};

/// The unit a report comes from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identity {
    /// The unit, where the evidence names one of the directory.
    pub unit: Option<UnitId>,
    /// What names it.
    pub evidence: Option<Evidence>,
    /// The name as the evidence writes it; also of a unit that is not in the directory.
    pub name: Option<String>,
    /// Units the name may mean, where it means several or none: questions to ask.
    pub candidates: Vec<UnitId>,
    /// What does not agree.
    pub conflicts: Vec<Conflict>,
}

/// What names the unit of a report, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// The issuing body in the letterhead.
    Letterhead,
    /// The authority above the signature: "TM. ỦY BAN NHÂN DÂN XÃ …".
    Signature,
    /// The sentence in which the unit says that it reports.
    Opening,
    /// The name of the file.
    FileName,
}

/// Why the sender of a report is in doubt.
#[derive(Debug, Clone, PartialEq)]
pub enum Conflict {
    /// Two pieces of evidence name different units; the second is the weaker.
    OtherUnit {
        /// The weaker evidence.
        evidence: Evidence,
        /// The unit it names.
        unit: UnitId,
    },
    /// The name means several units of the directory.
    Ambiguous(Vec<UnitId>),
    /// The name is of units that do not stand on that day.
    OutOfDate(Vec<UnitId>),
    /// The name is not in the directory.
    Unknown,
}

/// Whose report it is. `text` is the report's text, `file` the name of its file.
pub fn identify(
    report: &Report,
    text: &str,
    file: &str,
    directory: &Directory,
    as_of: Date,
) -> Identity {
    let mut identity = Identity::default();
    for (evidence, name, parent) in claims(report, text) {
        let meaning = directory.find_under(&name, parent.as_deref(), as_of);
        if is_office_alone(&name) && !matches!(meaning, Match::Found(_)) {
            continue;
        }
        identity.weigh(evidence, name, meaning, directory, as_of);
    }
    if identity.unit.is_none() && identity.name.is_none() {
        identity.take_file_name(file, directory, as_of);
    }
    identity
}

/// What the report itself says, the strongest first: evidence, name, the body above.
fn claims(report: &Report, text: &str) -> Vec<(Evidence, String, Option<String>)> {
    let document = &report.document;
    let parent = document.parent.as_ref().map(|parent| parent.value.clone());
    let issuer = document
        .issuer
        .as_ref()
        .map(|issuer| (Evidence::Letterhead, issuer.value.clone(), parent.clone()));
    let authority = document
        .signature
        .as_ref()
        .and_then(|signature| signature.authority.as_ref());
    let signer = authority
        .and_then(|authority| signing_body(&authority.value))
        .map(|body| (Evidence::Signature, body, parent.clone()));
    let opening = reporting_body(report, text).map(|body| (Evidence::Opening, body, parent));
    issuer.into_iter().chain(signer).chain(opening).collect()
}

/// "TM. ỦY BAN NHÂN DÂN XÃ VÂN KHÊ" → the body.
fn signing_body(authority: &str) -> Option<String> {
    let found = agencies(authority).into_iter().next()?;
    Some(found.value.name)
}

/// Whether a name is an office without its place or its field, as a thousand bear it: "Ủy ban nhân dân", "Sở".
fn is_office_alone(name: &str) -> bool {
    const OFFICES: &[&str] = &[
        "ủy ban nhân dân",
        "ubnd",
        "hội đồng nhân dân",
        "hđnd",
        "ủy ban",
        "ban thường vụ",
        "ban thường trực",
        "ban chấp hành",
        "ban chỉ huy",
        "bộ chỉ huy",
        "ban chỉ đạo",
        "đảng ủy",
        "sở",
        "bộ",
        "ban",
        "phòng",
        "công an",
        "văn phòng",
    ];
    const LEVELS: &[&str] = &[
        "tỉnh",
        "thành phố",
        "huyện",
        "quận",
        "thị xã",
        "thị trấn",
        "xã",
        "phường",
        "đặc khu",
    ];
    let key = fold::key(name);
    let office = LEVELS
        .iter()
        .find_map(|level| key.strip_suffix(level))
        .map_or(key.as_str(), str::trim_end);
    OFFICES.contains(&office)
}

/// The body before "báo cáo" in the opening sentence: "…, UBND xã Vân Khê báo cáo kết quả như sau".
fn reporting_body(report: &Report, text: &str) -> Option<String> {
    report.preamble.iter().find_map(|passage| {
        let slice = passage.span.slice(text);
        let found = agencies(slice);
        let reports =
            |end: usize| fold::key(slice.get(end..).unwrap_or_default()).starts_with("báo cáo");
        let body = found
            .iter()
            .rev()
            .find(|body| !body.group && reports(body.span.end))?;
        Some(body.name.clone())
    })
}

impl Identity {
    /// Takes a claim into account: the first that names a unit counts, later ones may contradict it.
    fn weigh(
        &mut self,
        evidence: Evidence,
        name: String,
        meaning: Match,
        directory: &Directory,
        as_of: Date,
    ) {
        match (self.unit, meaning) {
            (Some(known), Match::Found(unit)) if known != unit => {
                self.conflicts.push(Conflict::OtherUnit { evidence, unit });
            }
            (Some(_), _) => {}
            (None, Match::Found(unit)) => self.settle(evidence, name, unit),
            (None, meaning) if self.name.is_none() => {
                self.doubt(evidence, name, meaning, directory, as_of);
            }
            (None, _) => {}
        }
    }

    /// A unit is named. An earlier, stronger name that is not in the directory stays in doubt,
    /// unless it was only ambiguous and this name is one of its meanings.
    fn settle(&mut self, evidence: Evidence, name: String, unit: UnitId) {
        let first = self.name.is_none();
        let decides = self.candidates.contains(&unit)
            && self
                .conflicts
                .iter()
                .any(|conflict| matches!(conflict, Conflict::Ambiguous(_)));
        if !(first || decides) {
            self.conflicts.push(Conflict::OtherUnit { evidence, unit });
            return;
        }
        self.conflicts.clear();
        self.candidates.clear();
        self.unit = Some(unit);
        self.evidence = Some(evidence);
        self.name = Some(name);
    }

    fn doubt(
        &mut self,
        evidence: Evidence,
        name: String,
        meaning: Match,
        directory: &Directory,
        as_of: Date,
    ) {
        let conflict = match meaning {
            Match::Ambiguous(units) => {
                self.candidates.clone_from(&units);
                Conflict::Ambiguous(units)
            }
            Match::OutOfDate(units) => {
                self.candidates = units
                    .iter()
                    .filter_map(|unit| directory.get(*unit))
                    .flat_map(|unit| unit.succeeded_by.clone())
                    .collect();
                Conflict::OutOfDate(units)
            }
            Match::Found(_) | Match::Unknown => {
                self.candidates = directory.suggest(&name, as_of);
                Conflict::Unknown
            }
        };
        self.conflicts.push(conflict);
        self.evidence = Some(evidence);
        self.name = Some(name);
    }

    /// Reads the name of the file, where the report itself says nothing of its sender.
    fn take_file_name(&mut self, file: &str, directory: &Directory, as_of: Date) {
        let Some(unit) = directory.named_in(file, as_of) else {
            return;
        };
        self.unit = Some(unit);
        self.evidence = Some(Evidence::FileName);
        self.name = Some(directory.name(unit).to_owned());
    }
}
