"""Background work: procrastinate's queue and the table people read."""

from __future__ import annotations

from alembic import op
from procrastinate.schema import SchemaManager

from layers.db import raw

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_JOB = """
CREATE TABLE job (
    id text CONSTRAINT pk_job PRIMARY KEY,
    kind text NOT NULL,
    status text NOT NULL DEFAULT 'queued',
    request jsonb NOT NULL,
    progress double precision NOT NULL DEFAULT 0,
    result jsonb,
    error jsonb,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ck_job_status CHECK (status IN ('queued', 'running', 'done', 'failed'))
)
"""


def upgrade() -> None:
    # The library's own schema, as the locked version ships it.
    # By the driver itself: the text holds percent signs that are no placeholders.
    raw(op.get_bind()).execute(SchemaManager.get_schema())
    op.get_bind().exec_driver_sql(_JOB)
