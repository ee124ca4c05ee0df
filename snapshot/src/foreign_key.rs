//! Which foreign key a column stands for.

use crate::model::{ForeignKey, Relation};

/// What a field that says it refers to a table does refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// This.
    One(&'a ForeignKey),
    /// Nothing.
    None,
    /// One of these, and the column does not say which.
    Several(&'a ForeignKey, &'a ForeignKey),
}

/// The foreign key that is meant by a column: the one that is of this column alone, else the only one
/// that it is in.
pub fn found<'a>(relation: &'a Relation, column: &str) -> Found<'a> {
    let of = |key: &&ForeignKey| key.columns.iter().any(|name| name == column);
    let keys: Vec<_> = relation.foreign_keys.iter().filter(of).collect();
    let alone: Vec<_> = keys
        .iter()
        .copied()
        .filter(|key| key.columns.len() == 1)
        .collect();
    let keys = if alone.is_empty() { keys } else { alone };
    match keys.as_slice() {
        [] => Found::None,
        [one] => Found::One(one),
        // Twice the same is no question.
        [one, rest @ ..] => {
            let same = |other: &&&ForeignKey| {
                (&other.references, &other.referenced_columns, &other.columns)
                    == (&one.references, &one.referenced_columns, &one.columns)
            };
            match rest.iter().find(|other| !same(other)) {
                Some(other) => Found::Several(one, other),
                None => Found::One(one),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, found};
    use crate::model::{ForeignKey, Relation};

    fn foreign_key(name: &str, columns: &[&str], referenced: &[&str]) -> ForeignKey {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        ForeignKey {
            name: name.to_owned(),
            columns: names(columns),
            referenced_columns: names(referenced),
            ..ForeignKey::default()
        }
    }

    #[test]
    fn a_key_of_one_column_goes_before_one_of_several() {
        let of = |keys: Vec<ForeignKey>| Relation {
            foreign_keys: keys,
            ..Relation::default()
        };
        let both = of(vec![
            foreign_key("two", &["n", "email"], &["a", "b"]),
            foreign_key("one", &["n"], &["a"]),
        ]);
        assert!(matches!(found(&both, "n"), Found::One(key) if key.name == "one"));
        assert!(matches!(found(&both, "email"), Found::One(key) if key.name == "two"));
        assert_eq!(found(&both, "id"), Found::None);
        let two = of(vec![
            foreign_key("a", &["n"], &["a"]),
            foreign_key("b", &["n"], &["b"]),
        ]);
        assert!(matches!(found(&two, "n"), Found::Several(..)));
        let twice = of(vec![
            foreign_key("a", &["n"], &["a"]),
            foreign_key("b", &["n"], &["a"]),
        ]);
        assert!(matches!(found(&twice, "n"), Found::One(_)));
    }
}
