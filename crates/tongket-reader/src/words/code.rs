//! Document codes: number and notation.
