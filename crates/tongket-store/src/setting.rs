//! What administrators set in the pages.

use crate::db::Conn;
use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

impl Conn {
    /// The value of a setting.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn setting(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        let row = self
            .row("SELECT value FROM setting WHERE name = $1", values![name])
            .await?;
        row.map(|row| row.get(0)).transpose()
    }
}

impl Tx {
    /// Sets a setting.
    ///
    /// # Errors
    /// Where the database refuses.
    pub async fn set_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO setting (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            values![name, value],
        )
        .await?;
        Ok(())
    }
}
