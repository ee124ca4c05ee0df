-- Tables that some statements can't be made for.
CREATE TABLE builds (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
CREATE TABLE build_logs (
    build_id uuid NOT NULL,
    line text NOT NULL,
    CONSTRAINT fk_build_logs_build_id FOREIGN KEY (build_id) REFERENCES builds
);
CREATE INDEX build_logs_build_id_idx ON build_logs (build_id);
