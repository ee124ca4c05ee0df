//! Where things stand inside a snapshot, and file names for every identifier.
//!
//! A name of lower-case ASCII letters, digits and underscores is its own file
//! name. In others an upper-case ASCII letter is written `+` and its lower-case
//! form, and any other byte `-` and two hexadecimal digits:
//!
//! | identifier | file name |
//! |---|---|
//! | `users` | `users` |
//! | `Weird Name` | `+weird-20+name` |
//! | `weird name` | `weird-20name` |
//! | `index.json` | `index-2ejson` |
//! | `con` | `-63on` |
//! | the empty name | `-` |
//!
//! So file names are of `a-z 0-9 _ + -` only. They differ whenever the
//! identifiers do, also where the file system ignores letter case or normalises
//! Unicode. They have no dot, so no schema's directory can be `index.json`,
//! `schema.toml` or a dot-directory, and a relation called `types` is
//! `types.json` beside the directory `types`. The device names of Windows
//! (`con`, `nul`, `com1`, ...) are devices with an extension too, hence their
//! first letter is escaped. The longest identifier of PostgreSQL is 63 bytes
//! (`NAMEDATALEN` - 1): three characters a byte and `.json` are 194, well below
//! the 255 bytes that file systems allow.

use std::path::{Path, PathBuf};

use crate::name::QualifiedName;

/// The index's file.
pub(super) const INDEX: &str = "index.json";
/// The team's configuration.
pub(super) const CONFIG: &str = "schema.toml";
/// The list of moves, while they are being done. Its name has a dot, so that it is no schema's.
pub(super) const JOURNAL: &str = "refresh.journal";
const TYPES: &str = "types";
const FUNCTIONS: &str = "functions";
const BASELINE: &str = "baseline";
const EXTENSION: &str = ".json";

/// The file name, without extension, of an identifier.
pub fn escape(name: &str) -> String {
    if name.is_empty() {
        return "-".to_owned();
    }
    let mut out = String::with_capacity(name.len() + EXTENSION.len());
    let device = is_device(name);
    for (at, byte) in name.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' if !(device && at == 0) => out.push(char::from(byte)),
            b'A'..=b'Z' => {
                out.push('+');
                out.push(char::from(byte.to_ascii_lowercase()));
            }
            _ => {
                out.push('-');
                out.push(hex_digit(byte >> 4));
                out.push(hex_digit(byte & 15));
            }
        }
    }
    out
}

/// The identifier whose [`escape`] this is; `None` when there is none.
pub fn unescape(file: &str) -> Option<String> {
    if file == "-" {
        return Some(String::new());
    }
    let mut bytes = Vec::with_capacity(file.len());
    let mut rest = file.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => rest.next()?.to_ascii_uppercase(),
            b'-' => {
                let (high, low) = (rest.next()?, rest.next()?);
                (hex_value(high)? << 4) | hex_value(low)?
            }
            other => other,
        });
    }
    let name = String::from_utf8(bytes).ok()?;
    // Only one spelling of each name counts, so that a name has one file.
    (escape(&name) == file).then_some(name)
}

/// Names that Windows gives to devices, in every directory and with any extension.
fn is_device(name: &str) -> bool {
    match name.as_bytes() {
        b"con" | b"prn" | b"aux" | b"nul" => true,
        [prefix @ .., digit] => (prefix == b"com" || prefix == b"lpt") && digit.is_ascii_digit(),
        [] => false,
    }
}

pub(super) fn hex_digit(value: u8) -> char {
    char::from(b"0123456789abcdef"[usize::from(value & 15)])
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// What a directory of a schema holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folder {
    /// `public/users.json`
    Relations,
    /// `public/types/order_status.json`
    Types,
    /// `public/functions/touch.json`
    Functions,
    /// `public/baseline/users.json`
    Baseline,
}

impl Folder {
    #[cfg(feature = "refresh")]
    pub(super) const ALL: [Self; 4] = [
        Self::Relations,
        Self::Types,
        Self::Functions,
        Self::Baseline,
    ];
    /// What a refresh makes.
    #[cfg(feature = "refresh")]
    pub(super) const OF_SCHEMA: &[Self] = &[Self::Relations, Self::Types, Self::Functions];

    /// The file of a name, relative to the snapshot, with forward slashes.
    pub(super) fn file(self, name: &QualifiedName) -> String {
        let mut out = self.directory(&name.schema);
        out.push('/');
        out.push_str(&escape(&name.name));
        out.push_str(EXTENSION);
        out
    }

    /// The directory of a schema's things, relative to the snapshot, with forward slashes.
    pub(super) fn directory(self, schema: &str) -> String {
        let mut out = escape(schema);
        let below = match self {
            Self::Relations => return out,
            Self::Types => TYPES,
            Self::Functions => FUNCTIONS,
            Self::Baseline => BASELINE,
        };
        out.push('/');
        out.push_str(below);
        out
    }
}

/// The name that a file of a folder stands for; `None` for files that are not the snapshot's.
pub(super) fn stem(file: &str) -> Option<String> {
    unescape(file.strip_suffix(EXTENSION)?)
}

/// Whether a relative path, with forward slashes, is one that a snapshot's file can have. A journal
/// that was tampered with must not reach outside.
#[cfg(feature = "refresh")]
pub(super) fn is_place(file: &str) -> bool {
    let mut parts = file.split('/');
    let (first, second, third, rest) = (parts.next(), parts.next(), parts.next(), parts.next());
    match (first, second, third, rest) {
        (Some(file), None, None, None) => file == INDEX || file == CONFIG,
        (Some(schema), Some(file), None, None) => {
            unescape(schema).is_some() && stem(file).is_some()
        }
        (Some(schema), Some(folder), Some(file), None) => {
            unescape(schema).is_some()
                && [TYPES, FUNCTIONS, BASELINE].contains(&folder)
                && stem(file).is_some()
        }
        _ => false,
    }
}

/// What the file at a relative path, with forward slashes, is about; `None` for the index, the
/// configuration, and files that are not the snapshot's.
#[cfg(feature = "refresh")]
pub(super) fn document(file: &str) -> Option<(Folder, QualifiedName)> {
    if !is_place(file) {
        return None;
    }
    let (directory, name) = file.rsplit_once('/')?;
    let (schema, folder) = match directory.split_once('/') {
        None => (directory, Folder::Relations),
        Some((schema, TYPES)) => (schema, Folder::Types),
        Some((schema, BASELINE)) => (schema, Folder::Baseline),
        Some((schema, _)) => (schema, Folder::Functions),
    };
    Some((folder, QualifiedName::new(unescape(schema)?, stem(name)?)))
}

/// Whether a relative path is that of a baseline.
pub(super) fn is_of_baseline(file: &str) -> bool {
    file.split('/').nth(1) == Some(BASELINE)
}

/// Joins a relative path with forward slashes to the snapshot's directory.
pub(super) fn join(dir: &Path, file: &str) -> PathBuf {
    let mut path = dir.to_path_buf();
    path.extend(file.split('/'));
    path
}

#[cfg(test)]
mod tests {
    use super::{Folder, escape, is_place, stem, unescape};
    use crate::name::QualifiedName;

    #[test]
    fn plain_names_stay_as_they_are() {
        for name in ["users", "order", "a1", "_private", "2fa_codes", "types"] {
            assert_eq!(escape(name), name);
        }
    }

    #[test]
    fn names_that_differ_in_case_only_get_different_files() {
        let files = ["Weird Name", "weird name", "WEIRD NAME"].map(escape);
        assert_eq!(
            files,
            ["+weird-20+name", "weird-20name", "+w+e+i+r+d-20+n+a+m+e"]
        );
    }

    #[test]
    fn device_names_of_windows_are_avoided() {
        assert_eq!(escape("con"), "-63on");
        assert_eq!(escape("com1"), "-63om1");
        assert_eq!(escape("CON"), "+c+o+n");
        assert_eq!(escape("console"), "console");
        assert_eq!(escape("com10"), "com10");
    }

    #[test]
    fn the_longest_names_fit() {
        let shapes = ["🦀".repeat(15) + "abc", "A".repeat(63), "\u{7f}".repeat(63)];
        for name in shapes {
            assert_eq!(name.len(), 63);
            let file = Folder::Relations.file(&QualifiedName::new("s", name.as_str()));
            let file = file.strip_prefix("s/").map_or(0, str::len);
            assert!((1..=194).contains(&file), "{file}");
        }
    }

    #[test]
    fn other_spellings_of_a_name_are_not_its_file() {
        for file in [
            "-75sers", "Users", "-", "", "+1", "-zz", "-2", "con", "a b", "-2E",
        ] {
            let name = unescape(file);
            assert!(file == "-" || name.is_none(), "{file}: {name:?}");
        }
        assert_eq!(unescape("-"), Some(String::new()));
    }

    #[test]
    fn only_files_of_a_snapshot_are_places() {
        for file in [
            "index.json",
            "schema.toml",
            "public/users.json",
            "public/types/types.json",
            "functions/functions/functions.json",
            "public/baseline/users.json",
        ] {
            assert!(is_place(file), "{file}");
        }
        for file in [
            "",
            "users.json",
            "/etc/passwd",
            "../users.json",
            "public/../users.json",
            "public/../../users.json",
            "public/notes.txt",
            "public/other/users.json",
            "public/types/deep/users.json",
        ] {
            assert!(!is_place(file), "{file}");
        }
    }

    #[test]
    fn folders_do_not_collide() {
        let types = QualifiedName::new("public", "types");
        assert_eq!(Folder::Relations.file(&types), "public/types.json");
        assert_eq!(Folder::Types.file(&types), "public/types/types.json");
        assert_eq!(
            Folder::Functions.file(&types),
            "public/functions/types.json"
        );
        assert_eq!(stem("types"), None);
    }
}
