-- What was merged on a bad afternoon. Each line had its reason.

-- called as in the table tags
ALTER TABLE secret_tags RENAME COLUMN tag_name TO name;

-- somebody recorded a whole conference
ALTER TABLE journal_entries ALTER COLUMN audio_bytes TYPE bigint;

-- the primary key has that column already
DROP INDEX idx_journal_entry_tags_tag_id;

-- for birthdays
ALTER TYPE reminder_frequency ADD VALUE 'yearly';

-- the import has none
ALTER TABLE reminders ALTER COLUMN message DROP NOT NULL;
