//! SQLSTATE codes.

use core::fmt;
use core::str::FromStr;

use super::codes::CODES;

/// A SQLSTATE: five digits and upper-case letters that say what an error is, in every language
/// that a server speaks.
///
/// PostgreSQL's own are constants here; a function of yours can raise any other. See [Appendix A] of
/// its manual.
///
/// [Appendix A]: https://www.postgresql.org/docs/current/errcodes-appendix.html
///
/// ```
/// use schema_runtime::SqlState;
///
/// let state: SqlState = "23505".parse()?;
/// assert_eq!(state, SqlState::UNIQUE_VIOLATION);
/// assert_eq!(state.class(), "23");
/// assert_eq!(state.condition_name(), Some("unique_violation"));
/// # Ok::<(), schema_runtime::InvalidSqlState>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SqlState([u8; 5]);

impl SqlState {
    /// The code of five bytes, or `None` when they are not digits and upper-case letters.
    pub const fn new(code: &str) -> Option<Self> {
        let (Some(&bytes), true) = (code.as_bytes().first_chunk::<5>(), code.len() == 5) else {
            return None;
        };
        let mut i = 0;
        while i < bytes.len() {
            if !(bytes[i].is_ascii_digit() || bytes[i].is_ascii_uppercase()) {
                return None;
            }
            i += 1;
        }
        Some(Self(bytes))
    }

    /// One of the table. What is no code there does not compile.
    pub(super) const fn literal(code: &str) -> Self {
        match Self::new(code) {
            Some(state) => state,
            None => panic!("not a SQLSTATE"),
        }
    }

    /// The code.
    pub const fn as_str(&self) -> &str {
        match core::str::from_utf8(&self.0) {
            Ok(code) => code,
            // `new` lets nothing else in.
            Err(_) => "",
        }
    }

    /// The first two characters, which group the codes: `23` is "integrity constraint violation".
    pub fn class(&self) -> &str {
        self.as_str().get(..2).unwrap_or_default()
    }

    /// PL/pgSQL's name for it: `unique_violation`. `None` for a code that PostgreSQL has no name for.
    pub fn condition_name(self) -> Option<&'static str> {
        let at = CODES.binary_search_by_key(&self, |(code, _)| *code).ok()?;
        Some(CODES[at].1)
    }

    /// All that PostgreSQL 13 to 18 have, with their condition names, sorted by code.
    pub fn all() -> impl ExactSizeIterator<Item = (Self, &'static str)> {
        CODES.iter().copied()
    }
}

impl fmt::Display for SqlState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for SqlState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SqlState({})", self.as_str())
    }
}

impl FromStr for SqlState {
    type Err = InvalidSqlState;

    fn from_str(code: &str) -> Result<Self, InvalidSqlState> {
        Self::new(code).ok_or(InvalidSqlState)
    }
}

/// The text is no SQLSTATE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidSqlState;

impl fmt::Display for InvalidSqlState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a SQLSTATE has five characters, digits and upper-case letters")
    }
}

impl core::error::Error for InvalidSqlState {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{CODES, SqlState};

    #[test]
    fn the_table_is_sorted_so_that_each_code_is_found() {
        assert!(CODES.is_sorted_by(|(a, _), (b, _)| a < b));
        for (code, name) in CODES {
            assert_eq!(code.condition_name(), Some(*name));
        }
        assert_eq!(SqlState::new("ZZ999").unwrap().condition_name(), None);
    }

    #[test]
    fn only_five_digits_and_upper_case_letters_are_a_code() {
        for text in ["", "2350", "235055", "2350x", "2350 ", "235ö"] {
            assert_eq!(SqlState::new(text), None, "{text}");
        }
        assert_eq!(SqlState::new("P0ABC").unwrap().as_str(), "P0ABC");
        assert_eq!(size_of::<SqlState>(), 5);
    }
}
