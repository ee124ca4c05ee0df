//! For a workflow of GitHub Actions: a command a finding, which becomes an annotation of the
//! snapshot's file.

use std::fmt::Write as _;

use super::Unread;
use super::document::{Document, Entry, Tone};

pub(super) fn render(document: &Document<'_>, quiet: bool) -> String {
    let mut out = String::new();
    for entry in document.entries() {
        let Entry {
            tone,
            kind,
            message,
            source,
            url,
            ..
        } = entry;
        let command = match tone {
            Tone::Note => "notice",
            louder => louder.word(),
        };
        let place = source.as_ref().map_or(String::new(), |source| {
            format!("file={},line={},", property(&source.file), source.line)
        });
        let lines: Vec<_> = [message.clone()]
            .into_iter()
            .chain(entry.details())
            .chain([url.clone()])
            .collect();
        let _ = writeln!(
            out,
            "::{command} {place}title={}::{}",
            property(kind),
            data(&lines.join("\n"))
        );
    }
    for unread in document.unread {
        let Unread {
            file,
            line,
            message,
            help,
        } = unread;
        let lines: Vec<_> = [message]
            .into_iter()
            .chain(help)
            .map(String::as_str)
            .collect();
        let _ = writeln!(
            out,
            "::error file={}{},title=not checked::{}",
            property(file),
            line.map_or(String::new(), |line| format!(",line={line}")),
            data(&lines.join("\n"))
        );
    }
    if !quiet {
        let _ = writeln!(out, "{}", document.summary);
    }
    out
}

/// The text of a command, as the runner reads it back.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which ends with a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn a_command_a_finding() {
        insta::assert_snapshot!(super::render(&testing::report().document(), false), @r#"
        ::error file=schema/public/orders.json,line=6,title=foreign_key_index::column `user_id`, 100%25 a <reference> & "more", has no index%0ACREATE INDEX orders_user_id_idx%0A  ON public.orders (user_id);%0Aleave it, it is small: 100 rows%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#foreign_key_index
        ::warning file=src/models.rs,line=14,title=timestamp_default::`created_at` has no default%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/rules.md#timestamp_default
        ::error file=src/models.rs,line=30,title=enum_label_missing::label `gone` of `public.status` has no variant%0Ahttps://github.com/schema-conformance/schema-conformance/blob/main/docs/errors.md#enum_label_missing
        ::error file=schema/public/tags.json,title=not checked::`schema/public/tags.json` is cut short%0Arun `cargo schema refresh`
        ::error file=src/broken.rs,line=7,title=not checked::`src/broken.rs` is no Rust%0Amend the file
        2 relations and 3 models checked: 2 errors, 1 warning, 2 files not checked, 2 suppressed; 12 types and 1 model with conditions are left to the build
        "#);
        assert_eq!(
            super::render(&testing::clean().document(), false),
            "1 relation checked: no findings\n"
        );
        assert_eq!(super::render(&testing::clean().document(), true), "");
    }

    #[test]
    fn what_would_end_a_property_or_a_command() {
        assert_eq!(super::property("a:b,c%\r\n"), "a%3Ab%2Cc%25%0D%0A");
        assert_eq!(super::data("a:b,c%0A"), "a:b,c%250A");
    }
}
