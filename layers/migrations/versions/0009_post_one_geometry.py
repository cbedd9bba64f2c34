"""One geometry for each feature: tiles are cut from longitude and latitude.

A second one in the plane of the web's tiles, with its index, took half the disk and more than half
the time of a publication; the tiles of low zooms are made of generalised shapes, and those of high
zooms hold few vertices to transform.
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The index goes with its column, in every partition.
    op.drop_column("feature", "geom_3857")
