//! Lines that a converter or a hard wrap broke, joined to paragraphs again.
//!
//! Two lines are one paragraph where the first stops in mid-phrase and the
//! second goes on: it begins in lower case, or the first ends in a word that
//! wants another ("phối hợp với"), or the first fills the width at which the
//! whole text is wrapped. Headings, letterheads, items and signatures stay apart.

use super::anatomy::is_caps;
use super::{Block, LabelStyle, label};
use crate::source::{Format, Line, Look, Part, Source};
use crate::span::Span;

/// Words that cannot end a paragraph.
const CONNECTORS: &[&str] = &[
    "với", "và", "của", "các", "những", "cho", "tại", "theo", "từ", "đến", "trong", "về", "do",
    "là", "bằng", "được", "cùng", "hoặc", "để", "khi", "nhằm", "vào", "trên", "qua", "thuộc",
    "bởi", "hay", "như", "mà", "vì", "nhất", "một", "mọi", "từng", "ngày", "tháng", "năm", "số",
    "quý", "giữa",
];

/// Words that end like a connector and may well end a heading: "3. Nguyên nhân tồn tại".
const WHOLE_WORDS: &[&str] = &[
    "tồn tại",
    "hiện tại",
    "tự do",
    "lý do",
    "lí do",
    "công bằng",
    "đồng bằng",
    "đạt được",
    "làm được",
    "mặt được",
    "việc được",
    "chưa được",
    "đầu vào",
    "cấp trên",
    "nêu trên",
    "bên trong",
    "kèm theo",
    "tiếp theo",
    "gian qua",
    "năm qua",
    "tháng qua",
    "vừa qua",
    "trực thuộc",
    "phụ thuộc",
    "thống nhất",
    "duy nhất",
    "thứ nhất",
    "hợp nhất",
    "dân số",
    "đổi số",
    "tế số",
    "hội số",
    "nghệ số",
    "thiểu số",
    "đa số",
    "hằng ngày",
    "hàng ngày",
    "hằng tháng",
    "hàng tháng",
    "hằng quý",
    "hàng quý",
    "hằng năm",
    "hàng năm",
];

/// Words after which a number goes on with the phrase and opens no item.
const COUNTED: &[&str] = &[
    "ngày", "tháng", "năm", "số", "quý", "khoản", "điểm", "điều", "mục", "chương", "phần", "thứ",
    "khóa", "khoá", "lục", "tập", "mẫu", "biểu", "bảng", "kỳ", "là", "đến",
];

/// Words joined by a spaced hyphen, at which a line is often broken.
const COMPOUNDS: &[(&str, &str)] = &[
    ("kinh tế", "xã hội"),
    ("chính trị", "xã hội"),
    ("văn hóa", "xã hội"),
    ("văn hoá", "xã hội"),
    ("quốc phòng", "an ninh"),
    ("an ninh", "quốc phòng"),
    ("khoa học", "công nghệ"),
    ("khoa học", "kỹ thuật"),
    ("thi đua", "khen thưởng"),
    ("lao động", "thương binh"),
    ("tài chính", "kế hoạch"),
    ("tài chính", "ngân sách"),
    ("văn hóa", "thể thao"),
    ("văn hóa", "văn nghệ"),
    ("châu á", "thái bình dương"),
    ("độc lập", "tự do"),
    ("tự do", "hạnh phúc"),
    ("tổ chức", "cán bộ"),
    ("dân số", "kế hoạch"),
    ("bưu chính", "viễn thông"),
    ("kế hoạch", "tài chính"),
    ("kinh tế", "kỹ thuật"),
    ("kinh tế", "quốc phòng"),
    ("xã hội", "nghề nghiệp"),
    ("hành chính", "sự nghiệp"),
    ("thăng long", "hà nội"),
];

/// Openings of lines in a letterhead or beside a signature.
const LETTERHEAD: &[&str] = &[
    "CỘNG HÒA",
    "CỘNG HOÀ",
    "Cộng hòa",
    "ĐẢNG CỘNG SẢN",
    "Độc lập",
    "Số:",
    "V/v",
    "Về việc",
    "Kính gửi",
    "KÍNH GỬI",
    "Kính trình",
    "Nơi nhận",
    "NƠI NHẬN",
    "TM.",
    "KT.",
    "TL.",
    "TUQ.",
    "T/M",
    "K/T",
    "T/L",
    "(Kèm theo",
    "(Ban hành",
    "(Đã ký",
    "(đã ký",
    "Phụ lục",
];

/// Shortest first line, in characters, that is believed to stop in mid-phrase over a gap.
const SHORTEST: usize = 20;

/// At what width the text was wrapped, and how it sets its dashes.
#[derive(Debug, Default)]
pub(super) struct Wrap {
    /// Typical length of a line that goes on, in characters; `None` where paragraphs are whole.
    width: Option<usize>,
    /// Whether items after a dash begin with a capital in this text.
    capital_items: bool,
    /// Whether every line is a paragraph that its writer ended.
    whole: bool,
}

/// Shortest heading in capitals, in characters, that is believed to have been broken for want of room.
const BROKEN_HEADING: usize = 36;

impl Wrap {
    /// Measures a source: how long are the lines that surely go on in the next one?
    pub(super) fn of(source: &Source) -> Wrap {
        let text = source.text();
        let lines: Vec<&str> = source
            .lines()
            .iter()
            .map(|line| source.slice(line.span).trim())
            .collect();
        let items = lines.iter().filter_map(|line| after_dash(line));
        let (capital, all) = items.fold((0, 0), |(capital, all), item| {
            (
                capital + usize::from(item.starts_with(char::is_uppercase)),
                all + 1,
            )
        });
        let flowing = matches!(
            source.origin.format,
            Format::Docx | Format::Doc | Format::Xlsx | Format::Html
        );
        Wrap {
            width: if flowing { None } else { wrap_width(&lines) },
            whole: flowing,
            capital_items: capital * 10 >= all * 7 && !text.is_empty(),
        }
    }

    /// Whether `line` was full, so that `next` had no room on it.
    fn fills(&self, line: &str, next: &str) -> bool {
        let word = next.split_whitespace().next().unwrap_or_default();
        let wanted = line.chars().count() + 1 + word.chars().count();
        self.width.is_some_and(|width| wanted * 100 >= width * 92)
    }
}

/// The median length of lines followed at once by one in lower case, if there are enough of them.
fn wrap_width(lines: &[&str]) -> Option<usize> {
    let mut lengths: Vec<usize> = lines
        .windows(2)
        .filter(|pair| matches!(pair, [first, second] if surely_one(first, second)))
        .filter_map(|pair| pair.first().map(|line| line.chars().count()))
        .collect();
    let filled = lines.iter().filter(|line| !line.is_empty()).count();
    if lengths.len() < 2 || lengths.len() * 12 < filled {
        return None;
    }
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied()?;
    (40..=200).contains(&median).then_some(median)
}

/// Whether two neighbouring lines are beyond doubt one paragraph.
fn surely_one(first: &str, second: &str) -> bool {
    !terminal(first) && !second.is_empty() && (goes_on(second) || wants_more(first))
}

/// Every line a paragraph of its own: for the cells of a letterhead.
pub(super) fn lines(text: &str, run: &[Line]) -> Vec<Block> {
    run.iter()
        .map(|line| (line, line.span.trim(text)))
        .filter(|(_, span)| !span.is_empty())
        .map(|(line, span)| Block::paragraph(text, span, line.look.clone(), line.place.part))
        .collect()
}

/// The paragraphs of a run of lines in one part of the file.
pub(super) fn paragraphs(text: &str, run: &[Line], wrap: &Wrap) -> Vec<Block> {
    let mut done = Vec::new();
    let mut open: Option<Open> = None;
    let mut gap = false;
    for line in run {
        let span = line.span.trim(text);
        if span.is_empty() {
            gap = true;
            continue;
        }
        match &mut open {
            Some(open) if open.takes(text, line, span, gap, wrap) => open.add(line, span),
            _ => {
                done.extend(open.take().map(|open| open.close(text)));
                open = Some(Open::new(text, line, span));
            }
        }
        gap = false;
    }
    done.extend(open.map(|open| open.close(text)));
    done
}

/// A paragraph that may still go on.
struct Open {
    span: Span,
    last: Span,
    look: Look,
    part: Part,
    labelled: bool,
    label_end: usize,
}

impl Open {
    fn new(text: &str, line: &Line, span: Span) -> Open {
        let label = label::read(span.slice(text));
        Open {
            span,
            last: span,
            look: line.look.clone(),
            part: line.place.part,
            labelled: label.is_some(),
            label_end: label.map_or(span.start, |label| span.start + label.span.end),
        }
    }

    fn add(&mut self, line: &Line, span: Span) {
        self.span = self.span.cover(span);
        self.last = span;
        self.look.bold &= line.look.bold;
        self.look.italics.extend(&line.look.italics);
        self.look.bolds.extend(&line.look.bolds);
    }

    fn close(self, text: &str) -> Block {
        Block::paragraph(text, self.span, self.look, self.part)
    }

    /// Whether `line` goes on with this paragraph.
    fn takes(&self, text: &str, line: &Line, span: Span, gap: bool, wrap: &Wrap) -> bool {
        let last = self.last.slice(text);
        let next = span.slice(text);
        if is_letterhead(next) || !has_word(next) {
            return false;
        }
        let label = label::read(next);
        if self.is_bare_label(text) {
            return label.is_none();
        }
        if broken_code(last) {
            return true;
        }
        if is_caps(last) || is_caps(next) {
            let both = is_caps(last) && is_caps(next) && label.is_none();
            return self.labelled && !gap && both && heading_goes_on(last, next, wrap);
        }
        if next.starts_with([',', ';', ')', '”']) && !gap {
            return true;
        }
        if terminal(last) || is_letterhead(last) || !has_word(last) || self.differs(line) {
            return false;
        }
        match label {
            Some(label) if label.style == LabelStyle::Dash => hyphen_goes_on(last, next, wrap),
            Some(_) => ends_in(last, COUNTED) && !gap && wrap.fills(last, next),
            None => self.goes_on(last, next, gap, wrap),
        }
    }

    /// Whether a line without a label goes on after `last`.
    fn goes_on(&self, last: &str, next: &str, gap: bool, wrap: &Wrap) -> bool {
        let long = last.chars().count() >= SHORTEST;
        if goes_on(next) {
            return long || !gap;
        }
        if wants_more(last) {
            return long || !gap;
        }
        if self.labelled && last.ends_with(',') && !gap {
            return true;
        }
        !gap && wrap.fills(last, next)
    }

    /// Whether nothing but a label has been seen.
    fn is_bare_label(&self, text: &str) -> bool {
        self.labelled
            && Span::new(self.label_end, self.span.end)
                .trim(text)
                .is_empty()
    }

    /// Whether the line is set in another way than this paragraph.
    fn differs(&self, line: &Line) -> bool {
        (self.look.bold && !line.look.bold)
            || self.look.centered != line.look.centered
            || self.look.heading != line.look.heading
    }
}

/// Whether a heading in capitals goes on in the line below: it stops at a comma or a word that wants
/// another, the line begins with such a word, or it was too long for a line.
fn heading_goes_on(last: &str, next: &str, wrap: &Wrap) -> bool {
    let first = next.split_whitespace().next().unwrap_or_default();
    let linked = matches!(first, "VÀ" | "CỦA" | "TRONG" | "CHO" | "VỚI" | "-" | "–");
    let cut = last.ends_with([',', '-', '–']) || wants_more(last) || linked;
    cut || (!wrap.whole && last.chars().count() >= BROKEN_HEADING)
}

/// Whether the text after a leading dash goes on with the line before: "kinh tế" / "- xã hội".
fn hyphen_goes_on(last: &str, next: &str, wrap: &Wrap) -> bool {
    let Some(item) = after_dash(next) else {
        return false;
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if digit(last.chars().next_back()) && digit(item.chars().next()) {
        return true;
    }
    let end = tail(last, 4).to_lowercase();
    let start: String = item.chars().take(20).collect::<String>().to_lowercase();
    let compound = |(left, right): &(&str, &str)| end.ends_with(left) && start.starts_with(right);
    COMPOUNDS.iter().any(compound)
        || (wrap.capital_items
            && item.starts_with(char::is_lowercase)
            && last.chars().count() >= SHORTEST)
}

/// What stands after a dash at the start of a line.
fn after_dash(line: &str) -> Option<&str> {
    let item = line
        .trim_start()
        .strip_prefix(['-', '–', '—'])?
        .trim_start();
    (!item.is_empty()).then_some(item)
}

/// Whether a line begins in mid-phrase.
fn goes_on(line: &str) -> bool {
    line.starts_with(|c: char| c.is_lowercase() || c == '%') && label::read(line).is_none()
}

/// Whether a code was broken after its hyphen: "126/2024/NĐ-".
fn broken_code(line: &str) -> bool {
    line.strip_suffix('-')
        .is_some_and(|rest| rest.ends_with(char::is_alphanumeric))
}

/// Whether a line ends what it says.
fn terminal(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', ')', ']', '*', '_', ' '])
        .ends_with(['.', ';', ':', '!', '?', '…'])
}

/// Whether the last word of a line is one of `words`.
fn ends_in(line: &str, words: &[&str]) -> bool {
    let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '“', '"']).to_lowercase();
    words.contains(&word.as_str())
}

/// Whether a line stops at a word that wants another: "phối hợp với", but not "tồn tại" or "10 năm".
fn wants_more(line: &str) -> bool {
    let end = tail(line, 2).to_lowercase();
    let lasts = end.split_once(' ').is_some_and(|(number, of)| {
        let time = ["năm", "tháng", "ngày", "quý"].contains(&of);
        time && number.chars().all(|letter| letter.is_ascii_digit())
    });
    ends_in(line, CONNECTORS) && !lasts && !WHOLE_WORDS.contains(&end.as_str())
}

/// The last `count` words of a line.
fn tail(line: &str, count: usize) -> String {
    let mut words: Vec<&str> = line.rsplit(char::is_whitespace).take(count).collect();
    words.reverse();
    words.join(" ")
}

fn has_word(line: &str) -> bool {
    line.contains(char::is_alphanumeric)
}

fn is_letterhead(line: &str) -> bool {
    LETTERHEAD.iter().any(|opening| line.starts_with(opening)) || is_date_line(line)
}

/// "Sơn Hải, ngày 05 tháng 3 năm 2026" on a line of its own.
fn is_date_line(line: &str) -> bool {
    line.chars().count() < 70
        && [", ngày", "tháng", "năm"]
            .iter()
            .all(|word| line.contains(word))
        && line
            .split(", ngày")
            .next()
            .is_some_and(|place| place.split_whitespace().count() <= 5)
}

#[cfg(test)]
mod tests {
    use crate::blocks::Flow;
    use crate::source::Source;

    /// Reads `text` and compares its paragraphs, one a line.
    fn check(text: &str, expected: &str) {
        let flow = Flow::of(&Source::from_plain(text));
        let lines: Vec<String> = flow
            .blocks
            .iter()
            .map(|block| {
                flow.slice(block.span)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        assert_eq!(lines.join("\n"), expected, "from {text:?}");
    }

    #[test]
    fn a_compound_broken_at_its_hyphen_is_no_item() {
        check(
            "- Công tác lãnh đạo phong trào gắn với phát triển kinh tế\n\n- xã hội, củng cố quốc phòng.\n\n- Công tác tuyên truyền.",
            "- Công tác lãnh đạo phong trào gắn với phát triển kinh tế - xã hội, củng cố quốc phòng.\n- Công tác tuyên truyền.",
        );
        check(
            "Kế hoạch tổng kết phong trào giai đoạn 2016\n- 2026 của tỉnh",
            "Kế hoạch tổng kết phong trào giai đoạn 2016 - 2026 của tỉnh",
        );
    }

    #[test]
    fn a_heading_takes_the_line_below_only_where_it_was_cut() {
        for apart in [
            "V. KIẾN NGHỊ, ĐỀ XUẤT\nBIỂU SỐ LIỆU",
            "II. KẾT QUẢ\nCÁC XÃ VEN BIỂN",
        ] {
            check(apart, apart);
        }
        check(
            "III. PHƯƠNG HƯỚNG, NHIỆM VỤ VÀ\nGIẢI PHÁP",
            "III. PHƯƠNG HƯỚNG, NHIỆM VỤ VÀ GIẢI PHÁP",
        );
        check("I. HẠN CHẾ,\nNGUYÊN NHÂN", "I. HẠN CHẾ, NGUYÊN NHÂN");
        check("I. MỤC ĐÍCH\nVÀ YÊU CẦU", "I. MỤC ĐÍCH VÀ YÊU CẦU");
        check(
            "II. KẾT QUẢ THỰC HIỆN PHONG TRÀO TOÀN DÂN\nBẢO VỆ AN NINH BIÊN GIỚI",
            "II. KẾT QUẢ THỰC HIỆN PHONG TRÀO TOÀN DÂN BẢO VỆ AN NINH BIÊN GIỚI",
        );
    }

    #[test]
    fn a_phrase_that_wants_more_goes_on_over_a_gap() {
        check(
            "- Hội Nông dân các xã phối hợp với\n\nUBND cùng cấp tổ chức tổng kết.",
            "- Hội Nông dân các xã phối hợp với UBND cùng cấp tổ chức tổng kết.",
        );
        check(
            "Ủy ban nhân dân huyện báo cáo\n\nkết quả thực hiện như sau:",
            "Ủy ban nhân dân huyện báo cáo kết quả thực hiện như sau:",
        );
    }

    #[test]
    fn a_heading_that_ends_like_a_connector_stays_apart() {
        for apart in [
            "3. Nguyên nhân tồn tại\nĐịa bàn rộng, dân cư sống rải rác.",
            "1. Kết quả đạt được\nToàn xã có 12 tổ tự quản.",
            "II. NHỮNG MẶT CHƯA ĐƯỢC\nCÁC XÃ VEN BIỂN",
            "2. Đánh giá chung qua 10 năm\nPhong trào phát triển rộng khắp.",
            "b) Công tác chuyển đổi số\nĐã tập huấn 4 lớp.",
        ] {
            check(apart, apart);
        }
    }

    #[test]
    fn a_lone_label_takes_the_next_line() {
        check("1.\nMục đích\n2.\n\nYêu cầu", "1. Mục đích\n2. Yêu cầu");
        check("Chương I\n\nQUY ĐỊNH CHUNG", "Chương I QUY ĐỊNH CHUNG");
    }

    #[test]
    fn headings_letterheads_items_and_signatures_stay_apart() {
        for apart in [
            "ỦY BAN NHÂN DÂN\nTỈNH SƠN HẢI\nSố: 12/KH-UBND\nSơn Hải, ngày 05 tháng 3 năm 2026\nKẾ HOẠCH\nTổng kết phong trào",
            "I. MỤC ĐÍCH\n1. Mục đích\nĐánh giá kết quả\n2. Yêu cầu",
            "Nơi nhận:\n- Như trên\n- Sở Nội vụ\n- Lưu: VT\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Hải",
            "Giao các xã gồm:\nxã Vân Khê;\nxã An Thượng.",
        ] {
            check(apart, apart);
        }
    }

    #[test]
    fn a_hard_wrap_is_undone_even_before_a_capital() {
        check(
            "Sở Nội vụ nhận được Công văn số 101/CV-HNDN ngày 12/02/2026 của\nHội Nữ doanh nhân tỉnh về việc xin phép tổ chức Đại hội lần thứ II, nhiệm kỳ\n(2025 - 2030) và các nội dung khác có liên quan đến việc tổ chức của Hội Nữ\nDoanh nhân tỉnh theo quy định của pháp luật, phù hợp với điều kiện thực tế tại\nđịa phương trong thời gian tới.\nKính trình Chủ tịch Ủy ban nhân dân tỉnh.",
            "Sở Nội vụ nhận được Công văn số 101/CV-HNDN ngày 12/02/2026 của Hội Nữ doanh nhân tỉnh về việc xin phép tổ chức Đại hội lần thứ II, nhiệm kỳ (2025 - 2030) và các nội dung khác có liên quan đến việc tổ chức của Hội Nữ Doanh nhân tỉnh theo quy định của pháp luật, phù hợp với điều kiện thực tế tại địa phương trong thời gian tới.\nKính trình Chủ tịch Ủy ban nhân dân tỉnh.",
        );
    }
}
