//! How far the name of a cited document's issuer goes.

use super::KINDS;

/// Words that never stand in the name of an issuer.
const BEYOND: &[&str] = &[
    "về", "phê", "sửa", "bổ", "triển", "thực", "tại", "đã", "được", "có", "cho", "yêu", "để",
    "thì", "trên", "do", "năm", "ngày", "giai", "là", "nêu", "như", "theo", "trong", "gửi", "đối",
    "đến", "từ", "với", "này", "đề", "kèm", "khi", "nhằm", "tiếp", "tăng", "khóa", "khoá", "các",
    "bãi", "thay", "ký", "v/v", "của", "hoặc", "không", "đạt", "vào", "nói", "việc", "xây", "góp",
    "xin", "thí", "số", "quy",
];

/// The same for two words together, of which each may stand in a name.
const BEYOND_PAIRS: &[&str] = &[
    "ban hành",
    "giao nhiệm",
    "giao cho",
    "xem xét",
    "giao nhiệm",
    "giao cho",
    "giao tại",
    "hướng dẫn",
    "thông báo",
    "thông qua",
    "công bố",
    "tổ chức",
    "thành lập",
    "điều chỉnh",
    "báo cáo",
    "hiện hành",
    "kết luận",
    "tổng kết",
    "sơ kết",
    "nhiệm vụ",
    "phát động",
    "phân công",
    "chỉ đạo",
    "Quy định",
    "Quy chế",
    "Hướng dẫn",
    "Ban hành",
    "Về việc",
];

/// The name of an issuer at the start of a text, as far as it goes.
pub(super) fn issuer(text: &str) -> &str {
    let mut end = 0;
    let mut at = 0;
    for (words, word) in text.split_inclusive(char::is_whitespace).enumerate() {
        let bare = word.trim_end();
        let name = bare.trim_end_matches([',', ';', '.', ':', ')', '”']);
        if words >= 16 || stops_name(text, at, name, words) {
            break;
        }
        at += word.len();
        end = at - word.len() + name.len();
        if name.len() < bare.len() && !continues_name(bare, text.get(at..).unwrap_or_default()) {
            break;
        }
    }
    text.get(..end)
        .unwrap_or_default()
        .trim_end()
        .trim_end_matches(" và")
        .trim_end_matches(['-', '–'])
        .trim_end()
}

/// Whether a word cannot belong to the name that began before it.
fn stops_name(text: &str, at: usize, name: &str, words: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let lower = name.starts_with(char::is_lowercase);
    let opens = name.starts_with(['(', '“', '"', '[', '|', '\t']);
    let strange = words == 0 && lower && !is_common_opening(name);
    let board = name == "tổ"
        && text
            .get(..at)
            .is_some_and(|before| before.ends_with("Ban "));
    let pair = BEYOND_PAIRS.iter().any(|pair| rest.starts_with(pair)) && !board;
    let beyond = (lower || is_capitals(text)) && BEYOND.contains(&name.to_lowercase().as_str());
    opens || strange || ends_at_link(name, rest) || pair || beyond
}

/// "Thủ tướng Chính phủ và Kế hoạch số …": the link leads to another citation, or to no name at all.
fn ends_at_link(name: &str, rest: &str) -> bool {
    if name != "và" {
        return false;
    }
    let next = rest.get(name.len()..).unwrap_or_default().trim_start();
    let cites = KINDS.iter().any(|(kind, _)| next.starts_with(kind));
    cites || !next.starts_with(char::is_uppercase)
}

/// Whether a text begins in capitals throughout, so that case tells nothing.
fn is_capitals(text: &str) -> bool {
    !text.chars().take(12).any(char::is_lowercase)
}

/// Lower-case words with which the name of a body may begin.
fn is_common_opening(word: &str) -> bool {
    matches!(
        word,
        "liên"
            | "tỉnh"
            | "huyện"
            | "xã"
            | "phường"
            | "thành"
            | "thị"
            | "bộ"
            | "cơ"
            | "đơn"
            | "cấp"
    )
}

/// "Bộ Văn hóa, Thể thao và Du lịch": the comma is part of the name.
fn continues_name(word: &str, rest: &str) -> bool {
    let cultural = matches!(word, "hóa," | "hoá," | "Hóa," | "Hoá,");
    let abbreviated = matches!(word, "TP." | "TX.");
    (cultural && (rest.starts_with("Thể thao") || rest.starts_with("Thông tin"))) || abbreviated
}
