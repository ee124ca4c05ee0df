//! What the expansion of the derive calls.

/// Whether an `Option` is `Some`, as a parameter that lives as long as anyone needs it.
#[doc(hidden)]
pub fn given<T>(value: &Option<T>) -> &'static bool {
    if value.is_some() { &true } else { &false }
}
