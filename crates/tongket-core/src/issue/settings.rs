//! What a user decides about a document that is to be issued; the rest comes from the plan.

use jiff::civil::Date;

use tongket_reader::plan::{Document, Plan, Signature};

use super::document::{Family, Letterhead, SignatureBlock, Signer};

/// Choices for a document that is to be issued. Everything left out is taken from the plan,
/// or left blank for a person to fill in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IssueSettings {
    /// Who issues, in running case: "Bộ Chỉ huy Bộ đội Biên phòng tỉnh". The plan's issuer if none.
    pub issuer: Option<String>,
    /// The body above the issuer.
    pub parent: Option<String>,
    /// The issuer's abbreviation in a notation: "UBND", "BCH". From the plan's notation if none.
    pub abbreviation: Option<String>,
    /// The place in the date line. The plan's if none.
    pub place: Option<String>,
    /// The day of issue; left blank if none.
    pub date: Option<Date>,
    /// Whose rules of layout apply.
    pub family: Family,
    /// The lines above the signature: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH".
    pub signature: Vec<String>,
    /// The signer's name.
    pub signer: Option<String>,
    /// "Kính gửi".
    pub addressees: Vec<String>,
    /// "Nơi nhận"; the copy that is kept is added where no line begins with "Lưu".
    pub recipients: Vec<String>,
    /// The day up to which reports are counted.
    pub as_of: Option<Date>,
    /// Without reference marks and without the annexes for those who work on the draft.
    pub clean: bool,
    /// The new day by which late units are to report; left blank if none.
    pub new_deadline: Option<Date>,
    /// Whom to ask: name, telephone, e-mail; left blank if none.
    pub contact: Option<String>,
}

/// Who issues, in running case, and whether it is the plan's own issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// "Ủy ban nhân dân tỉnh Sơn Hải".
    pub name: String,
    /// Whether the plan names the same body as its issuer.
    pub of_plan: bool,
}

const BLANK: &str = "…";

impl IssueSettings {
    /// Who issues.
    pub fn issuer(&self, plan: &Plan) -> Issuer {
        let planned = plan
            .document
            .issuer
            .as_ref()
            .map(|issuer| issuer.value.clone());
        match (&self.issuer, planned) {
            (Some(name), planned) => Issuer {
                of_plan: planned.is_some_and(|planned| planned.eq_ignore_ascii_case(name)),
                name: name.clone(),
            },
            (None, Some(name)) => Issuer {
                name,
                of_plan: true,
            },
            (None, None) => Issuer {
                name: BLANK.to_owned(),
                of_plan: false,
            },
        }
    }

    /// The issuer's abbreviation, from the settings or from the plan's notation: "KH-UBND" → "UBND".
    pub fn abbreviation(&self, plan: &Plan) -> String {
        let planned = || {
            let notation = plan.document.notation.as_deref()?;
            let letter = plan
                .document
                .kind
                .as_ref()
                .is_some_and(|kind| kind.value == "CV");
            let mut groups = notation.split('-');
            let first = groups.next()?;
            let organisation = if letter { Some(first) } else { groups.next() };
            organisation.map(str::to_owned)
        };
        let same = self.issuer(plan).of_plan;
        let own = self.abbreviation.clone();
        own.or_else(|| planned().filter(|_| same))
            .unwrap_or_else(|| BLANK.to_owned())
    }

    /// The letterhead, with room for the number.
    pub fn letterhead(&self, plan: &Plan, kind: &str) -> Letterhead {
        let document = &plan.document;
        let issuer = self.issuer(plan);
        let planned_parent = || document.parent.as_ref().filter(|_| issuer.of_plan);
        let parent = self
            .parent
            .clone()
            .or_else(|| planned_parent().map(|it| it.value.clone()));
        let place = self
            .place
            .clone()
            .or_else(|| document.place.as_ref().map(|it| it.value.clone()));
        let abbreviation = self.abbreviation(plan);
        let notation = match (kind, self.family) {
            ("", _) => abbreviation,
            (kind, Family::State) => format!("{kind}-{abbreviation}"),
            (kind, Family::Party) => format!("{kind}/{abbreviation}"),
        };
        Letterhead {
            family: self.family,
            parent: parent.map(|parent| parent.to_uppercase()),
            issuers: self.issuers(document, &issuer),
            number: Letterhead::number_line(self.family, None, &notation),
            dateline: Letterhead::date_line(place.as_deref().unwrap_or(BLANK), self.date),
        }
    }

    /// "Nơi nhận" with the copy that is kept, and the signer.
    pub fn signature_block(&self, plan: &Plan, first: Vec<String>) -> SignatureBlock {
        let mut recipients = first;
        recipients.extend(self.recipients.iter().cloned());
        if !recipients.iter().any(|it| it.starts_with("Lưu")) {
            let kept = match self.family {
                Family::State => "Lưu: VT.",
                Family::Party => "Lưu Văn phòng.",
            };
            recipients.push(kept.to_owned());
        }
        let planned = || {
            plan.document
                .signature
                .as_ref()
                .filter(|_| self.issuer(plan).of_plan)
        };
        let lines = match self.signature.is_empty() {
            true => planned().map(signature_lines).unwrap_or_default(),
            false => self.signature.clone(),
        };
        let lines = match lines.is_empty() {
            true => vec!["THỦ TRƯỞNG ĐƠN VỊ".to_owned()],
            false => lines,
        };
        let name = self.signer.clone().unwrap_or_default();
        SignatureBlock {
            recipients,
            signers: vec![Signer { lines, name }],
        }
    }

    fn issuers(&self, document: &Document, issuer: &Issuer) -> Vec<String> {
        let further = document.co_issuers.iter().filter(|_| issuer.of_plan);
        let further = further.map(|name| name.value.to_uppercase());
        std::iter::once(issuer.name.to_uppercase())
            .chain(further)
            .collect()
    }
}

fn signature_lines(signature: &Signature) -> Vec<String> {
    let parts = [&signature.authority, &signature.mode, &signature.position];
    parts
        .into_iter()
        .flatten()
        .map(|line| line.value.to_uppercase())
        .collect()
}
