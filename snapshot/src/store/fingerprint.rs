//! The frame of each file: a fingerprint, and the text it is of.
//!
//! ```text
//! {
//!   "fingerprint": "<64 lower-case hexadecimal digits>",
//!   "name": "public.users",
//!   ...
//! }
//! ```
//!
//! The fingerprint is the SHA-256 of all bytes after its own line, with CRLF
//! read as LF, because git may check text out with either. What stands before
//! is compared byte by byte, so no byte of a file can change unseen.

use std::borrow::Cow;

use crate::store::paths::hex_digit;

const OPEN: &[u8] = b"{\n  \"fingerprint\": \"";
const CLOSE: &[u8] = b"\",\n";
const HEX: usize = 64;
const HEAD: usize = OPEN.len() + HEX + CLOSE.len();

/// Frames the canonical text of a document.
#[cfg(feature = "refresh")]
pub(super) fn seal(text: &str) -> String {
    let body = text.strip_prefix("{\n").unwrap_or(text);
    let mut out = String::with_capacity(HEAD + body.len());
    out.push_str("{\n  \"fingerprint\": \"");
    out.push_str(&hex(body.as_bytes()));
    out.push_str("\",\n");
    out.push_str(body);
    out
}

/// The fingerprint of a file, when the file is as it was written.
///
/// The green path of each derive, unoptimised as macros are: no text is copied,
/// the bytes are hashed once.
pub(super) fn verify(bytes: &[u8]) -> Result<String, Damage> {
    let bytes = normalised(bytes);
    let inner = || {
        let head = bytes.get(..HEAD)?;
        let stated = head.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        let found = hex(bytes.get(HEAD..)?);
        (found.as_bytes() == stated).then_some(found)
    };
    inner().ok_or_else(|| diagnose(&bytes))
}

/// CRLF as LF; nothing is copied when there is no carriage return.
pub(super) fn normalised(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.contains(&b'\r') {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        if byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            out.push(byte);
        }
    }
    Cow::Owned(out)
}

/// SHA-256, in 64 lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(HEX);
    for byte in hmac_sha256::Hash::hash(bytes) {
        out.push(hex_digit(byte >> 4));
        out.push(hex_digit(byte));
    }
    out
}

/// What happened to a file whose fingerprint does not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    /// A line, counted from 1, that begins with `<<<<<<<`, `=======` or `>>>>>>>`.
    Conflict(usize),
    /// The end is missing.
    Truncated,
    /// It begins with a byte order mark.
    ByteOrderMark,
    /// It is not UTF-8.
    NotUtf8,
    /// It has no fingerprint at all: somebody else's file.
    Foreign,
    /// Anything else: edited or reformatted.
    Edited,
}

fn diagnose(bytes: &[u8]) -> Damage {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Damage::ByteOrderMark;
    }
    let marker = |line: &[u8]| {
        [b"<<<<<<<", b"=======", b">>>>>>>"]
            .iter()
            .any(|m| line.starts_with(*m))
    };
    if let Some(line) = bytes.split(|&b| b == b'\n').position(marker) {
        return Damage::Conflict(line + 1);
    }
    if !is_ours(bytes) {
        return Damage::Foreign;
    }
    // Zero bytes are what some file systems leave of a file after a power cut.
    let cut = bytes.iter().all(|&b| b == 0)
        || match std::str::from_utf8(bytes) {
            Ok(text) => serde_json::from_str::<serde_json::Value>(text).is_err_and(|e| e.is_eof()),
            // Cut inside a character, or not text at all.
            Err(error) if error.error_len().is_some() => return Damage::NotUtf8,
            Err(_) => true,
        };
    if cut {
        Damage::Truncated
    } else {
        Damage::Edited
    }
}

/// Whether a file was once written by `cargo schema`, however damaged it is by now: it is a
/// beginning of the frame (empty, or zero bytes after a power cut, count), or one of its first lines
/// has the word or a hash. Only such files are ever replaced or removed.
pub(super) fn is_ours(bytes: &[u8]) -> bool {
    let text = normalised(bytes);
    let word = b"\"fingerprint\"";
    let framed = |line: &[u8]| {
        let hash = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
        line.windows(word.len()).any(|part| part == word) || line.windows(HEX).any(hash)
    };
    OPEN.starts_with(&text)
        || text.iter().all(|&b| b == 0)
        || text.split(|&b| b == b'\n').take(3).any(framed)
}

#[cfg(test)]
mod tests {
    use super::{Damage, is_ours, seal, verify};

    const TEXT: &str = "{\n  \"name\": \"public.users\",\n  \"kind\": \"view\"\n}\n";

    #[test]
    fn what_was_sealed_verifies() {
        let sealed = seal(TEXT);
        let fingerprint = verify(sealed.as_bytes()).expect("as it was written");
        assert_eq!(
            sealed,
            format!("{{\n  \"fingerprint\": \"{fingerprint}\",\n{}", &TEXT[2..])
        );
        // The value of another implementation: `printf ... | sha256sum`.
        assert_eq!(
            fingerprint,
            "05747d68be6eef56841ec7bd4fcf1b0167845228758248540864ac15b9703086"
        );
    }

    #[test]
    fn line_ends_of_windows_do_not_matter() {
        let sealed = seal(TEXT);
        assert_eq!(
            verify(sealed.replace('\n', "\r\n").as_bytes()),
            verify(sealed.as_bytes())
        );
        assert!(verify(sealed.replace('\n', "\r").as_bytes()).is_err());
    }

    #[test]
    fn damage_is_named() {
        let sealed = seal(TEXT);
        let damage = |bytes: &[u8]| verify(bytes).expect_err("damaged");
        for cut in 0..sealed.len() - 2 {
            assert_eq!(
                damage(&sealed.as_bytes()[..cut]),
                Damage::Truncated,
                "{cut}"
            );
        }
        assert_eq!(damage(&[0; 4096]), Damage::Truncated);
        assert_eq!(damage(sealed.trim_end().as_bytes()), Damage::Edited);
        assert_eq!(
            damage(sealed.replace("view", "table").as_bytes()),
            Damage::Edited
        );
        assert_eq!(
            damage(sealed.replace("  ", "    ").as_bytes()),
            Damage::Edited
        );
        assert_eq!(
            damage(format!("\u{feff}{sealed}").as_bytes()),
            Damage::ByteOrderMark
        );
        assert_eq!(damage(TEXT.as_bytes()), Damage::Foreign);
        assert_eq!(damage(b"{\"fingerprint\": \"\xff\"}"), Damage::NotUtf8);
        let conflict = sealed.replace("{\n", "{\n<<<<<<< HEAD\n");
        assert_eq!(damage(conflict.as_bytes()), Damage::Conflict(2));
        assert_eq!(
            damage(conflict.replace('\n', "\r\n").as_bytes()),
            Damage::Conflict(2)
        );
    }

    #[test]
    fn every_changed_byte_is_seen() {
        let sealed = seal(TEXT).into_bytes();
        for at in 0..sealed.len() {
            for change in (0..8)
                .map(|bit| 1 << bit)
                .chain([sealed[at] ^ b'\r', sealed[at] ^ b'\n'])
            {
                let mut damaged = sealed.clone();
                damaged[at] ^= change;
                assert!(change == 0 || verify(&damaged).is_err(), "{at} {change}");
                assert!(is_ours(&damaged), "{at} {change}");
            }
            let mut shorter = sealed.clone();
            shorter.remove(at);
            assert!(verify(&shorter).is_err(), "{at}");
        }
    }

    #[test]
    fn files_of_others_are_recognised() {
        assert!(is_ours(seal(TEXT).as_bytes()));
        assert!(is_ours(b""));
        assert!(!is_ours(
            b"{\n  \"$schema\": \"https://json-schema.org\"\n}\n"
        ));
        assert!(!is_ours(b"[]"));
    }
}
