"""A version that is given up between looking it up and reading it is said to be gone."""

from __future__ import annotations

import pytest

from layers.db import Database
from layers.errors import UnknownVersion
from layers.items import Asked, item, page, select
from layers.systems import CRS84
from layers.tiles import MATRIX_SETS, Place, Pointer, tile
from tests import staging

GONE = 999_999


def ask(url, question):
    async def asked():
        database = Database(url)
        await database.open()
        try:
            return await question(database)
        finally:
            await database.close()

    return staging.in_its_own_loop(asked())


@pytest.mark.parametrize(
    "question",
    [
        lambda database: page(database, select(GONE, Asked(limit=5), {})),
        lambda database: item(database, GONE, "a", CRS84),
        lambda database: tile(
            database,
            "x",
            Pointer(version_id=GONE, feature_count=3, number=1),
            MATRIX_SETS["WebMercatorQuad"],
            Place(zoom=8, row=98, column=208),
        ),
    ],
    ids=["page", "item", "tile"],
)
def test_it_is_not_taken_for_an_empty_one(read_url, question):
    with pytest.raises(UnknownVersion):
        ask(read_url, question)
