//! The cold build of what a user depends on, beside serde's.

use std::fs;

use schema_tests::measure::{cargo, directory, measure, median, root};

const RUNS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ours = format!(
        "schema-runtime = {{ path = \"{}/schema-runtime\" }}",
        root().display()
    );
    let packages = [
        ("schema-runtime", ours.as_str()),
        (
            "serde (derive) + serde_json",
            "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"",
        ),
    ];
    let mut wall = [Vec::new(), Vec::new()];
    let mut cpu = [Vec::new(), Vec::new()];
    for run in 0..=RUNS {
        for (n, (_, dependencies)) in packages.iter().enumerate() {
            let dir = directory().join(format!("cold-{n}"));
            let _ = fs::remove_dir_all(dir.join("target"));
            fs::create_dir_all(dir.join("src"))?;
            fs::write(dir.join("src/lib.rs"), "")?;
            fs::write(
                dir.join("Cargo.toml"),
                format!(
                    "[package]\nname = \"cold\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n"
                ),
            )?;
            let cost = measure(
                cargo()
                    .current_dir(&dir)
                    .env("CARGO_TARGET_DIR", dir.join("target"))
                    // As packages from a registry are built, which ours is for its users; only
                    // here it is a path.
                    .env("CARGO_INCREMENTAL", "0")
                    .args(["build", "--quiet"]),
            );
            // The first run downloads.
            if run > 0 {
                wall[n].push(cost.wall);
                cpu[n].push(cost.cpu);
            }
        }
    }
    let [wall, cpu] = [wall, cpu].map(|both| both.map(median));
    println!(
        "\nCold `cargo build`, median of {RUNS}:\n\n| package | wall s | CPU s |\n|---|---|---|"
    );
    for (n, (name, _)) in packages.iter().enumerate() {
        println!("| {name} | {:.2} | {:.2} |", wall[n], cpu[n]);
    }
    println!(
        "| ratio | {:.2} | {:.2} |\n",
        wall[0] / wall[1],
        cpu[0] / cpu[1]
    );
    Ok(())
}
