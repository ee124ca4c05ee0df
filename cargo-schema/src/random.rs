//! A number that nobody else has chosen: enough for the name of a directory or a database that
//! is then created exclusively. Not for secrets.

use std::hash::{BuildHasher, Hasher};

/// 64 bits from the seed that the standard library takes from the operating system.
pub(crate) fn number() -> u64 {
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.finish()
}
