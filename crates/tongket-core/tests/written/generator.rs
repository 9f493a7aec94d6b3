//! Reports of any number, written by rule from words: the same every time.
//!
//! Sentences are made of ordinary words in changing order, so that two reports
//! share no wording by chance beyond what two writers would; figures are sound.

use super::{Written, written};

const WORDS: &[&str] = &[
    "nhân dân",
    "tổ trưởng",
    "sinh hoạt",
    "tuần tra",
    "bến sông",
    "nương rẫy",
    "đường mòn",
    "nhà văn hóa",
    "loa phát thanh",
    "cụm dân cư",
    "người già",
    "thanh niên",
    "phụ nữ",
    "mùa mưa",
    "lễ hội",
    "chợ phiên",
    "trạm gác",
    "ghi chép",
    "trao đổi",
    "nhắc nhở",
    "vận động",
    "giúp nhau",
    "phân công",
    "luân phiên",
    "ban đêm",
    "buổi sáng",
    "cuối tuần",
    "hằng tháng",
    "lối xóm",
    "trường học",
    "vườn cây",
    "ao cá",
    "đàn bò",
    "mái nhà",
    "con đường",
    "hàng rào",
    "bờ kè",
    "cột đèn",
    "bảng tin",
    "sổ tay",
    "ý kiến",
    "đề xuất",
    "thống nhất",
    "nền nếp",
    "tự giác",
    "kiên trì",
    "đều đặn",
    "kịp thời",
    "rõ ràng",
    "cụ thể",
    "gần gũi",
    "thiết thực",
    "linh hoạt",
    "chủ động",
    "bền bỉ",
    "gọn gàng",
    "sạch sẽ",
    "an toàn",
    "bà con",
    "cán bộ",
    "đoàn thể",
    "già làng",
    "trưởng bản",
    "người uy tín",
    "hội viên",
    "học sinh",
    "ngư dân",
    "chủ hộ",
];

const MEASURES: &[&str] = &[
    "tổ tự quản",
    "buổi tuyên truyền",
    "lượt người",
    "hộ nghèo",
    "nguồn tin",
    "mô hình dân vận khéo",
    "câu lạc bộ pháp luật",
    "km đường",
    "vụ việc mâu thuẫn",
    "hội nghị quán triệt",
    "văn bản chỉ đạo",
    "lượt tuần tra",
    "suất quà",
    "ngày công",
];

/// A small generator of numbers that look random (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((value ^ (value >> 31)) % sides.max(1) as u64).unwrap_or_default()
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }

    /// A sentence of about `words` words.
    pub fn sentence(&mut self, words: usize) -> String {
        let picked: Vec<&str> = (0..words / 2).map(|_| self.pick(WORDS)).collect();
        let mut text = picked.join(" ");
        if let Some(first) = text.get(..1) {
            text = first.to_uppercase() + &text[1..];
        }
        text + "."
    }
}

/// An outline of `sections` headings.
pub fn outline_lines(sections: usize) -> String {
    let mut dice = Dice::new(7);
    let lines = (1..=sections)
        .map(|at| format!("II.{at}. Kết quả {} {}", dice.pick(WORDS), dice.pick(WORDS)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The report of the unit with this number: its sections, each with prose, and `figures` figures in all.
pub fn report(number: usize, sections: usize, figures: usize) -> Written {
    let mut dice = Dice::new(number as u64 * 1_000_003 + 11);
    let mut text = String::new();
    for section in 1..=sections {
        text.push_str(&format!("# II.{section}\n"));
        let from = figures * (section - 1) / sections;
        for at in from..figures * section / sections {
            let measure = MEASURES[at % MEASURES.len()];
            text.push_str(&format!("Toàn xã có {} {measure}.\n", 20 + dice.roll(80)));
        }
        let length = 24 + dice.roll(20);
        let (one, other) = (dice.sentence(length), dice.sentence(length / 2));
        text.push_str(&format!("{one} {other}\n"));
        text.push_str("Cấp ủy, chính quyền quan tâm chỉ đạo, các đoàn thể phối hợp thực hiện tốt nhiệm vụ được giao.\n");
    }
    written(&unit_name(number), &text)
}

/// The name of the unit with this number.
pub fn unit_name(number: usize) -> String {
    let first = [
        "Vân", "Mường", "Đông", "Thạch", "Cồn", "Phú", "Suối", "Kim", "An", "Hải",
    ];
    let second = [
        "Khê", "Lạng", "Giang", "Đà", "Mây", "Lộc", "Trầm", "Thủy", "Phước", "Yên",
    ];
    let third = [
        "Thượng",
        "Hạ",
        "Đông",
        "Tây",
        "Nam",
        "Bắc",
        "Trung",
        "Ngoài",
        "Trong",
        "Giữa",
    ];
    let digit = |place: usize| number / 10_usize.pow(u32::try_from(place).unwrap_or_default()) % 10;
    format!(
        "xã {} {} {}",
        first[digit(0)],
        second[digit(1)],
        third[digit(2)]
    )
}
