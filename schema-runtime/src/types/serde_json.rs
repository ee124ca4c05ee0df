//! The crate `serde_json`.

holds! {
    ::serde_json::Value => json, jsonb;
    ::serde_json::value::RawValue => json, jsonb;
}
