#[conformant(transparent)]
struct Id<T>(T);

// ----------

const _: () = {
    let _ = (::core::option_env!("SCHEMA_SNAPSHOT"));
    ::schema_runtime::__holds! {
        transparent[T] [Id < T >] [] T
    }
};
