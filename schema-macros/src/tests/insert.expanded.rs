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
    let _: () = <Uuid as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::uuid,
    >>::OK;
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`NewOrder.status` is `OrderStatus`, but column `public.orders.status` is `public.order_status`",
            label = "does not hold what the column holds",
            note = "write a type of your own with `#[derive(Conformant)] #[conformant(type = \"order_status\")]`",
            note = "[type_mismatch] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )]
        trait NewOrderStatusColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::named<8061775151905108113>,
                >,
        > NewOrderStatusColumn for T {}
        let _: () = <OrderStatus as NewOrderStatusColumn>::OK;
    };
    let _: () = <Decimal as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::numeric,
    >>::OK;
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`NewOrder.past` is `Option<Vec<OrderStatus>>`, but column `public.orders.past` is `public.order_status[]` and NOT NULL",
            label = "does not hold what the column holds",
            note = "write `Vec<OrderStatus>`, or `#[derive(Conformant)] #[conformant(type = \"order_status\")]` on `OrderStatus`, or `#[conformant(holds = \"public.order_status[]\")]` here when it does hold it",
            note = "[type_mismatch] from schema/public/orders.json; `cargo schema refresh` if the database has changed"
        )]
        trait NewOrderPastColumn {
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
        > NewOrderPastColumn for T {}
        let _: () = <Option<Vec<OrderStatus>> as NewOrderPastColumn>::OK;
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
