"""Which features touch an area, against asking each of them."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from layers.inspection import inside

CORNER = shapely.Polygon([(0, 0), (10, 0), (10, 4), (4, 4), (4, 10), (0, 10)])
HOLED = shapely.Polygon(
    [(20, 0), (30, 0), (30, 10), (20, 10)], [[(24, 4), (26, 4), (26, 6), (24, 6)]]
)
AREA = np.array([CORNER, HOLED, shapely.box(10, 0, 12, 4)], dtype=object)


def scattered(count, reach):
    rng = np.random.default_rng(5)
    first = rng.uniform((-3, -3), (33, 13), (count, 2))
    return first, first + rng.uniform(0, reach, (count, 2))


@pytest.mark.parametrize("reach", [0.05, 1.0, 8.0])
def test_boxes_large_and_small_are_told_as_one_by_one(reach):
    first, last = scattered(6_000, reach)
    boxes = shapely.box(*first.T, *last.T)
    expected = shapely.intersects(boxes[:, None], AREA).any(axis=1)
    assert 0 < expected.sum() < len(boxes)
    assert (inside.touching(boxes, AREA) == expected).all()


@pytest.mark.parametrize("count", [50, 6_000])
def test_points_on_a_border_touch_and_those_in_a_hole_do_not(count):
    first, _ = scattered(count, 1)
    special = [(10, 2), (0, 0), (4, 4), (25, 5), (24, 5), (7, 7), (12, 4), (12.0001, 4)]
    points = shapely.points(np.concatenate((first, special)))
    told = inside.touching(points, AREA)
    assert told[-8:].tolist() == [True, True, True, False, True, False, True, False]
    assert (told == shapely.intersects(points[:, None], AREA).any(axis=1)).all()


def test_all_in_one_place_and_no_area_at_all():
    same = np.full(6_000, shapely.Point(2, 2))
    assert inside.touching(same, AREA).all()
    assert not inside.touching(same, AREA[:0]).any()
