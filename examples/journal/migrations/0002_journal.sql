-- Entries, their tags, and reminders to write some.

CREATE TABLE journal_entries (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    title text,
    content text NOT NULL,
    audio_url text,
    audio_bytes integer,
    entry_date timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_journal_entries PRIMARY KEY (id),
    CONSTRAINT fk_journal_entries_user_id
        FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_journal_entries_audio CHECK ((audio_url IS NULL) = (audio_bytes IS NULL))
);

-- Serves the foreign key, too: it begins with user_id.
CREATE INDEX idx_journal_entries_user_id_entry_date ON journal_entries (user_id, entry_date);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON journal_entries
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE tags (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    name text NOT NULL,
    color text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_tags PRIMARY KEY (id),
    CONSTRAINT fk_tags_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT uq_tags_user_id_name UNIQUE (user_id, name),
    CONSTRAINT ck_tags_color CHECK (color ~ '^#[0-9a-f]{6}$')
);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON tags
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE journal_entry_tags (
    entry_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    CONSTRAINT pk_journal_entry_tags PRIMARY KEY (entry_id, tag_id),
    CONSTRAINT fk_journal_entry_tags_entry_id
        FOREIGN KEY (entry_id) REFERENCES journal_entries (id) ON DELETE CASCADE,
    CONSTRAINT fk_journal_entry_tags_tag_id
        FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE
);

CREATE INDEX idx_journal_entry_tags_tag_id ON journal_entry_tags (tag_id);

CREATE TYPE reminder_frequency AS ENUM (
    'daily', 'weekdays', 'weekends', 'weekly', 'monthly', 'custom'
);

CREATE TABLE reminders (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    title text NOT NULL,
    message text NOT NULL,
    frequency reminder_frequency NOT NULL,
    custom_days smallint[],
    next_at timestamptz NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_reminders PRIMARY KEY (id),
    CONSTRAINT fk_reminders_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT ck_reminders_custom_days
        CHECK ((frequency = 'custom') = (custom_days IS NOT NULL))
);

CREATE INDEX idx_reminders_user_id ON reminders (user_id);
CREATE INDEX idx_reminders_next_at ON reminders (next_at) WHERE is_active;

CREATE TRIGGER set_updated_at BEFORE UPDATE ON reminders
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
