//! Our own attribute on every kind of item.

use schema_snapshot::claim::Subject;

use super::read;

#[test]
fn a_model_has_a_field_for_each_column() {
    assert_eq!(
        read(
            r#"#[derive(Clone)]
#[conformant(table = "users", schema = "public")]
pub struct User {
    /// The key.
    pub id: Uuid,
    #[conformant(column = "email_address")]
    email: Email,
    #[conformant(skip)]
    cached: Avatar,
    r#type: Option<String>,
}"#
        ),
        r#"User: model of users @ "users" in public @ "public"
  id: Uuid
  email = email_address @ "email_address": Email
  type @ r#type: Option<String>"#
    );
}

#[test]
fn without_attributes_the_table_is_inferred_and_names_are_as_written() {
    assert_eq!(
        read(
            r"struct JournalEntry<'a, T: Clone = i32> where T: Default {
    title: Cow<'a, str>,
    body: &'a str,
    extra: std::option::Option<Vec<T>>,
}"
        ),
        r"JournalEntry: model inferred
  title: Cow<'a, str>
  body: &'a str
  extra: std::option::Option<Vec<T>>"
    );
}

#[test]
fn partial_and_insert_say_where_they_stand() {
    assert_eq!(
        read(
            r"#[conformant(partial)]
struct UserName { name: String }"
        ),
        r"UserName: Partial model (partial) inferred
  name: String"
    );
    assert_eq!(
        read(
            r#"#[conformant(table = "users")]
#[conformant(insert)]
struct NewUser { name: String }"#
        ),
        r#"NewUser: Insert model (insert) of users @ "users"
  name: String"#
    );
}

#[test]
fn exceptions_are_kept_as_they_are_written() {
    assert_eq!(
        read(
            r#"#[conformant(allow(primary_key_uuid = "ordered by sequence, see docs/log.md", no_such_rule = ""))]
#[conformant(allow(timestamp_columns))]
struct LogEntry {
    #[conformant(column = "at", allow(timestamp_column_names = "named by the agent"))]
    time: DateTime<Utc>,
}"#
        ),
        r#"LogEntry: model inferred
  time = at @ "at": DateTime<Utc>
  allow primary_key_uuid = ordered by sequence, see docs/log.md
  allow no_such_rule = 
  allow timestamp_columns = 
  allow timestamp_column_names = named by the agent on at"#
    );
}

#[test]
fn a_field_can_be_declared_right() {
    assert_eq!(
        read(
            r#"struct Account {
    #[conformant(holds = "numeric")]
    balance: foreign::Money,
    #[conformant(column = "limit", holds = "numeric(12, 2)")]
    limited_to: Option<foreign::Money>,
}"#
        ),
        r#"Account: model inferred
  balance: foreign::Money, holds numeric ("numeric")
  limited_to = limit @ "limit": Option<foreign::Money>, holds numeric(12, 2) or NULL ("numeric(12, 2)")"#
    );
}

#[test]
fn flattened_fields_name_the_other_struct() {
    assert_eq!(
        read(
            r"struct Order {
    id: Uuid,
    #[conformant(flatten)]
    audit: Audit<Utc>,
}"
        ),
        r"Order: model inferred
  id: Uuid
  flattened Audit<Utc>"
    );
}

#[test]
fn rename_all_renames_as_serde_does() {
    assert_eq!(
        read(
            r#"#[conformant(rename_all = "camelCase")]
struct User {
    first_name: String,
    #[conformant(column = "last_name")]
    last_name: String,
}"#
        ),
        r"User: model inferred
  first_name = firstName @ first_name: String
  last_name: String"
    );
    assert_eq!(
        read(
            r#"#[conformant(type = "order_status", rename_all = "SCREAMING-KEBAB-CASE")]
enum OrderStatus { InTransit, #[conformant(rename = "gone for good")] Gone, #[conformant(rename = "")] Blank }"#
        ),
        r#"OrderStatus: enum order_status @ "order_status"
  InTransit = IN-TRANSIT @ InTransit
  Gone = gone for good @ "gone for good"
  Blank =  @ """#
    );
}

#[test]
fn an_enum_stands_for_an_enum_type() {
    assert_eq!(
        read("enum OrderStatus { Open, r#Closed }"),
        r"OrderStatus: enum inferred
  Open
  Closed @ r#Closed"
    );
    assert_eq!(
        read(
            r#"#[conformant(type = "status", schema = "sales", ordered)]
enum OrderStatus {
    #[conformant(rename = "open")]
    Open,
    #[conformant(skip)]
    Draft,
    #[conformant(other)]
    Other(String),
}"#
        ),
        r#"OrderStatus: enum status @ "status" in sales @ "sales", ordered
  Open = open @ "open"
  other Other"#
    );
    assert_eq!(
        read("enum OrderStatus { Open, #[conformant(other)] Unknown }"),
        r"OrderStatus: enum inferred
  Open
  other Unknown"
    );
    assert_eq!(
        read(
            r#"#[conformant(type = "text")]
enum Colour { Red, Green }"#
        ),
        r#"Colour: enum text @ "text"
  Red
  Green"#
    );
}

#[test]
fn an_enum_with_data_can_stand_for_a_type_without_shape() {
    assert_eq!(
        read(
            r#"#[conformant(type = "jsonb")]
enum Event { Created { by: Uuid }, Renamed(String), Gone }"#
        ),
        r#"Event: value of jsonb @ "jsonb""#
    );
}

#[test]
fn an_enum_with_repr_and_no_label_is_its_integer() {
    assert_eq!(
        read(
            r"#[repr(i16)]
enum Priority { Low = 1, High = 2 }"
        ),
        "Priority: transparent i16"
    );
    assert_eq!(
        read(
            r#"#[repr(i16)]
#[conformant(transparent)]
enum Priority { #[sqlx(rename = "low")] Low = 1, High = 2 }"#
        ),
        "Priority: transparent i16"
    );
    assert_eq!(
        read(
            r#"#[repr(u8)]
#[conformant(type = "priority")]
enum Priority { Low, High }"#
        ),
        r#"Priority: enum priority @ "priority"
  Low
  High"#
    );
    assert_eq!(
        read(
            r#"#[repr(u8)]
#[sqlx(rename_all = "lowercase")]
enum Priority { Low, High }"#
        ),
        r"Priority: enum inferred
  Low = low @ Low
  High = high @ High"
    );
    assert_eq!(
        read(
            r"#[repr(C)]
enum Priority { Low, High }"
        ),
        r"Priority: enum inferred
  Low
  High"
    );
}

#[test]
fn a_newtype_is_transparent_or_of_one_type() {
    assert_eq!(
        read(
            r"#[conformant(transparent)]
struct Email(String);"
        ),
        "Email: transparent String"
    );
    assert_eq!(
        read(
            r"#[conformant(transparent)]
struct Email<T> { inner: Vec<T> }"
        ),
        "Email: transparent Vec<T>"
    );
    assert_eq!(
        read(
            r#"#[conformant(type = "email", schema = "auth")]
struct Email(String);"#
        ),
        r#"Email: newtype of email @ "email" in auth @ "auth"
  0 @ String: String"#
    );
    assert_eq!(
        read(
            r#"#[conformant(type = "amount")]
struct Amount(#[conformant(holds = "numeric")] f64);"#
        ),
        r#"Amount: newtype of amount @ "amount"
  0 @ f64: f64, holds numeric ("numeric")"#
    );
    assert_eq!(
        read(
            r#"#[conformant(type = "amount")]
#[diesel(sql_type = crate::schema::sql_types::Amount)]
struct Amount(f64);"#
        ),
        r#"Amount: value of amount @ "amount""#
    );
}

#[test]
fn a_struct_with_a_type_is_a_composite() {
    assert_eq!(
        read(
            r#"#[conformant(type = "address")]
struct Address {
    street: String,
    #[conformant(column = "zip")]
    postal_code: Option<String>,
}"#
        ),
        r#"Address: composite address @ "address"
  street: String
  postal_code = zip @ "zip": Option<String>"#
    );
}

#[test]
fn the_runtime_crate_can_be_renamed() {
    assert_eq!(
        read(
            r#"#[conformant(crate = "::db::schema_runtime")]
struct User { id: Uuid }"#
        ),
        r"User: model inferred
  id: Uuid
crate db::schema_runtime"
    );
}

#[test]
fn a_dot_in_a_name_is_a_dot_when_the_schema_is_given() {
    assert_eq!(
        read(
            r#"#[conformant(table = "a.b", schema = "public")]
struct Odd { id: Uuid }"#
        ),
        r#"Odd: model of a.b @ "a.b" in public @ "public"
  id: Uuid"#
    );
}

#[test]
fn literals_out_of_a_macro_are_literals() {
    assert_eq!(
        read(
            r##"#[conformant(table = r"users", schema = r#"pub"lic"#)]
struct User { #[conformant(column = "e\u{e9}")] e: i32 }"##
        ),
        r##"User: model of users @ r"users" in pub"lic @ r#"pub"lic"#
  e = eé @ "e\u{e9}": i32"##
    );
}

/// The Rust side of a cached structure.
fn cached(source: &str) -> String {
    let input = syn::parse_str(source).unwrap();
    let parsed = crate::parse(&input);
    assert!(parsed.cached);
    match parsed.claim.unwrap().subject {
        Subject::Model(model) => model.cache.unwrap().rust,
        _ => unreachable!("a cached structure is a model"),
    }
}

#[test]
fn a_cached_projection() {
    assert_eq!(
        read(r#"#[conformant(table = "users", partial, cache = "user")] struct Card { id: Uuid }"#),
        "Card: Partial model (partial) of users @ \"users\", cached as user @ \"user\"\n  id: Uuid"
    );
    // A name in a cache is of rows, whatever else is left out.
    assert!(
        read(r#"#[conformant(cache = "user")] struct User { id: Uuid }"#)
            .starts_with("User: model inferred, cached")
    );
}

#[test]
fn a_cache_knows_all_that_serde_sees() {
    assert_eq!(
        cached(
            r#"
            /// A user.
            #[derive(Clone)]
            #[serde(rename_all = "camelCase", default)]
            #[conformant(partial, cache = "user")]
            pub struct Card<'a> {
                /// The key.
                pub id: uuid :: Uuid,
                #[serde(rename="kind")]
                #[conformant(column = "user_type")]
                r#type: Cow<'a, str>,
                #[conformant(skip)]
                #[serde(skip_serializing_if = "Vec::is_empty")] #[serde(default)]
                badges: Vec<Badge>,
            }"#
        ),
        concat!(
            " serde ( rename_all = \"camelCase\" , default )",
            "\nid uuid::Uuid",
            "\ntype Cow<'a, str> serde ( rename = \"kind\" )",
            "\nbadges Vec<Badge> serde ( skip_serializing_if = \"Vec::is_empty\" ) serde ( default )",
        )
    );
}

#[test]
fn a_model_with_statements() {
    assert_eq!(
        read(
            r#"#[conformant(table = "orders", insert, access, upsert = "pk_orders", returns = crate::Order)]
struct NewOrder<'a> {
    #[conformant(key)]
    id: &'a Uuid,
    #[conformant(references = crate::users::User)]
    user_id: Uuid,
    #[conformant(json)]
    notes: Option<Notes>,
    #[conformant(skip)]
    r#type: u8,
}"#
        ),
        r#"NewOrder: Insert model (insert) of orders @ "orders", access, upsert pk_orders @ "pk_orders", returns crate::Order, without r#type
  id: &'a Uuid, key
  user_id: Uuid, references crate::users::User
  notes: Option<Notes>, holds jsonb | json or NULL (json)"#
    );
    assert_eq!(
        read(
            r#"#[conformant(access)]
struct Order<T> {
    #[sqlx(json)]
    notes: T,
    #[sqlx(try_from = "i64")]
    number: u64,
    #[sqlx(flatten)]
    r#box: Size,
    #[sqlx(flatten, try_from = "Raw")]
    rest: Rest,
}"#
        ),
        r#"Order: model inferred, access
  notes: T, holds jsonb | json (json)
  number: i64 @ "i64", converted into u64
  flattened Size as r#box
  flattened Raw @ "Raw" as rest, converted into Rest"#
    );
}

#[test]
fn a_field_can_be_read_and_written_as_another_type() {
    let fields = |shape: &str| {
        format!(
            r#"#[conformant({shape}, access)]
struct NewOrder(
    #[conformant(column = "id", as = i64)] Id,
    #[diesel(column_name = kind, serialize_as = String, deserialize_as = Text)] Kind,
    #[conformant(column = "text", as = Vec<u8>)]
    #[sqlx(try_from = "String")]
    Text,
    #[conformant(flatten, as = Raw)] Rest,
    #[conformant(column = "x", skip)] u8,
);"#
        )
    };
    assert_eq!(
        read(&fields("insert").replace(r#"column = "x", skip"#, r#"column = "x""#)),
        r#"NewOrder: Insert model (insert) inferred, access
  0 @ Id = id @ "id": i64, converted into Id
  1 @ Kind = kind: String, converted into Kind
  2 @ Text = text @ "text": Vec<u8>, converted into Text
  4 @ u8 = x @ "x": u8
  flattened Raw as 3, converted into Rest"#
    );
    assert!(
        read(&fields("partial").replace(", skip", ""))
            .contains("1 @ Kind = kind: Text, converted into Kind")
    );
    assert_eq!(
        super::mistakes("struct Order { #[conformant(skip, as = i64)] id: u64 }"),
        "[as = i64] `skip` and `as` contradict each other\n    \
         help: keep one of the two: a field with `skip` stands for no column"
    );
}
