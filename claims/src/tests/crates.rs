//! The attributes of other crates; the sources follow their documentation's examples.

use super::read;

#[test]
fn sqlx_rows() {
    assert_eq!(
        read(
            r#"#[derive(sqlx::FromRow)]
#[sqlx(rename_all = "camelCase")]
struct User {
    id: i32,
    user_name: String,
    #[sqlx(rename = "description")]
    about_me: String,
    #[sqlx(default)]
    location: Option<String>,
    #[sqlx(skip)]
    addresses: Vec<Address>,
    #[sqlx(flatten)]
    address: Address,
    #[sqlx(try_from = "i64")]
    unsigned: u64,
    #[sqlx(json)]
    settings: Settings,
    #[sqlx(json(nullable), rename = "prefs")]
    preferences: Option<Preferences>,
    #[sqlx(flatten, try_from = "user::Raw")]
    rest: Rest,
}"#
        ),
        r#"User: model inferred
  id: i32
  user_name = userName @ user_name: String
  about_me = description @ "description": String
  location: Option<String>, optional
  unsigned: i64 @ "i64", converted into u64
  settings: Settings, holds jsonb | json (json)
  preferences = prefs @ "prefs": Option<Preferences>, holds jsonb | json or NULL (json(nullable))
  flattened Address
  flattened user::Raw @ "user::Raw""#
    );
    assert_eq!(
        read(
            r"#[sqlx(default)]
struct Options { a: i32, r#type: String }"
        ),
        r"Options: model inferred
  a: i32, optional
  type @ r#type: String, optional"
    );
}

#[test]
fn sqlx_types() {
    assert_eq!(
        read(
            r#"#[derive(sqlx::Type)]
#[sqlx(type_name = "color", rename_all = "lowercase")]
enum Color { Red, Green, LightBlue }"#
        ),
        r#"Color: enum color @ "color"
  Red = red @ Red
  Green = green @ Green
  LightBlue = lightblue @ LightBlue"#
    );
    assert_eq!(
        read(
            r#"#[sqlx(type_name = "color_snake", rename_all = "snake_case")]
enum Color { HTTPRed, #[sqlx(rename = "grün")] Green }"#
        ),
        r#"Color: enum color_snake @ "color_snake"
  HTTPRed = http_red @ HTTPRed
  Green = grün @ "grün""#
    );
    assert_eq!(
        read(
            r#"#[sqlx(type_name = "foo.\"Foo\"")]
struct Foo { value: i32 }"#
        ),
        r#"Foo: composite Foo @ "foo.\"Foo\"" in foo @ "foo.\"Foo\""
  value: i32"#
    );
    assert_eq!(
        read(
            r"#[sqlx(transparent, no_pg_array)]
struct UserId(i64);"
        ),
        "UserId: transparent i64"
    );
    assert_eq!(
        read(
            r"#[sqlx(transparent)]
struct UserId { id: i64 }"
        ),
        "UserId: transparent i64"
    );
    assert_eq!(
        read(
            r#"#[sqlx(type_name = "positive_int")]
struct PositiveInt(i32);"#
        ),
        r#"PositiveInt: newtype of positive_int @ "positive_int"
  0 @ i32: i32"#
    );
    assert_eq!(
        read(
            r#"#[sqlx(type_name = "interface_type")]
struct InterfaceType { name: String, supplier_id: Option<i32> }"#
        ),
        r#"InterfaceType: composite interface_type @ "interface_type"
  name: String
  supplier_id: Option<i32>"#
    );
    assert_eq!(
        read(
            r"#[repr(i32)]
enum Origin { Foo = 1, Bar = 2 }"
        ),
        "Origin: transparent i32"
    );
}

#[test]
fn diesel_models() {
    assert_eq!(
        read(
            r#"#[derive(Queryable, Selectable)]
#[diesel(table_name = crate::schema::users, check_for_backend(diesel::pg::Pg), primary_key(id))]
struct User {
    id: i32,
    #[diesel(column_name = name)]
    full_name: String,
    #[diesel(column_name = "e-mail")]
    email: String,
    #[diesel(embed)]
    dates: Dates,
    #[diesel(deserialize_as = HashMap<String, i32>, column_name = counts)]
    counts_by_name: Counts,
    #[diesel(select_expression = sql::<Integer>("1 + 1"), select_expression_type = SqlLiteral<Integer>)]
    computed: i32,
    #[diesel(skip_insertion)]
    generated: i32,
    type_: String,
    trailing_: i32,
}"#
        ),
        r#"User: model of users
  id: i32
  full_name = name: String
  email = e-mail @ "e-mail": String
  counts_by_name = counts: HashMap<String, i32>, converted into Counts
  generated: i32
  type_ = type @ type_: String
  trailing_: i32
  flattened Dates"#
    );
    assert_eq!(
        read(
            r"#[derive(Insertable)]
#[diesel(table_name = users)]
#[conformant(insert)]
struct NewUser<'a> {
    name: &'a str,
    hair_color: Option<&'a str>,
    #[diesel(serialize_as = String)]
    kind: Kind,
    #[diesel(skip_insertion)]
    generated: i32,
    #[diesel(treat_none_as_default_value = false)]
    nickname: Option<String>,
}"
        ),
        r"NewUser: Insert model (insert) of users
  name: &'a str, none is no value
  hair_color: Option<&'a str>, none is no value
  kind: String, none is no value, converted into Kind
  nickname: Option<String>"
    );
    assert_eq!(
        read(
            r"#[derive(AsChangeset)]
#[diesel(table_name = users)]
#[conformant(update)]
struct UserForm {
    id: i32,
    name: Option<String>,
    #[diesel(serialize_as = String)]
    kind: Kind,
    #[diesel(skip_update)]
    generated: i32,
    #[diesel(treat_none_as_null = true)]
    nickname: Option<String>,
}"
        ),
        r"UserForm: Update model (update) of users
  id: i32, none is no value
  name: Option<String>, none is no value
  kind: String, none is no value, converted into Kind
  nickname: Option<String>"
    );
    assert_eq!(
        read(
            r"#[diesel(table_name = users, treat_none_as_null = true)]
#[conformant(update)]
struct UserForm { name: Option<String> }"
        ),
        r"UserForm: Update model (update) of users
  name: Option<String>"
    );
    assert_eq!(
        read(
            r"#[diesel(table_name = users, treat_none_as_default_value = false)]
#[conformant(insert)]
struct NewUser(#[diesel(column_name = name)] String, #[diesel(embed)] Rest);"
        ),
        r"NewUser: Insert model (insert) of users
  0 @ String = name: String
  flattened Rest"
    );
    assert_eq!(
        read(
            r#"#[table_name = "users"]
#[primary_key(name)]
struct User { #[column_name = "name"] full_name: String }"#
        ),
        r#"User: model of users @ "users"
  full_name = name @ "name": String"#
    );
}

#[test]
fn diesel_types() {
    assert_eq!(
        read(
            r"#[derive(AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Text)]
struct Email(String);"
        ),
        "Email: value of text @ Text"
    );
    assert_eq!(
        read(
            r"#[diesel(sql_type = Jsonb)]
struct Settings { theme: String }"
        ),
        "Settings: value of jsonb @ Jsonb"
    );
    assert_eq!(
        read(
            r#"#[diesel(sql_type = crate::schema::sql_types::OrderStatus)]
#[diesel(rename_all = "snake_case")]
enum Status { InTransit, #[diesel(rename = "gone!")] Gone, HTTPError }"#
        ),
        r#"Status: enum inferred from OrderStatus
  InTransit = in_transit @ InTransit
  Gone = gone! @ "gone!"
  HTTPError = h_t_t_p_error @ HTTPError"#
    );
    assert_eq!(
        read(
            r"#[diesel(sql_type = crate::schema::sql_types::Text)]
enum Status { A }"
        ),
        r"Status: enum inferred from Text
  A"
    );
    assert_eq!(
        read(
            r#"#[diesel(postgres_type(name = "my_type", schema = "sales"))]
struct Marker(String);"#
        ),
        r#"Marker: value of my_type @ "my_type" in sales @ "sales""#
    );
    assert_eq!(
        read(
            r"#[diesel(sql_type = Integer)]
#[diesel(sql_type = Text)]
enum Colour { Red = 1 }"
        ),
        r"Colour: enum integer @ Integer
  Red"
    );
    assert_eq!(
        read(
            r"#[diesel(sql_type = diesel::sql_types::Numeric)]
enum PgNumeric { Positive { weight: i16 }, NaN }"
        ),
        "PgNumeric: value of numeric @ Numeric"
    );
}

#[test]
fn sea_orm_entities() {
    assert_eq!(
        read(
            r#"#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cake", schema_name = "bakery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    #[sea_orm(column_name = "name", enum_name = "Name")]
    pub title: String,
    #[sea_orm(column_type = "Decimal(Some((16, 4)))", nullable)]
    pub price: Option<Decimal>,
    #[sea_orm(ignore)]
    pub cached: String,
    #[sea_orm(select_as = "text", save_as = "citext")]
    pub email: Option<String>,
    pub userID: i32,
    pub _private: i32,
    #[sea_orm(has_many)]
    pub posts: HasMany<super::post::Entity>,
    pub bakery: BelongsTo<Option<super::bakery::Entity>>,
    pub profile: HasOne<super::profile::Entity>,
    pub mine: HasOne<i32>,
}"#
        ),
        r#"Model: model of cake @ "cake" in bakery @ "bakery"
  id: i32
  title = name @ "name": String
  price: Option<Decimal>
  email: Option<String>, holds  or NULL (select_as = "text")
  userID = user_id @ userID: i32
  _private = private @ _private: i32
  mine: HasOne<i32>"#
    );
    assert_eq!(
        read(
            r#"#[sea_orm(table_name = "cakes", rename_all = "camelCase")]
pub struct Model { pub cake_id: i32, pub line_1: String }"#
        ),
        r#"Model: model of cakes @ "cakes"
  cake_id = cakeId @ cake_id: i32
  line_1 = line1 @ line_1: String"#
    );
    assert_eq!(
        read(
            r#"#[derive(DerivePartialModel)]
#[sea_orm(entity = "Cake")]
#[conformant(table = "cake")]
struct PartialCake {
    name: String,
    #[sea_orm(from_col = "SomeFoo")]
    foo: i32,
    #[sea_orm(from_expr = "Expr::val(1).add(1)")]
    sum: i32,
    #[sea_orm(nested)]
    bakery: Bakery,
    #[sea_orm(skip)]
    none: i32,
}"#
        ),
        r#"PartialCake: Partial model (entity = "Cake") of cake @ "cake"
  name: String
  foo = some_foo @ "SomeFoo": i32"#
    );
}

#[test]
fn sea_orm_enums() {
    assert_eq!(
        read(
            r#"#[derive(EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "tea")]
pub enum Tea {
    #[sea_orm(string_value = "EverydayTea")]
    Everyday,
    #[sea_orm(string_value = "BreakfastTea", display_value = "Good morning")]
    Breakfast,
}"#
        ),
        r#"Tea: enum tea @ "tea"
  Everyday = EverydayTea @ "EverydayTea"
  Breakfast = BreakfastTea @ "BreakfastTea""#
    );
    assert_eq!(
        read(
            r#"#[sea_orm(rs_type = "String", db_type = "Enum", rename_all = "snake_case")]
pub enum HttpTea { EverydayTea, #[sea_orm(rename = "PascalCase")] BreakfastTea }"#
        ),
        r#"HttpTea: enum HttpTea @ "Enum"
  EverydayTea = everyday_tea @ EverydayTea
  BreakfastTea"#
    );
    assert_eq!(
        read(
            r#"#[sea_orm(rs_type = "i32", db_type = "Integer")]
pub enum Colour { #[sea_orm(num_value = 0)] Black }"#
        ),
        r#"Colour: transparent i32 @ "i32""#
    );
    assert_eq!(
        read(
            r#"#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(1))", enum_name = "category")]
pub enum Category { #[sea_orm(string_value = "B")] Big }"#
        ),
        r#"Category: transparent String @ "String""#
    );
}

#[test]
fn postgres_types() {
    assert_eq!(
        read(
            r#"#[derive(ToSql, FromSql)]
#[postgres(name = "mood", rename_all = "Train-Case", allow_mismatch)]
enum Mood { VerySad, #[postgres(name = "okay")] Ok }"#
        ),
        r#"Mood: enum mood @ "mood"
  VerySad = Very-Sad @ VerySad
  Ok = okay @ "okay""#
    );
    assert_eq!(
        read(
            r#"#[postgres(name = "inventory_item")]
struct InventoryItem { #[postgres(name = "supplier")] supplier_id: i32, price: Option<f64> }"#
        ),
        r#"InventoryItem: composite inventory_item @ "inventory_item"
  supplier_id = supplier @ "supplier": i32
  price: Option<f64>"#
    );
    assert_eq!(
        read(
            r"#[postgres(transparent)]
struct SessionId(Vec<u8>);"
        ),
        "SessionId: transparent Vec<u8>"
    );
    assert_eq!(
        read(
            r#"#[postgres(name = "session_id")]
struct SessionId(Vec<u8>);"#
        ),
        r#"SessionId: newtype of session_id @ "session_id"
  0 @ Vec<u8>: Vec<u8>"#
    );
}

#[test]
fn serde_names_members_of_documents_not_columns() {
    assert_eq!(
        read(
            r#"#[serde(rename_all = "camelCase")]
struct User {
    #[serde(rename = "e-mail", default, skip)]
    email_address: String,
    #[serde(flatten)]
    rest: Rest,
}"#
        ),
        r"User: model inferred
  email_address: String
  rest: Rest"
    );
}

#[test]
fn what_is_not_understood_is_theirs_to_report() {
    assert_eq!(
        read(
            r#"#[sqlx(unknown, rename_all = "no-case", type_name = 3, 4)]
#[diesel(belongs_to(Account<'_>, foreign_key = account_id), base_query = a < b, treat_none_as_null = true)]
#[sea_orm]
#[postgres = "x"]
#[repr(transparent)]
struct User {
    #[sqlx(rename = 4, try_from = "3x", json(what))]
    #[diesel(column_name)]
    #[column_name]
    a: i32,
    #[some::path(rename = "x")]
    b: i32,
}"#
        ),
        r"User: model inferred
  a: i32, holds jsonb | json (json(what))
  b: i32"
    );
}

#[test]
fn our_own_attribute_has_the_last_word() {
    assert_eq!(
        read(
            r#"#[diesel(table_name = people)]
#[sea_orm(schema_name = "theirs")]
#[conformant(table = "users", schema = "ours", rename_all = "UPPERCASE")]
struct User {
    #[sqlx(rename = "theirs")]
    #[conformant(column = "ours")]
    a: i32,
    #[sqlx(rename = "theirs")]
    b: i32,
    c: i32,
    #[sqlx(skip)]
    #[conformant(column = "d")]
    d: i32,
    #[sqlx(json)]
    #[conformant(holds = "text")]
    e: String,
}"#
        ),
        r#"User: model of users @ "users" in ours @ "ours"
  a = ours @ "ours": i32
  b = theirs @ "theirs": i32
  c = C @ c: i32
  d: i32
  e = E @ e: String, holds text ("text")"#
    );
    assert_eq!(
        read(
            r#"#[sqlx(type_name = "theirs")]
#[conformant(type = "ours", rename_all = "lowercase")]
enum Status { #[sqlx(rename = "theirs")] #[conformant(rename = "ours")] A, #[postgres(name = "theirs")] B, C }"#
        ),
        r#"Status: enum ours @ "ours"
  A = ours @ "ours"
  B = theirs @ "theirs"
  C = c @ C"#
    );
    assert_eq!(
        read(
            r#"#[sqlx(type_name = "a_type")]
#[conformant(table = "a_table")]
struct Row { id: i32 }"#
        ),
        r#"Row: model of a_table @ "a_table"
  id: i32"#
    );
}

#[test]
fn two_crates_can_agree() {
    assert_eq!(
        read(
            r#"#[sqlx(rename_all = "camelCase")]
#[postgres(name = "users")]
#[diesel(table_name = users)]
struct User {
    #[sqlx(rename = "name")]
    #[diesel(column_name = name)]
    full_name: String,
    #[diesel(column_name = "createdAt")]
    created_at: String,
}"#
        ),
        r#"User: model of users
  full_name = name @ "name": String
  created_at = createdAt @ created_at: String"#
    );
}
