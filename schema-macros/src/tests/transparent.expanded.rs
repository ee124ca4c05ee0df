#[conformant(transparent)]
struct Id<T>(T);

// ----------

const _: () = {
    ::schema_runtime::__holds! {
        transparent[T] [Id < T >] [] T
    }
};
