//! What the fingerprint of a cached structure covers, and what it leaves out.

use super::*;
use crate::model::Check;

/// Orders with an enum, an array of a composite that has a domain over an enum, and a column that
/// the model does not read.
struct World {
    orders: Relation,
    types: Vec<UserType>,
    model: Model,
}

fn named(name: &str) -> QualifiedName {
    QualifiedName::new("public", name)
}

fn typed(name: &str, sql_type: SqlType) -> Column {
    Column {
        sql_type,
        ..column(name, "", true)
    }
}

fn world() -> World {
    let size = SqlType::Domain {
        name: named("size"),
        base: Box::new(SqlType::Enum(named("measure"))),
    };
    let parcels = SqlType::Array(Box::new(SqlType::Composite(named("parcel"))));
    World {
        orders: Relation {
            name: named("orders"),
            columns: vec![
                column("total", "numeric(10,2)", true),
                typed("status", SqlType::Enum(named("order_status"))),
                typed("parcels", parcels),
                column("note", "text", false),
            ],
            ..Relation::default()
        },
        types: vec![
            status(),
            UserType {
                name: named("parcel"),
                kind: TypeKind::Composite,
                attributes: vec![column("weight", "integer", false), typed("size", size)],
                ..UserType::default()
            },
            UserType {
                name: named("measure"),
                kind: TypeKind::Enum,
                labels: vec!["small".to_owned()],
                ..UserType::default()
            },
        ],
        model: Model {
            table: Some(placed("orders", 1)),
            shape: Shape::Partial,
            fields: fields(&["total: Decimal", "status: Status", "parcels: Vec<Parcel>"]),
            cache: Some(Cache {
                name: placed("order", 2),
                rust: "total Decimal\nstatus Status\nparcels Vec<Parcel>".to_owned(),
            }),
            ..Model::default()
        },
    }
}

type Change = fn(&mut World);

fn outcome(change: Change) -> Outcome {
    let mut world = world();
    change(&mut world);
    let claim = claim("Order", Subject::Model(world.model));
    super::super::check(&claim, &memory(&[world.orders], &world.types))
}

fn fingerprint(change: Change) -> String {
    outcome(change).cache.unwrap()
}

#[test]
fn an_entry_is_missed_when_what_it_was_written_for_has_changed() {
    let changes: &[(&str, Change)] = &[
        ("table", |w| {
            w.orders.name = named("sales");
            w.model.table = Some(placed("sales", 1));
        }),
        ("column", |w| {
            w.orders.columns[0].name = "amount".to_owned();
            w.model.fields[0].column = placed("amount", 11);
        }),
        ("modifier", |w| {
            w.orders.columns[0].sql_type = SqlType::Builtin("numeric(12,4)".to_owned());
        }),
        ("nullability", |w| w.orders.columns[0].not_null = false),
        ("columns change places", |w| {
            w.model.fields[0].column = placed("status", 11);
            w.model.fields[1].column = placed("total", 21);
        }),
        ("fewer fields", |w| {
            w.model.fields.pop();
        }),
        ("a label", |w| w.types[0].labels.push("lost".to_owned())),
        ("labels change places", |w| w.types[0].labels.swap(0, 1)),
        ("an attribute", |w| {
            w.types[1].attributes[0].name = "grams".to_owned();
        }),
        ("a type below a domain, in a composite, in an array", |w| {
            w.types[2].labels[0] = "large".to_owned();
        }),
        ("Rust", |w| {
            let cache = w.model.cache.as_mut().unwrap();
            cache.rust = cache.rust.replace("Decimal", "f64");
        }),
    ];
    let before = fingerprint(|_| ());
    assert_eq!(before.len(), 16);
    let mut all = vec![before];
    for (what, change) in changes {
        let after = fingerprint(*change);
        assert!(!all.contains(&after), "{what}");
        all.push(after);
    }
}

#[test]
fn what_the_projection_does_not_read_misses_nothing() {
    let changes: &[Change] = &[
        |w| w.orders.columns[3].sql_type = SqlType::Builtin("jsonb".to_owned()),
        |w| w.orders.columns.push(column("weight", "integer", true)),
        // `ALTER TABLE` keeps positions, a restored dump does not.
        |w| w.orders.columns.reverse(),
        |w| w.orders.columns[0].default = Some("0".to_owned()),
        |w| w.orders.comment = Some("what was bought".to_owned()),
        |w| {
            w.orders.checks.push(Check {
                name: "ck_orders_total".to_owned(),
                ..Check::default()
            });
        },
        |w| w.types[0].comment = Some("where it is".to_owned()),
        // The name is in the key by itself.
        |w| w.model.cache.as_mut().unwrap().name = placed("purchase", 2),
    ];
    let before = fingerprint(|_| ());
    for (n, change) in changes.iter().enumerate() {
        assert_eq!(fingerprint(*change), before, "change {n}");
    }
}

#[test]
fn the_build_depends_on_the_definitions_that_it_covers() {
    let mut files = outcome(|_| ()).files;
    files.sort();
    assert_eq!(
        files,
        [
            "public/orders.json",
            "public/types/measure.json",
            "public/types/order_status.json",
            "public/types/parcel.json",
        ]
    );
    let uncached = outcome(|w| w.model.cache = None);
    assert_eq!(uncached.files, ["public/orders.json"]);
    assert_eq!(uncached.cache, None);
}

/// The text that is hashed is no other's: a fingerprint that changes by itself empties every cache.
#[test]
fn a_fingerprint_stays_what_it_is() {
    assert_eq!(fingerprint(|_| ()), "ff90ee7aafa778dd");
}
