//! For people: by table, with the SQL ready to copy.

use std::fmt::Write as _;

use schema_snapshot::finding::Level;

use super::{Found, Report, help, sql, word};
use crate::terminal::{ERROR, HELP, STRONG, WARNING};

pub(super) fn render(report: &Report, quiet: bool) -> String {
    let mut out = String::new();
    let checked = report.checked.iter();
    for checked in checked.filter(|checked| !checked.findings.is_empty()) {
        let (noun, name) = (checked.subject.noun(), checked.subject.name());
        let file = &checked.file;
        let _ = writeln!(out, "{STRONG}{noun} `{name}`{STRONG:#} ({file})");
        for found in &checked.findings {
            finding(&mut out, found);
        }
        out.push('\n');
    }
    for unread in &report.unread {
        let _ = writeln!(
            out,
            "{ERROR}error{ERROR:#}: {STRONG}{}{STRONG:#}",
            unread.message
        );
        ways_out(&mut out, unread.help.iter().map(String::as_str));
        out.push('\n');
    }
    if quiet {
        out.truncate(out.trim_end().len());
        if !out.is_empty() {
            out.push('\n');
        }
        return out;
    }
    let _ = writeln!(out, "{STRONG}{}{STRONG:#}", report.summary());
    if report.checked.iter().any(|c| !c.findings.is_empty()) {
        out.push_str(
            "`cargo schema explain RULE` says why, and how it is mended; \
             `schema.toml` sets its level\n",
        );
    }
    out
}

fn finding(out: &mut String, found: &Found) {
    let Found {
        finding, source, ..
    } = found;
    let style = match finding.level {
        Level::Deny => ERROR,
        Level::Warn | Level::Allow => WARNING,
    };
    let _ = writeln!(
        out,
        "  {style}{}[{}]{style:#}: {}",
        word(finding.level),
        finding.rule,
        finding.message
    );
    if found.item.is_some() {
        let _ = writeln!(out, "    --> {}:{}", source.file, source.line);
    }
    for line in sql(finding).iter().flat_map(|sql| sql.lines()) {
        let _ = writeln!(out, "      {line}");
    }
    ways_out(out, help(finding));
}

fn ways_out<'a>(out: &mut String, help: impl Iterator<Item = &'a str>) {
    for help in help {
        let _ = writeln!(out, "    = {HELP}help{HELP:#}: {help}");
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::Report;

    fn plain(report: &Report, quiet: bool) -> String {
        anstream::adapter::strip_str(&super::render(report, quiet)).to_string()
    }

    #[test]
    fn findings_stand_under_their_table() {
        insta::assert_snapshot!(plain(&testing::report(), false), @r#"
        table `public.orders` (schema/public/orders.json)
          error[foreign_key_index]: column `user_id`, 100% a <reference> & "more", has no index
              CREATE INDEX orders_user_id_idx
                ON public.orders (user_id);
            = help: leave it, it is small: 100 rows
          warning[timestamp_default]: `created_at` has no default
            --> src/models.rs:14

        item `Status` (src/models.rs)
          error[enum_label_missing]: label `gone` of `public.status` has no variant
            --> src/models.rs:30

        error: `schema/public/tags.json` is cut short
            = help: run `cargo schema refresh`

        error: `src/broken.rs` is no Rust
            = help: mend the file

        2 relations and 3 models checked: 2 errors, 1 warning, 2 files not checked, 2 suppressed; 12 types and 1 model with conditions are left to the build
        `cargo schema explain RULE` says why, and how it is mended; `schema.toml` sets its level
        "#);
    }

    #[test]
    fn only_the_summary_is_said_of_what_is_clean() {
        assert_eq!(
            plain(&testing::clean(), false),
            "1 relation checked: no findings\n"
        );
        assert_eq!(plain(&testing::clean(), true), "");
    }

    #[test]
    fn quiet_leaves_the_findings() {
        let all = plain(&testing::report(), false);
        let quiet = plain(&testing::report(), true);
        assert!(
            all.starts_with(&quiet) && quiet.contains("foreign_key_index"),
            "{quiet}"
        );
        assert!(!quiet.contains("checked"), "{quiet}");
    }
}
