//! The rules that look at all of a schema: `cargo schema lint` runs them.

use std::collections::{BTreeMap, HashSet};

use super::engine::{Judged, Suppressed, finding};
use super::{ALL, By, Check, Rule, UNUSED_EXCEPTION, find};
use crate::baseline::Baseline;
use crate::config::{Config, Exception};
use crate::finding::{Finding, Level};
use crate::model::Schema;
use crate::name::QualifiedName;

/// What the rules that look at all of a schema say, by the relation or function that it is said of.
/// Exceptions of `schema.toml` and the baseline count, those on models do not.
pub fn run_schema(
    schema: &Schema,
    config: &Config,
    known: &[Baseline],
) -> BTreeMap<QualifiedName, Judged> {
    let mut all: BTreeMap<QualifiedName, Judged> = BTreeMap::new();
    let mut used = Vec::new();
    let mut found = Vec::new();
    for &rule in ALL {
        let Check::Schema(check) = rule.check else {
            continue;
        };
        check(schema, &mut found);
        for (of, violation) in found.drain(..) {
            let about = violation.about();
            let mut exceptions = config.exceptions.iter();
            let excepted = exceptions.position(|e| e.covers(rule.id, &of, &about));
            let mut recorded = known.iter().filter(|baseline| baseline.name == of);
            let recorded = recorded.find_map(|baseline| {
                let mut findings = baseline.findings.iter();
                findings.position(|known| known.is(rule.id, about))
            });
            let by = excepted.map(By::Config).or(recorded.map(By::Baseline));
            used.extend(excepted);
            let level = config.level_for(rule, &of);
            if level == Level::Allow {
                continue;
            }
            let finding = finding(rule, level, violation, &of, None);
            let judged = all.entry(of).or_default();
            match by {
                Some(by) => judged.suppressed.push(Suppressed { finding, by }),
                None => judged.findings.push(finding),
            }
        }
    }
    let relations = schema.relations.iter().map(|relation| &relation.name);
    let functions = schema.functions.iter().map(|functions| &functions.name);
    let names: HashSet<_> = relations.chain(functions).collect();
    let is_ours = |id: &str, of: &QualifiedName| {
        // What is for something that is not there is said to be so.
        find(id).is_some_and(Rule::is_of_schema) && names.contains(of)
    };
    for (n, exception) in config.exceptions.iter().enumerate() {
        if is_ours(&exception.rule, &exception.object) && !used.contains(&n) {
            let judged = all.entry(exception.object.clone()).or_default();
            judged.findings.push(unused(exception));
        }
    }
    all
}

fn unused(exception: &Exception) -> Finding {
    let Exception {
        object, rule, line, ..
    } = exception;
    Finding {
        rule: UNUSED_EXCEPTION,
        relation: Some(object.clone()),
        message: format!(
            "the exception of `{object}` from `{rule}` in `schema.toml`, line {line}, suppresses \
             nothing: the rule finds nothing there"
        ),
        help: vec!["remove it".to_owned()],
        ..Finding::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{public, standard};
    use super::{UNUSED_EXCEPTION, run_schema};
    use crate::baseline::{Baseline, Known};
    use crate::config::Config;
    use crate::model::Schema;

    fn schema() -> Schema {
        let table = |name: &str, ty: &str| standard(name).column(&format!("user_id {ty}")).0;
        Schema {
            relations: vec![table("a", "uuid"), table("b", "uuid"), table("c", "bigint")],
            ..Schema::default()
        }
    }

    const EXCEPTIONS: &str = r#"
        [[exceptions]]
        rule = "same_name_same_type"
        object = "public.c"
        reason = "another system's number"
        [[exceptions]]
        rule = "same_name_same_type"
        object = "public.a"
        reason = "none"
    "#;

    #[test]
    fn levels_exceptions_and_the_baseline() {
        let c = public("c");
        let found = run_schema(&schema(), &Config::default(), &[]);
        assert_eq!(found.keys().collect::<Vec<_>>(), [&c]);
        assert_eq!(found[&c].findings[0].rule, "same_name_same_type");
        let off = "[rules]\nsame_name_same_type = \"allow\"";
        let off = Config::parse(off).expect("a configuration");
        assert!(run_schema(&schema(), &off, &[]).is_empty());
        let excepted = Config::parse(EXCEPTIONS).expect("a configuration");
        let found = run_schema(&schema(), &excepted, &[]);
        assert_eq!(found[&c].suppressed.len(), 1);
        assert_eq!(found[&public("a")].findings[0].rule, UNUSED_EXCEPTION);
        let known = |column: &str| Known {
            rule: "same_name_same_type".to_owned(),
            column: Some(column.to_owned()),
            object: None,
        };
        let baseline = Baseline {
            name: c.clone(),
            findings: vec![known("user_id")],
        };
        let found = run_schema(&schema(), &Config::default(), &[baseline]);
        assert_eq!(found[&c].suppressed.len(), 1);
        assert_eq!(found[&c].findings, []);
    }
}
