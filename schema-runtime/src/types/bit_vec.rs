//! The crate `bit-vec`.

#[cfg(feature = "bit-vec")]
holds! {
    ::bit_vec::BitVec => bit, varbit;
}

#[cfg(feature = "bit-vec-0_6")]
holds! {
    bit_vec_06::BitVec => bit, varbit;
}
