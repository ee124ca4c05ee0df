//! A whole row of which an update may change nothing, neither in the model nor in what is flattened into it.
#![allow(dead_code)]

use schema_runtime::Conformant;
use schema_runtime::access::Access as _;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "tickets", partial, access)]
struct Number {
    number: i64,
}

#[derive(Conformant)]
#[conformant(access, allow(timestamp_columns = "another test"))]
struct Ticket {
    id: Uuid,
    #[conformant(flatten)]
    number: Number,
}

fn statements(ticket: &Ticket) {
    let _ = ticket.insert();
    let _ = ticket.update();
}
