"""What the staff said about which feature a plan's place is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_decision",
        sa.Column("place_id", sa.Text, nullable=False),
        sa.Column("layer_id", sa.Text, nullable=False),
        sa.Column("features", ARRAY(sa.Text), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column(
            "decided_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.PrimaryKeyConstraint("place_id", "layer_id", "features", name="pk_place_decision"),
        sa.ForeignKeyConstraint(
            ["layer_id"], ["layer.id"], name="fk_place_decision_layer_id_layer"
        ),
        sa.CheckConstraint("answer IN ('confirmed', 'rejected')", name="answer"),
        sa.CheckConstraint("cardinality(features) > 0", name="features"),
    )
    op.create_index(
        "uq_place_decision_confirmed",
        "place_decision",
        ["place_id"],
        unique=True,
        postgresql_where=sa.text("answer = 'confirmed'"),
    )
