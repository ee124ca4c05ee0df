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
    ::schema_runtime::__record! {
        [] [Status] []
        "\u{1}schema-conformance record 3 44476669b90d4759a81cefe57d0bad2bac3faedc7a5c1213620d6ac6a04b56c2\n"
        "{\"fingerprint\": \"eb93fae23599a6eeafb3140d5ef214b608510015394a11699ab6f6695a6682a2\", \"claim\": {\"item\": \"Status\", \"subject\": {\"enum\": {\"ty\": {\"name\": \"order_status\", \"schema\": \"public\"}, \"variants\": [{\"name\": \"Placed\", \"label\": \"placed\"}, {\"name\": \"Paid\", \"label\": \"paid\"}, {\"name\": \"InTransit\", \"label\": \"in_transit\"}]}}}, \"type\": {\"name\": \"public.order_status\", \"labels\": [\"placed\", \"paid\", \"in_transit\"]}}\n"[]
    }
    ::schema_runtime::__holds! {
        own[] [Status] [] ::schema_runtime::sql::named < 8061775151905108113 >;
        CONFORMANT_RECORD
    }
};
