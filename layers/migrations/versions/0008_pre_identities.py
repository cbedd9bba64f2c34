"""Who an account is at a provider of identities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_identity",
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_account_identity"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_account_identity_account_id_account"
        ),
    )
    op.create_index("ix_account_identity_account_id", "account_identity", ["account_id"])
