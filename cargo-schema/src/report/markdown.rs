//! For a comment on a pull request: Markdown as GitHub and GitLab read it.

use std::fmt::Write as _;

use super::{Checked, Found, Report, Unread, help, link, plural, sql, word};

/// By this a workflow finds the comment that it wrote before, to replace it.
const MARK: &str = "<!-- cargo schema lint -->";
/// GitHub takes comments of 65,536 characters; what is around the tables needs some of them.
const LIMIT: usize = 60_000;

pub(super) fn render(report: &Report) -> String {
    let mut out = format!("{MARK}\n### Schema\n\n{}\n", report.summary());
    let found = report.checked.iter().filter(|c| !c.findings.is_empty());
    let mut blocks = report.unread.iter().map(damage).chain(found.map(table));
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
            "\n... and {} more, for which a comment has no room; `cargo schema lint` shows them",
            plural(left, "relation")
        );
    }
    out
}

fn damage(unread: &Unread) -> String {
    let mut out = format!("\n- **error** {}\n", one_line(&unread.message));
    ways_out(&mut out, unread.help.iter().map(String::as_str));
    out
}

fn table(checked: &Checked) -> String {
    let (noun, name) = (checked.subject.noun(), checked.subject.name());
    let mut out = format!("\n#### {noun} {}\n\n", code(&name));
    for found in &checked.findings {
        let Found {
            finding, source, ..
        } = found;
        let _ = write!(
            out,
            "- **{}** [{}]({}): {}",
            word(finding.level),
            code(finding.rule),
            link(finding.rule),
            one_line(&finding.message)
        );
        if found.item.is_some() {
            let place = format!("{}:{}", source.file, source.line);
            let _ = write!(out, " ({})", code(&place));
        }
        out.push('\n');
        if let Some(sql) = sql(finding) {
            let fence = "`".repeat(longest_run(sql).max(2) + 1);
            let _ = write!(out, "\n  {fence}sql\n");
            for line in sql.lines() {
                let _ = writeln!(out, "  {line}");
            }
            let _ = writeln!(out, "  {fence}");
        }
        ways_out(&mut out, help(finding));
    }
    out
}

fn ways_out<'a>(out: &mut String, help: impl Iterator<Item = &'a str>) {
    for help in help {
        let _ = writeln!(out, "  - {}", one_line(help));
    }
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
        insta::assert_snapshot!(super::render(&testing::report()), @r#"
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
        insta::assert_snapshot!(super::render(&testing::clean()), @r"
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
        let text = super::render(&report);
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
