"""How the statement of a tile reads the tables of its version."""

import json

from layers import versions
from layers.tiles import reading
from layers.tiles.matrices import MATRIX_SETS, Place
from tests.layers.tiles.test_coarse import content, wiggly_neighbours


def looked_up(plan, table):
    """The parts of a plan that read a table."""
    if plan.get("Relation Name") == table:
        yield plan
    for part in plan.get("Plans", ()):
        yield from looked_up(part, table)


def test_a_generalised_shape_is_looked_up_by_its_whole_key(database):
    """By a part of the key, the band of the whole layer would be read for each feature."""
    place = Place(zoom=8, row=127, column=128)
    matrices = MATRIX_SETS["WebMercatorQuad"]
    with database.begin() as connection:
        staged = versions.stage(connection, content(wiggly_neighbours()), created_by="test")
        statement = reading._statement(
            staged.version_id, matrices.id, is_thinned=False, is_coarse=True
        )
        values = reading._values("cells", matrices, place) | {"limit": 10}
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        [[root]] = connection.exec_driver_sql(
            "EXPLAIN (FORMAT JSON) " + statement, values
        ).scalars()
    [step] = looked_up(root["Plan"], f"feature_v{staged.version_id}_coarse")
    condition = json.dumps(step.get("Index Cond"))
    assert all(part in condition for part in ("version_id", "zoom", "seq")), step
