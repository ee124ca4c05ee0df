//! The crate `rust_decimal`.

holds! {
    ::rust_decimal::Decimal => numeric;
}
