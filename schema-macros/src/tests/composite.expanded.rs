#[conformant(type = "address")]
struct Address<'a> {
    street: Option<Cow<'a, str>>,
    house_number: i32,
}

// ----------

const _: () = {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"),
        "/schema/public/types/address.json")
    );
    const _: () = {
        #[diagnostic::on_unimplemented(
            message = "`Address.street` is `Option<Cow<'a, str>>`, but attribute `public.address.street` is `text`",
            label = "does not hold what the column holds",
            note = "write `Option<String>`, or `#[conformant(holds = \"text\")]` here when it does hold it",
            note = "[type_mismatch] from schema/public/types/address.json; `cargo schema refresh` if the database has changed"
        )]
        trait AddressStreetColumn {
            const OK: () = ();
        }
        #[diagnostic::do_not_recommend]
        impl<
            T: ?::core::marker::Sized
                + ::schema_runtime::Holds<
                    ::schema_runtime::sql::maybe<::schema_runtime::sql::text>,
                >,
        > AddressStreetColumn for T {}
        let _: () = <Option<Cow<'static, str>> as AddressStreetColumn>::OK;
    };
    let _: () = <i32 as ::schema_runtime::__private::Fits<
        ::schema_runtime::sql::maybe<::schema_runtime::sql::int4>,
    >>::OK;
    ::schema_runtime::__holds! {
        own['a] [Address < 'a >] [] ::schema_runtime::sql::named < 15628995410927666050 >
    }
};
