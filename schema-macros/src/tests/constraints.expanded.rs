#[conformant(table = "orders", partial, constraints)]
pub(crate) struct Order<T> {
    id: T,
    #[conformant(column = "user_id")]
    user: Uuid,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/schema/public/orders.json")
    );
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
        "/schema/public/types/address.json")
    );
    let _: () = <Uuid as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::uuid,
    >>::OK;
    #[automatically_derived]
    impl<T> ::schema_runtime::Conformant for Order<T>
    where
        T: ::schema_runtime::__private::Fits<::schema_runtime::sql::uuid>,
    {
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
            columns: &["id", "user_id"],
            fingerprint: "150518e9bab3cc52b9cce2716e66160e835e1ed0a21fd81ae764d677104a1190",
        };
    }
};
::schema_runtime::__constraints! {
    pub (crate) OrderConstraint[T] [Order < T >] [T : ::schema_runtime::__private::Fits
    <::schema_runtime::sql::uuid >,] "public.orders" false OrdersPkey PrimaryKey
    "orders_pkey" "id"["id"] ["id"] []; OrdersUserIdFkey ForeignKey "orders_user_id_fkey"
    ""["user_id"] ["user"] []; NotNullId NotNull "id" ""["id"] ["id"] []; NotNullNumber
    NotNull "number" ""["number"] [] []; NotNullUserId NotNull "user_id" ""["user_id"]
    ["user"] []; NotNullStatus NotNull "status" ""["status"] [] []; NotNullPast NotNull
    "past" ""["past"] [] []; NotNullTotal NotNull "total" ""["total"] [] [];
    NotNullCreatedAt NotNull "created_at" ""["created_at"] [] []; NotNullUpdatedAt
    NotNull "updated_at" ""["updated_at"] [] [];
}
