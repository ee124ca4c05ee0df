-- The schema of the cases that have none of their own: one of everything a derive can stand for.
CREATE TYPE order_status AS ENUM ('placed', 'paid', 'in_transit');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE address AS (street text, house_number integer);
CREATE TYPE price_range AS RANGE (subtype = numeric);

CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email email NOT NULL,
    nickname text,
    logins bigint NOT NULL DEFAULT 0,
    settings jsonb NOT NULL DEFAULT '{}',
    tags text[] NOT NULL DEFAULT '{}',
    avatar bytea,
    "type" text NOT NULL DEFAULT 'person' CHECK ("type" IN ('person', 'machine')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number bigint GENERATED ALWAYS AS IDENTITY,
    user_id uuid NOT NULL REFERENCES users,
    status order_status NOT NULL,
    past order_status[] NOT NULL DEFAULT '{}',
    ship_to address,
    total numeric(12, 2) NOT NULL,
    tax numeric(12, 2) GENERATED ALWAYS AS (total * 0.2) STORED,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_user_id_idx ON orders (user_id);

-- Its key and the name of its index break the standard.
CREATE TABLE invoices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX by_time ON invoices (created_at);

CREATE VIEW active_users AS SELECT id, email, nickname FROM users WHERE logins > 0;
