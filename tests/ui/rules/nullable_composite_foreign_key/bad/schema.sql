
CREATE TABLE places (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    country text NOT NULL,
    city text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (country, city)
);
CREATE TABLE people (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    country text,
    city text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (country, city) REFERENCES places (country, city)
);
CREATE INDEX people_country_city_idx ON people (country, city);
