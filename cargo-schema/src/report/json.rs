//! For programs. docs/report.md is the contract: a key is never renamed or removed while `format`
//! stays the same, and new ones may come.

use schema_snapshot::diff::{self as snapshot, Severity, Verdict};
use schema_snapshot::finding::Level;

use super::conformance::Standing;
use super::differences::is_column;
use super::{
    Answer, Answers, Conformance, Described, Difference, Differences, Found, Models, Point, Report,
    Source, Unread, help, link, page,
};
use crate::json::{Json, Object};

/// The version of the contract.
pub(super) const FORMAT: usize = 1;

pub(super) fn report(report: &Report) -> Object {
    let errors = report.unread.iter().map(unread);
    let summary = Object::default()
        .with("relations", report.relations().count())
        .maybe("models", report.models.map(|models| models.items))
        .with("deny", report.count(Level::Deny))
        .with("warn", report.count(Level::Warn))
        .with("suppressed", report.suppressed)
        .maybe(
            "left_out",
            report.since.as_ref().map(|since| since.left_out),
        )
        .maybe("left_to_build", report.models.map(left));
    let since = report.since.as_ref().map(|since| {
        Object::default()
            .with("revision", since.revision.as_str())
            .with("commit", since.commit.as_str())
    });
    Object::default()
        .with("format", FORMAT)
        .maybe("since", since)
        .with("findings", report.findings().map(finding).collect::<Json>())
        .maybe(
            "errors",
            (errors.len() > 0).then(|| errors.collect::<Json>()),
        )
        .with("summary", summary)
}

/// As text, with its last newline.
pub(super) fn text(report: Object) -> String {
    format!("{}\n", Json::from(report))
}

fn finding(found: &Found) -> Object {
    let Found {
        finding, source, ..
    } = found;
    let ways_out: Vec<_> = help(finding).collect();
    Object::default()
        .with("rule", finding.rule)
        .with("level", finding.level.word())
        .maybe(
            "relation",
            finding.relation.as_ref().map(ToString::to_string),
        )
        .maybe("column", finding.column.as_deref())
        .maybe("object", finding.object.as_deref())
        .maybe("item", found.item.as_deref())
        .with("message", finding.message.as_str())
        .maybe("help", (!ways_out.is_empty()).then(|| ways_out.join("\n")))
        .maybe("fix_sql", finding.fix_sql.as_deref())
        .with("source", place(source))
        .with("url", link(finding.rule))
}

/// How the sides of a comparison stand to each other. What was found stands where it does in every
/// report; a change says between which sides.
pub(super) fn answers(answers: &Answers) -> Object {
    let errors = answers.unread.iter().map(unread);
    let all = || answers.answers.iter();
    let changes = all().flat_map(|answer| {
        let sides = answer.sides;
        let each = answer.changes.iter().map(change);
        each.map(move |change| change.with("sides", sides.into_iter().collect::<Json>()))
    });
    let findings = || all().flat_map(|answer| &answer.findings);
    let level = |level| findings().filter(move |found| found.finding.level == level);
    let models = answers.models;
    let summary = Object::default()
        .with("answers", answers.answers.len())
        .with("differ", answers.failed())
        .maybe("relations", answers.relations)
        .maybe("models", models.map(|models| models.items))
        .maybe("deny", models.map(|_| level(Level::Deny).count()))
        .maybe("warn", models.map(|_| level(Level::Warn).count()))
        .maybe("suppressed", models.map(|_| answers.suppressed))
        .maybe("left_to_build", models.map(left));
    Object::default()
        .with("format", FORMAT)
        .with("answers", all().map(answer).collect::<Json>())
        .with("changes", changes.collect::<Json>())
        .maybe(
            "findings",
            models.map(|_| findings().map(finding).collect::<Json>()),
        )
        .maybe(
            "errors",
            (errors.len() > 0).then(|| errors.collect::<Json>()),
        )
        .with("summary", summary)
}

fn answer(answer: &Answer) -> Object {
    let tables = answer.tables.iter().map(String::as_str);
    Object::default()
        .with("sides", answer.sides.into_iter().collect::<Json>())
        .with("verdict", answer.verdict)
        .with("fails", answer.fails)
        .with("message", answer.message.as_str())
        .maybe(
            "tables",
            (tables.len() > 0).then(|| tables.collect::<Json>()),
        )
}

/// What changed.
pub(super) fn differences(differences: &Differences) -> Object {
    let changes = differences.changes.iter().map(change);
    let mut summary = Object::default().with("changes", changes.len());
    for severity in Severity::ALL {
        summary = summary.with(severity.word(), differences.count(*severity));
    }
    let mut deploy = Object::default();
    for verdict in Verdict::ALL {
        deploy = deploy.with(verdict.word(), differences.verdicts(*verdict));
    }
    Object::default()
        .with("format", FORMAT)
        .with("before", differences.before.as_str())
        .with("after", differences.after.as_str())
        .with("changes", changes.collect::<Json>())
        .with("summary", summary.with("deploy", deploy))
}

fn change(difference: &Difference) -> Object {
    let Difference {
        graded,
        source,
        models,
    } = difference;
    let inner = &graded.change;
    let told = Object::default()
        .with("kind", graded.word.as_str())
        .with("severity", graded.severity.word());
    let told = match &inner.object {
        snapshot::Object::Server => told,
        snapshot::Object::Relation(_, name) => told.with("relation", name.to_string()),
        snapshot::Object::Type(_, name) => told.with("type", name.to_string()),
        snapshot::Object::Functions(name) => told.with("function", name.to_string()),
    };
    let part = inner
        .part
        .as_ref()
        .map(|part| (part.kind, part.name.as_str()));
    let column = part.filter(|(kind, _)| is_column(*kind));
    let other = part.filter(|(kind, _)| !is_column(*kind));
    // What is on one side only has `null` on the other: the keys are always there.
    let value =
        |value: &Option<String>| Json::Raw(value.clone().unwrap_or_else(|| "null".to_owned()));
    let deploy = Object::default()
        .with("verdict", graded.deploy.verdict.word())
        .with("reason", graded.deploy.why);
    let candidates = inner.candidates.iter().map(String::as_str);
    let models = models.iter().map(|model| {
        Object::default()
            .with("item", model.item.as_str())
            .with("source", place(&model.source))
    });
    told.maybe("column", column.map(|(_, name)| name))
        .maybe("object", other.map(|(_, name)| name))
        .with("before", value(&graded.before))
        .with("after", value(&graded.after))
        .with("message", inner.to_string())
        .with("deploy", deploy)
        .maybe(
            "candidates",
            (candidates.len() > 0).then(|| candidates.collect::<Json>()),
        )
        .maybe("wording", graded.wording.then_some(true))
        .maybe(
            "models",
            (models.len() > 0).then(|| models.collect::<Json>()),
        )
        .maybe("source", source.as_ref().map(place))
        .with("url", page("changes.md"))
}

/// The conformance report.
pub(super) fn conformance(report: &Conformance) -> Object {
    let point = |point: &Point| {
        let commit = point.commit.as_ref();
        Object::default()
            .maybe("commit", commit.map(|(_, commit)| commit.as_str()))
            .maybe("date", commit.map(|(when, _)| when.as_str()))
            .with("differences", point.differences)
            .with("relations", point.counts.relations)
            .with("columns", point.counts.columns)
            .with("deny", point.counts.deny)
            .with("warn", point.counts.warn)
    };
    let rule = |standing: Standing| {
        Object::default()
            .with("rule", standing.id)
            .with("level", standing.level)
            .with("findings", standing.found)
            .with("baseline", standing.known)
            .with("excepted", standing.excepted)
    };
    let rules = report.standings().into_iter().map(rule);
    let findings = report.report().findings().map(finding);
    let described = |relation: &Described| {
        let models = relation.models.iter().map(|(item, source)| {
            Object::default()
                .with("item", item.as_str())
                .with("source", place(source))
        });
        let object = Object::default()
            .with("relation", relation.name.as_str())
            .with("kind", relation.kind)
            .maybe("comment", relation.comment.as_deref())
            .maybe(
                "models",
                (models.len() > 0).then(|| models.collect::<Json>()),
            );
        let parts = relation
            .parts
            .iter()
            .filter(|(_, table)| !table.rows.is_empty());
        parts.fold(object, |object, (key, table)| {
            object.with(key, table.json())
        })
    };
    let analysis = Object::default()
        .maybe("summary", report.sums.json().first())
        .with("tables", report.central.json())
        .with(
            "circles",
            report.circles.iter().map(String::as_str).collect::<Json>(),
        );
    report
        .status
        .json()
        .with("date", report.today.as_str())
        .with("history", report.trend.iter().map(point).collect::<Json>())
        .maybe("history_ends", report.remark.as_deref())
        .with("rules", rules.collect::<Json>())
        .with("off", report.off().into_iter().collect::<Json>())
        .with("findings", findings.collect::<Json>())
        .with("exceptions", report.exceptions.json())
        .with("baseline", report.baseline.json())
        .with("analysis", analysis)
        .maybe(
            "relations",
            (!report.relations.is_empty())
                .then(|| report.relations.iter().map(described).collect::<Json>()),
        )
}

fn place(source: &Source) -> Object {
    Object::default()
        .with("file", source.file.as_str())
        .with("line", source.line)
}

pub(super) fn left(Models { left, .. }: Models) -> Object {
    Object::default()
        .with("types", left.types)
        .with("columns", left.columns)
        .with("conditions", left.conditions)
}

pub(super) fn unread(unread: &Unread) -> Object {
    Object::default()
        .with("file", unread.file.as_str())
        .maybe("line", unread.line)
        .with("message", unread.message.as_str())
        .with("help", unread.help.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn the_contract() {
        let text = super::text(super::report(&testing::report()));
        insta::assert_snapshot!(text, @r#"
        {
          "format": 1,
          "findings": [
            {
              "rule": "foreign_key_index",
              "level": "deny",
              "relation": "public.orders",
              "column": "user_id",
              "object": "fk_orders_user",
              "message": "column `user_id`, 100% a <reference> & \"more\", has no index",
              "help": "leave it, it is small: 100 rows",
              "fix_sql": "CREATE INDEX orders_user_id_idx\n  ON public.orders (user_id);",
              "source": {
                "file": "schema/public/orders.json",
                "line": 6
              },
              "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#foreign_key_index"
            },
            {
              "rule": "timestamp_default",
              "level": "warn",
              "relation": "public.orders",
              "item": "Order",
              "message": "`created_at` has no default",
              "source": {
                "file": "src/models.rs",
                "line": 14
              },
              "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#timestamp_default"
            },
            {
              "rule": "enum_label_missing",
              "level": "deny",
              "item": "Status",
              "message": "label `gone` of `public.status` has no variant",
              "source": {
                "file": "src/models.rs",
                "line": 30
              },
              "url": "https://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#enum_label_missing"
            }
          ],
          "errors": [
            {
              "file": "schema/public/tags.json",
              "message": "`schema/public/tags.json` is cut short",
              "help": "run `cargo schema refresh`"
            },
            {
              "file": "src/broken.rs",
              "line": 7,
              "message": "`src/broken.rs` is no Rust",
              "help": "mend the file"
            }
          ],
          "summary": {
            "relations": 2,
            "models": 3,
            "deny": 2,
            "warn": 1,
            "suppressed": 2,
            "left_to_build": {
              "types": 12,
              "columns": 0,
              "conditions": 1
            }
          }
        }
        "#);
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }

    #[test]
    fn what_is_clean_has_every_key_that_is_counted_on() {
        insta::assert_snapshot!(super::text(super::report(&testing::clean())), @r#"
        {
          "format": 1,
          "findings": [],
          "summary": {
            "relations": 1,
            "deny": 0,
            "warn": 0,
            "suppressed": 0
          }
        }
        "#);
    }
}
