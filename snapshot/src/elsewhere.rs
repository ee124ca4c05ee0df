//! Facts of other relations and types, copied to where they are needed.
//!
//! A derive reads the file of its own table or type only. What it has to know of
//! others is computed here, once, at refresh, and written into that file; when
//! it changes, the file changes, and cargo rebuilds the model.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::inference::{plurals, singulars};
use crate::model::{Elsewhere, Relation, Schema, Unkeyed};
use crate::name::QualifiedName;
use crate::parallel;
use crate::sql_type::SqlType;

/// Computes `elsewhere` of every relation and every type, but for what the catalogue gives by itself,
/// and the types of referenced columns where it gave none. What was there before does not matter.
/// Takes O(n log n) for n columns.
pub fn fill(schema: &mut Schema) {
    let referenced_types = referenced_types(&schema.relations);
    let elsewhere = elsewhere(&schema.relations);
    for (at, key, types) in referenced_types {
        if let Some(key) = schema.relations[at].foreign_keys.get_mut(key) {
            key.referenced_types = types;
        }
    }
    for (relation, elsewhere) in schema.relations.iter_mut().zip(elsewhere) {
        relation.elsewhere.homonyms = elsewhere.homonyms;
        relation.elsewhere.unkeyed = elsewhere.unkeyed;
    }
    let names = schema.types.iter().map(|ty| &ty.name);
    let homonyms = homonyms(names, |name| vec![type_meaning(name)]);
    for (ty, homonyms) in schema.types.iter_mut().zip(homonyms) {
        ty.elsewhere.homonyms = homonyms;
    }
}

fn elsewhere(relations: &[Relation]) -> Vec<Elsewhere> {
    let homonyms = homonyms(relations.iter().map(|relation| &relation.name), singulars);
    let targets = Targets::new(relations);
    let each = relations.iter().zip(homonyms).collect();
    parallel::map(each, |(relation, homonyms)| Elsewhere {
        homonyms,
        unkeyed: unkeyed(relation, &targets),
        ..Elsewhere::default()
    })
}

/// For each of the names, how many others an item could mean that means this one.
///
/// Unqualified names are counted: ten thousand tenants with a schema each have few.
fn homonyms<'a>(
    all: impl Iterator<Item = &'a QualifiedName> + Clone,
    meanings: fn(&str) -> Vec<String>,
) -> Vec<i64> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for name in all.clone() {
        *counts.entry(&name.name).or_default() += 1;
    }
    let mut by_meaning: HashMap<String, Vec<&str>> = HashMap::new();
    for &name in counts.keys() {
        for meaning in meanings(name) {
            by_meaning.entry(meaning).or_default().push(name);
        }
    }
    let total = |&name: &&str| {
        let meanings = meanings(name);
        let sharing = meanings
            .iter()
            .filter_map(|meaning| by_meaning.get(meaning));
        let names: HashSet<&str> = sharing.flatten().copied().collect();
        names
            .iter()
            .filter_map(|name| counts.get(name))
            .sum::<i64>()
            - 1
    };
    let totals: HashMap<&str, i64> = counts.keys().map(|name| (*name, total(name))).collect();
    all.map(|name| totals.get(name.name.as_str()).copied().unwrap_or(0))
        .collect()
}

/// The same for two types that some item can mean both: only the words of its name count.
fn type_meaning(ty: &str) -> String {
    ty.replace('_', "").to_lowercase()
}

/// The tables that a foreign key of one column can reference by their primary key.
#[derive(Default)]
struct Targets<'a> {
    /// The names of all keys: of most columns it is enough to see that they don't end in one.
    keys: HashSet<&'a str>,
    exact: HashMap<&'a QualifiedName, Target<'a>>,
    /// By the table's name and the key's type, one for each name of a key.
    anywhere: HashMap<&'a str, HashMap<SqlType, Vec<Shared<'a>>>>,
}

#[derive(Clone)]
struct Target<'a> {
    table: &'a QualifiedName,
    key: &'a str,
    sql_type: SqlType,
}

/// A target, and how many tables of other schemas look the same.
struct Shared<'a> {
    target: Target<'a>,
    others: usize,
}

impl<'a> Targets<'a> {
    fn new(relations: &'a [Relation]) -> Self {
        let mut targets = Self::default();
        for relation in relations {
            let Some([key]) = relation
                .primary_key
                .as_ref()
                .map(|key| key.columns.as_slice())
            else {
                continue;
            };
            let Some(column) = relation.column(key).filter(|_| relation.kind.is_table()) else {
                continue;
            };
            let target = Target {
                table: &relation.name,
                key,
                sql_type: comparable(&column.sql_type),
            };
            targets.keys.insert(key);
            let by_type = targets.anywhere.entry(&relation.name.name).or_default();
            let alike = by_type.entry(target.sql_type.clone()).or_default();
            match alike.iter_mut().find(|shared| shared.target.key == key) {
                Some(shared) => shared.others += 1,
                None => alike.push(Shared {
                    target: target.clone(),
                    others: 0,
                }),
            }
            targets.exact.insert(&relation.name, target);
        }
        targets
    }

    /// The table of one of these names whose key has this type and a good name: in this schema, the
    /// likeliest name first, else the only one of all schemas.
    fn find(
        &self,
        schema: &str,
        names: &[String],
        sql_type: &SqlType,
        good: impl Fn(&str) -> bool,
    ) -> Option<&Target<'a>> {
        let near = names.iter().find_map(|name| {
            let target = self.exact.get(&QualifiedName::new(schema, name.as_str()))?;
            (target.sql_type == *sql_type && good(target.key)).then_some(target)
        });
        near.or_else(|| {
            let by_type = names
                .iter()
                .filter_map(|name| self.anywhere.get(name.as_str()));
            let mut all = by_type
                .filter_map(|by_type| by_type.get(sql_type))
                .flatten()
                .filter(|shared| good(shared.target.key));
            let first = all.next()?;
            (first.others == 0 && all.next().is_none()).then_some(&first.target)
        })
    }
}

/// Columns named as a reference that are none: `user_id` or `user_uuid`, and `country_code` where
/// the primary key of `countries` is `code`.
///
/// Left out are a column that is the whole primary key (a table that shares another's key may
/// outlive its rows), one that names the table itself (an identifier of its own), one that has a
/// column `user_type` beside it (what is referenced depends on that), and those of views and
/// foreign tables, which can have no foreign key.
fn unkeyed(relation: &Relation, targets: &Targets<'_>) -> Vec<Unkeyed> {
    if !relation.kind.is_table() {
        return Vec::new();
    }
    let keyed: HashSet<&str> = relation
        .foreign_keys
        .iter()
        .flat_map(|key| key.columns.iter().map(String::as_str))
        .collect();
    let primary: &[String] = relation
        .primary_key
        .as_ref()
        .map_or(&[], |key| &key.columns);
    let mut found = Vec::new();
    for column in &relation.columns {
        let Some((subject, key)) = column.name.rsplit_once('_') else {
            continue;
        };
        let whole_key = matches!(primary, [only] if *only == column.name);
        let any_key = key == "id" || key == "uuid";
        if subject.is_empty()
            || !(any_key || targets.keys.contains(key))
            || whole_key
            || keyed.contains(column.name.as_str())
            || relation.column(&format!("{subject}_type")).is_some()
        {
            continue;
        }
        let names = plurals(subject);
        if names.contains(&relation.name.name) {
            continue;
        }
        let sql_type = comparable(&column.sql_type);
        let target = targets.find(&relation.name.schema, &names, &sql_type, |target| {
            any_key || key == target
        });
        found.extend(target.map(|target| Unkeyed {
            column: column.name.clone(),
            table: target.table.clone(),
            key: target.key.to_owned(),
        }));
    }
    found
}

/// A type as a foreign key compares it: without lengths, and domains as what they are over.
fn comparable(sql_type: &SqlType) -> SqlType {
    sql_type.below_domains().without_modifiers()
}

/// The foreign keys without types of their referenced columns, whose target is in the snapshot: the
/// relation's position, the key's, and the types.
fn referenced_types(relations: &[Relation]) -> Vec<(usize, usize, Vec<SqlType>)> {
    let by_name: HashMap<_, _> = relations.iter().map(|r| (&r.name, r)).collect();
    let mut found = Vec::new();
    for (at, relation) in relations.iter().enumerate() {
        for (n, key) in relation.foreign_keys.iter().enumerate() {
            let Some(target) = by_name.get(&key.references) else {
                continue;
            };
            if key.referenced_types.is_empty() {
                let columns = key.referenced_columns.iter();
                let types = columns.map(|name| Some(target.column(name)?.sql_type.clone()));
                // All or none: they are in the order of the columns.
                found.extend(types.collect::<Option<_>>().map(|types| (at, n, types)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::{Duration, Instant};

    use super::fill;
    use crate::model::{Column, ForeignKey, Key, Relation, RelationKind, Schema, UserType};
    use crate::name::QualifiedName;
    use crate::sql_type::SqlType;

    /// `public.users: *id uuid, name text`; a star marks the primary key.
    fn relation(text: &str) -> Relation {
        let (name, columns) = text.split_once(": ").unwrap();
        let mut relation = Relation {
            name: QualifiedName::parse(name).unwrap(),
            ..Relation::default()
        };
        let mut key = Key::default();
        for column in columns.split(", ") {
            let (name, sql_type) = column.split_once(' ').unwrap();
            let plain = name.trim_start_matches('*');
            if plain != name {
                key.columns.push(plain.to_owned());
            }
            relation.columns.push(Column {
                name: plain.to_owned(),
                sql_type: SqlType::Builtin(sql_type.to_owned()),
                ..Column::default()
            });
        }
        relation.primary_key = (!key.columns.is_empty()).then_some(key);
        relation
    }

    fn schema(relations: &[&str]) -> Schema {
        Schema {
            relations: relations.iter().map(|text| relation(text)).collect(),
            ..Schema::default()
        }
    }

    /// `orders.user_id -> public.users.id` for each unkeyed column.
    fn unkeyed(mut schema: Schema) -> Vec<String> {
        fill(&mut schema);
        let each = schema.relations.iter().flat_map(|relation| {
            relation.elsewhere.unkeyed.iter().map(|unkeyed| {
                let (table, column) = (&relation.name.name, &unkeyed.column);
                format!("{table}.{column} -> {}.{}", unkeyed.table, unkeyed.key)
            })
        });
        each.collect()
    }

    const USERS: &str = "public.users: *id uuid";

    #[test]
    fn a_column_named_as_a_reference_is_found() {
        for (table, expected) in [
            (
                "public.orders: *id uuid, user_id uuid",
                "orders.user_id -> public.users.id",
            ),
            (
                "public.orders: *id uuid, user_uuid uuid",
                "orders.user_uuid -> public.users.id",
            ),
            (
                "blog.orders: *id uuid, user_id uuid",
                "orders.user_id -> public.users.id",
            ),
            (
                "public.orders: *user_id uuid, *n int",
                "orders.user_id -> public.users.id",
            ),
            (
                "public.orders: user_id uuid",
                "orders.user_id -> public.users.id",
            ),
        ] {
            assert_eq!(unkeyed(schema(&[USERS, table])), [expected], "{table}");
        }
    }

    #[test]
    fn other_columns_are_not() {
        for table in [
            "public.orders: *id uuid, user_id bigint",
            "public.orders: *id uuid, buyer_id uuid",
            "public.orders: *id uuid, userid uuid",
            "public.orders: *id uuid, _id uuid",
            "public.orders: *id uuid, user_name uuid",
            "public.orders: *id uuid, user_id uuid, user_type text",
            "public.profiles: *user_id uuid",
            "public.user: *id uuid, user_id uuid",
        ] {
            assert!(unkeyed(schema(&[USERS, table])).is_empty(), "{table}");
        }
        let orders = "public.orders: *id uuid, user_id uuid";
        let mut view = schema(&[USERS, orders]);
        view.relations[1].kind = RelationKind::View;
        assert!(unkeyed(view).is_empty());
        let mut keyed = schema(&[USERS, orders]);
        keyed.relations[1].foreign_keys = vec![ForeignKey {
            columns: vec!["id".to_owned(), "user_id".to_owned()],
            ..ForeignKey::default()
        }];
        assert!(unkeyed(keyed).is_empty());
        for users in ["public.users: id uuid", "public.users: *id uuid, *n int"] {
            assert!(unkeyed(schema(&[users, orders])).is_empty(), "{users}");
        }
    }

    #[test]
    fn a_natural_key_is_named_by_its_column() {
        let countries = "public.countries: *code character(2)";
        let found = unkeyed(schema(&[
            countries,
            "public.ports: *id uuid, country_code character(2)",
        ]));
        assert_eq!(found, ["ports.country_code -> public.countries.code"]);
        assert!(
            unkeyed(schema(&[
                countries,
                "public.ports: country_name character(2)"
            ]))
            .is_empty()
        );
    }

    #[test]
    fn domains_and_lengths_do_not_matter() {
        let mut schema = schema(&[
            "public.users: *id character varying(36)",
            "public.orders: user_id character varying(40)",
        ]);
        let column = &mut schema.relations[1].columns[0];
        column.sql_type = SqlType::Domain {
            name: QualifiedName::new("public", "user_ref"),
            base: Box::new(column.sql_type.clone()),
        };
        assert_eq!(unkeyed(schema), ["orders.user_id -> public.users.id"]);
    }

    #[test]
    fn the_own_schema_comes_first_and_else_only_a_single_table_counts() {
        let orders = "b.orders: *id uuid, user_id uuid";
        let found = unkeyed(schema(&["a.users: *id uuid", "b.users: *id uuid", orders]));
        assert_eq!(found, ["orders.user_id -> b.users.id"]);
        assert!(unkeyed(schema(&["a.users: *id uuid", "c.users: *id uuid", orders])).is_empty());
        // Of the two only one has a key of this type.
        let found = unkeyed(schema(&["a.users: *id uuid", "c.users: *id int", orders]));
        assert_eq!(found, ["orders.user_id -> a.users.id"]);
    }

    #[test]
    fn homonyms_are_counted_over_schemas_and_plurals() {
        let mut schema = schema(&[
            "a.users: id int",
            "b.users: id int",
            "a.user: id int",
            "a.orders: id int",
            "a.people: id int",
            "b.persons: id int",
            "a.oauth_tokens: id int",
            "a.o_auth_token: id int",
        ]);
        fill(&mut schema);
        let counts: Vec<_> = schema
            .relations
            .iter()
            .map(|r| r.elsewhere.homonyms)
            .collect();
        assert_eq!(counts, [2, 2, 2, 0, 1, 1, 1, 1]);
        let filled = schema.clone();
        fill(&mut schema);
        assert_eq!(schema, filled);
    }

    #[test]
    fn homonyms_of_types_are_counted_over_schemas_and_cases() {
        let names = [
            "a.mood",
            "b.mood",
            "a.order_status",
            "a.OrderStatus",
            "a.moods",
        ];
        let types = names.map(|name| UserType {
            name: QualifiedName::parse(name).unwrap(),
            ..UserType::default()
        });
        let mut schema = Schema {
            types: types.to_vec(),
            ..schema(&["a.mood: id int"])
        };
        fill(&mut schema);
        let counts = schema.types.iter().map(|ty| ty.elsewhere.homonyms);
        assert_eq!(counts.collect::<Vec<_>>(), [1, 1, 1, 1, 0]);
        assert_eq!(schema.relations[0].elsewhere.homonyms, 0);
    }

    #[test]
    fn missing_types_of_referenced_columns_are_filled_in() {
        let uuid = SqlType::Builtin("uuid".to_owned());
        let key = |column: &str| ForeignKey {
            references: QualifiedName::new("public", "users"),
            referenced_columns: vec![column.to_owned()],
            ..ForeignKey::default()
        };
        let mut schema = schema(&[USERS, "public.orders: user_id uuid"]);
        let given = ForeignKey {
            referenced_types: vec![SqlType::Builtin("text".to_owned())],
            ..key("id")
        };
        schema.relations[1].foreign_keys = vec![key("id"), key("gone"), given.clone()];
        fill(&mut schema);
        let keys = &schema.relations[1].foreign_keys;
        assert_eq!(keys[0].referenced_types, [uuid]);
        assert!(keys[1].referenced_types.is_empty());
        assert_eq!(keys[2], given);
    }

    #[test]
    fn ten_thousand_tenants_are_no_trouble() {
        let mut tenants = Schema::default();
        for n in 0..10_000 {
            tenants
                .relations
                .push(relation(&format!("t{n}.users: *id uuid")));
            tenants.relations.push(relation(&format!(
                "t{n}.orders: *id uuid, user_id uuid, tag_id uuid"
            )));
        }
        let start = Instant::now();
        fill(&mut tenants);
        // Unoptimised; 10,000 times 10,000 of anything would take far longer.
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?}",
            start.elapsed()
        );
        assert_eq!(tenants.relations[0].elsewhere.homonyms, 9_999);
        assert_eq!(tenants.relations[1].elsewhere.unkeyed.len(), 1);
    }
}
