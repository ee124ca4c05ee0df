
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX users_email_idx ON users (email);
-- As a CREATE INDEX CONCURRENTLY that was cancelled leaves it.
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_email_idx'::regclass;
