//! Nor is who runs the statements of a model with a mistake told again.

use postgres::Client;
use schema_runtime::access::{Access as _, postgres::Run as _};
use schema_runtime::{Conformant, DatabaseError};
use uuid::Uuid;

pub struct Email(pub String);

#[derive(Conformant)]
#[conformant(table = "users", partial, acces)]
pub struct Login {
    pub id: Uuid,
    pub email: Email,
}

#[derive(Conformant)]
#[conformant(table = "users", insrt, access, returns = Login)]
pub struct NewUser<'a> {
    pub email: &'a str,
}

#[derive(Conformant)]
#[conformant(table = "orders", partial, access)]
pub struct Order {
    pub id: Uuid,
    #[conformant(references = Login)]
    pub user_id: Uuid,
}

pub fn run(client: &mut Client, new: &NewUser<'_>) -> Result<Vec<Order>, DatabaseError> {
    let login: Login = new.insert().on(client)?;
    let login: Option<Login> = Login::by_id(&login.id).find().on(client)?;
    let Some(login) = login else { return Ok(Vec::new()) };
    let others: Vec<Login> = Login::list_after(login.key(), 10).on(client)?;
    for other in others {
        Login::by_id(&other.id).delete().on(client)?;
    }
    let order: Order = Order::of_user(&login).list(1).on(client)?.remove(0);
    let login: Login = order.user().get().on(client)?;
    Order::of_user(&login).list_after(order.key(), 10).on(client)
}
