//! Which outline item each part of a report answers.
