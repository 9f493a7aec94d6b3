//! Words of a section, marked where they stand in its HTML.
//!
//! Words are found across elements (a word in bold splits nothing) and across
//! blocks, white space counting alike. What is not found stays unmarked.

/// Words that are to be marked.
#[derive(Debug)]
pub(super) struct Mark {
    /// The words.
    pub(super) words: String,
    /// The number that the mark bears.
    pub(super) number: usize,
    /// Which look it has.
    pub(super) class: &'static str,
}

/// A letter of the words with its place in the HTML; white space between blocks has none.
struct Letter {
    sign: char,
    from: usize,
    to: usize,
}

/// Elements within a line.
const INLINE: [&str; 3] = ["strong", "em", "u"];

/// The HTML with these words marked; the first mark of a letter counts.
pub(super) fn noted(html: &str, marks: &[Mark]) -> String {
    let letters = letters(html);
    let signs: Vec<char> = letters.iter().map(|letter| letter.sign).collect();
    let mut of_letter: Vec<Option<usize>> = vec![None; letters.len()];
    for (which, mark) in marks.iter().enumerate() {
        let Some((from, to)) = found(&signs, &mark.words) else {
            continue;
        };
        for slot in &mut of_letter[from..to] {
            slot.get_or_insert(which);
        }
    }
    let mut out = String::with_capacity(html.len() + marks.len() * 64);
    let (mut done, mut open, mut begun) = (0, None::<usize>, vec![false; marks.len()]);
    for (letter, which) in letters.iter().zip(&of_letter) {
        if letter.from == letter.to {
            continue;
        }
        // A mark ends where a tag begins, and begins again behind it.
        if open.is_some() && (*which != open || letter.from != done) {
            out.push_str("</mark>");
            open = None;
        }
        out.push_str(&html[done..letter.from]);
        if let (Some(which), None) = (*which, open) {
            out.push_str(&opening(&marks[which], &mut begun[which]));
            open = Some(which);
        }
        out.push_str(&html[letter.from..letter.to]);
        done = letter.to;
    }
    if open.is_some() {
        out.push_str("</mark>");
    }
    out.push_str(&html[done..]);
    out
}

/// The tag that opens a mark; the first of its parts bears the number and can be gone to.
fn opening(mark: &Mark, begun: &mut bool) -> String {
    let (class, number) = (mark.class, mark.number);
    match std::mem::replace(begun, true) {
        true => format!("<mark class=\"noted {class}\">"),
        false => format!("<mark class=\"noted {class}\" data-note=\"{number}\">"),
    }
}

fn letters(html: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(html.len());
    let mut at = 0;
    while let Some(sign) = html[at..].chars().next() {
        let rest = &html[at..];
        let (sign, length) = match sign {
            '<' => {
                let length = rest.find('>').map_or(rest.len(), |end| end + 1);
                let name = rest[1..length].trim_start_matches('/');
                let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
                if !INLINE.contains(&name.unwrap_or_default()) {
                    push(&mut letters, ' ', at, at);
                }
                at += length;
                continue;
            }
            '&' => entity(rest),
            sign => (sign, sign.len_utf8()),
        };
        push(&mut letters, sign, at, at + length);
        at += length;
    }
    letters
}

/// White space that follows white space is no letter of its own, but stays within the HTML.
fn push(letters: &mut Vec<Letter>, sign: char, from: usize, to: usize) {
    let space = sign.is_whitespace();
    let after_space = letters.last().is_none_or(|last| last.sign == ' ');
    if space && after_space {
        return;
    }
    let sign = if space { ' ' } else { sign };
    letters.push(Letter { sign, from, to });
}

/// The sign of an entity at the beginning of a text, and its bytes.
fn entity(text: &str) -> (char, usize) {
    let known = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&nbsp;", ' '),
    ];
    let found = known.iter().find(|(name, _)| text.starts_with(name));
    found.map_or(('&', 1), |(name, sign)| (*sign, name.len()))
}

/// Where words stand: the first place.
fn found(signs: &[char], words: &str) -> Option<(usize, usize)> {
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted: Vec<char> = folded.chars().collect();
    if wanted.is_empty() {
        return None;
    }
    let mut places = signs.windows(wanted.len());
    let from = places.position(|place| place == wanted)?;
    Some((from, from + wanted.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(words: &str, number: usize) -> Mark {
        Mark {
            words: words.to_owned(),
            number,
            class: "copy",
        }
    }

    #[test]
    fn words_are_marked_where_they_stand_whatever_is_bold() {
        let html = "<p>Toàn xã có <strong>12</strong> tổ &amp; đội.</p><p>Hết.</p>";
        let marked = noted(html, &[mark("có 12 tổ & đội.", 3)]);
        assert_eq!(
            marked,
            "<p>Toàn xã <mark class=\"noted copy\" data-note=\"3\">có </mark><strong>\
             <mark class=\"noted copy\">12</mark></strong><mark class=\"noted copy\"> tổ &amp; đội.</mark></p><p>Hết.</p>"
        );
    }

    #[test]
    fn a_mark_goes_over_blocks_and_the_first_mark_of_a_word_counts() {
        let html = "<ul><li>một  hai</li><li>ba</li></ul>";
        assert_eq!(
            noted(html, &[mark("hai ba", 1), mark("một hai", 2)]),
            "<ul><li><mark class=\"noted copy\" data-note=\"2\">một </mark> \
             <mark class=\"noted copy\" data-note=\"1\">hai</mark></li><li><mark class=\"noted copy\">ba</mark></li></ul>"
        );
    }

    #[test]
    fn what_is_not_there_is_not_marked_and_nothing_is_lost() {
        let html = "<p>a < b</p><table><tr><td>1</td></tr></table>";
        assert_eq!(noted(html, &[mark("c", 1), mark("", 2)]), html);
    }
}
