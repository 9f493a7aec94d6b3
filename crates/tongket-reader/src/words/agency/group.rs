//! Groups of bodies by what they have in common: "các sở, ban, ngành, đoàn thể cấp tỉnh".

use super::lexicon::{Case, Joint, LEXICON, Noun};
use super::{AgencyKind, Found, Scan};

/// A list of nouns as far as it was read.
#[derive(Debug, Clone, Copy)]
struct Nouns {
    end: usize,
    kind: AgencyKind,
    count: usize,
    weak: bool,
    named: bool,
}

impl Scan<'_> {
    /// A group of bodies that begins at word `at`.
    pub(super) fn group(&self, at: usize) -> Option<Found> {
        let start = self.after_quantifier(at);
        let quantified = start > at;
        if quantified && !self.follows(start) {
            return None;
        }
        if let Some(found) = quantified.then(|| self.listed_by_name(start)).flatten() {
            return Some(found);
        }
        let nouns = self.nouns(start, quantified)?;
        let end = self.excluded(self.limited(nouns.end));
        let limited = end > nouns.end;
        let several = nouns.count >= 3 || nouns.count == 2 && (limited || self.capital(at));
        let one = quantified && (!nouns.weak || limited || nouns.count > 1);
        (several || one).then_some(Found {
            end,
            kind: nouns.kind,
            group: true,
        })
    }

    /// Places after a body: "các huyện, thị xã", "xã, phường biên giới", "huyện Đông Giang", "tỉnh".
    pub(super) fn places(&self, at: usize) -> Option<Found> {
        if let Some(territory) = self.territory(at) {
            return Some(territory);
        }
        let start = self.after_quantifier(at);
        if LEXICON.levels.longest(&self.words, start).is_none() || !self.follows(start) {
            return None;
        }
        let quantified = start > at;
        let nouns = self.nouns(start, quantified)?;
        if nouns.kind != AgencyKind::Territory || self.goes_on_as_word(nouns.end) {
            return None;
        }
        let is_one = !quantified && nouns.count == 1;
        let limited = self.limited(nouns.end);
        let end = if is_one && self.is_place_again(nouns.end, limited) {
            nouns.end
        } else {
            self.excluded(limited)
        };
        Some(Found {
            end,
            kind: AgencyKind::Territory,
            group: !is_one || end > nouns.end,
        })
    }

    /// "tỉnh" + "xã" and the like: the limit would be another place, not a property.
    fn is_place_again(&self, at: usize, limited: usize) -> bool {
        limited > at && LEXICON.levels.longest(&self.words, at).is_some()
    }

    /// "xã" + "hội", "tỉnh" + "ủy": the level is the first half of another word.
    pub(super) fn goes_on_as_word(&self, at: usize) -> bool {
        self.follows(at) && (self.is(at, "hội") || self.is(at, "ủy") || self.is(at, "đoàn"))
    }

    /// The word after "các", "những", "tất cả các", "toàn bộ các", "mọi", "từng", "mỗi".
    fn after_quantifier(&self, at: usize) -> usize {
        let all = |first, second| self.is(at, first) && self.is(at + 1, second);
        let skipped = if all("tất", "cả") || all("toàn", "bộ") {
            at + 2
        } else {
            at
        };
        let quantifiers = ["các", "những", "mọi", "từng", "mỗi"];
        let named = quantifiers.iter().any(|word| self.is(skipped, word));
        if named { skipped + 1 } else { skipped }
    }

    /// "các Bộ: Nội vụ, Tài chính, Y tế", "các Sở Nội vụ và Y tế".
    fn listed_by_name(&self, at: usize) -> Option<Found> {
        let (mut end, head) = LEXICON.heads.longest(&self.words, at)?;
        if !head.field || !matches!(self.joint(end), Joint::Space | Joint::Colon) {
            return None;
        }
        let mut next = Some(end);
        while let Some(at) = next.filter(|at| self.capital(*at)) {
            let Some((after, ())) = LEXICON.fields.longest(&self.words, at) else {
                break;
            };
            end = after;
            next = self.next_in_list(end);
        }
        let found = Found {
            end,
            kind: head.kind,
            group: true,
        };
        (end > at + 1).then_some(found)
    }

    /// A list of nouns: "sở, ban, ngành và đoàn thể"; with "các" also "huyện, thành phố Tân Giang".
    fn nouns(&self, at: usize, quantified: bool) -> Option<Nouns> {
        let (end, noun) = LEXICON.nouns.longest(&self.words, at)?;
        let mut list = Nouns {
            end,
            kind: noun.kind,
            count: 1,
            weak: noun.weak,
            named: false,
        };
        self.take_names(&mut list, noun, quantified);
        while let Some((end, noun)) = self.next_noun(&list) {
            list.end = end;
            list.count += 1;
            list.weak &= noun.weak;
            if list.kind != noun.kind {
                list.kind = AgencyKind::Mixed;
            }
            self.take_names(&mut list, noun, quantified);
        }
        Some(list)
    }

    /// The noun that goes on the list, where it is not the beginning of a body's own name.
    fn next_noun(&self, list: &Nouns) -> Option<(usize, Noun)> {
        let next = self.next_in_list(list.end)?;
        let again = self.is(next, "các");
        let next = next + usize::from(again);
        let (end, noun) = LEXICON.nouns.longest(&self.words, next)?;
        let own_name = self.headed_body(next).is_some() || noun.kind == AgencyKind::PeopleCommittee;
        let joins = !again || list.weak || noun.weak;
        (joins && !own_name).then_some((end, noun))
    }

    /// Place names after a noun: "các xã Vân Khê, Vân Sơn và Hải Lộc".
    fn take_names(&self, list: &mut Nouns, noun: Noun, quantified: bool) {
        if !(quantified && noun.kind == AgencyKind::Territory) {
            return;
        }
        let colon = usize::from(self.joint(list.end) == Joint::Colon);
        let first = if colon == 1 {
            self.name_after_break(list.end)
        } else {
            self.place_name(list.end, false)
        };
        let mut next = first;
        while let Some(end) = next {
            list.end = end;
            list.named = true;
            next = self
                .next_in_list(end)
                .filter(|next| LEXICON.nouns.longest(&self.words, *next).is_none())
                .filter(|next| !self.begins_body(*next))
                .and_then(|next| self.name_after_break(next));
        }
    }

    /// A place name whose first word comes after a comma or a colon.
    fn name_after_break(&self, at: usize) -> Option<usize> {
        let begins = self.case(at) == Case::Capital;
        begins.then(|| self.place_name(at + 1, false).unwrap_or(at + 1))
    }

    /// Where the words end that limit a group: "cấp tỉnh", "trên địa bàn huyện Đông Giang".
    fn limited(&self, mut end: usize) -> usize {
        while self.follows(end) {
            let Some(next) = self.limit(end) else {
                break;
            };
            end = next;
        }
        end
    }

    fn limit(&self, at: usize) -> Option<usize> {
        let limit = LEXICON.limits.longest(&self.words, at).map(|(end, ())| end);
        let Some(end) = limit else {
            return self.of_a_body(at).or_else(|| Some(self.territory(at)?.end));
        };
        if self.goes_on_as_word(end) {
            return None;
        }
        let is_level = LEXICON.levels.longest(&self.words, end - 1).is_some();
        let name = is_level.then(|| self.place_name(end, false)).flatten();
        Some(name.or_else(|| self.of_a_body(end - 1)).unwrap_or(end))
    }

    /// "thuộc Sở Nội vụ", "của UBND tỉnh".
    fn of_a_body(&self, at: usize) -> Option<usize> {
        let belongs = self.is(at, "thuộc") || self.is(at, "của");
        let inner = (belongs && self.follows(at + 1)).then(|| self.body(at + 1))??;
        Some(inner.end)
    }

    /// Where an exception ends: "(trừ xã Vân Khê)", "trừ các xã Vân Khê, Vân Sơn".
    fn excluded(&self, end: usize) -> usize {
        if !self.is(end, "trừ") {
            return end;
        }
        match self.joint(end) {
            Joint::Open => (end + 1..)
                .find(|index| matches!(self.joint(*index), Joint::Break | Joint::Open))
                .unwrap_or(end + 1),
            Joint::Space | Joint::Comma => self
                .group(end + 1)
                .or_else(|| self.body(end + 1))
                .map_or(end, |found| found.end),
            _ => end,
        }
    }
}
