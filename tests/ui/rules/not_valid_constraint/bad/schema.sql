
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    stock integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE products ADD CONSTRAINT products_stock_check CHECK (stock >= 0) NOT VALID;
