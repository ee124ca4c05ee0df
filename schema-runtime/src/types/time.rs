//! The crate `time`.
//!
//! `PrimitiveDateTime` does not hold `timestamptz`, though diesel would convert
//! it: it has no time zone, and what it means then depends on who reads it.

holds! {
    ::time::Date => date;
    ::time::Duration => interval;
    ::time::OffsetDateTime => timestamptz;
    ::time::PrimitiveDateTime => timestamp;
    ::time::Time => time;
}
