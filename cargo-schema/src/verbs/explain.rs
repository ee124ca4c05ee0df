//! `cargo schema explain`: what an id in a message stands for.

use std::fmt::Write as _;

use clap::Args;
use schema_claims::MISTAKES;
use schema_snapshot::diff::severity_of;
use schema_snapshot::nearest::nearest;
use schema_snapshot::{conform, rules};

use super::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::report::{link, page};
use crate::terminal::STRONG;

const EXAMPLES: &str = "\
Examples:
  cargo schema explain foreign_key_index
      a rule: what it checks, why, an example, the fix
  cargo schema explain nullability_mismatch
      an error of `#[derive(Conformant)]`
  cargo schema explain column_type_changed
      a change that `diff` or `check` tells of

Exit status: 0 fine, 2 there is nothing of this id";

/// Says what a rule, an error or a change is about, why, and how it is mended
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The id, as it stands in brackets in the message
    #[arg(value_name = "RULE")]
    id: String,
}

/// Runs the verb.
///
/// # Errors
///
/// When there is no such id, with the nearest.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let id = arguments.id.trim().trim_matches(['[', ']', '`']);
    let id = match id {
        // The verdict of `check`, by the id of what the build and `lint` say.
        "model_without_table" => "unknown_table",
        id => id,
    };
    let (title, markdown, url) = if let Some(rule) = rules::find(id) {
        let title = rule.group.title();
        (title, rules::section(rule), link(rule.id))
    } else if rules::OF_EXCEPTIONS.contains(&id) {
        ("Exceptions", rules::meaning(id).to_owned(), link(id))
    } else if let Some(error) = conform::find(id) {
        let url = page(&format!("errors.md#{}", error.id));
        ("Errors", conform::section(error), url)
    } else if MISTAKES.contains(&id) {
        let told = "A mistake in an item or in its attributes, which fails the build: the message \
                    says where it is and what to write instead.";
        ("Attributes", told.to_owned(), link(id))
    } else if let Some(severity) = severity_of(id) {
        let told = format!(
            "A change between two schemas, of severity {}. Whether it is safe for a rolling deploy \
             is said beside each, with the reason.",
            severity.word()
        );
        ("Changes", told, page("changes.md"))
    } else {
        return Err(unknown(id));
    };
    let mut out = format!("{STRONG}{id}{STRONG:#}  {title}\n\n");
    plain(&mut out, &markdown);
    let _ = writeln!(out, "\n{url}");
    context.terminal.write(&out)?;
    Ok(Exit::Fine)
}

fn unknown(id: &str) -> Error {
    let ids = rules::ALL
        .iter()
        .map(|rule| rule.id)
        .chain(rules::OF_EXCEPTIONS)
        .chain(conform::DOCS.iter().map(|doc| doc.id))
        .chain(MISTAKES.iter().copied());
    let told = Error::usage(format!("there is no rule, error or change `{id}`"));
    match nearest(id, ids) {
        Some(near) => told.help(format!("did you mean `{near}`?")),
        None => told
            .help("`cargo schema rules` lists the rules")
            .help(format!("changes are listed in {}", page("changes.md"))),
    }
}

/// As wide as text is read easily.
const WIDTH: usize = 96;

/// Markdown for a terminal: paragraphs wrapped, code indented instead of fenced.
fn plain(out: &mut String, markdown: &str) {
    let mut code = false;
    for line in markdown.trim().lines() {
        if line.starts_with("```") {
            code = !code;
        } else if code {
            out.push_str(if line.is_empty() { "" } else { "    " });
            out.push_str(line);
            out.push('\n');
        } else {
            wrap(out, line);
        }
    }
}

/// A paragraph or an item of a list, whose further lines are indented.
fn wrap(out: &mut String, line: &str) {
    let indent = if line.starts_with("- ") { 2 } else { 0 };
    let mut width = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            let _ = write!(out, "\n{:indent$}", "");
            width = indent;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, conform, plain, rules};

    #[test]
    fn markdown_is_wrapped_and_code_is_not() {
        let mut out = String::new();
        let word = "x".repeat(60);
        let code = format!("{word} {word}");
        plain(
            &mut out,
            &format!("{word} {word}\n\n- {word} {word}\n\n```sql\n{code}\n\nb\n```\n\nend\n"),
        );
        assert_eq!(
            out,
            format!("{word}\n{word}\n\n- {word}\n  {word}\n\n    {code}\n\n    b\n\nend\n")
        );
    }

    #[test]
    fn nothing_of_the_pages_is_lost() {
        let pages = rules::ALL.iter().map(|rule| rules::section(rule));
        for page in pages.chain(conform::DOCS.iter().map(conform::section)) {
            let mut out = String::new();
            plain(&mut out, &page);
            let words = |text: &str| {
                let words = text.split_whitespace().map(str::to_owned);
                words
                    .filter(|word| !word.starts_with("```"))
                    .collect::<Vec<_>>()
            };
            assert_eq!(words(&out), words(&page));
            for line in out.lines().filter(|line| !line.starts_with("    ")) {
                assert!(line.chars().count() <= WIDTH, "{line}");
            }
        }
    }
}
