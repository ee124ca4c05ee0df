#![allow(clippy::unwrap_used)]

use super::{Parameter, Plan, likely, plan};
use crate::claim::{Access, Claim, Field, Model, Place, Placed, Shape, Subject};
use crate::model::{
    Column, ForeignKey, Generated, Identity, Index, IndexKey, Key, Relation, RelationKind,
};
use crate::name::QualifiedName;
use crate::sql_type::SqlType;

fn placed(text: &str) -> Placed {
    Placed {
        text: text.to_owned(),
        place: Place(1),
    }
}

fn column(name: &str, ty: &str) -> Column {
    Column {
        name: name.to_owned(),
        sql_type: SqlType::Builtin(ty.to_owned()),
        not_null: true,
        ..Column::default()
    }
}

fn key(name: &str, columns: &[&str]) -> Key {
    Key {
        name: name.to_owned(),
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        ..Key::default()
    }
}

fn foreign_key(name: &str, columns: &[&str], referenced: &[&str]) -> ForeignKey {
    ForeignKey {
        name: name.to_owned(),
        columns: key("", columns).columns,
        references: QualifiedName::new("public", "users"),
        referenced_columns: key("", referenced).columns,
        ..ForeignKey::default()
    }
}

/// `id uuid PRIMARY KEY, email text UNIQUE, n bigint`
fn users() -> Relation {
    Relation {
        name: QualifiedName::new("public", "users"),
        kind: RelationKind::Table,
        columns: vec![
            column("id", "uuid"),
            column("email", "text"),
            column("n", "bigint"),
        ],
        primary_key: Some(key("pk_users", &["id"])),
        unique: vec![key("uq_users_email", &["email"])],
        ..Relation::default()
    }
}

fn field(name: &str, ty: &str) -> Field {
    Field {
        name: placed(name.rsplit('=').next().unwrap()),
        column: placed(name.split('=').next().unwrap()),
        ty: placed(ty),
        ..Field::default()
    }
}

fn planned(relation: &Relation, shape: Shape, fields: Vec<Field>, upsert: Option<&str>) -> Plan {
    planned_with(relation, shape, fields, &[], upsert)
}

fn planned_with(
    relation: &Relation,
    shape: Shape,
    fields: Vec<Field>,
    flattened: &[&str],
    upsert: Option<&str>,
) -> Plan {
    let access = Access {
        upsert: upsert.map(placed),
        ..Access::default()
    };
    let model = Model {
        shape,
        fields,
        flattened: flattened.iter().map(|ty| placed(ty)).collect(),
        access: Some(access.clone()),
        ..Model::default()
    };
    let claim = Claim {
        item: placed("User"),
        subject: Subject::Model(model.clone()),
        allows: Vec::new(),
    };
    plan(&claim, &model, &access, relation)
}

fn full(relation: &Relation) -> Plan {
    let fields = relation
        .columns
        .iter()
        .map(|column| field(&column.name, "T"));
    planned(
        relation,
        Shape::Full,
        fields.collect(),
        Some("uq_users_email"),
    )
}

#[test]
fn the_statements_of_a_whole_row() {
    let plan = full(&users());
    let [id, email] = plan.keys.as_slice() else {
        panic!("{:?}", plan.keys);
    };
    assert_eq!((&*id.function, &*email.function), ("by_id", "by_email"));
    assert_eq!(id.constraint.as_deref(), Some("pk_users"));
    assert_ne!(id.marker, email.marker);
    assert_eq!(plan.row.as_ref().unwrap().text, "id, email, n");
    assert_eq!(id.find, " FROM public.users WHERE id = $1");
    assert_eq!(
        email.exists,
        "SELECT EXISTS (SELECT FROM public.users WHERE email = $1)"
    );
    assert_eq!(
        email.delete.as_deref(),
        Ok("DELETE FROM public.users WHERE email = $1")
    );
    let list = plan.list.unwrap();
    assert_eq!(list.key, id.marker);
    assert_eq!(list.first, " FROM public.users ORDER BY id LIMIT $1");
    assert_eq!(
        list.after,
        " FROM public.users WHERE id > $1 ORDER BY id LIMIT $2"
    );
    assert_eq!(
        plan.insert.unwrap().one(),
        "INSERT INTO public.users (id, email, n) VALUES ($1, $2, $3)"
    );
    // The key of the row that is there stays as it is.
    assert_eq!(
        plan.upsert.as_deref(),
        Ok(" ON CONFLICT ON CONSTRAINT uq_users_email DO UPDATE SET n = excluded.n")
    );
    let update = plan.update.unwrap();
    assert_eq!(
        update.text,
        "UPDATE public.users SET email = $1, n = $2 WHERE id = $3"
    );
    assert_eq!(update.parameters, [1, 2, 0].map(Parameter::Value));
}

#[test]
fn names_are_quoted_and_functions_are_called_by_fields() {
    let mut relation = users();
    relation.name = QualifiedName::new("My Schema", "Weird \"Name\"; --");
    relation.columns = vec![column("order", "integer"), column("Größe 🐘'", "text")];
    relation.primary_key = Some(key("pk \"; --", &["Größe 🐘'", "order"]));
    relation.unique.clear();
    let fields = vec![field("order", "i32"), field("Größe 🐘'=size", "String")];
    let plan = planned(&relation, Shape::Full, fields, Some("pk \"; --"));
    let key = &plan.keys[0];
    assert_eq!(key.function, "by_size_and_order");
    // In the order of the key, and of the columns' names.
    assert_eq!((&*key.fields, &*key.parameters), (&[1, 0][..], &[1, 0][..]));
    let row = plan.row.as_ref().unwrap();
    assert_eq!(row.text, "\"order\", \"Größe 🐘'\"");
    assert_eq!(
        key.find,
        " FROM \"My Schema\".\"Weird \"\"Name\"\"; --\" \
         WHERE \"Größe 🐘'\" = $1 AND \"order\" = $2"
    );
    assert_eq!(
        plan.upsert.unwrap(),
        " ON CONFLICT ON CONSTRAINT \"pk \"\"; --\" DO UPDATE SET \
         \"Größe 🐘'\" = excluded.\"Größe 🐘'\""
    );
}

#[test]
fn a_compound_key_is_compared_as_a_row_in_its_own_order() {
    let mut relation = users();
    relation.primary_key = Some(key("pk", &["n", "email"]));
    let plan = full(&relation);
    assert_eq!(plan.keys[0].parameters, [1, 2]);
    assert_eq!(
        plan.list.unwrap().after,
        " FROM public.users WHERE (n, email) > ($2, $1) \
         ORDER BY n, email LIMIT $3"
    );
    // The parameters of an update end with those of the key.
    let update = plan.update.unwrap();
    assert_eq!(
        update.text,
        "UPDATE public.users SET id = $1 WHERE email = $2 AND n = $3"
    );
    assert_eq!(update.parameters, [0, 1, 2].map(Parameter::Value));
}

#[test]
fn a_key_needs_a_field_for_each_of_its_columns() {
    let plan = planned(&users(), Shape::Partial, vec![field("email", "T")], None);
    let functions: Vec<_> = plan.keys.iter().map(|key| &*key.function).collect();
    assert_eq!(functions, ["by_email"]);
    assert_eq!(
        plan.list.unwrap_err().message,
        "`User` has no such statement: it has no field for `id` of the primary key of `public.users`"
    );
    // And what only gives values is not found.
    let plan = planned(&users(), Shape::Insert, vec![field("id", "T")], None);
    assert!(plan.keys.is_empty() && plan.row.is_none() && plan.list.is_err());
    assert!(plan.upsert.unwrap_err().help.contains("upsert"));
}

#[test]
fn a_unique_index_is_a_key_when_it_tells_all_rows_apart_by_columns() {
    let index = |name: &str, change: fn(&mut Index)| {
        let mut index = Index {
            name: name.to_owned(),
            unique: true,
            keys: vec![IndexKey {
                column: "n".to_owned(),
                ..IndexKey::default()
            }],
            ..Index::default()
        };
        change(&mut index);
        index
    };
    let keys = |index| {
        let mut relation = users();
        relation.indexes = vec![index];
        full(&relation).keys.len()
    };
    assert_eq!(keys(index("i", |_| ())), 3);
    assert_eq!(keys(index("i", |index| index.unique = false)), 2);
    assert_eq!(keys(index("i", |index| index.invalid = true)), 2);
    assert_eq!(
        keys(index("i", |index| index.predicate = Some("(n > 0)".to_owned()))),
        2
    );
    assert_eq!(
        keys(index("i", |index| index.keys[0].expression =
            Some("n + 1".to_owned()))),
        2
    );
    // That of a constraint is that constraint, and the same columns are one key.
    assert_eq!(
        keys(index("i", |index| index.constraint = Some("c".to_owned()))),
        2
    );
    assert_eq!(
        keys(index("i", |index| index.keys[0].column = "email".to_owned())),
        2
    );
}

#[test]
fn the_database_gives_what_only_it_may() {
    let mut relation = users();
    relation.columns[0].identity = Identity::Always;
    relation.columns[2].generated = Generated::Stored;
    let plan = full(&relation);
    assert_eq!(
        plan.insert.unwrap().one(),
        "INSERT INTO public.users (email) VALUES ($1)"
    );
    // The key still says which row it is.
    assert_eq!(
        plan.update.unwrap().text,
        "UPDATE public.users SET email = $1 WHERE id = $2"
    );
    // Nothing is left to change, and the row that is there is returned all the same.
    assert_eq!(
        plan.upsert.as_deref(),
        Ok(" ON CONFLICT ON CONSTRAINT uq_users_email DO UPDATE SET email = excluded.email")
    );
    relation.columns[1].generated = Generated::Stored;
    assert!(full(&relation).insert.is_err());
}

#[test]
fn none_is_default_on_insert_and_leaves_a_column_on_update() {
    let mut relation = users();
    relation.columns[1].default = Some("''::text".to_owned());
    relation.columns[2].identity = Identity::ByDefault;
    let optional = |name: &str, ty: &str| Field {
        none_is_no_value: true,
        ..field(name, ty)
    };
    let insert = |fields| planned(&relation, Shape::Insert, fields, None).insert;
    assert_eq!(
        insert(vec![
            optional("id", "Uuid"),
            optional("email", "Option<String>")
        ])
        .unwrap()
        .one(),
        "INSERT INTO public.users (id, email) VALUES ($1, coalesce($2::text, ''::text))"
    );
    let absent = insert(vec![optional("n", "Option<i64>")]).unwrap_err();
    assert!(
        absent.message.contains("the database numbers"),
        "{absent:?}"
    );
    let fields = vec![
        field("id", "Uuid"),
        optional("email", "Option<Option<String>>"),
        optional("n", "Option<i64>"),
    ];
    let update = planned(&relation, Shape::Update, fields, None)
        .update
        .unwrap();
    assert_eq!(
        update.text,
        "UPDATE public.users SET email = CASE WHEN $2 THEN $1::text ELSE email END, \
         n = coalesce($3::bigint, n) WHERE id = $4"
    );
    let (value, given) = (Parameter::Value, Parameter::Given);
    assert_eq!(update.parameters, [value(1), given(1), value(2), value(0)]);
}

#[test]
fn casts_go_below_domains_and_leave_lengths_to_the_assignment() {
    let name = || QualifiedName::new("public", "email");
    let domain = SqlType::Domain {
        name: name(),
        base: Box::new(SqlType::Builtin("character varying(9)".to_owned())),
    };
    let citext = SqlType::Base {
        name: QualifiedName::new("public", "citext"),
        modifiers: String::new(),
    };
    let texts = |ty: SqlType| {
        let mut relation = users();
        relation.columns[1].sql_type = ty;
        let plan = full(&relation);
        let value = plan.insert.unwrap().given.values.swap_remove(1);
        let find = plan.keys[1].find.clone();
        (value.after, find.split_once("WHERE ").unwrap().1.to_owned())
    };
    let is = |ty, after: &str, which: &str| {
        assert_eq!(texts(ty), (after.to_owned(), format!("email = {which}")));
    };
    is(
        SqlType::Array(Box::new(domain.clone())),
        "::character varying[]",
        "$1",
    );
    is(domain, "::character varying", "$1");
    is(
        SqlType::Builtin("character varying(9)".to_owned()),
        "",
        "$1",
    );
    is(
        SqlType::Builtin("character(3)".to_owned()),
        "",
        "$1::bpchar",
    );
    is(citext, "", "$1::public.citext");
    is(SqlType::Enum(name()), "", "$1");
}

#[test]
fn what_is_of_a_domain_is_read_as_what_the_domain_is_over() {
    let domain = |name, base| SqlType::Domain {
        name: QualifiedName::new("app", name),
        base: Box::new(base),
    };
    let array = |element| SqlType::Array(Box::new(element));
    let text = || SqlType::Builtin("text".to_owned());
    let is = |ty, read: &str, around: &[Option<&str>]| {
        let mut relation = users();
        relation.columns[1].sql_type = ty;
        let plan = full(&relation);
        assert_eq!(plan.row.unwrap().text, format!("id, {read}, n"));
        let found = plan.domains.iter().flat_map(|domain| &domain.around);
        assert!(found.map(Option::as_deref).eq(around.iter().copied()));
        assert!(plan.domains.iter().all(|domain| domain.field == 1));
    };
    let (a, b) = (Some("a"), Some("b"));
    is(text(), "email", &[]);
    is(array(text()), "email", &[]);
    // The server says it by itself.
    is(domain("a", domain("b", text())), "email", &[a, b]);
    is(domain("a", array(text())), "email", &[a]);
    // And here it does not.
    is(array(domain("a", text())), "email::text[]", &[None, a]);
    is(
        domain("a", array(domain("b", text()))),
        "email::text[]",
        &[a, None, b],
    );
}

#[test]
fn a_view_is_read_by_a_declared_key() {
    let mut view = users();
    view.kind = RelationKind::View;
    view.primary_key = None;
    view.unique.clear();
    let plan = full(&view);
    assert!(plan.keys.is_empty());
    assert!(plan.list.unwrap_err().help.contains("#[conformant(key)]"));
    let id = Field {
        key: Some(Place(2)),
        ..field("id", "Uuid")
    };
    let plan = planned(&view, Shape::Partial, vec![id.clone()], None);
    assert_eq!(plan.keys[0].function, "by_id");
    assert_eq!(plan.keys[0].constraint, None);
    let absent = plan.keys[0].delete.as_ref().unwrap_err();
    assert_eq!(
        absent.message,
        "`User` is read only: `public.users` is a view"
    );
    assert!(plan.list.is_ok() && plan.insert.is_err() && plan.update.is_err());
    // What says that it writes has been compared with the view.
    let plan = planned(&view, Shape::Update, vec![id, field("n", "i64")], None);
    assert!(plan.update.is_ok());
}

#[test]
fn a_foreign_key_is_followed_in_the_order_of_the_other_side() {
    let mut relation = users();
    relation.foreign_keys = vec![foreign_key("fk", &["email", "n"], &["z", "a"])];
    let mut fields = vec![field("id", "T"), field("email", "T"), field("n=n_id", "T")];
    fields[2].references = Some(placed("Other"));
    let plan = planned(&relation, Shape::Partial, fields.clone(), None);
    let [reference] = plan.references.as_slice() else {
        panic!("{:?}", plan.references);
    };
    assert_eq!(reference.function, "n");
    assert_eq!(reference.fields, [2, 1]);
    let other = full(&Relation {
        columns: vec![column("a", "text"), column("z", "text")],
        primary_key: Some(key("pk", &["z", "a"])),
        unique: Vec::new(),
        ..users()
    });
    assert_eq!(reference.key, Some(other.keys[0].marker));
    assert_eq!(
        reference.children.as_ref().unwrap().after,
        " FROM public.users WHERE n = $1 AND email = $2 AND id > $3 \
         ORDER BY id LIMIT $4"
    );
    // Without a field for each column it is not followed.
    fields.remove(1);
    assert!(
        planned(&relation, Shape::Partial, fields, None)
            .references
            .is_empty()
    );
}

#[test]
fn a_function_hides_nothing_and_no_other() {
    let functions = |names: &[&str]| -> Vec<String> {
        let relation = Relation {
            columns: names.iter().map(|name| column(name, "uuid")).collect(),
            foreign_keys: names
                .iter()
                .map(|name| foreign_key(name, &[name], &["id"]))
                .collect(),
            ..users()
        };
        let mut fields: Vec<_> = names.iter().map(|name| field(name, "Uuid")).collect();
        for field in &mut fields {
            field.references = Some(placed("User"));
        }
        let plan = planned(&relation, Shape::Partial, fields, None);
        plan.references.into_iter().map(|r| r.function).collect()
    };
    assert_eq!(
        functions(&["user_id", "org_uuid", "team"]),
        ["user", "org", "team"]
    );
    // Words that can't be written raw, and what `Access` has.
    assert_eq!(
        functions(&["crate_id", "list_id", "key_id"]),
        ["crate_id", "list_id", "key_id"]
    );
    assert_eq!(
        functions(&["_id", "__id", "type_id"]),
        ["_id", "__id", "type"]
    );
    assert_eq!(functions(&["list", "key"]), ["list_", "key_"]);
    // What the standard library's traits have, and what could be a key's.
    assert_eq!(functions(&["from_id", "clone_id"]), ["from_id", "clone_id"]);
    assert_eq!(
        functions(&["by_code_id", "of_day"]),
        ["by_code_id_", "of_day_"]
    );
    // Two of one name.
    assert_eq!(functions(&["user", "user_id"]), ["user", "user_id"]);
    assert_eq!(
        functions(&["user_id", "user_uuid"]),
        ["user_id", "user_uuid"]
    );
}

#[test]
fn a_flattened_part_is_read_and_given_by_what_inserts() {
    let fields = || vec![field("id", "Uuid"), field("n", "i64")];
    let plan = |shape, upsert| planned_with(&users(), shape, fields(), &["Names"], upsert);
    let read = plan(Shape::Full, Some("uq_users_email"));
    assert_eq!(read.row.unwrap().text, "id, n");
    assert_eq!(read.keys.len(), 1);
    assert_eq!(
        read.list.unwrap().first,
        " FROM public.users ORDER BY id LIMIT $1"
    );
    let insert = read.insert.unwrap();
    assert_eq!(insert.head, "INSERT INTO public.users (");
    assert_eq!(
        (&*insert.given.names, insert.given.values.len()),
        ("id, n", 2)
    );
    assert_eq!(
        read.upsert.unwrap_err().message,
        "`User` has no such statement: which columns `Names` has for it is not known here"
    );
    let update = read.update.unwrap();
    let in_parts = update.in_parts.unwrap();
    assert_eq!(
        (&*update.text, &*in_parts.given.names, &*in_parts.rest),
        ("UPDATE public.users SET (", "n", " WHERE id = $1")
    );
    assert_eq!(
        (in_parts.before, update.parameters),
        (1, [0, 1].map(Parameter::Value).to_vec())
    );
    // A projection is a part of such, and has no statement that writes.
    let part = plan(Shape::Partial, None);
    assert_eq!(
        (&*part.part.unwrap().names, part.insert.is_err()),
        ("id, n", true)
    );
    // A part alone will do, and the key can be in it.
    let parts = |shape| planned_with(&users(), shape, Vec::new(), &["Names"], None);
    assert_eq!(parts(Shape::Insert).insert.unwrap().given.names, "");
    assert_eq!(
        parts(Shape::Partial).list.unwrap_err().message,
        "`User` has no such statement: it has no field of its own for `id` of the primary key of \
         `public.users`"
    );
}

#[test]
fn a_field_without_a_name_is_called_by_its_column() {
    let mut relation = users();
    relation.columns[1].name = "e-mail 🐘".to_owned();
    relation.unique = vec![key("uq", &["e-mail 🐘", "id"])];
    let fields = vec![field("id=0", "Uuid"), field("e-mail 🐘=1", "String")];
    let plan = planned(&relation, Shape::Partial, fields, None);
    let functions: Vec<_> = plan.keys.iter().map(|key| &*key.function).collect();
    assert_eq!(functions, ["by_id", "by_e_mail___and_id"]);
}

#[test]
fn no_two_functions_have_one_name() {
    let functions = |fields: &[&str], unique: &[&[&str]]| -> Vec<String> {
        let mut relation = users();
        let fields: Vec<_> = fields.iter().map(|name| field(name, "Uuid")).collect();
        relation.columns = fields
            .iter()
            .map(|f| column(&f.column.text, "uuid"))
            .collect();
        relation.primary_key = None;
        relation.unique = unique.iter().map(|columns| key("uq", columns)).collect();
        let plan = planned(&relation, Shape::Partial, fields, None);
        plan.keys.into_iter().map(|key| key.function).collect()
    };
    // Whichever constraint comes first, and only where there are two.
    let tuple = ["a-b=0", "a_b=1"];
    assert_eq!(
        functions(&tuple, &[&["a-b"], &["a_b"]]),
        ["by_a_b_0", "by_a_b_1"]
    );
    assert_eq!(
        functions(&tuple, &[&["a_b"], &["a-b"]]),
        ["by_a_b_1", "by_a_b_0"]
    );
    assert_eq!(functions(&tuple, &[&["a_b"]]), ["by_a_b"]);
    assert_eq!(
        functions(&["a", "b", "a_and_b"], &[&["a", "b"], &["a_and_b"], &["b"]]),
        ["by_a_and_b_0_1", "by_a_and_b_2", "by_b"]
    );
    // The same of what goes to a parent.
    let mut relation = users();
    relation.columns = vec![column("u-id", "uuid"), column("u_id", "uuid")];
    relation.foreign_keys = vec![
        foreign_key("a", &["u-id"], &["id"]),
        foreign_key("b", &["u_id"], &["id"]),
    ];
    let mut fields = vec![field("u-id=0", "Uuid"), field("u_id=1", "Uuid")];
    for field in &mut fields {
        field.references = Some(placed("User"));
    }
    let plan = planned(&relation, Shape::Partial, fields, None);
    let functions: Vec<_> = plan.references.iter().map(|r| &*r.function).collect();
    assert_eq!(functions, ["u_id_0", "u_id_1"]);
}

/// What a model with a mistake would have, beside the functions of the columns that it has no field
/// for.
#[test]
fn the_functions_of_a_mistake_are_those_of_what_is_meant() {
    let mut relation = users();
    relation.columns.push(column("parent", "uuid"));
    relation.unique.push(key("uq_two", &["n", "email"]));
    relation.foreign_keys = vec![foreign_key("fk", &["n", "parent"], &["n", "id"])];
    let functions = |shape, fields: Vec<Field>, mistaken: Vec<Field>, relation| {
        let access = Access {
            mistaken,
            ..Access::default()
        };
        let model = Model {
            shape,
            fields,
            access: Some(access.clone()),
            ..Model::default()
        };
        let claim = Claim {
            item: placed("User"),
            ..Claim::default()
        };
        let (model, plan) = likely(&claim, &model, &access, relation);
        let called = plan.keys.into_iter().map(|key| key.function);
        let references = plan.references.into_iter().map(|reference| {
            let fields = reference
                .fields
                .iter()
                .map(|at| &*model.fields[*at].name.text);
            format!(
                "{}({})",
                reference.function,
                fields.collect::<Vec<_>>().join(", ")
            )
        });
        called.chain(references).collect::<Vec<_>>()
    };
    let child = || Field {
        references: Some(placed("User")),
        ..field("parent=parent_id", "Uuid")
    };
    // The field with the mistake is of a key, and of a foreign key.
    assert_eq!(
        functions(
            Shape::Partial,
            vec![field("email", "String"), field("n", "i64")],
            vec![child()],
            Some(&relation),
        ),
        ["by_email", "by_n_and_email", "parent(parent_id, n)"]
    );
    // A field of no column, and a column of no field.
    assert_eq!(
        functions(
            Shape::Partial,
            vec![field("id", "Uuid"), field("emial", "String")],
            Vec::new(),
            Some(&relation),
        ),
        ["by_id", "by_email", "by_n_and_email", "by_emial"]
    );
    // A projection is without columns on purpose.
    assert_eq!(
        functions(
            Shape::Partial,
            vec![field("id", "Uuid")],
            Vec::new(),
            Some(&relation)
        ),
        ["by_id"]
    );
    assert_eq!(
        functions(
            Shape::Full,
            vec![field("id", "Uuid")],
            Vec::new(),
            Some(&relation)
        ),
        ["by_id", "by_email", "by_n_and_email"]
    );
    // Of a table that has a near name, and of one that is not known.
    let mut near = relation.clone();
    near.name.name = "uzers".to_owned();
    assert_eq!(
        functions(
            Shape::Partial,
            vec![field("id", "Uuid"), field("n", "i64")],
            Vec::new(),
            Some(&near)
        ),
        ["by_id", "by_email", "by_n_and_email", "by_n"]
    );
    assert_eq!(
        functions(
            Shape::Partial,
            vec![field("id", "Uuid")],
            vec![child()],
            None
        ),
        ["by_id", "by_parent_id", "parent(parent_id)"]
    );
    // What writes is found by nothing.
    assert!(
        functions(
            Shape::Insert,
            vec![field("id", "Uuid")],
            vec![child()],
            None
        )
        .is_empty()
    );
}
