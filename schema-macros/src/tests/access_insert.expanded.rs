#[conformant(table = "users", insert, access, returns = User, upsert = "users_pkey")]
struct NewUser<'a> {
    id: Uuid,
    email: &'a str,
    #[conformant(json)]
    settings: Settings,
    #[conformant(skip)]
    note: String,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/users.json")
    );
    let _: () = <Uuid as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::uuid,
    >>::OK;
    let _: () = <&'static str as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::domain<6858090196229452790, ::schema_runtime::sql::text>,
    >>::OK;
    #[automatically_derived]
    impl<'a> ::schema_runtime::Conformant for NewUser<'a> {
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
            columns: &["id", "email", "settings"],
            fingerprint: "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e",
        };
    }
};
const _: () = {
    const _: () = {
        const TABLE: &::core::primitive::str = <User as ::schema_runtime::Conformant>::TABLE;
        if !(::schema_runtime::__private::same(TABLE, "")
            || ::schema_runtime::__private::same(TABLE, "users")
                && ::schema_runtime::__private::same(
                    <User as ::schema_runtime::Conformant>::SCHEMA,
                    "public",
                ))
        {
            ::core::panic!(
                "`NewUser` writes to `public.users`, and `User` stands for another table\n= help: name a model of `public.users` that reads\n= note: [returned_table] from schema/public/users.json; `cargo schema refresh` if the database has changed"
            )
        }
    };
    #[automatically_derived]
    impl<'a> ::schema_runtime::access::WithAccess for NewUser<'a> {}
    #[automatically_derived]
    impl<'a> ::schema_runtime::access::Domains for NewUser<'a> {
        const DOMAINS: &'static [::schema_runtime::access::Around] = &[
            &[::core::option::Option::Some("email")],
        ];
    }
    #[automatically_derived]
    impl<'a> ::schema_runtime::access::Part for NewUser<'a> {
        const NAMES: &'static ::core::primitive::str = "id, email, settings";
        const VALUES: &'static [(
            &'static ::core::primitive::str,
            &'static ::core::primitive::str,
        )] = &[("", ""), ("", "::text"), ("", "")];
    }
    #[automatically_derived]
    impl<'a> ::schema_runtime::access::Giving<'_> for NewUser<'a> {}
    #[automatically_derived]
    impl<
        'a,
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToInsert,
    > for NewUser<'a>
    where
        Uuid: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        &'a str: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::OfDomain<Self, 0usize>,
        >,
        Settings: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Json,
        >,
    {
        fn give<'conformant>(
            &'conformant self,
            conformant_to: &mut <ConformantDriver as ::schema_runtime::access::Driver>::Arguments<
                'conformant,
            >,
        ) -> ::core::result::Result<(), ::schema_runtime::DatabaseError> {
            <Uuid as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.id, conformant_to)?;
            <&'a str as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::OfDomain<Self, 0usize>,
            >>::encode(&self.email, conformant_to)?;
            <Settings as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Json,
            >>::encode(&self.settings, conformant_to)?;
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl<'a> ::schema_runtime::access::Insert for NewUser<'a> {
        type Inserted = ::schema_runtime::access::One<User>;
        const INSERT: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "INSERT INTO public.users (id, email, settings) VALUES ($1, $2::text, $3)",
            " RETURNING ", < User as ::schema_runtime::access::Read > ::SELECTED
        );
        const INSERT_OR_IGNORE: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "INSERT INTO public.users (id, email, settings) VALUES ($1, $2::text, $3)",
            " ON CONFLICT DO NOTHING", " RETURNING ", < User as
            ::schema_runtime::access::Read > ::SELECTED
        );
        const HEAD: &'static ::core::primitive::str = "INSERT INTO public.users (";
        const TAIL: &'static ::core::primitive::str = ::schema_runtime::__text!(
            " RETURNING ", < User as ::schema_runtime::access::Read > ::SELECTED
        );
    }
    #[automatically_derived]
    impl<'a> ::schema_runtime::access::Upsert for NewUser<'a> {
        const UPSERT: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "INSERT INTO public.users (id, email, settings) VALUES ($1, $2::text, $3)",
            " ON CONFLICT ON CONSTRAINT users_pkey DO UPDATE SET email = excluded.email, settings = excluded.settings",
            " RETURNING ", < User as ::schema_runtime::access::Read > ::SELECTED
        );
    }
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`NewUser` updates no row",
            label = "not there",
            note = "write a model with `#[conformant(update)]` for it",
            note = "[no_such_statement]"
        )]
        trait NewUserUpdate<'conformant> {}
        #[automatically_derived]
        impl<'a> ::schema_runtime::access::Update for NewUser<'a>
        where
            for<'conformant> (): NewUserUpdate<'conformant>,
        {
            type Updated = ::schema_runtime::access::Maybe<User>;
            const UPDATE: &'static ::core::primitive::str = "";
        }
    };
    #[automatically_derived]
    impl<
        'a,
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToUpdate,
    > for NewUser<'a> {
        fn give<'conformant>(
            &'conformant self,
            conformant_to: &mut <ConformantDriver as ::schema_runtime::access::Driver>::Arguments<
                'conformant,
            >,
        ) -> ::core::result::Result<(), ::schema_runtime::DatabaseError> {
            ::core::result::Result::Ok(())
        }
    }
};
