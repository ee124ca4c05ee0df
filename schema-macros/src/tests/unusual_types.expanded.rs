#[conformant(table = "users", partial)]
struct User {
    id: UserId,
    email: crate::Email,
    nickname: Option<Name>,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/users.json")
    );
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`User.id` is `UserId`, but column `public.users.id` is `uuid`",
            label = "does not hold what the column holds",
            note = "write `Uuid`, or `#[derive(Conformant)] #[conformant(transparent)]` on `UserId` (`type = \"uuid\"` instead when its conversion is written by hand), or `#[conformant(holds = \"uuid\")]` here when it does hold it",
            note = "[type_mismatch] from schema/public/users.json; `cargo schema refresh` if the database has changed"
        )]
        trait UserIdColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<::schema_runtime::sql::uuid>,
        > UserIdColumn for T {}
        let _: () = <UserId as UserIdColumn>::OK;
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`User.email` is `crate::Email`, but column `public.users.email` is `public.email`",
            label = "does not hold what the column holds",
            note = "bind the Rust type to the SQL type: `#[derive(Conformant)] #[conformant(type = \"email\")]` on `crate::Email`, or `#[conformant(holds = \"public.email\")]` here when it does hold it",
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
        let _: () = <crate::Email as UserEmailColumn>::OK;
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`User.nickname` is `Option<Name>`, but column `public.users.nickname` is `text`",
            label = "does not hold what the column holds",
            note = "write `Option<String>`, or `#[derive(Conformant)] #[conformant(transparent)]` on `Name` (`type = \"text\"` instead when its conversion is written by hand), or `#[conformant(holds = \"text\")]` here when it does hold it",
            note = "[type_mismatch] from schema/public/users.json; `cargo schema refresh` if the database has changed"
        )]
        trait UserNicknameColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::nullable<::schema_runtime::sql::text>,
                >,
        > UserNicknameColumn for T {}
        let _: () = <Option<Name> as UserNicknameColumn>::OK;
    };
    #[automatically_derived]
    impl ::schema_runtime::Conformant for User {
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "users",
            schema: "public",
            columns: &["id", "email", "nickname"],
            fingerprint: "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e",
        };
    }
};
