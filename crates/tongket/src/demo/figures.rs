//! The figures of the example: what a report says in words, carried back over ten years.

use serde_json::{Map, Value};

/// Columns of the table that asks year by year.
pub(super) const YEARS: &str = "Năm 2016\nNăm 2017\nNăm 2018\nNăm 2019\nNăm 2020\nNăm 2021\nNăm 2022\nNăm 2023\nNăm 2024\nNăm 2025";
/// Its rows.
pub(super) const ROWS: &str =
    "Số tổ tự quản | tổ\nSố thành viên tổ tự quản | người\nTỷ lệ hộ tham gia tổ tự quản | %";

/// What a unit counts in the last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    groups: i64,
    members: i64,
    tips: i64,
}

impl Counts {
    /// So many groups with so many members, who gave so many tips.
    pub(super) fn new(groups: i64, members: i64, tips: i64) -> Counts {
        Counts {
            groups,
            members,
            tips,
        }
    }

    /// The counts that a report gives: "18 tổ tự quản với 156 thành viên", "215 nguồn tin".
    pub(super) fn of(text: &str) -> Option<Counts> {
        let before = |words: &str| {
            let (head, _) = text.split_once(words)?;
            let number = head.rsplit(|letter: char| !letter.is_ascii_digit()).next();
            number?.parse::<i64>().ok()
        };
        Some(Counts {
            groups: before(" tổ tự quản với ")?,
            members: before(" thành viên")?,
            tips: before(" nguồn tin").unwrap_or(0),
        })
    }

    /// What stands in a cell; nothing where the unit left it empty.
    fn cell(self, name: &str, year: i64) -> Option<i64> {
        let back = 2025 - year;
        let then = |now: i64| now - now * back * 6 / 100;
        // One unit has no records of the two years in which meetings were not held.
        let lost = self.groups % 5 == 1 && (2020..=2021).contains(&year);
        let value = match name {
            _ if lost => return None,
            _ if name.starts_with("Tỷ lệ") => 96 - self.groups % 6 - 3 * back,
            _ if name.contains("hành viên") => then(self.members),
            _ if name.contains("ổ tự quản") => then(self.groups),
            _ if name.contains("guồn tin") => then(self.tips),
            _ => return None,
        };
        Some(value)
    }

    /// What a drafter types into a table, by its cells.
    pub(super) fn typed(self, table: &Value) -> Value {
        let mut typed = Map::new();
        for row in super::campaign::rows(table, "rows") {
            let name = row["name"].as_str().unwrap_or_default();
            for cell in super::campaign::rows(row, "cells") {
                let key = cell["key"].as_str().unwrap_or_default();
                let year = key.rsplit(':').next().and_then(|year| year.parse().ok());
                if let Some(value) = year.and_then(|year| self.cell(name, year)) {
                    typed.insert(key.to_owned(), value.to_string().into());
                }
            }
        }
        Value::Object(typed)
    }
}
