//! Automatic numbers, written out as Word shows them.

use super::check;

/// A level of a definition: shape, text, and further settings.
fn level(number: u8, shape: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{number}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{shape}\"/><w:lvlText w:val=\"{text}\"/>{more}</w:lvl>"
    )
}

fn definition(id: u8, levels: &[String]) -> String {
    format!(
        "<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>",
        levels.concat()
    )
}

fn list(id: u8, definition: u8, more: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{definition}\"/>{more}</w:num>")
}

fn item(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

/// What items of these lists print, one a line.
#[track_caller]
fn numbered(numbering: &[String], items: &[(u8, u8)], expected: &[&str]) {
    let body: String = items
        .iter()
        .map(|(list, level)| item(*list, *level, "x"))
        .collect();
    let numbering = format!("<w:numbering>{}</w:numbering>", numbering.concat());
    let expected: String = expected.iter().map(|label| format!("{label}x\n")).collect();
    check(&body, &[("word/numbering.xml", &numbering)], &expected);
}

#[test]
fn levels_count_and_restart() {
    numbered(
        &[
            definition(
                0,
                &[
                    level(0, "upperRoman", "%1.", ""),
                    level(1, "decimal", "%2.", ""),
                    level(2, "lowerLetter", "%3)", ""),
                    level(3, "bullet", "-", ""),
                ],
            ),
            list(1, 0, ""),
        ],
        &[
            (1, 0),
            (1, 1),
            (1, 2),
            (1, 2),
            (1, 3),
            (1, 1),
            (1, 2),
            (1, 0),
            (1, 1),
        ],
        &[
            "I. ", "1. ", "a) ", "b) ", "- ", "2. ", "a) ", "II. ", "1. ",
        ],
    );
}

#[test]
fn numbers_of_several_levels_and_legal_ones() {
    numbered(
        &[
            definition(
                0,
                &[
                    level(0, "upperRoman", "%1.", ""),
                    level(1, "decimal", "%1.%2.", "<w:isLgl/>"),
                    level(2, "decimal", "%1.%2", ""),
                ],
            ),
            list(1, 0, ""),
        ],
        &[(1, 0), (1, 0), (1, 1), (1, 1), (1, 2)],
        &["I. ", "II. ", "2.1. ", "2.2. ", "II.2 "],
    );
}

#[test]
fn a_level_may_go_on_through_its_parents() {
    numbered(
        &[
            definition(
                0,
                &[
                    level(0, "decimal", "Chương %1", ""),
                    level(1, "decimal", "Điều %2.", "<w:lvlRestart w:val=\"0\"/>"),
                ],
            ),
            list(1, 0, ""),
        ],
        &[(1, 0), (1, 1), (1, 0), (1, 1)],
        &["Chương 1 ", "Điều 1. ", "Chương 2 ", "Điều 2. "],
    );
}

#[test]
fn lists_of_one_definition_go_on_unless_they_start_anew() {
    let start = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>";
    numbered(
        &[
            definition(0, &[level(0, "decimal", "%1.", "")]),
            list(1, 0, ""),
            list(2, 0, ""),
            list(3, 0, start),
        ],
        &[(1, 0), (2, 0), (3, 0), (3, 0)],
        &["1. ", "2. ", "5. ", "6. "],
    );
}

#[test]
fn a_list_may_replace_a_level() {
    let change = format!(
        "<w:lvlOverride w:ilvl=\"0\">{}</w:lvlOverride>",
        level(0, "upperLetter", "%1.", "")
    );
    numbered(
        &[
            definition(0, &[level(0, "decimal", "%1.", "")]),
            list(1, 0, &change),
        ],
        &[(1, 0), (1, 0)],
        &["A. ", "B. "],
    );
}

#[test]
fn signs_of_symbol_fonts_and_no_gap() {
    let font = |name: &str| format!("<w:rPr><w:rFonts w:ascii=\"{name}\"/></w:rPr>");
    numbered(
        &[
            definition(
                0,
                &[
                    level(0, "bullet", "\u{f0b7}", &font("Symbol")),
                    level(1, "bullet", "\u{f02d}", &font("Symbol")),
                    level(2, "bullet", "\u{f0a7}", &font("Wingdings")),
                    level(3, "bullet", "+", "<w:suff w:val=\"nothing\"/>"),
                    level(4, "none", "", ""),
                    level(5, "decimalZero", "(%6)", "<w:suff w:val=\"space\"/>"),
                ],
            ),
            list(1, 0, ""),
        ],
        &[(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5)],
        &["• ", "- ", "• ", "+", "", "(01) "],
    );
}

#[test]
fn styles_carry_lists_and_lists_point_to_styles() {
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:numStyleLink w:val=\"L\"/></w:abstractNum>{}{}{}</w:numbering>",
        definition(
            1,
            &[
                level(0, "upperRoman", "%1.", "<w:pStyle w:val=\"H1\"/>"),
                level(1, "decimal", "%2.", "<w:pStyle w:val=\"H2\"/>"),
            ]
        ),
        list(1, 0, ""),
        list(2, 1, ""),
    );
    let styles = "<w:styles><w:style w:type=\"numbering\" w:styleId=\"L\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style></w:styles>";
    let styled = |style: &str, more: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>"
        )
    };
    let body = [
        styled("H1", ""),
        styled("H2", ""),
        styled("H2", "<w:numPr><w:numId w:val=\"0\"/></w:numPr>"),
        styled("H2", ""),
        item(1, 0, "y"),
    ];
    let source = check(
        &body.concat(),
        &[
            ("word/numbering.xml", &numbering),
            ("word/styles.xml", styles),
        ],
        "I. x\n1. x\nx\n2. x\nI. y\n",
    );
    assert_eq!(source.lines()[0].look.label, "I. ".len());
}

#[test]
fn an_empty_paragraph_counts_but_prints_nothing() {
    let numbering = format!(
        "<w:numbering>{}{}</w:numbering>",
        definition(0, &[level(0, "decimal", "%1.", "")]),
        list(1, 0, "")
    );
    let body = [item(1, 0, "a"), item(1, 0, ""), item(1, 0, "c")];
    check(
        &body.concat(),
        &[("word/numbering.xml", &numbering)],
        "1. a\n3. c\n",
    );
}
