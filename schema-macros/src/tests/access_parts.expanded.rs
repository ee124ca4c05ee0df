#[conformant(table = "orders", access)]
struct Order {
    id: Uuid,
    #[conformant(flatten)]
    times: Times,
    #[conformant(references = User)]
    user_id: Uuid,
    #[conformant(flatten, as = Raw)]
    r#box: Size,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/orders.json")
    );
    let _: () = <Uuid as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::uuid,
    >>::OK;
    if !(::schema_runtime::__private::same(
        <Times as ::schema_runtime::Conformant>::TABLE,
        "",
    )
        || ::schema_runtime::__private::same(
            <Times as ::schema_runtime::Conformant>::TABLE,
            "orders",
        )
            && ::schema_runtime::__private::same(
                <Times as ::schema_runtime::Conformant>::SCHEMA,
                "public",
            ))
    {
        ::core::panic!(
            "`Times` is flattened, so it must stand for `public.orders` as well\n= help: write `#[conformant(table = \"orders\", partial)]` on `Times`\n= note: [flattened_table]"
        )
    }
    if !(::schema_runtime::__private::same(
        <Raw as ::schema_runtime::Conformant>::TABLE,
        "",
    )
        || ::schema_runtime::__private::same(
            <Raw as ::schema_runtime::Conformant>::TABLE,
            "orders",
        )
            && ::schema_runtime::__private::same(
                <Raw as ::schema_runtime::Conformant>::SCHEMA,
                "public",
            ))
    {
        ::core::panic!(
            "`Raw` is flattened, so it must stand for `public.orders` as well\n= help: write `#[conformant(table = \"orders\", partial)]` on `Raw`\n= note: [flattened_table]"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Times as ::schema_runtime::Conformant>::COLUMNS,
            "number",
        )
        || ::schema_runtime::__private::contains(
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
            "number",
        )
        || ::schema_runtime::__private::same(
            <Times as ::schema_runtime::Conformant>::TABLE,
            "",
        )
        || ::schema_runtime::__private::same(
            <Raw as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.orders.number` has no field in `Order`\n= help: add `number: i64`, or write `#[conformant(partial)]` if `Order` reads only some columns\n= note: [missing_field] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Times as ::schema_runtime::Conformant>::COLUMNS,
            "status",
        )
        || ::schema_runtime::__private::contains(
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
            "status",
        )
        || ::schema_runtime::__private::same(
            <Times as ::schema_runtime::Conformant>::TABLE,
            "",
        )
        || ::schema_runtime::__private::same(
            <Raw as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.orders.status` has no field in `Order`\n= help: add `status: OrderStatus`, or write `#[conformant(partial)]` if `Order` reads only some columns\n= note: [missing_field] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Times as ::schema_runtime::Conformant>::COLUMNS,
            "past",
        )
        || ::schema_runtime::__private::contains(
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
            "past",
        )
        || ::schema_runtime::__private::same(
            <Times as ::schema_runtime::Conformant>::TABLE,
            "",
        )
        || ::schema_runtime::__private::same(
            <Raw as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.orders.past` has no field in `Order`\n= help: add `past: Vec<OrderStatus>`, or write `#[conformant(partial)]` if `Order` reads only some columns\n= note: [missing_field] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Times as ::schema_runtime::Conformant>::COLUMNS,
            "ship_to",
        )
        || ::schema_runtime::__private::contains(
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
            "ship_to",
        )
        || ::schema_runtime::__private::same(
            <Times as ::schema_runtime::Conformant>::TABLE,
            "",
        )
        || ::schema_runtime::__private::same(
            <Raw as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.orders.ship_to` has no field in `Order`\n= help: add `ship_to: Option<Address>`, or write `#[conformant(partial)]` if `Order` reads only some columns\n= note: [missing_field] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Times as ::schema_runtime::Conformant>::COLUMNS,
            "total",
        )
        || ::schema_runtime::__private::contains(
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
            "total",
        )
        || ::schema_runtime::__private::same(
            <Times as ::schema_runtime::Conformant>::TABLE,
            "",
        )
        || ::schema_runtime::__private::same(
            <Raw as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.orders.total` has no field in `Order`\n= help: add `total: Decimal`, or write `#[conformant(partial)]` if `Order` reads only some columns\n= note: [missing_field] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Times as ::schema_runtime::Conformant>::COLUMNS,
            "tax",
        )
        || ::schema_runtime::__private::contains(
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
            "tax",
        )
        || ::schema_runtime::__private::same(
            <Times as ::schema_runtime::Conformant>::TABLE,
            "",
        )
        || ::schema_runtime::__private::same(
            <Raw as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.orders.tax` has no field in `Order`\n= help: add `tax: Option<Decimal>`, or write `#[conformant(partial)]` if `Order` reads only some columns\n= note: [missing_field] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Times as ::schema_runtime::Conformant>::COLUMNS,
            "created_at",
        )
        || ::schema_runtime::__private::contains(
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
            "created_at",
        )
        || ::schema_runtime::__private::same(
            <Times as ::schema_runtime::Conformant>::TABLE,
            "",
        )
        || ::schema_runtime::__private::same(
            <Raw as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.orders.created_at` has no field in `Order`\n= help: add `created_at: DateTime<Utc>`, or write `#[conformant(partial)]` if `Order` reads only some columns\n= note: [missing_field] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )
    }
    if !(false
        || ::schema_runtime::__private::contains(
            <Times as ::schema_runtime::Conformant>::COLUMNS,
            "updated_at",
        )
        || ::schema_runtime::__private::contains(
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
            "updated_at",
        )
        || ::schema_runtime::__private::same(
            <Times as ::schema_runtime::Conformant>::TABLE,
            "",
        )
        || ::schema_runtime::__private::same(
            <Raw as ::schema_runtime::Conformant>::TABLE,
            "",
        ))
    {
        ::core::panic!(
            "column `public.orders.updated_at` has no field in `Order`\n= help: add `updated_at: DateTime<Utc>`, or write `#[conformant(partial)]` if `Order` reads only some columns\n= note: [missing_field] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )
    }
    {
        const COLUMN: &::core::primitive::str = ::schema_runtime::__private::common(
            &["id", "user_id"],
            <Times as ::schema_runtime::Conformant>::COLUMNS,
        );
        const TEXT: &::core::primitive::str = ::schema_runtime::__text!(
            "column `", COLUMN,
            "` is in `Times`, which is flattened, and in `Order` itself\n= help: leave it out of one of them, or write `#[conformant(skip)]` there\n= note: [duplicate_column]"
        );
        if !::schema_runtime::__private::same(COLUMN, "") {
            ::core::panic!("{}", TEXT)
        }
    }
    {
        const COLUMN: &::core::primitive::str = ::schema_runtime::__private::common(
            &["id", "user_id"],
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
        );
        const TEXT: &::core::primitive::str = ::schema_runtime::__text!(
            "column `", COLUMN,
            "` is in `Raw`, which is flattened, and in `Order` itself\n= help: leave it out of one of them, or write `#[conformant(skip)]` there\n= note: [duplicate_column]"
        );
        if !::schema_runtime::__private::same(COLUMN, "") {
            ::core::panic!("{}", TEXT)
        }
    }
    {
        const COLUMN: &::core::primitive::str = ::schema_runtime::__private::common(
            <Times as ::schema_runtime::Conformant>::COLUMNS,
            <Raw as ::schema_runtime::Conformant>::COLUMNS,
        );
        const TEXT: &::core::primitive::str = ::schema_runtime::__text!(
            "column `", COLUMN,
            "` is in `Raw`, which is flattened, and in `Times`, which is as well\n= help: leave it out of one of them, or write `#[conformant(skip)]` there\n= note: [duplicate_column]"
        );
        if !::schema_runtime::__private::same(COLUMN, "") {
            ::core::panic!("{}", TEXT)
        }
    }
    #[automatically_derived]
    impl ::schema_runtime::Conformant for Order {
        const KNOWN: &'static [&'static ::core::primitive::str] = &[
            "id",
            "number",
            "user_id",
            "status",
            "past",
            "ship_to",
            "total",
            "tax",
            "created_at",
            "updated_at",
        ];
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "orders",
            schema: "public",
            columns: &::schema_runtime::__private::concat::<
                {
                    ::schema_runtime::__private::count(
                        &[
                            &["id"],
                            <Times as ::schema_runtime::Conformant>::COLUMNS,
                            &["user_id"],
                            <Raw as ::schema_runtime::Conformant>::COLUMNS,
                        ],
                    )
                },
            >(
                &[
                    &["id"],
                    <Times as ::schema_runtime::Conformant>::COLUMNS,
                    &["user_id"],
                    <Raw as ::schema_runtime::Conformant>::COLUMNS,
                ],
            ),
            fingerprint: "150518e9bab3cc52b9cce2716e66160e835e1ed0a21fd81ae764d677104a1190",
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
                "`Order.user_id` refers to `public.users` by foreign key `orders_user_id_fkey`, and `User` stands for another table\n= help: name a model of `public.users`, `#[conformant(references = ...)]`\n= note: [foreign_key_target] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
            )
        }
    };
    const CONFORMANT_PARTS: [(
        &'static ::core::primitive::str,
        ::core::primitive::usize,
        &'static ::core::primitive::str,
        &'static [(&'static ::core::primitive::str, &'static ::core::primitive::str)],
    ); 2usize] = [
        (
            <Times as ::schema_runtime::access::Read>::SELECTED,
            <Times as ::schema_runtime::access::Read>::WIDTH,
            <Times as ::schema_runtime::access::Part>::NAMES,
            <Times as ::schema_runtime::access::Part>::VALUES,
        ),
        (
            <Raw as ::schema_runtime::access::Read>::SELECTED,
            <Raw as ::schema_runtime::access::Read>::WIDTH,
            <Raw as ::schema_runtime::access::Part>::NAMES,
            <Raw as ::schema_runtime::access::Part>::VALUES,
        ),
    ];
    #[automatically_derived]
    impl ::schema_runtime::access::WithAccess for Order {}
    #[automatically_derived]
    impl ::schema_runtime::access::Read for Order {
        const SELECTED: &'static ::core::primitive::str = ::schema_runtime::__list!(
            "id, user_id", CONFORMANT_PARTS[0usize].0, CONFORMANT_PARTS[1usize].0
        );
        const WIDTH: ::core::primitive::usize = 2usize + CONFORMANT_PARTS[0usize].1
            + CONFORMANT_PARTS[1usize].1;
    }
    #[automatically_derived]
    impl<
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::FromRow<ConformantDriver> for Order
    where
        Uuid: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Uuid: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Times: ::schema_runtime::access::FromRow<ConformantDriver>,
        Raw: ::schema_runtime::access::FromRow<ConformantDriver>,
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
                user_id: <Uuid as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 1usize)?,
                times: <Times as ::schema_runtime::access::FromRow<
                    ConformantDriver,
                >>::from_row(conformant_row, conformant_at + 2usize)?,
                r#box: <Size as ::schema_runtime::access::ReadAs<
                    Raw,
                >>::read_as(
                    <Raw as ::schema_runtime::access::FromRow<
                        ConformantDriver,
                    >>::from_row(
                        conformant_row,
                        conformant_at + 2usize + CONFORMANT_PARTS[0usize].1,
                    )?,
                    "box",
                )?,
            })
        }
    }
    #[automatically_derived]
    impl ::schema_runtime::access::Key<
        ::schema_runtime::access::Columns<628021283683842752u64>,
    > for Order {
        const FIND: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "SELECT ", ::schema_runtime::__list!("id, user_id", CONFORMANT_PARTS[0usize]
            .0, CONFORMANT_PARTS[1usize].0), " FROM public.orders WHERE id = $1"
        );
        const EXISTS: &'static ::core::primitive::str = "SELECT EXISTS (SELECT FROM public.orders WHERE id = $1)";
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
    #[automatically_derived]
    impl ::schema_runtime::access::Delete<
        ::schema_runtime::access::Columns<628021283683842752u64>,
    > for Order {
        const DELETE: &'static ::core::primitive::str = "DELETE FROM public.orders WHERE id = $1";
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
    impl Order {
        ///The row by `orders_pkey`.
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
    impl ::schema_runtime::access::List for Order {
        type Primary = ::schema_runtime::access::Columns<628021283683842752u64>;
        const FIRST: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "SELECT ", ::schema_runtime::__list!("id, user_id", CONFORMANT_PARTS[0usize]
            .0, CONFORMANT_PARTS[1usize].0), " FROM public.orders ORDER BY id LIMIT $1"
        );
        const AFTER: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "SELECT ", ::schema_runtime::__list!("id, user_id", CONFORMANT_PARTS[0usize]
            .0, CONFORMANT_PARTS[1usize].0),
            " FROM public.orders WHERE id > $1 ORDER BY id LIMIT $2"
        );
    }
    #[automatically_derived]
    impl<
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToInsert,
    > for Order {
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
    impl ::schema_runtime::access::Part for Order {
        const NAMES: &'static ::core::primitive::str = "";
        const VALUES: &'static [(
            &'static ::core::primitive::str,
            &'static ::core::primitive::str,
        )] = &[("", "")];
    }
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Order` gives no values: `box` is made of `Raw`, which is flattened, and is only read",
            label = "not there",
            note = "write a model with a field of type `Raw` for it",
            note = "[no_such_statement]"
        )]
        trait OrderPart<'conformant> {}
        #[automatically_derived]
        impl ::schema_runtime::access::Giving<'_> for Order
        where
            for<'conformant> (): OrderPart<'conformant>,
        {}
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Order` gives no values: `box` is made of `Raw`, which is flattened, and is only read",
            label = "not there",
            note = "write a model with a field of type `Raw` for it",
            note = "[no_such_statement]"
        )]
        trait OrderInsert<'conformant> {}
        #[automatically_derived]
        impl ::schema_runtime::access::Insert for Order
        where
            for<'conformant> (): OrderInsert<'conformant>,
        {
            type Inserted = ::schema_runtime::access::One<Self>;
            const INSERT: &'static ::core::primitive::str = "";
            const INSERT_OR_IGNORE: &'static ::core::primitive::str = "";
            const HEAD: &'static ::core::primitive::str = "";
            const TAIL: &'static ::core::primitive::str = "";
        }
        #[automatically_derived]
        impl ::schema_runtime::access::Upsert for Order
        where
            for<'conformant> (): OrderInsert<'conformant>,
        {
            const UPSERT: &'static ::core::primitive::str = "";
        }
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Order` gives no values: `box` is made of `Raw`, which is flattened, and is only read",
            label = "not there",
            note = "write a model with a field of type `Raw` for it",
            note = "[no_such_statement]"
        )]
        trait OrderUpdate<'conformant> {}
        #[automatically_derived]
        impl ::schema_runtime::access::Update for Order
        where
            for<'conformant> (): OrderUpdate<'conformant>,
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
    > for Order {
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
    #[allow(
        dead_code,
        private_bounds,
        private_interfaces,
        unreachable_pub,
        clippy::all,
        clippy::pedantic
    )]
    impl Order {
        ///The row that this one refers to by `orders_user_id_fkey`.
        pub fn user(
            &self,
        ) -> ::schema_runtime::access::By<
            User,
            ::schema_runtime::access::Columns<628021283683842752u64>,
            (::schema_runtime::access::Value<&'_ Uuid>, ()),
        > {
            ::schema_runtime::access::By::new((
                ::schema_runtime::access::Value::new(&self.user_id),
                (),
            ))
        }
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
    impl Order {
        ///The rows that refer to this one by `orders_user_id_fkey`.
        pub fn of_user<'conformant, Q0>(
            conformant_parent: &'conformant User,
        ) -> ::schema_runtime::access::Children<
            Self,
            ::schema_runtime::access::Columns<628021283683842752u64>,
            Q0,
        >
        where
            User: ::schema_runtime::access::expansion::Parent<
                'conformant,
                ::schema_runtime::access::Columns<628021283683842752u64>,
                Q0,
            >,
        {
            ::schema_runtime::access::Children::new(
                const {
                    ::schema_runtime::__text!(
                        "SELECT ", ::schema_runtime::__list!("id, user_id",
                        CONFORMANT_PARTS[0usize].0, CONFORMANT_PARTS[1usize].0),
                        " FROM public.orders WHERE user_id = $1 ORDER BY id LIMIT $2"
                    )
                },
                const {
                    ::schema_runtime::__text!(
                        "SELECT ", ::schema_runtime::__list!("id, user_id",
                        CONFORMANT_PARTS[0usize].0, CONFORMANT_PARTS[1usize].0),
                        " FROM public.orders WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3"
                    )
                },
                <User as ::schema_runtime::access::expansion::Parent<
                    'conformant,
                    ::schema_runtime::access::Columns<628021283683842752u64>,
                    Q0,
                >>::key_of(conformant_parent),
            )
        }
    }
};
