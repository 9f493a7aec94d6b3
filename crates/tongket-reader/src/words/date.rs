//! Days, months, quarters and years as they are written.
