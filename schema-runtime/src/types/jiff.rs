//! The crate `jiff`.

holds! {
    ::jiff::Timestamp => timestamptz;
    ::jiff::civil::Date => date;
    ::jiff::civil::DateTime => timestamp;
    ::jiff::civil::Time => time;
}
