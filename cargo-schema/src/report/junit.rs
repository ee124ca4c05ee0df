//! For what shows test results: JUnit's XML. An object is a suite. What fails the command is a test
//! that failed; what does not, a test that passed and has something to say, because JUnit knows no
//! warnings.

use std::fmt::Write as _;

use super::document::{Document, Entry, Group};

pub(super) fn render(document: &Document<'_>) -> String {
    let cases = |group: &Group| group.entries.len().max(1);
    let tests = document.groups.iter().map(cases).sum::<usize>() + document.unread.len();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cargo schema {}\" \
         tests=\"{tests}\" failures=\"{}\" errors=\"{}\">\n",
        document.verb,
        document.entries().filter(|entry| entry.fails).count(),
        document.unread.len()
    );
    for group in &document.groups {
        let failed = group.entries.iter().filter(|entry| entry.fails);
        let name = escape(&group.name);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
            cases(group),
            failed.count()
        );
        if group.entries.is_empty() {
            let asked = group.asked;
            let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"{asked}\"/>");
        }
        for entry in &group.entries {
            case(&mut out, &name, entry);
        }
        out.push_str("  </testsuite>\n");
    }
    for unread in document.unread {
        let file = escape(&unread.file);
        let _ = writeln!(
            out,
            "  <testsuite name=\"{file}\" tests=\"1\" failures=\"0\" errors=\"1\">\n    \
             <testcase classname=\"{file}\" name=\"can be read\" file=\"{file}\">\n      \
             <error message=\"{}\">{}</error>\n    </testcase>\n  </testsuite>",
            escape(&unread.message),
            escape(&unread.help.join("\n"))
        );
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, class: &str, entry: &Entry) {
    let Entry {
        word, kind, about, ..
    } = entry;
    // Two cases of one name are taken for one.
    let name: Vec<_> = [kind]
        .into_iter()
        .chain(about)
        .map(String::as_str)
        .collect();
    let _ = write!(
        out,
        "    <testcase classname=\"{class}\" name=\"{}\"",
        escape(&name.join(" "))
    );
    if let Some(source) = &entry.source {
        let file = escape(&source.file);
        let _ = write!(out, " file=\"{file}\" line=\"{}\"", source.line);
    }
    out.push_str(">\n");
    let lines: Vec<_> = entry.details().chain([entry.url.clone()]).collect();
    let lines = escape(&lines.join("\n"));
    let message = escape(&entry.message);
    let _ = if entry.fails {
        writeln!(
            out,
            "      <failure type=\"{kind}\" message=\"{message}\">{lines}</failure>"
        )
    } else {
        writeln!(
            out,
            "      <system-out>{word}: {message}\n{lines}</system-out>"
        )
    };
    out.push_str("    </testcase>\n");
}

/// The text of an element or attribute. XML 1.0 has no way to write most control characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&c) => {
                out.push(char::REPLACEMENT_CHARACTER);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn a_relation_is_a_suite() {
        insta::assert_snapshot!(super::render(&testing::report().document()), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="cargo schema lint" tests="6" failures="2" errors="2">
          <testsuite name="public.orders" tests="2" failures="1" errors="0">
            <testcase classname="public.orders" name="foreign_key_index user_id fk_orders_user" file="schema/public/orders.json" line="6">
              <failure type="foreign_key_index" message="column `user_id`, 100% a &lt;reference&gt; &amp; &quot;more&quot;, has no index">CREATE INDEX orders_user_id_idx
          ON public.orders (user_id);
        leave it, it is small: 100 rows
        https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#foreign_key_index</failure>
            </testcase>
            <testcase classname="public.orders" name="timestamp_default Order" file="src/models.rs" line="14">
              <system-out>warning: `created_at` has no default
        https://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#timestamp_default</system-out>
            </testcase>
          </testsuite>
          <testsuite name="public.users" tests="1" failures="0" errors="0">
            <testcase classname="public.users" name="rules"/>
          </testsuite>
          <testsuite name="Status" tests="1" failures="1" errors="0">
            <testcase classname="Status" name="enum_label_missing Status" file="src/models.rs" line="30">
              <failure type="enum_label_missing" message="label `gone` of `public.status` has no variant">https://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#enum_label_missing</failure>
            </testcase>
          </testsuite>
          <testsuite name="schema/public/tags.json" tests="1" failures="0" errors="1">
            <testcase classname="schema/public/tags.json" name="can be read" file="schema/public/tags.json">
              <error message="`schema/public/tags.json` is cut short">run `cargo schema refresh`</error>
            </testcase>
          </testsuite>
          <testsuite name="src/broken.rs" tests="1" failures="0" errors="1">
            <testcase classname="src/broken.rs" name="can be read" file="src/broken.rs">
              <error message="`src/broken.rs` is no Rust">mend the file</error>
            </testcase>
          </testsuite>
        </testsuites>
        "#);
    }

    #[test]
    fn what_is_clean_is_a_test_that_passed() {
        insta::assert_snapshot!(super::render(&testing::clean().document()), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="cargo schema lint" tests="1" failures="0" errors="0">
          <testsuite name="public.users" tests="1" failures="0" errors="0">
            <testcase classname="public.users" name="rules"/>
          </testsuite>
        </testsuites>
        "#);
    }

    #[test]
    fn no_name_breaks_the_document() {
        assert_eq!(
            super::escape("a<\"&\">\u{1b}\u{ffff}\n"),
            "a&lt;&quot;&amp;&quot;&gt;\u{fffd}\u{fffd}\n"
        );
    }
}
