//! Names by the team's templates: does a name fit, and what would a new object be called?

use crate::model::Relation;

/// PostgreSQL cuts identifiers at `NAMEDATALEN` - 1 bytes.
pub(super) const LONGEST: usize = 63;

/// What the placeholders of a template stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    /// `{table}`
    pub(super) table: &'a str,
    /// `{columns}`, joined by `_`, and `{column}`, the first. An expression is `*`.
    pub(super) columns: &'a [&'a str],
    /// `{referenced}`
    pub(super) referenced: &'a str,
}

impl Parts<'_> {
    /// A template with its placeholders filled in; `*` stays.
    pub(super) fn fill(&self, template: &str) -> String {
        let mut name = String::with_capacity(LONGEST);
        let mut rest = template;
        while let Some((text, after)) = rest.split_once('{') {
            let Some((placeholder, after)) = after.split_once('}') else {
                break;
            };
            name.push_str(text);
            match placeholder {
                "table" => name.push_str(self.table),
                "column" => name.push_str(self.columns.first().unwrap_or(&"*")),
                "columns" => name.push_str(&self.columns.join("_")),
                "referenced" => name.push_str(self.referenced),
                _ => name.push('*'),
            }
            rest = after;
        }
        name.push_str(rest);
        name
    }

    /// Whether one of the templates gives the name.
    ///
    /// A number behind it is PostgreSQL's way out when a name is taken, and a name that would be
    /// longer than an identifier can be is cut by everybody in another way; both pass.
    pub(super) fn fits<'t>(
        &self,
        templates: impl IntoIterator<Item = &'t String>,
        name: &str,
    ) -> bool {
        let unnumbered = name.trim_end_matches(|c: char| c.is_ascii_digit());
        templates.into_iter().any(|template| {
            let filled = self.fill(template);
            filled.len() > LONGEST || matches(&filled, name) || matches(&filled, unnumbered)
        })
    }

    /// The name of a new object by the first template that says it fully, when it is free in the
    /// relation and not too long.
    pub(super) fn new_name(&self, templates: &[String], relation: &Relation) -> Option<String> {
        let filled = templates.iter().map(|template| self.fill(template));
        first_whole(filled).filter(|name| is_free(relation, name))
    }

    /// Another name for what has one: by the first template that says it fully, or by one that
    /// leaves room for words of its own, which are then those of the old name. The name of a
    /// condition should keep them.
    pub(super) fn renamed(
        &self,
        templates: &[String],
        is_a_condition: bool,
        name: &str,
        is_free: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let filled = templates.iter().map(|template| self.fill(template));
        let plain = first_whole(filled.clone());
        let words = self.own_words(name);
        let mut with_room = filled.filter(|filled| filled.matches('*').count() == 1);
        let with_words = with_room.find_map(|filled| {
            let name = filled.replace('*', words.as_deref()?);
            is_free(&name).then_some(name)
        });
        let plain = plain.filter(|name| is_free(name));
        if is_a_condition {
            with_words.or(plain)
        } else {
            plain.or(with_words)
        }
    }

    /// What a name says beside its table and its kind: `not_self` of `ck_follow_not_self`. Nothing
    /// when that needs quotes.
    fn own_words(&self, name: &str) -> Option<String> {
        let words = format!("_{name}_").replacen(&format!("_{}_", self.table), "_", 1);
        let words: Vec<_> = words
            .split('_')
            .filter(|word| !word.is_empty() && !KINDS.contains(word))
            .collect();
        let words = words.join("_");
        let is_plain = words
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit());
        (is_plain && !words.is_empty()).then_some(words)
    }
}

/// Words in the names of constraints and indexes that say which of them it is.
const KINDS: &[&str] = &[
    "check", "chk", "ck", "idx", "index", "ix", "pidx", "uidx", "uindex",
];

/// The first name that says all.
fn first_whole(mut names: impl Iterator<Item = String>) -> Option<String> {
    names.find(|name| !name.contains('*'))
}

/// Whether a name is short enough and not taken in the relation.
pub(super) fn is_free(relation: &Relation, name: &str) -> bool {
    name.len() <= LONGEST && !is_taken(relation, name)
}

/// Whether a constraint or index of the relation, or the relation itself, has the name.
fn is_taken(relation: &Relation, name: &str) -> bool {
    relation.name.name == name
        || relation.primary_key.iter().any(|key| key.name == name)
        || relation.foreign_keys.iter().any(|key| key.name == name)
        || relation.unique.iter().any(|key| key.name == name)
        || relation.checks.iter().any(|check| check.name == name)
        || relation
            .exclusions
            .iter()
            .any(|exclusion| exclusion.name == name)
        || relation.indexes.iter().any(|index| index.name == name)
}

/// Whether a pattern in which `*` stands for anything is the whole of a name.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// A name in lower-case snake_case: `createdAt` and `Created At` give `created_at`. Nothing when no
/// identifier is left that needs no quotes.
pub(super) fn snake_case(name: &str) -> Option<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        // `userId`, and the last capital of `HTTPServer`.
        let begins_word = c.is_uppercase()
            && before.is_some_and(|b| {
                b.is_lowercase()
                    || b.is_numeric()
                    || (b.is_uppercase() && after.is_some_and(|a| a.is_lowercase()))
            });
        if begins_word && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    let out = out.trim_end_matches('_');
    let usable = out.len() <= LONGEST && out.starts_with(|c: char| c.is_alphabetic());
    usable.then(|| out.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Parts, matches, snake_case};

    #[test]
    fn templates() {
        let parts = Parts {
            table: "orders",
            columns: &["user_id", "kind"],
            referenced: "users",
        };
        assert_eq!(parts.fill("fk_{table}_{columns}"), "fk_orders_user_id_kind");
        assert_eq!(parts.fill("{column}__{referenced}_x"), "user_id__users_x");
        assert_eq!(parts.fill("plain"), "plain");
        let fits = |template: &str, name| parts.fits(&[template.to_owned()], name);
        assert!(fits("{table}_{column}_fkey", "orders_user_id_fkey"));
        assert!(fits("{table}_{column}_fkey", "orders_user_id_fkey1"));
        assert!(!fits("{table}_{column}_fkey", "orders_user_fkey"));
        assert!(fits("ck_{table}_*", "ck_orders_positive"));
        assert!(!fits("ck_{table}_*", "ck_order_positive"));
        let long = format!("{}{{table}}", "x".repeat(60));
        assert!(fits(&long, "anything"));
    }

    #[test]
    fn stars() {
        assert!(matches("*", ""));
        assert!(matches("a*b*c", "a1b2c"));
        assert!(matches("a*", "a"));
        assert!(!matches("a*b*c", "a1c2"));
        assert!(!matches("ab*b", "ab"));
        assert!(!matches("a", "ab"));
    }

    #[test]
    fn snake_case_of_what_people_write() {
        for (name, expected) in [
            ("createdAt", Some("created_at")),
            ("CreatedAt", Some("created_at")),
            ("created at", Some("created_at")),
            ("created-at", Some("created_at")),
            ("UserID", Some("user_id")),
            ("HTTPServer", Some("http_server")),
            ("address2Line", Some("address2_line")),
            ("ID", Some("id")),
            ("?column?", Some("column")),
            ("USER_NAME", Some("user_name")),
            ("Größe", Some("größe")),
            ("2fa", None),
            ("\u{1f600}", None),
            ("", None),
        ] {
            assert_eq!(snake_case(name).as_deref(), expected, "{name}");
        }
    }
}
