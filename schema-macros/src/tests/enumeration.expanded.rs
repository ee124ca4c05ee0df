#[conformant(type = "order_status", rename_all = "snake_case")]
enum Status {
    Placed,
    Paid,
    InTransit,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
        "/schema/public/types/order_status.json")
    );
    ::schema_runtime::__holds! {
        own[] [Status] [] ::schema_runtime::sql::named < 8061775151905108113 >
    }
};
