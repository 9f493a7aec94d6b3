//! Stars and underscores that a Markdown hand put around words.
//!
//! They are taken out of the text and kept as bold and italic. A sign opens
//! only before a letter and after a gap, closes only after one and before a
//! gap, and must have its pair on the same line; everything else is text.

use tongket_reader::Span;
use tongket_reader::source::Look;

/// The text without its paired signs, and how its parts looked.
pub(super) fn take_out(line: &str) -> (String, Look) {
    let mut look = Look::default();
    if !line.contains(['*', '_', '\\']) {
        return (line.to_owned(), look);
    }
    let pairs = pairs(line);
    let mut text = String::with_capacity(line.len());
    let mut open: Vec<usize> = vec![0; pairs.len()];
    let mut at = 0;
    while let Some(letter) = line.get(at..).and_then(|rest| rest.chars().next()) {
        if let Some(index) = pairs.iter().position(|pair| pair.open == at) {
            open[index] = text.len();
            at += pairs[index].width;
        } else if let Some(index) = pairs.iter().position(|pair| pair.close == at) {
            let span = Span::new(open[index], text.len());
            let (bold, italic) = (pairs[index].width >= 2, pairs[index].width != 2);
            look.bolds.extend(bold.then_some(span));
            look.italics.extend(italic.then_some(span));
            at += pairs[index].width;
        } else if letter == '\\' && escapes(line, at) {
            at += 1;
            let escaped = line[at..].chars().next().unwrap_or_default();
            text.push(escaped);
            at += escaped.len_utf8();
        } else {
            text.push(letter);
            at += letter.len_utf8();
        }
    }
    look.bold = covers_all_letters(&text, &look.bolds);
    look.italic = covers_all_letters(&text, &look.italics);
    (text, look)
}

/// An opening sign, its closing sign and how many characters each has.
struct Pair {
    open: usize,
    close: usize,
    width: usize,
}

/// Most pairs taken from one line; more than that is not emphasis.
const MOST: usize = 64;

fn pairs(line: &str) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut waiting: Vec<Run> = Vec::new();
    for run in runs(line) {
        let partner = waiting
            .iter()
            .rposition(|open| open.matches(&run))
            .filter(|_| run.closes);
        if let Some(index) = partner {
            pairs.push(Pair {
                open: waiting[index].at,
                close: run.at,
                width: run.width,
            });
            waiting.truncate(index);
        } else if run.opens && waiting.len() < MOST {
            waiting.push(run);
        }
        if pairs.len() >= MOST {
            break;
        }
    }
    pairs
}

/// A run of one to three equal signs.
struct Run {
    at: usize,
    width: usize,
    sign: char,
    opens: bool,
    closes: bool,
}

impl Run {
    fn matches(&self, other: &Run) -> bool {
        self.sign == other.sign && self.width == other.width
    }
}

fn runs(line: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut letters = line.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, sign)) = letters.next() {
        if sign == '\\' && escapes(line, at) {
            before = letters.next().map_or(' ', |(_, escaped)| escaped);
            continue;
        }
        if sign != '*' && sign != '_' {
            before = sign;
            continue;
        }
        let mut width = 1;
        while letters.next_if(|(_, next)| *next == sign).is_some() {
            width += 1;
        }
        let after = letters.peek().map_or(' ', |(_, letter)| *letter);
        if width <= 3 {
            let opens = !before.is_alphanumeric() && starts_text(after);
            let closes = ends_text(before) && !after.is_alphanumeric();
            runs.push(Run {
                at,
                width,
                sign,
                opens,
                closes,
            });
        }
        before = sign;
    }
    runs
}

fn starts_text(letter: char) -> bool {
    letter.is_alphanumeric() || "\"“‘'([*_-+…".contains(letter)
}

fn ends_text(letter: char) -> bool {
    !letter.is_whitespace() && letter != '('
}

/// Whether the backslash at `at` only protects the sign after it.
fn escapes(line: &str, at: usize) -> bool {
    let next = line.get(at + 1..).and_then(|rest| rest.chars().next());
    next.is_some_and(|next| "*_|\\#-+.()[]".contains(next))
}

fn covers_all_letters(text: &str, spans: &[Span]) -> bool {
    let outside = |at: usize| !spans.iter().any(|span| span.start <= at && at < span.end);
    !spans.is_empty()
        && !text
            .char_indices()
            .any(|(at, letter)| letter.is_alphanumeric() && outside(at))
}
