#[conformant(type = "oder_status")]
enum Status {
    Placed,
}

// ----------

const _: () = {
    #[automatically_derived]
    impl<ConformantSql> ::schema_runtime::Holds<ConformantSql> for Status {}
};
::core::compile_error! {
    "type `public.oder_status` is not in the snapshot\n= help: did you mean `#[conformant(type = \"order_status\")]`?\n= help: there is no `schema/public/types/oder_status.json`\n= note: [unknown_type] `cargo schema refresh` if the database has changed"
}
