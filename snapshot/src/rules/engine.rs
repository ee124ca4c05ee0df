//! From rules to findings: which rules run, what a model answers for, exceptions, places.

use super::{ALL, Context, Rule, Violation, find};
use crate::claim::{Allow, Claim, Model, Place, Shape, Subject};
use crate::config::Config;
use crate::finding::{Finding, Level};
use crate::model::Relation;
use crate::nearest::nearest;

/// The exception names a rule that there is not.
pub const UNKNOWN_RULE: &str = "unknown_rule";
/// The exception gives no reason.
pub const EMPTY_REASON: &str = "empty_reason";
/// The exception suppresses nothing.
pub const UNUSED_EXCEPTION: &str = "unused_exception";
/// What can be wrong with an exception.
pub const OF_EXCEPTIONS: [&str; 3] = [UNKNOWN_RULE, EMPTY_REASON, UNUSED_EXCEPTION];

/// What the rules say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What would be, but for an exception.
    pub suppressed: Vec<Finding>,
}

/// What the team's standard says of the relation that a claim stands for.
///
/// A model answers for what it reads. A full model stands for the whole table: every rule, and
/// all it finds. A partial model stands for its columns: every rule, and what it finds about them;
/// so a table with five models does not have its name reported five times, and no model reads a
/// column that breaks the standard unseen. A model that writes goes beside one that reads, which has
/// said it all; it answers for nothing. What a table without a full model does as a table is said
/// by `cargo schema lint`.
///
/// An unknown rule, an empty reason, and an exception that suppresses nothing are findings as well,
/// of level deny. An exception is used when its rule would find something, whatever the rule's
/// level; so switching a rule off for a while makes no exception stale. Claims that stand for no
/// relation have only these: see [`run_type`].
///
/// [`Finding::source`] is left to the caller, who knows the file.
pub fn run(claim: &Claim, relation: &Relation, config: &Config) -> Judged {
    let mut out = Judged::default();
    let Subject::Model(model) = &claim.subject else {
        out.findings = run_type(claim);
        return out;
    };
    let mut used = Vec::new();
    let named: Vec<&str> = model
        .fields
        .iter()
        .map(|field| field.column.text.as_str())
        .collect();
    for &rule in ALL {
        let exceptions = || {
            let all = claim.allows.iter().enumerate();
            all.filter(|(_, allow)| allow.rule.text == rule.id)
        };
        let level = rule.level(config);
        if level == Level::Allow && exceptions().next().is_none() {
            continue;
        }
        for violation in violations(rule, relation, config) {
            let about = violation.column.as_deref();
            if !answers_for(model, &named, about) {
                continue;
            }
            let mut excepted = false;
            for (n, _) in exceptions().filter(|(_, allow)| covers(allow, about)) {
                used.push(n);
                excepted = true;
            }
            if level == Level::Allow {
                continue;
            }
            let finding = finding(rule, level, violation, relation, Some(model));
            if excepted {
                out.suppressed.push(finding);
            } else {
                out.findings.push(finding);
            }
        }
    }
    for (n, allow) in claim.allows.iter().enumerate() {
        malformed(allow, &mut out.findings);
        if !used.contains(&n) && find(&allow.rule.text).is_some() {
            out.findings.extend(unused(allow, model, relation, config));
        }
    }
    out
}

/// What the team's standard says of a relation by itself: for `cargo schema lint`, which has no
/// model and so no exceptions.
pub fn run_relation(relation: &Relation, config: &Config) -> Vec<Finding> {
    let mut out = Vec::new();
    for &rule in ALL {
        let level = rule.level(config);
        if level != Level::Allow {
            for violation in violations(rule, relation, config) {
                out.push(finding(rule, level, violation, relation, None));
            }
        }
    }
    out
}

fn violations(rule: &Rule, relation: &Relation, config: &Config) -> Vec<Violation> {
    let mut out = Vec::new();
    if rule.looks_at.contains(&relation.kind) {
        (rule.check)(&Context { relation, config }, &mut out);
    }
    out
}

/// What a full model has in flattened parts, those answer for: they are partial models.
fn answers_for(model: &Model, named: &[&str], column: Option<&str>) -> bool {
    match (model.shape, column) {
        (Shape::Insert | Shape::Update, _) | (Shape::Partial, None) => false,
        (Shape::Full, None) => true,
        (Shape::Partial, Some(column)) => named.contains(&column),
        (Shape::Full, Some(column)) => named.contains(&column) || model.flattened.is_empty(),
    }
}

fn covers(allow: &Allow, column: Option<&str>) -> bool {
    allow.column.is_none() || allow.column.as_deref() == column
}

fn finding(
    rule: &Rule,
    level: Level,
    violation: Violation,
    relation: &Relation,
    model: Option<&Model>,
) -> Finding {
    let field = model.and_then(|model| {
        let column = violation.column.as_deref()?;
        model
            .fields
            .iter()
            .find(|field| field.column.text == column)
    });
    let table = model.and_then(|model| model.table.as_ref());
    let place = match (field, table) {
        (Some(field), _) => field.name.place,
        (None, Some(table)) => table.place,
        (None, None) => Place(0),
    };
    let mut help = Vec::with_capacity(violation.help.len() + 2);
    help.extend(violation.fix_sql.as_ref().map(|sql| format!("run: {sql}")));
    help.extend(violation.help);
    if model.is_some() {
        let on = if field.is_some() { "field" } else { "struct" };
        help.push(format!(
            "or keep it and say why on the {on}: `#[conformant(allow({} = \"the reason\"))]`",
            rule.id
        ));
    }
    Finding {
        rule: rule.id,
        level,
        place,
        relation: Some(relation.name.clone()),
        column: violation.column,
        object: violation.object,
        message: violation.message,
        help,
        fix_sql: violation.fix_sql,
        source: None,
    }
}

/// What is wrong with the exceptions of a claim that stands for no relation: no rule looks at it,
/// so all of them.
pub fn run_type(claim: &Claim) -> Vec<Finding> {
    let mut out = Vec::new();
    for allow in &claim.allows {
        malformed(allow, &mut out);
        if find(&allow.rule.text).is_some() {
            out.push(Finding {
                help: vec!["remove it; rules are about tables".to_owned()],
                ..about_exception(
                    UNUSED_EXCEPTION,
                    allow,
                    format!(
                        "`{}` stands for no table, so rule `{}` has nothing to find",
                        claim.item.text, allow.rule.text
                    ),
                )
            });
        }
    }
    out
}

fn about_exception(rule: &'static str, allow: &Allow, message: String) -> Finding {
    Finding {
        rule,
        level: Level::Deny,
        place: allow.rule.place,
        message,
        ..Finding::default()
    }
}

fn malformed(allow: &Allow, out: &mut Vec<Finding>) {
    let rule = &allow.rule.text;
    if find(rule).is_none() {
        let ids = ALL.iter().map(|rule| rule.id);
        let help = if let Some(near) = nearest(rule, ids.clone()) {
            format!("did you mean `{near}`?")
        } else {
            let ids: Vec<_> = ids.map(|id| format!("`{id}`")).collect();
            format!("the rules are {}", ids.join(", "))
        };
        out.push(Finding {
            help: vec![help],
            ..about_exception(UNKNOWN_RULE, allow, format!("there is no rule `{rule}`"))
        });
    }
    if allow.reason.text.trim().is_empty() {
        out.push(Finding {
            place: allow.reason.place,
            help: vec![
                format!("write why the rule does not apply here, for those who come later: `#[conformant(allow({rule} = \"...\"))]`"),
            ],
            ..about_exception(
                EMPTY_REASON,
                allow,
                format!("the exception from `{rule}` gives no reason"),
            )
        });
    }
}

/// An exception that suppresses nothing, and, when it is known, why.
fn unused(allow: &Allow, model: &Model, relation: &Relation, config: &Config) -> Option<Finding> {
    let rule = find(&allow.rule.text)?;
    // A field without a column is a mistake of its own, and the exception goes with it.
    if allow
        .column
        .as_deref()
        .is_some_and(|column| relation.column(column).is_none())
    {
        return None;
    }
    let elsewhere = violations(rule, relation, config);
    let help = if !rule.looks_at.contains(&relation.kind) {
        format!(
            "remove it; the rule does not look at a {}",
            relation.kind.sql().to_lowercase()
        )
    } else if elsewhere.is_empty() {
        "remove it; the rule finds nothing here".to_owned()
    } else if allow.column.is_some() && elsewhere.iter().any(|v| v.column.is_none()) {
        "move it to the struct: what the rule finds is about the table, not about this column"
            .to_owned()
    } else if model.shape == Shape::Full {
        "remove it; the rule finds something in other columns only".to_owned()
    } else {
        "remove it; a model that is not full answers for its own columns at most, and the \
         rule finds something elsewhere in the table"
            .to_owned()
    };
    let conforms = match &allow.column {
        Some(column) => format!("column `{column}` of `{}` conforms", relation.name),
        None if elsewhere.is_empty() => format!("`{}` conforms", relation.name),
        None => "what this model answers for conforms".to_owned(),
    };
    Some(Finding {
        relation: Some(relation.name.clone()),
        column: allow.column.clone(),
        help: vec![help],
        ..about_exception(
            UNUSED_EXCEPTION,
            allow,
            format!(
                "the exception from `{}` suppresses nothing: {conforms}",
                rule.id
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{public, standard, table};
    use super::{EMPTY_REASON, UNKNOWN_RULE, UNUSED_EXCEPTION, run, run_relation};
    use crate::claim::{Allow, Claim, Field, Model, Place, Placed, Shape, Subject};
    use crate::config::{Config, Preset};
    use crate::finding::{Finding, Level};
    use crate::model::{Policy, Relation, RelationKind, RowSecurity};
    use crate::rules::ALL;

    fn placed(text: &str, place: u32) -> Placed {
        Placed {
            text: text.to_owned(),
            place: Place(place),
        }
    }

    /// A model with a field for each of the columns, at places 10, 11, ...
    fn model(shape: Shape, columns: &[&str]) -> Claim {
        let field = |(n, column): (u32, &&str)| Field {
            name: placed(column, n),
            column: placed(column, 100 + n),
            ..Field::default()
        };
        Claim {
            item: placed("Order", 0),
            subject: Subject::Model(Model {
                shape,
                fields: (10..).zip(columns).map(field).collect(),
                ..Model::default()
            }),
            allows: Vec::new(),
        }
    }

    fn allow(mut claim: Claim, rule: &str, reason: &str, column: Option<&str>) -> Claim {
        claim.allows.push(Allow {
            rule: placed(rule, 50),
            reason: placed(reason, 51),
            column: column.map(str::to_owned),
        });
        claim
    }

    /// No primary key, and a foreign key without index.
    fn orders() -> Relation {
        standard("orders")
            .no_primary_key()
            .column("user_id uuid")
            .foreign_key(&["user_id"], "users", &["id"], &["uuid"])
            .0
    }

    fn ids(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.rule).collect()
    }

    fn check(claim: &Claim, relation: &Relation) -> Vec<Finding> {
        run(claim, relation, &Config::default()).findings
    }

    #[test]
    fn findings_stand_at_the_field_or_the_item() {
        let mut claim = model(Shape::Full, &["id", "user_id"]);
        let found = check(&claim, &orders());
        assert_eq!(ids(&found), ["primary_key_exists", "foreign_key_index"]);
        assert_eq!((found[0].place, found[1].place), (Place(0), Place(11)));
        assert_eq!(found[0].relation, Some(public("orders")));
        let sql = found[1].fix_sql.as_deref().unwrap_or_default();
        assert_eq!(found[1].help.first(), Some(&format!("run: {sql}")));
        let exception = found[1].help.last().expect("help");
        assert_eq!(
            exception,
            "or keep it and say why on the field: `#[conformant(allow(foreign_key_index = \"the \
             reason\"))]`"
        );
        assert!(
            found[0]
                .help
                .last()
                .is_some_and(|help| help.contains("on the struct"))
        );

        if let Subject::Model(model) = &mut claim.subject {
            model.table = Some(placed("orders", 5));
            model.fields.pop();
        }
        let found = check(&claim, &orders());
        assert_eq!((found[0].place, found[1].place), (Place(5), Place(5)));
    }

    #[test]
    fn a_model_answers_for_what_it_claims() {
        for (shape, columns, said) in [
            (
                Shape::Partial,
                &["id", "user_id"][..],
                &["foreign_key_index"][..],
            ),
            (Shape::Partial, &["id"], &[]),
            (Shape::Insert, &["id", "user_id"], &[]),
        ] {
            assert_eq!(ids(&check(&model(shape, columns), &orders())), said);
        }
        assert_eq!(
            ids(&run_relation(&orders(), &Config::default())),
            ["primary_key_exists", "foreign_key_index"]
        );
        assert!(
            run_relation(&orders(), &Config::default())[0]
                .help
                .iter()
                .all(|help| !help.contains("conformant"))
        );
    }

    #[test]
    fn flattened_parts_answer_for_their_columns() {
        let mut claim = model(Shape::Full, &["id"]);
        if let Subject::Model(model) = &mut claim.subject {
            model.flattened.push(placed("owner", 30));
        }
        assert_eq!(ids(&check(&claim, &orders())), ["primary_key_exists"]);
    }

    #[test]
    fn levels() {
        let relation = standard("notes")
            .column("updated_at timestamp with time zone not null")
            .0;
        let claim = model(Shape::Full, &[]);
        let level = |config: &Config| {
            run(&claim, &relation, config)
                .findings
                .iter()
                .map(|finding| finding.level)
                .collect::<Vec<_>>()
        };
        let mut config = Config::default();
        assert_eq!(level(&config), [Level::Warn]);
        config.preset = Preset::Strict;
        assert_eq!(level(&config), [Level::Deny]);
        config
            .rules
            .insert("timestamp_default".to_owned(), Level::Allow);
        assert_eq!(level(&config), []);
    }

    #[test]
    fn exceptions_on_the_item_and_on_a_field() {
        let full = || model(Shape::Full, &["id", "user_id"]);
        let both = allow(
            allow(full(), "primary_key_exists", "why", None),
            "foreign_key_index",
            "why",
            Some("user_id"),
        );
        assert_eq!(ids(&check(&both, &orders())), [""; 0]);
        let item = allow(full(), "foreign_key_index", "why", None);
        assert_eq!(ids(&check(&item, &orders())), ["primary_key_exists"]);
        let other = check(
            &allow(full(), "foreign_key_index", "why", Some("id")),
            &orders(),
        );
        assert_eq!(
            ids(&other),
            ["primary_key_exists", "foreign_key_index", UNUSED_EXCEPTION]
        );
    }

    #[test]
    fn exceptions_that_are_wrong() {
        let claim = allow(model(Shape::Full, &[]), "primary_key_exist", "why", None);
        let claim = allow(claim, "primary_key_exists", " ", None);
        let found = check(&claim, &table("orders").0);
        let wrong: Vec<_> = found
            .iter()
            .filter(|f| f.rule != "timestamp_columns")
            .collect();
        assert_eq!(
            ids(&found),
            ["timestamp_columns", UNKNOWN_RULE, EMPTY_REASON]
        );
        assert_eq!(wrong[0].help, ["did you mean `primary_key_exists`?"]);
        assert_eq!((wrong[0].place, wrong[1].place), (Place(50), Place(51)));
        assert!(wrong.iter().all(|finding| finding.level == Level::Deny));
    }

    #[test]
    fn an_exception_that_suppresses_nothing_says_why() {
        let help = |claim: Claim, relation: &Relation| {
            let found = check(&claim, relation);
            let unused: Vec<_> = found
                .iter()
                .filter(|f| f.rule == UNUSED_EXCEPTION)
                .collect();
            assert_eq!(unused.len(), 1, "{found:#?}");
            assert_eq!((unused[0].level, unused[0].place), (Level::Deny, Place(50)));
            unused[0].help.join("")
        };
        let full = || model(Shape::Full, &["id", "user_id"]);
        let partial = model(Shape::Partial, &["id"]);
        let mut view = orders();
        view.kind = RelationKind::View;
        assert_eq!(
            help(allow(full(), "primary_key_uuid", "why", None), &orders()),
            "remove it; the rule finds nothing here"
        );
        assert_eq!(
            help(allow(full(), "primary_key_exists", "why", None), &view),
            "remove it; the rule does not look at a view"
        );
        assert!(
            help(
                allow(full(), "primary_key_exists", "why", Some("id")),
                &orders()
            )
            .starts_with("move it to the struct")
        );
        assert!(
            help(
                allow(full(), "foreign_key_index", "why", Some("id")),
                &orders()
            )
            .ends_with("in other columns only")
        );
        assert!(
            help(allow(partial, "primary_key_exists", "why", None), &orders())
                .contains("that is not full")
        );
    }

    #[test]
    fn a_rule_that_is_off_makes_no_exception_stale() {
        let claim = allow(
            model(Shape::Full, &["user_id"]),
            "foreign_key_index",
            "why",
            Some("user_id"),
        );
        let mut config = Config::default();
        config
            .rules
            .insert("foreign_key_index".to_owned(), Level::Allow);
        assert_eq!(
            ids(&run(&claim, &orders(), &config).findings),
            ["primary_key_exists"]
        );
        let indexless = standard("orders").column("user_id uuid").0;
        assert_eq!(
            ids(&run(&claim, &indexless, &config).findings),
            [UNUSED_EXCEPTION]
        );
        let suppressed = |config: &Config| run(&claim, &orders(), config).suppressed;
        assert_eq!(suppressed(&config), []);
        let on = suppressed(&Config::default());
        assert_eq!(ids(&on), ["foreign_key_index"]);
        assert_eq!(
            (on[0].level, on[0].column.as_deref()),
            (Level::Deny, Some("user_id"))
        );
    }

    #[test]
    fn a_field_without_column_is_not_said_twice() {
        let claim = allow(
            model(Shape::Full, &["gone"]),
            "foreign_key_index",
            "why",
            Some("gone"),
        );
        assert_eq!(ids(&check(&claim, &standard("orders").0)), [""; 0]);
    }

    #[test]
    fn exceptions_on_what_is_no_table() {
        let mut claim = allow(model(Shape::Full, &[]), "primary_key_exists", "", None);
        claim.subject = Subject::Transparent(placed("Uuid", 1));
        assert_eq!(
            ids(&check(&claim, &Relation::default())),
            [EMPTY_REASON, UNUSED_EXCEPTION]
        );
    }

    /// Every rule finds something in one of these, and every text keeps to the conventions.
    #[test]
    fn conventions() {
        let mut worst = [
            table("Order Item")
                .column("\"userId\" integer")
                .column("created_at text")
                .0,
            standard("invoice")
                .column("id bigint")
                .column("user_id integer")
                .column("team_id uuid")
                .index("wrong", &["id"])
                .foreign_key(&["user_id"], "users", &["n"], &["bigint"])
                .unkeyed("team_id", "teams", "id")
                .column("updated_at timestamp with time zone")
                .without("created_at")
                .column("date_created timestamp with time zone not null")
                .0,
            standard("visits")
                .column("page text not null")
                .index("a", &["page"])
                .index("b", &["page"])
                .index("c", &["page", "id"])
                .index_with("d", &["id"], |index| index.invalid = true)
                .column("first uuid")
                .column("second uuid")
                .foreign_key(
                    &["first", "second"],
                    "pairs",
                    &["a", "b"],
                    &["uuid", "uuid"],
                )
                .foreign_key_with(
                    &["first", "second"],
                    "pairs",
                    &["a", "b"],
                    &["uuid", "uuid"],
                    |key| key.not_valid = true,
                )
                .column("payload json")
                .column("price real")
                .column("paid money")
                .column("country character(2)")
                .check("visits_check", &["page"])
                .column("done boolean")
                .index("e", &["done"])
                .unique("visits_page_done_key", &["page", "done"])
                .column("title character varying(9)")
                .column("at timestamp(0) with time zone")
                .column("end integer not null default nextval('public.visits_end_seq'::regclass)")
                .column(&format!("{} text", "x".repeat(63)))
                .0,
            table("keys")
                .column("id uuid not null")
                .primary_key(&["id"])
                .0,
            standard("policies").0,
        ];
        worst[2].checks[0].not_valid = true;
        worst[2].row_security = RowSecurity::Enabled;
        worst[2].policies.push(Policy {
            command: "all".to_owned(),
            roles: vec!["public".to_owned()],
            using: Some("true".to_owned()),
            ..Policy::default()
        });
        worst[3].row_security = RowSecurity::Enabled;
        worst[4].policies.push(Policy::default());
        let strict = Config {
            preset: Preset::Strict,
            ..Config::default()
        };
        let mut seen = std::collections::BTreeSet::new();
        for finding in worst
            .iter()
            .flat_map(|relation| run_relation(relation, &strict))
        {
            seen.insert(finding.rule);
            for text in finding.help.iter().chain([&finding.message]) {
                assert!(
                    text.starts_with(|c: char| c.is_lowercase() || c == '`'),
                    "{text}"
                );
                assert!(!text.ends_with('.'), "{text}");
            }
            assert!(finding.message.contains('`'), "{}", finding.message);
            let statements = finding.fix_sql.unwrap_or("ALTER ;".to_owned());
            assert!(
                statements.lines().all(|line| line.ends_with(';')),
                "{statements}"
            );
        }
        assert_eq!(seen.len(), ALL.len(), "{seen:?}");
    }
}
