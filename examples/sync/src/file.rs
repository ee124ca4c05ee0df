//! The file that says what there is to be.

use crate::products::Wanted;

/// The products of a file's text, or which line is wrong.
pub(crate) fn parse(text: &str) -> Result<Vec<Wanted>, String> {
    let mut products: Vec<Wanted> = Vec::new();
    for (n, line) in (1..).zip(text.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let product =
            line_of(line).ok_or_else(|| format!("line {n}: expected `SKU<tab>LABEL<tab>CENTS`"))?;
        if products.iter().any(|known| known.sku == product.sku) {
            return Err(format!("line {n}: `{}` is there already", product.sku));
        }
        products.push(product);
    }
    Ok(products)
}

fn line_of(line: &str) -> Option<Wanted> {
    let mut parts = line.split('\t');
    let product = Wanted {
        sku: parts.next()?.to_owned(),
        label: parts.next()?.to_owned(),
        cents: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(product)
}
