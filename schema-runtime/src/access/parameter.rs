//! A parameter of `tokio-postgres`.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use core::error::Error;
use core::fmt;

use ::bytes::BytesMut;
use ::postgres_types::{IsNull, Kind, ToSql, Type, WrongType};

use super::driver::{Around, Domains};

type BoxedError = Box<dyn Error + Sync + Send>;

/// A parameter.
pub struct Parameter<'x> {
    value: Held<'x>,
    domain: Around,
}

enum Held<'x> {
    /// A field's own.
    Borrowed(&'x (dyn ToSql + Sync)),
    /// One that is made of a field.
    Made(Box<dyn ToSql + Sync + Send + 'x>),
}

impl<'x> Parameter<'x> {
    pub(super) fn borrowed(value: &'x (dyn ToSql + Sync)) -> Self {
        let value = Held::Borrowed(value);
        Self { value, domain: &[] }
    }

    pub(super) fn made(value: impl ToSql + Sync + Send + 'x) -> Self {
        let value = Held::Made(Box::new(value));
        Self { value, domain: &[] }
    }

    pub(super) fn of_domain<M: Domains, const AT: usize>(self) -> Self {
        let domain = M::DOMAINS[AT];
        Self { domain, ..self }
    }

    fn value(&self) -> &(dyn ToSql + Sync) {
        match &self.value {
            Held::Borrowed(value) => *value,
            Held::Made(value) => &**value,
        }
    }

    pub(super) fn to_sql(&self) -> &(dyn ToSql + Sync) {
        if self.domain.is_empty() {
            self.value()
        } else {
            self
        }
    }
}

/// A value of a domain, given to what the server takes for what is below it.
impl ToSql for Parameter<'_> {
    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, BoxedError> {
        let written = out.len();
        match self.value().to_sql_checked(ty, out) {
            Err(error) if error.is::<WrongType>() => {
                out.truncate(written);
                let by_name = self.value().to_sql_checked(&with(self.domain, ty), out);
                // Of what is neither, the type that the server has says more.
                by_name.map_err(|other| {
                    if other.is::<WrongType>() {
                        error
                    } else {
                        other
                    }
                })
            }
            done => done,
        }
    }

    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, BoxedError> {
        self.to_sql_checked(ty, out)
    }
}

impl fmt::Debug for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameter")
            .field("domain", &self.domain)
            .finish_non_exhaustive()
    }
}

/// A type with its domains around it. What is written has the number of the type below, as the server
/// expects of the elements of an array.
fn with(around: Around, ty: &Type) -> Type {
    let named =
        |name: &str, kind| Type::new(name.to_owned(), ty.oid(), kind, ty.schema().to_owned());
    match (around, ty.kind()) {
        ([Some(domain), below @ ..], _) => named(domain, Kind::Domain(with(below, ty))),
        ([None, below @ ..], Kind::Array(element)) => {
            named(ty.name(), Kind::Array(with(below, element)))
        }
        _ => ty.clone(),
    }
}
