use super::timestamps::Kind;
use super::{Context, Example, Group, Rule, TABLES_AND_VIEWS, Violation};
use crate::finding::Level;
use crate::model::{Column, Relation};

pub(super) static RULE: Rule = Rule {
    id: "missing_comment",
    group: Group::Documentation,
    looks_at: TABLES_AND_VIEWS,
    summary: "Each table, view and column has a comment.",
    why: "A comment is in the database, where everybody meets the table who does not read the \
          program: in `\\d+`, in each tool, and in the snapshot. A column that says all by its \
          place needs none: one of the primary key, one of a foreign key, and the times of \
          creation and last change. The columns of a view are those of its tables. Off in \
          `recommended`.",
    fix: "Write it: `COMMENT ON TABLE users IS '...'`, `COMMENT ON COLUMN users.name IS '...'`. \
          No statement is offered, since the text is what is missing.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE rooms (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    level integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE rooms IS 'Rooms that can be booked.';",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE rooms (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    level integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE rooms IS 'Rooms that can be booked.';
COMMENT ON COLUMN rooms.level IS 'The floor, 0 at the street.';",
        rust: MODEL,
    },
    recommended: Level::Allow,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Room {
    id: Uuid,
    level: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let sql = relation.kind.sql();
    if is_missing(relation.comment.as_deref()) {
        out.push(Violation {
            message: format!("{} `{}` has no comment", sql.to_lowercase(), relation.name),
            help: vec![format!(
                "say what a row is: COMMENT ON {sql} {} IS '...'",
                relation.name
            )],
            ..Violation::default()
        });
    }
    if relation.kind.is_view() {
        return;
    }
    for column in &relation.columns {
        if is_missing(column.comment.as_deref()) && !says_all(relation, column) {
            let name = crate::name::quote(&column.name);
            out.push(Violation {
                column: Some(column.name.clone()),
                message: format!(
                    "column `{}` of `{}` has no comment",
                    column.name, relation.name
                ),
                help: vec![format!(
                    "say what it holds: COMMENT ON COLUMN {}.{name} IS '...'",
                    relation.name
                )],
                ..Violation::default()
            });
        }
    }
}

fn is_missing(comment: Option<&str>) -> bool {
    comment.is_none_or(|comment| comment.trim().is_empty())
}

/// Whether a column needs no words.
fn says_all(relation: &Relation, column: &Column) -> bool {
    let primary = relation.primary_key.iter().map(|key| &key.columns);
    let foreign = relation.foreign_keys.iter().map(|key| &key.columns);
    primary
        .chain(foreign)
        .any(|names| names.contains(&column.name))
        || Kind::BOTH.iter().any(|kind| kind.is(column))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, messages, silent, standard};
    use super::RULE;
    use crate::model::RelationKind;

    fn commented(mut build: Build) -> Build {
        build.0.comment = Some("Rooms.".to_owned());
        build
    }

    #[test]
    fn tables_views_and_columns() {
        let rooms = || standard("rooms").column("\"Level\" integer");
        assert_eq!(
            messages(RULE.id, rooms()),
            [
                "table `public.rooms` has no comment",
                "column `Level` of `public.rooms` has no comment"
            ]
        );
        assert_eq!(
            messages(RULE.id, rooms().kind(RelationKind::View)),
            ["view `public.rooms` has no comment"]
        );
        let mut blank = commented(rooms());
        blank.0.columns[3].comment = Some(" ".to_owned());
        assert_eq!(messages(RULE.id, blank).len(), 1);
    }

    #[test]
    fn what_says_all() {
        let build = standard("rooms").column("house_id uuid").foreign_key(
            &["house_id"],
            "houses",
            &["id"],
            &["uuid"],
        );
        silent(RULE.id, commented(build));
        let mut build = commented(standard("rooms").column("level integer"));
        build.0.columns[3].comment = Some("The floor.".to_owned());
        silent(RULE.id, build);
    }
}
