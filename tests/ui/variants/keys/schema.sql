-- Keys and names that a plain statement does not mend.
CREATE TABLE halves (a bigint NOT NULL, b uuid NOT NULL, PRIMARY KEY (a, b));
CREATE TABLE parents (id bigint PRIMARY KEY);
CREATE TABLE children (id bigint PRIMARY KEY REFERENCES parents);
CREATE TABLE loose (id uuid);
CREATE TABLE unique_pairs (a uuid NOT NULL, b uuid NOT NULL, UNIQUE (a, b));
CREATE TABLE by_expression (id uuid, day timestamptz) PARTITION BY RANGE (date_trunc('day', day, 'UTC'));
CREATE TABLE doubles (id uuid PRIMARY KEY, "firstName" text, first_name text, CONSTRAINT positive CHECK (first_name <> ''));
