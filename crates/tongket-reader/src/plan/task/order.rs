//! From a sentence that orders to the task it gives.

use super::clause::Clause;
use super::context::Depth;
use super::lexicon::{Class, LEXICON};
use super::route::Route;
use super::word::Word;
use super::{Part, Reader, deliverable, one_line};
use crate::plan::{Deadline, DeadlineKind, Order, Role, Task};
use crate::span::{Span, Spanned};
use crate::words::fold;

/// A call to carry the document out is at most this long, in words after the verb.
const LONGEST_CALL: usize = 16;
/// Without "nghiêm túc" or "này", so few words say nothing of their own.
const SHORTEST_WORK: usize = 8;

impl Reader<'_> {
    /// Adds what the sentence orders; returns whether a plain sentence after it goes on with it.
    pub(super) fn order(&mut self, part: Part, clause: Clause, depth: Depth) -> bool {
        let reports = clause.order.is_some()
            && deliverable::read(&part.words, clause.action.unwrap_or_default()).is_some();
        if clause.action.is_none() || (clause.opens_list && self.addresses(&clause) && !reports) {
            return self.open_list(clause, depth);
        }
        if self.is_title(&part, depth) && clause.units.is_empty() {
            return false;
        }
        let opens_list = clause.opens_list;
        let Some(task) = self.task(&part, &clause) else {
            return false;
        };
        self.tasks.push(task);
        if opens_list {
            let index = self.tasks.len() - 1;
            self.context.enter(depth, None).spells_out = Some(index);
        } else if matches!(depth, Depth::Section(_)) {
            self.context.replace(depth, clause);
        }
        true
    }

    /// Whether the sentence gives the list below it somebody to address or a part to play.
    fn addresses(&self, clause: &Clause) -> bool {
        !clause.units.is_empty() || clause.role.is_some()
    }

    fn open_list(&mut self, clause: Clause, depth: Depth) -> bool {
        let speaks = clause.opens_list && self.addresses(&clause);
        let in_preamble = depth == Depth::Preamble && clause.order.is_none();
        self.asks |= speaks && depth == Depth::Preamble && clause.order == Some(Order::Request);
        if speaks && !in_preamble && !self.is_issuer(&clause.units) {
            self.context.replace(depth, clause);
        }
        false
    }

    /// Whether the sentence is the title of a section: it has a body below and no full stop.
    pub(super) fn is_title(&self, part: &Part, depth: Depth) -> bool {
        let ends = self.flow.slice(part.span).ends_with(['.', ';', ':']);
        matches!(depth, Depth::Section(_)) && !ends && self.places.has_body(part.span)
    }

    /// The task of one sentence, where it is one.
    fn task(&self, part: &Part, clause: &Clause) -> Option<Task> {
        let frame = self.context.current();
        let quiet = frame.is_some_and(|frame| frame.quiet);
        let deadline = strictest(&part.deadlines);
        let must_date = clause.level && (quiet || says_only_when(part, clause));
        let dated_level = must_date && deadline.is_some();
        if !dated_level && (must_date || (quiet && clause.order.is_none())) {
            return None;
        }
        let (units, order) = self.addressee(clause)?;
        let route = Route::read(ordered(part, clause));
        let introduces = self.context.in_preamble() || clause.opens_list;
        let says_itself = introduces && self.is_issuer(&clause.units);
        if says_itself || (self.is_call(part, clause) && deadline.is_none() && route.is_empty()) {
            return None;
        }
        let inherits = clause.units.is_empty() && clause.role.is_none();
        let inherited = frame.filter(|_| inherits);
        let role = clause.role.or(inherited.and_then(|frame| frame.role));
        let with = match inherited {
            Some(frame) if clause.with.is_empty() => frame.with.clone(),
            _ => clause.with.clone(),
        };
        Some(Task {
            id: String::new(),
            section: self.places.id(part.span),
            units,
            role: role.unwrap_or(Role::Lead),
            with,
            order,
            action: self.action(part, clause, deadline.as_ref()),
            deliverable: deliverable::read(&part.words, clause.action.unwrap_or_default()),
            deadline,
            recipient: route.recipient,
            via: route.via,
            span: part.span,
        })
    }

    /// Who is to do it: named here, named above, or those the letter is addressed to.
    fn addressee(&self, clause: &Clause) -> Option<(Vec<Spanned<String>>, Order)> {
        let order = clause.order.unwrap_or(self.tone());
        let general = |unit: &Spanned<String>| fold::key(unit).starts_with("quý ");
        if clause.units.iter().any(general) && !self.addressees.is_empty() {
            return Some((self.addressees.to_vec(), order));
        }
        if !clause.units.is_empty() {
            return Some((clause.units.clone(), order));
        }
        if clause.order.is_some() {
            return (!self.addressees.is_empty()).then(|| (self.addressees.to_vec(), order));
        }
        let frame = self.context.current()?;
        (!frame.units.is_empty()).then(|| (frame.units.clone(), frame.order))
    }

    /// How the document speaks where the sentence does not say.
    fn tone(&self) -> Order {
        match self.asks {
            true => Order::Request,
            false => Order::Assign,
        }
    }

    /// "thực hiện nghiêm túc Kế hoạch này": a call, not work of its own.
    fn is_call(&self, part: &Part, clause: &Clause) -> bool {
        let Some(action) = clause.action else {
            return false;
        };
        let at = part.words.partition_point(|word| word.span.start < action);
        let rest = part.words.len().saturating_sub(at);
        let begins = |from: usize| {
            LEXICON
                .exhortation
                .at(&part.words, from)
                .is_some_and(|((), length)| from + length > at)
        };
        let calls = (at.saturating_sub(4)..=at).any(begins);
        let stern = part
            .words
            .iter()
            .any(|word| word.key == "nghiêm" || word.key == "hành" || word.key == "này");
        let arises = part.words.windows(2).any(|pair| {
            matches!(
                (pair[0].key.as_str(), pair[1].key.as_str()),
                ("phát", "sinh") | ("vướng", "mắc")
            )
        });
        let adds = (at..part.words.len()).any(|word| adds_work(&part.words, word));
        calls
            && (arises || !adds)
            && rest
                <= if stern || arises {
                    LONGEST_CALL
                } else {
                    SHORTEST_WORK
                }
    }

    fn is_issuer(&self, units: &[Spanned<String>]) -> bool {
        let [unit] = units else {
            return false;
        };
        self.issuer
            .is_some_and(|issuer| fold::key(issuer) == fold::key(unit))
    }

    /// What is to be done, without a deadline that ends the sentence.
    pub(super) fn action(
        &self,
        part: &Part,
        clause: &Clause,
        deadline: Option<&Deadline>,
    ) -> String {
        let start = clause.action.unwrap_or(part.span.start);
        let written = Span::new(start, part.span.end);
        let end = match deadline {
            Some(deadline) if is_last(self.flow.slice(written), deadline.span, start) => {
                deadline.span.start
            }
            _ => part.span.end,
        };
        let cut = without_frame(Span::new(start, end).slice(&self.flow.text));
        one_line(match cut.is_empty() {
            true => trimmed(written.slice(&self.flow.text)),
            false => cut,
        })
    }
}

/// Without the signs that close a sentence or open a bracket.
fn trimmed(action: &str) -> &str {
    action.trim_end_matches(|c: char| c.is_whitespace() || ".;,:/(".contains(c))
}

/// Without the words that only lead to the deadline: "…, hoàn thành", "…; xong".
fn without_frame(action: &str) -> &str {
    let mut action = trimmed(action);
    for frame in &LEXICON.frame {
        let rest = action.strip_suffix(frame.as_str());
        if let Some(rest) = rest.filter(|rest| trimmed(rest).len() < rest.trim_end().len()) {
            action = trimmed(rest);
        }
    }
    action
}

/// Whether a line gives a time and no work: "Cấp tỉnh: trong quý I".
fn says_only_when(part: &Part, clause: &Clause) -> bool {
    let words = ordered(part, clause);
    let opens = LEXICON.classes.at(words, 0);
    opens.is_some_and(|(class, _)| class == Class::Basis)
}

/// "đến năm 2030", "từ nay đến năm 2030": how far a programme reaches, not by when the task is due.
fn is_horizon(deadline: &Deadline) -> bool {
    let text = fold::key(&deadline.text);
    deadline.kind == DeadlineKind::WithinYear
        && (text.starts_with("đến") || text.starts_with("từ") || text.starts_with("tới"))
}

/// The words of the order itself, without its grounds and its addressee.
fn ordered<'p, 'a>(part: &'p Part<'a>, clause: &Clause) -> &'p [Word<'a>] {
    let from = part
        .words
        .partition_point(|word| word.span.start < clause.action.unwrap_or_default());
    part.words.get(from..).unwrap_or_default()
}

/// Whether the word at `at` opens work beyond carrying the document out.
fn adds_work(words: &[Word], at: usize) -> bool {
    let verb = LEXICON
        .classes
        .at(words, at)
        .is_some_and(|(class, _)| class == Class::Verb);
    verb && LEXICON.idle.at(words, at).is_none() && !words[at].capital
}

/// Whether nothing follows the deadline but punctuation, or what the time is for: "trước ngày
/// 15/3/2025 **để tổng hợp, báo cáo UBND tỉnh**".
fn is_last(written: &str, deadline: Span, start: usize) -> bool {
    let rest = deadline
        .end
        .checked_sub(start)
        .and_then(|end| written.get(end..));
    rest.is_some_and(|rest| !rest.contains(char::is_alphanumeric) || is_purpose(rest))
}

/// "để tổng hợp, tham mưu …": one clause to the end of the sentence, with no time of its own.
fn is_purpose(rest: &str) -> bool {
    let said = rest.trim_start_matches([' ', ',', '*', '\n', ')']);
    let opens = ["để ", "nhằm ", "phục vụ "]
        .iter()
        .any(|word| said.starts_with(word));
    opens && !said.contains([';', ':']) && !said.contains(|letter: char| letter.is_ascii_digit())
}

/// The deadline that binds: a day before a month, a month before "thường xuyên".
pub(super) fn strictest(deadlines: &[Deadline]) -> Option<Deadline> {
    let rank = |deadline: &Deadline| match deadline.kind {
        DeadlineKind::Before | DeadlineKind::By | DeadlineKind::On => 0,
        DeadlineKind::WithinMonth | DeadlineKind::WithinQuarter | DeadlineKind::Relative => 1,
        DeadlineKind::Recurring => 2,
        DeadlineKind::Event => 3,
        DeadlineKind::WithinYear => 4,
    };
    let binding = deadlines.iter().filter(|deadline| !is_horizon(deadline));
    binding.min_by_key(|deadline| rank(deadline)).cloned()
}

#[cfg(test)]
mod tests {
    use crate::plan::read::read;
    use crate::source::Source;

    /// The tasks that a plan gives below one heading: units, action, deadline.
    fn tasks(ordered: &str) -> Vec<String> {
        let text = format!(
            "ỦY BAN NHÂN DÂN TỈNH SƠN HẢI\nKẾ HOẠCH\nTổng kết phong trào\nI. MỤC ĐÍCH\nĐánh giá kết quả.\nII. TỔ CHỨC THỰC HIỆN\n1. Thanh tra tỉnh\n{ordered}\n"
        );
        let plan = read(&Source::from_plain(&text)).plan;
        let shown = plan.tasks.iter().map(|task| {
            let units: Vec<&str> = task.units.iter().map(|unit| unit.value.as_str()).collect();
            let due = task.deadline.as_ref().map_or("", |due| due.text.as_str());
            format!("{}: {} [{due}]", units.join(", "), task.action)
        });
        shown.collect()
    }

    #[test]
    fn a_title_ends_before_its_deadline_and_what_that_is_for() {
        assert_eq!(
            tasks(
                "- Gửi kết quả thực hiện về UBND tỉnh trước ngày 15/3/2025 để tổng hợp, tham mưu xây dựng báo cáo của UBND tỉnh."
            ),
            ["Thanh tra tỉnh: Gửi kết quả thực hiện về UBND tỉnh [trước ngày 15/3/2025]"]
        );
        assert_eq!(
            tasks("- Xây dựng báo cáo trước ngày 15/3/2025 và gửi về Sở Nội vụ."),
            [
                "Thanh tra tỉnh: Xây dựng báo cáo trước ngày 15/3/2025 và gửi về Sở Nội vụ [trước ngày 15/3/2025]"
            ]
        );
    }

    #[test]
    fn two_deeds_are_two_tasks_only_with_a_deadline_or_an_actor_of_their_own() {
        assert_eq!(
            tasks(
                "- Xây dựng báo cáo gửi UBND tỉnh trước ngày 15/3/2025; lập danh sách khen thưởng trước ngày 20/3/2025."
            ),
            [
                "Thanh tra tỉnh: Xây dựng báo cáo gửi UBND tỉnh [trước ngày 15/3/2025]",
                "Thanh tra tỉnh: lập danh sách khen thưởng [trước ngày 20/3/2025]"
            ]
        );
        assert_eq!(
            tasks("- Hướng dẫn các xã tổ chức tổng kết; khen thưởng các tập thể có thành tích."),
            [
                "Thanh tra tỉnh: Hướng dẫn các xã tổ chức tổng kết; khen thưởng các tập thể có thành tích []"
            ]
        );
    }
}
