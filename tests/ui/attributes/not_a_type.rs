use schema_runtime::Conformant;
use uuid::Uuid;

#[derive(Conformant)]
#[conformant(table = "orders", partial)]
struct Order {
    #[conformant(references = "User")]
    user_id: Uuid,
}
