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
