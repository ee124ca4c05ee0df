//! The records in the file of a program.
//!
//! They are looked for by what they begin with, and not by what an object file says of its parts: so
//! a file of any platform will do, one without a table of sections, an archive, and several programs
//! in one file.

use super::record::{Record, RecordError, magic};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedded {
    /// The records, each once, in the order of the file.
    pub records: Vec<Record>,
    /// What begins as a record and is none, by its offset: the file is cut short or damaged, or of a
    /// newer version. Not all models are known then.
    pub problems: Vec<(usize, RecordError)>,
}

/// Finds all records in the bytes of a file.
pub fn find(bytes: &[u8]) -> Embedded {
    let magic = magic();
    let magic = magic.as_bytes();
    let mut found = Embedded::default();
    let mut at = 0;
    while let Some(next) = position(&bytes[at..], magic) {
        let start = at + next;
        at = start + magic.len();
        match Record::read_after_magic(&bytes[at..]) {
            Ok((record, length)) => {
                at += length;
                if !found.records.contains(&record) {
                    found.records.push(record);
                }
            }
            Err(error) => found.problems.push((start, error)),
        }
    }
    found
}

/// Where a text stands first. Its first byte is rare in programs' texts and frequent elsewhere, its
/// second is looked at with it.
fn position(bytes: &[u8], text: &[u8]) -> Option<usize> {
    let (first, rest) = text.split_first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| byte == first)?;
        at += 1;
        if bytes.get(at..)?.starts_with(rest) {
            return Some(at - 1);
        }
    }
}
