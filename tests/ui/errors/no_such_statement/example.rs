#![allow(dead_code, unused_imports)]

use chrono::{DateTime, NaiveDateTime, Utc};
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(partial, access)]
struct LogLine {
    line: String,
}

fn first() {
    use schema_runtime::access::Access as _;

    let _ = LogLine::list(10);
}
