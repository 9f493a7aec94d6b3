//! What speaks against taking a date for a deadline.

use regex::Regex;

use super::DeadlineContext;
use super::cue::{Cue, Frame, before, heads};
use crate::plan::{Deadline, DeadlineKind};
use crate::words::cursor::before_word;
use crate::words::date::DateMention;

/// Why a phrase that looks like a deadline may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// A result is told: "đã hoàn thành trước ngày …".
    Recounted,
    /// A period that figures cover, or in which something lasts: "số liệu tính đến ngày …", "từ ngày … đến ngày …".
    Period,
    /// The day from which or to which a document has effect.
    Effect,
    /// A class of persons, papers or works told by their date: "sinh trước ngày …".
    Class,
    /// The day of something that happens: "khai mạc vào ngày …".
    Event,
    /// Part of a title or a goal: "Đề án … đến năm 2030".
    Title,
    /// Only the time in which work goes on: "công tác trong năm 2026".
    Vague,
}

pattern!(
    TOLD,
    r"(?:^|[\s,;(])(?:đã|vừa|từng)\s|toàn\s+(?:tỉnh|huyện|xã|thành\s+phố|ngành)\s+có|kết\s+quả\s+(?:trong|đến|đạt)"
);
pattern!(
    FIGURES,
    r"(?:số\s+liệu|tính|thống\s+kê|chốt|kỳ\s+(?:báo\s+cáo|số\s+liệu)|giai\s+đoạn|thời\s+kỳ|luỹ\s+kế|lũy\s+kế|niên\s+độ|nhiệm\s+kỳ)"
);
pattern!(EFFECT, r"hiệu\s+lực|áp\s+dụng|thi\s+hành");
pattern!(
    CLASS,
    r"(?:sinh|nhập\s+ngũ|tuyển\s+dụng|phát\s+sinh|kết\s+nạp|sản\s+xuất|cư\s+trú|sinh\s+sống|hoạt\s+động\s+cách\s+mạng|tồn\s+tại|nghỉ\s+hưu|tham\s+gia\s+kháng\s+chiến|từ|thôi\s+việc|nhập\s+học|tốt\s+nghiệp)\s*$"
);
pattern!(
    PAPER,
    r"(?:ban\s+hành|ký(?:\s+kết)?|cấp(?:\s+phép)?|thành\s+lập|phê\s+duyệt|tiếp\s+nhận|xây\s+dựng|khởi\s+công|công\s+nhận|đưa\s+vào\s+sử\s+dụng)\s*$"
);
pattern!(
    TITLE,
    r"(?:chiến\s+lược|quy\s+hoạch|đề\s+án|chương\s+trình|kế\s+hoạch|định\s+hướng|tầm\s+nhìn|mục\s+tiêu|giai\s+đoạn|chỉ\s+tiêu|tình\s+hình|phương\s+hướng|dự\s+toán|phong\s+trào)"
);
pattern!(
    DOING,
    r"hoàn\s+(?:thành|thiện|tất)|xong|phấn\s+đấu|ban\s+hành|thành\s+lập|(?:^|[\s,;(-])trình\s|báo\s+cáo|gửi|nộp|phê\s+duyệt"
);
pattern!(
    HANDING,
    r"gửi|nộp|trình|báo\s+cáo|hoàn\s+thành|đăng\s+ký|cung\s+cấp|phản\s+hồi|trả\s+lời|tổng\s+hợp"
);
pattern!(
    HAPPENING,
    r"[0-9]\s*(?:giờ|h)\s*[0-9]*|khai\s+mạc|diễn\s+ra|tổ\s+chức|hội\s+nghị|buổi|lễ|dịp|họp"
);

/// Words before what was done to a paper: "các văn bản được ban hành".
const DONE_TO: [&str; 6] = ["được", "đã", "do", "các", "những", "có"];

/// How many letters stand behind the last place of a pattern.
///
/// A pattern that itself spells out "up to fifty letters, then the end" is
/// twenty times as large.
fn letters_behind(pattern: &Regex, text: &str) -> Option<usize> {
    let last = pattern.find_iter(text).last()?;
    Some(text.get(last.end()..)?.chars().count())
}

/// Whether a clause ends in what was done to a paper, with its paper before it.
fn tells_of_paper(clause: &str) -> bool {
    PAPER.find(clause).is_some_and(|done| {
        let before = clause.get(..done.start()).unwrap_or_default();
        DONE_TO.iter().any(|word| {
            before.rmatch_indices(word).any(|(at, _)| {
                let paper = before.get(at + word.len()..).unwrap_or_default();
                paper.starts_with(char::is_whitespace) && paper.trim().chars().count() <= 50
            })
        })
    })
}

/// Whether a text ends in the name of a plan or a goal, with no sign behind it.
fn ends_in_title(text: &str) -> bool {
    let last = TITLE.find_iter(text).last();
    last.and_then(|last| text.get(last.end()..))
        .is_some_and(|rest| !rest.contains(['.', ';', ':', ',', '\n']))
}

/// The doubt about a date that `frame` binds.
pub(super) fn of(
    text: &str,
    frame: Frame,
    mention: &DateMention,
    deadline: &Deadline,
    context: &DeadlineContext,
) -> Option<Doubt> {
    let (window, _) = before(text, frame.start);
    let sentence = window.rsplit(['.', ';', '\n']).next().unwrap_or_default();
    let clause = sentence.rsplit([',', ':']).next().unwrap_or_default();
    let past = context
        .issued
        .zip(deadline.due)
        .map(|(issued, due)| due < issued);
    if letters_behind(&EFFECT, sentence).is_some_and(|letters| letters <= 50) {
        return Some(Doubt::Effect);
    }
    if frame.cue == Cue::Before && (CLASS.is_match(sentence) || tells_of_paper(clause)) {
        return Some(Doubt::Class);
    }
    if matches!(frame.cue, Cue::Until | Cue::Target | Cue::Range)
        && letters_behind(&FIGURES, sentence).is_some_and(|letters| letters <= 30)
    {
        return Some(Doubt::Period);
    }
    if before_word(sentence.trim_end(), "từ").is_some() {
        return Some(Doubt::Period);
    }
    let telling = if past.is_some() { sentence } else { clause };
    if past != Some(false) && TOLD.is_match(telling) {
        return Some(Doubt::Recounted);
    }
    if past == Some(true)
        && !matches!(
            frame.cue,
            Cue::Before | Cue::Latest | Cue::Label | Cue::Until
        )
    {
        return Some(Doubt::Recounted);
    }
    by_cue(frame.cue, sentence, clause, mention, deadline, text)
}

/// The doubts that only some cues raise.
fn by_cue(
    cue: Cue,
    sentence: &str,
    clause: &str,
    mention: &DateMention,
    deadline: &Deadline,
    text: &str,
) -> Option<Doubt> {
    let only_year = mention.day.is_none() && mention.month.is_none() && mention.quarter.is_none();
    let handed = || HANDING.is_match(sentence);
    match cue {
        Cue::Until if only_year && ends_in_title(sentence) => Some(Doubt::Title),
        Cue::Target if only_year && ends_in_title(clause) => Some(Doubt::Title),
        Cue::Target if only_year => {
            let bound = clause.trim().is_empty() || DOING.is_match(clause);
            (!bound).then_some(Doubt::Vague)
        }
        Cue::Target => (!DOING.is_match(sentence)).then_some(Doubt::Period),
        Cue::Within | Cue::On if only_year && !DOING.is_match(clause) => Some(Doubt::Vague),
        Cue::Within
            if is_loose(&deadline.text)
                && !heads(text, deadline.span)
                && !DOING.is_match(sentence) =>
        {
            Some(Doubt::Vague)
        }
        Cue::On if deadline.kind == DeadlineKind::Recurring => None,
        Cue::On if !handed() => Some(Doubt::Event),
        Cue::Range if !handed() => Some(Doubt::Period),
        Cue::Label if deadline.kind == DeadlineKind::By => of_label(text, deadline),
        _ => None,
    }
}

/// "Thời gian: 8 giờ 00 ngày 20/3" invites; "Thời gian gửi báo cáo: ngày 20/3" binds.
fn of_label(text: &str, deadline: &Deadline) -> Option<Doubt> {
    let (window, _) = before(text, deadline.span.start);
    let label = window.rsplit(['.', ';', '\n']).next().unwrap_or_default();
    let term = label.contains("hạn");
    let invites = !term && !HANDING.is_match(label);
    let ranged = deadline.text.starts_with("từ");
    (invites && (!ranged || HAPPENING.is_match(label))).then_some(Doubt::Event)
}

/// "đầu", "giữa" and "cuối" alone do not bind.
fn is_loose(phrase: &str) -> bool {
    ["đầu", "giữa", "cuối"]
        .iter()
        .any(|word| phrase.starts_with(word))
}
