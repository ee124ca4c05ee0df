//! The one shape of an index predicate that the planner proves from `column = value`.

/// The columns of a predicate that is exactly `column IS NOT NULL`, or several joined by AND, as
/// `pg_get_expr` writes it; `None` for any other. `known` says whether the relation has a column.
pub(super) fn not_null_columns(text: &str, known: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let mut rest = text;
    let mut columns = Vec::new();
    conjunction(&mut rest, &known, &mut columns)?;
    rest.is_empty().then_some(columns)
}

/// `(term)` or `(term AND term ...)`; `pg_get_expr` puts parentheses around each test and around
/// the whole.
fn conjunction(
    rest: &mut &str,
    known: &impl Fn(&str) -> bool,
    columns: &mut Vec<String>,
) -> Option<()> {
    take(rest, "(")?;
    if rest.starts_with('(') {
        conjunction(rest, known, columns)?;
        while take(rest, " AND ").is_some() {
            conjunction(rest, known, columns)?;
        }
    } else {
        let column = identifier(rest)?;
        take(rest, " IS NOT NULL")?;
        if !known(&column) {
            return None;
        }
        columns.push(column);
    }
    take(rest, ")")
}

fn take(rest: &mut &str, token: &str) -> Option<()> {
    *rest = rest.strip_prefix(token)?;
    Some(())
}

fn identifier(rest: &mut &str) -> Option<String> {
    if !rest.starts_with('"') {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
        let (name, after) = rest.split_at(end);
        *rest = after;
        return (!name.is_empty()).then(|| name.to_owned());
    }
    let mut name = String::new();
    loop {
        take(rest, "\"")?;
        let end = rest.find('"')?;
        name.push_str(&rest[..end]);
        *rest = &rest[end + 1..];
        // A doubled quote is one quote and the name goes on.
        if !rest.starts_with('"') {
            return Some(name);
        }
        name.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::not_null_columns;

    #[test]
    fn only_not_null_tests_joined_by_and() {
        let columns = |text| {
            not_null_columns(text, |name| {
                ["a", "b", "odd \" AND (name", "is null"].contains(&name)
            })
        };
        let some = |names: &[&str]| Some(names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>());
        assert_eq!(columns("(a IS NOT NULL)"), some(&["a"]));
        assert_eq!(
            columns("((a IS NOT NULL) AND (b IS NOT NULL))"),
            some(&["a", "b"])
        );
        assert_eq!(
            columns("((a IS NOT NULL) AND (b IS NOT NULL) AND (\"is null\" IS NOT NULL))"),
            some(&["a", "b", "is null"])
        );
        assert_eq!(
            columns("((a IS NOT NULL) AND (\"odd \"\" AND (name\" IS NOT NULL))"),
            some(&["a", "odd \" AND (name"])
        );
        for other in [
            "",
            "a",
            "(a)",
            "(a IS NULL)",
            "(c IS NOT NULL)",
            "(t.* IS NOT NULL)",
            "(lower(a) IS NOT NULL)",
            "((a IS NOT NULL) OR (b IS NOT NULL))",
            "((a IS NOT NULL) AND (b > 0))",
            "((a IS NOT NULL) AND (b IS NOT NULL)",
            "(a IS NOT NULL) ",
            "(\"a IS NOT NULL)",
            "(NOT (a IS NOT NULL))",
        ] {
            assert_eq!(columns(other), None, "{other}");
        }
    }
}
