//! A report laid before the leader, and taken or handed back unsigned.

use jiff::Timestamp;
use tongket_core::fingerprint::Fingerprint;

use crate::error::StoreError;
use crate::values;
use crate::write::Tx;

/// Lays a report before the leader and gives the row's id.
///
/// # Errors
/// Where the database refuses.
pub async fn present(
    tx: &mut Tx,
    report: &str,
    content: Fingerprint,
    note: &str,
    by: &str,
    now: Timestamp,
) -> Result<String, StoreError> {
    let id = crate::new_id();
    tx.change(
        "INSERT INTO presentation (id, report, content_sha256, note, at, by_account,
           handed_back_at, handed_back_by, handed_back_reason)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, '')",
        values![&id, report, content.to_string(), note, now, by],
    )
    .await?;
    Ok(id)
}

/// Takes everything that lies before the leader away again, unsigned.
///
/// # Errors
/// Where the database refuses.
pub async fn hand_back(
    tx: &mut Tx,
    report: &str,
    reason: &str,
    by: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.change(
        "UPDATE presentation SET handed_back_at = $2, handed_back_by = $3, handed_back_reason = $4
         WHERE report = $1 AND handed_back_at IS NULL",
        values![report, now, by, reason],
    )
    .await?;
    Ok(())
}
