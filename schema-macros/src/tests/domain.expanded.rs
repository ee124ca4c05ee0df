#[conformant(type = "email")]
struct Email(String);

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
        "/schema/public/types/email.json")
    );
    let _: () = <String as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::maybe<
            ::schema_runtime::sql::domain<
                6858090196229452790,
                ::schema_runtime::sql::text,
            >,
        >,
    >>::OK;
    ::schema_runtime::__holds! {
        own[] [Email] [] ::schema_runtime::sql::domain < 6858090196229452790,
        ::schema_runtime::sql::text >
    }
};
