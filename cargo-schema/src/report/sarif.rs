//! For code scanning: SARIF 2.1.0, the OASIS standard. Findings stand at the snapshot's files, which
//! are named from the directory of the repository.

use std::fmt::Write as _;

use schema_snapshot::finding::{Finding, Level};
use schema_snapshot::rules::{self, Rule};

use super::{Found, Report, Unread, help, link, sql, word};
use crate::json::{Json, Object};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn render(report: &Report) -> String {
    let driver = Object::default()
        .with("name", env!("CARGO_PKG_NAME"))
        .with("version", env!("CARGO_PKG_VERSION"))
        .with("informationUri", env!("CARGO_PKG_REPOSITORY"))
        .with(
            "rules",
            rules::ALL
                .iter()
                .map(|rule| self::rule(rule))
                .collect::<Json>(),
        );
    let notices = report.unread.iter().map(notice);
    let invocation = Object::default()
        .with("executionSuccessful", report.unread.is_empty())
        .maybe(
            "toolExecutionNotifications",
            (notices.len() > 0).then(|| notices.collect::<Json>()),
        );
    let run = Object::default()
        .with("tool", Object::default().with("driver", driver))
        .with("invocations", list(invocation))
        .with("results", report.findings().map(result).collect::<Json>());
    let log = Object::default()
        .with("$schema", SCHEMA)
        .with("version", "2.1.0")
        .with("runs", list(run));
    format!("{}\n", Json::from(log))
}

fn rule(rule: &Rule) -> Object {
    Object::default()
        .with("id", rule.id)
        .with("shortDescription", markdown(rule.summary))
        .with("fullDescription", markdown(rule.why))
        .with("help", markdown(rule.fix))
        .with("helpUri", link(rule.id))
}

fn result(found: &Found) -> Object {
    let Found {
        finding,
        source,
        item,
    } = found;
    let mut message = finding.message.clone();
    for line in sql(finding).into_iter().chain(help(finding)) {
        let _ = write!(message, "\n{line}");
    }
    let region = Object::default().with("startLine", source.line);
    let place = place(&source.file).with("region", region);
    let named = |name: String| {
        let named = Object::default().with("fullyQualifiedName", name);
        list(named.with("kind", "object"))
    };
    let location = Object::default()
        .with("physicalLocation", place)
        .maybe("logicalLocations", name(finding).map(named));
    let identity = [
        Some(finding.rule.to_owned()),
        name(finding),
        finding.object.clone(),
        item.clone(),
    ];
    let identity: Vec<_> = identity.into_iter().flatten().collect();
    let index = rules::ALL.iter().position(|rule| rule.id == finding.rule);
    Object::default()
        .with("ruleId", finding.rule)
        .maybe("ruleIndex", index)
        .with("level", word(finding.level))
        .with("message", text(&message))
        .with("locations", list(location))
        // What stays when lines move.
        .with(
            "partialFingerprints",
            Object::default().with("finding/v1", identity.join(" ")),
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
        .with("level", word(Level::Deny))
        .with("message", text(&lines.join("\n")))
        .with("locations", list(location))
}

/// `public.orders.user_id`
fn name(finding: &Finding) -> Option<String> {
    let relation = finding.relation.as_ref()?.to_string();
    let parts = [relation].into_iter().chain(finding.column.clone());
    Some(parts.collect::<Vec<_>>().join("."))
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
    use super::{rules, uri};

    fn log(report: &Report) -> Value {
        let log: Value = serde_json::from_str(&super::render(report)).unwrap_or_default();
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(log["runs"].as_array().map(Vec::len), Some(1));
        log["runs"][0].clone()
    }

    #[test]
    fn results_and_what_could_not_be_checked() {
        let text = super::render(&testing::report());
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
        let results = log(&testing::report())["results"].clone();
        for result in results.as_array().map(Vec::as_slice).unwrap_or_default() {
            let index = result["ruleIndex"]
                .as_u64()
                .and_then(|n| usize::try_from(n).ok());
            let rule = index.map(|index| &described[index]["id"]);
            // What is wrong with a model is no rule's.
            let is_rule = result["ruleId"] != "enum_label_missing";
            assert_eq!(rule, is_rule.then_some(&result["ruleId"]));
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
