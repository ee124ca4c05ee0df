//! What the expansion of the derive calls. No part of the public interface: it may change in any
//! release.
//!
//! The texts of a model with flattened parts are written in constants, from what the parts have by
//! theirs.

use super::Key;

/// Whether an `Option` is `Some`, as a parameter that lives as long as anyone needs it.
#[doc(hidden)]
pub fn given<T>(value: &Option<T>) -> &'static bool {
    if value.is_some() { &true } else { &false }
}

/// What a statement is bound by that gives nothing but what flattened parts have: whether that is
/// something.
pub struct Gives<const SOME: bool>;

/// A model that others refer to by a key, whose values are `V`. Of a bound on [`Key`] and the type that it has,
/// the compiler would say two things.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not found by the key that is referred to",
    label = "no statements by this key",
    note = "it is when it has `#[conformant(access)]`, without `insert` and `update`, and a field for each column of the key"
)]
pub trait Parent<'k, K, V> {
    /// The key of a row.
    fn key_of(&'k self) -> V;
}

#[diagnostic::do_not_recommend]
impl<'k, K, M: Key<K> + 'k> Parent<'k, K, M::Values<'k>> for M {
    fn key_of(&'k self) -> M::Values<'k> {
        self.values()
    }
}

/// What stands before and after the parameter of a value.
pub type Around = (&'static str, &'static str);

/// `$3, coalesce($4, now())`, for these values behind two other parameters.
pub const fn parameters<const N: usize>(values: &[Around], before: usize) -> Text<N> {
    let mut text = Text::NEW;
    let mut n = 0;
    while n < values.len() {
        if n > 0 {
            text.add(", ");
        }
        text.add(values[n].0);
        text.add("$");
        text.number(before + n + 1);
        text.add(values[n].1);
        n += 1;
    }
    text
}

/// What there is, with commas between.
pub const fn list<const N: usize>(parts: &[&str]) -> Text<N> {
    let mut text = Text::NEW;
    let mut n = 0;
    while n < parts.len() {
        if text.length > 0 && !parts[n].is_empty() {
            text.add(", ");
        }
        text.add(parts[n]);
        n += 1;
    }
    text
}

/// A text that is being written. What does not fit is only counted, so that it can be written twice:
/// first without room, for its length.
pub struct Text<const N: usize> {
    /// What is written.
    pub bytes: [u8; N],
    /// How long all of it is.
    pub length: usize,
}

impl<const N: usize> Text<N> {
    const NEW: Self = Self {
        bytes: [0; N],
        length: 0,
    };

    const fn byte(&mut self, byte: u8) {
        if self.length < N {
            self.bytes[self.length] = byte;
        }
        self.length += 1;
    }

    const fn add(&mut self, text: &str) {
        let mut i = 0;
        while i < text.len() {
            self.byte(text.as_bytes()[i]);
            i += 1;
        }
    }

    const fn number(&mut self, n: usize) {
        if n >= 10 {
            self.number(n / 10);
        }
        self.byte(b"0123456789"[n % 10]);
    }
}

/// The values of all parts.
#[doc(hidden)]
#[macro_export]
macro_rules! __values {
    ($($part:expr),*) => {{
        const PARTS: &[&[$crate::access::expansion::Around]] = &[$($part),*];
        const ALL: [$crate::access::expansion::Around; $crate::__private::count(PARTS)] =
            $crate::__private::fill([("", ""); $crate::__private::count(PARTS)], PARTS);
        &ALL
    }};
}

/// The parameters of values, and how many there are before them.
#[doc(hidden)]
#[macro_export]
macro_rules! __parameters {
    ($values:expr, $before:literal) => {{
        const VALUES: &[$crate::access::expansion::Around] = $values;
        $crate::__written!(parameters, VALUES, $before)
    }};
}

/// Lists as one.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    ($($part:expr),*) => {{
        const PARTS: &[&$crate::__private::core::primitive::str] = &[$($part),*];
        $crate::__written!(list, PARTS)
    }};
}

/// What a function of this module writes, as a constant.
#[doc(hidden)]
#[macro_export]
macro_rules! __written {
    ($function:ident, $($argument:expr),*) => {{
        const LENGTH: $crate::__private::core::primitive::usize =
            $crate::access::expansion::$function::<0>($($argument),*).length;
        const BYTES: [$crate::__private::core::primitive::u8; LENGTH] =
            $crate::access::expansion::$function($($argument),*).bytes;
        match $crate::__private::core::str::from_utf8(&BYTES) {
            $crate::__private::core::result::Result::Ok(text) => text,
            $crate::__private::core::result::Result::Err(_) => "",
        }
    }};
}

#[cfg(test)]
mod tests {
    use super::Around;

    const GIVEN: &[Around] = crate::__values!(
        &[("", "")],
        &[],
        &[("coalesce(", "::text, 'x')"), ("", "::\"A\"")]
    );

    #[test]
    fn texts_of_parts_are_written_in_constants() {
        assert_eq!(
            crate::__parameters!(GIVEN, 8),
            "$9, coalesce($10::text, 'x'), $11::\"A\""
        );
        assert_eq!(crate::__parameters!(&[], 0), "");
        assert_eq!(
            crate::__parameters!(&[("", ""); 101], 900)
                .rsplit(' ')
                .next(),
            Some("$1001")
        );
        // A part can have nothing to give.
        assert_eq!(crate::__list!("", "a", "", "\"ö\", b", ""), "a, \"ö\", b");
        assert_eq!(crate::__list!("", ""), "");
    }
}
