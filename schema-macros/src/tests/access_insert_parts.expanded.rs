#[conformant(table = "users", insert, access)]
struct NewUser<'a>(#[conformant(column = "email")] &'a str, #[conformant(flatten)] Names<'a>);

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/users.json")
    );
    let _: () = <&'static str as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::domain<6858090196229452790, ::schema_runtime::sql::text>,
    >>::OK;
    if !(::schema_runtime::__private::same(
        <Names<'static> as ::schema_runtime::Conformant>::TABLE,
        "",
    )
        || ::schema_runtime::__private::same(
            <Names<'static> as ::schema_runtime::Conformant>::TABLE,
            "users",
        )
            && ::schema_runtime::__private::same(
                <Names<'static> as ::schema_runtime::Conformant>::SCHEMA,
                "public",
            ))
    {
        ::core::panic!(
            "`Names<'a>` is flattened, so it must stand for `public.users` as well\n= help: write `#[conformant(table = \"users\", partial)]` on `Names<'a>`\n= note: [flattened_table]"
        )
    }
    {
        const COLUMN: &::core::primitive::str = ::schema_runtime::__private::common(
            &["email"],
            <Names<'static> as ::schema_runtime::Conformant>::COLUMNS,
        );
        const TEXT: &::core::primitive::str = ::schema_runtime::__text!(
            "column `", COLUMN,
            "` is in `Names<'a>`, which is flattened, and in `NewUser` itself\n= help: leave it out of one of them, or write `#[conformant(skip)]` there\n= note: [duplicate_column]"
        );
        if !::schema_runtime::__private::same(COLUMN, "") {
            ::core::panic!("{}", TEXT)
        }
    }
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
            columns: &::schema_runtime::__private::concat::<
                {
                    ::schema_runtime::__private::count(
                        &[
                            &["email"],
                            <Names<'static> as ::schema_runtime::Conformant>::COLUMNS,
                        ],
                    )
                },
            >(&[&["email"], <Names<'static> as ::schema_runtime::Conformant>::COLUMNS]),
            fingerprint: "07db91488d7c5824a2b5426d1b91977ddf0dc5875d2e7512c5742bcfedfc734e",
        };
    }
};
const _: () = {
    const CONFORMANT_PARTS: [(
        &'static ::core::primitive::str,
        ::core::primitive::usize,
        &'static ::core::primitive::str,
        &'static [(&'static ::core::primitive::str, &'static ::core::primitive::str)],
    ); 1usize] = [
        (
            "",
            0,
            <Names<'static> as ::schema_runtime::access::Part>::NAMES,
            <Names<'static> as ::schema_runtime::access::Part>::VALUES,
        ),
    ];
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
        const NAMES: &'static ::core::primitive::str = ::schema_runtime::__list!(
            "email", CONFORMANT_PARTS[0usize].2
        );
        const VALUES: &'static [(
            &'static ::core::primitive::str,
            &'static ::core::primitive::str,
        )] = ::schema_runtime::__values!(& [("", "::text")], CONFORMANT_PARTS[0usize].3);
    }
    #[automatically_derived]
    impl<'a> ::schema_runtime::access::Giving<'_> for NewUser<'a>
    where
        for<'conformant> Names<'a>: ::schema_runtime::access::Giving<'conformant>,
    {}
    #[automatically_derived]
    impl<
        'a,
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToInsert,
    > for NewUser<'a>
    where
        &'a str: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::OfDomain<Self, 0usize>,
        >,
        Names<
            'a,
        >: ::schema_runtime::access::Give<
            ConformantDriver,
            ::schema_runtime::access::ToInsert,
        >,
    {
        fn give<'conformant>(
            &'conformant self,
            conformant_to: &mut <ConformantDriver as ::schema_runtime::access::Driver>::Arguments<
                'conformant,
            >,
        ) -> ::core::result::Result<(), ::schema_runtime::DatabaseError> {
            <&'a str as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::OfDomain<Self, 0usize>,
            >>::encode(&self.0, conformant_to)?;
            <Names<
                'a,
            > as ::schema_runtime::access::Give<
                ConformantDriver,
                ::schema_runtime::access::ToInsert,
            >>::give(&self.1, conformant_to)?;
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl<'a> ::schema_runtime::access::Insert for NewUser<'a>
    where
        for<'conformant> Names<'a>: ::schema_runtime::access::Giving<'conformant>,
    {
        type Inserted = ::schema_runtime::access::Done;
        const INSERT: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "INSERT INTO public.users (", ::schema_runtime::__list!("email",
            CONFORMANT_PARTS[0usize].2), ") VALUES (",
            ::schema_runtime::__parameters!(::schema_runtime::__values!(& [("",
            "::text")], CONFORMANT_PARTS[0usize].3), 0), ")"
        );
        const INSERT_OR_IGNORE: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "INSERT INTO public.users (", ::schema_runtime::__list!("email",
            CONFORMANT_PARTS[0usize].2), ") VALUES (",
            ::schema_runtime::__parameters!(::schema_runtime::__values!(& [("",
            "::text")], CONFORMANT_PARTS[0usize].3), 0), ")", " ON CONFLICT DO NOTHING"
        );
        const HEAD: &'static ::core::primitive::str = "INSERT INTO public.users (";
        const TAIL: &'static ::core::primitive::str = "";
    }
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`NewUser` does not say by which constraint a row is the same",
            label = "not there",
            note = "name it: `#[conformant(upsert = \"...\")]`, a unique constraint or the primary key",
            note = "[no_such_statement]"
        )]
        trait NewUserUpsert<'conformant> {}
        #[automatically_derived]
        impl<'a> ::schema_runtime::access::Upsert for NewUser<'a>
        where
            for<'conformant> Names<'a>: ::schema_runtime::access::Giving<'conformant>,
            for<'conformant> (): NewUserUpsert<'conformant>,
        {
            const UPSERT: &'static ::core::primitive::str = "";
        }
    };
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
            type Updated = ::schema_runtime::access::Found;
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
