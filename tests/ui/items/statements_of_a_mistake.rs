#![allow(dead_code)]
//! Who calls the statements of a model that is not known is not told again.

use schema_runtime::Conformant;
use schema_runtime::access::Access as _;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "uesrs", access, upsert = "users_pkey")]
struct User {
    id: Uuid,
    email: String,
    r#type: String,
    #[conformant(references = Self)]
    parent_id: Option<Uuid>,
}

#[derive(Conformant)]
#[conformant(table = "uesrs", insert, access, returns = User)]
struct NewUser<'a> {
    email: &'a str,
}

#[derive(Conformant)]
#[conformant(table = "users", update, access)]
struct UserChange<S> {
    id: Uuid,
    #[conformant(jsn)]
    settings: S,
}

#[derive(Conformant)]
#[conformant(tabel = "users", partial, access)]
struct Login {
    id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct Borrowed<'a> {
    id: Uuid,
    email: &'a str,
}

// What refers to one, and is in order.
#[derive(Conformant)]
#[conformant(table = "orders", partial, access)]
struct Order {
    id: Uuid,
    #[conformant(references = User)]
    user_id: Uuid,
    #[conformant(flatten)]
    times: Times,
}

#[derive(Conformant)]
#[conformant(table = "ordesr", partial, access)]
struct Times {
    updated_at: chrono::DateTime<chrono::Utc>,
}

fn statements(user: &User, new: &NewUser, change: &UserChange<i64>, order: &Order) {
    let _ = user.insert();
    let _ = User::insert_many(&[]);
    let _ = user.upsert();
    let _ = user.update();
    let _ = User::by_id(&user.id).find();
    let _ = User::by_email("ada@example.org").delete();
    let _ = User::by_type("x").exists();
    let _ = User::list_after(user.key(), 10);
    let _ = user.parent().map(|parent| parent.get());
    let _ = User::of_parent(user).list(10);
    let _ = new.insert();
    let _ = change.update();
    let _ = Login::list(10);
    let _ = Borrowed::by_id(&user.id).get();
    let _ = order.user().get();
    let _ = Order::of_user(user).list(10);
    let _ = Order::by_id(&order.id).get();
}
