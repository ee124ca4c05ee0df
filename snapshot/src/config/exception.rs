use crate::name::{QualifiedName, parse_identifier};

/// An exception from a rule, `[[exceptions]]`: for what no model stands for, or what is no model's
/// to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The rule's id.
    pub rule: String,
    /// The table, view or function.
    pub object: QualifiedName,
    /// The column, constraint or index of it; none: everything that the rule finds there.
    pub part: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which it counts, `2027-01-31`. The command looks at it, and the derive does
    /// not: a build must not fail because a day has passed.
    pub expires: Option<String>,
    /// The line of `schema.toml`, from 1.
    pub line: usize,
}

impl Exception {
    /// Whether it is meant for what a rule found in this object, about one of these parts.
    pub fn covers(&self, rule: &str, object: &QualifiedName, about: &[Option<&str>]) -> bool {
        self.rule == rule
            && self.object == *object
            && (self.part.is_none() || about.contains(&self.part.as_deref()))
    }

    /// Whether its last day has passed. `today` is of the form of [`Exception::expires`].
    pub fn is_expired(&self, today: &str) -> bool {
        self.expires.as_deref().is_some_and(|last| last < today)
    }
}

/// Reads `public.orders` and `public.orders.user_id`, each part as SQL writes it.
pub(super) fn object(text: &str) -> Option<(QualifiedName, Option<String>)> {
    let (schema, rest) = parse_identifier(text)?;
    let (name, rest) = parse_identifier(rest.strip_prefix('.')?)?;
    let name = QualifiedName { schema, name };
    if rest.is_empty() {
        return Some((name, None));
    }
    let (part, rest) = parse_identifier(rest.strip_prefix('.')?)?;
    rest.is_empty().then_some((name, Some(part)))
}

/// Whether it is a day: `2027-01-31`.
pub(super) fn is_day(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let digits = text.get(range)?;
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    text.len() == 10 && &text[4..5] == "-" && &text[7..8] == "-" && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::{Exception, is_day, object};
    use crate::name::QualifiedName;

    #[test]
    fn objects_are_written_as_in_sql() {
        let orders = QualifiedName::new("public", "orders");
        assert_eq!(object("public.orders"), Some((orders.clone(), None)));
        assert_eq!(
            object("public.orders.user_id"),
            Some((orders, Some("user_id".to_owned())))
        );
        assert_eq!(
            object(r#""My App"."a.b"."c""d""#),
            Some((QualifiedName::new("My App", "a.b"), Some("c\"d".to_owned())))
        );
        for wrong in ["", "orders", "public.", "a.b.c.d", "a.b.", "a.\"b", "a..c"] {
            assert_eq!(object(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days() {
        for day in ["2027-01-31", "2028-02-29", "2000-02-29", "0001-12-01"] {
            assert!(is_day(day), "{day}");
        }
        for none in [
            "",
            "2027-1-31",
            "2027-02-29",
            "2100-02-29",
            "2027-13-01",
            "2027-00-01",
            "2027-04-31",
            "2027-01-00",
            "2027/01/31",
            "+027-01-31",
            "2027-01-31Z",
            "yyyy-mm-dd",
            "2027-01-3é",
        ] {
            assert!(!is_day(none), "{none}");
        }
    }

    #[test]
    fn an_exception_counts_until_its_day_is_over() {
        let exception = Exception {
            rule: "money_type".to_owned(),
            object: QualifiedName::new("public", "orders"),
            part: Some("paid".to_owned()),
            reason: "old".to_owned(),
            owner: None,
            expires: Some("2027-01-31".to_owned()),
            line: 1,
        };
        assert!(!exception.is_expired("2027-01-31"));
        assert!(exception.is_expired("2027-02-01"));
        let orders = &exception.object;
        assert!(exception.covers("money_type", orders, &[Some("paid"), None]));
        assert!(exception.covers("money_type", orders, &[None, Some("paid")]));
        assert!(!exception.covers("money_type", orders, &[Some("price"), None]));
        assert!(!exception.covers("char_type", orders, &[Some("paid"), None]));
        let other = QualifiedName::new("app", "orders");
        assert!(!exception.covers("money_type", &other, &[Some("paid"), None]));
    }
}
