//! For a comment on a pull request: Markdown as GitHub and GitLab read it.

use std::fmt::Write as _;

use super::document::{Document, Group};
use super::page::{Block, Page, Section};
use super::{Unread, plural};

/// GitHub takes comments of 65,536 characters; what is around the tables needs some of them.
const LIMIT: usize = 60_000;

pub(super) fn render(document: &Document<'_>) -> String {
    let verb = document.verb;
    // By this a workflow finds the comment that it wrote before, to replace it.
    let mut out = format!("<!-- cargo schema {verb} -->\n### Schema\n\n");
    for line in &document.intro {
        let _ = writeln!(out, "{}  ", one_line(line));
    }
    if !document.intro.is_empty() {
        out.push('\n');
    }
    // Lines of their own stay so.
    let _ = writeln!(out, "{}", document.summary.replace('\n', "  \n"));
    let mut blocks = document
        .unread
        .iter()
        .map(damage)
        .chain(document.found().map(|found| group(found, 4)));
    let mut left = 0;
    for block in blocks.by_ref() {
        if out.len() + block.len() > LIMIT {
            left = 1;
            break;
        }
        out.push_str(&block);
    }
    left += blocks.count();
    if left > 0 {
        let _ = writeln!(
            out,
            "\n... and {} more, for which a comment has no room; `cargo schema {verb}` shows them",
            plural(left, "relation")
        );
    }
    out
}

/// A page of its own, of any length.
pub(super) fn page(page: &Page) -> String {
    let mut out = format!("# {}\n\n{}\n", page.title, page.subtitle);
    for section in &page.sections {
        self::section(&mut out, section, 2);
    }
    out
}

fn section(out: &mut String, section: &Section, level: usize) {
    let _ = writeln!(out, "\n{} {}", "#".repeat(level), one_line(&section.title));
    for block in &section.blocks {
        match block {
            Block::Text(text) => {
                let _ = writeln!(out, "\n{}", prose(text));
            }
            Block::List(lines) => {
                out.push('\n');
                for line in lines {
                    let _ = writeln!(out, "- {}", prose(line));
                }
            }
            Block::Table(shows, table) => {
                out.push('\n');
                // The heading has said it.
                if *shows != section.title {
                    let _ = write!(out, "{shows}:\n\n");
                }
                out.push_str(&table.markdown());
            }
            Block::Findings(groups) => {
                out.extend(groups.iter().map(|found| group(found, level + 1)));
            }
            // The table says it.
            Block::Chart(_) => {}
        }
    }
    for part in &section.parts {
        self::section(out, part, level + 1);
    }
}

/// Text outside of code is no HTML.
fn prose(text: &str) -> String {
    let parts = one_line(text);
    let parts = parts.split('`').enumerate();
    let parts: Vec<_> = parts
        .map(|(n, part)| {
            if n % 2 == 0 {
                part.replace('<', "\\<")
            } else {
                part.to_owned()
            }
        })
        .collect();
    parts.join("`")
}

fn damage(unread: &Unread) -> String {
    let mut out = format!("\n- **error** {}\n", one_line(&unread.message));
    for help in &unread.help {
        let _ = writeln!(out, "  - {}", one_line(help));
    }
    out
}

fn group(group: &Group, level: usize) -> String {
    let heading = group.heading(&code(&group.name));
    let mut out = format!("\n{} {heading}\n\n", "#".repeat(level));
    for entry in &group.entries {
        let _ = write!(
            out,
            "- **{}** [{}]({}): {}",
            entry.word,
            code(&entry.kind),
            entry.url,
            one_line(entry.inside())
        );
        if let Some(at) = &entry.at {
            let _ = write!(out, " ({})", code(&format!("{}:{}", at.file, at.line)));
        }
        out.push('\n');
        if let Some(sql) = &entry.sql {
            let fence = "`".repeat(longest_run(sql).max(2) + 1);
            let _ = write!(out, "\n  {fence}sql\n");
            for line in sql.lines() {
                let _ = writeln!(out, "  {line}");
            }
            let _ = writeln!(out, "  {fence}");
        }
        for remark in entry.remarks() {
            let _ = writeln!(out, "  - {}", one_line(&remark));
        }
    }
    out
}

/// A code span. Backticks within need longer ones around.
fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text) + 1);
    let space = if ticks.len() > 1 { " " } else { "" };
    format!("{ticks}{space}{}{space}{ticks}", one_line(text))
}

/// How many backticks follow each other at most.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// A message is Markdown, of one line; a name in it may have any character, also a line's end.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::{LIMIT, code};

    #[test]
    fn a_comment() {
        insta::assert_snapshot!(super::render(&testing::report().document()), @r#"
        <!-- cargo schema lint -->
        ### Schema

        2 relations and 3 models checked: 2 errors, 1 warning, 2 files not checked, 2 suppressed; 12 types and 1 model with conditions are left to the build

        - **error** `schema/public/tags.json` is cut short
          - run `cargo schema refresh`

        - **error** `src/broken.rs` is no Rust
          - mend the file

        #### table `public.orders`

        - **error** [`foreign_key_index`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#foreign_key_index): column `user_id`, 100% a <reference> & "more", has no index

          ```sql
          CREATE INDEX orders_user_id_idx
            ON public.orders (user_id);
          ```
          - leave it, it is small: 100 rows
        - **warning** [`timestamp_default`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#timestamp_default): `created_at` has no default (`src/models.rs:14`)

        #### item `Status`

        - **error** [`enum_label_missing`](https://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#enum_label_missing): label `gone` of `public.status` has no variant (`src/models.rs:30`)
        "#);
        insta::assert_snapshot!(super::render(&testing::clean().document()), @r"
        <!-- cargo schema lint -->
        ### Schema

        1 relation checked: no findings
        ");
    }

    #[test]
    fn a_comment_has_its_limit() {
        let mut report = testing::report();
        let one = report.checked[0].clone();
        report.checked = vec![one; 1000];
        let text = super::render(&report.document());
        assert!(text.len() < LIMIT + 1000 && text.len() > LIMIT - 1000);
        let shown = text.matches("#### ").count();
        let left = format!("... and {} relations more", 1000 - shown);
        assert!(text.contains(&left), "{shown}");
    }

    #[test]
    fn backticks_in_a_name() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("`a``b"), "``` `a``b ```");
    }
}
