//! Whether two things are the same to the last letter.
//!
//! A report that was sent, and every line of the audit, is written down in one
//! canonical way (keys in order, no blanks) and summed up in a fingerprint:
//! SHA-256, 64 letters and digits. Who holds the fingerprint can prove later
//! what was sent. The same content gives the same fingerprint on any machine.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The SHA-256 of something, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

/// Text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is 64 hexadecimal digits")]
pub struct NotAFingerprint;

impl Fingerprint {
    /// Stands before the first link of a chain.
    pub const ZERO: Fingerprint = Fingerprint([0; 32]);

    /// The fingerprint of bytes.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        Fingerprint::of_parts(&[bytes])
    }

    /// The fingerprint of several pieces, one after the other.
    pub fn of_parts(parts: &[&[u8]]) -> Fingerprint {
        let mut sum = Sha256::new();
        for part in parts {
            sum.update(part);
        }
        Fingerprint(sum.finalize().into())
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    /// Reads 64 hexadecimal digits, capital or small, with blanks around them.
    fn from_str(text: &str) -> Result<Fingerprint, NotAFingerprint> {
        let digits = text.trim().as_bytes();
        let (pairs, rest) = digits.as_chunks::<2>();
        let bytes: Option<Vec<u8>> = pairs.iter().map(|pair| byte(*pair)).collect();
        let bytes = bytes.filter(|_| rest.is_empty()).ok_or(NotAFingerprint)?;
        bytes
            .try_into()
            .map(Fingerprint)
            .map_err(|_| NotAFingerprint)
    }
}

/// Two hexadecimal digits as a byte.
fn byte(pair: [u8; 2]) -> Option<u8> {
    let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? * 16 + low?).ok()
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A value in the one way of writing it: keys in the order of their bytes, no
/// blanks, broken numbers as text. Reading the result and writing it again
/// changes nothing, which binary fractions cannot promise.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Number(number) if number.is_f64() => quote(&number.to_string(), out),
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        Value::String(text) => quote(text, out),
        Value::Array(values) => list(out, ['[', ']'], values, write),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| key.as_str());
            list(out, ['{', '}'], entries, |(key, value), out| {
                quote(key, out);
                out.push(':');
                write(value, out);
            });
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// Things between brackets, with commas.
fn list<T>(
    out: &mut String,
    [open, close]: [char; 2],
    things: impl IntoIterator<Item = T>,
    mut write: impl FnMut(T, &mut String),
) {
    out.push(open);
    for (at, thing) in things.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(thing, out);
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_known_fingerprint() {
        let abc = Fingerprint::of(b"abc");
        assert_eq!(
            abc.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(Fingerprint::of_parts(&[b"a", b"bc"]), abc);
        assert_eq!(abc.to_string().to_uppercase().parse(), Ok(abc));
    }

    #[test]
    fn what_is_no_fingerprint_is_refused() {
        for text in [
            "",
            "ba78",
            &"g".repeat(64),
            &"a".repeat(63),
            &"đ".repeat(32),
        ] {
            assert_eq!(text.parse::<Fingerprint>(), Err(NotAFingerprint), "{text}");
        }
    }

    #[test]
    fn keys_stand_in_order_at_every_depth() {
        let value = json!({"b": [1, {"z": null, "a": "đ\n"}], "a": 0.5});
        assert_eq!(
            canonical(&value),
            r#"{"a":"0.5","b":[1,{"a":"đ\n","z":null}]}"#
        );
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((".{0,3}", inner), 0..4)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn writing_what_was_written_changes_nothing(value in any_value()) {
            let once = canonical(&value);
            let read: Value = serde_json::from_str(&once).expect("canonical JSON is JSON");
            prop_assert_eq!(canonical(&read), once);
        }
    }
}
