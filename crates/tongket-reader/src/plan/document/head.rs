//! The letterhead, the type's name and the subject.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::issuer;
use super::joined;
use super::piece::Piece;
use crate::plan::Document;
use crate::span::{Span, Spanned};
use crate::words::{citation, code, date, fold};

/// What the head of a document says, and the piece at which its body begins.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) document: Document,
    pub(super) body: usize,
}

/// How many pieces a head may have.
const LONGEST: usize = 40;

/// What a piece of a head is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The state's or the Party's name, the motto, a rule, a stamp.
    Frame,
    /// "Số: …".
    Code,
    /// "Sơn Hải, ngày 05 tháng 3 năm 2026".
    Date,
    /// The type's name, with the bytes of the piece it takes.
    Kind(&'static str, usize),
    /// "V/v …".
    About,
    /// "Kính gửi", "Căn cứ", a label, a long paragraph.
    Body,
    /// Capitals that are none of these: the name of a body.
    Caps,
    /// Anything else.
    Other,
}

/// Reads the head of the document that the pieces begin with.
pub(super) fn read(pieces: &[Piece]) -> Head {
    let mut reader = Reader::default();
    let count = pieces.len().min(LONGEST);
    for (index, piece) in pieces.iter().take(count).enumerate() {
        if !reader.take(piece, index) {
            reader.late_date(pieces.get(index..).unwrap_or_default());
            return reader.finish(index);
        }
    }
    reader.finish(count)
}

#[derive(Default)]
struct Reader<'p> {
    document: Document,
    names: Vec<&'p Piece<'p>>,
    subject: Vec<Piece<'p>>,
    about: bool,
    after_kind: bool,
    closed: bool,
    framed: bool,
}

impl<'p> Reader<'p> {
    /// Takes a piece; `false` where the body begins with it.
    fn take(&mut self, piece: &'p Piece<'p>, index: usize) -> bool {
        match role(piece, self.after_kind) {
            Role::Frame => self.frame(piece),
            Role::Code => self.code(piece),
            Role::Date => self.date(piece),
            Role::Kind(kind, length) => self.kind(piece, kind, length),
            Role::About if !self.after_kind => self.open_about(piece),
            Role::Caps if !self.after_kind => {
                self.about = false;
                self.names.push(piece);
            }
            Role::Body => return false,
            _ => return self.other(piece, index),
        }
        true
    }

    fn frame(&mut self, piece: &Piece) {
        self.framed |= piece.is_national() || piece.is_party();
        self.closed |= piece.is_rule() && !self.subject.is_empty() && self.after_kind;
    }

    fn code(&mut self, piece: &Piece<'p>) {
        if let Some(found) = code::codes(piece.text).into_iter().next() {
            let span = found.span.shift(piece.span.start);
            let document = &mut self.document;
            document.notation = Some(found.notation.clone());
            if document.kind.is_none() {
                document.kind = found.kind.clone().map(|kind| Spanned::new(kind, span));
            }
            if !found.number.is_empty() {
                document.number = Some(found.number.clone());
                document.code = Some(Spanned::new(found.to_string(), span));
            }
        }
        if let Some(at) = piece.text.find("V/v") {
            self.open_about(&cut(piece, at));
        } else if piece.text.contains("ngày") {
            self.date(piece);
        }
    }

    fn date(&mut self, piece: &Piece) {
        let written = date::dates(piece.text)
            .into_iter()
            .find(|found| found.day.is_some());
        let from = piece.text.find("ngày").or_else(|| piece.text.find("Ngày"));
        let dated: Option<Spanned<Date>> = written.and_then(|found| {
            Some(Spanned::new(
                found.date()?,
                found.span.shift(piece.span.start),
            ))
        });
        if self.document.date.is_none() {
            self.document.date = dated;
        }
        if let Some(place) = from
            .and_then(|from| place(piece, from))
            .filter(|_| self.document.place.is_none())
        {
            self.document.place = Some(place);
        }
    }

    fn kind(&mut self, piece: &Piece<'p>, kind: &'static str, length: usize) {
        self.after_kind = true;
        self.about = false;
        self.subject.clear();
        let span = Span::new(piece.span.start, piece.span.start + length).trim_in(piece);
        self.document.kind = Some(Spanned::new(kind.to_owned(), span));
        let rest = cut(piece, length);
        if rest.text.contains(char::is_alphanumeric) {
            self.subject.push(rest);
        }
    }

    fn open_about(&mut self, piece: &Piece<'p>) {
        self.about = true;
        let length = [
            "V/v:",
            "V/v",
            "V/V",
            "v/v",
            "V/ ",
            "VW ",
            "Vív ",
            "Về việc:",
        ]
        .iter()
        .find(|word| piece.text.starts_with(**word))
        .map_or(0, |word| word.len());
        self.subject.push(cut(piece, length));
    }

    /// A line of the subject, or the first of the body.
    fn other(&mut self, piece: &'p Piece<'p>, index: usize) -> bool {
        if self.after_kind {
            return self.subject_goes_on(piece);
        }
        if self.about && piece.text.len() < 160 {
            self.subject.push(*piece);
            return true;
        }
        if let Some((kind, length)) = running_kind(piece).filter(|_| index == 0) {
            self.kind(piece, kind, length);
            return true;
        }
        if self.is_name(piece) {
            self.names.push(piece);
        }
        piece.text.len() < 120
    }

    /// Whether a line in small letters names the issuer: in the left column, or below the right one while nobody is named.
    fn is_name(&self, piece: &Piece) -> bool {
        let awaited = !self.framed || (self.names.is_empty() && self.document.notation.is_none());
        let opens = awaited && issuer::opens(piece.text) && !piece.text.ends_with([';', '.', ':']);
        let below = self.names.last().is_some_and(|name| {
            name.span.end + 4 > piece.span.start && issuer::is_place(piece.text)
        });
        piece.text.len() < 120 && (opens || below)
    }

    /// Whether a piece behind the type's name still belongs to the subject; takes it if so.
    fn subject_goes_on(&mut self, piece: &Piece<'p>) -> bool {
        let first = self.subject.is_empty();
        let repeats = piece.is_caps()
            && (issuer::opens(piece.text)
                || piece.text.starts_with("CHỦ TỊCH")
                || piece.text.starts_with("BỘ TRƯỞNG"));
        let heading = piece.is_caps() && self.subject.last().is_some_and(|line| !line.is_caps());
        let ends = piece.text.ends_with(['.', ':', ';']);
        let small =
            piece.text.starts_with(|c: char| c.is_lowercase()) && !piece.text.ends_with(':');
        let fits = first || small || (piece.text.len() < 240 && !ends && !opens_body(piece.text));
        if piece.is_attachment() || (repeats && !first) {
            return repeats;
        }
        if heading || self.closed || !fits || piece.text.len() > 900 || repeats || piece.dash {
            return false;
        }
        self.subject.push(*piece);
        true
    }

    /// Takes the date line of a right column that was read after the left one, below "Kính gửi".
    fn late_date(&mut self, body: &[Piece]) {
        let mut near = body
            .iter()
            .take(8)
            .take_while(|piece| piece.text.len() < 200);
        let dated = near.find(|piece| is_date_line(piece.text));
        if let Some(piece) = dated.filter(|_| self.document.date.is_none()) {
            self.date(piece);
        }
    }

    fn finish(mut self, body: usize) -> Head {
        let lines: Vec<&Piece> = self
            .subject
            .iter()
            .filter(|line| !line.text.is_empty())
            .collect();
        self.document.subject = joined(&lines).map(clean);
        if self.document.kind.is_none() && self.about {
            self.document.kind = lines
                .first()
                .map(|line| Spanned::new("CV".to_owned(), line.span));
        }
        issuer::assign(&self.names, &mut self.document);
        Head {
            document: self.document,
            body,
        }
    }
}

/// The subject without the signs and the "Về việc" that frame it.
fn clean(subject: Spanned<String>) -> Spanned<String> {
    let value = subject
        .value
        .trim_matches(|c: char| matches!(c, '_' | '*' | '-' | '–' | ':' | ' ' | '#'));
    let value = ["Về việc ", "VỀ VIỆC ", "V/v ", "v/v "]
        .iter()
        .find_map(|opening| value.strip_prefix(opening))
        .unwrap_or(value)
        .trim_start()
        .to_owned();
    Spanned::new(value, subject.span)
}

/// The piece from byte `at` on.
fn cut<'p>(piece: &Piece<'p>, at: usize) -> Piece<'p> {
    let rest = piece.text.get(at..).unwrap_or_default();
    let text = rest.trim_start_matches([':', ' ', '\u{a0}']);
    let start = piece.span.start + piece.text.len() - text.len();
    Piece {
        text,
        span: Span::new(start, piece.span.end),
        ..*piece
    }
}

impl Span {
    /// The span without white space at its end, where it lies in `piece`.
    fn trim_in(self, piece: &Piece) -> Span {
        let from = self.start - piece.span.start;
        let written = piece
            .text
            .get(from..self.end - piece.span.start)
            .unwrap_or_default();
        Span::new(self.start, self.start + written.trim_end().len())
    }
}

/// "Sơn Hải" in "Số: 1/KH-UBND Sơn Hải, ngày …".
fn place(piece: &Piece, from: usize) -> Option<Spanned<String>> {
    let before = piece.text.get(..from)?.trim_end().strip_suffix(',')?;
    let start = code::codes(before).last().map_or(0, |code| code.span.end);
    let span = Span::new(start, before.len()).trim(before);
    let name = span
        .slice(before)
        .trim_start_matches(['.', '*', '_', ' ', '…']);
    let named = name.starts_with(char::is_uppercase)
        && !name.contains(|c: char| c == ':' || c.is_ascii_digit())
        && name.split_whitespace().count() <= 6;
    let span = Span::new(span.end - name.len(), span.end).shift(piece.span.start);
    named.then(|| Spanned::new(name.to_owned(), span))
}

/// Whether a piece belongs to the right column of a letterhead, which may stand among the lines of the left one.
pub(super) fn is_right_column(piece: &Piece) -> bool {
    piece.is_national() || piece.is_party() || piece.is_motto() || is_date_line(piece.text)
}

fn role(piece: &Piece, after_kind: bool) -> Role {
    let text = piece.text;
    if piece.is_rule()
        || piece.is_national()
        || piece.is_party()
        || piece.is_motto()
        || is_stamp(text)
    {
        return Role::Frame;
    }
    if piece.is_code_line() && !after_kind {
        return Role::Code;
    }
    if text.starts_with("Kính gửi")
        || text.starts_with("KÍNH GỬI")
        || text.starts_with("Kính trình:")
        || text.starts_with("Căn c")
        || piece.labelled
    {
        return Role::Body;
    }
    if is_date_line(text) {
        return Role::Date;
    }
    if ["V/v", "V/V", "v/v", "V/ ", "VW ", "Vív "]
        .iter()
        .any(|word| text.starts_with(word))
        || (!after_kind && text.starts_with("Về việc"))
    {
        return Role::About;
    }
    match kind_line(piece)
        .or_else(|| whole_kind(piece))
        .filter(|_| !after_kind)
    {
        Some((kind, length)) => Role::Kind(kind, length),
        None if piece.is_caps() => Role::Caps,
        None if text.len() > 900 => Role::Body,
        None => Role::Other,
    }
}

/// "Sơn Hải, ngày … tháng … năm …" on a line of its own, filled in or blank.
fn is_date_line(text: &str) -> bool {
    let Some(at) = text.find("ngày").or_else(|| text.find("Ngày")) else {
        return false;
    };
    let before = text.get(..at).unwrap_or_default().trim_end();
    let opens = before.is_empty()
        || before.ends_with(',')
        || before.ends_with('…')
        || before.ends_with('.');
    text.len() < 120
        && opens
        && before.split_whitespace().count() <= 8
        && text.contains("tháng")
        && text.contains("năm")
}

/// A mark of urgency, a draft's mark, or the box of an electronic signature.
fn is_stamp(text: &str) -> bool {
    let signed = ["Người ký", "Thời gian ký", "Email:", "Cơ quan:"]
        .iter()
        .any(|word| text.contains(word));
    let mark = text.trim_matches(|c: char| !c.is_alphanumeric());
    signed
        || text.len() < 40
            && [
                "HỎA TỐC",
                "HOẢ TỐC",
                "THƯỢNG KHẨN",
                "KHẨN",
                "DỰ THẢO",
                "Dự thảo",
                "ĐẾN",
                "SAO Y",
                "BẢN SAO",
            ]
            .iter()
            .any(|word| mark.starts_with(word))
}

/// Openings of a body's first paragraph.
fn opens_body(text: &str) -> bool {
    [
        "Căn c",
        "Thực hiện",
        "Để ",
        "Nhằm ",
        "Trên cơ sở",
        "Xét ",
        "Theo ",
        "Triển khai",
        "Ngày ",
        "Trong ",
        "Qua ",
        "Tiếp tục",
        "Tiếp theo",
        "Nhân dịp",
        "Phúc đáp",
        "UBND",
        "Ủy ban",
        "Uỷ ban",
        "Năm ",
    ]
    .iter()
    .any(|word| text.starts_with(word))
}

/// The type whose name, in capitals, opens the piece, and how many bytes it takes.
fn kind_line(piece: &Piece) -> Option<(&'static str, usize)> {
    if piece.text.len() > 700 || piece.tabled {
        return None;
    }
    let text = piece.text.trim_start_matches(|c: char| !c.is_alphabetic());
    let skipped = piece.text.len() - text.len();
    let end = text
        .char_indices()
        .take_while(|(_, c)| !c.is_lowercase())
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    let capitals = text.get(..end)?;
    let start: String = capitals.chars().take(48).collect();
    opening_kind(&fold::key(&start))
        .map(|(kind, letters)| (kind, skipped + reach(text, letters)))
        .or_else(|| misread_kind(piece))
}

/// A type's name alone on its line, however it is written: "Báo cáo".
fn whole_kind(piece: &Piece) -> Option<(&'static str, usize)> {
    if piece.text.len() > 60 || piece.tabled || piece.labelled {
        return None;
    }
    let written = fold::key(piece.text.trim_matches(['*', '_', '#', ' ']));
    let found = FOLDED.iter().find(|(name, ..)| *name == written)?;
    Some((found.2, piece.text.len()))
}

/// The types with their names as [`fold::key`] and as bare letters without spaces.
static FOLDED: LazyLock<Vec<(String, String, &'static str)>> = LazyLock::new(|| {
    let folded = |name: &str| (fold::key(name), squeezed(name));
    citation::KINDS
        .iter()
        .map(|(name, kind)| (folded(name).0, folded(name).1, *kind))
        .collect()
});

/// The longest type name that a folded text begins with, as whole words.
fn opening_kind(folded: &str) -> Option<(&'static str, usize)> {
    let whole = |name: &str| {
        folded
            .strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let found = FOLDED.iter().filter(|(name, ..)| whole(name));
    found
        .max_by_key(|(name, ..)| name.len())
        .map(|(name, _, kind)| (*kind, name.chars().filter(|c| !c.is_whitespace()).count()))
}

/// How many bytes the first `letters` letters of a text take, white space between them included.
fn reach(text: &str, letters: usize) -> usize {
    let marks = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    marks
        .take(letters)
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8())
}

/// The bare letters of a text.
fn squeezed(text: &str) -> String {
    fold::bare(text)
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect()
}

/// A recognised "V QUYÉTĐỊNH -": a type's name without its marks, spaces and noise.
fn misread_kind(piece: &Piece) -> Option<(&'static str, usize)> {
    if piece.text.len() > 40 || !piece.is_caps() {
        return None;
    }
    let read = squeezed(piece.text);
    let fits = |name: &str| name.len() >= 6 && read.ends_with(name) && read.len() <= name.len() + 1;
    let found = FOLDED.iter().find(|(_, name, _)| fits(name))?;
    Some((found.2, piece.text.len()))
}

/// The type that opens a text without a letterhead: "Kế hoạch hỗ trợ …", "# KẾ HOẠCH".
fn running_kind(piece: &Piece) -> Option<(&'static str, usize)> {
    let found = citation::KINDS
        .iter()
        .filter(|(name, _)| piece.text.starts_with(name));
    let (name, kind) = found.max_by_key(|(name, _)| name.len())?;
    let next = piece.text.get(name.len()..)?;
    (next.starts_with(' ') && !piece.text.ends_with([';', ':']) && piece.text.len() < 700)
        .then_some((*kind, name.len()))
}
