//! The snapshot under version control, with the real git.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use schema_snapshot::model::{
    Column, ForeignKey, Key, Relation, RelationKind, Schema, TypeKind, UserType,
};
use schema_snapshot::store::{self, Problem, Snapshot};
use schema_snapshot::{QualifiedName, SqlType, elsewhere};

/// A repository that is removed at the end of the test.
struct Repository(PathBuf);

impl Repository {
    fn new(test: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("schema-git-{}-{test}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        let repository = Self(dir);
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    fn try_git(&self, arguments: &[&str]) -> Output {
        Command::new("git")
            .current_dir(&self.0)
            // Whatever the developer has configured.
            .env("GIT_CONFIG_GLOBAL", self.0.join("no-such-file"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.org"])
            .args(arguments)
            .output()
            .expect("this test needs git")
    }

    fn git(&self, arguments: &[&str]) {
        let output = self.try_git(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
    }

    fn snapshot(&self) -> PathBuf {
        self.0.join("schema")
    }

    fn commit(&self, schema: &Schema, message: &str) {
        store::write(&self.snapshot(), schema).unwrap();
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn uuid() -> SqlType {
    SqlType::Builtin("uuid".to_owned())
}

/// `*id` is the primary key, `user_id>users` a foreign key.
fn table(name: &str, columns: &[&str]) -> Relation {
    let mut table = Relation {
        name: QualifiedName::new("public", name),
        kind: RelationKind::Table,
        ..Relation::default()
    };
    for column in columns {
        let (column, target) = column.split_once('>').unwrap_or((column, ""));
        let plain = column.trim_start_matches('*');
        if plain != column {
            table.primary_key = Some(Key {
                name: format!("{name}_pkey"),
                columns: vec![plain.to_owned()],
                ..Key::default()
            });
        }
        if !target.is_empty() {
            table.foreign_keys.push(ForeignKey {
                name: format!("{name}_{plain}_fkey"),
                columns: vec![plain.to_owned()],
                references: QualifiedName::new("public", target),
                referenced_columns: vec!["id".to_owned()],
                ..ForeignKey::default()
            });
        }
        table.columns.push(Column {
            name: plain.to_owned(),
            sql_type: uuid(),
            ..Column::default()
        });
    }
    table
}

fn schema(mut tables: Vec<Relation>, labels: &[&str]) -> Schema {
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    let mut schema = Schema {
        server_major: 17,
        relations: tables,
        types: vec![UserType {
            name: QualifiedName::new("public", "mood"),
            kind: TypeKind::Enum,
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            ..UserType::default()
        }],
        ..Schema::default()
    };
    elsewhere::fill(&mut schema);
    schema
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut directories = vec![dir.to_path_buf()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else {
                let relative = path.strip_prefix(dir).unwrap().to_path_buf();
                found.insert(relative, fs::read(path).unwrap());
            }
        }
    }
    found
}

fn users() -> Relation {
    table("users", &["*id"])
}

fn orders(more: &[&str]) -> Relation {
    table("orders", &[&["*id", "user_id>users"], more].concat())
}

#[test]
fn branches_that_change_different_tables_merge_to_what_a_refresh_would_write() {
    let repository = Repository::new("merge");
    let base = || vec![users(), orders(&[]), table("old", &["*id"])];
    repository.commit(&schema(base(), &["sad", "ok"]), "base");

    repository.git(&["switch", "--quiet", "--create", "theirs"]);
    // A column more, a table more between two others, and a table that goes.
    let theirs = vec![
        users(),
        orders(&["coupon_id"]),
        table("posts", &["*id", "user_id>users"]),
    ];
    repository.commit(&schema(theirs, &["sad", "ok"]), "theirs");

    repository.git(&["switch", "--quiet", "main"]);
    // An enum that grows, and a table more beside the other's.
    let ours = [base(), vec![table("posters", &["*id", "user_id>users"])]].concat();
    repository.commit(&schema(ours, &["sad", "ok", "happy"]), "ours");

    repository.git(&["merge", "--quiet", "--no-edit", "theirs"]);
    let merged = schema(
        vec![
            users(),
            orders(&["coupon_id"]),
            table("posters", &["*id", "user_id>users"]),
            table("posts", &["*id", "user_id>users"]),
        ],
        &["sad", "ok", "happy"],
    );
    let fresh = repository.0.join("fresh");
    store::write(&fresh, &merged).unwrap();
    assert_eq!(files(&repository.snapshot()), files(&fresh));
    let read = Snapshot::open(&repository.snapshot()).unwrap();
    let written = store::write(&repository.snapshot(), &read.read_schema().unwrap()).unwrap();
    assert!(written.changed.is_empty(), "{written:?}");
}

#[test]
fn branches_that_change_one_table_conflict_and_a_refresh_mends_it() {
    let repository = Repository::new("conflict");
    repository.commit(&schema(vec![users(), orders(&[])], &["ok"]), "base");
    repository.git(&["switch", "--quiet", "--create", "theirs"]);
    repository.commit(&schema(vec![users(), orders(&["a"])], &["ok"]), "theirs");
    repository.git(&["switch", "--quiet", "main"]);
    repository.commit(&schema(vec![users(), orders(&["b"])], &["ok"]), "ours");
    // Never merged by itself to something that looks right: the fingerprint differs on both sides.
    assert!(
        !repository
            .try_git(&["merge", "--quiet", "theirs"])
            .status
            .success()
    );

    let snapshot = Snapshot::open(&repository.snapshot()).unwrap();
    let name = QualifiedName::new("public", "orders");
    let error = snapshot.relation(&name).unwrap_err();
    assert_eq!(error.problem(), &Problem::Conflict(2));
    assert!(
        snapshot
            .relation(&QualifiedName::new("public", "users"))
            .unwrap()
            .is_some()
    );

    let merged = schema(vec![users(), orders(&["a", "b"])], &["ok"]);
    let written = store::write(&repository.snapshot(), &merged).unwrap();
    assert_eq!(written.changed, ["public/orders.json"]);
    assert_eq!(snapshot.read_schema().unwrap(), merged);
}

#[test]
fn a_checkout_with_line_ends_of_windows_is_the_same_snapshot() {
    let repository = Repository::new("autocrlf");
    let base = schema(vec![users(), orders(&[])], &["ok"]);
    repository.commit(&base, "base");
    fs::remove_dir_all(repository.snapshot()).unwrap();
    repository.git(&["-c", "core.autocrlf=true", "checkout", "--", "schema"]);
    let text = fs::read(repository.snapshot().join("public/users.json")).unwrap();
    assert!(text.windows(2).any(|pair| pair == b"\r\n"));
    let snapshot = Snapshot::open(&repository.snapshot()).unwrap();
    assert_eq!(snapshot.read_schema().unwrap(), base);
    let written = store::write(&repository.snapshot(), &base).unwrap();
    assert_eq!((written.unchanged, written.changed.len()), (4, 0));
}
