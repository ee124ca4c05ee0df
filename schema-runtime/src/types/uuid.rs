//! The crate `uuid`.

holds! {
    ::uuid::Uuid => uuid;
}
