//! `cargo schema init`: the first snapshot, and a commented configuration.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use schema_snapshot::config::{self, Config};
use schema_snapshot::store;

use super::Context;
use super::refresh::{What, unwritten};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::origin::Origin;
use crate::take::Selection;
use crate::{cleanup, place, report};

const EXAMPLES: &str = "\
Examples:
  cargo schema init
      from the database of `DATABASE_URL`, in the environment or the nearest `.env`
  cargo schema init --database-url postgresql://me@localhost/app --schema public --schema billing
      two schemas of a database; `schema.toml` remembers which
  cargo schema init --migrations migrations
      from migrations: those of sqlx, diesel, refinery, dbmate, or plain numbered files

Exit status: 0 fine, 2 wrong use or configuration, 3 the database or the file system failed";

/// Writes `schema/schema.toml` and takes the first snapshot
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    origin: Origin,
    #[command(flatten)]
    what: What,

    /// The directory to make. Otherwise the variable `SCHEMA_SNAPSHOT`, or `schema/` beside the
    /// workspace's or package's `Cargo.toml`
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,
}

/// Runs the verb.
///
/// # Errors
///
/// Then nothing has been written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let terminal = context.terminal;
    let snapshot = place::new(&context.directory, arguments.snapshot.as_deref())?;
    let shown = place::shown(&snapshot, &context.directory);
    // A configuration that is there counts: somebody may have written it first.
    let config = place::config(&snapshot, &context.directory)?;
    let what = &arguments.what;
    let selection = Selection::new(&what.schemas, &what.exclude, &config)?;
    let taken = arguments
        .origin
        .take(&context.environment, &selection, terminal)?;

    let written = cleanup::uninterrupted(|| {
        let migrations = arguments.origin.migrations.as_deref();
        let migrations = migrations.and_then(|path| beside(path, &snapshot, context));
        let text = configuration(&what.schemas, &what.exclude, migrations.as_deref());
        let made = Made::config(&snapshot, &text)?;
        match store::write(&snapshot, &taken.schema) {
            Ok(written) => Ok(written),
            Err(error) => {
                made.undo();
                Err(unwritten(&error))
            }
        }
    })?;
    cleanup::wait_if_interrupted();
    report::foreign(&written, &shown, terminal);
    terminal.head(format!("snapshot `{shown}` from {}", taken.origin));
    terminal.say(report::contents(&taken.schema));
    terminal.say(format!(
        "commit `{shown}`; `{shown}/schema.toml` is the standard, to be edited by hand"
    ));
    Ok(Exit::Fine)
}

/// The path of a directory from the one that the snapshot is in, when it is below that.
fn beside(path: &Path, snapshot: &Path, context: &Context) -> Option<String> {
    let whole = |path: &Path| context.directory.join(path).canonicalize().ok();
    let root = whole(snapshot.parent()?)?;
    let path = whole(path)?;
    let inside = path.strip_prefix(root).ok()?.to_str()?;
    Some(inside.replace(std::path::MAIN_SEPARATOR, "/"))
}

/// The template, with what the command line says in it: the next refresh takes the same.
fn configuration(schemas: &[String], exclude: &[String], migrations: Option<&str>) -> String {
    let mut text = config::template();
    if let Some(migrations) = migrations {
        text = text.replace(
            "#     migrations = \"migrations\"",
            &format!("migrations = {}", toml_string(migrations)),
        );
    }
    for (key, values) in [("schemas", schemas), ("exclude", exclude)] {
        if !values.is_empty() {
            let values: Vec<_> = values.iter().map(|value| toml_string(value)).collect();
            text = text.replace(
                &format!("# {key} = []"),
                &format!("{key} = [{}]", values.join(", ")),
            );
        }
    }
    debug_assert!(Config::parse(&text).is_ok());
    text
}

/// A basic string of TOML.
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What has been made, to be unmade when the rest fails.
struct Made {
    file: Option<PathBuf>,
    directory: Option<PathBuf>,
}

impl Made {
    fn config(snapshot: &Path, text: &str) -> Result<Self> {
        let failed = |path: &Path, error: std::io::Error| {
            Error::failed(format!("cannot write `{}`: {error}", path.display()))
                .help("`--snapshot DIR` makes the snapshot elsewhere")
        };
        let mut made = Self {
            file: None,
            directory: None,
        };
        if !snapshot.exists() {
            fs::create_dir_all(snapshot).map_err(|error| failed(snapshot, error))?;
            made.directory = Some(snapshot.to_owned());
        }
        let file = snapshot.join("schema.toml");
        if !file.exists() {
            if let Err(error) = fs::write(&file, text) {
                made.undo();
                return Err(failed(&file, error));
            }
            made.file = Some(file);
        }
        Ok(made)
    }

    fn undo(self) {
        if let Some(file) = self.file {
            let _ = fs::remove_file(file);
        }
        if let Some(directory) = self.directory {
            // Only when it is empty.
            let _ = fs::remove_dir(directory);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_configuration_remembers_the_selection() {
        assert_eq!(configuration(&[], &[], None), config::template());
        let text = configuration(
            &["public".to_owned(), r#"Odd "\ name"#.to_owned()],
            &["*.tmp_*".to_owned()],
            Some("db/migrations"),
        );
        let config = Config::parse(&text).unwrap();
        assert_eq!(config.schemas, ["public", r#"Odd "\ name"#]);
        assert_eq!(config.exclude, ["*.tmp_*"]);
        assert_eq!(config.migrations.as_deref(), Some("db/migrations"));
    }
}
