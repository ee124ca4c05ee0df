//! What can go wrong with a directory of files.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::journal::STAGING;
use super::paths::JOURNAL;
use super::write::write_with;
use super::{Problem, Snapshot, WriteError, compare, locate, recover, write, write_baseline};
use crate::baseline::{Baseline, Known};
use crate::model::{Column, Function, Functions, Relation, Schema, TypeKind, UserType};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

/// A directory that is removed at the end of the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(test: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("schema-store-{}-{test}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    fn snapshot(&self) -> PathBuf {
        self.0.join("schema")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn relation(schema: &str, name: &str, columns: &[&str]) -> Relation {
    Relation {
        name: QualifiedName::new(schema, name),
        columns: columns
            .iter()
            .map(|&column| Column {
                name: column.to_owned(),
                sql_type: SqlType::Builtin("text".to_owned()),
                ..Column::default()
            })
            .collect(),
        ..Relation::default()
    }
}

fn before() -> Schema {
    Schema {
        server_major: 15,
        relations: vec![
            relation("blog", "posts", &["id", "title"]),
            relation("public", "Weird Name", &["id"]),
            relation("public", "tags", &["id"]),
            relation("public", "users", &["id", "name"]),
        ],
        types: vec![UserType {
            name: QualifiedName::new("public", "mood"),
            kind: TypeKind::Enum,
            labels: vec!["good".to_owned(), "bad".to_owned()],
            ..UserType::default()
        }],
        functions: vec![Functions {
            name: QualifiedName::new("public", "touch"),
            overloads: vec![Function {
                language: "plpgsql".to_owned(),
                ..Function::default()
            }],
        }],
    }
}

/// One of each: a schema that goes, one that comes with a folder, files added, changed, removed, and kept.
fn after() -> Schema {
    Schema {
        server_major: 16,
        relations: vec![
            relation("public", "guests", &["id"]),
            relation("public", "members", &["id", "name"]),
            relation("public", "tags", &["id"]),
            relation("public", "weird name", &["id"]),
            relation("shop", "orders", &["id"]),
            relation("shop", "parcels", &["id"]),
        ],
        types: vec![
            UserType {
                labels: vec!["bad".to_owned(), "good".to_owned()],
                ..before().types[0].clone()
            },
            UserType {
                name: QualifiedName::new("shop", "size"),
                ..before().types[0].clone()
            },
        ],
        functions: Vec::new(),
    }
}

/// Every file of a directory, with its time.
fn contents(dir: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    fn walk(dir: &Path, prefix: &str, into: &mut BTreeMap<String, (Vec<u8>, SystemTime)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), into);
            } else {
                let time = entry.metadata().unwrap().modified().unwrap();
                into.insert(name, (fs::read(entry.path()).unwrap(), time));
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(dir, "", &mut files);
    files
}

fn bytes(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = contents(dir).into_iter();
    files.map(|(name, (bytes, _))| (name, bytes)).collect()
}

fn read(dir: &Path) -> Schema {
    Snapshot::open(dir).unwrap().read_schema().unwrap()
}

fn problem(dir: &Path) -> Problem {
    let error = Snapshot::open(dir).and_then(|snapshot| snapshot.read_schema());
    error.unwrap_err().problem().clone()
}

fn set_time(path: &Path, seconds: u64) {
    let file = fs::File::options().write(true).open(path).unwrap();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    file.set_modified(time).unwrap();
}

#[test]
fn what_is_written_is_read() {
    let scratch = Scratch::new("roundtrip");
    let dir = scratch.snapshot();
    let written = write(&dir, &before()).unwrap();
    assert_eq!(
        written.added,
        [
            "blog/posts.json",
            "index.json",
            "public/+weird-20+name.json",
            "public/functions/touch.json",
            "public/tags.json",
            "public/types/mood.json",
            "public/users.json",
            "schema.toml",
        ]
    );
    assert_eq!(read(&dir), before());
    let snapshot = Snapshot::open(&dir).unwrap();
    assert_eq!(snapshot.server_major(), 15);
    assert_eq!(snapshot.schemas().unwrap(), ["blog", "public"]);
    let names = snapshot.relation_names("public").unwrap();
    assert_eq!(names, ["Weird Name", "tags", "users"]);
    let users = QualifiedName::new("public", "users");
    let loaded = snapshot.relation(&users).unwrap().unwrap();
    assert_eq!(loaded.file, "public/users.json");
    assert_eq!(loaded.value, before().relations[3]);
    let text = fs::read_to_string(dir.join(&loaded.file)).unwrap();
    assert!(text.contains(&loaded.fingerprint), "{text}");
    let nothing = QualifiedName::new("nowhere", "users");
    assert_eq!(snapshot.relation(&nothing).unwrap(), None);
    assert!(snapshot.relation_names("nowhere").unwrap().is_empty());
}

#[test]
fn a_second_write_touches_nothing() {
    let scratch = Scratch::new("idempotent");
    let dir = scratch.snapshot();
    write(&dir, &before()).unwrap();
    // As git with `autocrlf` checks out.
    let users = dir.join("public/users.json");
    let text = fs::read_to_string(&users).unwrap().replace('\n', "\r\n");
    fs::write(&users, text).unwrap();
    for file in contents(&dir).keys() {
        set_time(&dir.join(file), 1_000_000_000);
    }
    let old = contents(&dir);
    let written = write(&dir, &before()).unwrap();
    assert_eq!(written.unchanged, 7);
    assert_eq!(contents(&dir), old);
}

#[test]
fn comparing_says_what_writing_would_do_and_does_nothing() {
    let scratch = Scratch::new("compare");
    let dir = scratch.snapshot();
    let first = compare(&dir, &before()).unwrap();
    assert!(!dir.exists());
    assert_eq!(first, write(&dir, &before()).unwrap());
    let second = compare(&dir, &after()).unwrap();
    assert_eq!(compare(&dir, &after()).unwrap(), second);
    assert_eq!(second, write(&dir, &after()).unwrap());
    assert!(!second.changed.is_empty());
}

#[test]
fn a_refresh_changes_what_changed_and_keeps_what_is_not_its_own() {
    let scratch = Scratch::new("refresh");
    let dir = scratch.snapshot();
    write(&dir, &before()).unwrap();
    fs::write(dir.join("schema.toml"), "preset = \"strict\"\n").unwrap();
    fs::write(dir.join("README.md"), "ours").unwrap();
    fs::write(dir.join("blog/notes.json"), "{\"ours\": true}").unwrap();
    fs::create_dir_all(dir.join("Seeds")).unwrap();
    fs::write(dir.join("Seeds/users.json"), "[]").unwrap();
    for file in contents(&dir).keys() {
        set_time(&dir.join(file), 1_000_000_000);
    }
    let old = contents(&dir);
    let written = write(&dir, &after()).unwrap();
    assert_eq!(written.foreign, ["blog/notes.json"]);
    let mut new = contents(&dir);
    let kept = [
        "README.md",
        "Seeds/users.json",
        "blog/notes.json",
        "public/tags.json",
        "schema.toml",
    ];
    for file in kept {
        assert_eq!(new.remove(file), old.get(file).cloned(), "{file}");
    }
    assert_eq!(
        new.keys().collect::<Vec<_>>(),
        [
            "index.json",
            "public/guests.json",
            "public/members.json",
            "public/types/mood.json",
            "public/weird-20name.json",
            "shop/orders.json",
            "shop/parcels.json",
            "shop/types/size.json",
        ]
    );
    // Newer than any build that read what stood there.
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    assert!(new.values().all(|(_, time)| *time > hour_ago));
    assert!(!dir.join("public/functions").exists());

    // The foreign file is in a schema's directory: whoever reads everything hears of it.
    assert_eq!(problem(&dir), Problem::Foreign);
    assert_eq!(
        Snapshot::open(&dir).unwrap().read_own().unwrap().schema,
        after()
    );
    fs::remove_file(dir.join("blog/notes.json")).unwrap();
    assert_eq!(read(&dir), after());
}

/// What a kill does: nothing after it runs. Nothing in a refresh cleans up on unwinding.
fn die_if(now: bool) {
    if now {
        std::panic::resume_unwind(Box::new("killed"));
    }
}

/// Fails, and kills, at every single step on the disk.
#[test]
fn after_a_failure_or_a_kill_at_any_step_the_old_snapshot_is_whole() {
    let scratch = Scratch::new("failures");
    let dir = scratch.snapshot();
    let fresh = scratch.0.join("fresh");
    write(&fresh, &after()).unwrap();
    let wanted = bytes(&fresh);
    write(&dir, &before()).unwrap();
    let mut steps = 0;
    write_with(&dir, &after(), Duration::ZERO, &mut || {
        steps += 1;
        Ok(())
    })
    .unwrap();
    assert!(steps > 25, "{steps}");
    write(&dir, &before()).unwrap();
    let old = bytes(&dir);

    let mut half_written = 0;
    for fatal in 0..steps {
        let mut at = 0;
        let error = write_with(&dir, &after(), Duration::ZERO, &mut || {
            at += 1;
            if at == fatal + 1 {
                return Err(io::Error::other("the disk is full"));
            }
            Ok(())
        });
        match error {
            Err(WriteError::Io { whole: true, .. }) => {
                assert_eq!(bytes(&dir), old, "failed at {fatal}");
            }
            // A copy stands in for a link that can't be made.
            Ok(_) => {
                assert_eq!(bytes(&dir), wanted, "failed at {fatal}");
                write(&dir, &before()).unwrap();
            }
            other => panic!("{other:?}"),
        }

        let mut at = 0;
        let killed = catch_unwind(AssertUnwindSafe(|| {
            write_with(&dir, &after(), Duration::ZERO, &mut || {
                at += 1;
                die_if(at == fatal + 1);
                Ok(())
            })
        }));
        assert!(killed.is_err());
        if dir.join(JOURNAL).exists() {
            half_written += 1;
            assert_eq!(problem(&dir), Problem::Interrupted);
            // Taking back is killed as well, in the middle.
            let mut left = fatal % 5;
            let again = catch_unwind(AssertUnwindSafe(|| {
                super::journal::recover(&dir, &mut || {
                    die_if(left == 0);
                    left -= 1;
                    Ok(())
                })
            }));
            assert!(again.is_err());
            assert_eq!(problem(&dir), Problem::Interrupted);
            assert!(super::write::recover_with(&dir, Duration::ZERO, &mut || Ok(())).unwrap());
        } else {
            assert_eq!(read(&dir), before(), "killed at {fatal}");
            super::write::recover_with(&dir, Duration::ZERO, &mut || Ok(())).unwrap();
        }
        assert_eq!(bytes(&dir), old, "killed at {fatal}");
    }
    assert!(half_written >= 10, "{half_written}");
    let written = write(&dir, &after()).unwrap();
    assert!(!written.recovered);
    assert_eq!(bytes(&dir), wanted);
}

#[test]
fn the_next_refresh_takes_back_what_a_killed_one_left() {
    let scratch = Scratch::new("killed");
    let dir = scratch.snapshot();
    write(&dir, &before()).unwrap();
    let mut at = 0;
    let killed = catch_unwind(AssertUnwindSafe(|| {
        write_with(&dir, &after(), Duration::ZERO, &mut || {
            at += 1;
            die_if(dir.join("public/members.json").exists());
            Ok(())
        })
    }));
    assert!(killed.is_err());
    assert_eq!(problem(&dir), Problem::Interrupted);
    let error = compare(&dir, &after()).unwrap_err();
    assert!(error.to_string().contains("half written"), "{error}");
    let written = write_with(&dir, &after(), Duration::ZERO, &mut || Ok(())).unwrap();
    assert!(written.recovered);
    assert_eq!(read(&dir), after());
    assert!(!dir.join(JOURNAL).exists());
    assert!(!dir.join(STAGING).exists());
}

#[test]
fn an_interrupted_first_refresh_is_found_and_refused() {
    let scratch = Scratch::new("first");
    let dir = scratch.snapshot();
    let killed = catch_unwind(AssertUnwindSafe(|| {
        write_with(&dir, &after(), Duration::ZERO, &mut || {
            die_if(dir.join("public/members.json").exists());
            Ok(())
        })
    }));
    assert!(killed.is_err());
    assert_eq!(locate(&scratch.0, None).unwrap(), dir);
    assert_eq!(problem(&dir), Problem::Interrupted);
    assert!(recover(&dir).unwrap());
    assert!(bytes(&dir).is_empty());
}

#[test]
fn a_journal_reaches_only_files_of_the_snapshot() {
    let scratch = Scratch::new("journal");
    let dir = scratch.snapshot();
    write(&dir, &before()).unwrap();
    let outside = scratch.0.join("outside.json");
    fs::write(&outside, "mine").unwrap();
    let old = bytes(&dir);
    let header = "a refresh of this snapshot was interrupted; run `cargo schema refresh`";
    for journal in [
        format!("{header}\nadd ../outside.json\n"),
        format!("{header}\nadd public/users.json"),
        format!("{header}\ndelete public/users.json\n"),
        "add public/users.json\n".to_owned(),
        String::new(),
        // A good one, but nothing is staged.
        format!("{header}\nadd public/users.json\n"),
    ] {
        fs::write(dir.join(JOURNAL), &journal).unwrap();
        let error = write_with(&dir, &after(), Duration::ZERO, &mut || Ok(())).unwrap_err();
        assert!(
            matches!(error, WriteError::Journal { .. }),
            "{journal}: {error}"
        );
        fs::remove_file(dir.join(JOURNAL)).unwrap();
        assert_eq!(bytes(&dir), old);
    }
    assert_eq!(fs::read_to_string(outside).unwrap(), "mine");
}

#[test]
fn two_refreshes_at_once_wait_for_each_other() {
    let scratch = Scratch::new("concurrent");
    let dir = scratch.snapshot();
    write(&dir, &before()).unwrap();
    std::thread::scope(|scope| {
        for n in 0..4 {
            let dir = &dir;
            let schema = if n % 2 == 0 { before() } else { after() };
            scope.spawn(move || {
                for _ in 0..20 {
                    write(dir, &schema).unwrap();
                }
            });
        }
    });
    let left = read(&dir);
    assert!(left == before() || left == after());
    assert!(!dir.join(STAGING).exists());
}

#[test]
fn what_is_in_the_way_is_refused_before_anything_changes() {
    let scratch = Scratch::new("in-the-way");
    let dir = scratch.snapshot();
    let refused = |expected: &str| {
        let old = bytes(&dir);
        let error = write(&dir, &after()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(bytes(&dir), old);
        assert!(!dir.join(STAGING).exists());
    };
    // The snapshot is a file.
    fs::write(&dir, "").unwrap();
    let error = write(&dir, &after()).unwrap_err();
    assert!(error.to_string().contains("not a directory"), "{error}");
    fs::remove_file(&dir).unwrap();

    write(&dir, &before()).unwrap();
    // A directory where a file belongs.
    fs::create_dir(dir.join("public/members.json")).unwrap();
    refused("schema/public/members.json");
    fs::remove_dir(dir.join("public/members.json")).unwrap();
    // A file where a directory belongs.
    fs::write(dir.join("shop"), "ours").unwrap();
    refused("`schema/shop` is not a directory");
    fs::remove_file(dir.join("shop")).unwrap();
    // Somebody else's file.
    fs::write(dir.join("public/members.json"), "{\"ours\": 1}").unwrap();
    refused("is in the way");
    fs::remove_file(dir.join("public/members.json")).unwrap();
    fs::write(dir.join("index.json"), "{\"$schema\": \"\"}").unwrap();
    refused("is in the way");
}

#[test]
fn what_is_damaged_is_healed_by_a_refresh() {
    let scratch = Scratch::new("heal");
    let dir = scratch.snapshot();
    write(&dir, &before()).unwrap();
    let good = bytes(&dir);
    let users = String::from_utf8(good["public/users.json"].clone()).unwrap();
    let index = String::from_utf8(good["index.json"].clone()).unwrap();
    let conflict = |text: &str| text.replace("{\n", "{\n<<<<<<< HEAD\n");
    let cases = [
        ("public/users.json", String::new(), Problem::Truncated),
        (
            "public/users.json",
            users[..120].to_owned(),
            Problem::Truncated,
        ),
        ("public/users.json", conflict(&users), Problem::Conflict(2)),
        ("public/gone.json", conflict(&users), Problem::Conflict(2)),
        ("index.json", conflict(&index), Problem::Conflict(2)),
        ("index.json", index.replace("15", "16"), Problem::Edited),
    ];
    for (file, text, expected) in cases {
        fs::write(dir.join(file), text).unwrap();
        assert_eq!(problem(&dir), expected, "{file}");
        write(&dir, &before()).unwrap();
        assert_eq!(bytes(&dir), good, "{file}");
    }
}

#[test]
fn each_way_to_be_unreadable_has_its_own_words() {
    let scratch = Scratch::new("unreadable");
    let dir = scratch.snapshot();
    let open = || Snapshot::open(&dir).unwrap_err();
    assert_eq!(open().problem(), &Problem::Missing);
    assert!(open().to_string().contains("cargo schema init"));
    fs::write(&dir, "").unwrap();
    assert_eq!(open().problem(), &Problem::NotADirectory);
    fs::remove_file(&dir).unwrap();

    write(&dir, &before()).unwrap();
    let users = QualifiedName::new("public", "users");
    let relation = || {
        let snapshot = Snapshot::open(&dir).unwrap();
        snapshot.relation(&users).unwrap_err()
    };
    let path = dir.join("public/users.json");
    let text = fs::read_to_string(&path).unwrap();

    fs::write(&path, fs::read(dir.join("public/tags.json")).unwrap()).unwrap();
    let error = relation();
    assert_eq!(
        error.message(),
        "`schema/public/users.json` describes `public.tags` where `public.users` belongs: it was copied or renamed by hand"
    );
    assert_eq!(error.file(), "schema/public/users.json");
    assert_eq!(error.path(), path);

    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(matches!(relation().problem(), Problem::Unreadable(_)));
    fs::remove_dir(&path).unwrap();

    // Right by its fingerprint, from a newer minor version that knows more kinds.
    let body = text.replace("{\n", "{\n  \"kind\": \"graph\",\n");
    let body: String = body
        .lines()
        .filter(|line| !line.contains("fingerprint"))
        .fold(String::new(), |text, line| text + line + "\n");
    fs::write(&path, super::fingerprint::seal(&body)).unwrap();
    assert!(relation().message().contains("one of \"table\""));
    let index = |version: &str| {
        let body = format!(
            "{{\n  \"format\": \"{version}\",\n  \"server_major\": 19,\n  \"new\": 1\n}}\n"
        );
        fs::write(dir.join("index.json"), super::fingerprint::seal(&body)).unwrap();
    };
    index("1.7");
    assert!(relation().help()[0].contains("format 1.7"));
    let error = write(&dir, &before()).unwrap_err();
    assert!(error.to_string().contains("format 1.7"), "{error}");
    // A key that is not known is no reason to refuse.
    let body = body
        .replace("\"graph\"", "\"view\"")
        .replace("\"kind\"", "\"new\": [1], \"kind\"");
    fs::write(&path, super::fingerprint::seal(&body)).unwrap();
    let snapshot = Snapshot::open(&dir).unwrap();
    assert_eq!(snapshot.server_major(), 19);
    assert!(snapshot.relation(&users).unwrap().is_some());

    index("2.0");
    let error = open();
    assert_eq!(error.problem(), &Problem::NewerFormat(2, 0));
    assert!(
        error.to_string().contains("cargo install cargo-schema"),
        "{error}"
    );
    assert_eq!(write(&dir, &before()).unwrap_err(), WriteError::Read(error));
    index("0.9");
    assert_eq!(open().problem(), &Problem::OlderFormat(0, 9));
    assert!(open().to_string().contains("cargo schema refresh"));
    write(&dir, &before()).unwrap();

    fs::write(dir.join("schema.toml"), "presett = 1\n").unwrap();
    assert!(open().message().contains("line 1"), "{}", open());
    fs::remove_file(dir.join("schema.toml")).unwrap();
    assert_eq!(open().problem(), &Problem::NoConfig);
    write(&dir, &before()).unwrap();
    assert_eq!(read(&dir), before());
}

#[test]
fn relations_are_mapped_in_order_and_past_damage() {
    let scratch = Scratch::new("map");
    let dir = scratch.snapshot();
    write(&dir, &before()).unwrap();
    let mapped = || {
        let snapshot = Snapshot::open(&dir).unwrap();
        snapshot.map_relations(|read| match read {
            Ok(loaded) => loaded.value.name.to_string(),
            Err(error) => error.message(),
        })
    };
    let all = [
        "blog.posts",
        "public.\"Weird Name\"",
        "public.tags",
        "public.users",
    ];
    assert_eq!(mapped().unwrap(), all);

    fs::write(dir.join("public/tags.json"), "{\n  \"fingerprint\": \"").unwrap();
    fs::remove_file(dir.join("public/users.json")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", dir.join("public/users.json")).unwrap();
    let found = mapped().unwrap();
    assert_eq!(found[..2], all[..2]);
    assert_eq!(found[2], "`schema/public/tags.json` is cut short");
    #[cfg(unix)]
    assert_eq!(
        found[3],
        "`schema/public/users.json` can't be read: entity not found"
    );

    let snapshot = Snapshot::open(&dir).unwrap();
    fs::write(dir.join(JOURNAL), "").unwrap();
    let error = snapshot.map_relations(|_| ()).unwrap_err();
    assert_eq!(*error.problem(), Problem::Interrupted);
}

#[test]
fn the_nearest_snapshot_is_found() {
    let scratch = Scratch::new("locate");
    let member = scratch.0.join("crates/app");
    fs::create_dir_all(&member).unwrap();
    let error = locate(&member, None).unwrap_err();
    assert_eq!(error.looked_at[0], member.join("schema"));
    assert!(error.to_string().contains("cargo schema init"), "{error}");

    write(&scratch.snapshot(), &before()).unwrap();
    // Somebody else's directory of the same name is passed over.
    fs::create_dir_all(member.join("schema")).unwrap();
    fs::write(member.join("schema/user.avsc"), "{}").unwrap();
    assert_eq!(locate(&member, None).unwrap(), scratch.snapshot());
    assert_eq!(
        locate(&member, Some("".as_ref())).unwrap(),
        scratch.snapshot()
    );

    write(&member.join("schema"), &after()).unwrap();
    assert_eq!(locate(&member, None).unwrap(), member.join("schema"));
    let given = locate(&member, Some("../../schema".as_ref())).unwrap();
    assert_eq!(read(&given), before());
    let given = locate(&member, Some(scratch.snapshot().as_os_str())).unwrap();
    assert_eq!(given, scratch.snapshot());
    let error = locate(&member, Some("../elsewhere".as_ref())).unwrap_err();
    assert!(error.explicit);
    assert!(error.message().contains("elsewhere"), "{error}");
}

#[test]
fn messages_follow_the_convention() {
    let dir = Path::new("/project/schema");
    let problems = [
        Problem::Missing,
        Problem::NotADirectory,
        Problem::Interrupted,
        Problem::Unreadable("permission denied".to_owned()),
        Problem::NoConfig,
        Problem::Truncated,
        Problem::Edited,
        Problem::Conflict(2),
        Problem::ByteOrderMark,
        Problem::NotUtf8,
        Problem::Foreign,
        Problem::NewerFormat(2, 0),
        Problem::OlderFormat(0, 1),
        Problem::Misplaced {
            inside: "public.a".to_owned(),
            expected: "public.b".to_owned(),
        },
    ];
    for problem in problems {
        let error = super::ReadError::new(dir, "public/users.json", problem);
        let texts = [vec![error.message()], error.help()].concat();
        assert!(texts.len() > 1, "{error}");
        for text in texts {
            assert!(
                text.starts_with(|c: char| c.is_lowercase() || c == '`'),
                "{text}"
            );
            assert!(!text.ends_with('.'), "{text}");
        }
    }
}

fn known(rule: &str, column: &str) -> Known {
    Known {
        rule: rule.to_owned(),
        column: Some(column.to_owned()),
        object: None,
    }
}

fn recorded(schema: &str, name: &str, findings: &[Known]) -> Baseline {
    Baseline {
        name: QualifiedName::new(schema, name),
        findings: findings.to_vec(),
    }
}

#[test]
fn the_baseline_and_the_snapshot_leave_each_other_alone() {
    let scratch = Scratch::new("baseline");
    let dir = scratch.snapshot();
    write(&dir, &before()).unwrap();
    let all = [
        recorded("blog", "posts", &[known("money_type", "title")]),
        recorded(
            "public",
            "Weird Name",
            &[known("char_type", "id"), known("money_type", "id")],
        ),
    ];
    let written = write_baseline(&dir, &all).unwrap();
    assert_eq!(
        written.added,
        [
            "blog/baseline/posts.json",
            "public/baseline/+weird-20+name.json"
        ]
    );
    let text = fs::read_to_string(dir.join("public/baseline/+weird-20+name.json")).unwrap();
    let (_, text) = text.split_once(",\n").unwrap();
    assert_eq!(
        text,
        r#"  "name": "public.\"Weird Name\"",
  "findings": [
    {"rule": "char_type", "column": "id"},
    {"rule": "money_type", "column": "id"}
  ]
}
"#
    );
    let snapshot = Snapshot::open(&dir).unwrap();
    assert_eq!(snapshot.baselines().unwrap(), all);
    let posts = QualifiedName::new("blog", "posts");
    assert_eq!(snapshot.baseline(&posts).unwrap().unwrap().value, all[0]);
    let users = QualifiedName::new("public", "users");
    assert_eq!(snapshot.baseline(&users).unwrap(), None);
    // What is no relation is none of the snapshot, and a refresh does not touch it.
    assert_eq!(snapshot.read_schema().unwrap(), before());
    let written = write(&dir, &after()).unwrap();
    assert_eq!(written.foreign, [""; 0]);
    assert!(
        written
            .removed
            .iter()
            .all(|file| !file.contains("baseline"))
    );
    assert_eq!(Snapshot::open(&dir).unwrap().baselines().unwrap(), all);
    // What leaves the baseline leaves no file.
    let written = write_baseline(&dir, &all[..1]).unwrap();
    assert_eq!(written.removed, ["public/baseline/+weird-20+name.json"]);
    assert_eq!((written.changed, written.unchanged), (vec![], 1));
    assert_eq!(
        Snapshot::open(&dir).unwrap().read_schema().unwrap(),
        after()
    );
}

#[test]
fn a_baseline_that_was_edited_is_refused_with_its_own_way_out() {
    let scratch = Scratch::new("baseline-edited");
    let dir = scratch.snapshot();
    write(&dir, &before()).unwrap();
    write_baseline(&dir, &[recorded("blog", "posts", &[known("a", "b")])]).unwrap();
    let file = dir.join("blog/baseline/posts.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\"a\"", "\"c\"")).unwrap();
    let error = Snapshot::open(&dir).unwrap().baselines().unwrap_err();
    assert_eq!(*error.problem(), Problem::Edited);
    assert_eq!(
        error.help()[1],
        "take the file back from version control, `git checkout -- \
         schema/blog/baseline/posts.json`, or remove it and run `cargo schema baseline`"
    );
    fs::write(&file, "{").unwrap();
    let error = Snapshot::open(&dir).unwrap().baselines().unwrap_err();
    assert!(error.help().concat().contains("cargo schema baseline"));
}
