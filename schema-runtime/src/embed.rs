//! What the derive puts into the program.
//!
//! A record is a text in a section of its own. `#[used]` keeps the compiler from dropping it, and takes it
//! out of a library that nothing else of is used. What is left is the linker, which drops what nothing
//! refers to:
//!
//! - In an ELF file it is a note. Notes are kept, and `strip` keeps what is loaded.
//! - GNU ld, of a file for Windows, keeps what it takes for what exceptions are unwound by, `.xdata`, where
//!   it is reached by its address only. Microsoft's and LLVM's linkers keep what `#[used]` marks.
//! - Those of Apple keep what `#[used]` marks, too.
//!
//! `cargo schema verify-binary` finds the text by what it begins with.

/// A record, and those of what it is made of.
#[derive(Debug)]
pub struct Record {
    /// The text, as `schema_snapshot::verify::Record` reads it.
    pub text: &'static [u8],
    /// The records of the types that its fields are bound to, and of flattened structs.
    pub uses: &'static [Option<&'static Record>],
}

/// What `#[derive(Conformant)]` has written a record for.
#[diagnostic::on_unimplemented(
    message = "nothing was recorded of `{Self}`",
    label = "not bound to a relation or type of the schema",
    note = "`#[derive(Conformant)]` records what stands for a relation or for a type of the schema's own"
)]
pub trait Recorded {
    /// None where the derive has failed.
    const RECORD: Option<&'static Record>;
}

/// A record as a note of an ELF file.
#[derive(Debug)]
#[repr(C, align(4))]
pub struct Note<const N: usize> {
    name_size: u32,
    size: u32,
    kind: u32,
    name: [u8; 8],
    /// The text.
    pub text: [u8; N],
}

/// The note of a text, whose length is `N`.
pub const fn note<const N: usize>(text: &str) -> Note<N> {
    let mut copy = [0; N];
    if let Some(all) = text.as_bytes().first_chunk::<N>() {
        copy = *all;
    }
    Note {
        name_size: 7,
        #[allow(clippy::cast_possible_truncation, reason = "a text in a program")]
        size: N as u32,
        kind: 1,
        name: *b"schema\0\0",
        text: copy,
    }
}

/// Puts a record into the program: `[generics] [Type<..>] [predicates] head body [uses]`, as
/// [`__holds!`](crate::__holds) has the first three. Declares `CONFORMANT_RECORD`.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    (
        [$($generics:tt)*] [$ty:ty] [$($predicates:tt)*]
        $head:literal $body:literal [$($uses:expr,)*]
    ) => {
        const CONFORMANT_TEXT: &$crate::__private::core::primitive::str = $crate::__private::core::concat!(
            $head, $crate::__private::core::module_path!(), "\n", $body
        );
        #[used]
        #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__schema"))]
        #[cfg_attr(windows, unsafe(link_section = ".xdata$schema"))]
        #[cfg_attr(
            not(any(target_vendor = "apple", windows)),
            unsafe(link_section = ".note.schema")
        )]
        static CONFORMANT_NOTE: $crate::__private::Note<{ CONFORMANT_TEXT.len() }> =
            $crate::__private::note(CONFORMANT_TEXT);
        const CONFORMANT_RECORD: $crate::__private::core::option::Option<
            &$crate::__private::Record
        > = $crate::__private::core::option::Option::Some(&$crate::__private::Record {
            text: &CONFORMANT_NOTE.text,
            uses: &[$($uses,)*],
        });
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::Recorded for $ty where $($predicates)* {
            const RECORD: $crate::__private::core::option::Option<
                &'static $crate::__private::Record
            > = CONFORMANT_RECORD;
        }
    };
}
