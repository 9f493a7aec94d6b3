//! What the real documents of the corpus say of themselves, against what a careful reader found in them.
//!
//! The expectations are facts (type, code, day, issuer, signer) in
//! `corpus_document.toml`; the openings in `headers/` have their own `gold.tsv`.

mod corpus;

use serde::Deserialize;
use tongket_reader::blocks::Flow;
use tongket_reader::plan::{Document, document};
use tongket_reader::source::Source;
use tongket_reader::words::fold::key;
use tongket_reader::words::{citation::kind_abbreviation, date};

#[derive(Deserialize)]
struct Expectations {
    document: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    file: String,
    kind: Option<String>,
    code: Option<String>,
    date: Option<String>,
    issuer: Option<String>,
    signer: Option<String>,
    #[serde(default)]
    further: usize,
}

/// Facts found, expected and false, by name.
#[derive(Default)]
struct Score {
    found: usize,
    expected: usize,
    wrong: Vec<String>,
}

impl Score {
    fn compare(&mut self, file: &str, fact: &str, expected: Option<&str>, found: Option<&str>) {
        self.expected += usize::from(expected.is_some());
        match (expected.map(key), found.map(key)) {
            (Some(expected), Some(found)) if expected == found => self.found += 1,
            (None, None) => {}
            _ => self.wrong.push(format!(
                "{file}: {fact}: expected {expected:?}, found {found:?}"
            )),
        }
    }

    fn print(&self, name: &str) {
        corpus::say(&format!(
            "{name}: found {} of {}, false {}",
            self.found,
            self.expected,
            self.wrong.len()
        ));
        for line in &self.wrong {
            corpus::say(&format!("  {line}"));
        }
    }
}

fn read(path: &str) -> Option<Document> {
    let text = corpus::text(path)?;
    Some(document::read(&Flow::of(&Source::from_plain(&text))))
}

fn value(text: &Option<tongket_reader::Spanned<String>>) -> Option<&str> {
    text.as_ref().map(|text| text.value.as_str())
}

#[test]
fn letterheads_against_the_gold() {
    let Some(gold) = corpus::text("headers/gold.tsv") else {
        return;
    };
    let mut score = Score::default();
    for row in gold.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [file, kind, issuer, code, day, subject, ..] = cells[..] else {
            continue;
        };
        let Some(found) = read(&format!("headers/{file}")) else {
            continue;
        };
        let type_name = if kind.starts_with("Luật") {
            "Luật"
        } else {
            kind
        };
        let day = date::dates(day)
            .first()
            .and_then(date::DateMention::date)
            .map(|day| day.to_string());
        let found_day = found.date.as_ref().map(|date| date.value.to_string());
        score.compare(
            file,
            "kind",
            kind_abbreviation(type_name),
            value(&found.kind),
        );
        score.compare(file, "issuer", Some(issuer), value(&found.issuer));
        score.compare(file, "code", Some(code), value(&found.code));
        score.compare(file, "date", day.as_deref(), found_day.as_deref());
        let subject: String = key(subject).chars().take(24).collect();
        let title: String = value(&found.subject)
            .map(key)
            .unwrap_or_default()
            .chars()
            .take(24)
            .collect();
        score.compare(
            file,
            "subject",
            Some(&subject)
                .filter(|subject| !subject.is_empty())
                .map(String::as_str),
            Some(&title)
                .filter(|_| !subject.is_empty())
                .map(String::as_str),
        );
    }
    score.print("letterheads");
    assert!(score.found * 100 >= score.expected * 96);
}

#[test]
fn documents_against_a_careful_reader() {
    let expectations: Expectations =
        toml::from_str(include_str!("corpus_document.toml")).expect("the expectations are valid");
    let mut score = Score::default();
    for expected in &expectations.document {
        let Some(found) = read(&format!("documents/{}", expected.file)) else {
            continue;
        };
        let day = found.date.as_ref().map(|date| date.value.to_string());
        let signer = found
            .signature
            .as_ref()
            .and_then(|signature| signature.name.as_ref())
            .map(|name| name.value.as_str());
        let further = found.documents.len().to_string();
        score.compare(
            &expected.file,
            "kind",
            expected.kind.as_deref(),
            value(&found.kind),
        );
        score.compare(
            &expected.file,
            "code",
            expected.code.as_deref(),
            value(&found.code),
        );
        score.compare(
            &expected.file,
            "date",
            expected.date.as_deref(),
            day.as_deref(),
        );
        score.compare(
            &expected.file,
            "issuer",
            expected.issuer.as_deref(),
            value(&found.issuer),
        );
        score.compare(&expected.file, "signer", expected.signer.as_deref(), signer);
        score.compare(
            &expected.file,
            "further",
            Some(&expected.further.to_string()),
            Some(&further),
        );
    }
    score.print("documents");
    assert!(corpus::folder().is_none() || score.found * 100 >= score.expected * 90);
}
