use super::retype::retype;
use super::{Context, Example, Group, Rule, TABLES, Violation, uuid_native_type};
use crate::finding::Level;
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "char_type",
    group: Group::Types,
    looks_at: TABLES,
    summary: "No column is of the type `character(n)`.",
    why: "A `character(n)` is filled up with spaces: they are stored, sent to the program, and \
          left out when values are compared, but not by LIKE and regular expressions. It is not \
          faster than `text`, and it does not refuse a value that is too short. `\"char\"`, one \
          byte, is another type and not looked at; nor is a domain.",
    fix: "Make it `text`, which takes the spaces off, and where the length matters add `CHECK \
          (length(code) = 2)`. The statement fails, changing nothing, where a foreign key would \
          compare `text` with `character(n)`: both columns change then.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE countries (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code character(2) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE countries (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code text NOT NULL CHECK (length(code) = 2),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Country {
    id: Uuid,
    code: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    for column in &cx.relation.columns {
        let is_padded = matches!(&column.sql_type, SqlType::Builtin(ty)
            if ty == "bpchar" || ty == "character" || ty.starts_with("character("));
        if !is_padded || uuid_native_type::says(cx, column) {
            continue;
        }
        let (help, fix_sql) = retype(cx, &column.name, "text", true);
        let spaces = if column.sql_type.is("bpchar") {
            "in which spaces at the end count for nothing"
        } else {
            "which is filled up with spaces"
        };
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` is `{}`, {spaces}: expected `text`",
                column.name, cx.relation.name, column.sql_type
            ),
            help: vec![help],
            fix_sql,
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;
    use crate::finding::Level;

    #[test]
    fn padded_text() {
        let found = only(RULE.id, standard("countries").column("code character(2)"));
        assert_eq!(
            found.message,
            "column `code` of `public.countries` is `character(2)`, which is filled up with \
             spaces: expected `text`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some("ALTER TABLE public.countries ALTER COLUMN code TYPE text;")
        );
    }

    /// Without a length nothing is filled up.
    #[test]
    fn bpchar() {
        let found = only(RULE.id, standard("countries").column("code bpchar"));
        assert_eq!(
            found.message,
            "column `code` of `public.countries` is `bpchar`, in which spaces at the end count for \
             nothing: expected `text`"
        );
    }

    #[test]
    fn a_uuid_is_said_as_one() {
        let build = || standard("devices").column("push_uuid character(36)");
        silent(RULE.id, build());
        let mut config = Config::default();
        let off = ("uuid_native_type".to_owned(), Level::Allow);
        config.rules.extend([off]);
        assert_eq!(violations_with(RULE.id, &build().0, &config).len(), 1);
    }

    #[test]
    fn other_text() {
        for ty in [
            "text",
            "character varying",
            "character varying(2)",
            "\"char\"",
            "code/character(2)",
        ] {
            silent(RULE.id, standard("countries").column(&format!("code {ty}")));
        }
    }
}
