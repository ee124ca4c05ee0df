
CREATE TABLE notes (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_of_the_owner ON notes USING (owner = current_user);
CREATE VIEW recent_notes AS SELECT id, owner FROM notes WHERE created_at > now() - interval '1 day';
