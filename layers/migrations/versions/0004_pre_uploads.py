"""Uploads, and finding the jobs that work on one."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UPLOAD = """
CREATE TABLE upload (
    id text CONSTRAINT pk_upload PRIMARY KEY,
    layer_id text NOT NULL,
    file_name text NOT NULL,
    size_bytes bigint NOT NULL,
    chunk_bytes integer NOT NULL,
    chunks integer[] NOT NULL DEFAULT '{}',
    declared_sha256 text,
    sha256 text,
    asked jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'receiving',
    file_kept boolean NOT NULL DEFAULT true,
    inspection text,
    report jsonb,
    base_version_id integer
        CONSTRAINT fk_upload_base_version_id_layer_version REFERENCES layer_version (id),
    version_id integer
        CONSTRAINT fk_upload_version_id_layer_version REFERENCES layer_version (id),
    staged_as jsonb,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ck_upload_state CHECK (state IN (
        'receiving', 'received', 'inspected', 'refused', 'staged', 'published', 'discarded'))
)
"""

_INDEXES = (
    "CREATE INDEX ix_upload_created_by ON upload (created_by)",
    "CREATE INDEX ix_upload_version_id ON upload (version_id)",
    # Which job is at work on an upload is asked at every look at it.
    "CREATE INDEX ix_job_upload ON job ((request ->> 'upload'), created_at)",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in (_UPLOAD, *_INDEXES):
        connection.exec_driver_sql(statement)
