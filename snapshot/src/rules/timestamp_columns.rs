use super::timestamps::Kind;
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::Relation;

pub(super) static RULE: Rule = Rule {
    id: "timestamp_columns",
    group: Group::Timestamps,
    looks_at: TABLES,
    summary: "A table has `created_at` and `updated_at`.",
    why: "When something is wrong with a row the first question is since when. A junction table is \
          not looked at: one whose columns are its primary key, each of a foreign key, and at most \
          these times; its rows are made and deleted, never changed. A column that has the meaning \
          under another name counts (that name is what `timestamp_column_names` is about). A table \
          that is only appended to has no use for `updated_at`: nothing in the schema says so, so \
          an exception does.",
    fix: "Add the columns, and the fields. Rows that exist get the time of the migration. Keep \
          `updated_at` by a trigger or in the statements that update.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    body: String,
    created_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    body: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Deny,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let missing: Vec<&str> = Kind::BOTH
        .iter()
        .filter(|kind| !is_there(**kind, relation))
        .map(|kind| kind.name())
        .collect();
    if missing.is_empty() || is_junction(relation) {
        return;
    }
    let add: Vec<_> = missing
        .iter()
        .map(|name| format!("ADD COLUMN {name} timestamptz NOT NULL DEFAULT now()"))
        .collect();
    let noun = if missing.len() == 1 {
        "field"
    } else {
        "fields"
    };
    let fields = missing.join("` and `");
    let mut help = vec![format!(
        "and add the {noun} `{fields}`; rows that exist get the time of \
         the migration"
    )];
    if missing.contains(&Kind::Updated.name()) {
        help.push("keep `updated_at` by a trigger or in each UPDATE".to_owned());
    }
    out.push(Violation {
        message: format!(
            "table `{}` has no column \
             `{}`",
            relation.name,
            missing.join("` and no column `")
        ),
        help,
        fix_sql: Some(format!("{} {};", cx.alter(), add.join(", "))),
        ..Violation::default()
    });
}

/// Under any name: two columns that could be it are no reason to ask for a third.
fn is_there(kind: Kind, relation: &Relation) -> bool {
    relation.column(kind.name()).is_some() || relation.columns.iter().any(|column| kind.is(column))
}

/// Whether the table only joins others: its key is made of foreign keys, and it has nothing else.
fn is_junction(relation: &Relation) -> bool {
    let Some(key) = &relation.primary_key else {
        return false;
    };
    let references = |name: &String| {
        relation
            .foreign_keys
            .iter()
            .any(|key| key.columns.contains(name))
    };
    key.columns.len() > 1
        && key.columns.iter().all(references)
        && relation.columns.iter().all(|column| {
            key.columns.contains(&column.name) || Kind::BOTH.iter().any(|kind| kind.is(column))
        })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard, table};
    use super::RULE;
    use crate::model::RelationKind;

    #[test]
    fn one_finding_for_both() {
        let found = only(RULE.id, table("notes").column("id uuid"));
        assert_eq!(
            found.message,
            "table `public.notes` has no column `created_at` and no column \
             `updated_at`"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.notes ADD COLUMN created_at timestamptz NOT NULL DEFAULT \
                 now(), ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();"
            )
        );
        let found = only(RULE.id, standard("notes").without("created_at"));
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.notes ADD COLUMN created_at \
                 timestamptz NOT NULL DEFAULT now();"
            )
        );
    }

    #[test]
    fn another_name_counts() {
        silent(
            RULE.id,
            standard("notes")
                .without("created_at")
                .column("date_created timestamp without time zone"),
        );
        silent(
            RULE.id,
            standard("notes")
                .without("updated_at")
                .column("lastModified timestamp with time zone"),
        );
        only(
            RULE.id,
            standard("notes")
                .without("created_at")
                .column("created boolean"),
        );
    }

    fn junction() -> Build {
        table("entry_tags")
            .column("entry_id uuid not null")
            .column("tag_id uuid not null")
            .primary_key(&["entry_id", "tag_id"])
            .foreign_key(&["entry_id"], "entries", &["id"], &["uuid"])
            .foreign_key(&["tag_id"], "tags", &["id"], &["uuid"])
    }

    #[test]
    fn junction_tables_pass_and_those_with_more_do_not() {
        // rubocop/rubocop-rails#34
        silent(RULE.id, junction());
        silent(
            RULE.id,
            junction().column("created_at timestamp with time zone not null"),
        );
        only(RULE.id, junction().column("position integer"));
        only(RULE.id, junction().no_primary_key());
        // A one-to-one extension is a thing of its own.
        let profile = table("user_profiles")
            .column("user_id uuid")
            .primary_key(&["user_id"]);
        only(
            RULE.id,
            profile.foreign_key(&["user_id"], "users", &["id"], &["uuid"]),
        );
    }

    #[test]
    fn views_and_foreign_tables_pass() {
        for kind in [
            RelationKind::View,
            RelationKind::MaterializedView,
            RelationKind::ForeignTable,
        ] {
            silent(RULE.id, table("v").column("id uuid").kind(kind));
        }
    }
}
