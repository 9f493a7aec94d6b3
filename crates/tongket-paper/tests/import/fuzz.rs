//! Whatever the bytes, importing gives a source or a refusal, and every span fits its text.
//!
//! These run on every test run with a handful of inputs, and under
//! `cargo bolero test` for as long as one likes.

use tongket_paper::import::{html, read, sheet};
use tongket_reader::source::Source;

use super::{archive, pdf, word};

fn holds(bytes: &[u8], name: &str) {
    if let Ok(source) = read(bytes, name) {
        fits(&source);
    }
}

fn fits(source: &Source) {
    for line in source.lines() {
        let marks = line
            .look
            .bolds
            .iter()
            .chain(&line.look.italics)
            .chain([&line.span]);
        for span in marks {
            assert!(source.text().get(span.start..span.end).is_some());
        }
        assert!(line.look.label <= line.span.len());
        assert!(!source.slice(line.span).contains(['\n', '\t']));
    }
}

#[test]
fn plain_text() {
    bolero::check!().with_type::<Vec<u8>>().for_each(|bytes| {
        holds(bytes, "a.txt");
        holds(bytes, "a.md");
    });
}

#[test]
fn sheets() {
    bolero::check!().with_type::<Vec<u8>>().for_each(|bytes| {
        let _ = sheet(bytes, "a.csv");
        let _ = sheet(&archive(&[("xl/workbook.xml", bytes)]), "a.xlsx");
    });
}

/// Elements that may hold others, in any order.
const HOLDERS: [&str; 10] = [
    "p",
    "r",
    "tbl",
    "tr",
    "tc",
    "ins",
    "del",
    "sdt",
    "sdtContent",
    "txbxContent",
];

/// Pieces of markup that stand by themselves.
const PIECES: [&str; 14] = [
    "<w:t>Sơn Hải</w:t>",
    "<w:t xml:space=\"preserve\"> nhaân daân </w:t>",
    "<w:br/>",
    "<w:tab/>",
    "<w:lastRenderedPageBreak/>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:fldChar w:fldCharType=\"separate\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:tcPr><w:gridSpan w:val=\"4000000000\"/><w:vMerge/></w:tcPr>",
    "<w:trPr><w:gridBefore w:val=\"-3\"/></w:trPr>",
    "<w:pPr><w:numPr><w:ilvl w:val=\"9\"/><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"8\"/></w:pPr>",
    "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
    "<w:footnoteReference w:id=\"1\"/>",
    "<w:rPr><w:b/><w:rFonts w:ascii=\"VNI-Times\"/></w:rPr>",
];

const NUMBERING: &str = "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"8\"><w:start w:val=\"4294967295\"/><w:lvlText w:val=\"%9%1%\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
const NOTES: &str = "<w:footnotes><w:footnote w:id=\"1\"><w:p><w:r><w:t>chú thích</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p></w:footnote></w:footnotes>";

/// Well-formed markup of known elements in an order that makes no sense.
fn nonsense(choice: &[u8]) -> String {
    let mut body = String::new();
    let mut open = Vec::new();
    for byte in choice {
        let index = usize::from(*byte);
        match index % 4 {
            0 | 1 => body += PIECES[index / 4 % PIECES.len()],
            2 if open.len() < 100 => {
                let holder = HOLDERS[index / 4 % HOLDERS.len()];
                body += &format!("<w:{holder}>");
                open.push(holder);
            }
            _ => body.extend(open.pop().map(|holder| format!("</w:{holder}>"))),
        }
    }
    body.extend(
        open.into_iter()
            .rev()
            .map(|holder| format!("</w:{holder}>")),
    );
    body
}

#[test]
fn word_documents() {
    bolero::check!().with_type::<Vec<u8>>().for_each(|choice| {
        let parts = [
            ("word/numbering.xml", NUMBERING),
            ("word/footnotes.xml", NOTES),
        ];
        holds(&word(&nonsense(choice), &parts), "a.docx");
        holds(&archive(&[("word/document.xml", choice)]), "a.docx");
    });
}

/// Markup that a section may hold, and some that it may not, in an order that makes no sense.
const MARKUP: [&str; 32] = [
    "<p>",
    "</p>",
    "<h3>",
    "</h3>",
    "<ul>",
    "</ul>",
    "<ol start=\"-2\">",
    "</ol>",
    "<li>",
    "</li>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td rowspan=\"3\">",
    "</td>",
    "<th colspan=\"9999999999\">",
    "</th>",
    "<td colspan=2 rowspan=70000>",
    "<strong>",
    "</strong>",
    "<em>",
    "</em>",
    "<br>",
    "<br/>",
    "<script>",
    "</script>",
    "&nbsp;",
    "&#x1EC7;",
    "&",
    "<",
    "tổ  tự quản e\u{323}\u{302}",
];

#[test]
fn sections_in_html() {
    bolero::check!().with_type::<Vec<u8>>().for_each(|choice| {
        let markup: String = choice
            .iter()
            .map(|byte| MARKUP[usize::from(*byte) % MARKUP.len()])
            .collect();
        fits(&html(&markup).expect("small"));
        fits(&html(&String::from_utf8_lossy(choice)).expect("small"));
    });
}

#[test]
fn pdf_files() {
    const OPERATORS: [&str; 12] = [
        "BT /F 12 Tf 1 0 0 1 70 700 Tm (CONG HOA) Tj ET\n",
        "BT /F 9 Tf 1 0 0 1 300 700 Tm (Noi nhan) Tj ET\n",
        "0 0 200 1 re f\n",
        "10 10 m 10 300 l S\n",
        "100 100 200 200 re S\n",
        "q 1 0 0 1 5 -5 cm\n",
        "Q\n",
        "0 1 -1 0 200 200 cm\n",
        "BT /F 0 Tf (x) Tj ET\n",
        "1e38 0 0 1e38 0 0 cm\n",
        "BT 3 Tr /F 12 Tf (hidden) Tj ET\n",
        "(\\377) Tj [ (a) -9999 (b) ] TJ\n",
    ];
    bolero::check!().with_type::<Vec<u8>>().for_each(|choice| {
        let page: String = choice
            .iter()
            .map(|byte| OPERATORS[usize::from(*byte) % OPERATORS.len()])
            .collect();
        let font = "/F << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>";
        holds(&pdf::drawn(&[&page], font, ""), "a.pdf");
        let mut broken = pdf::drawn(&[&page], font, "");
        let length = broken.len();
        for (index, byte) in choice.iter().enumerate() {
            broken[(index * 131 + usize::from(*byte)) % length] = *byte;
        }
        holds(&broken, "a.pdf");
    });
}
