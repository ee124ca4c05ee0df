//! From rules to findings: which rules run, what a model answers for, exceptions, places.

use super::{ALL, Check, Context, Rule, Violation, find, hint};
use crate::baseline::Known;
use crate::claim::{Allow, Claim, Model, Place, Shape, Subject};
use crate::config::{Config, Exception};
use crate::finding::{Finding, Level};
use crate::model::Relation;
use crate::name::QualifiedName;

/// The exception names a rule that there is not.
pub const UNKNOWN_RULE: &str = "unknown_rule";
/// The exception gives no reason.
pub const EMPTY_REASON: &str = "empty_reason";
/// The exception suppresses nothing.
pub const UNUSED_EXCEPTION: &str = "unused_exception";
/// The exception's last day has passed.
pub const EXPIRED_EXCEPTION: &str = "expired_exception";
/// The baseline has what is no more found.
pub const STALE_BASELINE: &str = "stale_baseline";
/// What can be wrong with an exception, and with the baseline. The last two are the command's to say.
pub const OF_EXCEPTIONS: [&str; 5] = [
    UNKNOWN_RULE,
    EMPTY_REASON,
    UNUSED_EXCEPTION,
    EXPIRED_EXCEPTION,
    STALE_BASELINE,
];

/// What came of holding a relation to the team's standard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What an exception or the baseline suppresses, of rules that are on.
    pub suppressed: Vec<Suppressed>,
}

/// A finding that an exception or the baseline suppresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// What suppresses it.
    pub by: By,
}

/// What suppresses a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// On the model: which of [`Claim::allows`].
    Model(usize),
    /// In `schema.toml`: which of [`Config::exceptions`].
    Config(usize),
    /// The baseline: which of what it has of the relation.
    Baseline(usize),
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
pub fn run(claim: &Claim, relation: &Relation, config: &Config, known: &[Known]) -> Judged {
    let Subject::Model(model) = &claim.subject else {
        return Judged {
            findings: run_type(claim),
            ..Judged::default()
        };
    };
    let (mut judged, used) = judge(Some((claim, model)), Some(true), relation, config, known);
    for (n, allow) in claim.allows.iter().enumerate() {
        malformed(allow, &mut judged.findings);
        if !used.contains(&By::Model(n)) && find(&allow.rule.text).is_some() {
            let unused = unused(allow, claim, model, relation, config);
            judged.findings.extend(unused);
        }
    }
    judged
}

/// What the team's standard says of a relation by itself: for `cargo schema lint`.
pub fn run_relation(relation: &Relation, config: &Config, known: &[Known]) -> Judged {
    judge(None, None, relation, config, known).0
}

/// What the team's standard says of a relation that no model in the source stands for.
pub fn run_unmodelled(relation: &Relation, config: &Config, known: &[Known]) -> Judged {
    judge(None, Some(false), relation, config, known).0
}

/// What every rule says, and the exceptions that cover some of it.
fn judge(
    by: Option<(&Claim, &Model)>,
    has_model: Option<bool>,
    relation: &Relation,
    config: &Config,
    known: &[Known],
) -> (Judged, Vec<By>) {
    let allows = by.map_or(&[][..], |(claim, _)| &claim.allows);
    let model = by.map(|(_, model)| model);
    let cx = Context {
        relation,
        config,
        allows,
        has_model,
    };
    let fields = model.map_or(&[][..], |model| &model.fields);
    let named: Vec<&str> = fields.iter().map(|f| f.column.text.as_str()).collect();
    let mut judged = Judged::default();
    let mut used = Vec::new();
    for &rule in ALL {
        let level = config.level_for(rule, &relation.name);
        if level == Level::Allow && !cx.has_exception(rule.id) {
            continue;
        }
        for violation in violations(rule, &cx) {
            if model.is_some_and(|m| !answers_for(m, &named, violation.column.as_deref())) {
                continue;
            }
            let before = used.len();
            used.extend(cx.exceptions(rule.id, violation.about()));
            if used.len() == before {
                let mut all = known.iter();
                let at = all.position(|known| known.is(rule.id, violation.about()));
                used.extend(at.map(By::Baseline));
            }
            let by = used.get(before).copied();
            if level == Level::Allow {
                continue;
            }
            let finding = finding(rule, level, violation, &relation.name, model);
            match by {
                Some(by) => judged.suppressed.push(Suppressed { finding, by }),
                None => judged.findings.push(finding),
            }
        }
    }
    if model.is_none_or(|model| model.shape == Shape::Full && model.flattened.is_empty()) {
        // Nothing is found because nobody has looked.
        let is_asked = |id: &str| match find(id) {
            Some(rule) if rule.is_of_schema() => false,
            rule => has_model.is_some() || !rule.is_some_and(Rule::is_of_source),
        };
        for (n, exception) in config.exceptions.iter().enumerate() {
            let is_here = exception.object == relation.name && is_asked(&exception.rule);
            if is_here && !used.contains(&By::Config(n)) {
                let unused = unused_in_config(exception, &cx);
                judged.findings.push(unused);
            }
        }
    }
    (judged, used)
}

impl Context<'_> {
    fn has_exception(&self, rule: &str) -> bool {
        let on_model = self.allows.iter().any(|allow| allow.rule.text == rule);
        let mut in_config = self.config.exceptions.iter();
        on_model || in_config.any(|e| e.rule == rule && e.object == self.relation.name)
    }

    /// The exceptions that cover what a rule found about a column or object, the model's first.
    fn exceptions(&self, rule: &str, about: About<'_>) -> impl Iterator<Item = By> {
        let [column, _] = about;
        let on_model = self.allows.iter().enumerate();
        let on_model = on_model
            .filter(move |(_, allow)| allow.rule.text == rule && covers(allow, column))
            .map(|(n, _)| By::Model(n));
        let in_config = self.config.exceptions.iter().enumerate();
        let in_config = in_config
            .filter(move |(_, e)| e.covers(rule, &self.relation.name, &about))
            .map(|(n, _)| By::Config(n));
        on_model.chain(in_config)
    }

    /// Whether another rule says what it finds about this column or object. Two rules can see one
    /// mistake; it is said by one of them, and by the other when that one is off, or there is an
    /// exception from it.
    pub(super) fn says(&self, rule: &'static Rule, about: About<'_>) -> bool {
        self.config.level_for(rule, &self.relation.name) != Level::Allow
            && (!self.has_exception(rule.id) || self.exceptions(rule.id, about).next().is_none())
    }
}

/// What a violation is about: the column, and the object.
pub(super) type About<'a> = [Option<&'a str>; 2];

impl Violation {
    pub(super) fn about(&self) -> About<'_> {
        [self.column.as_deref(), self.object.as_deref()]
    }
}

fn violations(rule: &Rule, cx: &Context<'_>) -> Vec<Violation> {
    let mut out = Vec::new();
    if let Check::Relation(check) = rule.check {
        if rule.looks_at.contains(&cx.relation.kind) {
            check(cx, &mut out);
        }
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

pub(super) fn finding(
    rule: &Rule,
    level: Level,
    violation: Violation,
    relation: &QualifiedName,
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
        relation: Some(relation.clone()),
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
        out.push(Finding {
            help: vec![hint(rule)],
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
fn unused(
    allow: &Allow,
    claim: &Claim,
    model: &Model,
    relation: &Relation,
    config: &Config,
) -> Option<Finding> {
    let rule = find(&allow.rule.text)?;
    // A field without a column is a mistake of its own, and the exception goes with it.
    if allow
        .column
        .as_deref()
        .is_some_and(|column| relation.column(column).is_none())
    {
        return None;
    }
    let cx = Context {
        relation,
        config,
        allows: &claim.allows,
        has_model: Some(true),
    };
    let elsewhere = violations(rule, &cx);
    let help = if rule.is_of_schema() {
        "move it to `schema.toml`, `[[exceptions]]`: the rule looks at the whole schema, and \
         `cargo schema lint` runs it"
            .to_owned()
    } else if !rule.looks_at.contains(&relation.kind) {
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
        _ if rule.is_of_schema() => "a derive does not run it".to_owned(),
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

/// An exception of `schema.toml` for this relation that suppresses nothing.
fn unused_in_config(exception: &Exception, cx: &Context<'_>) -> Finding {
    let relation = cx.relation;
    let found = find(&exception.rule).map_or(Vec::new(), |rule| violations(rule, cx));
    let part = exception.part.as_deref();
    let why = match part {
        Some(part) if !found.is_empty() => format!("the rule finds nothing about `{part}` there"),
        _ => "the rule finds nothing there".to_owned(),
    };
    Finding {
        rule: UNUSED_EXCEPTION,
        relation: Some(relation.name.clone()),
        column: part
            .filter(|p| relation.column(p).is_some())
            .map(str::to_owned),
        message: format!(
            "the exception of `{}` from `{}` in `schema.toml`, line {}, suppresses nothing: {why}",
            relation.name, exception.rule, exception.line
        ),
        help: vec!["remove it".to_owned()],
        ..Finding::default()
    }
}

/// What the baseline has of an object that no rule finds there.
pub fn stale(known: &Known, object: &QualifiedName) -> Finding {
    let about = match (&known.column, &known.object) {
        (Some(column), _) => format!(" about `{column}`"),
        (None, Some(object)) => format!(" about `{object}`"),
        (None, None) => String::new(),
    };
    Finding {
        rule: STALE_BASELINE,
        relation: Some(object.clone()),
        column: known.column.clone(),
        object: known.object.clone(),
        message: format!(
            "the baseline has a finding of `{}`{about} in `{object}` that is no more",
            known.rule
        ),
        help: vec!["`cargo schema baseline` takes it out".to_owned()],
        ..Finding::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{public, standard, table};
    use super::{
        By, EMPTY_REASON, Known, UNKNOWN_RULE, UNUSED_EXCEPTION, run, run_relation, run_unmodelled,
    };
    use crate::claim::{Allow, Claim, Field, Model, Place, Placed, Shape, Subject};
    use crate::config::{Config, Exception, Preset};
    use crate::finding::{Finding, Level};
    use crate::model::{Action, Policy, Relation, RelationKind, RowSecurity};
    use crate::rules::{ALL, function_search_path, run_schema};

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
        run(claim, relation, &Config::default(), &[]).findings
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
            ids(&run_relation(&orders(), &Config::default(), &[]).findings),
            ["primary_key_exists", "foreign_key_index"]
        );
        assert!(
            run_relation(&orders(), &Config::default(), &[]).findings[0]
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
            run(&claim, &relation, config, &[])
                .findings
                .iter()
                .filter(|finding| finding.rule == "timestamp_default")
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
        assert!(
            help(allow(full(), "foreign_key_cycle", "why", None), &orders())
                .starts_with("move it to `schema.toml`")
        );
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
            ids(&run(&claim, &orders(), &config, &[]).findings),
            ["primary_key_exists"]
        );
        assert_eq!(
            ids(&run(
                &claim,
                &standard("orders").column("user_id uuid").0,
                &config,
                &[]
            )
            .findings),
            [UNUSED_EXCEPTION]
        );
    }

    fn except(config: &mut Config, rule: &str, object: &str, part: Option<&str>) {
        config.exceptions.push(Exception {
            rule: rule.to_owned(),
            object: public(object),
            part: part.map(str::to_owned),
            reason: "why".to_owned(),
            owner: None,
            expires: None,
            line: config.exceptions.len() + 1,
        });
    }

    #[test]
    fn exceptions_in_the_configuration() {
        let mut config = Config::default();
        except(&mut config, "primary_key_exists", "orders", None);
        except(&mut config, "foreign_key_index", "orders", Some("user_id"));
        except(&mut config, "money_type", "users", None);
        let claim = model(Shape::Full, &["id", "user_id"]);
        for judged in [
            run(&claim, &orders(), &config, &[]),
            run_relation(&orders(), &config, &[]),
        ] {
            assert_eq!(ids(&judged.findings), [""; 0]);
            let by: Vec<_> = judged
                .suppressed
                .iter()
                .map(|s| (s.finding.rule, s.by))
                .collect();
            assert_eq!(
                by,
                [
                    ("primary_key_exists", By::Config(0)),
                    ("foreign_key_index", By::Config(1))
                ]
            );
        }
        // A constraint is a part as well.
        config.exceptions[1].part = Some("orders_user_id_fkey".to_owned());
        assert_eq!(
            ids(&run_relation(&orders(), &config, &[]).findings),
            [""; 0]
        );
    }

    #[test]
    fn exceptions_in_the_configuration_that_suppress_nothing() {
        let mut config = Config::default();
        except(&mut config, "money_type", "orders", None);
        except(&mut config, "foreign_key_index", "orders", Some("id"));
        let full = model(Shape::Full, &["id", "user_id"]);
        let partial = model(Shape::Partial, &["id", "user_id"]);
        let said = ["primary_key_exists", "foreign_key_index"];
        let unused = [UNUSED_EXCEPTION; 2];
        let found = run(&full, &orders(), &config, &[]).findings;
        assert_eq!(ids(&found), [said, unused].concat());
        assert_eq!(
            found[2].message,
            "the exception of `public.orders` from `money_type` in `schema.toml`, line 1, \
             suppresses nothing: the rule finds nothing there"
        );
        assert!(found[3].message.ends_with("nothing about `id` there"));
        // A partial model does not see the whole table.
        assert_eq!(
            ids(&run(&partial, &orders(), &config, &[]).findings),
            said[1..]
        );
        assert_eq!(
            ids(&run_relation(&orders(), &config, &[]).findings),
            [said, unused].concat()
        );
    }

    /// A rule that leaves a mistake to another says it when there is an exception from that one.
    #[test]
    fn an_exception_does_not_hide_what_another_rule_would_say() {
        let relation = || {
            let mut build = table("orders")
                .column("id integer not null")
                .column("created_at timestamp with time zone not null default now()")
                .column("updated_at timestamp with time zone not null default now()")
                .primary_key(&["id"]);
            build.0.columns[0].identity = crate::model::Identity::Always;
            build.0
        };
        let claim = || model(Shape::Full, &["id"]);
        assert_eq!(ids(&check(&claim(), &relation())), ["primary_key_uuid"]);
        let on_field = allow(claim(), "primary_key_uuid", "why", Some("id"));
        assert_eq!(
            ids(&check(&on_field, &relation())),
            ["integer_key_overflow"]
        );
        let mut config = Config::default();
        except(&mut config, "primary_key_uuid", "orders", None);
        assert_eq!(
            ids(&run_relation(&relation(), &config, &[]).findings),
            ["integer_key_overflow"]
        );
    }

    #[test]
    fn the_baseline_covers_what_it_has_and_no_more() {
        let known = |rule: &str, column: Option<&str>, object: Option<&str>| Known {
            rule: rule.to_owned(),
            column: column.map(str::to_owned),
            object: object.map(str::to_owned),
        };
        let all = [
            known(
                "foreign_key_index",
                Some("user_id"),
                Some("orders_user_id_fkey"),
            ),
            known(
                "foreign_key_index",
                Some("team_id"),
                Some("orders_team_id_fkey"),
            ),
            known("primary_key_exists", Some("id"), None),
            known("timestamp_columns", None, None),
        ];
        let judged = run_relation(&orders(), &Config::default(), &all);
        assert_eq!(ids(&judged.findings), ["primary_key_exists"]);
        let by: Vec<_> = judged.suppressed.iter().map(|s| s.by).collect();
        assert_eq!(by, [By::Baseline(0)]);
        assert_eq!(
            super::stale(&all[1], &public("orders")).message,
            "the baseline has a finding of `foreign_key_index` about `team_id` in `public.orders` \
             that is no more"
        );
        // An exception is enough; the baseline need not have it as well.
        let claim = allow(
            model(Shape::Full, &["id", "user_id"]),
            "foreign_key_index",
            "why",
            None,
        );
        let judged = run(&claim, &orders(), &Config::default(), &all[..1]);
        assert_eq!(judged.suppressed[0].by, By::Model(0));
        // A partial model does not see the whole table.
        let partial = model(Shape::Partial, &["user_id"]);
        let judged = run(&partial, &orders(), &Config::default(), &all);
        assert_eq!(ids(&judged.findings), [""; 0]);
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
            table("items")
                .column("id uuid not null")
                .primary_key(&["id"])
                .0,
            standard("policies").0,
            table("open_offices").kind(RelationKind::View).0,
            standard("offices")
                .column("tenant_id uuid not null")
                .foreign_key_with(&["tenant_id"], "tenants", &["id"], &["uuid"], |key| {
                    key.on_delete = Action::SetNull;
                })
                .column("status text")
                .column("push_uuid text")
                .column("owner uuid")
                .foreign_key(&["owner"], "users", &["id"], &["uuid"])
                .index("offices_unique", &["status"])
                .check("offices_check1", &["id", "created_at"])
                .foreign_key(
                    &["a_id", "b_id"],
                    "regions",
                    &["b_id", "a_id"],
                    &["uuid", "uuid"],
                )
                .0,
        ];
        worst[2].checks[0].not_valid = true;
        worst[2].row_security = RowSecurity::Enabled;
        worst[2].policies.push(Policy {
            command: "all".to_owned(),
            roles: vec!["public".to_owned()],
            using: Some("true".to_owned()),
            ..Policy::default()
        });
        worst[5].elsewhere.secured.push(public("offices"));
        worst[3].row_security = RowSecurity::Enabled;
        worst[4].policies.push(Policy::default());
        let strict = Config {
            preset: Preset::Strict,
            table_prefixes: [("crm".to_owned(), "customers".to_owned())].into(),
            ..Config::default()
        };
        let mut seen = std::collections::BTreeSet::new();
        let each = worst.iter();
        let each = each.flat_map(|relation| run_unmodelled(relation, &strict, &[]).findings);
        let needs = |name: &str, other: &str| {
            let build = standard(name).column("other_id uuid not null");
            build
                .foreign_key(&["other_id"], other, &["id"], &["uuid"])
                .0
        };
        let mut whole = function_search_path::touch(|_| {});
        whole.relations = vec![
            needs("hens", "eggs"),
            needs("eggs", "hens"),
            standard("feed").column("other_id text").0,
        ];
        let whole = run_schema(&whole, &strict, &[]).into_values();
        for finding in each.chain(whole.flat_map(|judged| judged.findings)) {
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
