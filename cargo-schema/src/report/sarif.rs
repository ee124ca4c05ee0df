//! For code scanning: SARIF 2.1.0, the OASIS standard. Findings stand at the snapshot's files, which
//! are named from the directory of the repository.

use std::fmt::Write as _;

use super::Unread;
use super::document::{Document, Entry, Kind, Tone};
use crate::json::{Json, Object};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn render(document: &Document<'_>) -> String {
    let driver = Object::default()
        .with("name", env!("CARGO_PKG_NAME"))
        .with("version", env!("CARGO_PKG_VERSION"))
        .with("informationUri", env!("CARGO_PKG_REPOSITORY"))
        .with("rules", document.kinds.iter().map(kind).collect::<Json>());
    let notices = document.unread.iter().map(notice);
    let invocation = Object::default()
        .with("executionSuccessful", document.unread.is_empty())
        .maybe(
            "toolExecutionNotifications",
            (notices.len() > 0).then(|| notices.collect::<Json>()),
        );
    let results = document
        .entries()
        .map(|entry| result(entry, &document.kinds));
    let run = Object::default()
        .with("tool", Object::default().with("driver", driver))
        .with("invocations", list(invocation))
        .with("results", results.collect::<Json>());
    let log = Object::default()
        .with("$schema", SCHEMA)
        .with("version", "2.1.0")
        .with("runs", list(run));
    format!("{}\n", Json::from(log))
}

fn kind(kind: &Kind) -> Object {
    Object::default()
        .with("id", kind.id.as_str())
        .with("shortDescription", markdown(&kind.summary))
        .with("fullDescription", markdown(&kind.why))
        .with("help", markdown(&kind.fix))
        .with("helpUri", kind.url.as_str())
}

fn result(entry: &Entry, kinds: &[Kind]) -> Object {
    let mut message = entry.message.clone();
    for line in entry.details() {
        let _ = write!(message, "\n{line}");
    }
    let physical = entry.source.as_ref().map(|source| {
        let region = Object::default().with("startLine", source.line);
        place(&source.file).with("region", region)
    });
    let logical = entry.name.as_ref().map(|name| {
        let named = Object::default().with("fullyQualifiedName", name.as_str());
        list(named.with("kind", "object"))
    });
    let location = Object::default()
        .maybe("physicalLocation", physical)
        .maybe("logicalLocations", logical);
    Object::default()
        .with("ruleId", entry.kind.as_str())
        .maybe(
            "ruleIndex",
            kinds.iter().position(|kind| kind.id == entry.kind),
        )
        .with("level", entry.tone.word())
        .with("message", text(&message))
        .with("locations", list(location))
        // What stays when lines move.
        .with(
            "partialFingerprints",
            Object::default().with("finding/v1", entry.identity.as_str()),
        )
}

fn notice(unread: &Unread) -> Object {
    let lines = [unread.message.as_str()].into_iter();
    let lines: Vec<_> = lines
        .chain(unread.help.iter().map(String::as_str))
        .collect();
    let region = unread
        .line
        .map(|line| Object::default().with("startLine", line));
    let place = place(&unread.file).maybe("region", region);
    let location = Object::default().with("physicalLocation", place);
    Object::default()
        .with("level", Tone::Error.word())
        .with("message", text(&lines.join("\n")))
        .with("locations", list(location))
}

fn place(file: &str) -> Object {
    Object::default().with("artifactLocation", Object::default().with("uri", uri(file)))
}

fn text(text: &str) -> Object {
    Object::default().with("text", text)
}

fn markdown(markdown: &str) -> Object {
    text(markdown).with("markdown", markdown)
}

fn list(one: Object) -> Json {
    [one].into_iter().collect()
}

/// A relative reference. What a path may have and a URI may not is escaped.
fn uri(file: &str) -> String {
    let mut out = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b'+' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::{Report, testing};
    use super::uri;
    use schema_snapshot::rules;

    fn log(report: &Report) -> Value {
        let log: Value =
            serde_json::from_str(&super::render(&report.document())).unwrap_or_default();
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(log["runs"].as_array().map(Vec::len), Some(1));
        log["runs"][0].clone()
    }

    #[test]
    fn results_and_what_could_not_be_checked() {
        let text = super::render(&testing::report().document());
        let (_, text) = text.split_once("\"invocations\": ").unwrap_or_default();
        // It differs with every new rule.
        let lines = text.lines().filter(|line| !line.contains("\"ruleIndex\""));
        let text: Vec<_> = lines.collect();
        insta::assert_snapshot!(text.join("\n"), @r#"
        [
                {
                  "executionSuccessful": false,
                  "toolExecutionNotifications": [
                    {
                      "level": "error",
                      "message": {
                        "text": "`schema/public/tags.json` is cut short\nrun `cargo schema refresh`"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "schema/public/tags.json"
                            }
                          }
                        }
                      ]
                    },
                    {
                      "level": "error",
                      "message": {
                        "text": "`src/broken.rs` is no Rust\nmend the file"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "src/broken.rs"
                            },
                            "region": {
                              "startLine": 7
                            }
                          }
                        }
                      ]
                    }
                  ]
                }
              ],
              "results": [
                {
                  "ruleId": "foreign_key_index",
                  "level": "error",
                  "message": {
                    "text": "column `user_id`, 100% a <reference> & \"more\", has no index\nCREATE INDEX orders_user_id_idx\n  ON public.orders (user_id);\nleave it, it is small: 100 rows"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "schema/public/orders.json"
                        },
                        "region": {
                          "startLine": 6
                        }
                      },
                      "logicalLocations": [
                        {
                          "fullyQualifiedName": "public.orders.user_id",
                          "kind": "object"
                        }
                      ]
                    }
                  ],
                  "partialFingerprints": {
                    "finding/v1": "foreign_key_index public.orders.user_id fk_orders_user"
                  }
                },
                {
                  "ruleId": "timestamp_default",
                  "level": "warning",
                  "message": {
                    "text": "`created_at` has no default"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "src/models.rs"
                        },
                        "region": {
                          "startLine": 14
                        }
                      },
                      "logicalLocations": [
                        {
                          "fullyQualifiedName": "public.orders",
                          "kind": "object"
                        }
                      ]
                    }
                  ],
                  "partialFingerprints": {
                    "finding/v1": "timestamp_default public.orders Order"
                  }
                },
                {
                  "ruleId": "enum_label_missing",
                  "level": "error",
                  "message": {
                    "text": "label `gone` of `public.status` has no variant"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "src/models.rs"
                        },
                        "region": {
                          "startLine": 30
                        }
                      }
                    }
                  ],
                  "partialFingerprints": {
                    "finding/v1": "enum_label_missing Status"
                  }
                }
              ]
            }
          ]
        }
        "#);
    }

    #[test]
    fn what_is_clean_has_no_results_and_succeeded() {
        let run = log(&testing::clean());
        assert_eq!(run["results"], Value::Array(Vec::new()));
        assert_eq!(
            run["invocations"],
            serde_json::json!([{"executionSuccessful": true}])
        );
    }

    /// What the schema demands of a rule, and GitHub shows.
    #[test]
    fn every_rule_is_described() {
        let run = log(&testing::clean());
        let described = run["tool"]["driver"]["rules"].as_array().map(Vec::as_slice);
        let described = described.unwrap_or_default();
        assert_eq!(described.len(), rules::ALL.len());
        for (rule, described) in rules::ALL.iter().zip(described) {
            assert_eq!(described["id"], rule.id);
            for key in ["shortDescription", "fullDescription", "help"] {
                let text = described[key]["text"].as_str().unwrap_or_default();
                assert!(!text.is_empty(), "{key} of {}", rule.id);
            }
        }
        // What is wrong with a model is no rule's, and is described where it is found.
        let run = log(&testing::report());
        let described = run["tool"]["driver"]["rules"].as_array().map(Vec::as_slice);
        let described = described.unwrap_or_default();
        assert_eq!(described.len(), rules::ALL.len() + 1);
        let results = run["results"].as_array().map(Vec::as_slice);
        for result in results.unwrap_or_default() {
            let index = result["ruleIndex"]
                .as_u64()
                .and_then(|n| usize::try_from(n).ok());
            let rule = index.map(|index| &described[index]);
            assert_eq!(rule.map(|rule| &rule["id"]), Some(&result["ruleId"]));
            let url = rule.and_then(|rule| rule["helpUri"].as_str());
            assert!(url.is_some_and(|url| url.contains("/docs/")), "{rule:?}");
        }
    }

    #[test]
    fn a_path_becomes_a_reference() {
        assert_eq!(
            uri("my app/schema/public/+order.json"),
            "my%20app/schema/public/+order.json"
        );
        assert_eq!(uri("ä:%"), "%C3%A4%3A%25");
    }
}
