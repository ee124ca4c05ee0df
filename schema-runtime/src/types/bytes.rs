//! The crate `bytes`.

holds! {
    ::bytes::Bytes => bytea;
    ::bytes::BytesMut => bytea;
}
