//! Who signed: on whose behalf, in whose place, in what position, by what name.
//!
//! The block stands at the end of the body, beside or below "Nơi nhận", and
//! before the appendices. "TM." and "T/M" name the body that acts; "KT.",
//! "TL.", "TUQ." and "Q." the one who is stood in for; the capitals below are
//! the signer's own position; then comes the name, perhaps behind a rank.

use super::piece::Piece;
use crate::plan::Signature;
use crate::span::{Span, Spanned};
use crate::words::rank::RANKS;

/// Positions in which a person signs, as a line of capitals begins.
const POSITIONS: &[&str] = &[
    "CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "THỦ TƯỚNG",
    "PHÓ THỦ TƯỚNG",
    "BỘ TRƯỞNG",
    "THỨ TRƯỞNG",
    "CHÁNH VĂN PHÒNG",
    "PHÓ CHÁNH VĂN PHÒNG",
    "BÍ THƯ",
    "PHÓ BÍ THƯ",
    "TRƯỞNG BAN",
    "PHÓ TRƯỞNG BAN",
    "PHÓ BAN",
    "TRƯỞNG PHÒNG",
    "PHÓ TRƯỞNG PHÒNG",
    "TRƯỞNG CÔNG AN",
    "CHỈ HUY TRƯỞNG",
    "PHÓ CHỈ HUY TRƯỞNG",
    "CHÍNH ỦY",
    "CHÍNH UỶ",
    "PHÓ CHÍNH ỦY",
    "CHÍNH TRỊ VIÊN",
    "TƯ LỆNH",
    "PHÓ TƯ LỆNH",
    "ĐỒN TRƯỞNG",
    "PHÓ ĐỒN TRƯỞNG",
    "HIỆU TRƯỞNG",
    "PHÓ HIỆU TRƯỞNG",
    "CỤC TRƯỞNG",
    "PHÓ CỤC TRƯỞNG",
    "CHI CỤC TRƯỞNG",
    "VỤ TRƯỞNG",
    "VIỆN TRƯỞNG",
    "CHÁNH ÁN",
    "CHÁNH THANH TRA",
    "TỔNG GIÁM ĐỐC",
    "TỔNG THANH TRA",
    "TỔNG BIÊN TẬP",
    "THỐNG ĐỐC",
    "PHÓ THỐNG ĐỐC",
    "CHỦ NHIỆM",
    "PHÓ CHỦ NHIỆM",
    "TRUNG ĐOÀN TRƯỞNG",
    "TIỂU ĐOÀN TRƯỞNG",
    "SƯ ĐOÀN TRƯỞNG",
    "THAM MƯU TRƯỞNG",
    "TỔNG THAM MƯU TRƯỞNG",
    "ỦY VIÊN",
    "TRƯỞNG ĐOÀN",
    "PHÓ TRƯỞNG",
    "TỔNG THƯ KÝ",
    "HẠT TRƯỞNG",
    "ĐỘI TRƯỞNG",
    "TRẠM TRƯỞNG",
    "THƯỜNG TRỰC",
    "QUYỀN",
    "TRƯỞNG",
    "PHÓ",
];

/// Words before a position that say in whose place it is signed.
const MARKS: &[&str] = &[
    "TM.",
    "TM ",
    "T/M",
    "KT.",
    "KT ",
    "K/T",
    "TL.",
    "TL ",
    "T/L",
    "TUQ.",
    "TUQ ",
    "Q.",
    "THỪA ỦY QUYỀN",
    "THAY MẶT",
];

/// Degrees and titles before a name; ranks stand there too.
const TITLES: &[&str] = &[
    "PGS.TS.", "PGS.TS", "PGS. TS.", "GS.TS.", "GS.TS", "TS.", "TS", "ThS.", "ThS", "BS.", "Ths.",
    "Ông", "Bà", "BSCKII.", "BSCKI.",
];

/// Whether a piece of text is the beginning of a signature block.
pub(super) fn is_mark(text: &str) -> bool {
    marked(text) || position(text)
}

fn marked(text: &str) -> bool {
    MARKS.iter().any(|mark| {
        let rest = text.strip_prefix(mark).map(str::trim_start);
        rest.is_some_and(|rest| rest.chars().take(2).filter(|c| c.is_uppercase()).count() == 2)
    })
}

/// Whether a line of capitals names a position.
fn position(text: &str) -> bool {
    let capitals = !text.chars().any(char::is_lowercase) && text.len() < 120;
    capitals
        && POSITIONS.iter().any(|word| {
            text.strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
}

/// The signature of the document whose body is given.
pub(super) fn read(body: &[Piece]) -> Option<Signature> {
    let end = body_end(body);
    let body = body.get(..end)?;
    let last = body
        .iter()
        .rposition(|piece| is_mark(piece.text) && !is_blank_form(body, piece))?;
    let first = opening(body, last);
    let mut signature = Signature::default();
    for (index, piece) in body.iter().enumerate().take(last + 1).skip(first) {
        if is_mark(piece.text) {
            take(&mut signature, piece, continuation(body, index));
        }
    }
    signature.name = name(body, last).or_else(|| name_above(body, first, last));
    let closed = body.iter().take(last + 1).any(closes);
    (closed || signature.name.is_some()).then_some(signature)
}

/// Whether a piece ends the body: "./.", "Nơi nhận".
fn closes(piece: &Piece) -> bool {
    piece.text.starts_with("Nơi nhận") || piece.text.contains("./.")
}

/// Where the appendices begin: at the first heading of one that stands behind a signature or a list of recipients.
fn body_end(body: &[Piece]) -> usize {
    let mut closed = false;
    for (index, piece) in body.iter().enumerate() {
        closed |=
            is_mark(piece.text) || piece.text.starts_with("Nơi nhận") || piece.text.contains("./.");
        let heading = piece.is_appendix()
            || piece.is_national()
            || piece.is_party()
            || piece.text.starts_with("ĐỀ CƯƠNG");
        if closed && heading {
            return index;
        }
    }
    body.len()
}

/// "THỦ TRƯỞNG ĐƠN VỊ" and the like in a form that is to be filled in.
fn is_blank_form(_body: &[Piece], piece: &Piece) -> bool {
    piece.text.contains("ĐƠN VỊ") && piece.text.starts_with("THỦ TRƯỞNG")
        || piece.text.contains('…')
        || piece.text.contains("...")
}

/// The first line of the block that ends at `last`: lines of recipients may stand between.
fn opening(body: &[Piece], last: usize) -> usize {
    let mut first = last;
    let mut gap = 0;
    for (index, piece) in body.iter().enumerate().take(last).rev() {
        if is_mark(piece.text) {
            first = index;
            gap = 0;
        }
        gap += 1;
        if gap > 9 || piece.text.len() > 200 || person(piece.text).is_some() {
            break;
        }
    }
    first
}

/// The next line where it goes on with the position: "PHÓ CHỦ TỊCH" / "THƯỜNG TRỰC".
fn continuation<'p>(body: &'p [Piece<'p>], index: usize) -> Option<&'p Piece<'p>> {
    let next = body.get(index + 1)?;
    let goes_on = [
        "KIÊM",
        "THƯỜNG TRỰC",
        "TỈNH ",
        "ỦY BAN",
        "UBND",
        "HUYỆN ",
        "XÃ ",
        "PHƯỜNG ",
        "THÀNH PHỐ ",
        "VÀ ",
        "CHÍNH PHỦ",
    ]
    .iter()
    .any(|word| next.text.starts_with(word));
    (goes_on && next.is_caps() && next.text.len() < 90).then_some(next)
}

/// Puts a line of the block in its place.
fn take(signature: &mut Signature, piece: &Piece, next: Option<&Piece>) {
    let mut line = Spanned::new(tidy(piece.text), piece.span);
    if let Some(next) = next {
        line.value = format!("{} {}", line.value, next.text);
        line.span = line.span.cover(next.span);
    }
    let collective = ["TM", "T/M", "THAY MẶT"]
        .iter()
        .any(|mark| line.value.starts_with(mark));
    let stands_in = !collective && marked(piece.text);
    if collective || (stands_in && signature.mode.is_some() && signature.authority.is_none()) {
        if collective {
            signature.authority.get_or_insert(line);
        } else {
            signature.authority = signature.mode.replace(line);
        }
    } else if stands_in {
        signature.mode.get_or_insert(line);
    } else {
        signature.position.get_or_insert(line);
    }
}

fn tidy(text: &str) -> String {
    let spaced = MARKS.iter().find_map(|mark| {
        let rest = text.strip_prefix(mark).filter(|_| mark.ends_with('.'))?;
        Some(format!("{mark} {}", rest.trim_start()))
    });
    let text = spaced.unwrap_or_else(|| text.to_owned());
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_end_matches([',', ';', '.', '*', '_'])
        .to_owned()
}

/// The name below the position, or at the end of a line of recipients beside it.
fn name(body: &[Piece], last: usize) -> Option<Spanned<String>> {
    body.iter()
        .skip(last + 1)
        .take(40)
        .find_map(|piece| named(piece, piece.dash))
}

/// A name that a converter put between the lines of the block.
fn name_above(body: &[Piece], first: usize, last: usize) -> Option<Spanned<String>> {
    body.iter()
        .take(last)
        .skip(first)
        .find_map(|piece| named(piece, piece.dash))
}

/// The person a piece names: all of it, or what stands behind the last sign of a recipient's line.
fn named(piece: &Piece, listed: bool) -> Option<Spanned<String>> {
    let from = match listed {
        true => piece.text.rfind(';').map(|at| at + 1)?,
        false => 0,
    };
    let found = person(piece.text.get(from..)?)?;
    Some(Spanned::new(
        found.0,
        found.1.shift(piece.span.start + from),
    ))
}

/// A person's name, without rank and degree, where a text is nothing else.
pub(super) fn person(text: &str) -> Option<(String, Span)> {
    let signed = ["(đã ký)", "(Đã ký)", "(ĐÃ KÝ)", "Đã ký:", "đã ký"];
    let unsigned = signed
        .iter()
        .find_map(|mark| text.trim().strip_prefix(mark))
        .unwrap_or(text);
    let trimmed = unsigned.trim().trim_matches(['*', '_', '.', ',', ' ']);
    let title = TITLES
        .iter()
        .chain(RANKS)
        .filter(|title| trimmed.starts_with(**title))
        .map(|title| title.len())
        .max()
        .unwrap_or(0);
    let name = trimmed
        .get(title..)?
        .trim_start_matches(['.', ' ', '\u{a0}']);
    let words: Vec<&str> = name.split_whitespace().collect();
    let whole = (2..=6).contains(&words.len()) && words.iter().all(|word| is_name_word(word));
    let body = [
        "Sở ",
        "Bộ ",
        "Ban ",
        "Cục ",
        "Phòng ",
        "Trường ",
        "Trung tâm",
        "Viện ",
        "Văn phòng",
        "Công an",
        "Chính phủ",
        "Quốc hội",
        "Công Thương",
        "Như trên",
        "Các ",
        "Nơi nhận",
        "Kính gửi",
        "Đã ký",
        "Độc lập",
        "Bí thư",
    ]
    .iter()
    .any(|word| name.starts_with(word));
    if !whole || body {
        return None;
    }
    let start = text.find(name)?;
    Some((words.join(" "), Span::new(start, start + name.len())))
}

/// "Trần", "TRẦN": a capital and letters; a name in capitals is one only as a whole.
fn is_name_word(word: &str) -> bool {
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    capital && letters.all(char::is_lowercase) && word.chars().count() <= 8
}
