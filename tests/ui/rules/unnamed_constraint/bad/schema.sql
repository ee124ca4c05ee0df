
CREATE TABLE bookings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    first_seat integer NOT NULL,
    last_seat integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (first_seat <= last_seat),
    CHECK (last_seat < first_seat + 30)
);
