"""Alembic's entry: migrates over the connection it is handed, in that connection's transaction."""

from __future__ import annotations

from alembic import context

from layers import account_models, place_models, upload_models  # noqa: F401 - their tables belong to it
from layers.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
