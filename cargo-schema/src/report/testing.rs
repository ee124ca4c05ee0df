//! Reports that each format is tested with.

use schema_snapshot::finding::{Finding, Level};
use schema_snapshot::model::RelationKind;
use schema_snapshot::name::QualifiedName;

use super::{Checked, Found, Models, Report, Source, Subject, Unread};
use crate::models::Left;

fn checked(name: &str, findings: Vec<Finding>) -> Checked {
    let file = format!("schema/public/{name}.json");
    let name = QualifiedName::new("public", name);
    let place = |finding: Finding| Found {
        item: None,
        source: Source {
            file: file.clone(),
            line: 6,
        },
        finding: Finding {
            relation: Some(name.clone()),
            ..finding
        },
    };
    Checked {
        findings: findings.into_iter().map(place).collect(),
        subject: Subject::Relation(name.clone(), RelationKind::Table),
        file: file.clone(),
    }
}

/// Nothing was found.
pub(super) fn clean() -> Report {
    Report {
        checked: vec![checked("users", Vec::new())],
        ..Report::default()
    }
}

/// Everything there is, and all that a format must not stumble over.
pub(super) fn report() -> Report {
    let sql = "CREATE INDEX orders_user_id_idx\n  ON public.orders (user_id);";
    let index = Finding {
        rule: "foreign_key_index",
        level: Level::Deny,
        column: Some("user_id".to_owned()),
        object: Some("fk_orders_user".to_owned()),
        message: "column `user_id`, 100% a <reference> & \"more\", has no index".to_owned(),
        help: vec![
            format!("run: {sql}"),
            "leave it, it is small: 100 rows".to_owned(),
        ],
        fix_sql: Some(sql.to_owned()),
        ..Finding::default()
    };
    let default = Finding {
        rule: "timestamp_default",
        level: Level::Warn,
        message: "`created_at` has no default".to_owned(),
        ..Finding::default()
    };
    let mut orders = checked("orders", vec![index, default]);
    let source = |line| Source {
        file: "src/models.rs".to_owned(),
        line,
    };
    orders.findings[1].source = source(14);
    orders.findings[1].item = Some("Order".to_owned());
    let labels = Finding {
        rule: "enum_label_missing",
        message: "label `gone` of `public.status` has no variant".to_owned(),
        ..Finding::default()
    };
    Report {
        checked: vec![
            orders,
            checked("users", Vec::new()),
            Checked {
                subject: Subject::Item("Status".to_owned()),
                file: "src/models.rs".to_owned(),
                findings: vec![Found {
                    finding: labels,
                    source: source(30),
                    item: Some("Status".to_owned()),
                }],
            },
        ],
        suppressed: 2,
        foreign: Vec::new(),
        models: Some(Models {
            items: 3,
            left: Left {
                types: 12,
                columns: 0,
                conditions: 1,
            },
        }),
        unread: vec![
            Unread {
                file: "schema/public/tags.json".to_owned(),
                line: None,
                message: "`schema/public/tags.json` is cut short".to_owned(),
                help: vec!["run `cargo schema refresh`".to_owned()],
            },
            Unread {
                file: "src/broken.rs".to_owned(),
                line: Some(7),
                message: "`src/broken.rs` is no Rust".to_owned(),
                help: vec!["mend the file".to_owned()],
            },
        ],
        ..Report::default()
    }
}
