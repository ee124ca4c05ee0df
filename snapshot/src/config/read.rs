//! From the entries of a `schema.toml` to a [`Config`].

use std::collections::{BTreeMap, HashMap};

use super::exception::{is_day, object};
use super::toml::{Entry, Value, entries};
use super::{Config, ConfigError, ConfigErrors, Exception, Preset};
use crate::finding::Level;
use crate::nearest::nearest;
use crate::rules;

const TOP: &[&str] = &[
    "preset",
    "default_schema",
    "refresh",
    "models",
    "rules",
    "tables",
    "exceptions",
    "constraint_names",
    "table_prefixes",
    "rust_types",
];
const TABLES: &[&str] = &[
    "refresh",
    "models",
    "rules",
    "tables",
    "constraint_names",
    "table_prefixes",
    "rust_types",
];
const EXCEPTION: &[&str] = &["rule", "object", "reason", "owner", "expires"];
const REFRESH: &[&str] = &["schemas", "exclude", "migrations"];
const MODELS: &[&str] = &["exclude"];
const KINDS: &[&str] = &["primary_key", "foreign_key", "unique", "index", "check"];
const PLACEHOLDERS: &[&str] = &["{table}", "{column}", "{columns}", "{referenced}"];

pub(super) fn config(text: &str) -> Result<Config, ConfigErrors> {
    let entries = entries(text).map_err(ConfigErrors)?;
    let mut reader = Reader {
        config: Config::default(),
        errors: Vec::new(),
        line: 1,
        drafts: Vec::new(),
        lists: Vec::new(),
    };
    let mut seen = HashMap::with_capacity(entries.len());
    for entry in entries {
        reader.line = entry.line;
        // A table's header and its keys are the same path at different times: only equals clash.
        if let Some(first) = seen.insert(entry.path.clone(), entry.line) {
            reader.error(format!(
                "`{}` is already set in line {first}; keep one of the two",
                entry.path.join(".")
            ));
        } else {
            reader.entry(entry);
        }
    }
    for draft in std::mem::take(&mut reader.drafts) {
        reader.exception(draft);
    }
    if reader.errors.is_empty() {
        Ok(reader.config)
    } else {
        reader.errors.sort_by_key(|error| error.line);
        Err(ConfigErrors(reader.errors))
    }
}

struct Reader {
    config: Config,
    errors: Vec<ConfigError>,
    /// The line of the entry that is being read.
    line: usize,
    /// The exceptions so far.
    drafts: Vec<Draft>,
    /// Lists of tables that should be none: said once, and not of each key.
    lists: Vec<Vec<String>>,
}

/// An exception that is being read, each value with its line.
#[derive(Default)]
struct Draft {
    line: usize,
    texts: HashMap<&'static str, (usize, String)>,
    /// The keys whose values are of the wrong kind, which has been said.
    wrong: Vec<&'static str>,
}

impl Reader {
    fn error(&mut self, message: impl Into<String>) {
        self.error_at(self.line, message);
    }

    fn error_at(&mut self, line: usize, message: impl Into<String>) {
        self.errors.push(ConfigError {
            line,
            message: message.into(),
        });
    }

    fn entry(&mut self, mut entry: Entry) {
        if self.lists.iter().any(|list| entry.path.starts_with(list)) {
            return;
        }
        if entry.value == Some(Value::Element) && entry.path[0] != "exceptions" {
            entry.path.pop();
            self.lists.push(entry.path.clone());
        }
        let path: Vec<&str> = entry.path.iter().map(String::as_str).collect();
        let name = path.join(".");
        match (path.as_slice(), entry.value) {
            ([table], None) if TABLES.contains(table) => {}
            ([table], Some(value)) if TABLES.contains(table) => {
                self.error(format!(
                    "`{table}` is a table, found {}; write it as `[{table}]` with a key a line",
                    value.kind()
                ));
            }
            (["preset"], Some(value)) => {
                if let Some(word) = self.word(&name, value, Preset::ALL, Preset::word) {
                    self.config.preset = word;
                }
            }
            (["default_schema"], Some(value)) => {
                if let Some(schema) = self.string(&name, value) {
                    self.config.default_schema = schema;
                }
            }
            (["refresh", "schemas"], Some(value)) => {
                self.config.schemas = self.texts(&name, value);
            }
            (["refresh", "exclude"], Some(value)) => self.exclude(&name, value),
            (["refresh", "migrations"], Some(value)) => {
                self.config.migrations = self.string(&name, value);
            }
            (["models", "exclude"], Some(value)) => {
                self.config.models_exclude = self.texts(&name, value);
            }
            (["rules", rule], Some(value)) => {
                if let Some(level) = self.rule(&name, "rules", rule, value) {
                    self.config.rules.insert((*rule).to_owned(), level);
                }
            }
            (["tables", pattern], None) => self.pattern(pattern),
            (["tables", pattern, rule], Some(value)) => {
                let level = self.rule(&name, "tables", rule, value);
                self.level(pattern, rule, level);
            }
            (["exceptions", _], Some(Value::Element)) => self.drafts.push(Draft {
                line: self.line,
                ..Draft::default()
            }),
            (["exceptions"], _) => self.error(
                "`exceptions` is a list of tables; write each as `[[exceptions]]` with a key a line",
            ),
            (["exceptions", _, key], Some(value)) if EXCEPTION.contains(key) => {
                self.exception_key(key, value);
            }
            (["constraint_names", kind], Some(value)) if KINDS.contains(kind) => {
                self.templates(&name, kind, value);
            }
            (["table_prefixes", prefix], Some(value)) => {
                if let Some(meaning) = self.string(&name, value) {
                    // The names of the tables have the underscore, and so may the prefix.
                    let prefix = prefix.trim_end_matches('_').to_owned();
                    self.config.table_prefixes.insert(prefix, meaning);
                }
            }
            (["rust_types", rust], Some(value)) => {
                let types = self.nonempty(&name, value, "name the SQL types it holds");
                self.config.rust_types.insert((*rust).to_owned(), types);
            }
            (unknown, _) => self.unknown(unknown),
        }
    }

    /// A key that nobody reads: the part of it that is wrong, and where it belongs or what is near.
    fn unknown(&mut self, path: &[&str]) {
        let name = path.join(".");
        let (table, last, known) = match path {
            ["refresh", last] => ("refresh", last, REFRESH),
            ["models", last] => ("models", last, MODELS),
            ["constraint_names", last] => ("constraint_names", last, KINDS),
            ["exceptions", _, last] => ("exceptions", last, EXCEPTION),
            ["tables", pattern] => {
                return self.error(format!(
                    "`tables` holds patterns; write `[tables.\"{pattern}\"]` with a rule a line"
                ));
            }
            [top, ..] if !TOP.contains(top) => ("", top, TOP),
            [rest @ .., last] => {
                // Deeper than any key goes, or a table where a value is meant.
                let parent = rest.join(".");
                return self.error(if parent.is_empty() || TABLES.contains(&parent.as_str()) {
                    format!("`{name}` is a value, found a table")
                } else {
                    format!("unknown key `{name}`; `{parent}` is no table that could hold `{last}`")
                });
            }
            [] => return,
        };
        let (name, misplaced) = match path {
            // `rules` is rather a slip for `rule` there.
            ["exceptions", _, last] => (format!("exceptions.{last}"), None),
            _ => (name, misplaced(last, table)),
        };
        let hint = misplaced.unwrap_or_else(|| hint(last, known));
        self.error(format!("unknown key `{name}`; {hint}"));
    }

    fn string(&mut self, name: &str, value: Value) -> Option<String> {
        match value {
            Value::String(text) if text.is_empty() => {
                self.error(format!("`{name}` is empty; leave it out for the default"));
                None
            }
            Value::String(text) => Some(text),
            other => {
                self.error(format!("`{name}` is a string, found {}", other.kind()));
                None
            }
        }
    }

    /// One of some words.
    fn word<T: Copy>(
        &mut self,
        name: &str,
        value: Value,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.string(name, value)?;
        let found = all.iter().copied().find(|value| word(*value) == text);
        if found.is_none() {
            let words: Vec<_> = all.iter().copied().map(word).collect();
            let hint = hint(&text, &words);
            self.error(format!("`{name}` can't be `{text}`; {hint}"));
        }
        found
    }

    /// A string, or a list of strings, each with its line and none empty.
    fn list(&mut self, name: &str, value: Value) -> Vec<(usize, String)> {
        let elements = match value {
            Value::String(text) => vec![(self.line, Value::String(text))],
            Value::List(elements) => elements,
            other => {
                self.error(format!(
                    "`{name}` is a string or a list of strings, found {}",
                    other.kind()
                ));
                return Vec::new();
            }
        };
        let mut texts = Vec::with_capacity(elements.len());
        for (line, element) in elements {
            match element {
                Value::String(text) if text.is_empty() => {
                    self.error_at(line, format!("`{name}` holds an empty string"));
                }
                Value::String(text) => texts.push((line, text)),
                other => {
                    let kind = other.kind();
                    self.error_at(line, format!("`{name}` is a list of strings, found {kind}"));
                }
            }
        }
        texts
    }

    fn texts(&mut self, name: &str, value: Value) -> Vec<String> {
        let texts = self.list(name, value);
        texts.into_iter().map(|(_, text)| text).collect()
    }

    fn nonempty(&mut self, name: &str, value: Value, what_to_do: &str) -> Vec<String> {
        if value == Value::List(Vec::new()) {
            self.error(format!("`{name}` is an empty list; {what_to_do}"));
        }
        self.texts(name, value)
    }

    fn exclude(&mut self, name: &str, value: Value) {
        let patterns = self.list(name, value);
        for (line, pattern) in &patterns {
            self.has_schema(*line, name, pattern);
        }
        self.config.exclude = patterns.into_iter().map(|(_, text)| text).collect();
    }

    /// Without a schema a pattern would match nothing, silently.
    fn has_schema(&mut self, line: usize, name: &str, pattern: &str) {
        if !pattern.contains('.') {
            self.error_at(
                line,
                format!("`{name}` takes `schema.name`, found `{pattern}`; write `*.{pattern}` for every schema"),
            );
        }
    }

    /// The header of `[tables."pattern"]`, before its levels.
    fn pattern(&mut self, pattern: &str) {
        self.has_schema(self.line, "tables", pattern);
        self.level(pattern, "", None);
    }

    fn level(&mut self, pattern: &str, rule: &str, level: Option<Level>) {
        let tables = &mut self.config.tables;
        let known = tables.iter().position(|(known, _)| known == pattern);
        let at = known.unwrap_or_else(|| {
            tables.push((pattern.to_owned(), BTreeMap::new()));
            tables.len() - 1
        });
        tables[at]
            .1
            .extend(level.map(|level| (rule.to_owned(), level)));
    }

    fn exception_key(&mut self, key: &str, value: Value) {
        let text = match value {
            Value::Date(day) if key == "expires" => Some(day),
            value => self.string(&format!("exceptions.{key}"), value),
        };
        let (line, known) = (self.line, EXCEPTION.iter().find(|known| **known == key));
        if let (Some(draft), Some(&key)) = (self.drafts.last_mut(), known) {
            match text {
                Some(text) => drop(draft.texts.insert(key, (line, text))),
                None => draft.wrong.push(key),
            }
        }
    }

    /// An exception that was read to its end.
    fn exception(&mut self, mut draft: Draft) {
        for (key, what) in [
            ("rule", "the id of the rule it is from"),
            (
                "object",
                "what it is for, such as \"public.orders\" or \"public.orders.user_id\"",
            ),
            ("reason", "why the rule does not apply there"),
        ] {
            if !draft.texts.contains_key(key) && !draft.wrong.contains(&key) {
                self.error_at(draft.line, format!("the exception has no `{key}`: {what}"));
            }
        }
        let mut text = |key| draft.texts.remove(key);
        let rule = text("rule").filter(|(line, rule)| self.known_rule(*line, rule, "exceptions"));
        let reason = text("reason").filter(|(line, reason)| {
            let empty = reason.trim().is_empty();
            if empty {
                self.error_at(*line, "the reason of the exception is empty; say why");
            }
            !empty
        });
        let object = text("object").and_then(|(line, text)| {
            let read = object(&text);
            if read.is_none() {
                let message = format!(
                    "`exceptions.object` is `schema.table` or a part of it, `schema.table.column`, \
                     as SQL writes them; found `{text}`"
                );
                self.error_at(line, message);
            }
            read
        });
        let expires = text("expires").map(|(line, day)| {
            if !is_day(&day) {
                let message =
                    format!("`exceptions.expires` is a day such as 2027-01-31, found `{day}`");
                self.error_at(line, message);
            }
            day
        });
        // When one is missing that was said, and there is no configuration.
        if let (Some((_, rule)), Some((object, part)), Some((_, reason))) = (rule, object, reason) {
            self.config.exceptions.push(Exception {
                rule,
                object,
                part,
                reason,
                owner: text("owner").map(|(_, text)| text),
                expires,
                line: draft.line,
            });
        }
    }

    /// The level that a key of the table gives a rule.
    fn rule(&mut self, name: &str, table: &str, rule: &str, value: Value) -> Option<Level> {
        if !self.known_rule(self.line, rule, table) {
            return None;
        }
        self.word(name, value, Level::ALL, Level::word)
    }

    fn known_rule(&mut self, line: usize, rule: &str, table: &str) -> bool {
        let known = rules::find(rule).is_some();
        if !known {
            let hint = misplaced(rule, table).unwrap_or_else(|| rules::hint(rule));
            self.error_at(line, format!("unknown rule `{rule}`; {hint}"));
        }
        known
    }

    fn templates(&mut self, name: &str, kind: &str, value: Value) {
        if value == Value::List(Vec::new()) {
            self.error(format!(
                "`{name}` is an empty list; write \"*\" to accept any name"
            ));
        }
        let templates = self.list(name, value);
        for (line, template) in &templates {
            for problem in placeholder_problems(template) {
                self.error_at(*line, format!("template `{template}`: {problem}"));
            }
        }
        let templates = templates.into_iter().map(|(_, text)| text).collect();
        let names = &mut self.config.constraint_names;
        match kind {
            "primary_key" => names.primary_key = templates,
            "foreign_key" => names.foreign_key = templates,
            "unique" => names.unique = templates,
            "index" => names.index = templates,
            _ => names.check = templates,
        }
    }
}

/// Where a key belongs that stands in `table`, `""` for the top, and is known elsewhere.
fn misplaced(key: &str, table: &str) -> Option<String> {
    let place = if TOP.contains(&key) {
        ""
    } else if REFRESH.contains(&key) {
        "refresh"
    } else if KINDS.contains(&key) {
        "constraint_names"
    } else if rules::find(key).is_some() {
        "rules"
    } else {
        return None;
    };
    match place {
        _ if place == table => None,
        "" => Some(format!(
            "`{key}` belongs to the top, above the first `[table]`"
        )),
        _ => Some(format!("`{key}` belongs to `[{place}]`")),
    }
}

fn hint(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("expected one of `{}`", known.join("`, `")),
    }
}

fn placeholder_problems(template: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find(['{', '}']) {
        rest = &rest[open..];
        let name = match rest[1..].find(['{', '}']) {
            Some(end) if rest.starts_with('{') && rest[end + 1..].starts_with('}') => {
                &rest[..end + 2]
            }
            _ => {
                problems.push(format!("`{}` without its partner", &rest[..1]));
                break;
            }
        };
        if !PLACEHOLDERS.contains(&name) {
            let hint = hint(name, PLACEHOLDERS);
            problems.push(format!("unknown placeholder `{name}`; {hint}"));
        }
        rest = &rest[name.len()..];
    }
    problems
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::{Config, Preset, template};
    use crate::finding::Level;
    use crate::name::QualifiedName;
    use crate::rules;

    fn errors(text: &str) -> String {
        Config::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn the_template_is_the_default() {
        assert_eq!(Config::parse(&template()), Ok(Config::default()));
        assert_eq!(Config::parse(""), Ok(Config::default()));
    }

    /// `# key = value` in the template: what is said to be the default is it, and no key is missing.
    #[test]
    fn the_template_names_every_key_with_its_default() {
        let uncommented: String = template()
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.contains(" = ") && !rest.starts_with(' ') => rest,
                _ => line,
            })
            .fold(String::new(), |text, line| text + line + "\n");
        let config = Config::parse(&uncommented).unwrap();
        for rule in rules::ALL {
            assert_eq!(
                config.rules.get(rule.id),
                Some(&rule.recommended),
                "{}",
                rule.id
            );
        }
        let without_rules = Config {
            rules: Config::default().rules,
            ..config
        };
        assert_eq!(without_rules, Config::default());
        // What has no default stands there as an example.
        let is_named = |line: &str, key: &str| {
            let line = line.strip_prefix("#     ").unwrap_or(line);
            let value = line.strip_prefix(key);
            value.is_some_and(|value| value.starts_with(" = "))
                || line == format!("[{key}]")
                || line == format!("[[{key}]]")
        };
        let tables = [super::REFRESH, super::MODELS, super::KINDS];
        for key in super::TOP.iter().chain(tables.into_iter().flatten()) {
            assert!(uncommented.lines().any(|line| is_named(line, key)), "{key}");
        }
    }

    #[test]
    fn editors_know_every_key() {
        let schema: serde_json::Value = serde_json::from_str(&super::super::json_schema()).unwrap();
        let top = &schema["properties"];
        let of = |key: &str| top[key]["properties"].clone();
        let exception = top["exceptions"]["items"]["properties"].clone();
        for (there, known) in [
            (top.clone(), super::TOP),
            (of("refresh"), super::REFRESH),
            (of("models"), super::MODELS),
            (of("constraint_names"), super::KINDS),
            (exception, super::EXCEPTION),
        ] {
            let mut there: Vec<_> = there.as_object().unwrap().keys().collect();
            let mut known = known.to_vec();
            there.sort();
            known.sort_unstable();
            assert_eq!(there, known);
        }
    }

    #[test]
    fn every_key_is_read() {
        let config = Config::parse(
            r#"
            preset = "strict"
            default_schema = "app"
            refresh.schemas = ["app", 'audit']
            refresh.exclude = "*.tmp_*"
            refresh.migrations = "db/migrations"
            models.exclude = ["/tests/ui/"]
            rules = { primary_key_exists = "warn" }
            [constraint_names]
            primary_key = "pk_{table}"
            foreign_key = ["fk_{table}_{referenced}", "*"]
            unique = "u"
            index = "i"
            check = "c"
            [table_prefixes]
            crm = "customer relations"
            re_ = "real estate"
            [rust_types]
            "money::Money" = [
                "numeric", # and
                "money",
            ]
            plain = "text"
            "#,
        )
        .unwrap();
        assert_eq!(config.preset, Preset::Strict);
        assert_eq!(config.default_schema, "app");
        assert_eq!(config.schemas, ["app", "audit"]);
        assert_eq!(config.exclude, ["*.tmp_*"]);
        assert_eq!(config.migrations.as_deref(), Some("db/migrations"));
        assert_eq!(config.models_exclude, ["/tests/ui/"]);
        assert_eq!(config.rules["primary_key_exists"], Level::Warn);
        let names = &config.constraint_names;
        assert_eq!(names.primary_key, ["pk_{table}"]);
        assert_eq!(names.foreign_key, ["fk_{table}_{referenced}", "*"]);
        assert_eq!(
            (&names.unique[0], &names.index[0], &names.check[0]),
            (&"u".into(), &"i".into(), &"c".into())
        );
        assert_eq!(config.table_prefixes["crm"], "customer relations");
        assert_eq!(config.table_prefixes["re"], "real estate");
        assert_eq!(config.rust_types["money::Money"], ["numeric", "money"]);
        assert_eq!(config.rust_types["plain"], ["text"]);
    }

    #[test]
    fn exceptions_are_read() {
        let config = Config::parse(
            r#"
            [[exceptions]]
            rule = "primary_key_uuid"
            object = 'public.log_entries.id'
            reason = "ordered by sequence"
            owner = "platform"
            expires = 2027-01-31

            [[exceptions]]
            rule = "money_type"
            object = 'app."Weird Name"'
            reason = "old"
            expires = "2028-02-29"
            "#,
        )
        .unwrap();
        let [first, second] = &config.exceptions[..] else {
            panic!("{config:#?}");
        };
        assert_eq!(first.rule, "primary_key_uuid");
        assert_eq!(first.object.to_string(), "public.log_entries");
        assert_eq!(first.part.as_deref(), Some("id"));
        assert_eq!(first.owner.as_deref(), Some("platform"));
        assert_eq!(first.expires.as_deref(), Some("2027-01-31"));
        assert_eq!((first.line, second.line), (2, 9));
        assert_eq!(second.object.to_string(), "app.\"Weird Name\"");
        assert_eq!((&second.part, &second.owner), (&None, &None));
        assert_eq!(second.expires.as_deref(), Some("2028-02-29"));
    }

    #[test]
    fn levels_by_table() {
        let config = Config::parse(
            r#"
            [rules]
            money_type = "deny"
            [tables."audit.*"]
            money_type = "allow"
            char_type = "deny"
            [tables."*.log_*"]
            money_type = "warn"
            [tables."*.empty"]
            "#,
        )
        .unwrap();
        let level = |rule: &str, schema: &str, table: &str| {
            config.level_for(
                rules::find(rule).unwrap(),
                &QualifiedName::new(schema, table),
            )
        };
        assert_eq!(level("money_type", "public", "orders"), Level::Deny);
        assert_eq!(level("money_type", "audit", "orders"), Level::Allow);
        assert_eq!(level("money_type", "audit", "log_entries"), Level::Warn);
        assert_eq!(level("char_type", "audit", "log_entries"), Level::Deny);
        assert_eq!(level("primary_key_uuid", "audit", "x"), Level::Deny);
        assert_eq!(config.tables.len(), 3);
    }

    #[test]
    fn mistakes_in_exceptions_and_patterns() {
        let text = r#"
[tables]
"audit.*" = "deny"
[tables."log_*"]
money_typ = "deny"
[tables."a.*"]
money_type = "never"
[[exceptions]]
rules = "money_type"
[[exceptions]]
rule = "mony_type"
object = "orders"
reason = " "
expires = 2027-02-29
[[exceptions]]
rule = 3
object = "public.orders"
reason = "why"
expires = 2027-01-01T00:00:00Z
"#;
        let expected = [
            "line 3: `tables` holds patterns; write `[tables.\"audit.*\"]` with a rule a line",
            "line 4: `tables` takes `schema.name`, found `log_*`; write `*.log_*` for every schema",
            "line 5: unknown rule `money_typ`; did you mean `money_type`?",
            "line 7: `tables.a.*.money_type` can't be `never`; expected one of `deny`, `warn`, `allow`",
            "line 8: the exception has no `rule`: the id of the rule it is from",
            "line 8: the exception has no `object`: what it is for, such as \"public.orders\" or \"public.orders.user_id\"",
            "line 8: the exception has no `reason`: why the rule does not apply there",
            "line 9: unknown key `exceptions.rules`; did you mean `rule`?",
            "line 11: unknown rule `mony_type`; did you mean `money_type`?",
            "line 12: `exceptions.object` is `schema.table` or a part of it, `schema.table.column`, as SQL writes them; found `orders`",
            "line 13: the reason of the exception is empty; say why",
            "line 14: `exceptions.expires` is a day such as 2027-01-31, found `2027-02-29`",
            "line 16: `exceptions.rule` is a string, found a number",
            "line 19: `exceptions.expires` is a string, found a date with a time",
        ];
        assert_eq!(errors(text), expected.join("\n"));
        assert_eq!(
            errors("exceptions = []"),
            "line 1: `exceptions` is a list of tables; write each as `[[exceptions]]` with a key a line"
        );
    }

    #[test]
    fn bom_and_crlf() {
        let text = "\u{feff}# comment\r\npreset = \"strict\"\r\n[rules]\r\nnope_nope_nope = 1\r\n";
        assert!(
            errors(text).starts_with("line 4: unknown rule"),
            "{}",
            errors(text)
        );
        let text = "\u{feff}preset = \"strict\"\r\n";
        assert_eq!(Config::parse(text).unwrap().preset, Preset::Strict);
    }

    #[test]
    fn all_mistakes_at_once_with_lines_and_the_nearest_name() {
        let text = r#"
presets = "strict"
preset = "strickt"
default_schema = 3
preset = "strict"
[refresh]
schemas = ["a", 1, ""]
exclude = ["tmp_*"]
default_schema = "app"
[rules]
primary_key_exist = "deny"
primary_key_exists = "off"
preset = "strict"
[constraint_names]
index = ["idx_{tabel}", "{", "a}", "{table"]
unique = []
uniqe = "x"
[rust_types]
"a::B" = []
[ruels]
[rules.primary_key_exists]
why = "x"
"#;
        let expected = [
            "line 2: unknown key `presets`; did you mean `preset`?",
            "line 3: `preset` can't be `strickt`; did you mean `strict`?",
            "line 4: `default_schema` is a string, found a number",
            "line 5: `preset` is already set in line 3; keep one of the two",
            "line 7: `refresh.schemas` is a list of strings, found a number",
            "line 7: `refresh.schemas` holds an empty string",
            "line 8: `refresh.exclude` takes `schema.name`, found `tmp_*`; write `*.tmp_*` for every schema",
            "line 9: unknown key `refresh.default_schema`; `default_schema` belongs to the top, above the first `[table]`",
            "line 11: unknown rule `primary_key_exist`; did you mean `primary_key_exists`?",
            "line 12: `rules.primary_key_exists` can't be `off`; expected one of `deny`, `warn`, `allow`",
            "line 13: unknown rule `preset`; `preset` belongs to the top, above the first `[table]`",
            "line 15: template `idx_{tabel}`: unknown placeholder `{tabel}`; did you mean `{table}`?",
            "line 15: template `{`: `{` without its partner",
            "line 15: template `a}`: `}` without its partner",
            "line 15: template `{table`: `{` without its partner",
            "line 16: `constraint_names.unique` is an empty list; write \"*\" to accept any name",
            "line 17: unknown key `constraint_names.uniqe`; did you mean `unique`?",
            "line 19: `rust_types.a::B` is an empty list; name the SQL types it holds",
            "line 20: unknown key `ruels`; did you mean `rules`?",
            "line 21: `rules.primary_key_exists` is already set in line 12; keep one of the two",
            "line 22: unknown key `rules.primary_key_exists.why`; `rules.primary_key_exists` is no table that could hold `why`",
        ];
        assert_eq!(errors(text), expected.join("\n"));
    }

    #[test]
    fn tables_where_values_are_meant_and_the_other_way_round() {
        assert_eq!(
            errors("rules = 1"),
            "line 1: `rules` is a table, found a number; write it as `[rules]` with a key a line"
        );
        assert_eq!(
            errors("[[rules]]\nwhy = 1\n[[rules]]\nrules.x.why = 1"),
            "line 1: `rules` is a table, found a list of tables; write it as `[rules]` with a key a line"
        );
        assert_eq!(
            errors("[preset]"),
            "line 1: `preset` is a value, found a table"
        );
        assert_eq!(
            errors("[rules.x]"),
            "line 1: `rules.x` is a value, found a table"
        );
        assert_eq!(
            errors("refresh.schemas = [{ a = 1 }, [[]], true]"),
            "line 1: `refresh.schemas` is a list of strings, found a table\n\
             line 1: `refresh.schemas` is a list of strings, found a list\n\
             line 1: `refresh.schemas` is a list of strings, found a boolean"
        );
        assert_eq!(
            errors("preset = 2020-01-01"),
            "line 1: `preset` is a string, found a date"
        );
        assert_eq!(
            errors("preset = ''"),
            "line 1: `preset` is empty; leave it out for the default"
        );
    }

    #[test]
    fn syntax_errors_have_lines() {
        let text = "preset = \"strict\"\n\nrules\n[refresh\nschemas = [\"a\"";
        let lines: Vec<_> = Config::parse(text)
            .unwrap_err()
            .0
            .iter()
            .map(|e| e.line)
            .collect();
        assert_eq!(lines, [3, 4, 5], "{}", errors(text));
        assert!(
            errors(text).starts_with("line 3: not valid TOML: "),
            "{}",
            errors(text)
        );
        // Deep nesting is an error, not a stack overflow.
        let deep = format!("preset = {}", "[".repeat(100_000));
        assert!(
            errors(&deep).contains("not valid TOML"),
            "{}",
            errors(&deep)
        );
    }
}
