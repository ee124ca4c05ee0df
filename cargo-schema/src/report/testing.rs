//! Reports that each format is tested with.

use schema_snapshot::finding::{Finding, Level};
use schema_snapshot::model::RelationKind;
use schema_snapshot::name::QualifiedName;

use super::{Checked, Found, Report, Source, Unread};

fn checked(name: &str, findings: Vec<Finding>) -> Checked {
    let file = format!("schema/public/{name}.json");
    let name = QualifiedName::new("public", name);
    let place = |finding: Finding| Found {
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
        name: name.clone(),
        kind: RelationKind::Table,
        file: file.clone(),
    }
}

/// Nothing was found.
pub(super) fn clean() -> Report {
    Report {
        relations: vec![checked("users", Vec::new())],
        unread: Vec::new(),
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
    Report {
        relations: vec![
            checked("orders", vec![index, default]),
            checked("users", Vec::new()),
        ],
        unread: vec![Unread {
            file: "schema/public/tags.json".to_owned(),
            message: "`schema/public/tags.json` is cut short".to_owned(),
            help: vec!["run `cargo schema refresh`".to_owned()],
        }],
    }
}
