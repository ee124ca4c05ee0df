
CREATE TABLE steps (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "order" integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
