//! Who issued the document: the names at the top of the left column.
//!
//! A line that begins with a word such as ỦY BAN, SỞ or ĐẢNG ỦY opens a name;
//! a line that does not ("TỈNH SƠN HẢI", "VÀ TRUYỀN THÔNG") goes on with it.
//! The last name is the issuer and the one before it the body above; bodies of
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

/// Whether a line opens the name of a body.
pub(super) fn opens(line: &str) -> bool {
    let folded = fold::key(line);
    OPENINGS.iter().any(|word| begins(&folded, word))
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

/// Whether a line can go on with a name: letters only, no remark.
fn goes_on(line: &Piece) -> bool {
    line.is_caps() && line.text.len() < 90 && !line.text.contains([':', '/'])
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
fn same_rank(upper: &Spanned<String>, lower: &Spanned<String>) -> bool {
    let rank = |name: &str| {
        let folded = fold::key(name);
        let command = ["bộ chỉ huy", "bộ tư lệnh"]
            .iter()
            .any(|word| begins(&folded, word));
        let front = folded.contains("mặt trận") || folded.contains("mttq");
        match () {
            () if command => None,
            () if begins(&folded, "sở") => Some(1),
            () if begins(&folded, "bộ") => Some(2),
            () if front && begins(&folded, "ban thường trực") && folded.split(' ').count() > 3 => {
                Some(3)
            }
            () if front => Some(3),
            () if begins(&folded, "ủy ban nhân dân") || begins(&folded, "ubnd") => Some(3),
            () => None,
        }
    };
    let (above, below) = (rank(&upper.value), rank(&lower.value));
    let peoples = |name: &str| {
        begins(&fold::key(name), "ủy ban nhân dân") || begins(&fold::key(name), "ubnd")
    };
    above.is_some() && above == below && !(peoples(&upper.value) && peoples(&lower.value))
}
