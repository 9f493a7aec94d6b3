//! Citations of other documents.
