//! What is in the files that are written, read back from their bytes.

mod sample;

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use jiff::civil::{DateTime, date};
use proptest::prelude::*;
use quick_xml::events::Event;
use tongket_core::issue::{
    Annex, Block, Family, Inline, IssueSettings, IssuedDocument, Letterhead, Opening, Signer, Text,
    consolidated,
};
use tongket_paper::export::{docx, pdf, xlsx};

fn report(settings: &IssueSettings) -> IssuedDocument {
    let sample = sample::sample(15, 1);
    let files = sample.files();
    consolidated::compose(&sample.dossier(&files), settings)
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("a package");
    let mut text = String::new();
    let mut part = archive.by_name(name).expect("the part");
    part.read_to_string(&mut text).expect("UTF-8");
    text
}

fn noon() -> DateTime {
    date(2026, 3, 20).at(12, 0, 0, 0)
}

/// Every element with its attributes, in order; its end as "/name".
fn elements(xml: &str) -> Vec<(String, HashMap<String, String>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut all = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) => {
                let attributes = tag.attributes().map(|it| it.expect("an attribute"));
                let owned =
                    attributes.map(|it| (it.key.as_ref().to_owned(), it.value.into_owned()));
                all.push((tag.name().as_ref().to_owned(), owned.collect()));
            }
            Event::End(tag) => all.push((format!("/{}", tag.name().as_ref()), HashMap::new())),
            Event::Eof => return all,
            _ => {}
        }
    }
}

fn values<'a>(
    elements: &'a [(String, HashMap<String, String>)],
    name: &str,
    attribute: &str,
) -> Vec<&'a str> {
    let named = elements.iter().filter(|(element, _)| element == name);
    named
        .filter_map(|(_, all)| all.get(attribute))
        .map(String::as_str)
        .collect()
}

#[test]
fn every_mark_leads_to_its_row_and_back() {
    let document = report(&sample::settings());
    let file = docx::write(&document).expect("a file");
    let elements = elements(&part(&file, "word/document.xml"));
    let bookmarks = values(&elements, "w:bookmarkStart", "w:name");
    let ids = values(&elements, "w:bookmarkStart", "w:id");
    let known: HashSet<&str> = bookmarks.iter().copied().collect();
    assert_eq!(known.len(), bookmarks.len(), "a bookmark stands twice");
    assert_eq!(
        ids.iter().collect::<HashSet<_>>().len(),
        ids.len(),
        "an id stands twice"
    );
    let targets = values(&elements, "w:hyperlink", "w:anchor");
    assert!(targets.len() > 100);
    for target in targets {
        assert!(known.contains(target), "{target} leads nowhere");
    }
}

#[test]
fn headings_are_words_own_and_letters_with_d_stroke_are_text() {
    let file = docx::write(&report(&sample::settings())).expect("a file");
    let main = part(&file, "word/document.xml");
    let elements = elements(&main);
    let styles = values(&elements, "w:pStyle", "w:val");
    let count = |style: &str| styles.iter().filter(|it| **it == style).count();
    assert_eq!(
        [count("Heading1"), count("Heading2"), count("Heading3")],
        [4, 5, 5]
    );
    // Roman and Arabic numbers come from the list; five letters are text, the list taken away.
    assert!(main.contains(">ĐẶC ĐIỂM TÌNH HÌNH<"));
    assert!(main.contains(">đ) Phối hợp giữa các lực lượng<"));
    let lists = values(&elements, "w:numId", "w:val");
    assert_eq!(lists, ["0"; 5]);
    let numbering = part(&file, "word/numbering.xml");
    for pattern in [
        "w:lvlText w:val=\"%1.\"",
        "w:lvlText w:val=\"%2.\"",
        "upperRoman",
    ] {
        assert!(numbering.contains(pattern), "{pattern}");
    }
}

#[test]
fn every_style_and_part_that_is_named_exists() {
    let file = docx::write(&report(&sample::settings())).expect("a file");
    let styles = elements(&part(&file, "word/styles.xml"));
    let known: HashSet<&str> = values(&styles, "w:style", "w:styleId")
        .into_iter()
        .collect();
    let main = elements(&part(&file, "word/document.xml"));
    for name in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
        for style in values(&main, name, "w:val") {
            assert!(known.contains(style), "no style {style}");
        }
    }
    for name in ["w:basedOn", "w:next"] {
        for style in values(&styles, name, "w:val") {
            assert!(known.contains(style), "no style {style}");
        }
    }
    let relations = elements(&part(&file, "word/_rels/document.xml.rels"));
    let ids = values(&relations, "Relationship", "Id");
    for id in values(&main, "w:headerReference", "r:id") {
        assert!(ids.contains(&id));
    }
    for target in values(&relations, "Relationship", "Target") {
        part(&file, &format!("word/{target}"));
    }
}

/// The order that the standard prescribes inside properties (ISO/IEC 29500-1, 17.3 to 17.6).
const ORDER: [(&str, &[&str]); 6] = [
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:numPr",
            "w:pBdr",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:outlineLvl",
            "w:rPr",
            "w:sectPr",
        ],
    ),
    (
        "w:rPr",
        &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:i",
            "w:iCs",
            "w:color",
            "w:sz",
            "w:szCs",
            "w:u",
            "w:vertAlign",
            "w:lang",
        ],
    ),
    (
        "w:tcPr",
        &["w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders", "w:vAlign"],
    ),
    (
        "w:tblPr",
        &[
            "w:tblStyle",
            "w:tblW",
            "w:jc",
            "w:tblInd",
            "w:tblBorders",
            "w:tblLayout",
            "w:tblCellMar",
            "w:tblLook",
        ],
    ),
    (
        "w:sectPr",
        &[
            "w:headerReference",
            "w:type",
            "w:pgSz",
            "w:pgMar",
            "w:pgNumType",
            "w:cols",
            "w:titlePg",
        ],
    ),
    (
        "w:lvl",
        &[
            "w:start",
            "w:numFmt",
            "w:pStyle",
            "w:suff",
            "w:lvlText",
            "w:lvlJc",
            "w:pPr",
        ],
    ),
];

#[test]
fn properties_stand_in_the_order_of_the_standard() {
    let mut document = report(&sample::settings());
    document.annexes[0].landscape = true;
    let file = docx::write(&document).expect("a file");
    for name in [
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/header1.xml",
    ] {
        in_order(&elements(&part(&file, name)));
    }
}

fn in_order(elements: &[(String, HashMap<String, String>)]) {
    let mut open: Vec<(&str, usize)> = Vec::new();
    for (name, _) in elements {
        if name.starts_with('/') {
            open.pop();
            continue;
        }
        if let Some((father, reached)) = open.last_mut() {
            let order = ORDER
                .iter()
                .find(|it| it.0 == *father)
                .map_or(&[][..], |it| it.1);
            let place = order.iter().position(|it| it == name);
            let place = place.unwrap_or(if order.is_empty() { 0 } else { usize::MAX });
            assert!(
                place >= *reached && place < usize::MAX,
                "{name} out of place in {father}"
            );
            *reached = place;
        }
        open.push((name, 0));
    }
}

#[test]
fn annexes_count_their_own_pages_and_may_lie_sideways() {
    let mut document = report(&sample::settings());
    document.annexes[0].landscape = true;
    let file = docx::write(&document).expect("a file");
    let elements = elements(&part(&file, "word/document.xml"));
    let starts = values(&elements, "w:pgNumType", "w:start");
    assert_eq!(starts, vec!["1"; document.annexes.len() + 1]);
    assert_eq!(values(&elements, "w:pgSz", "w:orient"), ["landscape"]);
    let headers = elements
        .iter()
        .filter(|(name, _)| name == "w:tblHeader")
        .count();
    assert!(headers >= document.annexes.len());
}

#[test]
fn pages_that_are_counted_on_begin_nowhere_anew() {
    let mut document = report(&sample::settings());
    for annex in &mut document.annexes {
        annex.counts_on = true;
    }
    let file = docx::write(&document).expect("a file");
    let elements = elements(&part(&file, "word/document.xml"));
    assert_eq!(values(&elements, "w:pgNumType", "w:start"), ["1"]);
    let first_pages = elements.iter().filter(|(name, _)| name == "w:titlePg");
    assert_eq!(first_pages.count(), 1, "only the first page has no number");
}

#[test]
fn the_file_says_nothing_of_who_wrote_it() {
    let file = docx::write(&report(&sample::settings())).expect("a file");
    let properties = part(&file, "docProps/core.xml");
    assert!(properties.contains("Báo cáo Tổng hợp kết quả"));
    assert!(!properties.contains("creator") && !properties.contains("created"));
    let again = docx::write(&report(&sample::settings())).expect("a file");
    assert_eq!(file, again);
}

/// Text that tries to become markup in one of the formats.
const HOSTILE: &str =
    "#panic() $x$ *a* _b_ `c` <label> @ref = # [ ] \\ // /* {\"a\":1} & < > \" ' \u{0} \u{fffe}";

fn hostile(family: Family) -> IssuedDocument {
    let text = Text::plain(HOSTILE)
        .marked(Some(1))
        .marked(Some(1))
        .marked(Some(2));
    let item = |level| Block::Item {
        level,
        text: text.clone(),
    };
    let heading = |level| Block::Heading {
        level,
        label: HOSTILE.to_owned(),
        text: HOSTILE.to_owned(),
    };
    let mut document = IssuedDocument {
        letterhead: Letterhead {
            family,
            parent: Some(HOSTILE.to_owned()),
            issuers: vec![HOSTILE.to_owned(), String::new()],
            number: HOSTILE.to_owned(),
            dateline: HOSTILE.to_owned(),
        },
        opening: Opening::Titled {
            type_name: HOSTILE.to_owned(),
            subject: HOSTILE.to_owned(),
        },
        addressees: vec![HOSTILE.to_owned(); 2],
        bases: vec![HOSTILE.to_owned(); 2],
        body: vec![
            heading(0),
            heading(9),
            item(0),
            item(9),
            Block::paragraph(text),
        ],
        ..IssuedDocument::default()
    };
    document.signature.recipients = vec![HOSTILE.to_owned()];
    document.signature.signers = vec![Signer::default(), Signer::default()];
    document.attach(vec![Annex {
        title: HOSTILE.to_owned(),
        body: vec![
            Block::Table(Default::default()),
            Block::paragraph(Text::origin(2)),
        ],
        ..Annex::default()
    }]);
    document
}

#[test]
fn no_text_becomes_markup() {
    for family in [Family::State, Family::Party] {
        let document = hostile(family);
        let file = docx::write(&document).expect("a file");
        let main = part(&file, "word/document.xml");
        elements(&main);
        assert!(main.contains("#panic() $x$ *a* _b_ `c` &lt;label&gt;"));
        let file = pdf::write(&document, noon()).expect("a file");
        assert!(file.starts_with(b"%PDF-1.7"));
    }
    pdf::write(&IssuedDocument::default(), noon()).expect("a file");
    docx::write(&IssuedDocument::default()).expect("a file");
}

#[test]
fn a_pdf_is_for_archives_and_the_same_each_time() {
    let sample = sample::sample(5, 0);
    let files = sample.files();
    let document = consolidated::compose(&sample.dossier(&files), &sample::settings());
    let file = pdf::write(&document, noon()).expect("a file");
    let text = String::from_utf8_lossy(&file);
    assert!(text.contains("pdfaid:part"), "no PDF/A mark");
    assert_eq!(file, pdf::write(&document, noon()).expect("a file"));
}

fn cell(sheet: &calamine::Range<Data>, row: u32, column: u32) -> String {
    sheet
        .get_value((row, column))
        .map(ToString::to_string)
        .unwrap_or_default()
}

#[test]
fn totals_are_live_sums_that_show_their_result() {
    let sample = sample::sample(15, 1);
    let files = sample.files();
    let file = xlsx::write(&sample.dossier(&files)).expect("a file");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    assert_eq!(
        book.sheet_names(),
        [
            "Tổng hợp",
            "Số liệu",
            "Độ phủ",
            "Phát hiện",
            "Tình hình gửi"
        ]
    );
    let totals = book.worksheet_range("Tổng hợp").expect("totals");
    let formulas = book.worksheet_formula("Tổng hợp").expect("formulas");
    let rows = book.worksheet_range("Số liệu").expect("contributions");
    let number = |text: String| text.parse::<f64>().unwrap_or_default();
    let mut sums = 0;
    for row in 1..totals.height() as u32 {
        let Some(formula) = formulas.get_value((row, 5)).filter(|it| !it.is_empty()) else {
            continue;
        };
        assert!(formula.starts_with("SUMIFS('Số liệu'!$G$2:"), "{formula}");
        let group = cell(&totals, row, 0);
        let parts = (1..rows.height() as u32).filter(|it| cell(&rows, *it, 0) == group);
        let sum: f64 = parts.map(|it| number(cell(&rows, it, 6))).sum();
        assert_eq!(sum, number(cell(&totals, row, 5)));
        sums += 1;
    }
    assert!(sums > 10);
}

#[test]
fn nothing_in_a_report_becomes_a_formula() {
    let mut sample = sample::sample(5, 1);
    let evil = "=HYPERLINK(\"http://x\",\"y\")";
    for section in &mut sample.consolidation.sections {
        section.title = evil.to_owned();
        for group in &mut section.figures {
            group.measure = evil.to_owned();
            group
                .contributions
                .iter_mut()
                .for_each(|it| it.text = evil.to_owned());
        }
    }
    sample.units[0].name = "+1+1".to_owned();
    let files = sample.files();
    let file = xlsx::write(&sample.dossier(&files)).expect("a file");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).expect("formulas");
        for (_, _, formula) in formulas.used_cells() {
            let ours = formula.is_empty()
                || formula.starts_with("SUMIFS(")
                || formula.starts_with("COUNTIF(");
            assert!(ours, "{formula}");
        }
    }
}

#[test]
fn coverage_says_there_is_nothing_apart_from_missing() {
    let sample = sample::sample(15, 1);
    let files = sample.files();
    let file = xlsx::write(&sample.dossier(&files)).expect("a file");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    let sheet = book.worksheet_range("Độ phủ").expect("coverage");
    let first_item = [1, 3, 8].map(|row| cell(&sheet, row, 3));
    assert_eq!(cell(&sheet, 8, 1), "Chưa gửi");
    let answered = (1..=15).filter(|row| cell(&sheet, *row, 3) == "có").count();
    assert_eq!(cell(&sheet, 16, 3), answered.to_string());
    assert_eq!(first_item, ["có", "không có", ""]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_written(text in "\\PC{0,80}|[\\x00-\\x20<>&\"#$\\[\\]]{0,40}", bold in any::<bool>()) {
        let run = Inline::Run { text: text.clone(), bold, italic: !bold };
        let document = IssuedDocument {
            opening: Opening::Letter { subject: text.clone() },
            body: vec![Block::paragraph(Text(vec![run])), Block::item(text.as_str())],
            ..IssuedDocument::default()
        };
        let file = docx::write(&document).expect("a file");
        elements(&part(&file, "word/document.xml"));
        pdf::write(&document, noon()).expect("a file");
    }
}
