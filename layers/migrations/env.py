"""Alembic's entry: migrates over the connection it is handed, in that connection's transaction."""

from __future__ import annotations

from alembic import context

from layers import (  # noqa: F401 - their tables belong to it
    account_models,
    place_models,
    scenario_models,
    upload_models,
)
from layers.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
context.run_migrations()
