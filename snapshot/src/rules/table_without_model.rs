use super::{Context, Example, Group, Rule, TABLES, Violation};
use crate::finding::Level;

pub(super) static RULE: Rule = Rule {
    id: "table_without_model",
    group: Group::Models,
    looks_at: TABLES,
    summary: "A table has a model in the source.",
    why: "The build compares what has a model. A table without one is read and written by SQL \
          text, or by nobody, and what changes in it breaks no build. Many tables have a good \
          reason to have none, so the rule is off until a team asks for it, best by a table \
          pattern in `schema.toml`. A model of any shape counts, `partial`, `insert` and `update` \
          too. `cargo schema lint` looks for it, which reads the source without compiling it; \
          while a file of that can't be read, or a model says nothing for certain, nothing is \
          found. The other way round, a model without a table is the error `unknown_table`, of \
          the build as well.",
    fix: "Derive `Conformant` on a struct that stands for the table, or drop the table.",
    bad: Example {
        sql: TABLE,
        rust: "",
    },
    good: Example {
        sql: TABLE,
        rust: "
#[derive(Conformant)]
struct Invoice {
    id: Uuid,
    number: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    },
    settings: "",
    recommended: Level::Allow,
    check: super::Check::Relation(check),
};

const TABLE: &str = "
CREATE TABLE invoices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);";

fn check(cx: &Context<'_>, out: &mut Vec<Violation>) {
    if cx.has_model == Some(false) {
        let name = &cx.relation.name;
        out.push(Violation {
            message: format!("table `{name}` has no model in the source"),
            help: vec![
                "derive `Conformant` on a struct that stands for it, or say in `schema.toml` why \
                 there is none: `[[exceptions]]`"
                    .to_owned(),
            ],
            ..Violation::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{silent, standard};
    use super::super::{run_relation, run_unmodelled};
    use crate::config::{Config, Exception};
    use crate::finding::Level;

    fn config() -> Config {
        let mut config = Config::default();
        let rule = super::RULE.id.to_owned();
        config.rules.insert(rule, Level::Warn);
        config
    }

    #[test]
    fn only_who_has_read_the_source_can_tell() {
        let relation = standard("invoices").0;
        let found = run_unmodelled(&relation, &config(), &[]).findings;
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].message,
            "table `public.invoices` has no model in the source"
        );
        assert_eq!(run_relation(&relation, &config(), &[]).findings, []);
        silent(super::RULE.id, standard("invoices"));
    }

    #[test]
    fn an_exception_is_not_stale_where_nobody_looks() {
        let relation = standard("invoices").0;
        let mut config = config();
        config.exceptions.push(Exception {
            rule: super::RULE.id.to_owned(),
            object: relation.name.clone(),
            part: None,
            reason: "written by a trigger".to_owned(),
            owner: None,
            expires: None,
            line: 1,
        });
        assert_eq!(run_relation(&relation, &config, &[]).findings, []);
        let judged = run_unmodelled(&relation, &config, &[]);
        assert_eq!((judged.findings.len(), judged.suppressed.len()), (0, 1));
    }
}
