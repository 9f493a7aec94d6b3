//! Figures of a report's tables, a row a cell; an empty cell has none.

use jiff::Timestamp;

use crate::db::{Conn, Row};
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// A cell that is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Id of the form.
    pub form: String,
    /// Code of the indicator.
    pub indicator: String,
    /// Key of the column.
    pub period: String,
    /// The number, in plain decimal writing: "1250.5".
    pub value: String,
    /// Id of the account that entered it.
    pub author: String,
    /// When.
    pub at: Timestamp,
}

fn figure(row: &Row) -> Result<Figure, StoreError> {
    Ok(Figure {
        form: row.get(0)?,
        indicator: row.get(1)?,
        period: row.get(2)?,
        value: row.get(3)?,
        author: row.get(4)?,
        at: row
            .time(5)?
            .ok_or_else(|| StoreError::Damaged("figure".to_owned()))?,
    })
}

/// The figures of a report.
///
/// # Errors
/// Where the database cannot be read.
pub async fn of_report(conn: &mut Conn, report: &str) -> Result<Vec<Figure>, StoreError> {
    let rows = conn
        .rows(
            "SELECT form, indicator, period, value, author, at FROM figure WHERE report = $1
             ORDER BY form, indicator, period",
            values![report],
        )
        .await?;
    rows.iter().map(figure).collect()
}

/// Puts a figure into its cell. Whoever enters it has read it.
///
/// # Errors
/// Where the database refuses.
pub async fn put(tx: &mut Tx, report: &str, figure: &Figure) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO figure (report, form, indicator, period, value, author, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (report, form, indicator, period) DO UPDATE
           SET value = excluded.value, author = excluded.author, at = excluded.at",
        values![
            report,
            &figure.form,
            &figure.indicator,
            &figure.period,
            &figure.value,
            &figure.author,
            figure.at
        ],
    )
    .await?;
    read(tx, report, &figure.form, &figure.indicator, &figure.period).await
}

/// A cell by its names: form, indicator, column.
pub type CellName = (String, String, String);

/// Puts a figure of an earlier campaign or of a file into its cell, for somebody to read.
///
/// # Errors
/// Where the database refuses.
pub async fn take_over(tx: &mut Tx, report: &str, figure: &Figure) -> Result<(), StoreError> {
    put(tx, report, figure).await?;
    tx.change(
        "INSERT INTO figure_taken_over (report, form, indicator, period) VALUES ($1, $2, $3, $4)",
        values![report, &figure.form, &figure.indicator, &figure.period],
    )
    .await?;
    Ok(())
}

/// The cells of a report that were taken over, from an earlier campaign or a file, and that nobody
/// has read.
///
/// # Errors
/// Where the database cannot be read.
pub async fn unread(conn: &mut Conn, report: &str) -> Result<Vec<CellName>, StoreError> {
    let rows = conn
        .rows(
            "SELECT form, indicator, period FROM figure_taken_over WHERE report = $1
             ORDER BY form, indicator, period",
            values![report],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

/// Keeps that what was taken over into a form has been read; whether there was anything.
///
/// # Errors
/// Where the database refuses.
pub async fn confirm(tx: &mut Tx, report: &str, form: &str) -> Result<bool, StoreError> {
    let read = tx
        .change(
            "DELETE FROM figure_taken_over WHERE report = $1 AND form = $2",
            values![report, form],
        )
        .await?;
    Ok(read > 0)
}

/// Marks what reports of a campaign have in a row of a form, for their units to read again: it is
/// counted in another unit of measure from now on.
///
/// # Errors
/// Where the database refuses.
pub async fn to_be_read_again(tx: &mut Tx, form: &str, indicator: &str) -> Result<(), StoreError> {
    tx.change(
        "INSERT INTO figure_taken_over (report, form, indicator, period)
         SELECT report, form, indicator, period FROM figure WHERE form = $1 AND indicator = $2
         ON CONFLICT DO NOTHING",
        values![form, indicator],
    )
    .await?;
    Ok(())
}

/// Keeps that a cell has been read.
async fn read(
    tx: &mut Tx,
    report: &str,
    form: &str,
    indicator: &str,
    period: &str,
) -> Result<(), StoreError> {
    tx.change(
        "DELETE FROM figure_taken_over
         WHERE report = $1 AND form = $2 AND indicator = $3 AND period = $4",
        values![report, form, indicator, period],
    )
    .await?;
    Ok(())
}

/// Empties a cell; what stood there is in the audit.
///
/// # Errors
/// Where the database refuses.
pub async fn clear(
    tx: &mut Tx,
    report: &str,
    form: &str,
    indicator: &str,
    period: &str,
) -> Result<(), StoreError> {
    tx.change(
        "DELETE FROM figure WHERE report = $1 AND form = $2 AND indicator = $3 AND period = $4",
        values![report, form, indicator, period],
    )
    .await?;
    read(tx, report, form, indicator, period).await
}
