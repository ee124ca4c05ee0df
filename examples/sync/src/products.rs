//! The table.

use std::collections::BTreeMap;

use postgres::{Row, Transaction};
use schema_runtime::{Conformant, DatabaseError};

/// What the tool knows of a product.
#[derive(Conformant, PartialEq)]
#[conformant(table = "products", insert)]
pub(crate) struct Product {
    pub(crate) sku: String,
    pub(crate) label: String,
    pub(crate) cents: i64,
}

impl Product {
    fn of(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Self {
            sku: row.try_get("sku")?,
            label: row.try_get("label")?,
            cents: row.try_get("cents")?,
        })
    }
}

/// All there are, by SKU.
pub(crate) fn all(
    transaction: &mut Transaction<'_>,
) -> Result<BTreeMap<String, Product>, DatabaseError> {
    let rows = transaction.query("SELECT sku, label, cents FROM products", &[])?;
    rows.iter()
        .map(|row| Product::of(row).map(|product| (product.sku.clone(), product)))
        .collect()
}

pub(crate) fn insert(
    transaction: &mut Transaction<'_>,
    product: &Product,
) -> Result<(), DatabaseError> {
    transaction.execute(
        "INSERT INTO products (sku, label, cents) VALUES ($1, $2, $3)",
        &[&product.sku, &product.label, &product.cents],
    )?;
    Ok(())
}

pub(crate) fn update(
    transaction: &mut Transaction<'_>,
    product: &Product,
) -> Result<(), DatabaseError> {
    transaction.execute(
        "UPDATE products SET label = $2, cents = $3, updated_at = now() WHERE sku = $1",
        &[&product.sku, &product.label, &product.cents],
    )?;
    Ok(())
}

pub(crate) fn delete(transaction: &mut Transaction<'_>, sku: &str) -> Result<(), DatabaseError> {
    transaction.execute("DELETE FROM products WHERE sku = $1", &[&sku])?;
    Ok(())
}
