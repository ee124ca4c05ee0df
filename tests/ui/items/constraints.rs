//! A constraint that is not there any more, one that nobody has thought of, and the enum of an item
//! of which nothing is known.

use schema_runtime::{Conformant, Constrained, DatabaseError};
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(partial, constraints)]
pub struct Order {
    pub user_id: Uuid,
}

pub fn renamed(error: &DatabaseError) -> bool {
    error.constraint_of::<Order>() == Some(OrderConstraint::FkOrdersUser)
}

pub fn new(constraint: OrderConstraint) -> &'static str {
    match constraint {
        OrderConstraint::OrdersUserIdFkey => "there is no such user",
        OrderConstraint::OrdersPkey => "the order is there already",
    }
}

#[derive(Conformant)]
#[conformant(table = "no_orders", partial, constraints)]
pub struct NoOrder {
    pub user_id: Uuid,
}

pub fn unknown(error: &DatabaseError) -> Option<<NoOrder as Constrained>::Constraint> {
    error.constraint_of::<NoOrder>()
}

// Who matches on the constraints of an item with a mistake is not told again.
#[derive(Conformant)]
#[conformant(tabel = "orders", partial, constraints)]
pub struct Misspelt {
    pub user_id: Uuid,
}

#[derive(Conformant)]
#[conformant(table = "ordrs", partial, constraint)]
pub struct Near {
    pub user_id: Uuid,
}

pub fn mistaken(error: &DatabaseError) -> bool {
    error.constraint_of::<Misspelt>() == Some(MisspeltConstraint::OrdersUserIdFkey)
        || error.constraint_of::<Near>() == Some(NearConstraint::OrdersUserIdFkey)
}
