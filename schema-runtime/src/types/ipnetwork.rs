//! The crate `ipnetwork`.

#[cfg(feature = "ipnetwork")]
holds! {
    ::ipnetwork::IpNetwork => inet, cidr;
}

#[cfg(feature = "ipnetwork-0_20")]
holds! {
    ipnetwork_020::IpNetwork => inet, cidr;
}
