//! Digits that are no amounts.
//!
//! Dates, years, document codes, articles and sections, names with a number
//! ("thôn 3", "đồn 593"), ranks and grades, times of day, slogans ("5 không 3
//! sạch"). Where it is not sure it says that it is a label: a figure that is
//! missed is looked up by hand, one that is invented is added to a total.

use super::is_counted;
use super::token::Token;

/// Where reading goes on when a label begins at `at`; `None` where none does.
pub(crate) fn skip(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    if !token.is_digits() {
        return None;
    }
    let end = chain_end(tokens, at);
    if is_glued_to_word(tokens, at) || is_list_label(tokens, at) || is_code(tokens, at, end) {
        return Some(end);
    }
    chain(tokens, at, end)
        .or_else(|| year(tokens, at))
        .or_else(|| named(tokens, at))
        .or_else(|| time_or_slogan(tokens, at))
}

/// A plain number of four digits that can be a year.
pub(crate) fn is_year(token: &Token<'_>) -> bool {
    token.text.len() == 4
        && token
            .text
            .parse::<u16>()
            .is_ok_and(|year| (1900..2100).contains(&year))
}

fn key<'a>(tokens: &'a [Token<'_>], at: usize) -> &'a str {
    tokens.get(at).map_or("", |token| &token.key)
}

fn before<'a>(tokens: &'a [Token<'_>], at: usize, back: usize) -> &'a str {
    at.checked_sub(back).map_or("", |at| key(tokens, at))
}

fn small(token: &Token<'_>, most: u16) -> bool {
    token.text.parse::<u16>().is_ok_and(|value| value <= most)
}

/// One past the digits that hang together by "/" or "-" without white space.
fn chain_end(tokens: &[Token<'_>], at: usize) -> usize {
    let mut end = at + 1;
    while let (Some(mark), Some(digits)) = (tokens.get(end), tokens.get(end + 1)) {
        let link = mark.is("/") || mark.is_dash();
        if !(mark.glued && link && digits.glued && (digits.is_digits() || digits.is_capital())) {
            break;
        }
        end += 2;
    }
    end
}

/// "COVID-19", "A1-5", "8h30" seen from its end.
fn is_glued_to_word(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(last) = at.checked_sub(1).map(|last| &tokens[last]) else {
        return false;
    };
    if !tokens[at].glued {
        return is_unit_glued_after(tokens, at);
    }
    let joined = last.is_dash() && last.glued && at >= 2 && tokens[at - 2].is_word();
    let roman = last.is("/") && at >= 2 && is_roman(tokens[at - 2].text);
    last.is_word() || joined || roman || is_unit_glued_after(tokens, at)
}

fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// "4x100", "1A", "8h": letters that follow without a space, unless they are a unit of measure.
fn is_unit_glued_after(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| {
        next.glued && next.is_word() && !is_counted(tokens, at + 1) && !is_scale(next)
    })
}

fn is_scale(token: &Token<'_>) -> bool {
    matches!(
        &*token.key,
        "nghìn" | "ngàn" | "triệu" | "tỷ" | "tỉ" | "trđ"
    )
}

/// "1.", "2)", "1.1.", "3-" at the start of the text, and "(1)" anywhere.
fn is_list_label(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    let short = token.text.len() <= 2 || token.text.split('.').all(|part| part.len() <= 2);
    let in_brackets = before(tokens, at, 1) == "(" && key(tokens, at + 1) == ")";
    if in_brackets {
        return token.text.len() <= 2;
    }
    let closes =
        |mark: &Token<'_>| mark.glued && (matches!(mark.text, "." | ")" | "/") || mark.is_dash());
    let bare = token.text.contains('.') && tokens.get(at + 1).is_some_and(Token::is_capital);
    at == 0
        && short
        && !is_counted(tokens, at + 1)
        && (tokens.get(1).is_some_and(closes) && !tokens.get(2).is_some_and(Token::is_digits)
            || bare)
}

/// "12/KH-UBND", "219 /KH-UBND", "18-NQ/TW", "30/2020/NĐ-CP".
fn is_code(tokens: &[Token<'_>], at: usize, end: usize) -> bool {
    let letters = tokens[at..end].iter().any(Token::is_capital);
    let spaced = key(tokens, at + 1) == "/"
        && tokens.get(at + 2).is_some_and(|word| {
            word.is_capital()
                && word
                    .text
                    .chars()
                    .nth(1)
                    .is_some_and(|c| c.is_uppercase() || c == 'Đ')
        });
    letters || spaced
}

/// Dates and years in a chain: "15/3/2025", "3/2025", "2016-2026", "24/7"; not "08/09 thôn".
fn chain(tokens: &[Token<'_>], at: usize, end: usize) -> Option<usize> {
    if is_dotted_date(tokens[at].text) {
        return Some(at + 1);
    }
    match end - at {
        1 => spaced_years(tokens, at),
        3 => pair(tokens, at, end),
        _ => Some(end),
    }
}

/// "15.3.2025"
fn is_dotted_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    matches!(parts[..], [day, month, year] if day.len() <= 2 && month.len() <= 2 && year.len() == 4)
}

/// "2016 - 2026" with spaces, read from its first year.
fn spaced_years(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let dash = tokens.get(at + 1)?;
    let second = tokens.get(at + 2)?;
    (dash.is_dash() && is_year(&tokens[at]) && is_year(second)).then_some(at + 3)
}

fn pair(tokens: &[Token<'_>], at: usize, end: usize) -> Option<usize> {
    let (first, second) = (&tokens[at], &tokens[at + 2]);
    if is_year(first) || is_year(second) && (small(first, 12) || before(tokens, at, 1) == "năm") {
        return Some(end);
    }
    let dated = small(first, 31) && small(second, 12);
    let dash = tokens[at + 1].is_dash();
    let follows_date_word = matches!(
        before(tokens, at, 1),
        "ngày" | "tháng" | "dịp" | "lễ" | "mồng" | "mùng" | "sáng" | "chiều" | "tối" | "hôm"
    );
    let always = matches!(second.text, "24" | "7") && first.is("24");
    let is_amount = is_counted(tokens, end)
        || !dated
        || key(tokens, end) == "tổng"
        || (key(tokens, end) == "số" && is_counted(tokens, end + 1))
        || (key(tokens, end) == "(" && key(tokens, end + 2) == "%")
        || matches!(before(tokens, at, 1), "đạt" | ":");
    let is_label = always || follows_date_word && dated || !dash && !is_amount;
    is_label.then_some(end)
}

/// A bare year, unless something that is counted follows and nothing before it speaks of time.
fn year(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    if !is_year(&tokens[at]) {
        return None;
    }
    let timely = matches!(
        before(tokens, at, 1),
        "năm"
            | "từ"
            | "đến"
            | "tới"
            | "đoạn"
            | "kỳ"
            | "khóa"
            | "trước"
            | "sau"
            | "cuối"
            | "đầu"
            | "-"
            | "–"
            | "/"
            | "("
            | "và"
            | ","
            | ""
    );
    let counted = is_counted(tokens, at + 1) && !timely;
    (!counted).then_some(at + 1)
}

/// Words after which a number is always a name: articles, days, ordinals.
fn always_names(last: &str, prior: &str) -> bool {
    match last {
        "điều" | "khoản" | "ngày" | "tháng" | "quý" | "mồng" | "mùng" | "thứ" | "hạng"
        | "trang" => true,
        "chương" => prior != "huy",
        "thị" => prior == "chỉ",
        "quyết" => prior == "nghị",
        "định" => matches!(prior, "nghị" | "quyết"),
        "tư" => prior == "thông",
        "văn" => prior == "công",
        "lục" => prior == "phụ",
        "án" => prior == "đề",
        "kỷ" => prior == "thế",
        "thoại" => prior == "điện",
        "sđt" | "đt" | "hotline" | "fax" => true,
        "khoảnh" | "lô" | "hiệu" | "mã" => true,
        _ => false,
    }
}

/// Words after which a number is a name unless something that is counted follows.
fn often_names(last: &str, prior: &str) -> bool {
    match last {
        "thôn" | "tổ" | "bản" | "xóm" | "ấp" | "đội" | "khu" | "phường" | "quận" | "khối"
        | "km" | "mốc" | "đồn" | "đường" | "lộ" | "tuyến" | "nhóm" | "vùng" | "trạm" | "cụm"
        | "lần" | "đợt" | "vòng" | "kỳ" | "khóa" | "lớp" | "cấp" | "loại" | "bậc" | "mức"
        | "bước" | "hình" | "mẫu" | "bảng" | "luật" | "nhà" | "phòng" | "hẻm" | "ngõ" | "dốc" => {
            !matches!(prior, "toàn" | "cả" | "mỗi" | "trung")
        }
        "phố" => matches!(prior, "khu" | "dân" | "tổ"),
        "biểu" => !matches!(prior, "tiêu" | "đại" | "phát"),
        "điểm" | "mục" => !matches!(prior, "hạng" | "danh" | "chuyên" | "trọng" | "thời"),
        "phần" => !matches!(prior, "góp" | "thành" | "một"),
        "trình" => prior == "chương",
        "hoạch" => prior == "kế",
        "đoạn" => prior == "giai",
        "đoàn" => matches!(prior, "tiểu" | "trung" | "sư" | "binh" | "quân" | "lữ"),
        "chí" => prior == "tiêu",
        "bộ" => prior == "chi",
        "xếp" | "đứng" | "top" | "vị" | "nghiệp" => true,
        _ => false,
    }
}

/// "Chỉ thị số 08", "Điều 5", "thôn 3", "số 12".
fn named(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let (last, prior) = (before(tokens, at, 1), before(tokens, at, 2));
    if last == "số" {
        let counts = matches!(prior, "tổng" | "dân" | "trong" | "với" | "là" | "lượng");
        return (!counts).then_some(at + 1);
    }
    if matches!(prior, "mỗi" | "hằng" | "hàng") {
        return None;
    }
    let counted = is_counted(tokens, at + 1) || tokens.get(at + 1).is_some_and(is_scale);
    let name = always_names(last, prior) || (often_names(last, prior) && !counted);
    name.then(|| chain_end(tokens, at))
}

/// "lúc 8 giờ 30", "8:30", "5 không 3 sạch", "4 tại chỗ", "18 tuổi".
fn time_or_slogan(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let next = key(tokens, at + 1);
    let colon = next == ":"
        && tokens[at + 1].glued
        && tokens.get(at + 2).is_some_and(|t| t.glued && t.is_digits());
    if colon {
        return Some(at + 3);
    }
    let hour = next == "giờ"
        && (matches!(
            before(tokens, at, 1),
            "lúc" | "hồi" | "từ" | "đến" | "trước" | "sau" | "vào"
        ) || tokens
            .get(at + 2)
            .is_some_and(|t| t.is_digits() || t.is("ngày")));
    if hour {
        let minutes = tokens.get(at + 2).is_some_and(Token::is_digits);
        return Some(at + 2 + usize::from(minutes));
    }
    let slogan = tokens[at].text.len() == 1
        && (matches!(
            next,
            "không"
                | "sạch"
                | "có"
                | "cùng"
                | "nhất"
                | "bám"
                | "dám"
                | "rõ"
                | "tốt"
                | "tại"
                | "sẵn"
                | "mặt"
                | "bên"
                | "biết"
                | "kiên"
                | "chắc"
        ));
    slogan.then_some(at + 1)
}
