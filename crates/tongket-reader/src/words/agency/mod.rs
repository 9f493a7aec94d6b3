//! Names of bodies and offices, and of groups of them.
//!
//! A name begins with a word such as Sở, Ban or UBND and goes on as long as it
//! is written: its field of work ("Sở Văn hóa, Thể thao và Du lịch"), the place
//! it belongs to ("UBND huyện Đông Giang"), the body it serves ("Văn phòng UBND
//! tỉnh"). A group names its members by kind: "các sở, ban, ngành cấp tỉnh".
//! A list of names is split, but never inside a name.
//!
//! Finding them takes one pass over the words of the text.

mod group;
mod lexicon;
mod name;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::span::{Span, Spanned};

use lexicon::{Case, Joint, LEXICON, Word};

/// A body or a group of bodies as it is named in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Agency {
    /// The name as written; in an elliptic list the shared first word is put back
    /// ("Sở Tài chính, Nội vụ" gives "Sở Tài chính" and "Sở Nội vụ").
    pub name: String,
    /// What kind of body it is; of a group with several kinds, [`AgencyKind::Mixed`].
    pub kind: AgencyKind,
    /// Whether it names several bodies by what they have in common: "các sở, ban, ngành".
    pub group: bool,
}

/// Kinds of bodies.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// Chính phủ, Quốc hội, Thủ tướng.
    State,
    /// Bộ and what ranks with it.
    Ministry,
    /// Ủy ban nhân dân.
    PeopleCommittee,
    /// Hội đồng nhân dân, Đoàn đại biểu Quốc hội.
    PeopleCouncil,
    /// Sở and what ranks with it in a province.
    Department,
    /// Văn phòng, Thường trực.
    Office,
    /// Cục, Chi cục, Kho bạc and others that stand under a ministry or a department.
    Bureau,
    /// Phòng of a district or a commune.
    Division,
    /// Tỉnh ủy, Đảng ủy and the bodies that serve them.
    Party,
    /// Mặt trận Tổ quốc.
    Front,
    /// Hội, Đoàn, Liên đoàn.
    Union,
    /// Công an.
    Police,
    /// Bộ Chỉ huy Quân sự and other armed forces.
    Military,
    /// Commands of the Border Guard.
    BorderGuard,
    /// Đồn Biên phòng.
    BorderPost,
    /// Tòa án.
    Court,
    /// Viện kiểm sát.
    Procuracy,
    /// Báo, Đài.
    Press,
    /// Trường, Học viện, Đại học.
    School,
    /// Bệnh viện, Trung tâm Y tế.
    Hospital,
    /// Viện, Trung tâm.
    Institute,
    /// Ban Chỉ đạo, Tổ công tác.
    Steering,
    /// Hội đồng other than of the people.
    Council,
    /// Other Ban and Ủy ban.
    Board,
    /// Công ty, Ngân hàng, Hợp tác xã.
    Company,
    /// A place named for the body that runs it: "xã Vân Khê".
    Territory,
    /// Several kinds, or not said.
    #[default]
    Mixed,
}

/// Names of bodies and of groups of bodies, as long as they are written, in order and apart.
pub fn agencies(text: &str) -> Vec<Spanned<Agency>> {
    let scan = Scan {
        text,
        words: LEXICON.words(text),
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < scan.words.len() {
        match scan.body_or_group(at) {
            Some(name) => {
                found.push(scan.agency(at, name));
                at = scan.elliptic(at, name, &mut found);
            }
            None => at += 1,
        }
    }
    found
}

/// A text cut into words.
struct Scan<'t> {
    text: &'t str,
    words: Vec<Word>,
}

/// A name that was found: up to which word, and what it is.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// One past its last word.
    end: usize,
    kind: AgencyKind,
    group: bool,
}

impl Scan<'_> {
    /// A name that begins at word `at`, a position before it included.
    fn body_or_group(&self, at: usize) -> Option<Found> {
        self.headed(at)
            .or_else(|| self.group(at))
            .or_else(|| self.body(at))
    }

    /// A position and the body it stands for: "Giám đốc Sở Nội vụ".
    fn headed(&self, at: usize) -> Option<Found> {
        let (end, ()) = LEXICON.offices.longest(&self.words, at)?;
        self.follows(end)
            .then(|| self.group(end).or_else(|| self.body(end)))?
    }

    /// The words from `at` to where the name ends, with the bracket that closes it.
    fn agency(&self, at: usize, found: Found) -> Spanned<Agency> {
        let mut span = self.cover(at, found.end);
        let inner = self.words.get(at + 1..found.end).unwrap_or_default();
        let opened = inner.iter().any(|word| word.joint == Joint::Open);
        if opened && Span::new(span.end, span.end + 1).slice(self.text) == ")" {
            span.end += 1;
        }
        let name = span.slice(self.text).to_owned();
        let Found { kind, group, .. } = found;
        Spanned::new(Agency { name, kind, group }, span)
    }

    fn cover(&self, at: usize, end: usize) -> Span {
        match (self.words.get(at), self.words.get(end.saturating_sub(1))) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        }
    }

    /// What stands before word `at`; the end of the text is a break.
    fn joint(&self, at: usize) -> Joint {
        self.words.get(at).map_or(Joint::Break, |word| word.joint)
    }

    /// Whether word `at` is there and nothing but a space stands before it.
    fn follows(&self, at: usize) -> bool {
        self.joint(at) == Joint::Space
    }

    /// How word `at` is written.
    fn case(&self, at: usize) -> Case {
        self.words.get(at).map_or(Case::Lower, |word| word.case)
    }

    /// Whether word `at` begins with a capital letter.
    fn capital(&self, at: usize) -> bool {
        matches!(self.case(at), Case::Capital | Case::Upper)
    }

    /// Whether word `at` is this one, given as in the lexicon.
    fn is(&self, at: usize, word: &str) -> bool {
        self.words.get(at).is_some_and(|found| found.is(word))
    }

    /// The word after a comma, a dash, a slash, "và" or "hoặc" at `at`, where the list goes on.
    fn next_in_list(&self, at: usize) -> Option<usize> {
        match self.joint(at) {
            Joint::Comma | Joint::Slash | Joint::Dash if self.is(at, "và") => Some(at + 1),
            Joint::Comma | Joint::Slash | Joint::Dash => Some(at),
            Joint::Space if self.is(at, "và") || self.is(at, "hoặc") => {
                self.follows(at + 1).then_some(at + 1)
            }
            _ => None,
        }
    }

    /// Where a place name that begins at `at` ends: "Vân Khê", "12".
    fn place_name(&self, at: usize, upper: bool) -> Option<usize> {
        let fits = |index: usize| match self.case(index) {
            Case::Capital | Case::Digits => true,
            Case::Upper => upper,
            Case::Lower => false,
        };
        let stops = |index: usize| {
            self.is(index, "đảng") || self.is(index, "việt") && self.is(index + 1, "nam")
        };
        let goes_on = |index: &usize| {
            let fresh = *index == at || !self.begins_body(*index);
            self.follows(*index) && fits(*index) && fresh && !stops(*index)
        };
        let longest = at + LONGEST_PLACE;
        let end = (at..longest).take_while(goes_on).last()? + 1;
        Some(end)
    }

    /// Whether a name that can stand alone begins at word `at`.
    fn begins_body(&self, at: usize) -> bool {
        LEXICON
            .heads
            .longest(&self.words, at)
            .is_some_and(|(end, head)| head.alone || end > at + 1)
    }
}

/// Words in the longest names of places: "Hồ Chí Minh", "Phong Nha Kẻ Bàng".
const LONGEST_PLACE: usize = 4;
