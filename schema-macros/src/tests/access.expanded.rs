#[conformant(access)]
struct Order {
    id: Uuid,
    number: Option<i64>,
    #[conformant(references = User)]
    user_id: Uuid,
    status: OrderStatus,
    past: Vec<OrderStatus>,
    ship_to: Option<Address>,
    total: Decimal,
    tax: Option<Decimal>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/orders.json")
    );
    let _: () = <Uuid as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::uuid,
    >>::OK;
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Order.number` is `Option<i64>`, but column `public.orders.number` is NOT NULL",
            label = "does not hold what the column holds",
            note = "write `i64`, or let the column be NULL: ALTER TABLE public.orders ALTER COLUMN number DROP NOT NULL",
            note = "[nullability_mismatch] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )]
        trait OrderNumberColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<::schema_runtime::sql::int8>,
        > OrderNumberColumn for T {}
        let _: () = <Option<i64> as OrderNumberColumn>::OK;
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Order.status` is `OrderStatus`, but column `public.orders.status` is `public.order_status`",
            label = "does not hold what the column holds",
            note = "write a type of your own with `#[derive(Conformant)] #[conformant(type = \"order_status\")]`",
            note = "[type_mismatch] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )]
        trait OrderStatusColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::named<8061775151905108113>,
                >,
        > OrderStatusColumn for T {}
        let _: () = <OrderStatus as OrderStatusColumn>::OK;
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Order.past` is `Vec<OrderStatus>`, but column `public.orders.past` is `public.order_status[]`",
            label = "does not hold what the column holds",
            note = "write `Vec<OrderStatus>`, or `#[derive(Conformant)] #[conformant(type = \"order_status\")]` on `OrderStatus`, or `#[conformant(holds = \"public.order_status[]\")]` here when it does hold it",
            note = "[type_mismatch] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )]
        trait OrderPastColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::array<
                        ::schema_runtime::sql::named<8061775151905108113>,
                    >,
                >,
        > OrderPastColumn for T {}
        let _: () = <Vec<OrderStatus> as OrderPastColumn>::OK;
    };
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Order.ship_to` is `Option<Address>`, but column `public.orders.ship_to` is `public.address`",
            label = "does not hold what the column holds",
            note = "write a type of your own with `#[derive(Conformant)] #[conformant(type = \"address\")]`",
            note = "[type_mismatch] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )]
        trait OrderShipToColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::nullable<
                        ::schema_runtime::sql::named<15628995410927666050>,
                    >,
                >,
        > OrderShipToColumn for T {}
        let _: () = <Option<Address> as OrderShipToColumn>::OK;
    };
    let _: () = <Option<
        Decimal,
    > as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::nullable<::schema_runtime::sql::numeric>,
    >>::OK;
    let _: () = <DateTime<
        Utc,
    > as ::schema_runtime::__private::Fits<::schema_runtime::sql::timestamptz>>::OK;
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
            columns: &[
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
            ],
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
    #[automatically_derived]
    impl ::schema_runtime::access::WithAccess for Order {}
    #[automatically_derived]
    impl ::schema_runtime::access::Read for Order {
        const SELECTED: &'static ::core::primitive::str = "id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at";
        const WIDTH: ::core::primitive::usize = 10usize;
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
        Option<
            i64,
        >: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Uuid: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        OrderStatus: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Vec<
            OrderStatus,
        >: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Option<
            Address,
        >: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Decimal: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Option<
            Decimal,
        >: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        DateTime<
            Utc,
        >: ::schema_runtime::access::Column<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        DateTime<
            Utc,
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
                number: <Option<
                    i64,
                > as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 1usize)?,
                user_id: <Uuid as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 2usize)?,
                status: <OrderStatus as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 3usize)?,
                past: <Vec<
                    OrderStatus,
                > as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 4usize)?,
                ship_to: <Option<
                    Address,
                > as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 5usize)?,
                total: <Decimal as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 6usize)?,
                tax: <Option<
                    Decimal,
                > as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 7usize)?,
                created_at: <DateTime<
                    Utc,
                > as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 8usize)?,
                updated_at: <DateTime<
                    Utc,
                > as ::schema_runtime::access::Column<
                    ConformantDriver,
                    ::schema_runtime::access::Plain,
                >>::column(conformant_row, conformant_at + 9usize)?,
            })
        }
    }
    #[automatically_derived]
    impl ::schema_runtime::access::Key<
        ::schema_runtime::access::Columns<628021283683842752u64>,
    > for Order {
        const FIND: &'static ::core::primitive::str = "SELECT id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at FROM public.orders WHERE id = $1";
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
        const FIRST: &'static ::core::primitive::str = "SELECT id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at FROM public.orders ORDER BY id LIMIT $1";
        const AFTER: &'static ::core::primitive::str = "SELECT id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at FROM public.orders WHERE id > $1 ORDER BY id LIMIT $2";
    }
    #[automatically_derived]
    impl ::schema_runtime::access::Part for Order {
        const NAMES: &'static ::core::primitive::str = "id, user_id, status, past, ship_to, total, created_at, updated_at";
        const VALUES: &'static [(
            &'static ::core::primitive::str,
            &'static ::core::primitive::str,
        )] = &[
            ("", ""),
            ("", ""),
            ("", ""),
            ("", ""),
            ("", ""),
            ("", ""),
            ("", ""),
            ("", ""),
        ];
    }
    #[automatically_derived]
    impl ::schema_runtime::access::Giving<'_> for Order {}
    #[automatically_derived]
    impl<
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToInsert,
    > for Order
    where
        Uuid: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Uuid: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        OrderStatus: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Vec<
            OrderStatus,
        >: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Option<
            Address,
        >: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Decimal: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        DateTime<
            Utc,
        >: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        DateTime<
            Utc,
        >: ::schema_runtime::access::Encode<
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
            <Uuid as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.id, conformant_to)?;
            <Uuid as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.user_id, conformant_to)?;
            <OrderStatus as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.status, conformant_to)?;
            <Vec<
                OrderStatus,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.past, conformant_to)?;
            <Option<
                Address,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.ship_to, conformant_to)?;
            <Decimal as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.total, conformant_to)?;
            <DateTime<
                Utc,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.created_at, conformant_to)?;
            <DateTime<
                Utc,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.updated_at, conformant_to)?;
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl ::schema_runtime::access::Insert for Order {
        type Inserted = ::schema_runtime::access::One<Self>;
        const INSERT: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "INSERT INTO public.orders (id, user_id, status, past, ship_to, total, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            " RETURNING id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at"
        );
        const INSERT_OR_IGNORE: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "INSERT INTO public.orders (id, user_id, status, past, ship_to, total, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            " ON CONFLICT DO NOTHING",
            " RETURNING id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at"
        );
        const HEAD: &'static ::core::primitive::str = "INSERT INTO public.orders (";
        const TAIL: &'static ::core::primitive::str = " RETURNING id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at";
    }
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Order` does not say by which constraint a row is the same",
            label = "not there",
            note = "name it: `#[conformant(upsert = \"...\")]`, a unique constraint or the primary key",
            note = "[no_such_statement]"
        )]
        trait OrderUpsert<'conformant> {}
        #[automatically_derived]
        impl ::schema_runtime::access::Upsert for Order
        where
            for<'conformant> (): OrderUpsert<'conformant>,
        {
            const UPSERT: &'static ::core::primitive::str = "";
        }
    };
    #[automatically_derived]
    impl ::schema_runtime::access::Update for Order {
        type Updated = ::schema_runtime::access::Maybe<Self>;
        const UPDATE: &'static ::core::primitive::str = ::schema_runtime::__text!(
            "UPDATE public.orders SET user_id = $1, status = $2, past = $3, ship_to = $4, total = $5, created_at = $6, updated_at = $7 WHERE id = $8",
            " RETURNING id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at"
        );
    }
    #[automatically_derived]
    impl<
        ConformantDriver: ::schema_runtime::access::Driver,
    > ::schema_runtime::access::Give<
        ConformantDriver,
        ::schema_runtime::access::ToUpdate,
    > for Order
    where
        Uuid: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        OrderStatus: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Vec<
            OrderStatus,
        >: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Option<
            Address,
        >: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        Decimal: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        DateTime<
            Utc,
        >: ::schema_runtime::access::Encode<
            ConformantDriver,
            ::schema_runtime::access::Plain,
        >,
        DateTime<
            Utc,
        >: ::schema_runtime::access::Encode<
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
            <Uuid as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.user_id, conformant_to)?;
            <OrderStatus as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.status, conformant_to)?;
            <Vec<
                OrderStatus,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.past, conformant_to)?;
            <Option<
                Address,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.ship_to, conformant_to)?;
            <Decimal as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.total, conformant_to)?;
            <DateTime<
                Utc,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.created_at, conformant_to)?;
            <DateTime<
                Utc,
            > as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.updated_at, conformant_to)?;
            <Uuid as ::schema_runtime::access::Encode<
                ConformantDriver,
                ::schema_runtime::access::Plain,
            >>::encode(&self.id, conformant_to)?;
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
                "SELECT id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at FROM public.orders WHERE user_id = $1 ORDER BY id LIMIT $2",
                "SELECT id, number, user_id, status, past, ship_to, total, tax, created_at, updated_at FROM public.orders WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                <User as ::schema_runtime::access::expansion::Parent<
                    'conformant,
                    ::schema_runtime::access::Columns<628021283683842752u64>,
                    Q0,
                >>::key_of(conformant_parent),
            )
        }
    }
};
