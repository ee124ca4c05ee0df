use super::naming::LONGEST;
use super::{Context, Example, Group, Rule, TABLES_AND_VIEWS, Violation};
use crate::finding::Level;

pub(super) static RULE: Rule = Rule {
    id: "identifier_length",
    group: Group::Naming,
    looks_at: TABLES_AND_VIEWS,
    summary: "No name has been cut at 63 bytes.",
    why: "PostgreSQL cuts a longer name off, and says so in a notice that nobody reads: the name \
          in the migration is not the one in the database, and two that begin alike are one. A \
          name of exactly 63 bytes has been cut, all but certainly: the catalogue does not say. Names that PostgreSQL makes \
          itself are shortened in the middle and end as they should, `_fkey`, `_idx`, `_not_null`; \
          these are not found. Letters outside of ASCII take two bytes and more.",
    fix: "Rename it to something shorter. What it is to be called only the team knows, so no \
          statement is offered.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE settings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    consent_to_receive_marketing_messages_from_partner_organisations boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Setting {
    id: Uuid,
    consent_to_receive_marketing_messages_from_partner_organisation: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE settings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    partner_marketing_consent boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Setting {
    id: Uuid,
    partner_marketing_consent: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let mut report = |what: &str, name: &str, column: Option<&str>| {
        out.push(Violation {
            column: column.map(str::to_owned),
            object: Some(name.to_owned()).filter(|_| column.is_none()),
            message: format!(
                "the name of {what} `{name}` of `{}` is {LONGEST} bytes long: it was probably cut",
                relation.name
            ),
            help: vec![format!("choose a name of less than {LONGEST} bytes")],
            ..Violation::default()
        });
    };
    if relation.name.name.len() >= LONGEST {
        report("relation", &relation.name.name, None);
    }
    for column in &relation.columns {
        if column.name.len() >= LONGEST {
            report("column", &column.name, Some(&column.name));
        }
    }
    let keys = relation.primary_key.iter().chain(&relation.unique);
    let constraints = keys
        .map(|key| &key.name)
        .chain(relation.foreign_keys.iter().map(|key| &key.name))
        .chain(relation.checks.iter().map(|check| &check.name))
        .chain(relation.exclusions.iter().map(|exclusion| &exclusion.name));
    for name in constraints {
        if is_cut(name) {
            report("constraint", name, None);
        }
    }
    for index in &relation.indexes {
        if index.constraint.is_none() && is_cut(&index.name) {
            report("index", &index.name, None);
        }
    }
}

fn is_cut(name: &str) -> bool {
    const MADE: [&str; 7] = [
        "_pkey",
        "_fkey",
        "_key",
        "_idx",
        "_check",
        "_excl",
        "_not_null",
    ];
    let unnumbered = name.trim_end_matches(|c: char| c.is_ascii_digit());
    name.len() >= LONGEST && !MADE.iter().any(|suffix| unnumbered.ends_with(suffix))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{messages, only, silent, standard};
    use super::{LONGEST, RULE};

    #[test]
    fn names_of_every_kind() {
        let long = "x".repeat(LONGEST);
        let found = only(RULE.id, standard("users").column(&format!("{long} text")));
        assert_eq!(
            found.message,
            format!(
                "the name of column `{long}` of `public.users` is 63 bytes long: it was probably cut"
            )
        );
        assert_eq!(
            (found.column.as_deref(), found.object),
            (Some(&*long), None)
        );
        let all = standard("users")
            .index(&long, &["id"])
            .unique(&"y".repeat(LONGEST), &["id"])
            .check(&"z".repeat(LONGEST), &["id"]);
        // An index that backs a constraint has its name.
        assert_eq!(messages(RULE.id, all).len(), 3);
        let mut table = standard("users");
        table.0.name.name = "é".repeat(31) + "s";
        only(RULE.id, table);
    }

    #[test]
    fn shorter_ones_and_those_that_postgresql_made() {
        let short = "x".repeat(LONGEST - 1);
        silent(RULE.id, standard("users").column(&format!("{short} text")));
        for end in ["_fkey", "_idx", "_idx12", "_check"] {
            let name = "x".repeat(LONGEST - end.len()) + end;
            silent(RULE.id, standard("users").index(&name, &["id"]));
        }
    }
}
