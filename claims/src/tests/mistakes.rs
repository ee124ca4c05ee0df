//! Every message, as it is told: the text that is underlined, the sentence, the ways out.

use super::{mistakes, read};

#[test]
fn an_unknown_key_shows_the_nearest() {
    assert_eq!(
        mistakes(r#"#[conformant(tabel = "users")] struct User { id: Uuid }"#),
        r#"[tabel] `#[conformant(tabel)]` is not known on a struct
    help: write `#[conformant(table = "users")]`"#
    );
    assert_eq!(
        mistakes("#[conformant(colour)] enum Status { A }"),
        r"[colour] `#[conformant(colour)]` is not known on an enum
    help: an enum takes `schema`, `type`, `transparent`, `rename_all`, `ordered`, `crate`, `allow`"
    );
    assert_eq!(
        mistakes(r#"struct User { #[conformant(colum = "x")] id: Uuid }"#),
        r#"[colum] `#[conformant(colum)]` is not known on a field
    help: write `#[conformant(column = "x")]`"#
    );
    assert_eq!(
        mistakes("enum Status { #[conformant(othre)] A }"),
        r"[othre] `#[conformant(othre)]` is not known on a variant
    help: write `#[conformant(other)]`"
    );
}

#[test]
fn one_term_for_one_thing() {
    assert_eq!(
        mistakes(
            r#"#[conformant(table_name = "users", schema_name = "public", rename = "x")] struct User { id: Uuid }"#
        ),
        r#"[table_name] `table_name` is called `table` here
    help: write `#[conformant(table = "users")]`
[schema_name] `schema_name` is called `schema` here
    help: write `#[conformant(schema = "public")]`
[rename] `rename` is called `table` here
    help: write `#[conformant(table = "x")]`"#
    );
    assert_eq!(
        mistakes(r#"#[conformant(type_name = "s")] struct User { id: Uuid }"#),
        r#"[type_name] `type_name` is called `type` here
    help: write `#[conformant(type = "s")]`"#
    );
    assert_eq!(
        mistakes(
            r#"struct User { #[conformant(rename = "x")] a: i32, #[conformant(ignore)] b: i32, #[conformant(embed)] c: i32, #[conformant(type = "text")] d: i32 }"#
        ),
        r#"[rename] `rename` is called `column` here
    help: write `#[conformant(column = "x")]`
[ignore] `ignore` is called `skip` here
    help: write `#[conformant(skip)]`
[embed] `embed` is called `flatten` here
    help: write `#[conformant(flatten)]`
[type] `type` is called `holds` here
    help: write `#[conformant(holds = "text")]`"#
    );
    assert_eq!(
        mistakes(
            r#"#[conformant(enum_name = "s")] enum Status { #[conformant(string_value = "x")] A }"#
        ),
        r#"[enum_name] `enum_name` is called `type` here
    help: write `#[conformant(type = "s")]`
[string_value] `string_value` is called `rename` here
    help: write `#[conformant(rename = "x")]`"#
    );
}

#[test]
fn a_key_in_the_wrong_place_says_where_it_belongs() {
    assert_eq!(
        mistakes(r#"#[conformant(column = "x", ordered, skip)] struct User { id: Uuid }"#),
        r"[column] `column` belongs on a field, and this is a struct
    help: move it to the field that it is about
[ordered] `ordered` belongs on an enum, and this is a struct
    help: a struct takes `table`, `schema`, `partial`, `insert`, `update`, `cache`, `constraints`, `type`, `transparent`, `rename_all`, `crate`, `access`, `upsert`, `returns`, `allow`
[skip] `skip` belongs on a field or a variant, and this is a struct
    help: move it to the field or variant that it is about"
    );
    assert_eq!(
        mistakes(r#"#[conformant(table = "x", partial)] enum Status { A }"#),
        r"[table] `table` belongs on a struct, and this is an enum
    help: an enum takes `schema`, `type`, `transparent`, `rename_all`, `ordered`, `crate`, `allow`
[partial] `partial` belongs on a struct, and this is an enum
    help: an enum takes `schema`, `type`, `transparent`, `rename_all`, `ordered`, `crate`, `allow`"
    );
    assert_eq!(
        mistakes(
            r#"struct User { #[conformant(table = "x")] id: Uuid, #[conformant(other)] b: i32 }"#
        ),
        r"[table] `table` belongs on a struct, and this is a field
    help: move it to the struct that it is about
[other] `other` belongs on a variant, and this is a field
    help: a field takes `allow`, `column`, `skip`, `holds`, `flatten`, `json`, `as`, `key`, `references`"
    );
    assert_eq!(
        mistakes(r#"enum Status { #[conformant(allow(x = "y"))] A, #[conformant(flatten)] B }"#),
        r"[allow] `allow` belongs on a struct, an enum or a field, and this is a variant
    help: move it to the struct, enum or field that it is about
[flatten] `flatten` belongs on a field, and this is a variant
    help: a variant takes `skip`, `rename`, `other`"
    );
}

#[test]
fn a_value_has_the_wrong_form() {
    assert_eq!(
        mistakes(
            "#[conformant(table, schema = , rename_all(x), partial = true, access())] struct User { id: Uuid }"
        ),
        r#"[table] `table` is without a value
    help: write `#[conformant(table = "users")]`
[schema =] `schema` is without a value
    help: write `#[conformant(schema = "public")]`
[rename_all(x)] the value of `rename_all` is not a string
    help: write `#[conformant(rename_all = "snake_case")]`
[partial = true] `partial` takes no value
    help: write `#[conformant(partial)]`
[access()] `access` takes no value
    help: write `#[conformant(access)]`"#
    );
    assert_eq!(
        mistakes("#[conformant(table = 3)] struct User { id: Uuid }"),
        r#"[table = 3] the value of `table` is not a string
    help: write `#[conformant(table = "users")]`"#
    );
    assert_eq!(
        mistakes("#[conformant(table = USERS)] struct User { id: Uuid }"),
        r#"[table = USERS] the value of `table` is not a string
    help: write `#[conformant(table = "users")]`"#
    );
    assert_eq!(
        mistakes(r#"struct User { #[conformant(column = b"x", skip = "x")] id: Uuid }"#),
        r#"[column = b"x"] the value of `column` is not a string
    help: write `#[conformant(column = "email_address")]`
[skip = "x"] `skip` takes no value
    help: write `#[conformant(skip)]`"#
    );
}

#[test]
fn a_value_is_empty() {
    assert_eq!(
        mistakes(
            r#"#[conformant(table = "", schema = "", crate = "")] struct User { #[conformant(column = "", holds = "")] id: Uuid }"#
        ),
        r#"[""] the value of `table` is empty
    help: leave `table` out, or write `#[conformant(table = "users")]`
[""] the value of `schema` is empty
    help: leave `schema` out, or write `#[conformant(schema = "public")]`
[""] the value of `crate` is empty
    help: leave `crate` out, or write `#[conformant(crate = "my_database::schema_runtime")]`
[""] the value of `column` is empty
    help: leave `column` out, or write `#[conformant(column = "email_address")]`
[""] the value of `holds` is empty
    help: leave `holds` out, or write `#[conformant(holds = "numeric")]`"#
    );
    assert_eq!(
        mistakes(r#"#[conformant(type = "", rename_all = "")] enum Status { A }"#),
        r#"[""] the value of `type` is empty
    help: leave `type` out, or write `#[conformant(type = "order_status")]`
[""] the value of `rename_all` is empty
    help: leave `rename_all` out, or write `#[conformant(rename_all = "snake_case")]`"#
    );
}

#[test]
fn a_key_is_given_twice() {
    assert_eq!(
        mistakes(
            r#"#[conformant(table = "users", table = "people")]
#[conformant(partial, partial)]
struct User { #[conformant(column = "x")] #[conformant(column = "x")] id: Uuid }"#
        ),
        r#"["people"] `table` is given twice
    help: keep `users` or `people`
[partial] `partial` is given twice
    help: remove one of the two
["x"] `column` is given twice
    help: remove one of the two"#
    );
}

#[test]
fn an_attribute_of_no_known_form() {
    assert_eq!(
        mistakes("#[conformant] struct User { id: Uuid }"),
        r#"[conformant] `conformant` is without its parentheses
    help: write `#[conformant(table = "users")]`, for example"#
    );
    assert_eq!(
        mistakes(r#"#[conformant = "users"] struct User { id: Uuid }"#),
        r#"[conformant] `conformant` is without its parentheses
    help: write `#[conformant(table = "users")]`, for example"#
    );
    assert_eq!(
        mistakes(r#"#[conformant("users", 3, table "users")] struct User { id: Uuid }"#),
        r#"["users"] expected `key`, `key = "value"` or `key(...)` in `#[conformant(...)]`
    help: write `#[conformant(table = "users")]`, for example
[3] expected `key`, `key = "value"` or `key(...)` in `#[conformant(...)]`
    help: write `#[conformant(table = "users")]`, for example
[table "users"] expected `key`, `key = "value"` or `key(...)` in `#[conformant(...)]`
    help: write `#[conformant(table = "users")]`, for example"#
    );
}

#[test]
fn exceptions_of_no_known_form() {
    assert_eq!(
        mistakes("#[conformant(allow)] struct User { id: Uuid }"),
        r#"[allow] `allow` names no rule
    help: write `#[conformant(allow(primary_key_uuid = "ordered by sequence"))]`"#
    );
    assert_eq!(
        mistakes("#[conformant(allow())] struct User { id: Uuid }"),
        r#"[allow()] `allow` names no rule
    help: write `#[conformant(allow(primary_key_uuid = "ordered by sequence"))]`"#
    );
    assert_eq!(
        mistakes(r#"#[conformant(allow = "x")] struct User { id: Uuid }"#),
        r#"[allow = "x"] `allow` names no rule
    help: write `#[conformant(allow(primary_key_uuid = "ordered by sequence"))]`"#
    );
    assert_eq!(
        mistakes(r#"#[conformant(allow("x"))] struct User { id: Uuid }"#),
        r#"["x"] expected `rule = "reason"` in `allow(...)`
    help: write `#[conformant(allow(primary_key_uuid = "..."))]`, with the reason"#
    );
    assert_eq!(
        mistakes("#[conformant(allow(x = 3, y(z)))] struct User { id: Uuid }"),
        r#"[x] the reason for `x` is not a string
    help: write `#[conformant(allow(x = "..."))]`, with the reason
[y] the reason for `y` is not a string
    help: write `#[conformant(allow(y = "..."))]`, with the reason"#
    );
    assert_eq!(
        mistakes(
            r#"#[conformant(allow(x = "a", x = "b"), allow(x = "c"))] struct User { id: Uuid }"#
        ),
        r"[x] `x` is allowed twice
    help: keep one of the two reasons, or join them
[x] `x` is allowed twice
    help: keep one of the two reasons, or join them"
    );
}

#[test]
fn a_case_that_does_not_exist() {
    assert_eq!(
        mistakes(r#"#[conformant(rename_all = "snakecase")] struct User { id: Uuid }"#),
        r#"["snakecase"] `rename_all` has no case `snakecase`
    help: write `rename_all = "snake_case"`"#
    );
    assert_eq!(
        mistakes(r#"#[conformant(rename_all = "shouting")] struct User { id: Uuid }"#),
        r#"["shouting"] `rename_all` has no case `shouting`
    help: it is one of `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`"#
    );
}

#[test]
fn a_crate_that_is_no_path() {
    assert_eq!(
        mistakes(r#"#[conformant(crate = "my-crate")] struct User { id: Uuid }"#),
        r#"["my-crate"] `my-crate` is no path to a crate
    help: write `#[conformant(crate = "my_database::schema_runtime")]`"#
    );
}

#[test]
fn a_schema_in_the_name() {
    assert_eq!(
        mistakes(r#"#[conformant(table = "public.users")] struct User { id: Uuid }"#),
        r#"["public.users"] `public.users` is a schema and a name in one
    help: write `#[conformant(table = "users", schema = "public")]`"#
    );
    assert_eq!(
        mistakes(r#"#[conformant(type = "sales.status")] enum Status { A }"#),
        r#"["sales.status"] `sales.status` is a schema and a name in one
    help: write `#[conformant(type = "status", schema = "sales")]`"#
    );
}

#[test]
fn keys_that_contradict_each_other() {
    assert_eq!(
        mistakes("#[conformant(partial, insert)] struct User { id: Uuid }"),
        r"[insert] `partial` and `insert` contradict each other
    help: keep one of the two: `partial` is for reading some of the columns, `insert` for writing a row"
    );
    assert_eq!(
        mistakes(r#"#[conformant(table = "users", type = "users")] struct User { id: Uuid }"#),
        r#"["users"] `table` and `type` contradict each other
    help: keep one of the two: `table` is for a struct that stands for rows, `type` for one that stands for a value"#
    );
    assert_eq!(
        mistakes(r#"#[conformant(type = "users", partial)] struct User { id: Uuid }"#),
        r"[partial] `partial` and `type` contradict each other
    help: keep one of the two: `partial` is for a struct that stands for rows, `type` for one that stands for a value"
    );
    assert_eq!(
        mistakes("#[conformant(update, insert)] struct User { id: Uuid }"),
        r"[insert] `insert` and `update` contradict each other
    help: keep one of the two: what is right for `insert` is right for an update as well"
    );
    assert_eq!(
        mistakes("#[conformant(partial, update)] struct User { id: Uuid }"),
        r"[update] `partial` and `update` contradict each other
    help: keep one of the two: `partial` is for reading some of the columns, `update` for writing them"
    );
    assert_eq!(
        mistakes(r#"#[conformant(insert, type = "users")] struct User { id: Uuid }"#),
        r#"["users"] `insert` and `type` contradict each other
    help: keep one of the two: `insert` is for a struct that stands for rows, `type` for one that stands for a value"#
    );
    assert_eq!(
        mistakes(r#"#[conformant(transparent, type = "email")] struct Email(String);"#),
        r#"["email"] `transparent` and `type` contradict each other
    help: keep one of the two: `transparent` holds whatever the inner type holds, `type` stands for one type of the schema"#
    );
    assert_eq!(
        mistakes(
            r#"#[conformant(transparent, table = "users", partial, schema = "x", rename_all = "lowercase")] struct Email(String);"#
        ),
        r#"["users"] `transparent` and `table` contradict each other
    help: keep one of the two: `transparent` is for a newtype, `table` for a struct that stands for rows
[partial] `transparent` and `partial` contradict each other
    help: keep one of the two: `transparent` is for a newtype, which stands for a value and not for rows
["x"] `transparent` and `schema` contradict each other
    help: keep one of the two: `transparent` holds whatever the inner type holds, and names nothing itself
["lowercase"] `transparent` and `rename_all` contradict each other
    help: keep one of the two: `transparent` holds whatever the inner type holds, and names nothing itself"#
    );
    assert_eq!(
        mistakes("#[conformant(insert, transparent)] struct Email(String);"),
        r"[transparent] `transparent` and `insert` contradict each other
    help: keep one of the two: `transparent` is for a newtype, which stands for a value and not for rows"
    );
    assert_eq!(
        mistakes("#[repr(i32)] #[conformant(transparent, ordered)] enum Status { A }"),
        r"[ordered] `transparent` and `ordered` contradict each other
    help: keep one of the two: `transparent` holds whatever the inner type holds, and names nothing itself"
    );
    assert_eq!(
        mistakes(
            r#"struct User {
    #[conformant(skip, column = "a")] a: i32,
    #[conformant(holds = "b", skip)] b: i32,
    #[conformant(skip, flatten)] c: i32,
    #[conformant(skip, allow(x = "y"))] d: i32,
    #[conformant(flatten, column = "e")] e: i32,
    #[conformant(flatten, holds = "f")] f: i32,
    #[conformant(flatten, allow(x = "y"))] g: i32,
}"#
        ),
        r#"["a"] `skip` and `column` contradict each other
    help: keep one of the two: a field with `skip` stands for no column
[skip] `skip` and `holds` contradict each other
    help: keep one of the two: a field with `skip` stands for no column
[flatten] `skip` and `flatten` contradict each other
    help: keep one of the two: a field with `skip` stands for no column
[allow(x = "y")] `skip` and `allow` contradict each other
    help: keep one of the two: a field with `skip` stands for no column
["e"] `flatten` and `column` contradict each other
    help: keep one of the two: a field with `flatten` stands for the columns of another struct
["f"] `flatten` and `holds` contradict each other
    help: keep one of the two: a field with `flatten` stands for the columns of another struct
[allow(x = "y")] `flatten` and `allow` contradict each other
    help: keep one of the two: a field with `flatten` stands for the columns of another struct"#
    );
    assert_eq!(
        mistakes(
            r#"enum Status {
    #[conformant(skip, rename = "a")] A,
    #[conformant(skip, other)] B,
    #[conformant(other, rename = "c")] C,
}"#
        ),
        r#"["a"] `skip` and `rename` contradict each other
    help: keep one of the two: a variant with `skip` stands for no label
[other] `skip` and `other` contradict each other
    help: keep one of the two: `other` stands for every label without a variant, `skip` for none
["c"] `other` and `rename` contradict each other
    help: keep one of the two: `other` stands for every label without a variant, and has none of its own"#
    );
}

#[test]
fn items_that_stand_for_nothing() {
    assert_eq!(
        mistakes("union Bits { a: i32 }"),
        r"[Bits] `Bits` is a union, which stands for no table and no type
    help: derive `Conformant` on a struct or an enum"
    );
    assert_eq!(
        mistakes("struct Unit;"),
        r"[Unit] `Unit` has no fields, and so no columns
    help: a model needs named fields: `struct Name { id: Uuid }`"
    );
    assert_eq!(
        mistakes("struct Pair(String, #[conformant(skip)] i32);"),
        r#"[Pair] `Pair` is a tuple struct: its fields have no names to find columns by
    help: name its fields, `struct Name { id: Uuid }`, or say of each which column it stands for, `#[conformant(column = "id")]`"#
    );
    assert_eq!(
        mistakes("struct Nothing();"),
        r#"[Nothing] `Nothing` is a tuple struct: its fields have no names to find columns by
    help: name its fields, `struct Name { id: Uuid }`, or say of each which column it stands for, `#[conformant(column = "id")]`"#
    );
    assert_eq!(
        mistakes("struct Email(String);"),
        r#"[Email] `Email` is a newtype, and nothing says what it stands for
    help: if it holds whatever `String` holds: `#[conformant(transparent)]`
    help: if it stands for one type of the schema, a domain for example: `#[conformant(type = "...")]`"#
    );
    assert_eq!(
        mistakes("#[conformant(partial)] struct Email(String);"),
        r#"[partial] `partial` is for structs with named fields, and `Email` is a newtype
    help: name the field, or say what the newtype stands for: `#[conformant(type = "...")]`"#
    );
    assert_eq!(
        mistakes(
            r#"#[conformant(type = "email")] struct Email(#[conformant(column = "x")] String);"#
        ),
        r"[conformant] `#[conformant(...)]` is on a field that stands for no column: `Email` has no named fields
    help: put it on the struct, or name the fields"
    );
}

#[test]
fn one_mistake_gives_one_error() {
    assert_eq!(
        mistakes("#[conformant(transparnt)] struct Email(String);"),
        r"[transparnt] `#[conformant(transparnt)]` is not known on a struct
    help: write `#[conformant(transparent)]`"
    );
    assert_eq!(
        mistakes(r#"#[conformant(tabel = "x")] struct Model { id: i32 }"#),
        r#"[tabel] `#[conformant(tabel)]` is not known on a struct
    help: write `#[conformant(table = "x")]`"#
    );
    // What follows from the other word, and what is wrong with its value.
    assert_eq!(
        mistakes("#[conformant(insrt, access, returns = User)] struct NewUser { id: Uuid }"),
        r"[insrt] `#[conformant(insrt)]` is not known on a struct
    help: write `#[conformant(insert)]`"
    );
    assert_eq!(
        mistakes("#[conformant(table_name = 3)] struct User { id: Uuid }"),
        r#"[table_name] `table_name` is called `table` here
    help: write `#[conformant(table = "users")]`"#
    );
}

/// What is not known is not compared. But who uses what it would have is not to be told again.
#[test]
fn what_is_meant_is_guessed() {
    assert_eq!(
        read(
            r#"#[conformant(tabel = "users", acces)]
struct Login { #[conformant(colum = "id")] key: Uuid, email: String }"#
        ),
        r#"no claim
perhaps Login: Partial model (Login) of users @ "users", acces
  email: String
  with a mistake  key = id @ "id": Uuid
[tabel] `#[conformant(tabel)]` is not known on a struct
    help: write `#[conformant(table = "users")]`
[acces] `#[conformant(acces)]` is not known on a struct
    help: write `#[conformant(access)]`
[colum] `#[conformant(colum)]` is not known on a field
    help: write `#[conformant(column = "id")]`"#
    );
    // A comma is missing: what `access` belongs to is not known, but it stands there.
    assert_eq!(
        read(r#"#[conformant(table = "users" access, partial)] struct Login { id: Uuid }"#),
        r#"no claim
perhaps Login: Partial model (partial) of users @ "users", Login
  id: Uuid
[access] there is no comma after the value of `table`
    help: write `table = "users", ...`"#
    );
    // Who did not ask for statements has none.
    assert_eq!(
        read(r#"#[conformant(tabel = "users")] struct Login { id: Uuid }"#),
        r#"no claim
perhaps Login: model of users @ "users"
  id: Uuid
[tabel] `#[conformant(tabel)]` is not known on a struct
    help: write `#[conformant(table = "users")]`"#
    );
}

#[test]
fn transparent_needs_one_field() {
    assert_eq!(
        mistakes("#[conformant(transparent)] struct Pair { a: i32, b: i32 }"),
        r"[transparent] `transparent` needs a struct of one field, and `Pair` has 2
    help: remove `transparent`, or put the other fields into a struct of their own"
    );
    assert_eq!(
        mistakes("#[conformant(transparent)] struct Unit;"),
        r"[transparent] `transparent` needs a struct of one field, and `Unit` has 0
    help: remove `transparent`, or put the other fields into a struct of their own"
    );
    assert_eq!(
        mistakes("#[conformant(transparent)] enum Status { A }"),
        r#"[transparent] `transparent` is on `Status`, an enum without an inner type
    help: say what it is stored as with `#[repr(i32)]`, or which type it stands for with `#[conformant(type = "...")]`"#
    );
}

#[test]
fn variants_that_are_no_labels() {
    assert_eq!(
        mistakes("enum Status { A, B(i32), C { x: i32 } }"),
        r"[B] variant `B` carries data, which no label of an enum type can
    help: remove the data; or, if it is to take the labels without a variant: `#[conformant(other)] Other(String)`
[C] variant `C` carries data, which no label of an enum type can
    help: remove the data; or, if it is to take the labels without a variant: `#[conformant(other)] Other(String)`"
    );
    assert_eq!(
        mistakes(
            "enum Status { #[conformant(other)] A(String, i32), #[conformant(other)] B { x: String } }"
        ),
        r"[A] `other` variant `A` can hold the label, and nothing else
    help: write `A(String)`, or `A` without data
[B] `other` variant `B` can hold the label, and nothing else
    help: write `B(String)`, or `B` without data"
    );
    assert_eq!(
        mistakes("enum Status { #[conformant(other)] A, #[conformant(other)] B(String) }"),
        r"[B] two variants are `other`, `A` and `B`
    help: keep one: a label without a variant can go to one place only"
    );
}

#[test]
fn crates_that_disagree() {
    assert_eq!(
        mistakes(
            r#"#[diesel(table_name = users)] #[sea_orm(table_name = "people")] struct Model { id: i32 }"#
        ),
        r#"["people"] `#[diesel(table_name = users)]` and `#[sea_orm(table_name = "people")]` name two tables, `users` and `people`
    help: say which it is: `#[conformant(table = "users")]`"#
    );
    assert_eq!(
        mistakes(
            r#"#[sqlx(rename_all = "camelCase")]
struct User {
    #[sqlx(rename = "a")] #[diesel(column_name = b)] first: i32,
    #[postgres(name = "created_at")] created_at: i32,
    fine: i32,
}"#
        ),
        r#"[b] `#[sqlx(rename = "a")]` and `#[diesel(column_name = b)]` name two columns, `a` and `b`
    help: say which it is: `#[conformant(column = "a")]`
[created_at] `#[sqlx(rename_all = "camelCase")]` and `#[postgres(name = "created_at")]` name two columns, `createdAt` and `created_at`
    help: say which it is: `#[conformant(column = "createdAt")]`"#
    );
    assert_eq!(
        mistakes(r#"#[sqlx(type_name = "a")] #[postgres(name = "b")] enum Status { A }"#),
        r#"["b"] `#[sqlx(type_name = "a")]` and `#[postgres(name = "b")]` name two types, `a` and `b`
    help: say which it is: `#[conformant(type = "a")]`"#
    );
    assert_eq!(
        mistakes(
            r#"#[sqlx(rename_all = "lowercase")] #[postgres(rename_all = "UPPERCASE")] enum Status { A }"#
        ),
        r#"[A] `#[sqlx(rename_all = "lowercase")]` and `#[postgres(rename_all = "UPPERCASE")]` name two labels, `a` and `A`
    help: say which it is: `#[conformant(rename = "a")]`"#
    );
}

#[test]
fn what_is_compared_in_constants_has_no_type_parameter() {
    assert_eq!(
        mistakes(
            r"#[conformant(insert, access, returns = User<S>)]
struct NewOrder<'a, S, const N: usize> {
    #[conformant(references = [User; N])]
    user_id: Uuid,
    #[conformant(flatten)]
    rest: S,
    #[conformant(flatten)]
    names: Names<'a>,
    settings: S,
}"
        ),
        r"[User<S>] `returns` names `User<S>`, and which table that stands for is not known before `S` is
    help: write a type without `S`
[[User; N]] `references` names `[User; N]`, and which table that stands for is not known before `N` is
    help: write a type without `N`
[S] what is flattened is `S`, and which table that stands for is not known before `S` is
    help: write a type without `S`"
    );
}

#[test]
fn a_composite_type_is_not_flattened() {
    assert_eq!(
        mistakes(
            r#"#[conformant(type = "address")] struct Address { #[sqlx(flatten)] a: Street }"#
        ),
        r"[Street] a field of type `Street` is flattened into a composite type
    help: write its fields out: a value of a composite type has exactly the attributes of the type"
    );
}

#[test]
fn a_model_of_sea_orm_needs_its_table() {
    assert_eq!(
        mistakes("struct Model { id: i32 }"),
        r#"[Model] no table can be inferred from the name `Model`
    help: name it: `#[sea_orm(table_name = "...")]`, or `#[conformant(table = "...")]`"#
    );
}

#[test]
fn what_can_not_be_told_from_an_older_entry() {
    assert_eq!(
        mistakes(
            r#"#[conformant(partial, cache = "user")] struct User<T, const N: usize> { id: T, #[conformant(flatten)] names: Names }"#
        ),
        r#"["user"] `User` is kept in a cache, and is another type for each `T`
    help: name the type in place of the parameter: all of them would share their keys
[Names] a field of type `Names` is flattened into `User`, which is kept in a cache
    help: write its fields out: an entry is told from an older one by the fields that are named here"#
    );
    assert_eq!(
        mistakes(r#"#[conformant(insert, cache = "user")] struct NewUser { id: Uuid }"#),
        r#"["user"] `cache` and `insert` contradict each other
    help: keep one of the two: what is kept in a cache was read, and this model writes"#
    );
}
