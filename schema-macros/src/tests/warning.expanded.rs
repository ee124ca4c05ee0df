#[conformant(allow(primary_key_uuid = "as the ledger counts"))]
struct Invoice {
    id: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

// ----------

::schema_runtime::__model! {
    Invoice "invoices" "public"
    "0f558fdf7f467371bbeb7508a35c0ba69eef99fc8bc1d85e6060baf48823d7cf"["id" "created_at"
    "updated_at"] ["/schema/public/invoices.json"]
    [::schema_runtime::sql::int8,::schema_runtime::sql::timestamptz,] [i64, DateTime <
    Utc >,]
}
const _: () = {
    #[deprecated(
        note = "index `by_time` of `public.invoices` is not named by a template: expected `invoices_created_at_idx`\n= help: run: ALTER INDEX public.by_time RENAME TO invoices_created_at_idx;\n= help: the templates are in `[constraint_names]` of `schema.toml`, for this one `invoices_*_idx` or `idx_invoices_*`\n= help: or keep it and say why on the struct: `#[conformant(allow(constraint_names = \"the reason\"))]`\n= note: [constraint_names] from schema/public/invoices.json; `cargo schema refresh` if the database has changed"
    )]
    #[allow(non_upper_case_globals)]
    const constraint_names: () = ();
    constraint_names
};
