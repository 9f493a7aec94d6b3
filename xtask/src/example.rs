//! Makes the files of the bundled example from its texts.
//!
//! A text begins with lines `@ name: value` for the letterhead and the
//! signature; below them stands the body as one would type it: "I.", "1.",
//! "a)" open headings, "- " an item, "| … |" a row of a table, and `@annex`
//! begins an annex. The reports that were sent as plain text are their own
//! source and lie beside the others.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tongket_core::issue::{
    Align, Annex, Block, Column, Family, IssuedDocument, Letterhead, Opening, Row, RowKind,
    SignatureBlock, Signer, Table, Text,
};

use crate::root;

/// Writes every file of the example anew.
pub(crate) fn run() -> Result<()> {
    let example = root().join("examples/son-hai");
    for entry in fs::read_dir(example.join("text"))? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let draft = Draft::parse(&text);
        let file = draft
            .head
            .get("file")
            .with_context(|| format!("{}: no file", path.display()))?;
        let folder = if file.starts_with("ke-hoach") {
            example.clone()
        } else {
            example.join("reports")
        };
        write(&draft, &folder.join(file))?;
    }
    // A file that a broken transfer cut short: readers meet these too.
    let whole = fs::read(example.join("reports/PLS.docx"))?;
    fs::write(
        example.join("reports/kim thuy dong.docx"),
        &whole[..whole.len() / 2],
    )?;
    Ok(())
}

fn write(draft: &Draft, path: &Path) -> Result<()> {
    let bytes = tongket_paper::export::docx::write(&draft.document())?;
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}

/// A text taken apart: its letterhead, its body and its annexes' lines.
#[derive(Default)]
struct Draft {
    head: HashMap<String, String>,
    body: Vec<String>,
    annexes: Vec<(HashMap<String, String>, Vec<String>)>,
}

impl Draft {
    fn parse(text: &str) -> Draft {
        let mut draft = Draft::default();
        for line in text.lines() {
            if line == "@annex" {
                draft.annexes.push(Default::default());
                continue;
            }
            let (head, body) = match draft.annexes.last_mut() {
                Some((head, body)) => (head, body),
                None => (&mut draft.head, &mut draft.body),
            };
            match line
                .strip_prefix("@ ")
                .and_then(|rest| rest.split_once(':'))
            {
                Some((name, value)) => {
                    head.insert(name.to_owned(), value.trim().to_owned());
                }
                None => body.push(line.to_owned()),
            }
        }
        draft
    }

    fn value(&self, name: &str) -> String {
        self.head.get(name).cloned().unwrap_or_default()
    }

    fn parts(&self, name: &str, separator: char) -> Vec<String> {
        self.value(name)
            .split(separator)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn document(&self) -> IssuedDocument {
        let mut signing = self.parts("sign", '/');
        let name = signing.pop().unwrap_or_default();
        let mut document = IssuedDocument {
            letterhead: Letterhead {
                family: Family::State,
                parent: Some(self.value("parent")).filter(|parent| !parent.is_empty()),
                issuers: vec![self.value("issuer").replace('/', " ")],
                number: format!("Số: {}", self.value("number")),
                dateline: self.value("date"),
            },
            opening: Opening::Titled {
                type_name: self.value("kind"),
                subject: self.value("subject"),
            },
            body: blocks(&self.body),
            signature: SignatureBlock {
                recipients: self.parts("to", ';'),
                signers: vec![Signer {
                    lines: signing,
                    name,
                }],
            },
            ..IssuedDocument::default()
        };
        let annexes = self.annexes.iter().map(|(head, body)| Annex {
            title: head.get("title").cloned().unwrap_or_default(),
            reference: head.get("reference").cloned().unwrap_or_default(),
            body: blocks(body),
            ..Annex::default()
        });
        document.attach(annexes.collect());
        document
    }
}

/// The body as blocks of an issued document.
fn blocks(lines: &[String]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for line in lines {
        if let Some(cells) = row(line) {
            match blocks.last_mut() {
                Some(Block::Table(table)) => table.rows.push(plain_row(&cells)),
                _ => blocks.push(Block::Table(empty_table(&cells))),
            }
        } else if let Some(item) = line.strip_prefix("- ") {
            blocks.push(Block::Item {
                level: 1,
                text: Text::plain(item),
            });
        } else if let Some((level, label, text)) = heading(line) {
            blocks.push(Block::Heading {
                level,
                label: label.to_owned(),
                text: text.to_owned(),
            });
        } else {
            blocks.push(Block::Paragraph {
                text: Text::plain(line),
            });
        }
    }
    blocks
}

fn row(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

fn plain_row(cells: &[&str]) -> Row {
    Row {
        kind: RowKind::Plain,
        cells: cells.iter().map(|cell| Text::plain(*cell)).collect(),
    }
}

fn empty_table(header: &[&str]) -> Table {
    let column = |(index, title): (usize, &&str)| Column {
        title: (*title).to_owned(),
        width: [8, 40, 18, 17, 17].get(index).copied().unwrap_or(15),
        align: if index == 1 {
            Align::Left
        } else {
            Align::Center
        },
    };
    Table {
        columns: header.iter().enumerate().map(column).collect(),
        ..Table::default()
    }
}

/// A line that opens with a label, and no more than a heading's worth of text behind it.
fn heading(line: &str) -> Option<(u8, &str, &str)> {
    let (label, text) = line.split_once(' ')?;
    let body = label.strip_suffix(['.', ')'])?;
    let level = match body {
        _ if body.chars().all(|c| "IVXABCDĐ".contains(c)) => 1,
        _ if body.chars().all(|c| c.is_ascii_digit()) => 2,
        _ if body.chars().all(|c| c.is_ascii_digit() || c == '.') => 3,
        _ if label.ends_with(')') && body.chars().count() == 1 => 3,
        _ => return None,
    };
    (text.chars().count() < 110).then_some((level, label, text))
}
