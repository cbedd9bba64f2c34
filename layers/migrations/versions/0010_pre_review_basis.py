"""Why a layer needs no map review number is kept on the layer, beside the number.

It was in the report of the version that first said it, where nobody looks, and had to be said again
with every publication. What versions say already is taken over, the newest of each layer.
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE layer ADD COLUMN review_basis text")
    op.execute(
        """
        UPDATE layer SET review_basis = said.basis
        FROM (
            SELECT DISTINCT ON (layer_id) layer_id, report ->> 'review_basis' AS basis
            FROM layer_version
            WHERE report ->> 'review_basis' <> '' AND published_at IS NOT NULL
            ORDER BY layer_id, number DESC
        ) AS said
        WHERE said.layer_id = layer.id
        """
    )
