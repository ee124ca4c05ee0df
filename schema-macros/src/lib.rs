//! `#[derive(Conformant)]`.
