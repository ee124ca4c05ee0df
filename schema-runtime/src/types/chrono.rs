//! The crate `chrono`.
//!
//! `NaiveDateTime` does not hold `timestamptz`, though diesel would convert it:
//! it has no time zone, and what it means then depends on who reads it.

use ::chrono::TimeZone;

holds! {
    for [Tz: TimeZone] ::chrono::DateTime<Tz> => timestamptz;
    ::chrono::NaiveDate => date;
    ::chrono::NaiveDateTime => timestamp;
    ::chrono::NaiveTime => time;
    ::chrono::TimeDelta => interval;
}
