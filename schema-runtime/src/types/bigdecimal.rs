//! The crate `bigdecimal`.

holds! {
    ::bigdecimal::BigDecimal => numeric;
}
