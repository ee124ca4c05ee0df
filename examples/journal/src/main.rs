//! `cargo run -p journal`: what the application sends to its database, and when.

fn main() {
    for (purpose, sql) in journal::statements::all() {
        println!("-- {purpose}\n{sql};\n");
    }
}
