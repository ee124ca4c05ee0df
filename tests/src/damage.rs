//! Snapshots that can't be used: the good one of the UI tests, and what happens to it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use schema_snapshot::store::Problem;

use crate::ui::{self, Case};

macro_rules! problems {
    ($($pattern:pat => $name:literal,)*) => {
        /// What the reading of a snapshot can fail with, by name.
        pub const PROBLEMS: &[&str] = &[$($name,)*];

        /// The name of a problem: one that is new is no Rust before it has one here.
        pub fn name(problem: &Problem) -> &'static str {
            match problem { $($pattern => $name,)* }
        }
    };
}

problems! {
    Problem::Missing => "missing",
    Problem::NotADirectory => "not_a_directory",
    Problem::Interrupted => "interrupted",
    Problem::Unreadable(_) => "unreadable",
    Problem::NoConfig => "no_config",
    Problem::Config(_) => "config",
    Problem::Truncated => "truncated",
    Problem::Edited => "edited",
    Problem::Conflict(_) => "conflict",
    Problem::ByteOrderMark => "byte_order_mark",
    Problem::NotUtf8 => "not_utf8",
    Problem::Foreign => "foreign",
    Problem::NotUnderstood { .. } => "not_understood",
    Problem::NewerFormat(..) => "newer_format",
    Problem::OlderFormat(..) => "older_format",
    Problem::Misplaced { .. } => "misplaced",
}

/// The file of the relation that both damage and model are about.
pub const FILE: &str = "public/users.json";

const INDEX: &str = "index.json";
const CONFIG: &str = "schema.toml";

/// See [`DAMAGES`].
pub type Damage = (&'static str, fn(&Path));

/// The name of a UI test, which begins with that of its problem, and what happens to the snapshot.
pub const DAMAGES: &[Damage] = &[
    ("missing", |dir| fs::remove_dir_all(dir).unwrap_or_else(no)),
    ("not_a_directory", |dir| {
        let schema = dir.join("public");
        fs::remove_dir_all(&schema).unwrap_or_else(no);
        ui::write(&schema, "");
    }),
    ("interrupted", |dir| {
        ui::write(&dir.join("refresh.journal"), "");
    }),
    ("unreadable", |dir| {
        // Also for a user who may read everything.
        fs::remove_file(dir.join(FILE)).unwrap_or_else(no);
        fs::create_dir(dir.join(FILE)).unwrap_or_else(no);
    }),
    ("no_config", |dir| {
        fs::remove_file(dir.join(CONFIG)).unwrap_or_else(no);
    }),
    ("config_unknown_key", |dir| {
        ui::write(&dir.join(CONFIG), "[refresh]\nschema = [\"public\"]\n");
    }),
    ("config_unknown_rule", |dir| {
        ui::write(&dir.join(CONFIG), "[rules]\nprimary_key_uid = \"warn\"\n");
    }),
    ("config_level", |dir| {
        ui::write(&dir.join(CONFIG), "[rules]\nprimary_key_uuid = \"off\"\n");
    }),
    ("config_syntax", |dir| {
        ui::write(&dir.join(CONFIG), "preset = \"strict\"\n[rules\n");
    }),
    ("config_all_at_once", |dir| {
        ui::write(
            &dir.join(CONFIG),
            "preset = \"strickt\"\n[constraint_names]\nindex = \"{tabel}_idx\"\n[ruels]\n",
        );
    }),
    ("truncated", |dir| {
        edit(dir, FILE, |text| text[..200].to_owned());
    }),
    ("truncated_index", |dir| edit(dir, INDEX, |_| String::new())),
    ("edited", |dir| {
        edit(dir, FILE, |text| text.replace("bigint", "integer"));
    }),
    ("edited_index", |dir| {
        edit(dir, INDEX, |text| text.replace("18", "17"));
    }),
    ("conflict", |dir| {
        edit(dir, FILE, |text| {
            text.replace(
                "    {\"name\": \"logins\"",
                "<<<<<<< HEAD\n=======\n    {\"name\": \"phone\", \"type\": \"text\"},\n>>>>>>> phone\n    {\"name\": \"logins\"",
            )
        });
    }),
    ("byte_order_mark", |dir| {
        edit(dir, FILE, |text| format!("\u{feff}{text}"));
    }),
    ("not_utf8", |dir| {
        let path = dir.join(FILE);
        let mut latin = fs::read(&path).unwrap_or_else(no);
        latin[200] = 0xE9;
        fs::write(path, latin).unwrap_or_else(no);
    }),
    ("config_not_utf8", |dir| {
        fs::write(dir.join(CONFIG), b"# caf\xE9\n").unwrap_or_else(no);
    }),
    ("foreign", |dir| {
        edit(dir, FILE, |_| "{\"users\": []}\n".to_owned());
    }),
    ("not_understood", |dir| {
        edit(dir, FILE, |text| {
            sealed(&text.replace("\"uuid\"", "{\"vector\": 3}"))
        });
    }),
    ("not_understood_newer", |dir| {
        edit(dir, INDEX, |text| {
            sealed(&text.replace("\"1.0\"", "\"1.7\""))
        });
        edit(dir, FILE, |text| {
            sealed(&text.replace("\"uuid\"", "{\"vector\": 3}"))
        });
    }),
    ("newer_format", |dir| {
        edit(dir, INDEX, |text| text.replace("\"1.0\"", "\"2.0\""));
    }),
    ("older_format", |dir| {
        edit(dir, INDEX, |text| text.replace("\"1.0\"", "\"0.9\""));
    }),
    ("misplaced", |dir| {
        fs::copy(dir.join("public/orders.json"), dir.join(FILE)).unwrap_or_else(no);
    }),
];

/// Two models of the table and one of another: what is wrong with a file is said on the models that
/// need it, what is wrong with the whole once.
pub const MODELS: &str = "\
use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = \"users\", partial)]
pub struct User {
    pub id: Uuid,
}

#[derive(Conformant)]
pub struct ActiveUser {
    pub id: Uuid,
    pub email: String,
    pub nickname: Option<String>,
}
";

/// A UI test for each damage.
///
/// # Panics
///
/// When the file system refuses.
pub fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(prepare)
}

fn prepare() -> Vec<Case> {
    let prepared = ui::scratch().join("damaged");
    let _ = fs::remove_dir_all(&prepared);
    let case = |(name, damage): &Damage| {
        let snapshot: PathBuf = prepared.join(name).join("schema");
        ui::copy(&ui::directory().join("schema"), &snapshot);
        damage(&snapshot);
        Case {
            name: format!("snapshot/{name}"),
            file: ui::directory().join(format!("snapshot/{name}.rs")),
            text: MODELS.to_owned(),
            snapshot: snapshot.exists().then_some(snapshot),
        }
    };
    DAMAGES.iter().map(case).collect()
}

fn edit(dir: &Path, file: &str, change: fn(&str) -> String) {
    let path = dir.join(file);
    let before = ui::read(&path);
    let after = change(&before);
    assert!(before != after, "{file} is as it was");
    ui::write(&path, &after);
}

/// With the fingerprint that belongs to the text.
fn sealed(text: &str) -> String {
    let (head, body) = text.split_at(text.find("\",\n").map_or(0, |end| end + 3));
    let mut out = head[..head.len().saturating_sub(64 + 3)].to_owned();
    for byte in hmac_sha256::Hash::hash(body.as_bytes()) {
        let _ = write!(out, "{byte:02x}");
    }
    out + "\",\n" + body
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "a function for `unwrap_or_else`"
)]
fn no<T>(error: std::io::Error) -> T {
    panic!("{error}");
}
