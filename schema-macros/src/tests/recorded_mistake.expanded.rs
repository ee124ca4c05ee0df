#[conformant(table = "uesrs")]
struct User {
    id: Uuid,
}

// ----------

const _: () = {
    #[automatically_derived]
    impl ::schema_runtime::Conformant for User {
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "",
            schema: "",
            columns: &[],
            fingerprint: "",
        };
    }
    #[automatically_derived]
    impl ::schema_runtime::__private::Recorded for User {
        const RECORD: ::core::option::Option<
            &'static ::schema_runtime::__private::Record,
        > = ::core::option::Option::None;
    }
};
::core::compile_error! {
    "table or view `public.uesrs` is not in the snapshot\n= help: did you mean `#[conformant(table = \"users\")]`?\n= help: there is no `schema/public/uesrs.json`\n= note: [unknown_table] `cargo schema refresh` if the database has changed"
}
