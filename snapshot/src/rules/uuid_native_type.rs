use super::retype::retype;
use super::{Context, Example, Group, Rule, TABLES, Violation, primary_key_uuid};
use crate::finding::Level;
use crate::model::{Column, Generated, makes_uuids};
use crate::name::quote;
use crate::sql_type::SqlType;

pub(super) static RULE: Rule = Rule {
    id: "uuid_native_type",
    group: Group::Types,
    looks_at: TABLES,
    summary: "A UUID is stored as `uuid`.",
    why: "As text it takes 37 bytes instead of 16, in the row and in each index, compares by the \
          collation, and one value has several spellings, upper case and lower, which no unique \
          constraint sees as one. A text column is found when its default makes a UUID; when it is \
          named `uuid` or `guid`, or ends so, and has no length or one that a UUID fits in; and \
          when it is named `id`, or ends so, and is exactly 36 characters long, as a UUID is. \
          Identifiers of other lengths are something else (a ULID has 26 characters, a KSUID 27), \
          and so is text that is named `_id`. In a primary key the rule \
          [`primary_key_uuid`](#primary_key_uuid) says it, and a column of a foreign key has the \
          type of what it references.",
    fix: "Change the type. The statement fails, changing nothing, when a value is no UUID, or \
          while a view, a foreign key or a check over the text uses the column.",
    settings: "",
    bad: Example {
        sql: "
CREATE TABLE devices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    installation_uuid text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Device {
    id: Uuid,
    installation_uuid: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE devices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    installation_uuid uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Device {
    id: Uuid,
    installation_uuid: Uuid,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    recommended: Level::Warn,
    check: super::Check::Relation(check),
};

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    let relation = cx.relation;
    for column in relation.columns.iter().filter(|column| finds(cx, column)) {
        let (help, retyped) = retype(cx, &column.name, "uuid", true);
        let statement = retyped.and_then(|_| statement(cx, column));
        let mut help = vec![help];
        if statement.is_none() && column.default.is_some() {
            help.push("what the default gives is no `uuid`: take it off first".to_owned());
        }
        out.push(Violation {
            column: Some(column.name.clone()),
            message: format!(
                "column `{}` of `{}` holds UUIDs as `{}`: expected `uuid`",
                column.name, relation.name, column.sql_type
            ),
            help,
            fix_sql: statement,
            ..Violation::default()
        });
    }
}

/// Whether this rule is on and finds the column: what another rule would say of its type is then
/// said here.
pub(super) fn says(cx: &Context<'_>, column: &Column) -> bool {
    cx.says(&RULE, [Some(&column.name), None]) && finds(cx, column)
}

fn finds(cx: &Context<'_>, column: &Column) -> bool {
    let relation = cx.relation;
    let name = &column.name;
    // An exception from that rule is one from this: the key has its reason to be text.
    let in_primary_key = || {
        let mut keys = relation.primary_key.iter();
        let is_on = cx.config.level_for(&primary_key_uuid::RULE, &relation.name) != Level::Allow;
        is_on && keys.any(|key| key.columns.contains(name))
    };
    let in_foreign_key = || {
        let mut keys = relation.foreign_keys.iter();
        keys.any(|key| key.columns.contains(name))
    };
    holds_uuids(column) && !in_primary_key() && !in_foreign_key()
}

fn holds_uuids(column: &Column) -> bool {
    let Some(length) = length(&column.sql_type) else {
        return false;
    };
    let name = column.name.as_str();
    let last = name.rsplit('_').next().unwrap_or(name).to_lowercase();
    match last.as_str() {
        "uuid" | "guid" if length >= 32 => true,
        "id" if length == 36 => true,
        _ => generator(column).is_some(),
    }
}

/// The greatest length of a text type; nothing of another type.
fn length(ty: &SqlType) -> Option<u32> {
    let SqlType::Builtin(ty) = ty else {
        return None;
    };
    if matches!(ty.as_str(), "text" | "character varying") {
        return Some(u32::MAX);
    }
    let length = ty
        .strip_prefix("character varying(")
        .or_else(|| ty.strip_prefix("character("))?;
    length.strip_suffix(')')?.parse().ok()
}

/// The call in a default that makes a UUID, `gen_random_uuid()` of `(gen_random_uuid())::text`.
fn generator(column: &Column) -> Option<&str> {
    let default = column.default.as_deref()?;
    let (call, _) = default.rsplit_once("::")?;
    let call = call.strip_prefix('(')?.strip_suffix(')')?;
    let function = call.strip_suffix("()")?;
    let function = function.rsplit('.').next()?;
    makes_uuids(function).then_some(call)
}

/// One statement: PostgreSQL takes the default off before it changes the type.
fn statement(cx: &Context<'_>, column: &Column) -> Option<String> {
    let name = quote(&column.name);
    let (first, last) = match (&column.default, generator(column)) {
        _ if column.generated != Generated::None => return None,
        (None, _) => (String::new(), String::new()),
        (Some(_), Some(call)) => (
            format!("ALTER COLUMN {name} DROP DEFAULT, "),
            format!(", ALTER COLUMN {name} SET DEFAULT {call}"),
        ),
        (Some(_), None) => return None,
    };
    let alter = cx.alter();
    Some(format!(
        "{alter} {first}ALTER COLUMN {name} TYPE uuid USING {name}::uuid{last};"
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{only, silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;
    use crate::finding::Level;

    fn fix(column: &str) -> Option<String> {
        only(RULE.id, standard("devices").column(column)).fix_sql
    }

    #[test]
    fn by_name_and_length() {
        let found = only(RULE.id, standard("devices").column("push_uuid text"));
        assert_eq!(
            found.message,
            "column `push_uuid` of `public.devices` holds UUIDs as `text`: expected `uuid`"
        );
        let expected = "ALTER TABLE public.devices ALTER COLUMN push_uuid TYPE uuid USING \
                        push_uuid::uuid;";
        assert_eq!(found.fix_sql.as_deref(), Some(expected));
        for column in [
            "guid character varying",
            "\"Row_GUID\" character(38)",
            "uuid character varying(255)",
            "session_id character varying(36)",
            "session_id character(36)",
        ] {
            assert!(fix(column).is_some(), "{column}");
        }
    }

    #[test]
    fn by_the_default() {
        assert_eq!(
            fix("token text default (gen_random_uuid())::text").as_deref(),
            Some(
                "ALTER TABLE public.devices ALTER COLUMN token DROP DEFAULT, ALTER COLUMN token \
                 TYPE uuid USING token::uuid, ALTER COLUMN token SET DEFAULT gen_random_uuid();"
            )
        );
        assert!(fix("token text default (extensions.uuid_generate_v4())::text").is_some());
        // Something around it makes another text.
        for default in [
            "('tok_'::text || (gen_random_uuid())::text)",
            "(now())::text",
            "md5('x'::text)",
        ] {
            let column = format!("token text default {default}");
            silent(RULE.id, standard("devices").column(&column));
        }
        // And a default of another kind stays with its owner.
        assert_eq!(fix("uuid text default ''::text"), None);
        let generated = standard("devices").column("uuid text default lower(x)");
        assert_eq!(only(RULE.id, generated.generated()).fix_sql, None);
    }

    #[test]
    fn other_identifiers() {
        for column in [
            "stripe_customer_id text",
            "stripe_customer_id character varying(255)",
            "ulid character(26)",
            "short_uuid character varying(22)",
            "paid character varying(36)",
            "uuid_kind text",
            "push_uuid uuid",
            "push_uuid bytea",
            "push_uuid public.token/text",
        ] {
            silent(RULE.id, standard("devices").column(column));
        }
    }

    #[test]
    fn keys_are_said_elsewhere() {
        let key = || standard("devices").column("id character varying(36)");
        silent(RULE.id, key());
        let mut config = Config::default();
        let off = ("primary_key_uuid".to_owned(), Level::Allow);
        config.rules.extend([off]);
        assert_eq!(violations_with(RULE.id, &key().0, &config).len(), 1);
        let reference = standard("devices")
            .column("user_id character varying(36)")
            .foreign_key(&["user_id"], "users", &["id"], &["character varying(36)"]);
        silent(RULE.id, reference);
    }
}
