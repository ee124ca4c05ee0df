-- What the models in the documentation's examples stand for.
CREATE DOMAIN email AS text CONSTRAINT email_check CHECK (VALUE LIKE '%@%');

CREATE TABLE users (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    email email NOT NULL,
    nickname text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_users PRIMARY KEY (id),
    CONSTRAINT uq_users_email UNIQUE (email)
);
