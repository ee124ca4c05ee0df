CREATE TABLE index (id uuid PRIMARY KEY);
CREATE TABLE indices (id uuid PRIMARY KEY);
