-- What a colleague merged on Friday. `cargo xtask demo` builds the shop against
-- the schema that this leaves behind.

ALTER TABLE users RENAME COLUMN email TO email_address;
ALTER TABLE products ALTER COLUMN price_cents TYPE bigint;
ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;
ALTER TYPE order_status ADD VALUE 'refunded';
DROP INDEX idx_orders_user_id;
