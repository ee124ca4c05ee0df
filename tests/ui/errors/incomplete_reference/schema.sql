CREATE TABLE memberships (
    club text,
    user_id uuid,
    PRIMARY KEY (user_id, club)
);
CREATE TABLE badges (
    id uuid PRIMARY KEY,
    club text NOT NULL,
    user_id uuid NOT NULL,
    FOREIGN KEY (user_id, club) REFERENCES memberships
);
CREATE INDEX badges_user_id_idx ON badges (user_id, club);
