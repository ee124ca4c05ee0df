//! The question that the derive asks of the type checker.

use crate::sql;

/// A Rust type whose values can be what a column of the SQL type `S` holds.
///
/// The derive asks `T: Holds<S>` for each field of type `T` that stands for a
/// column of type `S`; see [`sql`] for the types `S`.
///
/// # Which types hold which
///
/// What the drivers agree to: `T: Holds<S>` when `postgres-types` accepts the
/// pair, sqlx calls it compatible, or diesel implements the conversion. Both
/// directions count, reading and writing. The table is in the documentation of
/// this project, `docs/types.md`.
///
/// - [`sql::nullable<S>`](sql::nullable) is held by `Option<T>`, and by nothing else.
/// - [`sql::maybe<S>`](sql::maybe), a column of a view, by `T` and by `Option<T>`.
/// - [`sql::array<S>`](struct@sql::array) by `Vec<T>`, `[T]` and `[T; N]`, with or
///   without `Option` around the elements.
/// - [`sql::domain<H, B>`](sql::domain) by what holds `B`.
/// - A reference, `Box`, `Rc`, `Arc` or `Cow` of `T` holds what `T` holds.
///
/// # Examples
///
/// ```
/// use schema_runtime::{Holds, sql};
///
/// fn holds<T: Holds<S> + ?Sized, S>() {}
///
/// holds::<str, sql::text>();
/// holds::<Option<i64>, sql::nullable<sql::int8>>();
/// holds::<Vec<Option<i32>>, sql::array<sql::int4>>();
/// ```
///
/// A column that can be NULL is held by an `Option` and nothing else, one that can't by none:
///
/// ```compile_fail
/// # use schema_runtime::{Holds, sql};
/// # fn holds<T: Holds<S> + ?Sized, S>() {}
/// holds::<i64, sql::nullable<sql::int8>>();
/// ```
///
/// ```compile_fail
/// # use schema_runtime::{Holds, sql};
/// # fn holds<T: Holds<S> + ?Sized, S>() {}
/// holds::<Option<i64>, sql::int8>();
/// ```
///
/// # Types of your own
///
/// A newtype says what it is with the derive:
///
/// ```text
/// #[derive(Conformant)]
/// #[conformant(transparent)]          // what `Uuid` holds
/// struct UserId(Uuid);
///
/// #[derive(Conformant)]
/// #[conformant(type = "email")]       // the domain `email`
/// struct Email(String);
/// ```
///
/// # Types of other crates
///
/// Rust allows an implementation of `Holds` only in the crate of the trait or
/// in that of the type. So a foreign type that this crate does not know can't be
/// taught; the field says it instead, and is taken at its word:
///
/// ```text
/// #[conformant(holds = "numeric")]
/// price: other_crate::Money,
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the SQL type `{S}`",
    label = "cannot hold `{S}`"
)]
pub trait Holds<S> {
    /// The record of the Rust type inside that is bound to a type of the schema's own.
    #[cfg(feature = "records")]
    #[doc(hidden)]
    const RECORD: Option<&'static crate::__private::Record> = None;
}

/// Inside an implementation of [`Holds`], the record of what it comes down to.
#[cfg(feature = "records")]
#[doc(hidden)]
#[macro_export]
macro_rules! __record_of {
    ($ty:ty, $sql:ty) => {
        const RECORD: $crate::__private::core::option::Option<&'static $crate::__private::Record> =
            <$ty as $crate::Holds<$sql>>::RECORD;
    };
}

#[cfg(not(feature = "records"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __record_of {
    ($ty:ty, $sql:ty) => {};
}

#[diagnostic::do_not_recommend]
impl<T: Holds<S>, S> Holds<sql::nullable<S>> for Option<T> {
    crate::__record_of! {T, S}
}

// Of what holds `maybe`, and so an `Option` of an `Option` as well: of what diesel inserts the outer
// one says DEFAULT, the inner one NULL.
#[diagnostic::do_not_recommend]
impl<T: Holds<sql::maybe<S>>, S> Holds<sql::maybe<S>> for Option<T> {
    crate::__record_of! {T, sql::maybe<S>}
}

/// Implements [`Holds`] for a type with `#[derive(Conformant)]`, so that how
/// types hold each other is known in this crate only.
///
/// - `own [generics] [Type<..>] [predicates] sql_type`: the type is bound to
///   `sql_type`, and so holds domains over it and columns of views.
/// - `text [generics] [Type<..>] [predicates]`: as `own`, of a type that is
///   bound to a string type. It holds them all, as `String` does: diesel's
///   `Text` is `VarChar`, sqlx calls them compatible, and `postgres-types`
///   accepts each as the other.
/// - `transparent [generics] [Type<..>] [predicates] Inner`: it holds what
///   `Inner` holds.
///
/// After `; NAME` stands a constant with the record of the item.
///
/// `generics` is what stands between `<` and `>` of an `impl`, without a comma
/// at the end; `predicates` is what stands after `where`. No attribute of
/// `diagnostic` here: in a crate without prelude there is no tool of that name.
/// The names of the
/// parameters added here are ones that a user's type is not likely to have.
#[doc(hidden)]
#[macro_export]
macro_rules! __holds {
    (own [$($($generics:tt)+)?] [$ty:ty] [$($predicates:tt)*] $sql:ty $(; $record:ident)?) => {
        impl<$($($generics)+)?> $crate::Holds<$sql> for $ty where $($predicates)* {
            $(const RECORD: $crate::__private::core::option::Option<&'static $crate::__private::Record> =
                $record;)?
        }
        impl<$($($generics)+,)? ConformantSql> $crate::Holds<$crate::sql::maybe<ConformantSql>> for $ty
        where $ty: $crate::Holds<ConformantSql>, $($predicates)* {
            $crate::__record_of! { $ty, ConformantSql }
        }
        impl<$($($generics)+,)? const CONFORMANT_HASH: $crate::__private::core::primitive::u64, ConformantBase>
            $crate::Holds<$crate::sql::domain<CONFORMANT_HASH, ConformantBase>> for $ty
        where $ty: $crate::Holds<ConformantBase>, $($predicates)* {
            $crate::__record_of! { $ty, ConformantBase }
        }
    };
    (text [$($generics:tt)*] [$ty:ty] [$($predicates:tt)*]) => {
        $crate::__holds! { own [$($generics)*] [$ty] [$($predicates)*] $crate::sql::text }
        impl<$($generics)*> $crate::Holds<$crate::sql::varchar> for $ty where $($predicates)* {}
        impl<$($generics)*> $crate::Holds<$crate::sql::bpchar> for $ty where $($predicates)* {}
    };
    (transparent [$($($generics:tt)+)?] [$ty:ty] [$($predicates:tt)*] $inner:ty) => {
        impl<$($($generics)+,)? ConformantSql> $crate::Holds<ConformantSql> for $ty
        where $inner: $crate::Holds<ConformantSql>, $($predicates)* {
            $crate::__record_of! { $inner, ConformantSql }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::Holds;
    use crate::sql;

    struct Slug<T>(core::marker::PhantomData<T>);

    __holds! { text [T] [Slug<T>] [T: Copy,] }

    fn holds<T: Holds<S>, S>() {}

    #[test]
    fn what_is_bound_to_text_holds_every_string_type() {
        holds::<Slug<u8>, sql::text>();
        holds::<Slug<u8>, sql::bpchar>();
        holds::<Option<Slug<u8>>, sql::nullable<sql::varchar>>();
        holds::<Slug<u8>, sql::maybe<sql::varchar>>();
        holds::<Option<Option<Slug<u8>>>, sql::maybe<sql::text>>();
        holds::<Slug<u8>, sql::domain<1, sql::varchar>>();
        holds::<[Slug<u8>; 1], sql::array<sql::varchar>>();
    }
}
