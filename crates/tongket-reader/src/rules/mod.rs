//! What is wrong with a plan, one rule a file.
