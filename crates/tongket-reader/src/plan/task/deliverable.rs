//! What is to be handed over: the paper named after a verb that makes or sends one.

use super::lexicon::LEXICON;
use super::word::{Gap, Word};

/// How many words may stand between the verb and the paper.
const REACH: usize = 5;

/// The paper a task asks for: "báo cáo", "kế hoạch", "danh sách".
///
/// `action` is the place of the verb that opens the task: of verbs further on
/// only those count that stand in a row with it, not those it governs
/// ("hướng dẫn các sở xây dựng kế hoạch" asks for no plan).
pub(super) fn read(words: &[Word], action: usize) -> Option<String> {
    let opens = words.partition_point(|word| word.span.start < action);
    (opens..words.len())
        .filter(|at| *at <= opens + 1 || in_row(words, *at))
        .find_map(|at| made(words, at))
        .or_else(|| reported(words))
}

/// Whether the verb at `at` stands in a row of verbs, or sends.
fn in_row(words: &[Word], at: usize) -> bool {
    let parted = !matches!(words[at].gap, Gap::Space | Gap::Close);
    let joined = words
        .get(at.wrapping_sub(1))
        .is_some_and(|before| ["và", "để", "việc"].contains(&before.key.as_str()));
    let undone = words
        .get(at.wrapping_sub(1))
        .is_some_and(|before| before.key == "chưa");
    parted || joined || (LEXICON.send.at(words, at).is_some() && !undone)
}

/// "xây dựng Báo cáo …", "gửi danh sách …".
fn made(words: &[Word], at: usize) -> Option<String> {
    let ((), length) = LEXICON.makers.at(words, at)?;
    let from = at + length;
    (from..words.len().min(from + REACH))
        .take_while(|next| !matches!(words[*next].gap, Gap::Stop | Gap::Semicolon | Gap::Colon))
        .take_while(|next| {
            !["theo", "thực", "triển", "của", "để", "về"].contains(&words[*next].key.as_str())
        })
        .find_map(|next| paper(words, next))
}

/// "báo cáo UBND tỉnh", "báo cáo kết quả": the verb names the paper.
fn reported(words: &[Word]) -> Option<String> {
    (0..words.len())
        .find(|at| {
            words[*at].key == "báo" && words.get(at + 1).is_some_and(|next| next.key == "cáo")
        })
        .filter(|at| {
            !words.get(at.wrapping_sub(1)).is_some_and(|before| {
                ["nghe", "theo", "chế", "độ", "gửi", "chưa", "qua"].contains(&before.key.as_str())
            })
        })
        .map(|_| "báo cáo".to_owned())
}

/// The first paper named: of a sentence whose subject it is.
pub(super) fn named(words: &[Word]) -> Option<String> {
    (0..words.len()).find_map(|at| paper(words, at))
}

fn paper(words: &[Word], at: usize) -> Option<String> {
    let ((), length) = LEXICON.deliverables.at(words, at)?;
    let name = words.get(at..at + length)?;
    Some(
        name.iter()
            .map(|word| word.key.as_str())
            .collect::<Vec<_>>()
            .join(" "),
    )
}
