-- What postgres-types knows of a domain inside a composite type.
CREATE DOMAIN score AS integer CHECK (VALUE > 0);
CREATE TYPE mark AS (judge text, score score, earlier score[], best score);
CREATE TYPE note AS (score score);
