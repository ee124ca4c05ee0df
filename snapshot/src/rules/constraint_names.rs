use super::naming::{Parts, is_free, matches};
use super::{Context, Example, Group, Rule, TABLES, Violation, duplicate_index, redundant_index};
use crate::finding::Level;
use crate::model::Index;
use crate::name::{QualifiedName, quote};

pub(super) static RULE: Rule = Rule {
    id: "constraint_names",
    group: Group::Naming,
    looks_at: TABLES,
    summary: "Constraints and indexes are named by the team's templates.",
    why: "The name of a constraint is what an error carries, and what a program matches on to say \
          \"this address is taken\". The templates are in `[constraint_names]` of `schema.toml`, \
          one or several a kind; without them PostgreSQL's own names (`users_email_key`) and \
          prefixed ones (`uq_users_email`) pass. A number behind the name passes (PostgreSQL adds \
          it to a name that is taken), and so does every name whose template gives more than the \
          63 bytes that an identifier can have. The name of a check that says what it is for is kept \
          inside the new one. An index that is more than a list of columns \
          (unique, partial, with an expression, an operator class, INCLUDE or another method) may \
          have words of its own behind the columns, and a unique index may be named as a unique \
          constraint. Exclusion constraints are not looked at, nor are indexes that \
          [`duplicate_index`](#duplicate_index) or [`redundant_index`](#redundant_index) drops.",
    fix: "Rename it: that locks for a moment only and changes nothing else, except what matches on \
          the old name.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT no_second_account UNIQUE (email)
);",
        rust: MODEL,
    },
    good: Example {
        sql: "
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_email_key UNIQUE (email)
);",
        rust: MODEL,
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

const MODEL: &str = "
#[derive(Conformant)]
struct User {
    id: Uuid,
    email: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    let templates = &cx.config.constraint_names;
    let mut names = Names {
        cx,
        offered: Vec::new(),
        out,
    };
    if let Some(key) = &relation.primary_key {
        names.constraint(
            "primary key",
            &key.name,
            &key.columns,
            "",
            &templates.primary_key,
        );
    }
    for key in &relation.foreign_keys {
        let referenced = &key.references.name;
        names.constraint(
            "foreign key",
            &key.name,
            &key.columns,
            referenced,
            &templates.foreign_key,
        );
    }
    for key in &relation.unique {
        names.constraint(
            "unique constraint",
            &key.name,
            &key.columns,
            "",
            &templates.unique,
        );
    }
    for check in &relation.checks {
        names.constraint(CHECK, &check.name, &check.columns, "", &templates.check);
    }
    for index in &relation.indexes {
        // What is to be dropped needs no other name first.
        let goes = duplicate_index::says(cx, index) || redundant_index::says(cx, index);
        if index.constraint.is_none() && !goes {
            names.index(index);
        }
    }
}

const CHECK: &str = "check constraint";

/// The names of a relation, one after the other.
struct Names<'a> {
    cx: &'a Context<'a>,
    /// The new names that have been offered: no two get one.
    offered: Vec<String>,
    out: &'a mut Vec<Violation>,
}

impl Names<'_> {
    fn constraint(
        &mut self,
        what: &str,
        name: &str,
        columns: &[String],
        referenced: &str,
        templates: &[String],
    ) {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let parts = Parts {
            table: &self.cx.relation.name.name,
            columns: &columns,
            referenced,
        };
        if !parts.fits(templates, name) {
            let alter = self.cx.alter();
            let fix = |new: &str| {
                format!(
                    "{alter} RENAME CONSTRAINT {} TO {};",
                    quote(name),
                    quote(new)
                )
            };
            self.violation(what, name, &parts, templates, what == CHECK, fix);
        }
    }

    fn index(&mut self, index: &Index) {
        let relation = self.cx.relation;
        let templates = &self.cx.config.constraint_names;
        let columns: Vec<&str> = index
            .keys
            .iter()
            .map(|key| match key.expression {
                Some(_) => "*",
                None => key.column.as_str(),
            })
            .collect();
        let parts = Parts {
            table: &relation.name.name,
            columns: &columns,
            referenced: "",
        };
        let also: &[String] = if index.unique { &templates.unique } else { &[] };
        let fits = |parts: Parts<'_>| parts.fits(templates.index.iter().chain(also), &index.name);
        if fits(parts) {
            return;
        }
        let is_a_condition = is_a_condition(index);
        if is_a_condition || index.unique || !index.include.is_empty() {
            let words = columns.join("_") + "*";
            if fits(Parts {
                columns: &[&words],
                ..parts
            }) {
                return;
            }
        }
        let fix = |new: &str| {
            let old = QualifiedName::new(&*relation.name.schema, &*index.name);
            format!("ALTER INDEX {old} RENAME TO {};", quote(new))
        };
        self.violation(
            "index",
            &index.name,
            &parts,
            &templates.index,
            is_a_condition,
            fix,
        );
    }

    fn violation(
        &mut self,
        what: &str,
        name: &str,
        parts: &Parts<'_>,
        templates: &[String],
        is_a_condition: bool,
        fix: impl FnOnce(&str) -> String,
    ) {
        let relation = self.cx.relation;
        let offered = &self.offered;
        let is_free =
            |new: &str| is_free(relation, new) && offered.iter().all(|other| other != new);
        let new = parts.renamed(templates, is_a_condition, name, is_free);
        let patterns = patterns(parts, templates);
        let mut help = Vec::new();
        if new.is_none() {
            help.push(
                "no template gives a whole name that is free, so the new one is yours to choose"
                    .to_owned(),
            );
        }
        help.push(format!(
            "the templates are in `[constraint_names]` of `schema.toml`, for this one {patterns}"
        ));
        let expected = new.as_ref().map_or(patterns, |new| format!("`{new}`"));
        self.out.push(Violation {
            object: Some(name.to_owned()),
            message: format!(
                "{what} `{name}` of `{}` is not named by a template: expected {expected}",
                relation.name
            ),
            help,
            fix_sql: new.as_deref().map(fix),
            ..Violation::default()
        });
        self.offered.extend(new);
    }
}

/// What the templates take, without those that another one takes as well.
fn patterns(parts: &Parts<'_>, templates: &[String]) -> String {
    let filled: Vec<_> = templates.iter().map(|t| parts.fill(t)).collect();
    let is_said = |(n, name): &(usize, &String)| {
        let other = |other: &String| other != *name && matches(other, name);
        filled.iter().any(other) || filled[..*n].contains(name)
    };
    let rest = filled.iter().enumerate().filter(|name| !is_said(name));
    let rest = rest.map(|(_, name)| name);
    let rest: Vec<_> = rest.map(|name| format!("`{name}`")).collect();
    rest.join(" or ")
}

/// Whether an index is more than a list of columns, so that its name may say what else.
fn is_a_condition(index: &Index) -> bool {
    let mut keys = index.keys.iter();
    index.predicate.is_some()
        || index.method != "btree"
        || keys.any(|key| key.expression.is_some() || key.opclass.is_some())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;
    use crate::finding::Level;
    use crate::name::QualifiedName;

    #[test]
    fn names_of_postgresql_and_prefixed_ones() {
        let build = standard("users")
            .column("email text")
            .column("org_id uuid")
            .unique("users_email_key", &["email"])
            .unique("uq_users_org_id_email", &["org_id", "email"])
            .index("users_org_id_idx", &["org_id"])
            .index("users_org_id_idx1", &["org_id"])
            .index("idx_users_org_id_email", &["org_id", "email"])
            .check("users_email_check", &["email"])
            .check("users_check", &["email", "org_id"])
            .check("users_check1", &["email", "org_id"])
            .check("ck_users_email_is_short", &["email"])
            .foreign_key(&["org_id"], "orgs", &["id"], &["uuid"]);
        silent(RULE.id, build);
    }

    #[test]
    fn each_kind_with_its_fix() {
        let named = |name| only(RULE.id, name).fix_sql;
        assert_eq!(
            named(standard("users").unique("by_email", &["id"])).as_deref(),
            Some("ALTER TABLE public.users RENAME CONSTRAINT by_email TO users_id_key;")
        );
        assert_eq!(
            named(standard("users").index("By Email", &["created_at"])).as_deref(),
            Some("ALTER INDEX public.\"By Email\" RENAME TO users_created_at_idx;")
        );
        let mut key = standard("users");
        key.0.primary_key.as_mut().expect("a key").name = "users_pk".to_owned();
        let found = only(RULE.id, key);
        assert_eq!(
            found.message,
            "primary key `users_pk` of `public.users` is not named by a template: expected \
             `users_pkey` or `pk_users`"
        );
        // The index still has the name.
        assert_eq!(found.fix_sql, None);
        let check = only(RULE.id, standard("users").check("positive", &["id"]));
        assert_eq!(
            check.fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.users RENAME CONSTRAINT \
                 positive TO users_positive_check;"
            )
        );
        let foreign =
            standard("users").foreign_key_with(&["id"], "orgs", &["id"], &["uuid"], |key| {
                key.name = "fk".to_owned();
            });
        assert_eq!(
            named(foreign).as_deref(),
            Some("ALTER TABLE public.users RENAME CONSTRAINT fk TO users_id_fkey;")
        );
    }

    /// The checks of LemmyNet/lemmy, rust-lang/crates.io and launchbadge/realworld-axum-sqlx say
    /// what they are for, and two of a table are two.
    #[test]
    fn words_of_its_own_are_kept() {
        let build = standard("follows")
            .column("kind text")
            .check("user_cannot_follow_self", &["id", "kind"])
            .check("follows_kind_len_ck", &["kind"])
            .index("kidx", &["created_at"])
            .index_with("lower_kind", &[""], |i| {
                i.keys[0].expression = Some("lower(kind)".to_owned());
            })
            .index_with("index_latest", &["kind"], |i| {
                i.predicate = Some("a".to_owned());
            })
            .index_with("kidx2", &["kind"], |i| i.include = vec!["id".to_owned()])
            .index_with("unique_kind", &["kind"], |i| i.unique = true);
        let found = violations_with(RULE.id, &build.0, &Config::default());
        let new: Vec<_> = found
            .iter()
            .filter_map(|found| found.fix_sql.as_ref()?.rsplit(' ').next())
            .collect();
        assert_eq!(
            new,
            [
                "follows_user_cannot_follow_self_check;",
                "follows_kind_len_check;",
                "follows_created_at_idx;",
                "follows_lower_kind_idx;",
                "follows_latest_idx;",
                "follows_kind_idx;",
                "follows_unique_kind_idx;",
            ]
        );
        assert_eq!(
            found[2].help,
            [
                "the templates are in `[constraint_names]` of `schema.toml`, for this one \
              `follows_*_idx` or `idx_follows_*`"
                    .replace("              ", "")
            ]
        );
    }

    #[test]
    fn indexes_that_are_more_than_columns_may_say_so() {
        let build = standard("users")
            .column("email text")
            .index_with("users_email_active_idx", &["email"], |i| {
                i.predicate = Some("active".to_owned());
            })
            .index_with("idx_users_email_active", &["email"], |i| {
                i.predicate = Some("active".to_owned());
            })
            .index_with("users_email_key", &["email"], |i| i.unique = true)
            .index_with("users_email_created_at_idx", &["email"], |i| {
                i.include = vec!["created_at".to_owned()];
            })
            .index_with("users_email_trgm_idx", &["email"], |i| {
                i.method = "gin".to_owned();
                i.keys[0].opclass = Some(QualifiedName::new("public", "gin_trgm_ops"));
            })
            .index_with("users_lower_idx", &[""], |i| {
                i.keys[0].expression = Some("lower(email)".to_owned());
            });
        silent(RULE.id, build);
        // Not every column has to be in the name; the table has to be.
        silent(
            RULE.id,
            standard("users").index("users_latest_idx", &["updated_at", "created_at"]),
        );
        only(RULE.id, standard("users").index("latest", &["created_at"]));
    }

    #[test]
    fn an_index_that_is_to_be_dropped_keeps_its_name() {
        let build = || standard("users").index("by_id", &["id"]);
        silent(RULE.id, build());
        silent(
            RULE.id,
            standard("users")
                .index("users_created_at_idx", &["created_at"])
                .index("by_time", &["created_at"]),
        );
        let mut config = Config::default();
        let off = ("redundant_index".to_owned(), Level::Allow);
        config.rules.extend([off]);
        assert_eq!(violations_with(RULE.id, &build().0, &config).len(), 1);
    }

    #[test]
    fn names_that_are_cut_are_not_judged() {
        let long = "a_table_whose_name_takes_most_of_what_an_identifier_can_be";
        silent(
            RULE.id,
            standard(long).index("whatever", &["created_at", "updated_at"]),
        );
    }

    #[test]
    fn the_team_has_its_own_templates() {
        let mut config = Config::default();
        config.constraint_names.foreign_key = vec!["fk_{table}_{referenced}".to_owned()];
        config.constraint_names.check = vec!["ck_*".to_owned()];
        let build = standard("orders")
            .column("user_id uuid")
            .foreign_key(&["user_id"], "users", &["id"], &["uuid"])
            .check("positive", &["id"]);
        let found = violations_with(RULE.id, &build.0, &config);
        assert_eq!(
            found[0].fix_sql.as_deref(),
            Some(
                "ALTER TABLE public.orders RENAME CONSTRAINT \
                 orders_user_id_fkey TO fk_orders_users;"
            )
        );
        assert_eq!(
            found[1].fix_sql.as_deref(),
            Some("ALTER TABLE public.orders RENAME CONSTRAINT positive TO ck_positive;")
        );
    }
}
