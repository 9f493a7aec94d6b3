//! One statement for many rows.
//!
//! What one act lays down by the thousand (events, duties, notices) goes to
//! the database in statements of many rows: ten thousand units are told in
//! some hundred steps, and nobody behind them in the queue waits long.

use crate::db::Value;
use crate::error::StoreError;
use crate::write::Tx;

/// Rows of one statement: as many as fit of the largest first.
const AT_ONCE: [usize; 4] = [64, 16, 4, 1];

/// The statements that put rows of so many columns into a table.
#[derive(Debug)]
pub(crate) struct Insert<const COLUMNS: usize>([String; 4]);

impl<const COLUMNS: usize> Insert<COLUMNS> {
    /// `INSERT INTO event (seq, at …)`, without its values.
    pub(crate) fn new(head: &str) -> Insert<COLUMNS> {
        Insert(AT_ONCE.map(|rows| {
            let row = |at: usize| {
                let first = at * COLUMNS + 1;
                let places = (first..first + COLUMNS).map(|at| format!("${at}"));
                format!("({})", places.collect::<Vec<_>>().join(", "))
            };
            let rows: Vec<String> = (0..rows).map(row).collect();
            format!("{head} VALUES {}", rows.join(", "))
        }))
    }

    /// Puts rows in, in their order.
    pub(crate) async fn rows(
        &'static self,
        tx: &mut Tx,
        rows: impl ExactSizeIterator<Item = [Value; COLUMNS]>,
    ) -> Result<(), StoreError> {
        let (mut left, mut rows) = (rows.len(), rows);
        for (size, sql) in AT_ONCE.into_iter().zip(&self.0) {
            while left >= size {
                let values: Vec<Value> = rows.by_ref().take(size).flatten().collect();
                tx.change(sql, &values).await?;
                left -= size;
            }
        }
        Ok(())
    }
}
