//! Numbers in Vietnamese notation.
