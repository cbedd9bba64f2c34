"""Generalised geometry for the tiles of low zooms, partitioned as the features are."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE feature_coarse (
    version_id integer NOT NULL,
    zoom integer NOT NULL,
    seq bigint NOT NULL,
    geom_3857 geometry(Geometry, 3857) NOT NULL,
    geom geometry(Geometry, 4326) NOT NULL
        GENERATED ALWAYS AS (st_transform(geom_3857, 4326)) STORED,
    CONSTRAINT pk_feature_coarse PRIMARY KEY (version_id, zoom, seq)
) PARTITION BY LIST (version_id)
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_TABLE)
