use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;

pub(super) static RULE: Rule = Rule {
    id: "table_domain_prefix",
    group: Group::Naming,
    looks_at: TABLES,
    summary: "A table's name begins with the prefix of the domain that owns it.",
    why: "`comms_messages` and `assistant_messages` can't be taken for each other, and stand beside \
          what they belong to in each list. The prefixes are the team's, with what each stands \
          for, in `[table_prefixes]` of `schema.toml`; without them the rule is silent. A table \
          in a schema that is not the default one has its domain from the schema, and a view may \
          be there for an old name: neither is found.",
    fix: "Rename the table, or name the new domain in `[table_prefixes]`. Which domain owns it the \
          schema does not say, so no statement is offered. A view of the old name bridges the time \
          until all queries have followed.",
    settings: "\
[table_prefixes]
billing = \"payments, subscriptions, invoices\"
comms = \"messages that leave the house\"
",
    bad: Example {
        sql: "
CREATE TABLE messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct Message {
    id: Uuid,
    body: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    good: Example {
        sql: "
CREATE TABLE comms_messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);",
        rust: "
#[derive(Conformant)]
struct CommsMessage {
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
    let name = &cx.relation.name;
    let prefixes = &cx.config.table_prefixes;
    let begins = |prefix: &String| {
        let rest = name.name.strip_prefix(prefix.as_str());
        rest.is_some_and(|rest| rest.strip_prefix('_').is_some_and(|rest| !rest.is_empty()))
    };
    let is_default = name.schema == cx.config.default_schema;
    if !is_default || prefixes.is_empty() || prefixes.keys().any(begins) {
        return;
    }
    let each: Vec<_> = prefixes
        .iter()
        .map(|(prefix, meaning)| format!("`{prefix}_` ({meaning})"))
        .collect();
    out.push(Violation {
        message: format!("the name of table `{name}` begins with no prefix of a domain"),
        help: vec![format!(
            "the prefixes are {}, in `[table_prefixes]` of `schema.toml`",
            each.join(", ")
        )],
        ..Violation::default()
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::{silent, standard, violations_with};
    use super::RULE;
    use crate::config::Config;
    use crate::model::RelationKind;

    fn count(change: impl FnOnce(&mut crate::model::Relation)) -> usize {
        let config = Config::parse(RULE.settings).expect("the rule's settings");
        let mut build = standard("messages");
        change(&mut build.0);
        violations_with(RULE.id, &build.0, &config).len()
    }

    #[test]
    fn no_prefix_in_front() {
        let config = Config::parse(RULE.settings).expect("the rule's settings");
        let found = violations_with(RULE.id, &standard("messages").0, &config);
        assert_eq!(
            found[0].message,
            "the name of table `public.messages` begins with no prefix of a domain"
        );
        assert_eq!(
            found[0].help,
            [
                "the prefixes are `billing_` (payments, subscriptions, invoices), `comms_` \
                 (messages that leave the house), in `[table_prefixes]` of `schema.toml`"
            ]
        );
        for name in ["communications", "comms", "comms_", "old_comms_messages"] {
            assert_eq!(count(|r| r.name.name = name.to_owned()), 1, "{name}");
        }
    }

    #[test]
    fn a_prefix_or_none_wanted() {
        silent(RULE.id, standard("messages"));
        assert_eq!(count(|r| r.name.name = "comms_messages".to_owned()), 0);
        assert_eq!(count(|r| r.name.schema = "comms".to_owned()), 0);
        assert_eq!(count(|r| r.kind = RelationKind::View), 0);
    }
}
