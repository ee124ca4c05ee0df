//! The crate `mac_address`.

holds! {
    ::mac_address::MacAddress => macaddr;
}
