//! diesel's own types. Others that diesel converts are known by their crates.

holds! {
    ::diesel::data_types::PgDate => date;
    ::diesel::data_types::PgInterval => interval;
    ::diesel::data_types::PgMoney => money;
    ::diesel::data_types::PgNumeric => numeric;
    ::diesel::data_types::PgTime => time;
    ::diesel::data_types::PgTimestamp => timestamp, timestamptz;
}
