//! Plain text and Markdown.
//!
//! A line of the file is a line of the source. What a converter or a hasty
//! hand wrote with signs is put back into what was meant: stars become bold
//! and italic, pipes become table cells, two columns side by side become a
//! row of two cells. Broken lines are left broken: only the reader, who knows
//! labels and sentences, can tell which belong together.

mod columns;
mod emphasis;
mod pipes;

pub(super) use self::columns::Columns;

use tongket_reader::source::{Cell, Format, Look, Origin, Part, Place, Source, SourceBuilder};

use super::encoding;
use super::error::{ImportError, TooMuch};
use super::limits;

/// Rows of cells of lines, as found in text.
type Rows = Vec<Vec<Vec<String>>>;

/// Reads the bytes of a text file.
pub(crate) fn read(bytes: &[u8], format: Format) -> Result<Source, ImportError> {
    let decoded = encoding::decode(bytes);
    let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > limits::PARAGRAPHS {
        return Err(ImportError::too_large(
            TooMuch::Paragraphs,
            limits::PARAGRAPHS,
        ));
    }
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let mut writer = Writer::new(format == Format::Md || has_headings(&lines));
    writer.lines(&lines);
    let origin = Origin {
        format,
        pages: (writer.page > 1).then_some(writer.page),
        ocr: false,
        notes: decoded.note.map(str::to_owned).into_iter().collect(),
    };
    Ok(writer.builder.finish(origin))
}

/// Two Markdown headings are a habit, one may be a stray sign.
fn has_headings(lines: &[&str]) -> bool {
    lines.iter().filter(|line| heading(line).is_some()).count() > 1
}

/// The level and the text of a Markdown heading.
fn heading(line: &str) -> Option<(u8, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = line.get(level..)?.strip_prefix(' ')?;
    let title = rest.trim().trim_end_matches('#').trim_end();
    (1..=6)
        .contains(&level)
        .then_some((level as u8, title))
        .filter(|(_, title)| !title.is_empty())
}

struct Writer {
    builder: SourceBuilder,
    headings: bool,
    tables: u32,
    page: u32,
}

impl Writer {
    fn new(headings: bool) -> Self {
        Writer {
            builder: SourceBuilder::default(),
            headings,
            tables: 0,
            page: 1,
        }
    }

    fn lines(&mut self, lines: &[&str]) {
        let letterhead = columns::anchored(lines);
        let mut at = 0;
        while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
            let found = pipes::table(rest, at).or_else(|| columns::rows(rest, &letterhead[at..]));
            at += match found {
                Some((rows, used)) => {
                    self.table(&rows);
                    used.max(1)
                }
                None => {
                    self.line(rest[0]);
                    1
                }
            };
        }
    }

    fn line(&mut self, line: &str) {
        self.page += line.matches('\u{c}').count() as u32;
        let line = line.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        match heading(line).filter(|_| self.headings) {
            Some((level, title)) => self.write(title, Part::Body, Some(level)),
            None => self.write(line, Part::Body, None),
        }
    }

    fn table(&mut self, rows: &Rows) {
        self.tables += 1;
        for (row, cells) in rows.iter().enumerate() {
            for (column, lines) in cells.iter().enumerate() {
                let cell = Cell {
                    table: self.tables,
                    row: row as u32,
                    column: column as u32,
                    width: 1,
                    continues: false,
                };
                for line in lines {
                    self.write(line, Part::Cell(cell), None);
                }
            }
        }
    }

    fn write(&mut self, line: &str, part: Part, heading: Option<u8>) {
        let (text, look) = emphasis::take_out(line);
        let place = Place {
            page: None,
            paragraph: 0,
            part,
        };
        self.builder.line(&text, place, Look { heading, ..look });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        let source = read(text.as_bytes(), Format::Txt).unwrap();
        assert_eq!(source.text(), expected);
    }

    #[test]
    fn lines_stay_lines() {
        check(
            "I. MỤC ĐÍCH\r\n\r\n  - Nâng cao\r\n\txã hội",
            "I. MỤC ĐÍCH\n\n- Nâng cao\nxã hội\n",
        );
    }

    #[test]
    fn stars_become_looks() {
        let source = read(
            "* *Kết quả tuyên truyền*: tốt\nTrước ngày **03/3/2026**.\n**(*) Ghi chú**".as_bytes(),
            Format::Txt,
        )
        .unwrap();
        assert_eq!(
            source.text(),
            "* Kết quả tuyên truyền: tốt\nTrước ngày 03/3/2026.\n(*) Ghi chú\n"
        );
        let looks: Vec<_> = source.lines().iter().map(|line| &line.look).collect();
        assert_eq!(source.slice(looks[0].italics[0]), "Kết quả tuyên truyền");
        assert_eq!(source.slice(looks[1].bolds[0]), "03/3/2026");
        assert!(looks[2].bold && !looks[1].bold);
    }

    #[test]
    fn stars_that_mean_themselves_stay() {
        for line in [
            "* Một dấu sao",
            "3 * 4 * 5",
            "QĐ_BKHCN và TT_BTC",
            "(*) Xem phụ lục (*)",
            "a*b*c",
            "_______",
            "**",
        ] {
            check(line, &format!("{line}\n"));
        }
    }

    #[test]
    fn markdown_headings_and_tables() {
        let text = "# KẾ HOẠCH\n\n## I. MỤC ĐÍCH\n\n| TT | Nhiệm vụ |\n|---|:--|\n| 1 | Báo cáo<br>bằng văn bản |\n|  | **Gửi** \\| nhận |\n";
        let source = read(text.as_bytes(), Format::Md).unwrap();
        assert_eq!(
            source.text(),
            "KẾ HOẠCH\n\nI. MỤC ĐÍCH\n\nTT\tNhiệm vụ\n1\tBáo cáo\nbằng văn bản\n\tGửi | nhận\n"
        );
        assert_eq!(source.lines()[2].look.heading, Some(2));
    }

    #[test]
    fn a_grid_without_a_rule_line_joins_rows_that_go_on() {
        check(
            "|TT |Nhiệm vụ              |Thời hạn   |\n|1  |Xây dựng báo cáo      |Quý I      |\n|   |tổng kết              |           |\n|2  |Gửi báo cáo           |Quý II     |\n",
            "TT\tNhiệm vụ\tThời hạn\n1\tXây dựng báo cáo\ntổng kết\tQuý I\n2\tGửi báo cáo\tQuý II\n",
        );
    }

    #[test]
    fn a_signature_grid_is_one_row() {
        check(
            "|Nơi nhận:        |TM. ỦY BAN NHÂN DÂN |\n|- Như trên;      |KT. CHỦ TỊCH        |\n|                 |                    |\n|- Lưu: VT.       |Trần Văn A          |\n",
            "Nơi nhận:\n- Như trên;\n- Lưu: VT.\tTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nTrần Văn A\n",
        );
    }

    #[test]
    fn a_letterhead_with_its_first_pipe_missing() {
        check(
            "\nUBND TỈNH SƠN HẢI\n\nSỞ NỘI VỤ\n\nSố:      /KH-SNV\n |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSơn Hải, ngày    tháng 12 năm 2026 | |\n\nKẾ HOẠCH\n",
            "\nUBND TỈNH SƠN HẢI\nSỞ NỘI VỤ\nSố:      /KH-SNV\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSơn Hải, ngày    tháng 12 năm 2026\n\nKẾ HOẠCH\n",
        );
    }

    #[test]
    fn columns_of_a_letterhead_become_cells() {
        check(
            "   UBND TỈNH SƠN HẢI    \t  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n\tSỞ NỘI VỤ\t\tĐộc lập - Tự do - Hạnh phúc\n\n  Số:    35/KH-SNV\t\tSơn Hải, ngày 17 tháng 10 năm 2026\nVề việc báo cáo",
            "UBND TỈNH SƠN HẢI\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc\nSố:    35/KH-SNV\tSơn Hải, ngày 17 tháng 10 năm 2026\nVề việc báo cáo\n",
        );
    }

    #[test]
    fn wide_gaps_elsewhere_are_left_alone() {
        for line in [
            "Tôi tên:\tlà cán bộ xã",
            "1.\tMục đích",
            "Số:         /KH-SNV",
            "ngày     tháng      năm 2026",
        ] {
            check(line, &format!("{}\n", line.replace('\t', " ")));
        }
    }

    #[test]
    fn rows_pasted_from_a_table_keep_their_cells() {
        check(
            "TT\tNhiệm vụ\tThời hạn\n1\tBáo cáo\tQuý I\n",
            "TT\tNhiệm vụ\tThời hạn\n1\tBáo cáo\tQuý I\n",
        );
        let source = read(
            "TT\tNhiệm vụ\tThời hạn\n1\tBáo cáo\tQuý I\n".as_bytes(),
            Format::Txt,
        )
        .unwrap();
        assert!(
            source
                .lines()
                .iter()
                .all(|line| matches!(line.place.part, Part::Cell(_)))
        );
    }

    /// Letters and digits in alphabetical order: columns may be read in another order than lines.
    fn letters(text: &str) -> Vec<char> {
        use unicode_normalization::UnicodeNormalization;
        let mut letters: Vec<char> = text
            .nfc()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        letters.sort_unstable();
        letters
    }

    proptest! {
        #[test]
        fn no_letter_of_a_text_is_lost(text in "([a-zA-Zđêạ0-9 \t\n|*_#\\\\.:;-]|Số:|CỘNG HÒA|Nơi nhận:| \\| ){0,120}") {
            if let Ok(source) = read(text.as_bytes(), Format::Txt) {
                prop_assert_eq!(letters(source.text()), letters(&text));
                for line in source.lines() {
                    prop_assert!(source.text().get(line.span.start..line.span.end).is_some());
                }
            }
        }
    }
}
