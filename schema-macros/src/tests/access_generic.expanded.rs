#[conformant(table = "users", partial, access)]
struct User<Q, S>
where
    S: Clone,
{
    id: Q,
    #[conformant(as = String)]
    email: Email,
    #[conformant(json)]
    settings: S,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/users.json")
    );
    let _: () = <String as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::domain<6858090196229452790, ::schema_runtime::sql::text>,
    >>::OK;
    #[automatically_derived]
    impl<Q, S> ::schema_runtime::Conformant for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
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
    #[automatically_derived]
    impl<Q, S> ::schema_runtime::access::WithAccess for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {}
    #[automatically_derived]
    impl<Q, S> ::schema_runtime::access::Domains for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
        const DOMAINS: &'static [::schema_runtime::access::Around] = &[
            &[::core::option::Option::Some("email")],
        ];
    }
    #[automatically_derived]
    impl<Q, S> ::schema_runtime::access::Read for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
        const SELECTED: &'static ::core::primitive::str = "id, email, settings";
        const WIDTH: ::core::primitive::usize = 3usize;
    }
    #[automatically_derived]
    impl<
        Q,
        S,
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::FromRow<ConformantDriver> for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
        Q: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        String: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::OfDomain<Self, 0usize>,
        >,
        S: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Json,
        >,
    {
        fn from_row(
            conformant_row: &<ConformantDriver as ::schema_runtime::access::Driver>::Row,
            conformant_at: ::core::primitive::usize,
        ) -> ::core::result::Result<Self, ::schema_runtime::DatabaseError> {
            ::core::result::Result::Ok(Self {
                id: <Q as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at)?,
                email: <Email as ::schema_runtime::access::ReadAs<
                    String,
                >>::read_as(
                    <String as ::schema_runtime::access::Column<
                        ConformantDriver,
                        ::schema_runtime::access::OfDomain<Self, 0usize>,
                    >>::column(conformant_row, conformant_at + 1usize)?,
                    "email",
                )?,
                settings: <S as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Json,
                >>::column(conformant_row, conformant_at + 2usize)?,
            })
        }
    }
    #[automatically_derived]
    impl<
        Q,
        S,
    > ::schema_runtime::access::Key<
        ::schema_runtime::access::Columns<628021283683842752u64>,
    > for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
        const FIND: &'static ::core::primitive::str = "SELECT id, email, settings FROM public.users WHERE id = $1";
        const EXISTS: &'static ::core::primitive::str = "SELECT EXISTS (SELECT FROM public.users WHERE id = $1)";
        type Values<'conformant> = (::schema_runtime::access::Value<&'conformant Q>, ())
        where
            Self: 'conformant;
        fn values(&self) -> Self::Values<'_> {
            (::schema_runtime::access::Value::new(&self.id), ())
        }
    }
    #[automatically_derived]
    impl<
        Q,
        S,
    > ::schema_runtime::access::Delete<
        ::schema_runtime::access::Columns<628021283683842752u64>,
    > for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
        const DELETE: &'static ::core::primitive::str = "DELETE FROM public.users WHERE id = $1";
    }
    #[automatically_derived]
    #[allow(
        dead_code,
        private_bounds,
        private_interfaces,
        unreachable_pub,
        clippy::all,
        clippy::pedantic
    )]
    impl<Q, S> User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
        ///The row by `users_pkey`.
        pub fn by_id<'conformant, QQ0: ?::core::marker::Sized>(
            id: &'conformant QQ0,
        ) -> ::schema_runtime::access::By<
            Self,
            ::schema_runtime::access::Columns<628021283683842752u64>,
            (::schema_runtime::access::Value<&'conformant QQ0>, ()),
        >
        where
            Q: ::core::borrow::Borrow<QQ0>,
        {
            ::schema_runtime::access::By::new((
                ::schema_runtime::access::Value::new(id),
                (),
            ))
        }
    }
    #[automatically_derived]
    impl<Q, S> ::schema_runtime::access::List for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
        type Primary = ::schema_runtime::access::Columns<628021283683842752u64>;
        const FIRST: &'static ::core::primitive::str = "SELECT id, email, settings FROM public.users ORDER BY id LIMIT $1";
        const AFTER: &'static ::core::primitive::str = "SELECT id, email, settings FROM public.users WHERE id > $1 ORDER BY id LIMIT $2";
    }
    #[automatically_derived]
    impl<Q, S> ::schema_runtime::access::Part for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
        const NAMES: &'static ::core::primitive::str = "id, email, settings";
        const VALUES: &'static [(
            &'static ::core::primitive::str,
            &'static ::core::primitive::str,
        )] = &[("", ""), ("", "::text"), ("", "")];
    }
    #[automatically_derived]
    impl<Q, S> ::schema_runtime::access::Giving<'_> for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {}
    #[automatically_derived]
    impl<
        Q,
        S,
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToInsert,
    > for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
        Q: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Email: ::schema_runtime::access::WrittenAs<ConformantDriver, String>,
        String: ::schema_runtime::access::GiveAway<
            ConformantDriver,
            ::schema_runtime::access::OfDomain<Self, 0usize>,
        >,
        S: ::schema_runtime::access::Encode<
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
            <Q as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.id, conformant_to)?;
            <String as ::schema_runtime::access::GiveAway<
                ConformantDriver,
                ::schema_runtime::access::OfDomain<Self, 0usize>,
            >>::give_away(
                <Email as ::schema_runtime::access::WrittenAs<
                    ConformantDriver,
                    String,
                >>::written_as(&self.email, "email")?,
                conformant_to,
            )?;
            <S as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Json,
            >>::encode(&self.settings, conformant_to)?;
            ::core::result::Result::Ok(())
        }
    }
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`User` inserts no rows",
            label = "not there",
            note = "write a model with `#[conformant(insert)]` for it",
            note = "[no_such_statement]"
        )]
        trait UserInsert<'conformant> {}
        #[automatically_derived]
        impl<Q, S> ::schema_runtime::access::Insert for User<Q, S>
        where
            S: Clone,
            Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
            for<'conformant> (): UserInsert<'conformant>,
        {
            type Inserted = ::schema_runtime::access::One<Self>;
            const INSERT: &'static ::core::primitive::str = "";
            const INSERT_OR_IGNORE: &'static ::core::primitive::str = "";
            const HEAD: &'static ::core::primitive::str = "";
            const TAIL: &'static ::core::primitive::str = "";
        }
        #[automatically_derived]
        impl<Q, S> ::schema_runtime::access::Upsert for User<Q, S>
        where
            S: Clone,
            Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
            for<'conformant> (): UserInsert<'conformant>,
        {
            const UPSERT: &'static ::core::primitive::str = "";
        }
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`User` updates no row",
            label = "not there",
            note = "write a model with `#[conformant(update)]` for it",
            note = "[no_such_statement]"
        )]
        trait UserUpdate<'conformant> {}
        #[automatically_derived]
        impl<Q, S> ::schema_runtime::access::Update for User<Q, S>
        where
            S: Clone,
            Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
            for<'conformant> (): UserUpdate<'conformant>,
        {
            type Updated = ::schema_runtime::access::Maybe<Self>;
            const UPDATE: &'static ::core::primitive::str = "";
        }
    };
    #[automatically_derived]
    impl<
        Q,
        S,
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToUpdate,
    > for User<Q, S>
    where
        S: Clone,
        Q: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
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
