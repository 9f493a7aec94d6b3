//! Who issued the document: the names at the top of the left column.
//!
//! A line that begins with a word such as ỦY BAN, SỞ or ĐẢNG ỦY opens a name;
//! a line that does not ("TỈNH SƠN HẢI", "VÀ TRUYỀN THÔNG") goes on with it,
//! and so does any line below a name that cannot stand alone ("BAN CHỈ HUY").
//! Letterheads that lost their capitals are read by the same words. The last name is the issuer and the one before it the body above; bodies of
//! one rank, or joined by a dash, issued the document together.

use super::name;
use super::piece::Piece;
use crate::plan::Document;
use crate::span::{Span, Spanned};
use crate::words::fold;

/// Words with which the name of a body begins, folded.
const OPENINGS: &[&str] = &[
    "ủy ban",
    "ubnd",
    "ub mttq",
    "hội đồng",
    "hđnd",
    "bộ",
    "sở",
    "ban",
    "cục",
    "chi cục",
    "tổng cục",
    "vụ",
    "văn phòng",
    "phòng",
    "trường",
    "trung tâm",
    "viện",
    "bệnh viện",
    "công an",
    "đồn",
    "hải đội",
    "hải đoàn",
    "trung đoàn",
    "sư đoàn",
    "quân khu",
    "quân đoàn",
    "quân chủng",
    "tiểu đoàn",
    "lữ đoàn",
    "binh đoàn",
    "binh chủng",
    "vùng",
    "tỉnh ủy",
    "thành ủy",
    "huyện ủy",
    "thị ủy",
    "quận ủy",
    "đảng ủy",
    "đảng bộ",
    "chi bộ",
    "chi ủy",
    "mặt trận",
    "liên đoàn",
    "tổng liên đoàn",
    "trung ương đoàn",
    "trung ương hội",
    "công đoàn",
    "hội",
    "đoàn",
    "tỉnh đoàn",
    "thành đoàn",
    "huyện đoàn",
    "liên minh",
    "liên hiệp",
    "hiệp hội",
    "tòa án",
    "tòa",
    "chính phủ",
    "thủ tướng",
    "quốc hội",
    "chủ tịch",
    "ngân hàng",
    "kho bạc",
    "bảo hiểm",
    "đài",
    "báo",
    "tập đoàn",
    "tổng công ty",
    "công ty",
    "thanh tra",
    "kiểm toán",
    "hạt",
    "trạm",
    "tổ",
    "bch",
    "bcđ",
    "cơ quan",
    "thường trực",
    "khối",
    "học viện",
    "đại học",
    "cảng vụ",
    "đặc khu ủy",
    "tiểu ban",
    "nhà",
    "quỹ",
    "vườn quốc gia",
    "đội",
    "thuế",
    "hải quan",
    "bchqs",
    "tổng hội",
    "câu lạc bộ",
    "hợp tác xã",
    "xí nghiệp",
    "khoa",
    "ủy viên",
    "đảng đoàn",
    "ban chấp hành",
    "bộ tư lệnh",
    "bộ chỉ huy",
    "ban chỉ huy",
];

/// Offices that are never a name by themselves: the line below goes on with them.
const UNFINISHED: &[&str] = &[
    "ủy ban",
    "ủy ban trung ương",
    "ban thường trực ủy ban",
    "hội đồng",
    "bộ chỉ huy",
    "bộ tư lệnh",
    "ban chỉ huy",
    "ban quản lý",
    "hội liên hiệp",
    "tổng liên đoàn",
    "trường",
];

/// Words with which a place begins that belongs to the name above it.
const PLACES: &[&str] = &[
    "tỉnh",
    "thành phố",
    "tp",
    "huyện",
    "quận",
    "thị xã",
    "thị trấn",
    "xã",
    "phường",
    "đặc khu",
];

/// Whether a line opens the name of a body.
pub(super) fn opens(line: &str) -> bool {
    let folded = fold::key(line);
    OPENINGS.iter().any(|word| begins(&folded, word))
}

/// Whether a line is the place of the body named above it: "xã Vân Khê".
pub(super) fn is_place(line: &str) -> bool {
    let folded = fold::key(line);
    let place = PLACES.iter().any(|word| begins(&folded, word));
    place && folded.split(' ').count() <= 7 && !line.contains([':', '/', ';', '.'])
}

fn begins(folded: &str, word: &str) -> bool {
    folded
        .strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Sets issuer, parent and further issuers from the lines of the left column.
pub(super) fn assign(lines: &[&Piece], document: &mut Document) {
    let mut names: Vec<Spanned<String>> = Vec::new();
    for line in lines {
        let text = line
            .text
            .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')' | '('));
        match names.last_mut() {
            Some(last) if is_unfinished(&last.value) => {
                last.value = format!("{} {text}", last.value);
                last.span = last.span.cover(line.span);
            }
            _ if opens(text) => names.extend(parts(text, line.span)),
            Some(last) if goes_on(line) => {
                last.value = format!("{} {text}", last.value);
                last.span = last.span.cover(line.span);
            }
            _ => {}
        }
    }
    names.dedup_by(|next, last| fold::key(&next.value) == fold::key(&last.value));
    settle(names, document);
}

fn is_unfinished(name: &str) -> bool {
    UNFINISHED.contains(&fold::key(name).as_str())
}

/// Whether a line can go on with a name: letters only, no remark.
fn goes_on(line: &Piece) -> bool {
    (line.is_caps() || is_place(line.text))
        && line.text.len() < 90
        && !line.text.contains([':', '/'])
}

/// The bodies of a line: "SỞ NỘI VỤ - SỞ TÀI CHÍNH" names two.
fn parts(text: &str, span: Span) -> Vec<Spanned<String>> {
    let parts: Vec<&str> = text
        .split(" - ")
        .flat_map(|part| part.split(" – "))
        .map(str::trim)
        .collect();
    let several = parts.len() > 1 && parts.iter().all(|part| opens(part));
    let named = if several { parts } else { vec![text] };
    named
        .into_iter()
        .map(|part| Spanned::new(part.to_owned(), span))
        .collect()
}

/// Tells the issuer from the body above it and from those that issued with it.
fn settle(mut names: Vec<Spanned<String>>, document: &mut Document) {
    names.truncate(6);
    let together: Vec<bool> = names.windows(2).map(|pair| matches!(pair, [left, right] if left.span == right.span || same_rank(left, right))).collect();
    let Some(last) = names.pop() else {
        return;
    };
    let mut joint = vec![last];
    for joined in together.iter().rev() {
        match names.pop() {
            Some(name) if *joined => joint.push(name),
            Some(name) => {
                names.push(name);
                break;
            }
            None => break,
        }
    }
    joint.reverse();
    let parent = names.pop();
    compose(parent, joint, document);
}

fn compose(
    parent: Option<Spanned<String>>,
    mut joint: Vec<Spanned<String>>,
    document: &mut Document,
) {
    let mut issuer = joint.remove(0);
    let standing = begins(&fold::key(&issuer.value), "ban thường trực")
        && issuer.value.split_whitespace().count() == 3;
    document.parent = parent.map(running);
    if let Some(parent) = document.parent.take_if(|_| standing) {
        issuer.value = format!("{} {}", name::running(&issuer.value), parent.value);
        issuer.span = issuer.span.cover(parent.span);
        document.issuer = Some(issuer);
    } else {
        document.issuer = Some(running(issuer));
    }
    document.co_issuers = joint.into_iter().map(running).collect();
}

fn running(written: Spanned<String>) -> Spanned<String> {
    Spanned::new(name::running(&written.value), written.span)
}

/// Whether two stacked names are bodies of one rank rather than a body and the one above it.
///
/// Departments and ministries stack; of one kind of committee the lower stands under the upper.
fn same_rank(upper: &Spanned<String>, lower: &Spanned<String>) -> bool {
    matches!(
        (Rank::of(&upper.value), Rank::of(&lower.value)),
        (Some(Rank::Department), Some(Rank::Department))
            | (Some(Rank::Ministry), Some(Rank::Ministry))
            | (Some(Rank::Committee), Some(Rank::Front))
            | (Some(Rank::Front), Some(Rank::Committee))
    )
}

/// Bodies that issue documents together with others of their rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Department,
    Ministry,
    /// The people's committee of a place.
    Committee,
    /// The Fatherland Front of a place.
    Front,
}

impl Rank {
    fn of(name: &str) -> Option<Rank> {
        let folded = fold::key(name);
        let any = |words: &[&str]| words.iter().any(|word| begins(&folded, word));
        let board = any(&["ban thường trực"]) && folded.split(' ').count() <= 3;
        let front = folded.contains("mặt trận") || folded.contains("mttq");
        match () {
            () if any(&["bộ chỉ huy", "bộ tư lệnh", "bộ tổng", "bộ đội"]) => None,
            () if any(&["sở"]) => Some(Rank::Department),
            () if any(&["bộ"]) => Some(Rank::Ministry),
            () if front && !board => Some(Rank::Front),
            () if any(&["ủy ban nhân dân", "ubnd"]) => Some(Rank::Committee),
            () => None,
        }
    }
}
