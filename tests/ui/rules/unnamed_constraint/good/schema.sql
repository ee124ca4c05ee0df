
CREATE TABLE bookings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    first_seat integer NOT NULL,
    last_seat integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT bookings_in_order_check CHECK (first_seat <= last_seat),
    CONSTRAINT bookings_length_check CHECK (last_seat < first_seat + 30)
);
