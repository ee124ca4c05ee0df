//! The derives of postgres-types know a domain by its name inside a composite type.
#![allow(dead_code)]

use others::Others;
use schema_runtime::Conformant;

#[derive(Conformant, Others)]
#[postgres(name = "mark")]
struct Mark {
    judge: String,
    score: i32,
    earlier: Vec<i32>,
    best: Option<Score>,
}

#[derive(Conformant, Others)]
#[postgres(name = "score")]
struct Score(i32);

// sqlx takes either.
#[derive(Conformant, Others)]
#[sqlx(type_name = "note")]
struct Note {
    score: i32,
}
