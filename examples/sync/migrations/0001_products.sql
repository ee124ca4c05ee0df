CREATE TABLE products (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    sku text NOT NULL,
    label text NOT NULL,
    cents bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_products PRIMARY KEY (id),
    CONSTRAINT uq_products_sku UNIQUE (sku),
    CONSTRAINT ck_products_cents CHECK (cents >= 0)
);
