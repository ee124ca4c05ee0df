//! The table: what is read of it and what is written to it. The statements are the models' own.

use std::collections::BTreeMap;

use postgres::Transaction;
use schema_runtime::access::Access as _;
use schema_runtime::access::postgres::Run as _;
use schema_runtime::{Conformant, DatabaseError};
use uuid::Uuid;

/// A product that is there.
#[derive(Conformant)]
#[conformant(table = "products", partial, access)]
pub(crate) struct Product {
    id: Uuid,
    sku: String,
    label: String,
    cents: i64,
}

/// A product that there is to be.
#[derive(Clone, Conformant)]
#[conformant(table = "products", insert, access, upsert = "uq_products_sku")]
pub(crate) struct Wanted {
    pub(crate) sku: String,
    pub(crate) label: String,
    pub(crate) cents: i64,
}

impl Wanted {
    fn is(&self, product: &Product) -> bool {
        self.label == product.label && self.cents == product.cents
    }
}

/// What was done.
#[derive(Default)]
pub(crate) struct Done {
    pub(crate) inserted: usize,
    pub(crate) updated: usize,
    pub(crate) removed: usize,
    pub(crate) kept: usize,
}

/// Rows that are read at once.
const PAGE: u32 = 1000;

/// All there are, by SKU.
fn all(transaction: &mut Transaction<'_>) -> Result<BTreeMap<String, Product>, DatabaseError> {
    let mut all = BTreeMap::new();
    let mut page = Product::list(PAGE).on(transaction)?;
    while let Some(last) = page.last() {
        let next = Product::list_after(last.key(), PAGE).on(transaction)?;
        all.extend(
            page.into_iter()
                .map(|product| (product.sku.clone(), product)),
        );
        page = next;
    }
    Ok(all)
}

/// Makes the table be what is wanted.
pub(crate) fn synchronise(
    transaction: &mut Transaction<'_>,
    wanted: &[Wanted],
) -> Result<Done, DatabaseError> {
    let mut there = all(transaction)?;
    let (mut done, mut new) = (Done::default(), Vec::new());
    for wanted in wanted {
        match there.remove(&wanted.sku) {
            Some(product) if wanted.is(&product) => done.kept += 1,
            Some(_) => {
                wanted.upsert().on(transaction)?;
                done.updated += 1;
            }
            None => new.push(wanted.clone()),
        }
    }
    Wanted::insert_many(&new).on(transaction)?;
    done.inserted = new.len();
    for sku in there.keys() {
        Product::by_sku(sku).delete().on(transaction)?;
        done.removed += 1;
    }
    Ok(done)
}
