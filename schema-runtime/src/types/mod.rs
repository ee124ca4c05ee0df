//! Which Rust type holds which SQL type: one table a crate of Rust types.

/// `Type => sql, sql;` or, for a generic type, `Type<T> where T => sql;`.
macro_rules! holds {
    ($($ty:ty $(where $g:ident)? => $($sql:ident),+ ;)*) => {
        $(
            leaf!($ty $(where $g)?);
            holds!(@ [$ty] $([$g])? $($sql)+);
        )*
    };
    (@ $ty:tt [$g:ident] $($sql:ident)+) => { $(holds!(@ $ty = [$g] $sql);)+ };
    (@ $ty:tt $($sql:ident)+) => { $(holds!(@ $ty = [] $sql);)+ };
    (@ [$ty:ty] = [$($g:ident)?] $sql:ident) => {
        impl<$($g)?> $crate::Holds<$crate::sql::$sql> for $ty {}
    };
}

/// What every type that is not seen through (as a reference is) has beside its
/// own SQL types: views' columns and domains over them.
macro_rules! leaf {
    ($ty:ty $(where $($g:tt)+)?) => {
        #[diagnostic::do_not_recommend]
        impl<$($($g)+,)? S> $crate::Holds<$crate::sql::maybe<S>> for $ty
        where $ty: $crate::Holds<S> {}
        #[diagnostic::do_not_recommend]
        impl<$($($g)+,)? const H: u64, B> $crate::Holds<$crate::sql::domain<H, B>> for $ty
        where $ty: $crate::Holds<B> {}
    };
}

mod builtin;
