//! How a schema hangs together: sizes, and who references whom.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Relation, Schema};
use crate::name::QualifiedName;

/// Measures of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Of each table, in byte order of the names. Views and foreign tables are none.
    pub tables: Vec<Measures>,
    /// Tables that reference one another in a circle, each circle in byte order; a table that
    /// references only itself is none.
    pub circles: Vec<Vec<QualifiedName>>,
}

/// Measures of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measures {
    /// The table.
    pub name: QualifiedName,
    /// How many columns it has.
    pub columns: usize,
    /// How many of them can be NULL.
    pub nullable: usize,
    /// How many indexes it has, those of constraints among them.
    pub indexes: usize,
    /// How many foreign keys it has.
    pub foreign_keys: usize,
    /// How many other tables its foreign keys reference: the fan-out.
    pub references: usize,
    /// How many other tables reference it: the fan-in.
    pub referenced_by: usize,
    /// How many other tables reference it, or reference one that does, and so on: what hangs on it.
    pub dependents: usize,
}

impl Measures {
    /// Indexes by column.
    #[allow(clippy::cast_precision_loss, reason = "nobody has 2^52 columns")]
    pub fn index_ratio(&self) -> f64 {
        if self.columns == 0 {
            0.0
        } else {
            self.indexes as f64 / self.columns as f64
        }
    }

    /// Whether no foreign key leads to or from it.
    pub fn is_alone(&self) -> bool {
        self.references == 0 && self.referenced_by == 0
    }
}

/// Takes the measures of a schema.
pub fn analyze(schema: &Schema) -> Analysis {
    let tables: Vec<&Relation> = schema
        .relations
        .iter()
        .filter(|r| r.kind.is_table())
        .collect();
    let numbers: BTreeMap<_, _> = tables.iter().zip(0..).map(|(t, n)| (&t.name, n)).collect();
    let mut references = vec![BTreeSet::new(); tables.len()];
    let mut referenced_by = vec![BTreeSet::new(); tables.len()];
    for (from, table) in tables.iter().enumerate() {
        for key in &table.foreign_keys {
            match numbers.get(&key.references) {
                Some(&to) if to != from => {
                    references[from].insert(to);
                    referenced_by[to].insert(from);
                }
                _ => {}
            }
        }
    }
    // What reaches each table, and what each reaches: in a circle it is both.
    let reach = |edges: &[BTreeSet<usize>], start: usize| {
        let mut seen = BTreeSet::new();
        let mut next = vec![start];
        while let Some(at) = next.pop() {
            next.extend(edges[at].iter().filter(|to| seen.insert(**to)));
        }
        seen
    };
    let mut analysis = Analysis::default();
    for (n, table) in tables.iter().enumerate() {
        let mut dependents = reach(&referenced_by, n);
        if dependents.remove(&n) {
            let mut circle = reach(&references, n);
            circle.retain(|other| *other == n || dependents.contains(other));
            // Said at the first of them.
            if circle.first() == Some(&n) {
                let names = circle.iter().map(|n| tables[*n].name.clone());
                analysis.circles.push(names.collect());
            }
        }
        analysis.tables.push(Measures {
            name: table.name.clone(),
            columns: table.columns.len(),
            nullable: table.columns.iter().filter(|c| !c.not_null).count(),
            indexes: table.indexes.len(),
            foreign_keys: table.foreign_keys.len(),
            references: references[n].len(),
            referenced_by: referenced_by[n].len(),
            dependents: dependents.len(),
        });
    }
    analysis
}

#[cfg(test)]
mod tests {
    use super::{Analysis, Measures, analyze};
    use crate::model::{Column, ForeignKey, Index, Relation, RelationKind, Schema};
    use crate::name::QualifiedName;

    fn table(name: &str, references: &[&str]) -> Relation {
        let key = |to: &&str| ForeignKey {
            references: QualifiedName::new("public", *to),
            ..ForeignKey::default()
        };
        Relation {
            name: QualifiedName::new("public", name),
            foreign_keys: references.iter().map(key).collect(),
            ..Relation::default()
        }
    }

    fn of(relations: Vec<Relation>) -> Analysis {
        analyze(&Schema {
            relations,
            ..Schema::default()
        })
    }

    fn fans(analysis: &Analysis) -> Vec<(&str, usize, usize, usize)> {
        let fan = |m: &'_ Measures| (m.references, m.referenced_by, m.dependents);
        let tables = analysis.tables.iter();
        tables
            .map(|m| (m.name.name.as_str(), fan(m)))
            .map(|(name, (out, into, all))| (name, out, into, all))
            .collect()
    }

    #[test]
    fn fans_and_what_hangs_on_a_table() {
        let analysis = of(vec![
            table("alone", &["alone", "of_another_schema"]),
            table("items", &["orders", "orders", "products"]),
            table("orders", &["users"]),
            table("products", &[]),
            table("users", &[]),
        ]);
        assert_eq!(
            fans(&analysis),
            [
                ("alone", 0, 0, 0),
                ("items", 2, 0, 0),
                ("orders", 1, 1, 1),
                ("products", 0, 1, 1),
                ("users", 0, 1, 2),
            ]
        );
        assert_eq!(analysis.circles, [[]; 0]);
        assert!(analysis.tables[0].is_alone());
        assert_eq!(analysis.tables[1].foreign_keys, 3);
    }

    #[test]
    fn circles_are_said_once() {
        let analysis = of(vec![
            table("a", &["b"]),
            table("b", &["c"]),
            table("c", &["a"]),
            table("d", &["a", "e"]),
            table("e", &["f"]),
            table("f", &["e"]),
        ]);
        let names = |circle: &Vec<QualifiedName>| {
            let names: Vec<_> = circle.iter().map(|name| name.name.as_str()).collect();
            names.join(" ")
        };
        let circles: Vec<_> = analysis.circles.iter().map(names).collect();
        assert_eq!(circles, ["a b c", "e f"]);
        assert_eq!(fans(&analysis)[..2], [("a", 1, 2, 3), ("b", 1, 1, 3)]);
    }

    #[test]
    fn sizes() {
        let column = |not_null| Column {
            not_null,
            ..Column::default()
        };
        let mut users = table("users", &[]);
        users.columns = vec![column(true), column(false), column(true), column(false)];
        users.indexes = vec![Index::default()];
        let mut view = table("people", &["users"]);
        view.kind = RelationKind::View;
        let analysis = of(vec![view, users]);
        let [users] = &analysis.tables[..] else {
            panic!("a view is no table");
        };
        assert_eq!((users.columns, users.nullable, users.indexes), (4, 2, 1));
        assert!((users.index_ratio() - 0.25).abs() < 1e-9);
        assert!(of(vec![table("empty", &[])]).tables[0].index_ratio().abs() < 1e-9);
    }
}
