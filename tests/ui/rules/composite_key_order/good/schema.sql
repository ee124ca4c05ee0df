
CREATE TABLE regions (
    tenant_id uuid,
    region_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (region_id, tenant_id)
);
CREATE TABLE offices (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    region_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant_id, region_id) REFERENCES regions (tenant_id, region_id)
);
CREATE INDEX offices_tenant_id_region_id_idx ON offices (tenant_id, region_id);
