//! Who is addressed, in what part, with whom, and where the order begins.
//!
//! "Giao Sở Nội vụ chủ trì, phối hợp với Công an tỉnh rà soát …" names the
//! addressee after a word of giving; "UBND cấp xã chủ trì xây dựng …" begins
//! with it; a heading is nothing but it; a bullet below the heading begins
//! with the verb. [`Clause::read`] tells these apart and refuses everything
//! else: recounting ("đã …"), defining ("… là …"), promising ("sẽ …").

use super::described;
use super::level;
use super::lexicon::{Class, LEXICON};
use super::units;
use super::word::{Gap, Word};
use crate::plan::{Order, Role};
use crate::span::Spanned;

/// How far the name of an addressee may reach, in words.
const LONGEST_NAME: usize = 90;
/// "là cơ quan thường trực Ban Chỉ đạo …, có trách nhiệm": how far the order may stand behind it.
const LONGEST_PART: usize = 24;
/// The field a department is named after has at most this many words.
const LONGEST_FIELD: usize = 8;
/// How many commas are tried as the place where the addressee begins.
const MOST_OPENINGS: usize = 10;

/// A sentence understood as an order.
#[derive(Debug, Default, Clone)]
pub(super) struct Clause {
    /// Who is addressed; empty where the sentence begins with the verb.
    pub(super) units: Vec<Spanned<String>>,
    /// Ordered or asked, where a word says so.
    pub(super) order: Option<Order>,
    /// The part, where a word says so.
    pub(super) role: Option<Role>,
    /// Coordinating units.
    pub(super) with: Vec<Spanned<String>>,
    /// First byte of what is to be done; `None` where only the addressee stands there.
    pub(super) action: Option<usize>,
    /// Whether what is to be done follows below: the sentence ends in a colon, or after "có nhiệm vụ".
    pub(super) opens_list: bool,
    /// Whether it is a line of a timetable by level: "Cấp xã: hoàn thành trước …".
    pub(super) level: bool,
}

impl Clause {
    /// Reads the words of one sentence; `None` where it gives nobody anything to do.
    pub(super) fn read(words: &[Word], ends_in_colon: bool) -> Option<Clause> {
        let supposes = class(words, 0).is_some_and(|(class, _)| class == Class::Condition);
        let in_brackets = words.first().is_some_and(|word| word.gap == Gap::Open);
        if supposes || in_brackets {
            return None;
        }
        let mut clause = if cites(words) {
            given(words, grounds_end(words)).or_else(|| named_later(words))?
        } else {
            given(words, 0)
                .or_else(|| level::read(words))
                .or_else(|| named(words, 0))
                .or_else(|| named_later(words))
                .or_else(|| bare(words))?
        };
        clause.opens_list |= ends_in_colon;
        Some(clause)
    }

    /// Whether it names bodies and has not come to what they are to do.
    pub(super) fn only_names(&self) -> bool {
        !self.units.is_empty() && self.action.is_none()
    }

    /// Whether a part of a sentence begins with a verb of its own, not "đồng thời …".
    pub(super) fn starts_anew(&self, words: &[Word]) -> bool {
        self.action == words.first().map(|word| word.span.start)
    }

    /// Reads a heading that is nothing but a name, whatever verbs the name
    /// holds: "Các phòng, ban tham gia đào tạo".
    pub(super) fn title(words: &[Word]) -> Option<Clause> {
        let (class, length) = class(words, 0)?;
        let (order, from) = match class {
            Class::Give => (Some(Order::Assign), length),
            Class::Ask => (Some(Order::Request), length),
            Class::Duty => (None, length),
            _ => (None, 0),
        };
        head(words, from)?;
        let units = units::split(words.get(from..)?);
        (!units.is_empty()).then(|| Clause {
            units,
            order,
            opens_list: true,
            ..Clause::default()
        })
    }
}

/// "Thực hiện Chỉ thị số …": the ground on which something is done, not an order.
fn cites(words: &[Word]) -> bool {
    let carries_out = words.first().is_some_and(|word| word.key == "thực")
        && words.get(1).is_some_and(|word| word.key == "hiện");
    let numbered = words.iter().take(12).any(|word| word.key == "số");
    carries_out && numbered && LEXICON.cited.at(words, 2).is_some()
}

/// Behind the first comma of a sentence that opens with what it is done on the ground of.
fn grounds_end(words: &[Word]) -> usize {
    let parted = |word: &Word| matches!(word.gap, Gap::Comma | Gap::Semicolon);
    words.iter().position(parted).unwrap_or(words.len())
}

/// A word of giving or asking with the body after it: at the start, or after the issuer's own name.
fn given(words: &[Word], from: usize) -> Option<Clause> {
    let mut at = from;
    while at < words.len() {
        let (class, length) = class(words, at).unwrap_or((Class::Bar, 1));
        let order = match class {
            Class::Give => Some(Order::Assign),
            Class::Ask => Some(Order::Request),
            Class::Duty if at == 0 => None,
            Class::Lead | Class::Join | Class::Verb | Class::Condition if at == 0 => return None,
            _ => {
                at += length;
                continue;
            }
        };
        if speaks_itself(words, at)
            && !retold(words, at)
            && let Some(mut clause) = named(words, at + length)
                .or_else(|| asked(words, at, length))
                .or_else(|| described::read(words, at + length))
        {
            clause.order = order;
            return Some(clause);
        }
        at += length;
    }
    None
}

/// "Đề nghị báo cáo …": asked of those the letter is addressed to.
fn asked(words: &[Word], at: usize, length: usize) -> Option<Clause> {
    let (class, _) = class(words, at + length)?;
    (at == 0 && class.opens_predicate())
        .then(|| predicate(words, at + length, Clause::default()))?
}

/// Whether the word of giving at `at` is the sentence's own: it opens it, or
/// the issuer's name stands right before it.
fn speaks_itself(words: &[Word], at: usize) -> bool {
    let from = (0..at).rev().find(|index| {
        words
            .get(index + 1)
            .is_some_and(|next| !matches!(next.gap, Gap::Space | Gap::Dash))
    });
    let start = from.map_or(0, |index| index + 1);
    if start == at {
        return at == 0 || words.get(at).is_some_and(|word| word.capital);
    }
    let before = words.get(start..at).unwrap_or_default();
    if before.len() > LONGEST_NAME {
        return false;
    }
    is_polite(before) || (head(before, 0).is_some() && !has_predicate(before))
}

/// "… đã có Công văn số …, trong đó đề nghị …": what another paper asked for.
fn retold(words: &[Word], at: usize) -> bool {
    let before = words.get(..at).unwrap_or_default();
    let inside = before.last().is_some_and(|word| word.key == "đó");
    inside && before.iter().any(|word| word.key == "đã")
}

/// "Kính", "Đồng thời", "trân trọng" and the like.
fn is_polite(before: &[Word]) -> bool {
    class(before, 0).is_some_and(|(class, length)| {
        matches!(class, Class::Connector | Class::Adverb) && length == before.len()
    })
}

fn has_predicate(words: &[Word]) -> bool {
    // "Đào tạo": the second syllable of a proper noun looks like a verb of its own.
    let syllable = |at: usize| words[at - 1].capital && words[at].gap == Gap::Space;
    (1..words.len()).any(|at| {
        let class = class(words, at).map(|(class, _)| class);
        let verb = class.is_some_and(Class::opens_predicate) && !syllable(at);
        (verb || class == Some(Class::Bar)) && !words[at].capital && !joins_names(words, at)
    })
}

/// The name of a body at `at` and what it is to do.
pub(super) fn named(words: &[Word], at: usize) -> Option<Clause> {
    let name = Name::read(words, at)?;
    let units = units::split(words.get(at..name.end)?);
    if is_part(words.get(at..name.end)?) {
        let lead = Clause {
            role: Some(Role::Lead),
            ..Clause::default()
        };
        return predicate(words, name.predicate, lead);
    }
    if units.is_empty() || is_nameless(words.get(at..name.end)?) {
        return None;
    }
    let clause = Clause {
        units,
        opens_list: name.predicate >= words.len(),
        ..Clause::default()
    };
    if clause.opens_list {
        return Some(clause);
    }
    predicate(words, name.predicate, clause)
}

/// "Cơ quan chủ trì, phối hợp với …" below a heading: the part it plays, not who plays it.
fn is_part(name: &[Word]) -> bool {
    let parts = [
        "cơ quan chủ trì",
        "đơn vị chủ trì",
        "cơ quan đầu mối",
        "đơn vị đầu mối",
    ];
    let keys: Vec<&str> = name.iter().map(|word| word.key.as_str()).collect();
    parts.contains(&keys.join(" ").as_str())
}

/// "Bộ tập trung quản lý …": a head of one word and no name is the issuer speaking of itself.
fn is_nameless(name: &[Word]) -> bool {
    let Some(first) = name.first() else {
        return true;
    };
    let generic = ["cơ", "đơn"].contains(&first.key.as_str());
    let standing = name.get(2).is_some_and(|word| word.key == "thường");
    let alone = class(name, 0) == Some((Class::Head, name.len()));
    (generic && !first.capital && !standing) || (alone && (name.len() == 1 || generic))
}

/// "Căn cứ …, Sở A xây dựng …": the body stands after a comma.
fn named_later(words: &[Word]) -> Option<Clause> {
    let opening = comes_round(words)
        || class(words, 0).is_some_and(|(class, _)| {
            matches!(class, Class::Basis | Class::Connector | Class::Duty)
        });
    if !(opening || cites(words)) || recounts(words) {
        return None;
    }
    let starts = |word: &Word| {
        matches!(
            word.gap,
            Gap::Comma | Gap::Semicolon | Gap::Colon | Gap::Close
        )
    };
    (1..words.len())
        .filter(|at| {
            words.get(*at).is_some_and(starts) && (is_proper(words, *at) || opens_order(words, *at))
        })
        .take(MOST_OPENINGS)
        .take_while(|at| !(words[*at].gap == Gap::Comma && opens_order(words, *at)))
        .filter_map(|at| named(words, at))
        .find(|clause| clause.action.is_some())
}

/// "Định kỳ trước ngày 20, …", "Hằng quý, …".
fn comes_round(words: &[Word]) -> bool {
    words
        .first()
        .is_some_and(|word| ["định", "hằng", "hàng"].contains(&word.key.as_str()))
}

/// "Trong năm 2025, … đã …": an account of what was done.
fn recounts(words: &[Word]) -> bool {
    let opens = words
        .first()
        .is_some_and(|word| ["trong", "từ", "qua", "sau"].contains(&word.key.as_str()));
    opens && words.iter().any(|word| word.key == "đã")
}

/// "…, phối hợp với", "…, xây dựng": the order itself, addressed to nobody here.
fn opens_order(words: &[Word], at: usize) -> bool {
    class(words, at).is_some_and(|(class, _)| {
        matches!(
            class,
            Class::Lead | Class::Join | Class::Advise | Class::Verb
        )
    })
}

/// Whether the name at `at` is written as one: with a capital letter, or as a group.
fn is_proper(words: &[Word], at: usize) -> bool {
    let stands_out = is_plural(words, at) || words.get(at).is_some_and(|word| word.capital);
    head(words, at).is_some_and(|(group, _)| group || stands_out)
}

/// A sentence that begins with the verb, or with what stands before the verb.
fn bare(words: &[Word]) -> Option<Clause> {
    if let Some(order) = stands_for(words, 0) {
        return predicate(words, order, Clause::default());
    }
    let (first, length) = class(words, 0)?;
    match first {
        Class::Basis => {
            let verb = (1..words.len())
                .take(LONGEST_NAME)
                .find(|at| follows_basis(words, *at))?;
            predicate(words, verb, Clause::default())
        }
        Class::Connector => predicate(words, length, Clause::default()),
        _ => predicate(words, 0, Clause::default()),
    }
}

/// "… để xây dựng", "…, chủ trì": where the order begins after its grounds.
fn follows_basis(words: &[Word], at: usize) -> bool {
    let after_purpose = at > 0 && words.get(at - 1).is_some_and(|word| word.key == "để");
    let after_comma = words.get(at).is_some_and(|word| word.gap == Gap::Comma);
    // "…, hướng dẫn của Bộ": what looks like the verb belongs to somebody.
    let owned = |length: usize| words.get(at + length).is_some_and(|word| word.key == "của");
    let class = class(words, at)
        .filter(|(_, length)| !owned(*length))
        .map(|(class, _)| class);
    let opens = class.is_some_and(Class::opens_predicate);
    let stated = opens && states_grounds(words, at);
    class == Some(Class::Modal) || (opens && (after_purpose || after_comma)) || stated
}

/// "căn cứ Kế hoạch này tổ chức", "theo chức năng, nhiệm vụ được giao chuẩn bị":
/// the words before `at` end the grounds without a comma.
fn states_grounds(words: &[Word], at: usize) -> bool {
    let written = words
        .get(at)
        .is_some_and(|word| word.gap == Gap::Space && !word.capital);
    let ends = |length: usize| {
        at.checked_sub(length)
            .and_then(|from| LEXICON.grounds_end.at(words, from))
            .is_some_and(|((), found)| found == length)
    };
    written && (1..=3).any(ends)
}

/// Reads what stands after the name: manner, part, coordinating units, verb.
pub(super) fn predicate(words: &[Word], mut at: usize, mut clause: Clause) -> Option<Clause> {
    let start = at;
    while let Some((class, length)) = class(words, at) {
        match class {
            Class::Adverb if helps(words, at) => break,
            Class::Modal | Class::Adverb => at += length,
            Class::Lead => {
                clause.role = Some(Role::Lead);
                at += length;
            }
            Class::Join => {
                at += length;
                let end = with_end(words, at);
                let with = units::split(words.get(at..end)?);
                let jointly = with.is_empty() && clause.units.len() > 1 && makes(words, end);
                if (length > 1 || clause.role.is_some()) && !jointly {
                    clause.role.get_or_insert(Role::Coordinate);
                }
                clause.with.extend(with);
                at = end;
            }
            Class::Advise => {
                clause.role.get_or_insert(Role::Advise);
                break;
            }
            Class::Basis if at > start => match skip_basis(words, at) {
                Some(next) => at = next,
                None => break,
            },
            _ => break,
        }
    }
    let verb =
        class(words, at).is_some_and(|(class, _)| matches!(class, Class::Verb | Class::Advise));
    let verb = verb || leads(words, at) || helps(words, at);
    if at == start && !verb {
        return None;
    }
    match words.get(at) {
        Some(word) => clause.action = Some(word.span.start),
        None => clause.opens_list = true,
    }
    Some(clause)
}

/// "Hội A và Công an B phối hợp xây dựng báo cáo": a paper of both.
fn makes(words: &[Word], at: usize) -> bool {
    let maker = LEXICON.makers.at(words, at);
    maker.is_some_and(|((), length)| LEXICON.deliverables.at(words, at + length).is_some())
}

/// "giúp Ban Giám đốc theo dõi …": the work is done for the body named.
fn helps(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.key == "giúp") && head(words, at + 1).is_some()
}

/// "…, căn cứ tình hình thực tế, xây dựng": the verb after grounds given in passing.
fn skip_basis(words: &[Word], at: usize) -> Option<usize> {
    (at + 1..words.len())
        .take(40)
        .find(|next| follows_basis(words, *next))
}

/// Where the name of an addressee ends and what it is to do begins.
struct Name {
    end: usize,
    predicate: usize,
}

impl Name {
    /// Reads the name at `from`; `None` where something is told, not ordered.
    fn read(words: &[Word], from: usize) -> Option<Name> {
        let (_, after) = head(words, from)?;
        let mut at = after + usize::from(words.get(after).is_some_and(is_figure));
        while at < words.len() && at - from < LONGEST_NAME {
            let word = words.get(at)?;
            if word.gap == Gap::Stop || is_figure(word) || word.key == "nào" {
                return None;
            }
            if let Some(predicate) = stands_for(words, at) {
                return Some(Name { end: at, predicate });
            }
            if word.gap == Gap::Colon && enumerates(words, from, at) {
                at += 1;
                continue;
            }
            if word.gap == Gap::Colon {
                return match class(words, at)?.0 {
                    Class::Basis => Name::before_grounds(words, at),
                    class => class.opens_predicate().then(|| Name::ending(at)),
                };
            }
            let Some((class, length)) = class(words, at) else {
                at += 1;
                continue;
            };
            match class {
                _ if is_noun(words, at) || joins_names(words, at) => at += 1,
                Class::Head if leads(words, at) => return Some(Name::ending(at)),
                _ if word.capital && word.gap != Gap::Colon => at += length,
                _ if class.opens_predicate() => return Some(Name::ending(at)),
                Class::Bar | Class::Give | Class::Ask => return None,
                Class::Basis | Class::Condition => return Name::before_grounds(words, at),
                _ => at += length,
            }
        }
        (at >= words.len()).then(|| Name::ending(at))
    }

    fn ending(at: usize) -> Name {
        Name {
            end: at,
            predicate: at,
        }
    }

    /// "Thủ trưởng các sở căn cứ tình hình … để phát động": the name ends before its grounds.
    fn before_grounds(words: &[Word], at: usize) -> Option<Name> {
        let predicate = skip_basis(words, at)?;
        Some(Name { end: at, predicate })
    }
}

/// "Sở A là cơ quan thường trực Ban Chỉ đạo, có trách nhiệm …": where the order
/// begins behind the part that the body at its "là" plays.
fn stands_for(words: &[Word], at: usize) -> Option<usize> {
    LEXICON.standing.at(words, at)?;
    let resumes = |next: &usize| {
        let comma = words[*next].gap == Gap::Comma || words[*next].gap == Gap::Semicolon;
        let class = class(words, *next).map(|(class, _)| class);
        let orders = class.is_some_and(Class::opens_predicate) && !words[*next].capital;
        class == Some(Class::Modal) || ((comma || helps(words, *next)) && orders)
    };
    (at + 1..words.len().min(at + LONGEST_PART)).find(resumes)
}

/// "Các đảng ủy lãnh đạo, chỉ đạo …": the verb, not those who lead.
fn leads(words: &[Word], at: usize) -> bool {
    let verb = words
        .get(at)
        .is_some_and(|word| word.key == "lãnh" && !word.capital && word.gap == Gap::Space);
    verb && class(words, at + 2).is_some_and(|(class, _)| class.opens_predicate())
}

/// A number of three figures or more does not stand in a name.
fn is_figure(word: &Word) -> bool {
    word.key.len() >= 3 && word.key.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the colon before `at` opens a list of names: "các Vụ: Kế hoạch, Pháp chế".
fn enumerates(words: &[Word], from: usize, at: usize) -> bool {
    let group = (at.saturating_sub(4).max(from)..at).any(|before| is_plural(words, before));
    let names = words.get(at).is_some_and(|word| word.capital);
    let verb = class(words, at).is_some_and(|(class, _)| class.opens_predicate());
    group && names && (!verb || lists_names(words, at))
}

/// "các sở: Xây dựng, Công Thương, Y tế": what looks like a verb is the first of the names.
fn lists_names(words: &[Word], at: usize) -> bool {
    let next =
        (at + 1..words.len().min(at + LONGEST_FIELD)).find(|next| words[*next].gap != Gap::Space);
    next.is_some_and(|next| words[next].capital && words[next].gap == Gap::Comma)
}

/// "và" between two names, not before a verb.
fn joins_names(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.key == "và")
}

/// Where the list of coordinating units ends that begins at `from`.
fn with_end(words: &[Word], from: usize) -> usize {
    let mut at = from;
    let mut listing = false;
    while let Some(word) = words.get(at) {
        let ends = match word.gap {
            Gap::Semicolon | Gap::Stop => at > from,
            Gap::Colon => at > from && (listing || !enumerates(words, from, at)),
            _ => false,
        };
        listing |= word.gap == Gap::Colon;
        let Some((class, length)) = class(words, at) else {
            if ends {
                break;
            }
            at += 1;
            continue;
        };
        let closes = class.opens_predicate()
            || matches!(
                class,
                Class::Bar | Class::Basis | Class::Ask | Class::Condition
            );
        if ends || (closes && !word.capital && !is_noun(words, at) && !joins_names(words, at)) {
            break;
        }
        at += length;
    }
    at
}

/// "tổ chức" and "báo cáo" among nouns: "các cơ quan, tổ chức, cá nhân".
fn is_noun(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at) else {
        return false;
    };
    let next = words.get(at + 2);
    let listed = word.gap == Gap::Comma && next.is_none_or(|next| next.gap != Gap::Space);
    let named = next.is_some_and(|next| {
        [
            "cá", "đoàn", "chính", "xã", "hội", "tín", "thành", "đảng", "liên", "được", "có",
        ]
        .contains(&next.key.as_str())
    }) && (word.gap == Gap::Comma
        || words
            .get(at.wrapping_sub(1))
            .is_some_and(|before| ["các", "những", "và"].contains(&before.key.as_str())));
    word.key == "tổ"
        && words.get(at + 1).is_some_and(|next| next.key == "chức")
        && (listed || named)
}

/// The head of a name at `at`: whether it is a group, and the word after it.
pub(super) fn head(words: &[Word], at: usize) -> Option<(bool, usize)> {
    if words.get(at).is_some_and(is_cipher) {
        return Some((false, at + 1));
    }
    match class(words, at)? {
        (Class::Head, length) => Some((false, at + length)),
        (Class::Name, length) if begins_with_head(words, at) => Some((false, at + length)),
        (Class::Plural, length) => {
            let (_, after) = head(words, at + length)?;
            Some((true, after))
        }
        _ => None,
    }
}

/// "PV05", "V05", "PH10": a body of the police or the army known by its code.
fn is_cipher(word: &Word) -> bool {
    let figures = word
        .key
        .trim_start_matches(|c: char| c.is_ascii_lowercase());
    let letters = word.key.len() - figures.len();
    let coded = figures.len() == 2 && figures.bytes().all(|byte| byte.is_ascii_digit());
    word.capital && coded && (1..=2).contains(&letters)
}

/// "cục quản lý", "cơ quan chủ trì": a name that begins with a head.
fn begins_with_head(words: &[Word], at: usize) -> bool {
    (1..=2).any(|length| {
        let start = words.get(at..at + length).unwrap_or_default();
        LEXICON
            .classes
            .at(start, 0)
            .is_some_and(|(class, _)| class == Class::Head)
    })
}

fn is_plural(words: &[Word], at: usize) -> bool {
    words
        .get(at)
        .is_some_and(|word| ["các", "những"].contains(&word.key.as_str()))
}

fn class(words: &[Word], at: usize) -> Option<(Class, usize)> {
    LEXICON.classes.at(words, at)
}
