#[conformant(tabel = "users")]
struct User<'a, T: Clone = ()>
where
    T: Send,
{
    id: &'a T,
}

// ----------

const _: () = {
    #[automatically_derived]
    impl<'a, T: Clone> ::schema_runtime::Conformant for User<'a, T>
    where
        T: Send,
    {
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "",
            schema: "",
            columns: &[],
            fingerprint: "",
        };
    }
    #[automatically_derived]
    impl<'a, T: Clone, ConformantSql> ::schema_runtime::Holds<ConformantSql>
    for User<'a, T>
    where
        T: Send,
    {}
};
::core::compile_error! {
    "`#[conformant(tabel)]` is not known on a struct\n= help: write `#[conformant(table = \"users\")]`\n= note: [unknown_attribute]"
}
