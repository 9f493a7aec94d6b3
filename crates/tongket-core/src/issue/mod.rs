//! Documents that leave the house, as models that the paper crate renders.
