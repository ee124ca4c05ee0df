//! For what shows test results: JUnit's XML. A relation is a suite. A finding of level `deny` is a
//! test that failed; one of level `warn` a test that passed and has something to say, because
//! JUnit knows no warnings.

use std::fmt::Write as _;

use schema_snapshot::finding::Level;

use super::{Checked, Found, Report, help, sql};

pub(super) fn render(report: &Report) -> String {
    let cases = |checked: &Checked| checked.findings.len().max(1);
    let tests = report.checked.iter().map(cases).sum::<usize>() + report.unread.len();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cargo schema lint\" \
         tests=\"{tests}\" failures=\"{}\" errors=\"{}\">\n",
        report.count(Level::Deny),
        report.unread.len()
    );
    for checked in &report.checked {
        let denied = checked.findings.iter();
        let denied = denied.filter(|found| found.finding.level == Level::Deny);
        let name = escape(&checked.subject.name());
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
            cases(checked),
            denied.count()
        );
        if checked.findings.is_empty() {
            let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"rules\"/>");
        }
        for found in &checked.findings {
            case(&mut out, &name, found);
        }
        out.push_str("  </testsuite>\n");
    }
    for unread in &report.unread {
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

fn case(out: &mut String, class: &str, found: &Found) {
    let Found {
        finding, source, ..
    } = found;
    // Two cases of one name are taken for one.
    let about = [&finding.column, &finding.object, &found.item].map(Option::as_deref);
    let name: Vec<_> = [Some(finding.rule)]
        .into_iter()
        .chain(about)
        .flatten()
        .collect();
    let _ = writeln!(
        out,
        "    <testcase classname=\"{class}\" name=\"{}\" file=\"{}\" line=\"{}\">",
        escape(&name.join(" ")),
        escape(&source.file),
        source.line
    );
    let lines: Vec<_> = sql(finding).into_iter().chain(help(finding)).collect();
    let lines = escape(&lines.join("\n"));
    let message = escape(&finding.message);
    let _ = match finding.level {
        Level::Deny => writeln!(
            out,
            "      <failure type=\"{}\" message=\"{message}\">{lines}</failure>",
            finding.rule
        ),
        Level::Warn | Level::Allow => writeln!(
            out,
            "      <system-out>warning: {message}{}{lines}</system-out>",
            if lines.is_empty() { "" } else { "\n" }
        ),
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
        insta::assert_snapshot!(super::render(&testing::report()), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="cargo schema lint" tests="6" failures="2" errors="2">
          <testsuite name="public.orders" tests="2" failures="1" errors="0">
            <testcase classname="public.orders" name="foreign_key_index user_id fk_orders_user" file="schema/public/orders.json" line="6">
              <failure type="foreign_key_index" message="column `user_id`, 100% a &lt;reference&gt; &amp; &quot;more&quot;, has no index">CREATE INDEX orders_user_id_idx
          ON public.orders (user_id);
        leave it, it is small: 100 rows</failure>
            </testcase>
            <testcase classname="public.orders" name="timestamp_default Order" file="src/models.rs" line="14">
              <system-out>warning: `created_at` has no default</system-out>
            </testcase>
          </testsuite>
          <testsuite name="public.users" tests="1" failures="0" errors="0">
            <testcase classname="public.users" name="rules"/>
          </testsuite>
          <testsuite name="Status" tests="1" failures="1" errors="0">
            <testcase classname="Status" name="enum_label_missing Status" file="src/models.rs" line="30">
              <failure type="enum_label_missing" message="label `gone` of `public.status` has no variant"></failure>
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
        insta::assert_snapshot!(super::render(&testing::clean()), @r#"
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
