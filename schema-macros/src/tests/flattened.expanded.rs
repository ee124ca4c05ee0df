#[conformant(table = "active_users")]
struct User {
    id: Uuid,
    #[conformant(flatten)]
    names: Names,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
        "/schema/public/active_users.json")
    );
    let _: () = <Uuid as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::maybe<::schema_runtime::sql::uuid>,
    >>::OK;
    if !(::schema_runtime::__private::same(
        <Names as ::schema_runtime::Conformant>::TABLE,
        "",
    )
        || ::schema_runtime::__private::same(
            <Names as ::schema_runtime::Conformant>::TABLE,
            "active_users",
        )
            && ::schema_runtime::__private::same(
                <Names as ::schema_runtime::Conformant>::SCHEMA,
                "public",
            ))
    {
        ::core::panic!(
            "`Names` is flattened, so it must stand for `public.active_users` as well\n= help: write `#[conformant(table = \"active_users\", partial)]` on `Names`\n= note: [flattened_table]"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Names as ::schema_runtime::Conformant>::COLUMNS,
            "email",
        )
        || ::schema_runtime::__private::same(
            <Names as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.active_users.email` has no field in `User`\n= help: add `email: String`, or write `#[conformant(partial)]` if `User` reads only some columns\n= note: [missing_field] from schema/public/active_users.json; `cargo schema refresh` if the database has changed"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Names as ::schema_runtime::Conformant>::COLUMNS,
            "nickname",
        )
        || ::schema_runtime::__private::same(
            <Names as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.active_users.nickname` has no field in `User`\n= help: add `nickname: String`, or write `#[conformant(partial)]` if `User` reads only some columns\n= note: [missing_field] from schema/public/active_users.json; `cargo schema refresh` if the database has changed"
        )
    }
    #[automatically_derived]
    impl ::schema_runtime::Conformant for User {
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "active_users",
            schema: "public",
            columns: &::schema_runtime::__private::concat::<
                {
                    ::schema_runtime::__private::count(
                        &[&["id"], <Names as ::schema_runtime::Conformant>::COLUMNS],
                    )
                },
            >(&[&["id"], <Names as ::schema_runtime::Conformant>::COLUMNS]),
            fingerprint: "4d624c0b8bc6db3796912be4d09919091b07577c0561159b70b1c3062dffcad0",
        };
    }
};
