//! The crate `cidr`.

holds! {
    ::cidr::IpCidr => cidr;
    ::cidr::IpInet => inet;
}
