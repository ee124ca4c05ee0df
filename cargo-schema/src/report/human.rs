//! For people: by table, with the SQL ready to copy.

use std::fmt::Write as _;

use super::document::{Document, Entry, Tone};
use crate::terminal::{ERROR, HELP, STRONG, WARNING};

pub(super) fn render(document: &Document<'_>, quiet: bool) -> String {
    let mut out = String::new();
    if !quiet && !document.intro.is_empty() {
        for line in &document.intro {
            let _ = writeln!(out, "{line}");
        }
        out.push('\n');
    }
    for group in document.found() {
        let heading = group.heading(&format!("`{}`", group.name));
        let _ = write!(out, "{STRONG}{heading}{STRONG:#}");
        if let Some(file) = &group.file {
            let _ = write!(out, " ({file})");
        }
        out.push('\n');
        for entry in &group.entries {
            self::entry(&mut out, entry);
        }
        out.push('\n');
    }
    for unread in document.unread {
        let _ = writeln!(
            out,
            "{ERROR}error{ERROR:#}: {STRONG}{}{STRONG:#}",
            unread.message
        );
        for help in &unread.help {
            note(&mut out, "help", help);
        }
        out.push('\n');
    }
    if quiet {
        out.truncate(out.trim_end().len());
        if !out.is_empty() {
            out.push('\n');
        }
        return out;
    }
    let _ = writeln!(out, "{STRONG}{}{STRONG:#}", document.summary);
    if !document.closing.is_empty() && document.found().next().is_some() {
        let _ = writeln!(out, "{}", document.closing);
    }
    out
}

fn entry(out: &mut String, entry: &Entry) {
    let style = match entry.tone {
        Tone::Error => ERROR,
        Tone::Warning => WARNING,
        Tone::Note => HELP,
    };
    let Entry { word, kind, .. } = entry;
    let _ = writeln!(out, "  {style}{word}[{kind}]{style:#}: {}", entry.inside());
    if let Some(at) = &entry.at {
        let _ = writeln!(out, "    --> {}:{}", at.file, at.line);
    }
    for line in entry.sql.iter().flat_map(|sql| sql.lines()) {
        let _ = writeln!(out, "      {line}");
    }
    for (word, text) in &entry.notes {
        note(out, word, text);
    }
}

fn note(out: &mut String, word: &str, text: &str) {
    let _ = writeln!(out, "    = {HELP}{word}{HELP:#}: {text}");
}

#[cfg(test)]
mod tests {
    use super::super::Report;
    use super::super::testing;

    fn plain(report: &Report, quiet: bool) -> String {
        anstream::adapter::strip_str(&super::render(&report.document(), quiet)).to_string()
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
