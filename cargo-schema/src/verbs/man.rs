//! `cargo schema man`: the manual pages.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;

use super::Context;
use super::completions::PROGRAM;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::report::plural;
use crate::{cli, place};

const EXAMPLES: &str = "\
Examples:
  cargo schema man ~/.local/share/man/man1
      then `man cargo-schema` and `man cargo-schema-refresh` show them

Exit status: 0 fine, 2 wrong use, 3 the file system failed";

/// Writes a manual page for the command and one for each verb
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The directory; it is made when it is not there
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

/// Runs the verb.
///
/// # Errors
///
/// When a page can't be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let directory = context.directory.join(&arguments.directory);
    let shown = place::shown(&directory, &context.directory);
    let failed = |error: std::io::Error| {
        Error::failed(format!("cannot write manual pages to `{shown}`: {error}"))
    };
    fs::create_dir_all(&directory).map_err(failed)?;
    let pages = pages();
    for page in &pages {
        page.generate_to(&directory).map_err(failed)?;
    }
    let count = plural(pages.len(), "manual page");
    context.terminal.say(format!("{count} in `{shown}`"));
    Ok(Exit::Fine)
}

/// That of the command, and that of each verb.
fn pages() -> Vec<Man> {
    fn add(command: &Command, pages: &mut Vec<Man>) {
        // Without a date what comes after it would be taken for one.
        let page = Man::new(command.clone()).date(" ");
        pages.push(page.source(concat!("cargo-schema ", env!("CARGO_PKG_VERSION"))));
        for verb in command.get_subcommands() {
            add(verb, pages);
        }
    }
    let mut command = cli::command().name(PROGRAM).disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    add(&command, &mut pages);
    pages
}
