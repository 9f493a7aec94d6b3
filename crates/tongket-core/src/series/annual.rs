//! The table of figures by year as it leaves the house: for Word, PDF, Excel and CSV alike.
//!
//! Names are resolved and words are Vietnamese; what is drawn from it cannot
//! say different things.

use rust_decimal::Decimal;

use super::{NoTotal, Sign};
use crate::issue::Chart;

/// Indicators over the years, as they are written out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annual {
    /// What the campaign is about.
    pub title: String,
    /// From which reports it comes, in a sentence or two.
    pub basis: String,
    /// Its indicators, in the order of the tables.
    pub indicators: Vec<AnnualIndicator>,
}

/// An indicator.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnnualIndicator {
    /// Title of the figure table.
    pub form: String,
    /// What is counted.
    pub name: String,
    /// In what.
    pub measure: String,
    /// What its columns count, where that is not plain years; empty otherwise.
    pub kind: String,
    /// Headings of its columns.
    pub columns: Vec<String>,
    /// The units.
    pub rows: Vec<AnnualRow>,
    /// The total of each column.
    pub totals: Vec<AnnualTotal>,
    /// The same as a chart.
    pub chart: Chart,
}

/// What stands before a number that counts a share of what was reported.
pub const APPORTIONED: &str = "≈";

/// What the sign says.
pub const HOW_APPORTIONED: &str = "là số chia theo tỷ lệ: đơn vị báo cáo số này nay đã chia tách, mỗi \
    đơn vị kế thừa được tính một phần theo tỷ lệ ghi trong quyết định, nên có thể lẻ; cộng các phần \
    lại đúng bằng số đã báo cáo.";

impl AnnualIndicator {
    /// Whether a number counts a share of what was reported: of its totals, and of its units where
    /// they are shown.
    pub fn has_apportioned(&self, units: bool) -> bool {
        let mut rows = self.rows.iter().filter(|_| units);
        rows.any(|row| row.cells.iter().any(|cell| cell.apportioned))
            || self.totals.iter().any(|total| total.apportioned)
    }
}

/// A unit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnnualRow {
    /// Its name.
    pub unit: String,
    /// Its tier: "Cấp xã"; may be empty.
    pub tier: String,
    /// What must be known of it: of whom it came, in what it counts; may be empty.
    pub note: String,
    /// Whether its figures are in the total.
    pub adds: bool,
    /// A cell a column.
    pub cells: Vec<AnnualCell>,
}

/// A unit in a year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnnualCell {
    /// The value.
    pub value: Option<Decimal>,
    /// How it is with it, in words; empty for a whole value.
    pub word: String,
    /// Whether it counts a share of what a unit reported that was split since.
    pub apportioned: bool,
    /// The reported cells that make it.
    pub sources: Vec<AnnualSource>,
}

/// A reported cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnnualSource {
    /// The unit that reported it.
    pub unit: String,
    /// Number of the receipt.
    pub receipt: String,
    /// The figure as reported.
    pub value: Decimal,
    /// What of it counts.
    pub part: Decimal,
}

/// The total of a year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnnualTotal {
    /// The sum; `None` where nothing is added.
    pub value: Option<Decimal>,
    /// Whether it counts only a share of what a unit reported that was split since.
    pub apportioned: bool,
    /// Why there is none, or how many units are in it.
    pub word: String,
    /// What changed since the column before, as it is written; may be empty.
    pub change: String,
}

impl Sign {
    /// What a document says in place of a value, or beside it.
    pub fn word(self) -> &'static str {
        match self {
            Sign::Given => "",
            Sign::Part => "chưa đủ",
            Sign::Nil => "không có",
            Sign::Gap => "để trống",
            Sign::Unreported => "chưa có báo cáo",
            Sign::Beside => "xem dòng riêng",
            Sign::TooLarge => "số quá lớn",
        }
    }
}

impl NoTotal {
    /// What a document says in place of a total.
    pub fn word(self) -> &'static str {
        match self {
            NoTotal::Ratio => "không cộng",
            NoTotal::Overlap => "không cộng: trùng cấp",
            NoTotal::Nothing => "chưa có số liệu",
            NoTotal::TooLarge => "số quá lớn",
        }
    }
}
