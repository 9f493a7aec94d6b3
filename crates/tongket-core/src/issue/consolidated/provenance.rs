//! Reference marks and the source of each: which unit, which file, where, in which words.

use crate::consolidation::Place;
use crate::issue::document::{Align, Annex, Block, Column, Row, RowKind, Table, Text};
use crate::issue::dossier::Index;
use crate::issue::wording;

/// Words longer than this are cut in the annex; the file and the place are given in full.
const WORDS: usize = 160;

/// Hands out marks and remembers what each stands for.
pub(super) struct Provenance<'a> {
    /// The way to names and words.
    pub(super) index: Index<'a>,
    clean: bool,
    marks: u32,
    rows: Vec<Row>,
    section: Option<String>,
}

impl<'a> Provenance<'a> {
    /// Starts with mark 1; a clean document gets none.
    pub(super) fn new(index: Index<'a>, clean: bool) -> Self {
        Provenance {
            index,
            clean,
            marks: 0,
            rows: Vec::new(),
            section: None,
        }
    }

    /// Marks that were handed out already, with their rows.
    pub(super) fn given(index: Index<'a>, clean: bool, rows: Vec<Row>) -> Self {
        Provenance {
            rows,
            ..Provenance::new(index, clean)
        }
    }

    /// From here on marks belong to this section.
    pub(super) fn enter(&mut self, section: String) {
        self.section = Some(section);
    }

    /// A new mark for what was made from these places; the words are read there unless given.
    pub(super) fn cite(&mut self, sources: &[(Place, Option<&str>)]) -> Option<u32> {
        if self.clean || sources.is_empty() {
            return None;
        }
        if let Some(section) = self.section.take() {
            let cells = vec![Text::bold(section)];
            let kind = RowKind::Group;
            self.rows.push(Row { kind, cells });
        }
        self.marks += 1;
        for (ordinal, (place, words)) in sources.iter().enumerate() {
            let row = self.row(ordinal, *place, *words);
            self.rows.push(row);
        }
        Some(self.marks)
    }

    fn row(&self, ordinal: usize, place: Place, words: Option<&str>) -> Row {
        let mark = match ordinal {
            0 => Text::origin(self.marks),
            _ => Text::plain(format!("[{}]", self.marks)),
        };
        let file = match self.index.spot(place) {
            spot if spot.is_empty() => self.index.file(place).to_owned(),
            spot => format!("{}, {spot}", self.index.file(place)),
        };
        let words = words.map_or_else(|| self.index.words(place), str::to_owned);
        Row {
            kind: RowKind::Plain,
            cells: vec![
                mark,
                Text::plain(wording::capitalised(self.index.name(place.unit))),
                Text::plain(file),
                Text::plain(format!("“{}”", wording::shortened(&words, WORDS))),
            ],
        }
    }

    /// The annex of all sources, where there are any.
    pub(super) fn annex(self, reference: &str) -> Option<Annex> {
        let column = |title: &str, width, align| Column {
            title: title.to_owned(),
            width,
            align,
        };
        let table = Table {
            caption: String::new(),
            columns: vec![
                column("Ký hiệu", 8, Align::Center),
                column("Đơn vị", 19, Align::Left),
                column("Tệp báo cáo, vị trí", 31, Align::Left),
                column("Nội dung trong báo cáo", 42, Align::Left),
            ],
            rows: self.rows,
        };
        (!table.rows.is_empty()).then(|| Annex {
            title: "NGUỒN SỐ LIỆU VÀ NỘI DUNG TỔNG HỢP".to_owned(),
            reference: reference.to_owned(),
            body: vec![Block::Table(table)],
            ..Annex::default()
        })
    }
}
