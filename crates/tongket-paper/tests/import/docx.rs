//! Word documents: what a reader sees is what is read.

use tongket_reader::source::Part;

use super::{check, refused, source, word};

/// A paragraph of one run.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(properties: &str, content: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
}

#[test]
fn runs_breaks_tabs_and_signs() {
    check(
        "<w:p><w:r><w:t xml:space=\"preserve\">Ủy ban </w:t></w:r><w:proofErr/><w:hyperlink><w:r><w:t>nhân dân</w:t></w:r></w:hyperlink>\
         <w:r><w:br/><w:t>kinh tế</w:t><w:noBreakHyphen/><w:t>xã</w:t><w:softHyphen/><w:t> hội</w:t><w:tab/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r></w:p>",
        &[],
        "Ủy ban nhân dân\nkinh tế-xã hội ☑\n",
    );
}

#[test]
fn lines_of_one_paragraph_share_its_number() {
    let source = check(
        "<w:p><w:r><w:t>TỈNH</w:t><w:br/><w:t>SƠN HẢI</w:t></w:r></w:p><w:p><w:r><w:t>Số: 1</w:t></w:r></w:p>",
        &[],
        "TỈNH\nSƠN HẢI\nSố: 1\n",
    );
    let paragraphs: Vec<_> = source
        .lines()
        .iter()
        .map(|line| line.place.paragraph)
        .collect();
    assert_eq!(paragraphs, [1, 1, 2]);
}

#[test]
fn changes_are_taken_as_accepted() {
    let source = check(
        "<w:p><w:r><w:t xml:space=\"preserve\">Trước ngày </w:t></w:r><w:del><w:r><w:delText>15/3</w:delText></w:r></w:del><w:ins><w:r><w:t>20/3</w:t></w:r></w:ins></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">Hai đoạn </w:t></w:r></w:p><w:p><w:r><w:t>thành một</w:t></w:r></w:p>\
         <w:moveFrom><w:p><w:r><w:t>cũ</w:t></w:r></w:p></w:moveFrom><w:p><w:moveTo><w:r><w:t>mới</w:t></w:r></w:moveTo></w:p>",
        &[],
        "Trước ngày 20/3\nHai đoạn thành một\nmới\n",
    );
    assert!(
        source
            .origin
            .notes
            .iter()
            .any(|note| note.contains("track changes"))
    );
}

#[test]
fn a_deleted_row_is_gone() {
    let row = |properties: &str, text: &str| {
        format!(
            "<w:tr>{properties}{}{}</w:tr>",
            tc("", &p(text)),
            tc("", &p("x"))
        )
    };
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row("<w:trPr><w:del/></w:trPr>", "bỏ"),
        row("", "giữ")
    );
    check(&table, &[], "giữ\tx\n");
}

#[test]
fn hidden_text_comments_and_instructions_are_left_out() {
    let source = check(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:commentRangeStart/><w:r><w:t xml:space=\"preserve\">Trang </w:t></w:r>\
         <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
         <w:fldSimple w:instr=\"X\"><w:r><w:t>/5</w:t></w:r></w:fldSimple><w:r><w:commentReference/></w:r></w:p>",
        &[],
        "Trang 3/5\n",
    );
    assert_eq!(source.origin.notes.len(), 2, "{:?}", source.origin.notes);
}

#[test]
fn content_controls_give_their_text_but_not_their_prompt() {
    check(
        "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t xml:space=\"preserve\">Đơn vị: </w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>xã Vân Khê</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>\
         <w:p><w:r><w:t>Ngày:</w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Nhấp để nhập</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        &[],
        "Đơn vị: xã Vân Khê\nNgày:\n",
    );
}

#[test]
fn text_boxes_come_once_and_after_their_paragraph() {
    let shape = |text: &str| {
        format!(
            "<w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing>",
            p(text)
        )
    };
    let legacy = format!(
        "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>",
        p("KHẨN")
    );
    let source = check(
        &format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent><w:t>KẾ HOẠCH</w:t></w:r></w:p><w:p><w:r>{legacy}</w:r></w:p>",
            shape("DỰ THẢO"),
            shape("DỰ THẢO"),
        ),
        &[],
        "KẾ HOẠCH\nDỰ THẢO\nKHẨN\n",
    );
    let parts: Vec<_> = source.lines().iter().map(|line| line.place.part).collect();
    assert_eq!(parts, [Part::Body, Part::TextBox(1), Part::TextBox(2)]);
}

#[test]
fn notes_keep_their_number_in_the_text_and_at_the_end() {
    let footnotes = format!(
        "<w:footnotes><w:footnote w:id=\"0\" w:type=\"separator\"/><w:footnote w:id=\"7\">{}</w:footnote></w:footnotes>",
        p("Ngày 08/10/2024")
    );
    let source = check(
        "<w:p><w:r><w:t>Nghị định số 126/2024/NĐ-CP</w:t></w:r><w:r><w:footnoteReference w:id=\"7\"/></w:r><w:r><w:t>, như sau:</w:t></w:r></w:p>",
        &[("word/footnotes.xml", &footnotes)],
        "Nghị định số 126/2024/NĐ-CP[1], như sau:\n[1] Ngày 08/10/2024\n",
    );
    assert_eq!(source.lines()[1].place.part, Part::Note(1));
}

#[test]
fn merged_cells_keep_their_columns() {
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        tc("<w:vMerge w:val=\"restart\"/>", &p("TT")),
        tc("<w:gridSpan w:val=\"2\"/>", &p("Kết quả")),
        tc("<w:vMerge/>", &p("")),
        tc("", &format!("{}{}", p("Số"), p("lượt"))),
        tc("", &p("")),
    );
    let source = check(&table, &[], "TT\tKết quả\n\tSố\nlượt\t\n");
    let cells: Vec<_> = source
        .lines()
        .iter()
        .filter_map(|line| match line.place.part {
            Part::Cell(cell) => Some((cell.row, cell.column, cell.width, cell.continues)),
            _ => None,
        })
        .collect();
    assert_eq!(
        cells,
        [
            (0, 0, 1, false),
            (0, 1, 2, false),
            (1, 0, 1, true),
            (1, 1, 1, false),
            (1, 1, 1, false),
            (1, 2, 1, false)
        ]
    );
}

#[test]
fn a_nested_table_is_laid_out_in_its_cell_and_a_frame_is_no_table() {
    let inner = format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        tc("", &p("b")),
        tc("", &p("c"))
    );
    let outer = format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        tc("", &format!("{}{inner}", p("a"))),
        tc("", &p("d"))
    );
    let source = check(&outer, &[], "a\nb\nc\td\n");
    assert!(source.origin.notes.iter().any(|note| note.contains("lồng")));
    let frame = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", &p("Khung")));
    let source = check(&frame, &[], "Khung\n");
    assert_eq!(source.lines()[0].place.part, Part::Body);
}

#[test]
fn looks_come_from_runs_and_styles() {
    let styles = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"T\"><w:pPr><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"S\"><w:basedOn w:val=\"T\"/></w:style></w:styles>";
    let source = check(
        "<w:p><w:pPr><w:pStyle w:val=\"S\"/></w:pPr><w:r><w:t>MỤC TIÊU</w:t></w:r></w:p>\
         <w:p><w:r><w:t xml:space=\"preserve\">Trước </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>(nêu rõ)</w:t></w:r><w:r><w:rPr><w:caps/></w:rPr><w:t xml:space=\"preserve\"> hết</w:t></w:r></w:p>",
        &[("word/styles.xml", styles)],
        "MỤC TIÊU\nTrước (nêu rõ) HẾT\n",
    );
    let [title, text] = source.lines() else {
        panic!("two lines")
    };
    assert!(title.look.bold && title.look.centered && title.look.heading == Some(2));
    assert!(!text.look.bold && !text.look.italic);
    assert_eq!(source.slice(text.look.italics[0]), "(nêu rõ)");
}

#[test]
fn legacy_fonts_are_decoded_run_by_run() {
    let run = |font: &str, text: &str| {
        format!(
            "<w:r><w:rPr><w:rFonts w:ascii=\"{font}\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        )
    };
    let source = check(
        &format!(
            "<w:p>{}{}{}{}</w:p>",
            run(".VnTime", "KÕ ho¹ch ng\u{ad}êi "),
            run(".VnTimeH", "ñy ban "),
            run("VNI-Times", "nhaân daân "),
            run("Times New Roman", "xã Vân Khê"),
        ),
        &[],
        "Kế hoạch người ỦY BAN nhân dân xã Vân Khê\n",
    );
    assert_eq!(source.origin.notes.len(), 2);
}

#[test]
fn a_letterhead_made_with_tabs_becomes_cells() {
    let source = check(
        "<w:p><w:r><w:t>UBND TỈNH SƠN HẢI</w:t><w:tab/><w:t>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t></w:r></w:p>\
         <w:p><w:r><w:t>SỞ NỘI VỤ</w:t><w:tab/><w:t>Độc lập - Tự do - Hạnh phúc</w:t></w:r></w:p><w:p><w:r><w:t>1.</w:t><w:tab/><w:t>Mục đích</w:t></w:r></w:p>",
        &[],
        "UBND TỈNH SƠN HẢI\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc\n1. Mục đích\n",
    );
    let Part::Cell(cell) = source.lines()[3].place.part else {
        panic!("a cell")
    };
    assert_eq!((cell.table, cell.row, cell.column), (1, 1, 1));
}

#[test]
fn a_secrecy_mark_in_the_margin_is_told() {
    let bytes = word(
        &p("KẾ HOẠCH"),
        &[(
            "word/header1.xml",
            &format!("<w:hdr>{}</w:hdr>", p("TỐI MẬT")),
        )],
    );
    let source = source(&bytes, "a.docx");
    assert!(
        source
            .origin
            .notes
            .iter()
            .any(|note| note.contains("TỐI MẬT")),
        "{:?}",
        source.origin.notes
    );
}

#[test]
fn pages_are_counted_where_breaks_are_kept() {
    let source = check(
        "<w:p><w:r><w:t>một</w:t></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>hai</w:t></w:r></w:p>",
        &[],
        "một\nhai\n",
    );
    assert_eq!(source.origin.pages, Some(2));
}

#[test]
fn broken_and_empty_documents_are_refused() {
    refused(&word("<w:p/>", &[]), "a.docx", "TL001");
    refused(&word("<w:p><w:r", &[]), "a.docx", "TL002");
    let whole = word(&p("đủ"), &[]);
    refused(&whole[..whole.len() / 2], "a.docx", "TL002");
}

#[test]
fn a_real_document_keeps_letterhead_table_and_signature() {
    let bytes = include_bytes!("../fixtures/ke-hoach.docx");
    let source = source(bytes, "ke-hoach.docx");
    let text = source.text();
    assert!(text.starts_with("UBND TỈNH SƠN HẢI\nSỞ NỘI VỤ\nSố: 35/KH-SNV\tCỘNG HÒA"));
    assert!(
        text.contains("\nSTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\nA. NHIỆM VỤ CHUNG\n1\tXây dựng")
    );
    assert!(text.ends_with("- Lưu: VT, TH.\tKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrần Văn Bình\n"));
}
