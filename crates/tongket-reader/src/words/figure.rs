//! Numbers with what they count.
pub(crate) mod heads;
