#![no_std]
#![deny(warnings, unused, missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]
//! Statements in a crate that has next to nothing.

extern crate alloc;

use ::alloc::string::String;
use ::chrono::{DateTime, Utc};
use ::core::option::Option;
use ::schema_runtime::Conformant;
use ::schema_runtime::access::{Access as _, Read};
use ::uuid::Uuid;

/// A type of this name is not the language's.
#[allow(non_camel_case_types, dead_code)]
pub type str = u8;

/// Nor is this.
#[allow(dead_code)]
pub enum Result {}

/// The whole row.
#[derive(Conformant)]
#[conformant(access, upsert = "users_pkey")]
pub struct User {
    /// A field.
    pub id: Uuid,
    /// A field.
    pub email: String,
    /// A field.
    pub nickname: Option<String>,
    /// A field.
    pub logins: i64,
    /// A field.
    pub settings: ::serde_json::Value,
    /// A field.
    pub tags: ::alloc::vec::Vec<String>,
    /// A field.
    pub avatar: Option<::alloc::vec::Vec<u8>>,
    /// A field.
    pub r#type: String,
    /// A field.
    pub created_at: DateTime<Utc>,
    /// A field.
    pub updated_at: DateTime<Utc>,
}

#[derive(Conformant)]
#[conformant(table = "users", insert, access, returns = User, upsert = "users_pkey")]
struct NewUser<'a> {
    id: Uuid,
    email: &'a ::core::primitive::str,
    nickname: Option<&'a ::core::primitive::str>,
}

#[derive(Conformant)]
#[conformant(table = "users", update, access, returns = User)]
struct UserChange {
    id: Uuid,
    nickname: Option<Option<String>>,
    r#type: Option<String>,
}

#[derive(Conformant)]
#[conformant(table = "orders", partial, access)]
struct Order {
    id: Uuid,
    #[conformant(references = User)]
    user_id: Uuid,
}

/// Of any identifier.
#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct Named<Q, const N: usize> {
    /// A field.
    pub id: Q,
    /// A field.
    #[conformant(as = String)]
    pub email: Address<N>,
    /// A field.
    #[conformant(skip)]
    pub spare: [u8; 0],
}

/// At most so long.
#[derive(Clone)]
pub struct Address<const N: usize>(String);

impl<const N: usize> ::core::convert::TryFrom<String> for Address<N> {
    type Error = &'static ::core::primitive::str;

    fn try_from(text: String) -> ::core::result::Result<Self, Self::Error> {
        if text.len() > N {
            return ::core::result::Result::Err("too long");
        }
        ::core::result::Result::Ok(Self(text))
    }
}

impl<const N: usize> ::core::convert::From<Address<N>> for String {
    fn from(address: Address<N>) -> Self {
        address.0
    }
}

/// In parts, without names.
#[derive(Conformant)]
#[conformant(table = "orders", partial, access)]
pub struct Receipt(
    #[conformant(column = "id")] Uuid,
    #[conformant(flatten)] Times,
    #[conformant(column = "user_id", references = User)] Uuid,
);

/// A part.
#[derive(Conformant)]
#[conformant(table = "orders", partial, access)]
pub struct Times {
    /// A field.
    pub created_at: DateTime<Utc>,
}

/// The statements are constants.
pub const SELECTED: &::core::primitive::str = <User as Read>::SELECTED;

/// And values.
pub fn statements(user: &User) {
    let new = NewUser { id: user.id, email: "a@b", nickname: Option::None };
    let _ = new.insert();
    let _ = new.upsert();
    let _ = NewUser::insert_many(&[]);
    let change = UserChange { id: user.id, nickname: Option::Some(Option::None), r#type: Option::None };
    let _ = change.update();
    let _ = User::by_id(&user.id).get().text();
    let order = Order { id: user.id, user_id: user.id };
    let _ = order.user().find();
    let _ = Order::of_user(user).list(10);
    let _ = Order::list_after(order.key(), 10);
    let named = Named::<_, 9> { id: user.id, email: Address(String::new()), spare: [] };
    let _ = Named::<Uuid, 9>::by_id(&user.id).find();
    let _ = Named::list_after(named.key(), 10);
    let _ = Receipt::by_id(&user.id).find();
    let _ = Receipt::of_user(user).list(10);
}

/// A model with a lifetime, which is called as that of the expansion is, and a field that is called by a word of
/// the 2024 edition.
#[derive(Conformant)]
#[conformant(table = "orders", partial, access)]
pub struct Lent<'conformant> {
    /// A field.
    pub id: ::alloc::borrow::Cow<'conformant, Uuid>,
    /// A field.
    #[conformant(references = Owner<'conformant>, column = "user_id")]
    pub r#gen: Uuid,
}

/// The same of what gives values.
#[derive(Conformant)]
#[conformant(table = "users", update, access)]
pub struct LentChange<'conformant, 'conformant_> {
    /// A field.
    pub id: &'conformant_ Uuid,
    /// A field.
    pub email: Option<&'conformant ::core::primitive::str>,
}

/// The parent.
#[derive(Conformant)]
#[conformant(table = "users", partial, access)]
pub struct Owner<'a> {
    /// A field.
    pub id: Uuid,
    /// A field.
    pub email: ::alloc::borrow::Cow<'a, ::core::primitive::str>,
}

/// The parent may be gone before what is made of it is run.
pub fn lent(owner: &Owner<'_>, lent: &Lent<'_>, change: &LentChange<'_, '_>) {
    let _ = change.update();
    let _ = Lent::of_gen(owner).list(1);
    let _ = lent.r#gen().find();
    let _ = &owner.email;
}
