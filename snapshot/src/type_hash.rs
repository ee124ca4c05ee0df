//! The number by which a type of the schema's own is known to the type checker.
//!
//! An enum's derive and the derive of a model that uses it are in different
//! crates and never meet. Both write `sql::named<H>`, where `H` is computed from
//! the type's name, and the type checker sees that they mean the same type.
//! `schema-runtime` has the same function for use in constants; a test there
//! holds the two together.

use crate::name::QualifiedName;

/// The FNV-1a hash, 64 bits, of a text's UTF-8 bytes.
pub const fn fnv1a(text: &str) -> u64 {
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

/// The `H` of `sql::named<H>`, `sql::domain<H, B>`: the hash of the name as SQL
/// writes it, `public.order_status`, `public."Order Status"`.
pub fn of(name: &QualifiedName) -> u64 {
    fnv1a(&name.to_string())
}

/// The `H` of `sql::base<H>`: the hash of the bare name, because an extension
/// can be installed in any schema.
pub fn of_base(name: &QualifiedName) -> u64 {
    fnv1a(&name.name)
}

#[cfg(test)]
mod tests {
    use super::{fnv1a, of, of_base};
    use crate::name::QualifiedName;

    #[test]
    fn agrees_with_the_published_vectors() {
        assert_eq!(fnv1a(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_type_is_known_by_schema_and_name_an_extension_s_by_name() {
        let ours = QualifiedName::new("public", "citext");
        let theirs = QualifiedName::new("extensions", "citext");
        assert_ne!(of(&ours), of(&theirs));
        assert_eq!(of_base(&ours), of_base(&theirs));
    }
}
