use super::naming::LONGEST;
use super::timestamps::{Kind, is_timestamp};
use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;
use crate::model::Generated;
use crate::name::{QualifiedName, quote};

pub(super) static RULE: Rule = Rule {
    id: "updated_at_maintained",
    group: Group::Timestamps,
    looks_at: TABLES,
    summary: "The time of the last change is kept by a trigger.",
    why: "A default counts for inserts only. Without a trigger each UPDATE has to set `updated_at`, \
          and the one that is typed at a prompt does not, nor the next one in the program: the \
          column then says when the row was changed by somebody who thought of it. A trigger \
          before an update of each row keeps it when its function assigns the column: of functions \
          in PL/pgSQL that is read from their text when the snapshot is taken, `moddatetime` is \
          known, and what another language does is not, so that such a trigger passes, and so \
          does one whose condition lets it fire for some updates only. Off in `recommended`: many \
          programs keep the column by themselves, by their mapper.",
    fix: "Add a trigger. One function does for all tables where the column has one name: with it \
          there, only the second statement is needed.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON notes
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();",
        rust: MODEL,
    },
    recommended: Level::Allow,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct Note {
    id: Uuid,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let Some(column) = Kind::Updated.column(relation) else {
        return;
    };
    let is_kept =
        column.generated != Generated::None || relation.may_assign("update", &column.name);
    if is_timestamp(&column.sql_type) && !is_kept {
        let fix_sql = trigger(cx, &column.name);
        let mut help = Vec::new();
        if fix_sql.is_some() {
            help.push("where such a function is there already, call it instead".to_owned());
        }
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` is not kept by a trigger: an UPDATE that does not set it \
                 leaves it as it is",
                column.name, relation.name
            ),
            help,
            fix_sql,
            ..Violation::default()
        });
    }
}

/// A function for this table, since a shared one may be there under any name, and a trigger.
fn trigger(cx: &Context<'_>, column: &str) -> Option<String> {
    let relation = cx.relation;
    let name = format!("{}_set_{column}", relation.name.name);
    let is_taken = relation.triggers.iter().any(|trigger| trigger.name == name);
    if is_taken || name.len() > LONGEST {
        return None;
    }
    let function = QualifiedName::new(relation.name.schema.as_str(), name.as_str());
    let (trigger, assigned) = (quote(&name), quote(column).replace('\'', "''"));
    Some(format!(
        "CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.{assigned} := \
         now(); RETURN NEW; END';\nCREATE TRIGGER {trigger} BEFORE UPDATE ON {} FOR EACH ROW \
         EXECUTE FUNCTION {function}();",
        relation.name
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Build, only, silent, standard, table};
    use super::RULE;
    use crate::model::{Assigning, Trigger, TriggerEnabled};

    /// A trigger before each row that is updated, whose function assigns this.
    fn kept(columns: Option<&[&str]>, change: fn(&mut Trigger)) -> Build {
        let mut build = standard("notes").trigger("before", "update");
        change(&mut build.0.triggers[0]);
        if let Some(columns) = columns {
            build.0.elsewhere.assigning.push(Assigning {
                trigger: "touch".to_owned(),
                columns: columns.iter().map(|&name| name.to_owned()).collect(),
            });
        }
        build
    }

    #[test]
    fn nobody_keeps_it() {
        let found = only(RULE.id, standard("notes"));
        assert_eq!(
            found.message,
            "column `updated_at` of `public.notes` is not kept by a trigger: an UPDATE that does \
             not set it leaves it as it is"
        );
        assert_eq!(
            found.fix_sql.as_deref(),
            Some(
                "CREATE FUNCTION public.notes_set_updated_at() RETURNS trigger LANGUAGE plpgsql \
                 AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';\n\
                 CREATE TRIGGER notes_set_updated_at BEFORE UPDATE ON public.notes FOR EACH ROW \
                 EXECUTE FUNCTION public.notes_set_updated_at();"
            )
        );
        // Another column, another moment, no longer.
        let updated_at: Option<&[&str]> = Some(&["updated_at"]);
        only(RULE.id, kept(Some(&["slug"]), |_| {}));
        only(RULE.id, kept(Some(&[]), |_| {}));
        let changes: [fn(&mut Trigger); 4] = [
            |trigger| trigger.timing = "after".to_owned(),
            |trigger| trigger.events = vec!["insert".to_owned()],
            |trigger| trigger.row = false,
            |trigger| trigger.enabled = TriggerEnabled::Disabled,
        ];
        for change in changes {
            only(RULE.id, kept(updated_at, change));
            only(RULE.id, kept(None, change));
        }
        let taken = kept(Some(&[]), |trigger| {
            trigger.name = "notes_set_updated_at".to_owned();
        });
        let mut taken = taken;
        taken.0.elsewhere.assigning[0].trigger = "notes_set_updated_at".to_owned();
        assert_eq!(only(RULE.id, taken).fix_sql, None);
    }

    #[test]
    fn somebody_keeps_it_or_may() {
        silent(RULE.id, kept(Some(&["slug", "updated_at"]), |_| {}));
        silent(RULE.id, kept(None, |_| {}));
        silent(RULE.id, table("notes").column("id uuid"));
        silent(RULE.id, table("notes").column("updated_at text"));
        let by_another_name = table("notes").column("last_modified timestamp with time zone");
        only(RULE.id, by_another_name);
    }
}
