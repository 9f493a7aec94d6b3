//! How deep a heading stands, from the document's own order of labels.
//!
//! "A." stands above "I." in one document and below it in the next. What
//! decides is how the document counts: if "1, 2, 3" begins anew between "I"
//! and "II", the Arabic numbers stand below the Roman ones. Only where the
//! counting says nothing, custom decides: Phần, Chương, A, I, Điều, 1, a.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::{Block, Flow, LabelStyle};

/// Deepest level that is told apart.
const DEEPEST: usize = 12;

/// How far ahead to look for the list that a nested list interrupts.
const AHEAD: usize = 64;

/// What makes two headings siblings: the same kind of label, or the same look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A label of this style, closed by this sign.
    Label(LabelStyle, char),
    /// A heading style of the word processor.
    Styled(u8),
    /// A line in capitals.
    Caps,
    /// A line in bold.
    Bold,
}

/// One heading as it counts: its key and its number, 0 where it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Its kind.
    pub key: Key,
    /// Its number from 1, or 0.
    pub ordinal: u32,
}

impl Mark {
    /// The mark of a labelled block.
    pub fn of(flow: &Flow, block: &Block) -> Option<Mark> {
        let label = block.label.as_ref()?;
        let written = flow.slice(label.span);
        let sign = match label.style {
            LabelStyle::Arabic | LabelStyle::Letter => written.chars().next_back(),
            LabelStyle::Star => written.chars().next(),
            _ => None,
        };
        Some(Mark {
            key: Key::Label(label.style, sign.unwrap_or_default()),
            ordinal: label.ordinal,
        })
    }
}

impl Key {
    /// Where custom sets it: a smaller number stands further out.
    fn custom(self) -> u32 {
        match self {
            Key::Label(LabelStyle::Part, _) => 10,
            Key::Label(LabelStyle::Chapter, _) => 20,
            Key::Label(LabelStyle::Division, _) => 25,
            Key::Label(LabelStyle::Capital, _) => 30,
            Key::Styled(1) => 32,
            Key::Caps => 35,
            Key::Label(LabelStyle::Roman, _) => 40,
            Key::Styled(2) => 45,
            Key::Label(LabelStyle::Article, _) => 50,
            Key::Label(LabelStyle::Arabic, _) => 60,
            Key::Bold => 62,
            Key::Styled(level) => 63 + u32::from(level),
            Key::Label(LabelStyle::Decimal(numbers), _) => 320 + u32::from(numbers),
            Key::Label(LabelStyle::Letter, _) => 600,
            Key::Label(LabelStyle::SubLetter, _) => 610,
            Key::Label(LabelStyle::Bracket, _) => 620,
            Key::Label(LabelStyle::Star, '*') => 630,
            Key::Label(LabelStyle::Dash, _) => 640,
            Key::Label(LabelStyle::Star, _) => 650,
            Key::Label(LabelStyle::Plus, _) => 660,
        }
    }

    fn is_bullet(self) -> bool {
        matches!(self, Key::Label(style, sign) if style.is_bullet() && sign != '*')
    }
}

/// The level of every mark, from 1.
pub fn levels(marks: &[Mark]) -> Vec<u8> {
    let marks = one_sign_each(marks);
    let order = Order::of(&marks);
    let mut stack: Vec<Mark> = Vec::new();
    let mut nested: HashSet<(Key, Key)> = HashSet::new();
    let mut levels = Vec::with_capacity(marks.len());
    for (at, &mark) in marks.iter().enumerate() {
        let ahead = marks.get(at + 1..).unwrap_or_default();
        if restarts_inside(&stack, mark, ahead, &nested) {
            nested.extend(stack.last().map(|top| (top.key, mark.key)));
        } else if let Some(depth) = sibling(&stack, mark) {
            stack.truncate(depth);
        } else {
            while stack
                .last()
                .is_some_and(|top| !order.above(top.key, mark.key))
            {
                stack.pop();
            }
        }
        stack.truncate(DEEPEST - 1);
        stack.push(mark);
        levels.push(u8::try_from(stack.len()).unwrap_or(u8::MAX));
    }
    levels
}

/// The depth of the open heading that `mark` follows as the next of its kind.
fn sibling(stack: &[Mark], mark: Mark) -> Option<usize> {
    let next = |open: &Mark| open.key == mark.key && open.ordinal + 1 == mark.ordinal;
    stack
        .iter()
        .rposition(next)
        .or_else(|| stack.iter().rposition(|open| open.key == mark.key))
}

/// Whether a list of a kind that is already open further out begins anew inside the innermost item.
fn restarts_inside(
    stack: &[Mark],
    mark: Mark,
    ahead: &[Mark],
    nested: &HashSet<(Key, Key)>,
) -> bool {
    let Some((top, outer)) = stack.split_last() else {
        return false;
    };
    let open = outer.iter().any(|open| open.key == mark.key);
    if mark.ordinal != 1 || !open || top.key == mark.key || top.ordinal == 0 {
        return false;
    }
    nested.contains(&(top.key, mark.key)) || goes_on_after(*top, mark, outer, ahead)
}

/// Whether the list of `top` goes on before any list further out does.
fn goes_on_after(top: Mark, mark: Mark, outer: &[Mark], ahead: &[Mark]) -> bool {
    for next in ahead.iter().take(AHEAD) {
        if next.key == top.key {
            return next.ordinal == top.ordinal + 1;
        }
        let further_out = outer
            .iter()
            .any(|open| open.key == next.key && next.key != mark.key);
        if further_out || (next.key == mark.key && next.ordinal == 1) {
            return false;
        }
    }
    false
}

/// The marks with stray signs put right: "2)" among "1.", "3." is one of them.
///
/// Two signs are two kinds only where each of them begins a list of its own.
fn one_sign_each(marks: &[Mark]) -> Vec<Mark> {
    let mut begun: HashMap<LabelStyle, Vec<char>> = HashMap::new();
    for mark in marks {
        if let (Key::Label(style, sign), 1) = (mark.key, mark.ordinal) {
            let signs = begun.entry(style).or_default();
            if !signs.contains(&sign) {
                signs.push(sign);
            }
        }
    }
    let put_right = |mark: &Mark| match mark.key {
        Key::Label(style, sign) if !style.is_bullet() => {
            let signs = begun.get(&style).map(Vec::as_slice).unwrap_or_default();
            let known = signs.contains(&sign) || signs.is_empty();
            let sign = if known {
                sign
            } else {
                signs.first().copied().unwrap_or(sign)
            };
            Mark {
                key: Key::Label(style, sign),
                ..*mark
            }
        }
        _ => *mark,
    };
    marks.iter().map(put_right).collect()
}

/// Which kind of heading stands above which in one document.
struct Order {
    first: HashMap<Key, usize>,
    inside: HashMap<(Key, Key), u32>,
}

impl Order {
    fn of(marks: &[Mark]) -> Order {
        let mut order = Order {
            first: HashMap::new(),
            inside: HashMap::new(),
        };
        let mut counts: HashMap<Key, Count> = HashMap::new();
        for (at, mark) in marks.iter().enumerate() {
            order.first.entry(mark.key).or_insert(at);
            order.note_resumption(mark, &counts);
            if let Some(before) = at.checked_sub(1).and_then(|before| marks.get(before)) {
                order.note_beginning(*before, *mark);
            }
            let count = counts.entry(mark.key).or_insert(Count {
                last: at,
                ordinal: 0,
                begun: at,
            });
            count.last = at;
            count.ordinal = mark.ordinal;
            if mark.ordinal <= 1 {
                count.begun = at;
            }
        }
        order
    }

    /// A list that goes on holds every list that began since its last item.
    fn note_resumption(&mut self, mark: &Mark, counts: &HashMap<Key, Count>) {
        let Some(own) = counts.get(&mark.key) else {
            return;
        };
        if mark.ordinal < 2 || own.ordinal + 1 != mark.ordinal {
            return;
        }
        for (&key, _) in counts.iter().filter(|(_, other)| other.begun > own.last) {
            *self.inside.entry((mark.key, key)).or_default() += 1;
        }
    }

    /// A heading without a number holds the list that begins right below it.
    fn note_beginning(&mut self, before: Mark, mark: Mark) {
        if before.ordinal == 0 && mark.ordinal == 1 && !before.key.is_bullet() {
            *self.inside.entry((before.key, mark.key)).or_default() += 1;
        }
    }

    /// Whether headings of kind `outer` hold those of kind `inner`.
    ///
    /// Counting against both custom and the order of appearance is a list inside a list.
    fn above(&self, outer: Key, inner: Key) -> bool {
        let first = self.first.get(&outer) < self.first.get(&inner);
        if outer.is_bullet() && inner.is_bullet() {
            return first;
        }
        let custom = outer.custom() < inner.custom();
        let count = |pair| self.inside.get(&pair).copied().unwrap_or_default();
        match count((outer, inner)).cmp(&count((inner, outer))) {
            Ordering::Greater if first || custom => true,
            Ordering::Less if !first || !custom => false,
            _ => custom,
        }
    }
}

/// How far a kind of heading has counted: where last, to what, and where it began.
struct Count {
    last: usize,
    ordinal: u32,
    begun: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::label;

    /// Levels of headings given by their labels; "!" is a line in capitals, "?" one in bold.
    fn check(labels: &str, expected: &str) {
        let marks: Vec<Mark> = labels.split_whitespace().map(mark).collect();
        let seen: Vec<String> = levels(&marks).iter().map(u8::to_string).collect();
        assert_eq!(seen.join(" "), expected, "for {labels:?}");
    }

    fn mark(label: &str) -> Mark {
        let key = match label {
            "!" => Key::Caps,
            "?" => Key::Bold,
            _ => {
                let text = format!("{label} Kết quả").replace('_', " ");
                let flow = Flow::of(&crate::source::Source::from_plain(&text));
                return Mark::of(&flow, &flow.blocks[0]).expect(label);
            }
        };
        assert!(label::read(label).is_none());
        Mark { key, ordinal: 0 }
    }

    #[test]
    fn the_usual_order() {
        check(
            "I. 1. a) b) 2. II. 1. 2. a) - + - b)",
            "1 2 3 3 2 1 2 2 3 4 5 4 3",
        );
        check("A. I. 1. II. B. I. 1. 1.1. 1.2. 2.", "1 2 3 2 1 2 3 4 4 3");
        check("Điều_1. 1. a) 2. Điều_2. 1.", "1 2 3 2 1 2");
    }

    #[test]
    fn the_document_decides() {
        check("I. A. 1. 2. B. 1. II. A. B. III.", "1 2 3 3 2 3 1 2 2 1");
        check("1. 2. 3. I. 1. 2. II. 1.", "1 1 1 1 2 2 1 2");
        check("1. a) b) 2. a)", "1 2 2 1 2");
    }

    #[test]
    fn numbers_that_run_through_stay_below() {
        check("I. 1. 2. II. 3. 4. III. 5.", "1 2 2 1 2 2 1 2");
    }

    #[test]
    fn headings_without_numbers() {
        check("! 1. 2. ! 1. 2.", "1 2 2 1 2 2");
        check("? 1. 2. ? 1. a)", "1 2 2 1 2 3");
        check("I. 1. ? ? 2. II. 1.", "1 2 3 3 2 1 2");
    }

    #[test]
    fn a_stray_sign_makes_no_level() {
        check("1. 2) 3. 4.", "1 1 1 1");
        check("1. 1) 2) 2. 1)", "1 2 2 1 2");
    }

    #[test]
    fn a_list_inside_an_item_of_its_own_kind_further_in() {
        check("I. 1. a) 1. 2. b) 1. 2. 2. II.", "1 2 3 4 4 3 4 4 2 1");
    }

    #[test]
    fn stars_stand_beside_dashes_and_hold_those_after_them() {
        check("1. - - * 2.", "1 2 2 2 1");
        check("1. * - - * - 2.", "1 2 3 3 2 3 1");
    }
}
