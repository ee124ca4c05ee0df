//! The command: see the library of the same package.

fn main() {}
