//! The model of an issued document: what stands in it, not how it is drawn.
//!
//! The parts are those of an administrative document under Decree 30/2020/NĐ-CP
//! (annex I) and, for Party bodies, of Instruction 05-HD/VPTW of 2026: letterhead,
//! type and subject or "V/v", addressees, legal bases, body, signature block with
//! "Nơi nhận", annexes. Word, PDF and any later format are drawn from this one
//! model, so that they cannot say different things.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use super::chart::Chart;
use super::{letterhead, wording};
use crate::amount;

/// Rows of an annex beyond which nobody prints it: about eighty pages.
const MOST_PRINTED_ROWS: usize = 3_000;

/// One document, ready to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct IssuedDocument {
    /// Issuer, number, place and date.
    pub letterhead: Letterhead,
    /// What sort of document it is and what it is about.
    pub opening: Opening,
    /// "Kính gửi", without the word; empty where nobody is addressed.
    pub addressees: Vec<String>,
    /// Legal bases, each a line in italics without its closing mark.
    pub bases: Vec<String>,
    /// The text itself.
    pub body: Vec<Block>,
    /// Who receives it and who signs.
    pub signature: SignatureBlock,
    /// What is attached, each numbered on its own pages.
    pub annexes: Vec<Annex>,
}

/// Whose rules of layout a document follows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Decree 30/2020/NĐ-CP.
    #[default]
    State,
    /// Instruction 05-HD/VPTW of 27/5/2026.
    Party,
}

/// The top of the first page.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Letterhead {
    /// Whose rules it follows.
    pub family: Family,
    /// The body above the issuer, in capitals; only the direct one.
    pub parent: Option<String>,
    /// The issuing bodies in capitals; more than one where they issue together.
    pub issuers: Vec<String>,
    /// The number and notation line: "Số: 05/BC-UBND", or with room for the number.
    pub number: String,
    /// The place and date line: "Sơn Hải, ngày 05 tháng 3 năm 2026".
    pub dateline: String,
}

/// What names a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Opening {
    /// A document with a type: the type in capitals, the subject below.
    Titled {
        /// "BÁO CÁO".
        type_name: String,
        /// "Tổng hợp kết quả …".
        subject: String,
    },
    /// An official letter: its subject stands under the number.
    Letter {
        /// Without "V/v".
        subject: String,
    },
}

/// One piece of the body.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for "I.", 2 for "1.", 3 for "a)", 4 for anything deeper.
        level: u8,
        /// The label that is shown: "I."; empty where there is none.
        label: String,
        /// The heading itself.
        text: String,
    },
    /// A paragraph, justified with its first line indented.
    Paragraph {
        /// Its text.
        text: Text,
    },
    /// An item of a list.
    Item {
        /// 1 for "-", 2 for "+".
        level: u8,
        /// Its text without the dash.
        text: Text,
    },
    /// A table.
    Table(Table),
    /// A small chart.
    Chart(Chart),
}

/// Text in which parts may be bold, italic or a reference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(pub Vec<Inline>);

/// A run of text of one look, or a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "inline", rename_all = "snake_case")]
pub enum Inline {
    /// Text of one look.
    Run {
        /// The words.
        text: String,
        /// In bold.
        bold: bool,
        /// In italics.
        italic: bool,
    },
    /// A small raised number that leads to the source of what stands before it.
    Mark {
        /// Its number, from 1; each stands once in a document.
        number: u32,
    },
    /// The same number at the head of its row among the sources; it leads back.
    Origin {
        /// The number of the mark.
        number: u32,
    },
}

/// A table whose header row is repeated on every page.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Table {
    /// The line above it; empty where there is none.
    pub caption: String,
    /// Its columns; their widths add up to about 100.
    pub columns: Vec<Column>,
    /// Its rows below the header.
    pub rows: Vec<Row>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// The header.
    pub title: String,
    /// Share of the table's width: about hundredths; all columns together are the whole width.
    pub width: u32,
    /// How its cells are set.
    pub align: Align,
}

/// How the text of a cell is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle: ordinals, codes, units of measure.
    Center,
    /// At the right edge: numbers.
    Right,
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// One text a column; a group row has one cell over all columns.
    pub cells: Vec<Text>,
}

/// The sorts of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A row of values.
    #[default]
    Plain,
    /// A line in bold over the whole width that names the rows below it.
    Group,
}

/// The end of the last page of the body.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SignatureBlock {
    /// "Nơi nhận" without dashes; the last one is the copy that is kept.
    pub recipients: Vec<String>,
    /// Who signs; more than one where bodies issue together.
    pub signers: Vec<Signer>,
}

/// One signer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Signer {
    /// Authority and position, line by line: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH".
    pub lines: Vec<String>,
    /// The name; empty while it is not known who signs.
    pub name: String,
}

/// Something attached, on pages of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Annex {
    /// "Phụ lục", or "Phụ lục I" where there are several.
    pub label: String,
    /// Its title in capitals.
    pub title: String,
    /// "(Kèm theo Báo cáo số … ngày … của …)".
    pub reference: String,
    /// On pages turned sideways, for wide tables.
    pub landscape: bool,
    /// Its pages are counted on from those before it. Annexes of a document that is issued begin at 1
    /// (Decree 30/2020/NĐ-CP); some programs put an empty page before a page 1 that follows another.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub counts_on: bool,
    /// Its text.
    pub body: Vec<Block>,
}

impl Default for Opening {
    fn default() -> Self {
        Opening::Letter {
            subject: String::new(),
        }
    }
}

impl Letterhead {
    /// The number line of a State or Party document; room is left where there is no number.
    pub fn number_line(family: Family, number: Option<&str>, notation: &str) -> String {
        let number = number.unwrap_or("        ");
        match family {
            Family::State => format!("Số: {number}/{notation}"),
            Family::Party => format!("Số {number}-{notation}"),
        }
    }

    /// The body above the issuer, broken into the lines on which it is written.
    pub fn parent_lines(&self) -> Vec<String> {
        self.parent
            .as_deref()
            .map(letterhead::lines)
            .unwrap_or_default()
    }

    /// The issuing bodies, each broken into the lines on which it is written; a dash behind each
    /// that is followed by another.
    pub fn issuer_lines(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for issuer in &self.issuers {
            if let Some(last) = all.last_mut() {
                last.push_str(" -");
            }
            all.extend(letterhead::lines(issuer));
        }
        all
    }

    /// Place and date as the family writes them.
    pub fn date_line(place: &str, date: Option<Date>) -> String {
        format!("{place}, {}", wording::long_date(date))
    }
}

impl IssuedDocument {
    /// The title for lists and file properties, in one line.
    pub fn title(&self) -> String {
        match &self.opening {
            Opening::Titled { type_name, subject } => {
                format!("{} {subject}", wording::sentence_case(type_name))
            }
            Opening::Letter { subject } => format!("Công văn về {subject}"),
        }
    }

    /// Attaches `annexes` in order and labels them; Roman numbers from two on.
    pub fn attach(&mut self, annexes: Vec<Annex>) {
        self.annexes = annexes;
        let several = self.annexes.len() > 1;
        for (index, annex) in self.annexes.iter_mut().enumerate() {
            annex.label = match several {
                true => format!("Phụ lục {}", wording::roman(index + 1)),
                false => "Phụ lục".to_owned(),
            };
        }
    }

    /// Puts the closing mark of the family behind the last words of the body.
    pub fn close(&mut self) {
        let mark = match self.letterhead.family {
            Family::State => "./.",
            Family::Party => ".",
        };
        if let Some(Block::Paragraph { text } | Block::Item { text, .. }) = self.body.last_mut() {
            text.end_with(mark);
        } else {
            let text = Text::plain(mark);
            self.body.push(Block::Paragraph { text });
        }
    }

    /// The document as it goes to paper: an annex with more rows than anybody prints is left to
    /// the Word file, and says so.
    pub fn on_paper(&self) -> Cow<'_, IssuedDocument> {
        let long = |annex: &Annex| annex.rows() > MOST_PRINTED_ROWS;
        if !self.annexes.iter().any(long) {
            return Cow::Borrowed(self);
        }
        let printed = |annex: &Annex| match long(annex) {
            true => annex.left_to_word(),
            false => annex.clone(),
        };
        Cow::Owned(IssuedDocument {
            letterhead: self.letterhead.clone(),
            opening: self.opening.clone(),
            addressees: self.addressees.clone(),
            bases: self.bases.clone(),
            body: self.body.clone(),
            signature: self.signature.clone(),
            annexes: self.annexes.iter().map(printed).collect(),
        })
    }

    /// Every text of body and annexes in order, cells included; headings are not among them.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let annexed = self.annexes.iter().flat_map(|annex| &annex.body);
        self.body.iter().chain(annexed).flat_map(Block::texts)
    }
}

impl Annex {
    /// Rows of all its tables.
    fn rows(&self) -> usize {
        let tables = self.body.iter().map(|block| match block {
            Block::Table(table) => table.rows.len(),
            _ => 0,
        });
        tables.sum()
    }

    /// Its title, and a sentence that says where its rows are.
    fn left_to_word(&self) -> Annex {
        let rows = amount::number(self.rows().into());
        let where_to = format!(
            "Phụ lục này có {rows} dòng nên không in ở bản PDF; xem đầy đủ trong bản Word (.docx) của văn bản này."
        );
        Annex {
            label: self.label.clone(),
            title: self.title.clone(),
            reference: self.reference.clone(),
            landscape: false,
            counts_on: self.counts_on,
            body: vec![Block::paragraph(Text::plain(where_to))],
        }
    }
}

impl Table {
    /// A table of which nothing but the texts is known, such as one written by hand: columns of
    /// numbers are set right, ordinals and units of measure in the middle, and each is as wide as
    /// what stands in it wants.
    pub fn of_texts(titles: Vec<String>, rows: Vec<Vec<Text>>) -> Table {
        let columns = titles.into_iter().enumerate().map(|(at, title)| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let cells: Vec<String> = cells.map(bare).filter(|cell| !cell.is_empty()).collect();
            Column {
                align: alignment(&title, &cells),
                width: room(&title, &cells),
                title,
            }
        });
        let columns = columns.collect();
        let row = |cells| Row {
            kind: RowKind::Plain,
            cells,
        };
        Table {
            caption: String::new(),
            columns,
            rows: rows.into_iter().map(row).collect(),
        }
    }
}

/// Columns of figures and their names that are read well on an upright page.
const UPRIGHT: usize = 8;
/// Columns of figures that stand beside their names at least.
const BESIDE: usize = 3;

impl Table {
    /// The table for an upright page: one of many years is parted into several with the same rows,
    /// each with the names before its years.
    pub fn upright(self) -> Vec<Table> {
        let is_figures = |column: &Column| column.align == Align::Right;
        let names = self.columns.iter().position(is_figures).unwrap_or_default();
        let figures = self.columns.len() - names;
        let most = UPRIGHT.saturating_sub(names).max(BESIDE);
        if self.columns.len() <= UPRIGHT || names == 0 || figures <= most {
            return vec![self];
        }
        let each = figures.div_ceil(figures.div_ceil(most));
        let firsts = (names..self.columns.len()).step_by(each);
        firsts
            .map(|first| self.part(names, first..(first + each).min(self.columns.len())))
            .collect()
    }

    /// The columns of names and some of those behind them.
    fn part(&self, names: usize, some: Range<usize>) -> Table {
        let is_first = some.start == names;
        let caption = match (is_first, self.caption.is_empty()) {
            (true, _) => self.caption.clone(),
            (false, true) => "(tiếp theo)".to_owned(),
            (false, false) => format!("{} (tiếp theo)", self.caption),
        };
        let row = |row: &Row| {
            let own = row.cells.get(..names).unwrap_or(&row.cells).iter();
            // A mark leads to its source from one place alone.
            let own = own.map(|cell| {
                if is_first {
                    cell.clone()
                } else {
                    cell.unmarked()
                }
            });
            let figures = row.cells.get(some.clone()).unwrap_or_default();
            Row {
                kind: row.kind,
                cells: own.chain(figures.iter().cloned()).collect(),
            }
        };
        Table {
            caption,
            columns: [&self.columns[..names], &self.columns[some.clone()]].concat(),
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

/// The words of a cell without its marks, be they written as letters of the private use area.
fn bare(text: &Text) -> String {
    let words = text.0.iter().filter_map(|inline| match inline {
        Inline::Run { text, .. } => Some(text.as_str()),
        Inline::Mark { .. } | Inline::Origin { .. } => None,
    });
    let words: String = words.collect();
    let private = |letter: char| ('\u{e000}'..='\u{f8ff}').contains(&letter);
    let end = words.find(private).unwrap_or(words.len());
    words[..end].trim().to_owned()
}

fn alignment(title: &str, cells: &[String]) -> Align {
    let title = title.trim().to_lowercase();
    let centred = [
        "stt",
        "tt",
        "số tt",
        "năm",
        "đvt",
        "đơn vị tính",
        "mã",
        "mã số",
    ];
    if centred.contains(&title.as_str()) {
        return Align::Center;
    }
    let numbers = cells.iter().filter(|cell| is_number(cell)).count();
    let blanks = cells.iter().filter(|cell| is_dash(cell)).count();
    match numbers > 0 && 2 * (numbers + blanks) > cells.len() {
        true => Align::Right,
        false => Align::Left,
    }
}

/// "3.508", "85,5%", "08/09", "20–35", "(12)".
fn is_number(cell: &str) -> bool {
    let sign = |letter: char| letter.is_ascii_digit() || ".,%/-–+() ".contains(letter);
    cell.contains(|letter: char| letter.is_ascii_digit()) && cell.chars().all(sign)
}

fn is_dash(cell: &str) -> bool {
    cell.chars()
        .all(|letter| matches!(letter, '-' | '–' | '…' | '.' | ' '))
}

/// The share of the width that a column wants: longer texts more, up to a limit.
fn room(title: &str, cells: &[String]) -> u32 {
    let longest = cells.iter().map(|cell| cell.chars().count()).max();
    let wanted = longest.unwrap_or_default().max(title.chars().count() / 2);
    u32::try_from(wanted.clamp(8, 36)).unwrap_or(36)
}

impl Block {
    /// The same for an upright page ([`Table::upright`]).
    pub fn upright(self) -> Vec<Block> {
        match self {
            Block::Table(table) => table.upright().into_iter().map(Block::Table).collect(),
            other => vec![other],
        }
    }

    /// A plain paragraph.
    pub fn paragraph(text: impl Into<Text>) -> Block {
        Block::Paragraph { text: text.into() }
    }

    /// An item with a dash.
    pub fn item(text: impl Into<Text>) -> Block {
        Block::Item {
            level: 1,
            text: text.into(),
        }
    }

    /// The texts in it; a table's cells row by row.
    pub fn texts(&self) -> Vec<&Text> {
        match self {
            Block::Heading { .. } | Block::Chart(_) => Vec::new(),
            Block::Paragraph { text } | Block::Item { text, .. } => vec![text],
            Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).collect(),
        }
    }
}

impl Text {
    /// Text of the ordinary look.
    pub fn plain(text: impl Into<String>) -> Text {
        Text::default().then(text)
    }

    /// Text in bold.
    pub fn bold(text: impl Into<String>) -> Text {
        Text::default().run(text, true, false)
    }

    /// Text in italics.
    pub fn italic(text: impl Into<String>) -> Text {
        Text::default().run(text, false, true)
    }

    /// The same without marks.
    fn unmarked(&self) -> Text {
        let inlines = self.0.iter();
        let runs = inlines.filter(|inline| matches!(inline, Inline::Run { .. }));
        Text(runs.cloned().collect())
    }

    /// The head of a row among the sources.
    pub fn origin(number: u32) -> Text {
        Text(vec![Inline::Origin { number }])
    }

    /// The same with ordinary text behind it.
    #[must_use]
    pub fn then(self, text: impl Into<String>) -> Text {
        self.run(text, false, false)
    }

    /// The same with a mark behind it, where there is one.
    #[must_use]
    pub fn marked(mut self, number: Option<u32>) -> Text {
        self.0.extend(number.map(|number| Inline::Mark { number }));
        self
    }

    /// The same with another text behind it.
    #[must_use]
    pub fn join(mut self, other: Text) -> Text {
        self.0.extend(other.0);
        self
    }

    /// The words alone, marks as "[1]".
    pub fn to_plain(&self) -> String {
        let word = |inline: &Inline| match inline {
            Inline::Run { text, .. } => text.clone(),
            Inline::Mark { number } | Inline::Origin { number } => format!("[{number}]"),
        };
        self.0.iter().map(word).collect()
    }

    fn run(mut self, text: impl Into<String>, bold: bool, italic: bool) -> Text {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Inline::Run { text, bold, italic });
        }
        self
    }

    /// Replaces the last full stop or semicolon by `mark`; adds it where there is none.
    fn end_with(&mut self, mark: &str) {
        let last = self.0.iter_mut().rev().find_map(|inline| match inline {
            Inline::Run { text, .. } => Some(text),
            _ => None,
        });
        match last {
            Some(text) => {
                let kept = text.trim_end().trim_end_matches(['.', ';', '/']).len();
                text.truncate(kept);
                text.push_str(mark);
            }
            None => self.0.push(Inline::Run {
                text: mark.to_owned(),
                bold: false,
                italic: false,
            }),
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::plain(text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::plain(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_annex_of(rows: usize) -> IssuedDocument {
        let row = Row {
            kind: RowKind::Plain,
            cells: vec![Text::plain("[1]")],
        };
        let table = Table {
            rows: vec![row; rows],
            ..Table::default()
        };
        let annex = Annex {
            title: "NGUỒN SỐ LIỆU".to_owned(),
            body: vec![Block::Table(table)],
            ..Annex::default()
        };
        let mut document = IssuedDocument::default();
        document.attach(vec![annex]);
        document
    }

    /// A table of so many years with one row, its name marked.
    fn years(count: usize) -> Table {
        let titles = ["TT", "Chỉ tiêu", "Đơn vị tính"].map(str::to_owned);
        let years = (2016..).take(count).map(|year| format!("Năm {year}"));
        let name = Text::plain("Tổ tự quản").marked(Some(7));
        let mut row = vec![Text::plain("1"), name, Text::plain("tổ")];
        row.extend((1..=count).map(|at| Text::plain(format!("14.{at:03}"))));
        Table::of_texts(titles.into_iter().chain(years).collect(), vec![row])
    }

    #[test]
    fn ten_years_stand_in_two_tables_each_with_the_names() {
        assert_eq!(years(5).upright(), [years(5)]);
        let parts = years(10).upright();
        let told: Vec<String> = parts
            .iter()
            .map(|part| {
                let titles: Vec<&str> = part.columns.iter().map(|it| it.title.as_str()).collect();
                let cells: Vec<String> = part.rows[0].cells.iter().map(bare).collect();
                format!(
                    "{}: {} | {}",
                    part.caption,
                    titles.join(" "),
                    cells.join(" ")
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ": TT Chỉ tiêu Đơn vị tính Năm 2016 Năm 2017 Năm 2018 Năm 2019 Năm 2020 | 1 Tổ tự quản tổ 14.001 14.002 14.003 14.004 14.005",
                "(tiếp theo): TT Chỉ tiêu Đơn vị tính Năm 2021 Năm 2022 Năm 2023 Năm 2024 Năm 2025 | 1 Tổ tự quản tổ 14.006 14.007 14.008 14.009 14.010",
            ]
        );
        let marks = |table: &Table| {
            let cells = table.rows[0].cells.iter().flat_map(|cell| &cell.0);
            cells.filter(|it| matches!(it, Inline::Mark { .. })).count()
        };
        assert_eq!(parts.iter().map(marks).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn a_table_of_many_texts_is_left_as_it_is() {
        let titles = (0..12).map(|at| format!("Cột {at}")).collect();
        let table = Table::of_texts(titles, vec![vec![Text::plain("chữ"); 12]]);
        assert_eq!(table.clone().upright(), [table]);
    }

    #[test]
    fn numbers_of_a_table_are_set_right() {
        let titles = ["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2016", "Ghi chú"];
        let rows = [
            ["1", "Số hộ được hỗ trợ", "hộ", "3.508\u{e0f0}1\u{e0f1}", ""],
            ["2", "Tỷ lệ thôn có tổ", "%", "–", "08 thôn"],
            [
                "3",
                "Kinh phí",
                "triệu đồng",
                "không cộng: 20 (xã A)",
                "3 nguồn",
            ],
            ["4", "Số vụ việc", "vụ", "12/13", ""],
        ];
        let texts = rows.map(|row| row.map(Text::plain).to_vec());
        let table = Table::of_texts(titles.map(str::to_owned).to_vec(), texts.to_vec());
        let aligns: Vec<Align> = table.columns.iter().map(|column| column.align).collect();
        assert_eq!(
            aligns,
            [
                Align::Center,
                Align::Left,
                Align::Center,
                Align::Right,
                Align::Left
            ]
        );
        assert!(table.columns[1].width > table.columns[0].width);
    }

    #[test]
    fn an_annex_that_nobody_prints_says_where_it_is() {
        let short = with_annex_of(MOST_PRINTED_ROWS);
        assert_eq!(*short.on_paper(), short);
        let long = with_annex_of(MOST_PRINTED_ROWS + 1);
        let printed = long.on_paper();
        assert_eq!(printed.annexes[0].title, "NGUỒN SỐ LIỆU");
        let [Block::Paragraph { text }] = &printed.annexes[0].body[..] else {
            panic!("a sentence instead of the table");
        };
        assert!(format!("{text:?}").contains("3.001 dòng"));
    }
}
