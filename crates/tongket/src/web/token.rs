//! Secrets that a browser or a program carries; only their hashes are kept.

use sha2::{Digest, Sha256};

/// A new secret: 256 bits that nobody can guess, in hexadecimal.
pub(crate) fn new() -> String {
    let (one, two) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
    hash(&format!("{one}{two}{}", uuid::Uuid::new_v4()))
}

/// What is kept of a secret.
pub(crate) fn hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
