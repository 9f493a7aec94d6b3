//! The motto and the national title as the law writes them.

use super::case::Case;
use super::finding::Finding;
use crate::span::Span;
use crate::words::fold;

pub(super) const RULE: super::Rule = crate::rule!(
    "KH042",
    "kh042_national_motto",
    Warning,
    "Quốc hiệu, tiêu ngữ viết sai",
    "The national title or motto is miswritten",
);

pattern!(
    MOTTO,
    r"độc\s+lập\s*[-–—,]?\s*tự\s+do\s*[-–—,]?\s*hạnh\s+phúc"
);
pattern!(TITLE, r"cộng\s+(?:hòa|hoà)\s+(?:xã\s+hội\s+)?(?:chủ\s+nghĩa\s+)?việt\s+nam");

const RIGHT_MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
const RIGHT_TITLE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for line in case.lines() {
        let text = case.slice(*line);
        let lower = case.lower_slice(*line);
        let opening = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !opening.starts_with("độc") && !opening.starts_with("cộng") {
            continue;
        }
        let within = |hit: regex::Match<'_>| Span::from(hit.range()).shift(line.start);
        if let Some(motto) = MOTTO.find(lower).filter(|hit| is_alone(text, hit) && !is_right(text.get(hit.range()).unwrap_or_default())) {
            found.push(finding(within(motto), "Tiêu ngữ", "The motto", RIGHT_MOTTO));
        }
        if let Some(title) = TITLE.find(lower).filter(|hit| is_alone(text, hit) && is_wrong_title(text.get(hit.range()).unwrap_or_default())) {
            found.push(finding(within(title), "Quốc hiệu", "The national title", RIGHT_TITLE));
        }
    }
    found
}

/// Whether the line holds nothing else, as in a letterhead.
fn is_alone(line: &str, hit: &regex::Match<'_>) -> bool {
    let rest = [line.get(..hit.start()), line.get(hit.end()..)];
    !rest.into_iter().flatten().any(|part| part.contains(char::is_alphanumeric))
}

/// Any dash will do: word processors write long ones by themselves.
fn is_right(motto: &str) -> bool {
    let plain: String = motto.replace(['–', '—'], "-");
    let words: Vec<&str> = plain.split(['-', ' ', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    words.join(" ") == "Độc lập Tự do Hạnh phúc" && plain.matches('-').count() == 2
}

fn is_wrong_title(title: &str) -> bool {
    let all_capitals = !title.chars().any(char::is_lowercase);
    let whole = fold::bare(title).split_whitespace().eq("cong hoa xa hoi chu nghia viet nam".split(' '));
    !(all_capitals && whole)
}

fn finding(span: Span, what: &str, what_en: &str, right: &str) -> Finding {
    Finding::new(
        span,
        format!("{what} viết không đúng thể thức."),
        format!("{what_en} is not written as prescribed."),
    )
    .fix(format!("Viết đúng: “{right}”."), format!("Write “{right}”."))
}
