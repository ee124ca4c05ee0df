#![allow(clippy::unwrap_used)]

use super::super::{ChangeKind, Graded, changes};
use crate::model::{
    Check, Column, ForeignKey, Function, Functions, Index, IndexKey, Key, Policy, Relation, Schema,
    Trigger, TypeKind, UserType,
};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

fn name(name: &str) -> QualifiedName {
    QualifiedName::new("public", name)
}

fn column(name: &str, sql_type: &str) -> Column {
    Column {
        name: name.to_owned(),
        sql_type: SqlType::Builtin(sql_type.to_owned()),
        ..Column::default()
    }
}

/// Users, their posts, and a mood.
fn schema() -> Schema {
    let users = Relation {
        name: name("users"),
        columns: vec![
            column("id", "uuid"),
            column("email", "text"),
            column("age", "integer"),
            Column {
                sql_type: SqlType::Enum(name("mood")),
                default: Some("'sad'::public.mood".to_owned()),
                ..column("mood", "")
            },
        ],
        primary_key: Some(Key {
            name: "users_pkey".to_owned(),
            columns: vec!["id".to_owned()],
            ..Key::default()
        }),
        checks: vec![Check {
            name: "users_age_check".to_owned(),
            definition: "CHECK ((age > 0))".to_owned(),
            columns: vec!["age".to_owned()],
            ..Check::default()
        }],
        indexes: vec![
            Index {
                name: "users_email_idx".to_owned(),
                method: "btree".to_owned(),
                keys: vec![IndexKey {
                    column: "email".to_owned(),
                    ..IndexKey::default()
                }],
                predicate: Some("(age > 18)".to_owned()),
                ..Index::default()
            },
            Index {
                name: "users_pkey".to_owned(),
                method: "btree".to_owned(),
                unique: true,
                constraint: Some("users_pkey".to_owned()),
                keys: vec![IndexKey {
                    column: "id".to_owned(),
                    ..IndexKey::default()
                }],
                ..Index::default()
            },
        ],
        triggers: vec![Trigger {
            name: "touch".to_owned(),
            definition: "CREATE TRIGGER touch BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch()".to_owned(),
            function: name("touch"),
            ..Trigger::default()
        }],
        policies: vec![Policy {
            name: "own".to_owned(),
            using: Some("((email = CURRENT_USER))".to_owned()),
            ..Policy::default()
        }],
        ..Relation::default()
    };
    let posts = Relation {
        name: name("posts"),
        columns: vec![column("id", "uuid"), column("user_id", "uuid")],
        foreign_keys: vec![ForeignKey {
            name: "posts_user_id_fkey".to_owned(),
            columns: vec!["user_id".to_owned()],
            references: name("users"),
            referenced_columns: vec!["id".to_owned()],
            ..ForeignKey::default()
        }],
        ..Relation::default()
    };
    let mood = UserType {
        name: name("mood"),
        kind: TypeKind::Enum,
        labels: ["sad", "ok"].map(str::to_owned).to_vec(),
        ..UserType::default()
    };
    let touch = Functions {
        name: name("touch"),
        overloads: vec![Function {
            body_hash: Some("1".to_owned()),
            ..Function::default()
        }],
    };
    Schema {
        server_major: 18,
        relations: vec![posts, users],
        types: vec![mood],
        functions: vec![touch],
    }
}

fn lines(changes: &[Graded]) -> Vec<String> {
    let line = |graded: &Graded| format!("{}: {}", graded.word, graded.change);
    changes.iter().map(line).collect()
}

fn after(change: impl Fn(&mut Schema)) -> Vec<String> {
    let mut after = schema();
    change(&mut after);
    after.relations.sort_by(|a, b| a.name.cmp(&b.name));
    lines(&changes(&schema(), &after))
}

fn rename_users(schema: &mut Schema) {
    schema.relations[1].name = name("members");
    schema.relations[0].foreign_keys[0].references = name("members");
    let trigger = &mut schema.relations[1].triggers[0];
    trigger.definition = trigger.definition.replace("public.users", "public.members");
}

#[test]
fn a_table_and_what_follows_from_its_name() {
    assert_eq!(
        after(rename_users),
        ["relation_renamed: table `public.members`: looks like a rename of `public.users`"]
    );
    // The names that were made of the old one, too.
    assert_eq!(
        after(|schema| {
            rename_users(schema);
            let members = &mut schema.relations[1];
            members.primary_key.as_mut().unwrap().name = "members_pkey".to_owned();
            members.indexes[1].name = "members_pkey".to_owned();
            members.indexes[1].constraint = Some("members_pkey".to_owned());
        }),
        [
            "relation_renamed: table `public.members`: looks like a rename of `public.users`",
            "primary_key_renamed: table `public.members`: primary key `members_pkey`: looks like a rename of `users_pkey`",
        ]
    );
    assert_eq!(
        after(|schema| {
            rename_users(schema);
            schema.relations[1].columns[2].sql_type = SqlType::Builtin("bigint".to_owned());
        })[..2],
        [
            "relation_added: table `public.members` added: `4 columns`",
            "foreign_key_changed: table `public.posts`: foreign key `posts_user_id_fkey`: definition `(user_id) REFERENCES public.users (id)` -> `(user_id) REFERENCES public.members (id)`",
        ]
    );
}

#[test]
fn tables_that_refer_to_each_other() {
    let mut schemas = [schema(), schema()];
    schemas[1].relations[0].name = name("articles");
    rename_users(&mut schemas[1]);
    assert_eq!(
        lines(&changes(&schemas[0], &schemas[1])),
        [
            "relation_renamed: table `public.articles`: looks like a rename of `public.posts`",
            "relation_renamed: table `public.members`: looks like a rename of `public.users`",
        ]
    );
    // To another schema, where what is alike is told apart by the name that was kept.
    let like = |schema: &str, name: &str| Relation {
        name: QualifiedName::new(schema, name),
        columns: vec![column("id", "uuid")],
        ..Relation::default()
    };
    for (n, to) in ["public", "app"].into_iter().enumerate() {
        schemas[n].relations = vec![like(to, "a"), like(to, "b")];
    }
    assert_eq!(
        lines(&changes(&schemas[0], &schemas[1])),
        [
            "relation_renamed: table `app.a`: looks like a rename of `public.a`",
            "relation_renamed: table `app.b`: looks like a rename of `public.b`",
        ]
    );
}

#[test]
fn a_column_and_what_names_it() {
    assert_eq!(
        after(|schema| {
            let users = &mut schema.relations[1];
            users.columns[2].name = "years".to_owned();
            users.checks[0].definition = "CHECK ((years > 0))".to_owned();
            users.checks[0].columns = vec!["years".to_owned()];
            users.indexes[0].predicate = Some("(years > 18)".to_owned());
        }),
        ["column_renamed: table `public.users`: column `years`: looks like a rename of `age`"]
    );
    assert_eq!(
        after(|schema| {
            schema.relations[1].columns[0].name = "key".to_owned();
            schema.relations[1].primary_key.as_mut().unwrap().columns = vec!["key".to_owned()];
            schema.relations[1].indexes[1].keys[0].column = "key".to_owned();
            schema.relations[0].foreign_keys[0].referenced_columns = vec!["key".to_owned()];
        }),
        ["column_renamed: table `public.users`: column `key`: looks like a rename of `id`"]
    );
}

#[test]
fn a_column_of_another_type_or_place_is_another_column() {
    for change in [
        |users: &mut Relation| users.columns[2] = column("years", "bigint"),
        |users: &mut Relation| {
            users.columns.remove(2);
            users.columns.push(column("years", "integer"));
        },
        |users: &mut Relation| {
            users.columns[2] = Column {
                not_null: true,
                ..column("years", "integer")
            };
        },
    ] {
        let lines = after(|schema| {
            schema.relations[1].checks.clear();
            schema.relations[1].indexes.remove(0);
            change(&mut schema.relations[1]);
        });
        assert!(lines[0].starts_with("column_removed: table `public.users`: column `age` removed"));
        assert!(lines[1].starts_with("column_added: table `public.users`: column `years` added"));
    }
}

#[test]
fn what_is_not_plain_is_noted() {
    let lines = after(|schema| {
        let columns = &mut schema.relations[0].columns;
        columns[1].name = "author_id".to_owned();
        columns.push(column("editor_id", "uuid"));
        schema.relations[0].foreign_keys.clear();
    });
    assert_eq!(
        lines,
        [
            "column_removed: table `public.posts`: column `user_id` removed, was `uuid`; may have been renamed to `author_id` or `editor_id`",
            "column_added: table `public.posts`: column `author_id` added: `uuid`; may be a rename of `user_id`",
            "column_added: table `public.posts`: column `editor_id` added: `uuid`; may be a rename of `user_id`",
            "foreign_key_removed: table `public.posts`: foreign key `posts_user_id_fkey` removed, was `(user_id) REFERENCES public.users (id)`",
        ]
    );
}

#[test]
fn labels_types_and_functions() {
    assert_eq!(
        after(|schema| {
            schema.types[0].labels[0] = "blue".to_owned();
            schema.relations[1].columns[3].default = Some("'blue'::public.mood".to_owned());
        }),
        ["enum_label_renamed: enum `public.mood`: label `blue`: looks like a rename of `sad`"]
    );
    assert_eq!(
        after(|schema| {
            schema.types[0].name = name("feeling");
            schema.relations[1].columns[3].sql_type = SqlType::Enum(name("feeling"));
            schema.relations[1].columns[3].default = Some("'sad'::public.feeling".to_owned());
            schema.functions[0].name = name("stamp");
            let trigger = &mut schema.relations[1].triggers[0];
            trigger.function = name("stamp");
            trigger.definition = trigger.definition.replace("public.touch", "public.stamp");
        }),
        [
            "type_renamed: enum `public.feeling`: looks like a rename of `public.mood`",
            "function_renamed: function `public.stamp`: looks like a rename of `public.touch`",
        ]
    );
}

#[test]
fn constraints_indexes_triggers_and_policies() {
    assert_eq!(
        after(|schema| {
            schema.relations[0].foreign_keys[0].name = "fk_posts_user".to_owned();
            let users = &mut schema.relations[1];
            users.checks[0].name = "grown".to_owned();
            users.indexes[0].name = "idx_email".to_owned();
            users.policies[0].name = "theirs".to_owned();
            users.triggers[0].name = "stamp".to_owned();
            let definition = &mut users.triggers[0].definition;
            *definition = definition.replace("TRIGGER touch", "TRIGGER stamp");
        }),
        [
            "foreign_key_renamed: table `public.posts`: foreign key `fk_posts_user`: looks like a rename of `posts_user_id_fkey`",
            "check_constraint_renamed: table `public.users`: check constraint `grown`: looks like a rename of `users_age_check`",
            "index_renamed: table `public.users`: index `idx_email`: looks like a rename of `users_email_idx`",
            "trigger_renamed: table `public.users`: trigger `stamp`: looks like a rename of `touch`",
            "policy_renamed: table `public.users`: policy `theirs`: looks like a rename of `own`",
        ]
    );
}

#[test]
fn backwards_it_is_the_old_name() {
    let mut renamed = schema();
    rename_users(&mut renamed);
    renamed.relations.sort_by(|a, b| a.name.cmp(&b.name));
    let back = changes(&renamed, &schema());
    assert_eq!(back.len(), 1, "{:?}", lines(&back));
    assert_eq!(back[0].change.kind, ChangeKind::Renamed);
    assert_eq!(
        back[0].before.as_deref(),
        Some(r#"{"name": "public.members"}"#)
    );
    assert_eq!(
        back[0].after.as_deref(),
        Some(r#"{"name": "public.users"}"#)
    );
}
