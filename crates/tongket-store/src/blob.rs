//! Bytes of files, each kept once under its SHA-256.

use sha2::{Digest, Sha256};

use crate::db::Conn;
use crate::error::StoreError;
use crate::migration::HexOf;
use crate::values;
use crate::write::Tx;

/// Keeps bytes and gives their SHA-256 in hexadecimal; the same bytes are kept once.
///
/// # Errors
/// Where the database refuses.
pub async fn keep(tx: &mut Tx, bytes: Vec<u8>) -> Result<String, StoreError> {
    let sha256 = format!("{:x}", HexOf(&Sha256::digest(&bytes)));
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    tx.change(
        "INSERT INTO blob (sha256, size, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        values![&sha256, size, bytes],
    )
    .await?;
    Ok(sha256)
}

/// The bytes with this SHA-256.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(conn: &mut Conn, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let row = conn
        .row("SELECT bytes FROM blob WHERE sha256 = $1", values![sha256])
        .await?;
    row.map(|row| row.get(0)).transpose()
}
