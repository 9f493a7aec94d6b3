//! Long texts in less room.
//!
//! What a report says is kept once as HTML and once as bare words, so half of
//! it repeats the other half. Packed by LZ4 it takes a fraction of the room:
//! fewer bytes go through the log of the database before a receipt is given.

use lz4_flex::block::{compress_prepend_size, decompress_size_prepended};

use crate::error::StoreError;

/// A text, or other bytes, in less room.
pub(crate) fn pack(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    compress_prepend_size(bytes.as_ref())
}

/// The text that was packed.
///
/// # Errors
/// Where these bytes are not what was kept.
pub(crate) fn unpack(packed: &[u8]) -> Result<String, StoreError> {
    String::from_utf8(unpack_bytes(packed)?).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// The bytes that were packed.
///
/// # Errors
/// Where these bytes are not what was kept.
pub(crate) fn unpack_bytes(packed: &[u8]) -> Result<Vec<u8>, StoreError> {
    decompress_size_prepended(packed).map_err(|error| StoreError::Damaged(error.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_unpacked_is_what_was_packed(text in ".{0,200}", times in 0_usize..50) {
            let text = text.repeat(times);
            prop_assert_eq!(unpack(&pack(&text)).expect("it is whole"), text);
        }

        #[test]
        fn damage_is_told_and_never_a_panic(packed in prop::collection::vec(any::<u8>(), 0..200)) {
            // The first four bytes say how long the text is; no text is longer than these few.
            let mut packed = packed;
            if packed.len() >= 4 {
                packed[2..4].fill(0);
            }
            let _ = unpack(&packed);
        }
    }

    #[test]
    fn what_repeats_takes_little_room() {
        let text = "<p>Các tổ tự quản duy trì sinh hoạt định kỳ.</p>".repeat(50);
        assert!(pack(&text).len() * 10 < text.len());
    }
}
