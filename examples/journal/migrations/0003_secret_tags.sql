-- Entries that only a second password shows (OPAQUE, RFC 9807), and a log of what happened.

CREATE TABLE secret_tags (
    tag_id varchar(36) NOT NULL,
    binary_tag_id bytea NOT NULL,
    user_id uuid NOT NULL,
    tag_name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_secret_tags PRIMARY KEY (tag_id),
    CONSTRAINT fk_secret_tags_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT uq_secret_tags_binary_tag_id UNIQUE (binary_tag_id),
    CONSTRAINT ck_secret_tags_binary_tag_id CHECK (octet_length(binary_tag_id) = 16)
);

CREATE INDEX idx_secret_tags_user_id ON secret_tags (user_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON secret_tags
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE opaque_sessions (
    session_id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    binary_tag_id bytea,
    session_state text NOT NULL DEFAULT 'initialized',
    session_data bytea,
    expires_at timestamptz NOT NULL,
    last_activity timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_opaque_sessions PRIMARY KEY (session_id),
    CONSTRAINT fk_opaque_sessions_user_id
        FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT fk_opaque_sessions_binary_tag_id
        FOREIGN KEY (binary_tag_id) REFERENCES secret_tags (binary_tag_id) ON DELETE CASCADE,
    CONSTRAINT ck_opaque_sessions_session_state
        CHECK (session_state IN ('initialized', 'authenticated', 'closed'))
);

CREATE INDEX idx_opaque_sessions_user_id ON opaque_sessions (user_id);
CREATE INDEX idx_opaque_sessions_binary_tag_id ON opaque_sessions (binary_tag_id);
CREATE INDEX idx_opaque_sessions_expires_at ON opaque_sessions (expires_at);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON opaque_sessions
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE log_entries (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    user_id uuid,
    message text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_log_entries PRIMARY KEY (id),
    CONSTRAINT fk_log_entries_user_id
        FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX idx_log_entries_user_id ON log_entries (user_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON log_entries
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
