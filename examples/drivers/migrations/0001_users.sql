CREATE TABLE users (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    email_address text NOT NULL,
    display_name text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_email_address UNIQUE (email_address)
);
