//! Phrases that say by when.
