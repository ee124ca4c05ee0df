//! Which columns of the new row a trigger's function assigns.

/// The columns, sorted. Nothing when that can't be said: the row is assigned as a whole, called by
/// another name, handed to a procedure, or another one is returned.
pub(super) fn assigned(source: &str) -> Option<Vec<String>> {
    let tokens = tokens(source);
    let at = |n: usize| tokens.get(n).map_or("", String::as_str);
    let mut columns = Vec::new();
    for n in 0..tokens.len() {
        match at(n) {
            "alias" | "call" => return None,
            "return" if !RETURNED.contains(&at(n + 1)) => return None,
            "new" if n == 0 || BEFORE_STATEMENT.contains(&at(n - 1)) => {
                if at(n + 1) == "." {
                    if is_assignment(&tokens, n + 3) {
                        columns.push(at(n + 2));
                    }
                } else if is_assignment(&tokens, n + 1) {
                    return None;
                }
            }
            "into" if n == 0 || at(n - 1) != "insert" => targets(&tokens, n + 1, &mut columns)?,
            _ => {}
        }
    }
    let unquoted = |column: &str| column.strip_prefix('"').unwrap_or(column).to_owned();
    let mut columns: Vec<_> = columns.into_iter().map(unquoted).collect();
    columns.sort();
    columns.dedup();
    Some(columns)
}

/// What a statement can follow.
const BEFORE_STATEMENT: &[&str] = &[";", "begin", "then", "else", "loop", ">"];

/// What RETURN may be followed by, so that the new row is what is written, or none is.
const RETURNED: &[&str] = &["new", "old", "null", "coalesce", "case", "(", ";"];

/// Whether `:=` or `=` follows, behind parts of the column: `new.address.street`, `new.tags[1]`.
fn is_assignment(tokens: &[String], from: usize) -> bool {
    let mut rest = tokens[from.min(tokens.len())..].iter().map(String::as_str);
    let mut depth = 0;
    loop {
        match rest.next() {
            Some("[") => depth += 1,
            Some("]") => depth -= 1,
            Some("=") if depth == 0 => return true,
            Some(":") if depth == 0 => return rest.next() == Some("="),
            Some(".") => _ = rest.next(),
            Some(_) if depth > 0 => {}
            _ => return false,
        }
    }
}

/// The targets of INTO: `a, new.b`.
fn targets<'a>(tokens: &'a [String], from: usize, columns: &mut Vec<&'a str>) -> Option<()> {
    let at = |n: usize| tokens.get(n).map_or("", String::as_str);
    let mut n = if at(from) == "strict" { from + 1 } else { from };
    loop {
        let is_part = at(n + 1) == ".";
        match at(n) {
            "new" if is_part && at(n + 2) != "*" => columns.push(at(n + 2)),
            "new" => return None,
            _ => {}
        }
        n += if is_part { 3 } else { 1 };
        if at(n) != "," {
            return Some(());
        }
        n += 1;
    }
}

/// The words and signs of a function's body, without comments. Words are in lower case, a quoted
/// identifier has its first quote, and a string is nothing but `'`.
fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            _ if c.is_whitespace() => c.len_utf8(),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment(rest),
            '\'' => {
                let escapes = tokens.last().is_some_and(|word| word == "e");
                tokens.push("'".to_owned());
                quoted(rest, '\'', escapes)
            }
            '"' => {
                let length = quoted(rest, '"', false);
                let name = &rest[1..length];
                let name = name.strip_suffix('"').unwrap_or(name);
                tokens.push(format!("\"{}", name.replace("\"\"", "\"")));
                length
            }
            '$' => match dollar(rest) {
                Some(length) => {
                    tokens.push("'".to_owned());
                    length
                }
                None => 1,
            },
            _ if c.is_alphanumeric() || c == '_' => {
                let end = |c: char| !(c.is_alphanumeric() || c == '_' || c == '$');
                let length = rest.find(end).unwrap_or(rest.len());
                tokens.push(rest[..length].to_lowercase());
                length
            }
            _ => {
                tokens.push(c.to_string());
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of a comment, which may hold others.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let here = &text[at..];
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of what stands in quotes, doubled inside, or after a backslash.
fn quoted(text: &str, quote: char, escapes: bool) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && escapes {
            chars.next();
        } else if c == quote {
            if chars.peek().is_none_or(|(_, next)| *next != quote) {
                return at + 1;
            }
            chars.next();
        }
    }
    text.len()
}

/// The length of a string in dollars, `$$...$$` or `$tag$...$tag$`.
fn dollar(text: &str) -> Option<usize> {
    let tag = text[1..].find('$')? + 2;
    let (tag, rest) = text.split_at(tag);
    let inside = &tag[1..tag.len() - 1];
    let is_tag = inside.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !inside.starts_with(|c: char| c.is_ascii_digit());
    is_tag.then(|| {
        rest.find(tag)
            .map_or(text.len(), |end| tag.len() + end + tag.len())
    })
}

#[cfg(test)]
mod tests {
    use super::assigned;

    fn columns(body: &str) -> Option<Vec<String>> {
        assigned(&format!("DECLARE n int; BEGIN {body} RETURN NEW; END"))
    }

    #[test]
    fn assignments() {
        for (body, expected) in [
            ("NEW.updated_at = now();", &["updated_at"][..]),
            ("new . Updated_At := now();", &["updated_at"]),
            ("NEW.\"updatedAt\" := now();", &["updatedAt"]),
            ("NEW.\"a \"\"b\"\"\" := 1;", &["a \"b\""]),
            ("IF x THEN NEW.b = 1; ELSE NEW.a = 2; END IF;", &["a", "b"]),
            ("LOOP NEW.a.b[NEW.c = 1] := 2; END LOOP;", &["a"]),
            ("<<here>> NEW.a := 1;", &["a"]),
            ("SELECT 1, 2 INTO STRICT n, NEW.a FROM t;", &["a"]),
            (
                "INSERT INTO log VALUES (1) RETURNING id INTO NEW.log_id;",
                &["log_id"],
            ),
            ("NEW.a := 'x'; NEW.a := 'y';", &["a"]),
        ] {
            let columns = columns(body);
            assert_eq!(columns.as_deref(), Some(&*strings(expected)), "{body}");
        }
    }

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn what_is_none() {
        for body in [
            "IF NEW.a = 1 THEN n := 1; END IF;",
            "n := NEW.a = 1;",
            "-- NEW.a := 1;\n",
            "/* /* ; */ ; NEW.a := 1; */",
            "n := 'it''s; NEW.a := 1;';",
            "n := E'\\'; NEW.a := 1;';",
            "n := $x$; NEW.a := 1; $x$;",
            "INSERT INTO log SELECT NEW.*;",
            "PERFORM f(NEW);",
            "IF NEW IS DISTINCT FROM OLD THEN RETURN NULL; END IF;",
            "RAISE 'no' USING HINT = 'x';",
            "news.a := 1;",
            "\"NEW\".a := 1;",
            "OLD.a := 1;",
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;",
        ] {
            assert_eq!(columns(body), Some(Vec::new()), "{body}");
        }
    }

    #[test]
    fn what_nobody_can_say() {
        for body in [
            "NEW := jsonb_populate_record(NEW, '{}');",
            "NEW = x;",
            "SELECT * INTO NEW FROM t;",
            "SELECT * INTO NEW.* FROM t;",
            "CALL touch(NEW.a);",
            "r := NEW; r.a := 1; RETURN r;",
        ] {
            assert_eq!(columns(body), None, "{body}");
        }
        assert_eq!(assigned("DECLARE n ALIAS FOR NEW; BEGIN n.a := 1;"), None);
    }

    #[test]
    fn an_unfinished_text_ends() {
        for body in [
            "'",
            "\"",
            "/*",
            "$$",
            "$",
            "NEW.",
            "NEW.a[",
            "INTO",
            "INTO NEW,",
            "ß'ü",
        ] {
            assigned(body);
        }
    }
}
