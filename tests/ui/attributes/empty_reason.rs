use schema_runtime::Conformant;

#[derive(Conformant)]
#[conformant(table = "invoices", partial)]
pub struct Invoice {
    #[conformant(allow(primary_key_uuid = ""))]
    pub id: i64,
}

#[derive(Conformant)]
#[conformant(table = "invoices", partial)]
pub struct InvoiceId {
    #[conformant(allow(primary_key_uuid))]
    pub id: i64,
}
