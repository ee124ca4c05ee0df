//! The crate `eui48`.

holds! {
    ::eui48::MacAddress => macaddr;
}
