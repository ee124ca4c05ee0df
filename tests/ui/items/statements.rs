#![allow(dead_code)]

use schema_runtime::Conformant;
use schema_runtime::access::Access as _;
use uuid::Uuid;

// What reads some columns writes none.
#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
struct Login {
    email: String,
}

// A row that nobody can name.
#[derive(Conformant)]
#[conformant(table = "users", update, access)]
struct Rename {
    nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "users", update, access)]
struct Nothing {
    id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access)]
struct NewUser {
    email: String,
}

// A view is read.
#[derive(Conformant)]
#[conformant(access)]
struct ActiveUser {
    #[conformant(key)]
    id: Uuid,
    email: Option<String>,
    nickname: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "active_users", partial, access)]
struct Active {
    email: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "users", partial)]
struct Plain {
    id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "users", update)]
struct PlainChange {
    id: Uuid,
    nickname: Option<String>,
}

// What refers to it is in order, and has no statement for it.
#[derive(Conformant)]
#[conformant(table = "orders", partial, access)]
struct Order {
    id: Uuid,
    #[conformant(references = Plain)]
    user_id: Uuid,
}

fn references(order: &Order, plain: &Plain) {
    let _ = order.user().get();
    let _ = Order::of_user(plain).list(10);
}

fn statements(login: &Login, rename: &Rename, nothing: &Nothing, new: &NewUser, user: &ActiveUser, id: &Uuid) {
    let _ = login.insert();
    let _ = Login::list(10);
    let _ = rename.update();
    let _ = nothing.update();
    let _ = new.upsert();
    let _ = user.update();
    let _ = ActiveUser::by_id(id).delete();
    let _ = Active::list(10);
    let _ = Plain::list(10);
    let _ = PlainChange { id: *id, nickname: None }.update();
}
