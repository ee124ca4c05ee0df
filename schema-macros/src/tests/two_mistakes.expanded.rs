#[conformant(tabel = "users")]
union Bits {
    whole: i32,
}

// ----------

const _: () = {
    #[automatically_derived]
    impl ::schema_runtime::Conformant for Bits {
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "",
            schema: "",
            columns: &[],
            fingerprint: "",
        };
    }
    #[automatically_derived]
    impl<ConformantSql> ::schema_runtime::Holds<ConformantSql> for Bits {}
};
::core::compile_error! {
    "`Bits` is a union, which stands for no table and no type\n= help: derive `Conformant` on a struct or an enum\n= note: [union_item]"
}
::core::compile_error! {
    "`#[conformant(tabel)]` is not known on a struct\n= help: write `#[conformant(table = \"users\")]`\n= note: [unknown_attribute]"
}
