#[conformant(table = "users", update, access)]
struct UserChange {
    id: Uuid,
    email: Option<String>,
    nickname: Option<Option<String>>,
    r#type: String,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/users.json")
    );
    let _: () = <Uuid as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::maybe<::schema_runtime::sql::uuid>,
    >>::OK;
    let _: () = <Option<
        String,
    > as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::nullable<
            ::schema_runtime::sql::domain<
                6858090196229452790,
                ::schema_runtime::sql::text,
            >,
        >,
    >>::OK;
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`UserChange.nickname` is `Option<Option<String>>`, but column `public.users.nickname` is `text`",
            label = "does not hold what the column holds",
            note = "write `Option<String>`",
            note = "[type_mismatch] from schema/public/users.json; `cargo schema refresh` if the database has changed"
        )]
        trait UserChangeNicknameColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::maybe<::schema_runtime::sql::text>,
                >,
        > UserChangeNicknameColumn for T {}
        let _: () = <Option<Option<String>> as UserChangeNicknameColumn>::OK;
    };
    let _: () = <String as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::maybe<::schema_runtime::sql::text>,
    >>::OK;
    #[automatically_derived]
    impl ::schema_runtime::Conformant for UserChange {
        const KNOWN: &'static [&'static ::core::primitive::str] = &[
            "id",
            "email",
            "nickname",
            "logins",
            "settings",
            "tags",
            "avatar",
            "type",
            "created_at",
            "updated_at",
        ];
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "users",
            schema: "public",
            columns: &["id", "email", "nickname", "type"],
            fingerprint: "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e",
        };
    }
};
const _: () = {
    #[automatically_derived]
    impl ::schema_runtime::access::WithAccess for UserChange {}
    #[automatically_derived]
    impl ::schema_runtime::access::Domains for UserChange {
        const DOMAINS: &'static [::schema_runtime::access::Around] = &[
            &[::core::option::Option::Some("email")],
        ];
    }
    #[automatically_derived]
    impl<
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToInsert,
    > for UserChange {
        fn give<'conformant>(
            &'conformant self,
            conformant_to: &mut <ConformantDriver as ::schema_runtime::access::Driver>::Arguments<
                'conformant,
            >,
        ) -> ::core::result::Result<(), ::schema_runtime::DatabaseError> {
            ::core::result::Result::Ok(())
        }
    }
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`UserChange` inserts no rows",
            label = "not there",
            note = "write a model with `#[conformant(insert)]` for it",
            note = "[no_such_statement]"
        )]
        trait UserChangeInsert<'conformant> {}
        #[automatically_derived]
        impl ::schema_runtime::access::Part for UserChange
        where
            for<'conformant> (): UserChangeInsert<'conformant>,
        {
            const NAMES: &'static ::core::primitive::str = "";
            const VALUES: &'static [(
                &'static ::core::primitive::str,
                &'static ::core::primitive::str,
            )] = &[("", "")];
        }
        #[automatically_derived]
        impl ::schema_runtime::access::Giving<'_> for UserChange
        where
            for<'conformant> (): UserChangeInsert<'conformant>,
        {}
        #[automatically_derived]
        impl ::schema_runtime::access::Insert for UserChange
        where
            for<'conformant> (): UserChangeInsert<'conformant>,
        {
            type Inserted = ::schema_runtime::access::Done;
            const INSERT: &'static ::core::primitive::str = "";
            const INSERT_OR_IGNORE: &'static ::core::primitive::str = "";
            const HEAD: &'static ::core::primitive::str = "";
            const TAIL: &'static ::core::primitive::str = "";
        }
        #[automatically_derived]
        impl ::schema_runtime::access::Upsert for UserChange
        where
            for<'conformant> (): UserChangeInsert<'conformant>,
        {
            const UPSERT: &'static ::core::primitive::str = "";
        }
    };
    #[automatically_derived]
    impl ::schema_runtime::access::Update for UserChange {
        type Updated = ::schema_runtime::access::Found;
        const UPDATE: &'static ::core::primitive::str = "UPDATE public.users SET email = coalesce($1::text, email), nickname = CASE WHEN $3 THEN $2::text ELSE nickname END, type = $4 WHERE id = $5";
    }
    #[automatically_derived]
    impl<
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToUpdate,
    > for UserChange
    where
        Option<
            String,
        >: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::OfDomain<Self, 0usize>,
        >,
        Option<
            Option<String>,
        >: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        ::core::primitive::bool: ::schema_runtime::access::Encode<ConformantDriver>,
        String: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Uuid: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
    {
        fn give<'conformant>(
            &'conformant self,
            conformant_to: &mut <ConformantDriver as ::schema_runtime::access::Driver>::Arguments<
                'conformant,
            >,
        ) -> ::core::result::Result<(), ::schema_runtime::DatabaseError> {
            <Option<
                String,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::OfDomain<Self, 0usize>,
            >>::encode(&self.email, conformant_to)?;
            <Option<
                Option<String>,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.nickname, conformant_to)?;
            <::core::primitive::bool as ::schema_runtime::access::Encode<
                ConformantDriver,
            >>::encode(::schema_runtime::access::given(&self.nickname), conformant_to)?;
            <String as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.r#type, conformant_to)?;
            <Uuid as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.id, conformant_to)?;
            ::core::result::Result::Ok(())
        }
    }
};
