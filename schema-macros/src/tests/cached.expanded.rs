#[conformant(table = "users", partial, cache = "login")]
struct Login<'a> {
    email: Cow<'a, str>,
    #[serde(default)]
    nickname: Option<String>,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/users.json")
    );
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Login.email` is `Cow<'a, str>`, but column `public.users.email` is `public.email`",
            label = "does not hold what the column holds",
            note = "bind the Rust type to the SQL type: `#[derive(Conformant)] #[conformant(type = \"email\")]` on `Cow<'a, str>`, or `#[conformant(holds = \"public.email\")]` here when it does hold it",
            note = "[type_mismatch] from schema/public/users.json; `cargo schema refresh` if the database has changed"
        )]
        trait LoginEmailColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::domain<
                        6858090196229452790,
                        ::schema_runtime::sql::text,
                    >,
                >,
        > LoginEmailColumn for T {}
        let _: () = <Cow<'static, str> as LoginEmailColumn>::OK;
    };
    let _: () = <Option<
        String,
    > as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::nullable<::schema_runtime::sql::text>,
    >>::OK;
    #[automatically_derived]
    impl<'a> ::schema_runtime::Conformant for Login<'a> {
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "users",
            schema: "public",
            columns: &["email", "nickname"],
            fingerprint: "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e",
        };
    }
};
const _: () = {
    ::schema_runtime::__cached! {
        ['a] [Login < 'a >] [] "login:708905ec472afc53:"
    }
};
