-- Timestamps that a plain statement does not mend.
CREATE TABLE events (id uuid PRIMARY KEY);
CREATE TABLE notes (
    id uuid PRIMARY KEY,
    date_created timestamptz NOT NULL,
    creation_date timestamptz NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT NULL
);
CREATE TABLE clocks (
    id uuid PRIMARY KEY,
    created_at timestamp NOT NULL DEFAULT now(),
    updated_at timestamp NOT NULL DEFAULT '2026-01-01',
    rung_at time NOT NULL,
    day_at timestamp NOT NULL
);
CREATE TABLE days (
    id uuid NOT NULL,
    created_at timestamp NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT '2026-01-01 00:00+00',
    PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);
