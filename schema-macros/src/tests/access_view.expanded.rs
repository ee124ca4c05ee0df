#[conformant(access)]
struct ActiveUser {
    #[conformant(key)]
    id: Uuid,
    email: Option<String>,
    nickname: Option<String>,
}

// ----------

::schema_runtime::__model! {
    ActiveUser "active_users" "public"
    "4d624c0b8bc6db3796912be4d09919091b07577c0561159b70b1c3062dffcad0"["id" "email"
    "nickname"] ["/schema/public/active_users.json"] [::schema_runtime::sql::maybe
    <::schema_runtime::sql::uuid >,::schema_runtime::sql::maybe
    <::schema_runtime::sql::domain < 6858090196229452790, ::schema_runtime::sql::text
    >>,::schema_runtime::sql::maybe <::schema_runtime::sql::text >,] [Uuid, Option <
    String >, Option < String >,] const KNOWN : & 'static [& 'static
    ::core::primitive::str] = & ["id", "email", "nickname"];
}
const _: () = {
    #[automatically_derived]
    impl ::schema_runtime::access::WithAccess for ActiveUser {}
    #[automatically_derived]
    impl ::schema_runtime::access::Domains for ActiveUser {
        const DOMAINS: &'static [::schema_runtime::access::Around] = &[
            &[::core::option::Option::Some("email")],
        ];
    }
    #[automatically_derived]
    impl ::schema_runtime::access::Read for ActiveUser {
        const SELECTED: &'static ::core::primitive::str = "id, email, nickname";
        const WIDTH: ::core::primitive::usize = 3usize;
    }
    #[automatically_derived]
    impl<
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::FromRow<ConformantDriver> for ActiveUser
    where
        Uuid: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Option<
            String,
        >: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::OfDomain<Self, 0usize>,
        >,
        Option<
            String,
        >: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
    {
        fn from_row(
            conformant_row: &<ConformantDriver as ::schema_runtime::access::Driver>::Row,
            conformant_at: ::core::primitive::usize,
        ) -> ::core::result::Result<Self, ::schema_runtime::DatabaseError> {
            ::core::result::Result::Ok(Self {
                id: <Uuid as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at)?,
                email: <Option<
                    String,
                > as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::OfDomain<Self, 0usize>,
                >>::column(conformant_row, conformant_at + 1usize)?,
                nickname: <Option<
                    String,
                > as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 2usize)?,
            })
        }
    }
    #[automatically_derived]
    impl ::schema_runtime::access::Key<
        ::schema_runtime::access::Columns<628021283683842752u64>,
    > for ActiveUser {
        const FIND: &'static ::core::primitive::str = "SELECT id, email, nickname FROM public.active_users WHERE id = $1";
        const EXISTS: &'static ::core::primitive::str = "SELECT EXISTS (SELECT FROM public.active_users WHERE id = $1)";
        type Values<'conformant> = (
            ::schema_runtime::access::Value<&'conformant Uuid>,
            (),
        )
        where
            Self: 'conformant;
        fn values(&self) -> Self::Values<'_> {
            (::schema_runtime::access::Value::new(&self.id), ())
        }
    }
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`ActiveUser` is read only: `public.active_users` is a view",
            label = "not there",
            note = "write through a model of the table behind it",
            note = "[no_such_statement]"
        )]
        trait ActiveUserDelete<'conformant> {}
        #[automatically_derived]
        impl ::schema_runtime::access::Delete<
            ::schema_runtime::access::Columns<628021283683842752u64>,
        > for ActiveUser
        where
            for<'conformant> (): ActiveUserDelete<'conformant>,
        {
            const DELETE: &'static ::core::primitive::str = "";
        }
    };
    #[automatically_derived]
    #[allow(
        dead_code,
        private_bounds,
        private_interfaces,
        unreachable_pub,
        clippy::all,
        clippy::pedantic
    )]
    impl ActiveUser {
        ///The row by its declared key.
        pub fn by_id<'conformant, Q0: ?::core::marker::Sized>(
            id: &'conformant Q0,
        ) -> ::schema_runtime::access::By<
            Self,
            ::schema_runtime::access::Columns<628021283683842752u64>,
            (::schema_runtime::access::Value<&'conformant Q0>, ()),
        >
        where
            Uuid: ::core::borrow::Borrow<Q0>,
        {
            ::schema_runtime::access::By::new((
                ::schema_runtime::access::Value::new(id),
                (),
            ))
        }
    }
    #[automatically_derived]
    impl ::schema_runtime::access::List for ActiveUser {
        type Primary = ::schema_runtime::access::Columns<628021283683842752u64>;
        const FIRST: &'static ::core::primitive::str = "SELECT id, email, nickname FROM public.active_users ORDER BY id LIMIT $1";
        const AFTER: &'static ::core::primitive::str = "SELECT id, email, nickname FROM public.active_users WHERE id > $1 ORDER BY id LIMIT $2";
    }
    #[automatically_derived]
    impl<
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToInsert,
    > for ActiveUser {
        fn give<'conformant>(
            &'conformant self,
            conformant_to: &mut <ConformantDriver as ::schema_runtime::access::Driver>::Arguments<
                'conformant,
            >,
        ) -> ::core::result::Result<(), ::schema_runtime::DatabaseError> {
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl ::schema_runtime::access::Part for ActiveUser {
        const NAMES: &'static ::core::primitive::str = "";
        const VALUES: &'static [(
            &'static ::core::primitive::str,
            &'static ::core::primitive::str,
        )] = &[("", "")];
    }
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`ActiveUser` is read only: `public.active_users` is a view",
            label = "not there",
            note = "write through a model of the table behind it",
            note = "[no_such_statement]"
        )]
        trait ActiveUserPart<'conformant> {}
        #[automatically_derived]
        impl ::schema_runtime::access::Giving<'_> for ActiveUser
        where
            for<'conformant> (): ActiveUserPart<'conformant>,
        {}
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`ActiveUser` is read only: `public.active_users` is a view",
            label = "not there",
            note = "write through a model of the table behind it",
            note = "[no_such_statement]"
        )]
        trait ActiveUserInsert<'conformant> {}
        #[automatically_derived]
        impl ::schema_runtime::access::Insert for ActiveUser
        where
            for<'conformant> (): ActiveUserInsert<'conformant>,
        {
            type Inserted = ::schema_runtime::access::One<Self>;
            const INSERT: &'static ::core::primitive::str = "";
            const INSERT_OR_IGNORE: &'static ::core::primitive::str = "";
            const HEAD: &'static ::core::primitive::str = "";
            const TAIL: &'static ::core::primitive::str = "";
        }
        #[automatically_derived]
        impl ::schema_runtime::access::Upsert for ActiveUser
        where
            for<'conformant> (): ActiveUserInsert<'conformant>,
        {
            const UPSERT: &'static ::core::primitive::str = "";
        }
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`ActiveUser` is read only: `public.active_users` is a view",
            label = "not there",
            note = "write through a model of the table behind it",
            note = "[no_such_statement]"
        )]
        trait ActiveUserUpdate<'conformant> {}
        #[automatically_derived]
        impl ::schema_runtime::access::Update for ActiveUser
        where
            for<'conformant> (): ActiveUserUpdate<'conformant>,
        {
            type Updated = ::schema_runtime::access::Maybe<Self>;
            const UPDATE: &'static ::core::primitive::str = "";
        }
    };
    #[automatically_derived]
    impl<
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToUpdate,
    > for ActiveUser {
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
