//! `docs/rules.md`, from the rules' declarations.

use std::fmt::Write as _;

use super::{ALL, Example, Rule, TABLES, WITH_INDEXES, engine};
use crate::model::RelationKind;

/// The text of `docs/rules.md`.
pub fn docs() -> String {
    let mut out = String::from(HEAD);
    for rule in ALL {
        let _ = writeln!(
            out,
            "| [`{id}`](#{id}) | {} | {} |",
            rule.recommended.word(),
            rule.summary,
            id = rule.id
        );
    }
    out.push_str(EXCEPTIONS);
    for id in engine::OF_EXCEPTIONS {
        let _ = writeln!(out, "- `{id}`: {}", meaning(id));
    }
    out.push('\n');
    let mut group = None;
    for rule in ALL {
        if group != Some(rule.group) {
            group = Some(rule.group);
            let _ = writeln!(out, "## {}\n", rule.group.title());
        }
        let _ = writeln!(out, "### {}\n\n{}", rule.id, section(rule));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

const HEAD: &str = "\
<!-- Generated from the rules' declarations by `cargo xtask docs`; edit snapshot/src/rules/. -->

# Rules

What `#[derive(Conformant)]` and `cargo schema` hold a table to. The levels are those of the
preset `recommended`; in `strict` every rule denies. `deny` fails the build, `warn` warns, and
`allow` is silent until a team asks for the rule. It changes a level in `schema/schema.toml`:

```toml
preset = \"strict\"

[rules]
constraint_names = \"allow\"
```

A full model answers for its whole table; a partial model answers for the columns that it names,
one for inserts or updates for none. Partitions belong to their table, and foreign tables to another server:
no rule looks at them.

| rule | recommended | checks that |
|---|---|---|
";

const EXCEPTIONS: &str = "
## Exceptions

An exception stands where it applies, on the struct for the table or on the field for the column,
and gives its reason:

```rust
#[derive(Conformant)]
#[conformant(allow(timestamp_columns = \"rows are never changed, see docs/log.md\"))]
struct LogEntry {
    #[conformant(allow(primary_key_uuid = \"entries are read in the order of their numbers\"))]
    id: i64,
    message: String,
    created_at: DateTime<Utc>,
}
```

An exception for what no model stands for is in `schema.toml`:

```toml
[[exceptions]]
rule = \"primary_key_uuid\"
object = \"public.log_entries\"
reason = \"entries are read in the order of their numbers\"
```

Exceptions and the baseline are checked as well, and these findings always deny:

";

/// What one of [`OF_EXCEPTIONS`](engine::OF_EXCEPTIONS) checks, as the summary of a rule does.
pub fn summary(id: &str) -> &'static str {
    match id {
        engine::UNKNOWN_RULE => "An exception is from a rule that there is.",
        engine::EMPTY_REASON => "An exception has a reason.",
        engine::EXPIRED_EXCEPTION => "The last day of an exception has not passed.",
        engine::STALE_BASELINE => "What the baseline has is still found.",
        _ => "An exception suppresses something.",
    }
}

/// What one of [`OF_EXCEPTIONS`](engine::OF_EXCEPTIONS) stands for: a sentence, Markdown.
pub fn meaning(id: &str) -> &'static str {
    match id {
        engine::UNKNOWN_RULE => "the exception names a rule that there is not.",
        engine::EMPTY_REASON => "the exception gives no reason.",
        engine::EXPIRED_EXCEPTION => {
            "the last day of the exception in `schema.toml` has passed, and what it suppressed is \
             found again. `cargo schema` says so; the build does not look at the day."
        }
        engine::STALE_BASELINE => {
            "the baseline has what is no more found; `cargo schema baseline` takes it out. \
             `cargo schema` says so; a build does not fail because something was mended."
        }
        _ => {
            "the exception suppresses nothing: the table conforms, or the exception stands in the \
             wrong place."
        }
    }
}

/// What the page says of a rule, below its heading.
pub fn section(rule: &Rule) -> String {
    let looks_at = match rule.looks_at {
        TABLES => "tables",
        WITH_INDEXES => "tables and materialized views",
        [RelationKind::View] => "views",
        [] => "the whole schema, and is run by `cargo schema lint`",
        _ => "tables, views and materialized views",
    };
    let mut out = format!(
        "{} Level: {}. Looks at {looks_at}.\n\n{}\n\n",
        rule.summary,
        rule.recommended.word(),
        rule.why,
    );
    if !rule.settings.is_empty() {
        let _ = writeln!(
            out,
            "With this in `schema.toml`:\n\n```toml\n{}```\n",
            rule.settings
        );
    }
    example(&mut out, "Bad", &rule.bad, rule.is_of_schema());
    example(&mut out, "Good", &rule.good, rule.is_of_schema());
    let exception = if rule.is_of_source() || rule.is_of_schema() {
        "in `schema.toml`, `[[exceptions]]`".to_owned()
    } else {
        format!("`#[conformant(allow({} = \"the reason\"))]`", rule.id)
    };
    let _ = writeln!(out, "Fix: {}\n\nException: {exception}", rule.fix);
    out
}

fn example(out: &mut String, heading: &str, example: &Example, of_schema: bool) {
    let sql = example.sql.trim();
    let rust = match example.rust.trim() {
        "" => "and no model.\n\n".to_owned(),
        model => format!("```rust\n{model}\n```\n\n"),
    };
    let rust = if of_schema { "" } else { &rust };
    let _ = write!(out, "{heading}:\n\n```sql\n{sql}\n```\n\n{rust}");
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// `UPDATE_DOCS=1` writes the file, as `cargo xtask docs` does.
    #[test]
    fn the_committed_page_is_the_generated_one() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
        let text = super::docs();
        if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
            std::fs::write(&path, &text).expect("docs/rules.md can be written");
        }
        // Git may check text out with CRLF.
        let committed = std::fs::read_to_string(&path)
            .unwrap_or_default()
            .replace("\r\n", "\n");
        assert!(
            committed == text,
            "docs/rules.md is out of date: run the tests with UPDATE_DOCS=1"
        );
    }
}
