//! Ranks that stand before a person's name in the armed forces: "Đại tá Hoàng Minh Đức".
//!
//! The ranks of officers of the Law on Officers of the People's Army (articles
//! 10 and 11), those of the navy beside those of the army; "úy" and "uý" are
//! both written.

/// Every rank as it stands in a signature.
pub(crate) const RANKS: &[&str] = &[
    "Đại tướng",
    "Thượng tướng",
    "Trung tướng",
    "Thiếu tướng",
    "Đô đốc",
    "Phó Đô đốc",
    "Chuẩn Đô đốc",
    "Đại tá",
    "Thượng tá",
    "Trung tá",
    "Thiếu tá",
    "Đại úy",
    "Đại uý",
    "Thượng úy",
    "Thượng uý",
    "Trung úy",
    "Trung uý",
    "Thiếu úy",
    "Thiếu uý",
];
