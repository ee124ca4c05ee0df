//! `cargo xtask demo`: a real build that fails on real drift.

use crate::Error;

pub(crate) fn run() -> Result<(), Error> {
    Err("the demonstration needs the derive".into())
}
