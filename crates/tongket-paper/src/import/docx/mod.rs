//! Word documents (.docx).
//!
//! The text is what a reader sees with all changes accepted: automatic
//! numbers written out, fields as their results, text boxes and notes once,
//! hidden text and comments left out and said so.

mod body;
mod label;
mod numbering;
mod paragraph;
mod run;
mod styles;
mod symbol;
mod table;

use tongket_reader::source::{Format, Origin, Source};

use self::body::Walk;
use self::numbering::Numbering;
use self::styles::Styles;
use super::error::ImportError;
use super::package::Package;
use super::xml::{Node, Tree};

const FORMAT: &str = ".docx";

/// Reads the bytes of a .docx file.
pub(crate) fn read(bytes: &[u8]) -> Result<Source, ImportError> {
    let mut package = Package::open(bytes, FORMAT)?;
    let main = main_part(&mut package)?;
    let missing = || ImportError::damaged(FORMAT, format!("thiếu {main}"));
    let document = package.text(&main)?.ok_or_else(missing)?;
    let beside = |name: &str| match main.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    };
    let mut side = |name: &str| -> Result<String, ImportError> {
        Ok(package.text(&beside(name))?.unwrap_or_default())
    };
    let (styles, numbering) = (side("styles.xml")?, side("numbering.xml")?);
    let (footnotes, endnotes) = (side("footnotes.xml")?, side("endnotes.xml")?);

    let styles = Styles::of(Tree::parse(&styles, FORMAT)?.root());
    let numbering = Numbering::of(Tree::parse(&numbering, FORMAT)?.root(), &styles);
    let (footnotes, endnotes) = (
        Tree::parse(&footnotes, FORMAT)?,
        Tree::parse(&endnotes, FORMAT)?,
    );
    let document = Tree::parse(&document, FORMAT)?;
    let body = document.root().and_then(|root| root.child("body"));
    let body = body.ok_or_else(|| ImportError::damaged(FORMAT, "không có phần thân văn bản"))?;

    let mut walk = Walk::new(&styles, numbering, footnotes.root(), endnotes.root());
    walk.document(body)?;
    let (builder, mut notes, broken_pages) = walk.finish();
    notes.extend(marks_in_margins(&mut package)?);
    let pages = stated_pages(&mut package)?.or(broken_pages);
    let source = builder.finish(Origin {
        format: Format::Docx,
        pages,
        ocr: false,
        notes,
    });
    if source.text().trim().is_empty() {
        Err(ImportError::Empty)
    } else {
        Ok(source)
    }
}

/// The name of the part that holds the text, as the package's relations say.
fn main_part(package: &mut Package<'_>) -> Result<String, ImportError> {
    let usual = "word/document.xml".to_owned();
    let Some(relations) = package.text("_rels/.rels")? else {
        return Ok(usual);
    };
    let tree = Tree::parse(&relations, FORMAT)?;
    let is_main = |node: &Node<'_, '_>| {
        node.attribute("Type")
            .is_some_and(|kind| kind.ends_with("/officeDocument"))
    };
    let target = tree.root().and_then(|root| root.children().find(is_main));
    let target = target.and_then(|node| node.attribute("Target"));
    Ok(target.map_or(usual, |target| target.trim_start_matches('/').to_owned()))
}

/// The number of pages that the program that saved the file has counted.
fn stated_pages(package: &mut Package<'_>) -> Result<Option<u32>, ImportError> {
    let properties = package.text("docProps/app.xml")?.unwrap_or_default();
    let tree = Tree::parse(&properties, FORMAT)?;
    let pages = tree
        .root()
        .and_then(|root| root.child("Pages"))
        .map(Node::text);
    Ok(pages
        .and_then(|pages| pages.trim().parse().ok())
        .filter(|pages| *pages > 0))
}

/// Headers and footers are not read, but a secrecy mark in them must not be overlooked.
fn marks_in_margins(package: &mut Package<'_>) -> Result<Vec<String>, ImportError> {
    let mut notes = Vec::new();
    for name in package.names() {
        let file = name.rsplit('/').next().unwrap_or_default();
        if !file.ends_with(".xml") || !(file.starts_with("header") || file.starts_with("footer")) {
            continue;
        }
        let part = package.text(&name)?.unwrap_or_default();
        let tree = Tree::parse(&part, FORMAT)?;
        let found = tree.root().and_then(secrecy_mark);
        notes.extend(found.map(|mark| format!("Đầu trang hoặc chân trang có dấu độ mật “{mark}”")));
    }
    notes.sort();
    notes.dedup();
    Ok(notes)
}

fn secrecy_mark(node: Node<'_, '_>) -> Option<&'static str> {
    if node.name() == "p" {
        let text = node.text();
        let text = text.trim();
        return ["TUYỆT MẬT", "TỐI MẬT", "MẬT"]
            .into_iter()
            .find(|mark| *mark == text);
    }
    node.children().find_map(secrecy_mark)
}
