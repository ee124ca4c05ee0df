//! For browsers: one file that needs no other, read as well by those who listen to it or print it.
//!
//! Everything that comes from a schema or from the source is text and never markup. No script runs
//! and nothing is loaded: the policy in the head forbids both.

use std::fmt::Write as _;

use super::document::{Entry, Group};
use super::page::{Block, Chart, Page, Section};
use super::{Cell, Table};

const STYLE: &str = include_str!("html.css");

pub(super) fn render(page: &Page) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n<p>{}</p>\n</header>\n\
         <nav aria-label=\"Contents\">\n<ul>\n",
        inline(&page.subtitle),
        title = escape(&page.title),
    );
    for Section { id, title, .. } in &page.sections {
        let _ = writeln!(
            out,
            "<li><a href=\"#{}\">{}</a></li>",
            escape(id),
            inline(title)
        );
    }
    out.push_str("</ul>\n</nav>\n<main>\n");
    for section in &page.sections {
        self::section(&mut out, section, 2);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn section(out: &mut String, section: &Section, level: usize) {
    let id = escape(&section.id);
    let _ = writeln!(
        out,
        "<section>\n<h{level} id=\"{id}\">{}</h{level}>",
        inline(&section.title)
    );
    for block in &section.blocks {
        self::block(out, block, level + 1);
    }
    for part in &section.parts {
        self::section(out, part, level + 1);
    }
    out.push_str("</section>\n");
}

fn block(out: &mut String, block: &Block, level: usize) {
    match block {
        Block::Text(text) => {
            let _ = writeln!(out, "<p>{}</p>", inline(text));
        }
        Block::List(lines) => {
            out.push_str("<ul>\n");
            for line in lines {
                let _ = writeln!(out, "<li>{}</li>", inline(line));
            }
            out.push_str("</ul>\n");
        }
        Block::Table(shows, table) => self::table(out, shows, table),
        Block::Findings(groups) => {
            for group in groups {
                self::group(out, group, level);
            }
        }
        Block::Chart(chart) => self::chart(out, chart),
    }
}

/// The first cell of a row names it.
fn table(out: &mut String, shows: &str, table: &Table) {
    // A table that is wider than the window is scrolled, also with the keyboard.
    let _ = write!(
        out,
        "<div class=\"table\" role=\"group\" aria-label=\"{0}\" tabindex=\"0\">\n<table>\n\
         <caption>{0}</caption>\n<thead><tr>",
        escape(shows)
    );
    let columns = table.filled();
    for (_, heading, right) in &columns {
        let class = if *right { " class=\"number\"" } else { "" };
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", escape(heading));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (n, (at, _, right)) in columns.iter().enumerate() {
            let tag = if n == 0 { "th" } else { "td" };
            let scope = if n == 0 { " scope=\"row\"" } else { "" };
            let class = if *right { " class=\"number\"" } else { "" };
            let _ = write!(out, "<{tag}{scope}{class}>{}</{tag}>", cell(&row[*at]));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Link(text, url) => format!("<a href=\"{}\">{}</a>", escape(url), escape(text)),
        other => escape(&other.text()),
    }
}

fn group(out: &mut String, group: &Group, level: usize) {
    let _ = writeln!(
        out,
        "<h{level}>{}</h{level}>",
        group.heading(&format!("<code>{}</code>", escape(&group.name)))
    );
    out.push_str("<ul class=\"findings\">\n");
    for entry in &group.entries {
        self::entry(out, entry);
    }
    out.push_str("</ul>\n");
}

fn entry(out: &mut String, entry: &Entry) {
    let Entry {
        word, kind, url, ..
    } = entry;
    let _ = write!(
        out,
        "<li><strong class=\"{word}\">{word}</strong> <a href=\"{}\"><code>{}</code></a>: {}",
        escape(url),
        escape(kind),
        inline(entry.inside())
    );
    if let Some(at) = &entry.at {
        let _ = write!(out, " (<code>{}:{}</code>)", escape(&at.file), at.line);
    }
    if let Some(sql) = &entry.sql {
        let _ = write!(
            out,
            "\n<pre tabindex=\"0\"><code>{}</code></pre>",
            escape(sql)
        );
    }
    let remarks: Vec<_> = entry.remarks().collect();
    if !remarks.is_empty() {
        out.push_str("\n<ul>\n");
        for remark in remarks {
            let _ = writeln!(out, "<li>{}</li>", inline(&remark));
        }
        out.push_str("</ul>");
    }
    out.push_str("</li>\n");
}

/// Bars, one on the other.
fn chart(out: &mut String, chart: &Chart) {
    const HEIGHT: usize = 120;
    const BAR: usize = 24;
    const STEP: usize = 32;
    let most = chart.points.iter().map(|(_, [a, b])| a + b).max();
    let most = most.unwrap_or(0).max(1);
    let width = STEP * chart.points.len();
    let (Some(first), Some(last)) = (chart.points.first(), chart.points.last()) else {
        return;
    };
    let said = |(when, [a, b]): &(String, [usize; 2])| {
        let [of_a, of_b] = chart.names;
        format!("{when} {a} {of_a} and {b} {of_b}")
    };
    let _ = write!(
        out,
        "<figure>\n<svg viewBox=\"0 0 {width} {HEIGHT}\" width=\"{width}\" height=\"{HEIGHT}\" \
         role=\"img\" aria-label=\"{}\">\n",
        escape(&format!("{}: {}, {}", chart.title, said(first), said(last)))
    );
    for (n, point) in chart.points.iter().enumerate() {
        let (_, [a, b]) = point;
        let (high, above) = (a * HEIGHT / most, b * HEIGHT / most);
        let x = n * STEP + (STEP - BAR) / 2;
        let _ = write!(out, "<g><title>{}</title>", escape(&said(point)));
        for (class, y, height) in [
            ("first", HEIGHT - high, high),
            ("second", HEIGHT - high - above, above),
        ] {
            let _ = write!(
                out,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{BAR}\" height=\"{height}\"/>"
            );
        }
        out.push_str("</g>\n");
    }
    let [a, b] = chart.names;
    let _ = write!(
        out,
        "</svg>\n<figcaption>{}: <span class=\"first\">{a}</span>, \
         <span class=\"second\">{b}</span></figcaption>\n</figure>\n",
        escape(chart.title)
    );
}

/// Markdown of one line: code spans, and text.
fn inline(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        let after = &rest[at..];
        let ticks = after.len() - after.trim_start_matches('`').len();
        let (fence, body) = after.split_at(ticks);
        out.push_str(&escape(&rest[..at]));
        if let Some(end) = end(body, ticks) {
            let code = &body[..end];
            let inner = code.strip_prefix(' ').and_then(|c| c.strip_suffix(' '));
            let code = inner.filter(|_| ticks > 1).unwrap_or(code);
            let _ = write!(out, "<code>{}</code>", escape(code));
            rest = &body[end + ticks..];
        } else {
            out.push_str(fence);
            rest = body;
        }
    }
    out.push_str(&escape(rest));
    out
}

/// Where a run of as many backticks begins.
fn end(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == ticks {
            return Some(start);
        }
        at = start + run;
    }
    None
}

/// Text, in an element or in an attribute. Characters that HTML does not have are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escape, inline};

    #[test]
    fn text_is_never_markup() {
        assert_eq!(
            escape("<script>\"a\" & 'b'\u{1b}[1m</script>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;\u{fffd}[1m&lt;/script&gt;"
        );
    }

    #[test]
    fn code_spans() {
        assert_eq!(
            inline("column `a<b>` of `` x`y `` is not `here"),
            "column <code>a&lt;b&gt;</code> of <code>x`y</code> is not `here"
        );
        assert_eq!(inline("` `` `"), "<code> `` </code>");
        assert_eq!(inline("no code & none"), "no code &amp; none");
    }
}
