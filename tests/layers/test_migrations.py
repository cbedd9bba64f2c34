"""The migrations build exactly what the models say, and refuse what they do not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from layers import migrate
from layers.errors import NotMigrated, SchemaTooNew
from layers.models import Base

if TYPE_CHECKING:
    from layers.db import Database

NOT_OURS = ("spatial_ref_sys", "alembic_version")


def ours(_object: object, name: str, kind: str, *_: object) -> bool:
    return kind != "table" or not (
        name.startswith(("feature_v", "procrastinate_")) or name in NOT_OURS
    )


def test_models_equal_migrations(database: Database):
    with database.begin() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_does_nothing(database: Database):
    migrate.upgrade(database)
    with database.begin() as connection:
        migrate.require_current(connection)
        assert migrate.current(connection) == migrate.head()


def test_a_newer_database_is_left_alone(database: Database):
    with database.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew):
        migrate.upgrade(database)


def test_an_older_database_is_not_worked_on(database: Database):
    with database.begin() as connection:
        connection.execute(sa.text("DELETE FROM alembic_version"))
    with pytest.raises(NotMigrated), database.begin() as connection:
        migrate.require_current(connection)
