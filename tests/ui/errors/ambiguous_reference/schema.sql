CREATE TABLE users (
    id uuid PRIMARY KEY
);
CREATE TABLE members (
    id uuid PRIMARY KEY REFERENCES users
);
CREATE TABLE orders (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users,
    CONSTRAINT fk_orders_member FOREIGN KEY (user_id) REFERENCES members
);
CREATE INDEX orders_user_id_idx ON orders (user_id);
