-- What an upsert can't go by, and what it can.
CREATE DOMAIN region AS text DEFAULT 'eu';
CREATE TABLE tags (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number bigint NOT NULL GENERATED ALWAYS AS IDENTITY CONSTRAINT uq_tags_number UNIQUE,
    name text NOT NULL CONSTRAINT uq_tags_name UNIQUE DEFERRABLE,
    slug text NOT NULL GENERATED ALWAYS AS (lower(name)) STORED CONSTRAINT uq_tags_slug UNIQUE,
    floors int4range NOT NULL DEFAULT '[1,2)',
    days daterange NOT NULL DEFAULT '[2026-01-01,2026-02-01)',
    code text CONSTRAINT uq_tags_code UNIQUE,
    owner text NOT NULL DEFAULT CURRENT_USER,
    region region CONSTRAINT uq_tags_region UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_tags_owner UNIQUE (owner, name),
    CONSTRAINT uq_tags_days UNIQUE (floors, days WITHOUT OVERLAPS)
);
CREATE UNIQUE INDEX uq_tags_lower ON tags (name, created_at);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.updated_at := now(); RETURN new; END';
CREATE TRIGGER touch BEFORE UPDATE ON tags FOR EACH ROW EXECUTE FUNCTION touch();
