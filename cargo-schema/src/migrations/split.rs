//! Cutting SQL text into statements, as `psql` does.
//!
//! The server would take a whole file at once; then it names neither the
//! statement that failed nor its line, and `CREATE INDEX CONCURRENTLY` is
//! refused in company. What counts: the four kinds of quotes, nested comments,
//! parentheses (`CREATE RULE ... DO (a; b)`), and the bodies of SQL functions,
//! `BEGIN ATOMIC ...; END` (PostgreSQL documentation, "Lexical Structure").

use std::fmt;

/// A statement of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement<'a> {
    /// Where it begins, in bytes: at its first word, after blanks and comments.
    pub offset: usize,
    /// To its last character, without the semicolon.
    pub text: &'a str,
}

/// What only `psql` can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsplittable {
    /// Where, in bytes.
    pub offset: usize,
    /// What.
    pub what: &'static str,
}

impl fmt::Display for Unsplittable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }
}

impl std::error::Error for Unsplittable {}

/// The statements of a text. What is not closed at its end is left to the server to complain of.
///
/// # Errors
///
/// For `psql`'s commands (`\connect`) and `COPY ... FROM stdin`, whose data is no SQL.
pub fn split(text: &str) -> Result<Vec<Statement<'_>>, Unsplittable> {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
    };
    let mut statements = Vec::new();
    let mut current = Open::default();
    loop {
        scanner.skip_blanks();
        let start = scanner.at;
        let Some(token) = scanner.token() else { break };
        if let Token::Command = token {
            return Err(Unsplittable {
                offset: start,
                what: "a command of `psql` (`\\...`), which only `psql` can run",
            });
        }
        if let Token::Semicolon = token {
            if current.parentheses == 0 && current.blocks == 0 {
                current.finish(text, &mut statements)?;
                continue;
            }
        }
        current.take(&token, start, scanner.at);
    }
    current.finish(text, &mut statements)?;
    Ok(statements)
}

enum Token<'a> {
    Word(&'a str),
    Open,
    Close,
    Semicolon,
    Command,
    Other,
}

/// The statement that is being read.
#[derive(Default)]
struct Open {
    start: Option<usize>,
    end: usize,
    parentheses: usize,
    /// `BEGIN` and `CASE` inside a function's body that have no `END` yet.
    blocks: usize,
    /// Its first words, lower case: enough to see `create or replace function` and `copy`.
    words: Vec<String>,
    /// Whether the last words were `from stdin`.
    from: bool,
    from_stdin: bool,
}

impl Open {
    fn take(&mut self, token: &Token<'_>, start: usize, end: usize) {
        self.start.get_or_insert(start);
        self.end = end;
        match token {
            Token::Open => self.parentheses += 1,
            Token::Close => self.parentheses = self.parentheses.saturating_sub(1),
            Token::Word(word) => self.word(word),
            _ => {}
        }
        if !matches!(token, Token::Word(_)) {
            self.from = false;
        }
    }

    fn word(&mut self, word: &str) {
        const FIRST_WORDS: usize = 4;
        if self.words.len() < FIRST_WORDS {
            self.words.push(word.to_ascii_lowercase());
        }
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        self.from_stdin |= self.from && is("stdin");
        self.from = is("from");
        if self.parentheses == 0 && self.creates_routine() {
            // As psql does, which has no parser either.
            if is("begin") || (is("case") && self.blocks > 0) {
                self.blocks += 1;
            } else if is("end") {
                self.blocks = self.blocks.saturating_sub(1);
            }
        }
    }

    fn creates_routine(&self) -> bool {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        matches!(
            words.as_slice(),
            ["create", "function" | "procedure", ..]
                | ["create", "or", "replace", "function" | "procedure"]
        )
    }

    fn finish<'a>(
        &mut self,
        text: &'a str,
        statements: &mut Vec<Statement<'a>>,
    ) -> Result<(), Unsplittable> {
        let open = std::mem::take(self);
        let Some(offset) = open.start else {
            return Ok(());
        };
        if open.from_stdin && open.words.first().is_some_and(|word| word == "copy") {
            return Err(Unsplittable {
                offset,
                what: "`COPY ... FROM stdin`, whose rows only `psql` can send; write `INSERT INTO ... VALUES`",
            });
        }
        statements.push(Statement {
            offset,
            text: &text[offset..open.end],
        });
        Ok(())
    }
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn skip_blanks(&mut self) {
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(b), _) if b.is_ascii_whitespace() || b == 0x0b => self.at += 1,
                (Some(b'-'), Some(b'-')) => self.skip_past(b"\n"),
                (Some(b'/'), Some(b'*')) => self.comment(),
                _ => return,
            }
        }
    }

    /// Comments nest.
    fn comment(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (Some(b'/'), Some(b'*')) => (depth, self.at) = (depth + 1, self.at + 2),
                (Some(b'*'), Some(b'/')) => {
                    (depth, self.at) = (depth - 1, self.at + 2);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// To behind the next occurrence, or to the end.
    fn skip_past(&mut self, needle: &[u8]) {
        let rest = &self.bytes[self.at..];
        let found = rest
            .windows(needle.len())
            .position(|window| window == needle);
        self.at = found.map_or(self.bytes.len(), |found| self.at + found + needle.len());
    }

    fn token(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let byte = self.peek(0)?;
        self.at += 1;
        Some(match byte {
            b';' => Token::Semicolon,
            b'(' => Token::Open,
            b')' => Token::Close,
            b'\\' => Token::Command,
            // A doubled quote ends one string and begins the next, which comes to the same.
            b'\'' | b'"' => {
                self.skip_past(&[byte]);
                Token::Other
            }
            b'$' => {
                self.dollar(start);
                Token::Other
            }
            b if is_word_start(b) => {
                while self.peek(0).is_some_and(is_word_part) {
                    self.at += 1;
                }
                let word = &self.text[start..self.at];
                if word.eq_ignore_ascii_case("e") && self.peek(0) == Some(b'\'') {
                    self.at += 1;
                    self.escaped_string();
                    return Some(Token::Other);
                }
                Token::Word(word)
            }
            // A number's letters are no word, and a `$` in it begins no quote: `1$a$`.
            b if b.is_ascii_digit() => {
                while self.peek(0).is_some_and(is_word_part) {
                    self.at += 1;
                }
                Token::Other
            }
            _ => Token::Other,
        })
    }

    fn escaped_string(&mut self) {
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'\'' => break,
                _ => {}
            }
        }
        // A backslash at the very end.
        self.at = self.at.min(self.bytes.len());
    }

    /// `$$ ... $$`, `$tag$ ... $tag$`; or `$1`, a parameter.
    fn dollar(&mut self, start: usize) {
        let mut end = self.at;
        while self
            .bytes
            .get(end)
            .is_some_and(|&b| is_word_part(b) && b != b'$')
        {
            end += 1;
        }
        let named = self.bytes[self.at..end]
            .first()
            .is_none_or(|&b| is_word_start(b));
        if named && self.bytes.get(end) == Some(&b'$') {
            let tag = &self.bytes[start..=end];
            self.at = end + 1;
            self.skip_past(tag);
        }
    }
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_word_part(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        split(text).unwrap().iter().map(|s| s.text).collect()
    }

    #[test]
    fn semicolons_that_end_nothing() {
        for one in [
            "SELECT ';'",
            "SELECT 'it''s;'",
            r"SELECT E'\';'",
            r"SELECT e'\\'",
            r#"SELECT ";" AS "a"";""#,
            "SELECT $$;$$",
            "SELECT $a$ $$;$b$; $a$",
            "SELECT $é$;$é$",
            "SELECT 1 /* ; /* ; */ ; */ + 1",
            "SELECT 1 -- ;\n + 1",
            "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2))",
            "DO $$ BEGIN PERFORM 1; END $$",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
            "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (1); END",
            "PREPARE p AS SELECT $1, $2",
        ] {
            assert_eq!(
                texts(&format!("{one};\nSELECT 2;")),
                [one, "SELECT 2"],
                "{one}"
            );
        }
    }

    #[test]
    fn words_that_look_like_a_function_and_are_none() {
        assert_eq!(texts("BEGIN; SELECT 1; END;"), ["BEGIN", "SELECT 1", "END"]);
        assert_eq!(
            texts("CREATE TABLE function (\"begin\" int); SELECT 1"),
            ["CREATE TABLE function (\"begin\" int)", "SELECT 1"]
        );
        assert_eq!(
            texts("CREATE VIEW v AS SELECT CASE WHEN a THEN 1 END FROM t; SELECT 1"),
            [
                "CREATE VIEW v AS SELECT CASE WHEN a THEN 1 END FROM t",
                "SELECT 1"
            ]
        );
        // A word with a dollar is a word, and opens no quote.
        assert_eq!(
            texts("SELECT a$b$; SELECT b$"),
            ["SELECT a$b$", "SELECT b$"]
        );
    }

    #[test]
    fn a_statement_begins_at_its_first_word() {
        let text = "-- a comment\n\n/* another */ SELECT 1 -- after\n;\n;; -- nothing\nSELECT 2";
        let statements = split(text).unwrap();
        assert_eq!(statements.len(), 2);
        assert_eq!(
            &text[statements[0].offset..statements[0].offset + 8],
            "SELECT 1"
        );
        assert_eq!(statements[0].text, "SELECT 1");
        assert_eq!(statements[1].text, "SELECT 2");
        assert_eq!(texts(" -- only a comment"), Vec::<&str>::new());
    }

    #[test]
    fn what_is_not_closed_goes_to_the_server_as_it_is() {
        for text in [
            "SELECT 'a; b",
            "SELECT $$ a; b",
            "SELECT \"a; b",
            "SELECT (1; 2",
            r"SELECT E'a;\",
            "SELECT 1 /* ;",
        ] {
            let expected = text.split(" /*").next().unwrap();
            assert_eq!(texts(text), [expected]);
        }
    }

    #[test]
    fn what_only_psql_can_run_is_named() {
        let error = split("SELECT 1;\n\\connect app\n").unwrap_err();
        assert_eq!(error.offset, 10);
        assert!(error.what.contains("psql"));
        let error = split("copy t (a, b)\n  from STDIN with csv;\n1,2\n\\.\n").unwrap_err();
        assert_eq!(error.offset, 0);
        assert!(error.what.contains("COPY"));
        // Neither a column of that name nor another statement.
        assert_eq!(texts("SELECT stdin FROM t; COPY t TO stdout").len(), 2);
        assert_eq!(texts("INSERT INTO t SELECT a FROM stdin").len(), 1);
    }
}
