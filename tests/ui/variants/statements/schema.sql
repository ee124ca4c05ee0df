-- Keys and foreign keys of several columns, and columns whose names differ in what Rust can't say.
CREATE TABLE tenants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE accounts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES tenants,
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_accounts_email UNIQUE (tenant_id, email)
);
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    author text,
    "the-slug" text NOT NULL CONSTRAINT "uq_notes_the-slug" UNIQUE,
    the_slug text NOT NULL CONSTRAINT uq_notes_the_slug UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant_id, author) REFERENCES accounts (tenant_id, email)
);
CREATE INDEX idx_notes_author ON notes (tenant_id, author);

-- But for its key all of it is the database's.
CREATE TABLE tickets (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), number bigint NOT NULL GENERATED ALWAYS AS IDENTITY);

-- A view that takes a row, and one that does not.
CREATE FUNCTION add_slug() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
    'BEGIN INSERT INTO public.notes (tenant_id, "the-slug", the_slug) VALUES (new.tenant_id, new.the_slug, new.the_slug); RETURN new; END';
CREATE VIEW slugs WITH (security_invoker) AS SELECT tenant_id, the_slug FROM notes;
CREATE TRIGGER add_slug INSTEAD OF INSERT ON slugs FOR EACH ROW EXECUTE FUNCTION add_slug();
