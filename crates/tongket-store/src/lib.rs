//! What a campaign keeps.
