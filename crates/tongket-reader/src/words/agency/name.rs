//! One body by its name: its first words, its field of work, its place.

use super::lexicon::{Case, Head, Joint, LEXICON};
use super::{Agency, AgencyKind, Found, Scan};
use crate::span::Spanned;

impl Scan<'_> {
    /// A body, or a place named for the body that runs it.
    pub(super) fn body(&self, at: usize) -> Option<Found> {
        self.headed_body(at).or_else(|| self.territory(at))
    }

    /// A body whose name begins with a word such as Sở, Ban, UBND.
    pub(super) fn headed_body(&self, at: usize) -> Option<Found> {
        let (end, head) = LEXICON.heads.longest(&self.words, at)?;
        if !(self.capital(at) || head.lower) {
            return None;
        }
        self.nested(end, head).or_else(|| {
            let named = self.named(at, end, head);
            let (end, group) = self.belonging(at, named.unwrap_or(end), head);
            let complete = head.alone || named.is_some();
            complete.then_some(Found {
                end,
                kind: head.kind,
                group,
            })
        })
    }

    /// "Văn phòng" + "UBND tỉnh".
    fn nested(&self, end: usize, head: Head) -> Option<Found> {
        let inner = (head.nests && self.follows(end))
            .then(|| self.group(end).or_else(|| self.headed_body(end)))??;
        Some(Found {
            kind: head.kind,
            ..inner
        })
    }

    /// Where the part of the name ends that says which of its kind a body is.
    fn named(&self, at: usize, end: usize, head: Head) -> Option<usize> {
        let upper = self.spelt_out_in_capitals(at, end);
        let by_field = (head.field || head.open).then(|| self.field(end, head))?;
        by_field
            .or_else(|| (head.open && !upper).then(|| self.open_run(end))?)
            .or_else(|| head.purpose.then(|| self.purpose(end))?)
    }

    /// A field of work with what it is joined to: "Nội vụ", "Thi đua - Khen thưởng", "KH&CN".
    fn field(&self, at: usize, head: Head) -> Option<usize> {
        if !(self.follows(at) && self.capital(at)) {
            return None;
        }
        let mut end = match LEXICON.fields.longest(&self.words, at) {
            Some((end, ())) => end,
            None if head.field => return self.initials(at),
            None => return None,
        };
        while let Some(next) = self.next_field(end).filter(|_| head.open) {
            end = next;
        }
        Some(end)
    }

    /// The end of a further field joined by "và" or a dash.
    fn next_field(&self, at: usize) -> Option<usize> {
        let next = match self.joint(at) {
            Joint::Dash => at,
            Joint::Space if self.is(at, "và") => at + 1,
            _ => return None,
        };
        let begins = self.capital(next) && !self.begins_body(next);
        let (end, ()) = begins.then(|| LEXICON.fields.longest(&self.words, next))??;
        Some(end)
    }

    /// An abbreviated field: "GTVT", "KH&CN", "NN-PTNT".
    fn initials(&self, at: usize) -> Option<usize> {
        let joined = |index: usize| matches!(self.joint(index), Joint::Slash | Joint::Dash);
        if self.case(at) != Case::Upper || self.is_upper_word(at.wrapping_sub(1)) {
            return None;
        }
        let more = (at + 1..)
            .take_while(|index| joined(*index) && self.case(*index) == Case::Upper)
            .count();
        Some(at + 1 + more)
    }

    /// A run of capitalised words, each with at most one syllable in lower case after it:
    /// "Nữ Doanh nhân", "Kiểm tra văn bản" up to "tra".
    fn open_run(&self, at: usize) -> Option<usize> {
        let begins = self.follows(at) && self.case(at) != Case::Digits && self.capital(at);
        let mut end = begins.then_some(at + 1)?;
        while end < at + LONGEST_RUN && self.follows(end) && self.runs_on(end) {
            end += 1;
        }
        Some(end)
    }

    fn runs_on(&self, at: usize) -> bool {
        match self.case(at) {
            Case::Capital | Case::Upper => !self.begins_body(at),
            Case::Lower => self.closes_word(at),
            Case::Digits => false,
        }
    }

    /// Whether the lower-case word `at` is the second syllable of a word whose first is
    /// capitalised, and not the beginning of what the body does.
    fn closes_word(&self, at: usize) -> bool {
        let is_other = LEXICON.levels.longest(&self.words, at).is_some()
            || LEXICON.verbs.longest(&self.words, at).is_some();
        self.capital(at - 1) && !is_other
    }

    /// What a steering committee is for: "thực hiện Chỉ thị số 01", "35".
    fn purpose(&self, at: usize) -> Option<usize> {
        if self.follows(at) && self.case(at) == Case::Digits {
            return Some(at + 1);
        }
        let carried_out = self.is(at, "thực") && self.is(at + 1, "hiện") && self.follows(at);
        if !(carried_out && self.capital(at + 2)) {
            return None;
        }
        let is_number = |index: usize| self.case(index) == Case::Digits;
        let near = at + 3..at + 3 + LONGEST_RUN;
        let number = near
            .take_while(|index| self.follows(*index))
            .find(|index| is_number(*index))?;
        let coded = (number + 1..)
            .take_while(|index| matches!(self.joint(*index), Joint::Slash | Joint::Dash))
            .count();
        Some(number + 1 + coded)
    }

    /// What a body belongs to: "tỉnh", "huyện Đông Giang", "các xã, phường", "Việt Nam", "cùng cấp".
    fn belonging(&self, at: usize, mut end: usize, head: Head) -> (usize, bool) {
        let upper = self.spelt_out_in_capitals(at, end);
        while self.follows(end) {
            if let Some(places) = self.places(end) {
                return (places.end, places.group);
            }
            let next = self
                .of_the_nation(end)
                .or_else(|| (head.place && !upper).then(|| self.place_name(end, false))?);
            match next {
                Some(next) => end = next,
                None => return self.at_level(end),
            }
        }
        (end, false)
    }

    /// "Việt Nam", "Trung ương", "Nhà nước" at the end of a name.
    fn of_the_nation(&self, at: usize) -> Option<usize> {
        let pair = |first, second| self.is(at, first) && self.is(at + 1, second);
        let named = pair("việt", "nam") || pair("trung", "ương") || pair("nhà", "nước");
        (named && self.capital(at)).then_some(at + 2)
    }

    /// "cấp xã", "các cấp", "cùng cấp" after a body make it a group of bodies.
    fn at_level(&self, at: usize) -> (usize, bool) {
        let (end, ()) = LEXICON
            .limits
            .longest(&self.words, at)
            .filter(|(end, ())| (at..*end).any(|index| self.is(index, "cấp")))
            .unwrap_or((at, ()));
        (end, end > at)
    }

    /// A level and a place name: "xã Vân Khê".
    pub(super) fn territory(&self, at: usize) -> Option<Found> {
        let (end, ()) = LEXICON.levels.longest(&self.words, at)?;
        if self.goes_on_as_word(end) {
            return None;
        }
        let upper = self.is_upper_word(at) && self.is_upper_word(end);
        let end = self.place_name(end, upper)?;
        Some(Found {
            end,
            kind: AgencyKind::Territory,
            group: false,
        })
    }

    /// Further names of an elliptic list: after "Sở Tài chính" the ", Nội vụ và Y tế".
    pub(super) fn elliptic(
        &self,
        at: usize,
        found: Found,
        list: &mut Vec<Spanned<Agency>>,
    ) -> usize {
        let shares = matches!(found.kind, AgencyKind::Ministry | AgencyKind::Department);
        let (mut end, head) = (found.end, self.cover(at, at + 1).slice(self.text));
        while let Some(next) = self
            .next_in_list(end)
            .filter(|next| shares && !found.group && self.capital(*next))
        {
            let Some((after, ())) = LEXICON.fields.longest(&self.words, next) else {
                break;
            };
            if LEXICON.heads.longest(&self.words, next).is_some() {
                break;
            }
            let span = self.cover(next, after);
            let name = format!("{head} {}", span.slice(self.text));
            let Found { kind, group, .. } = found;
            list.push(Spanned::new(Agency { name, kind, group }, span));
            end = after;
        }
        end
    }

    /// Whether the words are a heading in capitals, and not an abbreviation in running text.
    fn spelt_out_in_capitals(&self, at: usize, end: usize) -> bool {
        (at..end).all(|index| self.is_upper_word(index)) && self.is_upper_word(end)
    }

    fn is_upper_word(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_some_and(|word| word.case == Case::Upper)
    }
}

/// Words in the longest run of capitals that is taken for a name.
const LONGEST_RUN: usize = 8;
