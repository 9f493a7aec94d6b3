//! The name of a body in running case: "ỦY BAN NHÂN DÂN TỈNH SƠN HẢI" → "Ủy ban nhân dân tỉnh Sơn Hải".
//!
//! Decree 30/2020, annex II: a capital at the type word and at each function
//! word, none at "nhân dân" or at the word for an administrative unit, a
//! capital at every syllable of a proper noun. Function words are a list;
//! what is not on it is taken for a proper noun.

use std::sync::LazyLock;

use crate::words::fold;

/// Words and phrases as they stand in a name.
const PHRASES: &[&str] = &[
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Ủy ban",
    "Hội đồng",
    "nhân dân",
    "Nhân dân",
    "Tòa án nhân dân",
    "Viện kiểm sát nhân dân",
    "tỉnh",
    "thành phố",
    "huyện",
    "quận",
    "thị xã",
    "thị trấn",
    "xã",
    "phường",
    "đặc khu",
    "và",
    "của",
    "về",
    "các",
    "khu vực",
    "cấp",
    "trung ương",
    "Trung ương",
    "Ủy ban Trung ương",
    "Ban Chấp hành Trung ương",
    "Trung ương Đoàn",
    "Trung ương Hội",
    "Tổng Liên đoàn",
    "Việt Nam",
    "Nhà nước",
    "Chính phủ",
    "Thủ tướng Chính phủ",
    "Quốc hội",
    "Ủy ban Thường vụ Quốc hội",
    "Chủ tịch nước",
    "Chủ tịch",
    "Văn phòng",
    "Sở",
    "Bộ",
    "Ban",
    "Cục",
    "Chi cục",
    "Tổng cục",
    "Vụ",
    "Phòng",
    "Trường",
    "Trung tâm",
    "Viện",
    "Bệnh viện",
    "Bệnh viện đa khoa",
    "Công an",
    "Đồn Biên phòng",
    "Đồn",
    "Hải đội",
    "Hải đoàn",
    "Trung đoàn",
    "Sư đoàn",
    "Quân khu",
    "Quân đoàn",
    "Quân chủng",
    "Tiểu đoàn",
    "Lữ đoàn",
    "Binh đoàn",
    "Vùng",
    "Tỉnh ủy",
    "Thành ủy",
    "Huyện ủy",
    "Thị ủy",
    "Quận ủy",
    "Đảng ủy",
    "Đảng bộ",
    "Chi bộ",
    "Chi ủy",
    "Đặc khu ủy",
    "Mặt trận Tổ quốc",
    "Liên đoàn",
    "Công đoàn",
    "Hội",
    "Đoàn",
    "Tỉnh đoàn",
    "Thành đoàn",
    "Huyện đoàn",
    "Liên minh",
    "Liên hiệp",
    "Hiệp hội",
    "Ngân hàng",
    "Kho bạc",
    "Bảo hiểm xã hội",
    "Bảo hiểm",
    "Đài",
    "Báo",
    "Tập đoàn",
    "Tổng công ty",
    "Công ty",
    "Công ty cổ phần",
    "Thanh tra",
    "Kiểm toán",
    "Hạt Kiểm lâm",
    "Kiểm lâm",
    "Trạm",
    "Tổ",
    "Cơ quan",
    "Thường trực",
    "Thường vụ",
    "Khối",
    "Học viện",
    "Đại học",
    "Cao đẳng",
    "Trung học phổ thông",
    "Trung học cơ sở",
    "Tiểu học",
    "Mầm non",
    "Nội vụ",
    "Tài chính",
    "Nông nghiệp",
    "Môi trường",
    "Phát triển nông thôn",
    "Kế hoạch",
    "Đầu tư",
    "Giáo dục",
    "Đào tạo",
    "Giáo dục nghề nghiệp",
    "Giáo dục thường xuyên",
    "Khoa học",
    "Công nghệ",
    "Thông tin",
    "Truyền thông",
    "Văn hóa",
    "Thể thao",
    "Du lịch",
    "Y tế",
    "Công Thương",
    "Tư pháp",
    "Ngoại vụ",
    "Ngoại giao",
    "Xây dựng",
    "Giao thông vận tải",
    "Giao thông",
    "Lao động",
    "Thương binh",
    "Xã hội",
    "Dân tộc",
    "Tôn giáo",
    "Tài nguyên",
    "Quốc phòng",
    "Chỉ huy",
    "Bộ Chỉ huy",
    "Ban Chỉ huy",
    "Bộ Tư lệnh",
    "Bộ đội",
    "Biên phòng",
    "Quân sự",
    "Chỉ đạo",
    "Ban Chỉ đạo",
    "Chấp hành",
    "Ban Chấp hành",
    "Ban Thường vụ",
    "Ban Thường trực",
    "Ban Quản lý",
    "Ban Tổ chức",
    "Ban Tuyên giáo",
    "Dân vận",
    "Tuyên giáo",
    "Ủy ban Kiểm tra",
    "Kiểm tra",
    "Nội chính",
    "Kinh tế",
    "Hạ tầng",
    "Đô thị",
    "Quản lý",
    "Khu kinh tế",
    "Khu công nghiệp",
    "các khu công nghiệp",
    "Dự án",
    "Thi đua",
    "Khen thưởng",
    "Phụ nữ",
    "Liên hiệp Phụ nữ",
    "Nông dân",
    "Cựu chiến binh",
    "Thanh niên",
    "Thanh niên Cộng sản",
    "Chữ thập đỏ",
    "Thống kê",
    "Thuế",
    "Hải quan",
    "Phát thanh",
    "Truyền hình",
    "Quản lý thị trường",
    "Dân số",
    "Phục vụ",
    "Hành chính công",
    "Phục vụ hành chính công",
    "Hành chính",
    "Tổ chức",
    "Cán bộ",
    "Chính trị",
    "Tham mưu",
    "Hậu cần",
    "Kỹ thuật",
    "Đối ngoại",
    "Pháp luật",
    "Bưu chính",
    "Viễn thông",
    "Thủy lợi",
    "Thủy sản",
    "Lâm nghiệp",
    "Chăn nuôi",
    "Thú y",
    "Trồng trọt",
    "Bảo vệ thực vật",
    "Địa chính",
    "Đất đai",
    "Dịch vụ",
    "Nghiên cứu",
    "Phát triển",
    "Quỹ đất",
    "Quỹ",
    "Sự nghiệp",
    "Cửa khẩu",
    "Cảng",
    "Cảng vụ",
    "Hàng không",
    "Đường bộ",
    "Đường thủy",
    "Dân quân",
    "An ninh",
    "Trật tự",
    "Phòng cháy",
    "Chữa cháy",
    "Cứu nạn",
    "Cứu hộ",
    "Tổng cục Chính trị",
    "Bộ Tổng Tham mưu",
    "Hội Liên hiệp Phụ nữ",
    "Doanh nghiệp",
    "Doanh nhân",
    "Lưu trữ",
    "Thư viện",
    "Bảo tàng",
    "Nhà nước khu vực",
    "Đại biểu Quốc hội",
    "Đoàn đại biểu Quốc hội",
    "Đại biểu",
    "Chuyển đổi số",
    "Cải cách hành chính",
    "Người cao tuổi",
    "Khuyến học",
    "Luật gia",
    "Nhà báo",
    "Ngân sách",
    "Xổ số kiến thiết",
    "Điện lực",
    "Giám sát",
    "Xét tuyển",
    "Phòng thủ dân sự",
];

/// Abbreviations with what they stand for.
const SHORT: &[(&str, &str)] = &[
    ("ubnd", "Ủy ban nhân dân"),
    ("hđnd", "Hội đồng nhân dân"),
    ("ub", "Ủy ban"),
    ("mttq", "Mặt trận Tổ quốc"),
    ("mttqvn", "Mặt trận Tổ quốc Việt Nam"),
    ("bđbp", "Bộ đội Biên phòng"),
    ("chqs", "Chỉ huy Quân sự"),
    ("bch", "Ban Chấp hành"),
    ("bcđ", "Ban Chỉ đạo"),
    ("tncs", "Thanh niên Cộng sản"),
    ("lhpn", "Liên hiệp Phụ nữ"),
    ("tp", "thành phố"),
    ("tp.", "thành phố"),
    ("tx", "thị xã"),
    ("vn", "Việt Nam"),
];

/// Phrases by their folded words, the longest first.
static BY_WORDS: LazyLock<Vec<(Vec<String>, &'static str)>> = LazyLock::new(|| {
    let mut phrases: Vec<(Vec<String>, &'static str)> = PHRASES
        .iter()
        .map(|phrase| (words(&fold::key(phrase)), *phrase))
        .collect();
    phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    phrases
});

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// The name in running case with its usual abbreviations written out.
pub(super) fn running(written: &str) -> String {
    let spelled: Vec<&str> = written.split_whitespace().collect();
    let folded: Vec<String> = spelled.iter().map(|word| fold::key(word)).collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    let mut unit = false;
    while let (Some(word), Some(key)) = (spelled.get(at), folded.get(at)) {
        let rest = folded.get(at..).unwrap_or_default();
        let (text, taken, names_unit) = match phrase(rest).filter(|found| !unit || found.2) {
            Some(found) => found,
            None if is_numbered(&out, word) => ((*word).to_owned(), 1, false),
            None => (expanded(key).unwrap_or_else(|| capital(word)), 1, false),
        };
        unit = names_unit || (unit && taken == 1 && !is_link(key));
        out.push(text);
        at += taken;
    }
    let name = out.join(" ");
    capital_first(&name)
}

/// Whether a word is a Roman numeral behind what is counted by numerals: "Quân khu IV".
fn is_numbered(before: &[String], word: &str) -> bool {
    let counted = before.last().is_some_and(|last| {
        let last = last.to_lowercase();
        ["khu", "khu vực", "vùng", "số"]
            .iter()
            .any(|word| last.ends_with(word))
    });
    counted && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

fn is_link(key: &str) -> bool {
    matches!(key, "-" | "và")
}

/// The longest known phrase at the start, how many words it takes, and whether a place's name follows it.
fn phrase(rest: &[String]) -> Option<(String, usize, bool)> {
    let comma = |word: &str| word.trim_end_matches(',').to_owned();
    BY_WORDS.iter().find_map(|(words, phrase)| {
        let taken = rest.get(..words.len())?;
        let (last, init) = taken.split_last()?;
        let (wanted_last, wanted) = words.split_last()?;
        if init != wanted || comma(last) != *wanted_last {
            return None;
        }
        let mark = if last.ends_with(',') { "," } else { "" };
        let unit = matches!(
            *phrase,
            "tỉnh"
                | "thành phố"
                | "huyện"
                | "quận"
                | "thị xã"
                | "thị trấn"
                | "xã"
                | "phường"
                | "đặc khu"
        );
        Some((format!("{phrase}{mark}"), words.len(), unit))
    })
}

fn expanded(key: &str) -> Option<String> {
    SHORT
        .iter()
        .find(|(short, _)| *short == key)
        .map(|(_, long)| (*long).to_owned())
}

/// A syllable of a proper noun. Numbers and mixed case stay as they are.
fn capital(word: &str) -> String {
    if word.chars().any(char::is_lowercase) {
        return word.to_owned();
    }
    let mut chars = word.chars();
    let first = chars.next().into_iter();
    first.chain(chars.flat_map(char::to_lowercase)).collect()
}

/// A name with its first letter in capitals.
pub(in crate::plan) fn capital_first(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
