//! The catalogue of every code, made from the pages that lie beside the rules.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result};
use tongket_core::refusal::Code;
use tongket_core::review;
use tongket_reader::{Severity, rules};

const OPENING: &str = "\
# Danh mục mã · Catalogue of codes

Mỗi mã một trang: vì sao, một đoạn sai với đúng điều được báo, một đoạn đúng; mã TK… là lời từ chối của máy chủ: vì sao, câu trả lời, cách xử lý. Trang này do `cargo xtask rules` ghép từ chính các trang nằm cạnh mã nguồn và cũng là phép thử; đừng sửa ở đây. `tongket explain MÃ` in cùng một trang.

*One page a code: why, a wrong text with exactly what is reported, a right text; codes TK… are refusals of the server: why, what is said, what to do. `cargo xtask rules` puts this file together from the pages beside the source, which are also the tests; do not edit it here.*

Chỉ mức *lỗi* làm lệnh kết thúc với mã thoát 1. *Only errors change the exit code.*

";

/// Writes `docs/rules.md`.
pub(crate) fn run() -> Result<()> {
    let path = path();
    std::fs::write(&path, catalogue()).with_context(|| format!("cannot write {}", path.display()))
}

fn path() -> PathBuf {
    crate::root().join("docs/rules.md")
}

/// A table of all codes, then their pages.
fn catalogue() -> String {
    let mut out = String::from(OPENING);
    out.push_str("| Mã | Mức độ | Điều được báo | What is reported |\n|---|---|---|---|\n");
    for entry in all() {
        let (code, anchor) = (entry.code, entry.code.to_lowercase());
        let severity = entry.severity.map_or("từ chối", Severity::name);
        let (title, title_en) = titles(entry.page);
        let _ = writeln!(
            out,
            "| [{code}](#{anchor}) | {severity} | {title} | {title_en} |"
        );
    }
    for entry in all() {
        let anchor = entry.code.to_lowercase();
        let _ = write!(
            out,
            "\n---\n\n<a id=\"{anchor}\"></a>\n\n{}",
            demoted(entry.page)
        );
    }
    out
}

/// One code of a plan's rule, of a report's check or of a refusal.
struct Entry {
    code: &'static str,
    /// How much it matters; `None` for a refusal, which is no finding.
    severity: Option<Severity>,
    page: &'static str,
}

/// The rules of plans, the checks of reports, then the refusals of the server.
fn all() -> impl Iterator<Item = Entry> {
    let rules = rules::all().map(|rule| Entry {
        code: rule.code,
        severity: Some(rule.severity),
        page: rule.page,
    });
    let checks = review::CHECKS.iter().map(|check| Entry {
        code: check.code,
        severity: Some(check.severity),
        page: check.page,
    });
    let refusals = Code::all().map(|code| Entry {
        code: code.name(),
        severity: None,
        page: code.page(),
    });
    rules.chain(checks).chain(refusals)
}

/// The title of a page, and the English line in italics below it.
fn titles(page: &str) -> (&str, &str) {
    let mut lines = page.lines();
    let heading = lines
        .next()
        .unwrap_or_default()
        .trim_start_matches(['#', ' ']);
    let title = heading.split_once(". ").map_or(heading, |(_, title)| title);
    let english = lines
        .find(|line| line.starts_with('*'))
        .map(|line| line.trim_matches('*'));
    (title, english.unwrap_or_default())
}

/// A page with its headings one level down, as a chapter of the catalogue.
fn demoted(page: &str) -> String {
    let mut inside = false;
    let mut out = String::with_capacity(page.len() + 16);
    for line in page.lines() {
        inside ^= line.starts_with("```");
        if line.starts_with('#') && !inside {
            out.push('#');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_up_to_date() {
        let written = std::fs::read_to_string(path()).unwrap_or_default();
        assert!(
            written == catalogue(),
            "docs/rules.md is out of date: run `cargo xtask rules`"
        );
    }
}
