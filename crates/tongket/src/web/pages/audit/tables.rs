//! The figure tables that events are about: what people read in place of ids, codes and keys.

use std::collections::HashMap;

use serde_json::{Map, Value};
use tongket_core::event::Event;
use tongket_core::report::form::Form;
use tongket_store::{Conn, StoreError, campaign};

/// Figure tables by their ids, as they are called now.
#[derive(Debug, Default)]
pub(super) struct Tables(HashMap<String, Named>);

/// A figure table with its names.
#[derive(Debug)]
struct Named {
    title: String,
    form: Form,
}

impl Tables {
    /// The figure tables that events name.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub(super) async fn of(
        conn: &mut Conn,
        events: impl Iterator<Item = &Event>,
    ) -> Result<Tables, StoreError> {
        let mut tables = Tables::default();
        let named = events.flat_map(|event| {
            let cells = event.data["cells"].as_array().into_iter().flatten();
            let all = std::iter::once(&event.data).chain(cells);
            all.filter_map(|it| it["form"].as_str())
        });
        let named: Vec<&str> = named.collect();
        for id in named {
            if tables.0.contains_key(id) {
                continue;
            }
            if let Some(kept) = campaign::form(conn, id).await? {
                let form = serde_json::from_str(&kept.definition).unwrap_or_default();
                let title = kept.title;
                tables.0.insert(kept.id, Named { title, form });
            }
        }
        Ok(tables)
    }

    /// What belongs to an event, with names where its tables are known.
    pub(super) fn named(&self, data: &Value) -> Value {
        match data {
            Value::Object(fields) => self.in_words(fields, None),
            other => other.clone(),
        }
    }

    /// The same; `of` is the table that what stands around it names.
    fn in_words(&self, fields: &Map<String, Value>, of: Option<&Named>) -> Value {
        let own = fields.get("form").and_then(Value::as_str);
        let table = own.and_then(|id| self.0.get(id)).or(of);
        let word = |key: &str, value: &Value| match (table, value) {
            (Some(table), Value::String(said)) => table.word(key, said).unwrap_or(value.clone()),
            (_, Value::Array(all)) => {
                let all = all.iter().map(|it| match it {
                    Value::Object(fields) => self.in_words(fields, table),
                    other => other.clone(),
                });
                Value::Array(all.collect())
            }
            _ => value.clone(),
        };
        let fields = fields.iter();
        Value::Object(
            fields
                .map(|(key, value)| (key.clone(), word(key, value)))
                .collect(),
        )
    }
}

impl Named {
    /// What people call a table, a row or a column of it; nothing for any other fact.
    fn word(&self, key: &str, said: &str) -> Option<Value> {
        let columns = || self.form.columns.iter();
        let word = match key {
            "form" => self.title.as_str(),
            "indicator" => self.form.name(said),
            "period" => &columns().find(|column| column.key == said)?.title,
            _ => return None,
        };
        Some(Value::from(word))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tongket_core::report::form::{Column, ColumnKind, Indicator};

    use super::*;

    #[test]
    fn codes_and_keys_become_names_where_the_table_is_known() {
        let form = Form {
            columns: vec![Column {
                key: "2025".to_owned(),
                title: "Năm 2025".to_owned(),
                kind: ColumnKind::Year(2025),
            }],
            indicators: vec![Indicator {
                code: "to".to_owned(),
                name: "Tổ tự quản".to_owned(),
                ..Indicator::default()
            }],
            ..Form::default()
        };
        let title = "Biểu số liệu".to_owned();
        let tables = Tables(HashMap::from([("b1".to_owned(), Named { title, form })]));
        let cell = |indicator: &str, period: &str| json!({ "indicator": indicator, "period": period, "after": "to" });
        assert_eq!(
            tables.named(
                &json!({ "form": "b1", "cells": [cell("to", "2025"), cell("gone", "2016")] })
            ),
            json!({ "form": "Biểu số liệu", "cells": [cell("Tổ tự quản", "Năm 2025"), cell("gone", "2016")] }),
        );
        let mut own = cell("to", "2025");
        own["form"] = json!("b1");
        let mut named = cell("Tổ tự quản", "Năm 2025");
        named["form"] = json!("Biểu số liệu");
        let unknown = json!({ "form": "b2", "indicator": "to" });
        assert_eq!(
            tables.named(&json!({ "file": "t1", "cells": [own, unknown] })),
            json!({ "file": "t1", "cells": [named, unknown] }),
        );
    }
}
