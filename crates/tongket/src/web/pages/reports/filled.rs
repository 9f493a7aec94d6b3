//! Figure tables that came filled in with a file: their figures go into the cells of the report.
//!
//! A cell that is empty takes its figure, for somebody to read before it goes
//! up. One that says something else keeps it, unless the person asked for the
//! file's; what was not taken is told cell by cell.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tongket_core::amount::number;
use tongket_core::permit::Act;
use tongket_core::report::{Filling, Left, WhyLeft};
use tongket_store::figure::{self, Figure};
use tongket_store::{Conn, StoreError, Tx, campaign};
use utoipa::ToSchema;

use super::desk::Desk;
use super::figure::Table;
use crate::web::problem::Problem;
use crate::web::shell::Shell;

/// What became of a table, as it is kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub(super) struct Told {
    /// Figures that were put into their cells.
    taken: usize,
    /// Figures that stood there already.
    same: usize,
    /// Cells that were not taken.
    left: Vec<LeftCell>,
}

/// A cell that was not taken.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
struct LeftCell {
    /// "Tổ tự quản, Năm 2016".
    label: String,
    /// What stands in the file.
    text: String,
    /// "unreadable", "measure", "twice", "other".
    why: String,
    /// The other unit of measure, or the figure that stands there.
    than: String,
}

/// What became of a table, as it is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Shown {
    /// Title of the table.
    pub(super) title: String,
    /// Its page.
    pub(super) href: String,
    /// What was taken, in one sentence.
    pub(super) taken: String,
    /// What was not, a sentence a cell.
    pub(super) left: Vec<String>,
}

/// The figure tables that the reader may fill in.
///
/// # Errors
/// Where the store cannot be read.
pub(super) async fn tables(conn: &mut Conn, desk: &Desk) -> Result<Vec<Table>, Problem> {
    let mut tables = Table::all(conn, desk).await?;
    tables.retain(|table| desk.change(Act::FigureWrite, Some(&table.item)).is_ok());
    Ok(tables)
}

/// Ids and titles of the figure tables.
pub(super) async fn titles(
    conn: &mut Conn,
    desk: &Desk,
) -> Result<Vec<(String, String)>, StoreError> {
    let forms = campaign::forms(conn, &desk.campaign.id).await?;
    Ok(forms
        .into_iter()
        .map(|form| (form.id, form.title))
        .collect())
}

/// Lays figures into their cells; what became of them, and the cells that were written for the audit.
pub(super) async fn lay(
    tx: &mut Tx,
    desk: &Desk,
    (table, filling): (&Table, Filling),
    (replaces, now): (bool, Timestamp),
) -> Result<(Told, Vec<Value>), Problem> {
    let mut told = Told {
        left: filling.left.into_iter().map(LeftCell::from).collect(),
        ..Told::default()
    };
    // Somebody may have filled in a cell since the file was read.
    let known = figure::of_report(tx, &desk.report.id).await?;
    let mut cells = Vec::new();
    for filled in filling.figures {
        let stands = known.iter().find(|known| {
            let place = (&known.indicator, &known.period);
            known.form == table.id && place == (&filled.indicator, &filled.column)
        });
        let before: Option<Decimal> = stands.and_then(|stands| stands.value.parse().ok());
        match before {
            Some(before) if before == filled.value => {
                told.same += 1;
                continue;
            }
            Some(before) if !replaces => {
                told.left.push(LeftCell {
                    label: table.label(&filled.indicator, &filled.column),
                    text: number(filled.value),
                    why: "other".to_owned(),
                    than: number(before),
                });
                continue;
            }
            _ => {}
        }
        let value = filled.value.normalize().to_string();
        cells.push(json!({
            "form": table.id,
            "indicator": filled.indicator,
            "period": filled.column,
            "before": before.map(|before| before.normalize().to_string()),
            "after": value,
        }));
        let figure = Figure {
            form: table.id.clone(),
            indicator: filled.indicator,
            period: filled.column,
            value,
            author: desk.visitor.account.clone(),
            at: now,
        };
        figure::take_over(tx, &desk.report.id, &figure).await?;
        told.taken += 1;
    }
    Ok((told, cells))
}

impl From<Left> for LeftCell {
    fn from(left: Left) -> LeftCell {
        let (why, than) = match left.why {
            WhyLeft::Unreadable => ("unreadable", String::new()),
            WhyLeft::OtherMeasure(measure) => ("measure", measure),
            WhyLeft::NamedTwice => ("twice", String::new()),
        };
        LeftCell {
            label: format!("{}, {}", left.label.0, left.label.1),
            text: left.text,
            why: why.to_owned(),
            than,
        }
    }
}

impl Told {
    /// The same for a page; `forms` are ids and titles.
    pub(super) fn shown(
        self,
        shell: &Shell,
        forms: &[(String, String)],
        (report, form): (&str, &str),
    ) -> Shown {
        let title = forms.iter().find(|(id, _)| id == form);
        let left = self.left.iter().map(|cell| {
            let why = shell.t1(&format!("report-file-left-{}", cell.why), &cell.than);
            format!("{}: “{}”. {why}", cell.label, cell.text)
        });
        Shown {
            title: title.map(|(_, title)| title.clone()).unwrap_or_default(),
            href: format!("{report}/figures/{form}"),
            taken: match (self.taken, self.same) {
                (0, same) => shell.t1("report-file-figures-same", same),
                (taken, _) => shell.t1("report-file-figures-taken", taken),
            },
            left: left.collect(),
        }
    }
}
