//! The command line: which verb, and what holds for all of them.

use std::ffi::OsString;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::cleanup;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::source::Environment;
use crate::terminal::Terminal;
use crate::verbs::{
    Context, analyze, baseline, check, ci, completions, diff, exceptions, explain, hook, init,
    lint, list, man, refresh, report, rules, status, verify_binary,
};

const AFTER: &str = "\
A snapshot of the database's schema is committed with the code; `#[derive(Conformant)]` of
`schema-runtime` makes the build fail when a model and the snapshot disagree.

Exit status: 0 fine, 1 the snapshot is stale or breaks a rule, or two schemas differ, 2 wrong use or configuration, 3 the database or the file system failed";

/// Takes the snapshot of a PostgreSQL schema, says what drifted, and holds it to a standard
#[derive(Parser, Debug)]
#[command(name = "cargo schema", bin_name = "cargo schema", version, after_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,

    /// Says nothing but warnings and errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Subcommand, Debug)]
enum Verb {
    Init(init::Arguments),
    Refresh(refresh::Arguments),
    Status(status::Arguments),
    Check(check::Arguments),
    Diff(diff::Arguments),
    Lint(lint::Arguments),
    Baseline(baseline::Arguments),
    Exceptions(exceptions::Arguments),
    Rules(rules::Arguments),
    Explain(explain::Arguments),
    List(list::Arguments),
    Analyze(analyze::Arguments),
    Report(report::Arguments),
    VerifyBinary(verify_binary::Arguments),
    Hook(hook::Arguments),
    Ci(ci::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// The command line as data, for what is made from it.
pub(crate) fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command. `cargo schema init` calls `cargo-schema schema init`; both are understood.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_some_and(|first| first == "schema") {
        arguments.remove(1);
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Fine
            };
        }
    };
    let terminal = Terminal { quiet: cli.quiet };
    let outcome = start(&cli, terminal);
    cleanup::wait_if_interrupted();
    outcome.unwrap_or_else(|error| {
        terminal.fail(&error);
        error.exit
    })
}

fn start(cli: &Cli, terminal: Terminal) -> Result<Exit> {
    cleanup::on_signals()
        .map_err(|error| Error::failed(format!("cannot handle signals: {error}")))?;
    let directory = std::env::current_dir()
        .map_err(|error| Error::failed(format!("the working directory can't be used: {error}")))?;
    let context = Context {
        environment: Environment::of_process(&directory),
        directory,
        terminal,
    };
    match &cli.verb {
        Verb::Init(arguments) => init::run(arguments, &context),
        Verb::Refresh(arguments) => refresh::run(arguments, &context),
        Verb::Status(arguments) => status::run(arguments, &context),
        Verb::Check(arguments) => check::run(arguments, &context),
        Verb::Diff(arguments) => diff::run(arguments, &context),
        Verb::Lint(arguments) => lint::run(arguments, &context),
        Verb::Baseline(arguments) => baseline::run(arguments, &context),
        Verb::Exceptions(arguments) => exceptions::run(arguments, &context),
        Verb::Rules(arguments) => rules::run(arguments, &context),
        Verb::Explain(arguments) => explain::run(arguments, &context),
        Verb::List(arguments) => list::run(arguments, &context),
        Verb::Analyze(arguments) => analyze::run(arguments, &context),
        Verb::Report(arguments) => report::run(arguments, &context),
        Verb::VerifyBinary(arguments) => verify_binary::run(arguments, &context),
        Verb::Hook(arguments) => hook::run(arguments, &context),
        Verb::Ci(arguments) => ci::run(arguments, &context),
        Verb::Completions(arguments) => completions::run(arguments, &context),
        Verb::Man(arguments) => man::run(arguments, &context),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        command().debug_assert();
    }
}
