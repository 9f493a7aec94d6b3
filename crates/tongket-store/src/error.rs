//! What can go wrong in the store, as opposed to what a person may not do.

/// The store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused, broke or cannot be reached.
    #[error("cơ sở dữ liệu: {0}")]
    Database(#[from] sqlx::Error),
    /// A row holds what nobody could have written.
    #[error("dữ liệu hỏng: {0}")]
    Damaged(String),
    /// The batch of writing acts that this one belonged to could not be committed.
    #[error("không ghi được xuống đĩa: {0}")]
    NotCommitted(String),
    /// The store is closing.
    #[error("kho dữ liệu đang đóng")]
    Closed,
    /// A migration that was applied has another text now.
    #[error("bước nâng cấp {0} đã đổi sau khi được áp dụng")]
    ChangedMigration(String),
    /// An act panicked; nothing of it was written.
    #[error("thao tác hỏng giữa chừng: {0}")]
    Panicked(String),
}
