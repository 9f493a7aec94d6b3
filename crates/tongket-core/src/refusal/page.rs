//! The page of a code, from which its sentences are taken.
//!
//! What a user is told stands on the page and nowhere else: below "Câu trả
//! lời" the sentence, below "Cách xử lý" the way out, each in Vietnamese and
//! in English. `{…}` is a hole to be filled.

use super::Said;

/// The sentences of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    /// The heading, without the code.
    pub title: Said,
    /// What is said, with its holes.
    pub sentence: Said,
    /// What to do next, with its holes.
    pub way_out: Said,
}

impl Page {
    /// Reads a page; a part that is not there is empty.
    pub(super) fn read(page: &str) -> Page {
        let heading = page.lines().next().unwrap_or_default();
        let title = heading.split_once(". ").map_or(heading, |(_, title)| title);
        let english = page.lines().find(|line| line.starts_with('*'));
        Page {
            title: Said {
                vi: title.to_owned(),
                en: english
                    .unwrap_or_default()
                    .trim_matches(['*', '.'])
                    .to_owned(),
            },
            sentence: quoted(page, "## Câu trả lời"),
            way_out: quoted(page, "## Cách xử lý"),
        }
    }
}

/// The quotation below a heading: Vietnamese, then English in italics.
fn quoted(page: &str, heading: &str) -> Said {
    let below = page.split_once(heading).map_or("", |(_, below)| below);
    let quotation = below
        .lines()
        .skip_while(|line| !line.starts_with('>'))
        .take_while(|line| line.starts_with('>'))
        .map(|line| line.trim_start_matches('>').trim());
    let mut said = Said::default();
    for line in quotation.filter(|line| !line.is_empty()) {
        match line
            .strip_prefix('*')
            .and_then(|line| line.strip_suffix('*'))
        {
            Some(english) => english.clone_into(&mut said.en),
            None => line.clone_into(&mut said.vi),
        }
    }
    said
}
