//! Names of bodies and offices.
