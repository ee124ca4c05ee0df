//! What the expansion of the derive uses. No part of the public interface: it
//! may change in any release.

pub use core;
pub extern crate alloc;

/// The FNV-1a hash, 64 bits, of a text: the `H` of `sql::named<H>` and its like.
/// The same as `schema_snapshot::type_hash::fnv1a`.
pub const fn hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut i = 0;
    while i < bytes.len() {
        // `as`: `u64::from` is not usable in a constant.
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

/// Whether two texts are equal, in a constant.
pub const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether `names` has `name`: does a flattened struct have this column?
pub const fn contains(names: &[&str], name: &str) -> bool {
    let mut i = 0;
    while i < names.len() {
        if same(names[i], name) {
            return true;
        }
        i += 1;
    }
    false
}

/// How many names there are in all parts: the length of [`concat`].
pub const fn count(parts: &[&[&str]]) -> usize {
    let mut n = 0;
    let mut i = 0;
    while i < parts.len() {
        n += parts[i].len();
        i += 1;
    }
    n
}

/// The names of all parts in one array: the columns of a struct with flattened
/// ones. `N` is [`count`] of the same parts.
pub const fn concat<const N: usize>(parts: &[&[&'static str]]) -> [&'static str; N] {
    let mut all = [""; N];
    let mut n = 0;
    let mut i = 0;
    while i < parts.len() {
        let mut k = 0;
        while k < parts[i].len() {
            all[n] = parts[i][k];
            n += 1;
            k += 1;
        }
        i += 1;
    }
    all
}
