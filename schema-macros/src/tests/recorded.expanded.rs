#[conformant(table = "orders", insert)]
struct NewOrder {
    user_id: Uuid,
    status: OrderStatus,
    total: Decimal,
    past: Option<Vec<OrderStatus>>,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/orders.json")
    );
    ::schema_runtime::__record! {
        [] [NewOrder] []
        "\u{1}schema-conformance record 3 fa7541bff11b51d6ba0351509d809c2ab3f48be1bd3311bc9ab385d6aef1069b\n"
        "{\"fingerprint\": \"150518e9bab3cc52b9cce2716e66160e835e1ed0a21fd81ae764d677104a1190\", \"claim\": {\"item\": \"NewOrder\", \"subject\": {\"model\": {\"table\": \"orders\", \"schema\": \"public\", \"shape\": \"insert\", \"fields\": [{\"name\": \"user_id\", \"column\": \"user_id\", \"ty\": \"Uuid\"}, {\"name\": \"status\", \"column\": \"status\", \"ty\": \"OrderStatus\"}, {\"name\": \"total\", \"column\": \"total\", \"ty\": \"Decimal\"}, {\"name\": \"past\", \"column\": \"past\", \"ty\": \"Option<Vec<OrderStatus>>\"}]}}}, \"relation\": {\"name\": \"public.orders\", \"columns\": [{\"name\": \"id\", \"type\": \"uuid\", \"not_null\": true, \"default\": \"...\"}, {\"name\": \"number\", \"type\": \"bigint\", \"not_null\": true, \"identity\": \"always\"}, {\"name\": \"user_id\", \"type\": \"uuid\", \"not_null\": true}, {\"name\": \"status\", \"type\": {\"enum\": \"public.order_status\"}, \"not_null\": true}, {\"name\": \"past\", \"type\": {\"array\": {\"enum\": \"public.order_status\"}}, \"not_null\": true, \"default\": \"...\"}, {\"name\": \"ship_to\", \"type\": {\"composite\": \"public.address\"}}, {\"name\": \"total\", \"type\": \"numeric(12,2)\", \"not_null\": true}, {\"name\": \"tax\", \"type\": \"numeric(12,2)\", \"default\": \"...\", \"generated\": \"stored\"}, {\"name\": \"created_at\", \"type\": \"timestamp with time zone\", \"not_null\": true, \"default\": \"...\"}, {\"name\": \"updated_at\", \"type\": \"timestamp with time zone\", \"not_null\": true, \"default\": \"...\"}]}}\n"[CONFORMANT_USED_1,
        CONFORMANT_USED_3,]
    }
    let _: () = <Uuid as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::uuid,
    >>::OK;
    const CONFORMANT_USED_1: ::core::option::Option<
        &'static ::schema_runtime::__private::Record,
    > = {
        #[diagnostic::on_unimplemented(
            message = "`NewOrder.status` is `OrderStatus`, but column `public.orders.status` is `public.order_status`",
            label = "does not hold what the column holds",
            note = "write a type of your own with `#[derive(Conformant)] #[conformant(type = \"order_status\")]`",
            note = "[type_mismatch] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )]
        trait NewOrderStatusColumn {
            const RECORD: ::core::option::Option<
                &'static ::schema_runtime::__private::Record,
            >;
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::named<8061775151905108113>,
                >,
        > NewOrderStatusColumn for T {
            const RECORD: ::core::option::Option<
                &'static ::schema_runtime::__private::Record,
            > = <T as ::schema_runtime::Holds<
                ::schema_runtime::sql::named<8061775151905108113>,
            >>::RECORD;
        }
        <OrderStatus as NewOrderStatusColumn>::RECORD
    };
    let _: () = <Decimal as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::numeric,
    >>::OK;
    const CONFORMANT_USED_3: ::core::option::Option<
        &'static ::schema_runtime::__private::Record,
    > = {
        #[diagnostic::on_unimplemented(
            message = "`NewOrder.past` is `Option<Vec<OrderStatus>>`, but column `public.orders.past` is `public.order_status[]` and NOT NULL",
            label = "does not hold what the column holds",
            note = "write `Vec<OrderStatus>`, or `#[derive(Conformant)] #[conformant(type = \"order_status\")]` on `OrderStatus`, or `#[conformant(holds = \"public.order_status[]\")]` here when it does hold it",
            note = "[type_mismatch] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )]
        trait NewOrderPastColumn {
            const RECORD: ::core::option::Option<
                &'static ::schema_runtime::__private::Record,
            >;
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::array<
                        ::schema_runtime::sql::named<8061775151905108113>,
                    >,
                >,
        > NewOrderPastColumn for T {
            const RECORD: ::core::option::Option<
                &'static ::schema_runtime::__private::Record,
            > = <T as ::schema_runtime::Holds<
                ::schema_runtime::sql::array<
                    ::schema_runtime::sql::named<8061775151905108113>,
                >,
            >>::RECORD;
        }
        <Option<Vec<OrderStatus>> as NewOrderPastColumn>::RECORD
    };
    #[automatically_derived]
    impl ::schema_runtime::Conformant for NewOrder {
        const CHECKED: ::schema_runtime::__private::Checked = ::schema_runtime::__private::Checked {
            table: "orders",
            schema: "public",
            columns: &["user_id", "status", "total", "past"],
            fingerprint: "150518e9bab3cc52b9cce2716e66160e835e1ed0a21fd81ae764d677104a1190",
        };
    }
};
