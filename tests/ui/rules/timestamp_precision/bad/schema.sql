
CREATE TABLE events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    happened_at timestamptz(0) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
