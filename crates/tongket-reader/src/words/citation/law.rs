//! Laws, which are cited by name: "Luật Thi đua, khen thưởng".

use super::{Cited, Tail, behind_number_word, kind_abbreviation, reference, window, window_before};
use crate::span::{Span, Spanned};
use crate::words::code;

/// Continuations behind a comma that belong to the name of a law.
const LAW_TAILS: &[&str] = &[
    "khen thưởng",
    "chống",
    "nhập cảnh",
    "tôn giáo",
    "trưng dụng",
    "chữa cháy",
    "xử lý",
    "bổ sung",
    "thể thao",
    "hàng hóa",
    "hàng hoá",
    "Khen thưởng",
    "quản lý",
    "bảo vệ",
    "sử dụng",
    "vật liệu",
    "kiểm soát",
    "phòng",
    "tiêu chuẩn",
    "trật tự",
    "lưu trữ",
    "bồi dưỡng",
];

/// A law cited by its name: "Luật Thi đua, khen thưởng số 06/2022/QH15".
pub(super) fn law(text: &str, name: &Spanned<&'static str>) -> Option<Cited> {
    let before = window_before(text, name.span.start, 240);
    let body = window(text, name.span.end, 200);
    let titled = body.trim_start().starts_with(char::is_uppercase);
    if !name.span.slice(text).starts_with(char::is_uppercase)
        || !(titled || name.value == "Hiến pháp")
    {
        return None;
    }
    let basis = before
        .rsplit(['\n', ';'])
        .next()
        .unwrap_or_default()
        .trim_start_matches([' ', '-', '_', '*']);
    let basis_line = basis.to_lowercase().starts_with("căn c");
    let length = law_name(body, basis_line);
    let end = name.span.end + length;
    let title = Span::new(name.span.start, end).slice(text);
    let behind = behind_number_word(text, end);
    let code = code::codes(window(text, behind.at, 40))
        .into_iter()
        .next()
        .filter(|code| code.span.start == 0);
    let head = code.as_ref().map_or(end, |code| behind.at + code.span.end);
    let mut tail = Tail {
        end: head,
        ..Tail::default()
    };
    tail.take_date(text);
    tail.take_issuer(text);
    if code.is_none() && tail.date.is_none() && !basis_line && !is_invoked(before) {
        return None;
    }
    tail.title = Some(title.split_whitespace().collect::<Vec<_>>().join(" "));
    let kind = kind_abbreviation(name.value).map(str::to_owned);
    Some(reference(
        text,
        name.span.start,
        head,
        kind,
        code.map(|code| code.to_string()),
        tail,
    ))
}

/// Whether the words before a law's name cite it: "theo Luật …", "thi hành Luật …".
fn is_invoked(before: &str) -> bool {
    let word = before
        .trim_end()
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    ["theo", "tại", "của", "hành", "hiện", "cứ", "định", "dẫn"]
        .contains(&word.to_lowercase().as_str())
}

/// How far the name of a law goes.
fn law_name(body: &str, basis: bool) -> usize {
    let hard = [
        " ngày",
        " số ",
        " năm ",
        " đã được",
        " được",
        " và các",
        " có hiệu lực",
        " quy định",
        " để ",
        " trình ",
        " trong ",
        " liên quan",
        " về ",
        " theo ",
        " tại ",
        " nhằm ",
        " khi ",
        " do ",
        "\n",
        "\t",
        "|",
        ";",
        "(",
        ")",
        ". ",
        ".\n",
        "“",
        "”",
        "\"",
        ":",
    ];
    let mut end = hard
        .iter()
        .filter_map(|stop| body.find(stop))
        .min()
        .unwrap_or(body.len());
    for (at, _) in body.match_indices(',') {
        let next = body.get(at + 1..).unwrap_or_default().trim_start();
        let goes_on = LAW_TAILS.iter().any(|tail| next.starts_with(tail))
            || (basis && next.starts_with(char::is_lowercase));
        if !goes_on {
            end = end.min(at);
            break;
        }
    }
    let name = body.get(..end).unwrap_or_default();
    let cut = name
        .find(" và Luật")
        .or_else(|| name.find(" và Nghị"))
        .unwrap_or(name.len());
    name.get(..cut)
        .unwrap_or_default()
        .trim_end_matches(['.', '/', ' ', '\u{a0}'])
        .len()
}
