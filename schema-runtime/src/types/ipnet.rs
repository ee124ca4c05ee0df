//! The crate `ipnet`.

holds! {
    ::ipnet::IpNet => inet, cidr;
}
