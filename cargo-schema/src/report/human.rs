//! For people: by table, with the SQL ready to copy.

use std::fmt::Write as _;

use schema_snapshot::finding::Level;

use super::{Found, Report, help, word};
use crate::terminal::{ERROR, HELP, STRONG, WARNING};

pub(super) fn render(report: &Report, quiet: bool) -> String {
    let mut out = String::new();
    let checked = report.relations.iter();
    for checked in checked.filter(|checked| !checked.findings.is_empty()) {
        let kind = checked.kind.sql().to_lowercase();
        let _ = writeln!(
            out,
            "{STRONG}{kind} `{}`{STRONG:#} ({})",
            checked.name, checked.file
        );
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
    if report.relations.iter().any(|c| !c.findings.is_empty()) {
        out.push_str(
            "`cargo schema explain RULE` says why, and how it is mended; \
             `schema.toml` sets its level\n",
        );
    }
    out
}

fn finding(out: &mut String, Found { finding, .. }: &Found) {
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
    for line in finding.fix_sql.iter().flat_map(|sql| sql.lines()) {
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

        error: `schema/public/tags.json` is cut short
            = help: run `cargo schema refresh`

        2 relations checked: 1 error, 1 warning, 1 file not checked
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
