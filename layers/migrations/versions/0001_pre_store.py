"""The store: layers, versions, features by version, runs."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_STATEMENTS = """
CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE layer (
    id text CONSTRAINT pk_layer PRIMARY KEY,
    role text NOT NULL,
    visibility text NOT NULL DEFAULT 'public',
    review_number text,
    current_version_id integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ck_layer_visibility CHECK (visibility IN ('public', 'internal')),
    CONSTRAINT ck_layer_slug CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$')
);

CREATE TABLE layer_version (
    id serial CONSTRAINT pk_layer_version PRIMARY KEY,
    layer_id text NOT NULL CONSTRAINT fk_layer_version_layer_id_layer REFERENCES layer (id),
    number integer NOT NULL,
    state text NOT NULL DEFAULT 'staged',
    title_zh text NOT NULL,
    title_en text NOT NULL,
    note_zh text NOT NULL DEFAULT '',
    note_en text NOT NULL DEFAULT '',
    geometry_type text NOT NULL,
    key text,
    quality text NOT NULL,
    licence text NOT NULL,
    source text NOT NULL,
    source_url text,
    source_date text NOT NULL,
    native_crs text NOT NULL,
    datum text NOT NULL,
    feature_count integer NOT NULL DEFAULT 0,
    awaited_count integer NOT NULL DEFAULT 0,
    bbox double precision[],
    attributes jsonb NOT NULL DEFAULT '[]',
    source_sha256 text NOT NULL,
    content_sha256 text,
    report jsonb,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT uq_layer_version_layer_id_number UNIQUE (layer_id, number),
    CONSTRAINT ck_layer_version_state
        CHECK (state IN ('staged', 'published', 'superseded', 'discarded')),
    CONSTRAINT ck_layer_version_quality
        CHECK (quality IN ('official', 'derived', 'illustrative'))
);
CREATE UNIQUE INDEX uq_layer_version_published ON layer_version (layer_id)
    WHERE state = 'published';
ALTER TABLE layer ADD CONSTRAINT fk_layer_current_version_id_layer_version
    FOREIGN KEY (current_version_id) REFERENCES layer_version (id);

CREATE TABLE feature (
    version_id integer NOT NULL,
    seq bigint NOT NULL,
    id text NOT NULL,
    geom geometry(Geometry, 4326),
    geom_3857 geometry(Geometry, 3857) GENERATED ALWAYS AS (st_transform(geom, 3857)) STORED,
    attributes jsonb NOT NULL,
    CONSTRAINT pk_feature PRIMARY KEY (version_id, seq)
) PARTITION BY LIST (version_id);
CREATE INDEX ix_feature_id ON feature (id);
CREATE INDEX ix_feature_geom ON feature USING gist (geom);
CREATE INDEX ix_feature_geom_3857 ON feature USING gist (geom_3857);

CREATE TABLE run (
    id text CONSTRAINT pk_run PRIMARY KEY,
    analysis text NOT NULL,
    params jsonb NOT NULL,
    inputs jsonb NOT NULL,
    code_version text NOT NULL,
    status text NOT NULL,
    summary jsonb,
    result_layer_id text CONSTRAINT fk_run_result_layer_id_layer REFERENCES layer (id),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_run_analysis_created_at ON run (analysis, created_at);
"""


def upgrade() -> None:
    for statement in _STATEMENTS.split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
