#[conformant(table = "users", partial)]
struct User<'a, Id: Clone, S = Value, const N: usize = 4>
where
    S: Send,
{
    id: Id,
    nickname: Option<&'a str>,
    email: Cow<'a, str>,
    settings: S,
    #[conformant(skip)]
    cached: [u8; N],
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/users.json")
    );
    let _: () = <Option<
        &'static str,
    > as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::nullable<::schema_runtime::sql::text>,
    >>::OK;
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`User.email` is `Cow<'a, str>`, but column `public.users.email` is `public.email`",
            label = "does not hold what the column holds",
            note = "bind the Rust type to the SQL type: `#[derive(Conformant)] #[conformant(type = \"email\")]` on `Cow<'a, str>`, or `#[conformant(holds = \"public.email\")]` here when it does hold it",
            note = "[type_mismatch] from schema/public/users.json; `cargo schema refresh` if the database has changed"
        )]
        trait UserEmailColumn {
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
        > UserEmailColumn for T {}
        let _: () = <Cow<'static, str> as UserEmailColumn>::OK;
    };
    #[automatically_derived]
    impl<'a, Id: Clone, S, const N: usize> ::schema_runtime::Conformant
    for User<'a, Id, S, N>
    where
        S: Send,
        Id: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
        S: ::schema_runtime::__private::Fits<::schema_runtime::sql::jsonb>,
    {
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "users",
            schema: "public",
            columns: &["id", "nickname", "email", "settings"],
            fingerprint: "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e",
        };
    }
};
