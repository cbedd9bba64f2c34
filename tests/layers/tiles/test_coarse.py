"""Generalised geometry: smaller, and without a gap between neighbours."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

from layers import versions
from layers.tiles import coarse
from layers.types import LayerContent, LayerMeta


def wiggly_neighbours(seed: int = 1, sides: int = 3, steps: int = 200) -> list[Polygon]:
    """Square cells of 40 km whose shared sides are one and the same crooked line."""
    random = np.random.default_rng(seed)
    size = 40_000.0

    def side(a: tuple[float, float], b: tuple[float, float]) -> list[tuple[float, float]]:
        t = np.linspace(0, 1, steps)[1:-1]
        along = np.array(a) + np.outer(t, np.array(b) - np.array(a))
        across = np.array([b[1] - a[1], a[0] - b[0]]) / size
        bends = np.sin(np.pi * t) * (300 * np.sin(t * 90) + random.uniform(-60, 60, t.size))
        return [a, *map(tuple, along + np.outer(bends, across))]

    sides_by_ends = {}

    def edge(a, b):
        if (b, a) in sides_by_ends:
            there = sides_by_ends[b, a]
            return [a, *there[:0:-1]]
        return sides_by_ends.setdefault((a, b), side(a, b))

    cells = []
    for column in range(sides):
        for row in range(sides):
            x, y = column * size, row * size
            ring = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
            ends = zip(ring, [*ring[1:], ring[0]], strict=True)
            cells.append(Polygon([point for a, b in ends for point in edge(a, b)]))
    return cells


def turned(cell: Polygon, by: int) -> Polygon:
    """The same ring begun at another of its vertices, as files of different origin have it."""
    ring = list(cell.exterior.coords)[:-1]
    return Polygon(ring[by:] + ring[:by])


@pytest.mark.parametrize("band", coarse.BANDS)
def test_neighbours_stay_neighbours(band):
    before = np.array(wiggly_neighbours())
    assert shapely.coverage_is_valid(before)
    after = coarse.generalised(before, band)
    assert shapely.coverage_is_valid(after)
    together = shapely.union_all(after)
    assert together.geom_type == "Polygon"
    assert len(together.interiors) == 0


def test_one_by_one_they_would_part():
    """What the coverage is for: the same cells simplified alone leave slivers between them."""
    cells = np.array([turned(cell, place * 37) for place, cell in enumerate(wiggly_neighbours())])
    assert shapely.coverage_is_valid(cells)
    alone = shapely.simplify(cells, coarse.tolerance_m(8))
    assert not shapely.coverage_is_valid(alone)
    assert shapely.coverage_is_valid(coarse.generalised(cells, 8))


def test_low_zooms_need_few_vertices_and_lie_near_the_truth():
    before = np.array(wiggly_neighbours())
    counts = [
        shapely.get_num_coordinates(coarse.generalised(before, band)).sum() for band in coarse.BANDS
    ]
    total = shapely.get_num_coordinates(before).sum()
    assert counts == sorted(counts)
    assert counts[0] < total / 20
    # What is removed is small in area; a thin spike may reach out two pixels.
    for band in coarse.BANDS:
        after = coarse.generalised(before, band)
        lines = zip(shapely.boundary(before), shapely.boundary(after), strict=True)
        farthest = max(shapely.hausdorff_distance(a, b) for a, b in lines)
        assert farthest < 4 * coarse.tolerance_m(band)


def test_half_a_pixel_at_level_8_is_153_metres():
    """40 075 017 m around the equator / 256 tiles / 512 pixels / 2."""
    assert coarse.tolerance_m(8) == pytest.approx(152.87, abs=0.01)


@pytest.mark.parametrize(
    ("zoom", "band"), [(0, 6), (6, 6), (7, 8), (8, 8), (9, 10), (12, 12), (13, None), (18, None)]
)
def test_which_band_serves_a_level(zoom, band):
    assert coarse.band_of(zoom) == band


def test_lines_keep_their_ends_and_small_shapes_stay():
    line = LineString([(x, 200 * np.sin(x / 300)) for x in range(0, 50_000, 50)])
    small = box(0, 0, 5, 5)
    after = coarse.generalised(np.array([line, small]), 6)
    assert after[0].coords[0] == line.coords[0]
    assert after[0].coords[-1] == line.coords[-1]
    assert len(after[0].coords) < 100
    assert after[1].is_valid
    assert not after[1].is_empty


corners = st.integers(0, 6).map(lambda n: n * 4_000.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(corners, corners, corners, corners), min_size=1, max_size=6))
def test_polygons_that_overlap_stay_valid(boxes):
    made = [box(min(a, c), min(b, d), max(a, c) + 500, max(b, d) + 500) for a, b, c, d in boxes]
    rounded = [shapely.buffer(one, 200, quad_segs=16) for one in made]
    after = coarse.generalised(np.array(rounded), 8)
    assert shapely.is_valid(after).all()
    assert not shapely.is_empty(after).any()


def content(geometries: list[object]) -> LayerContent:
    frame = gpd.GeoDataFrame(
        {"n": range(len(geometries))}, geometry=geometries, crs="EPSG:3857"
    ).to_crs("EPSG:4326")
    meta = LayerMeta(
        id="cells", title_zh="格", title_en="Cells", role="zone", geometry_type="Polygon",
        quality="illustrative", licence="none", source="made for a test", source_date="2024",
    )  # fmt: skip
    return LayerContent(meta=meta, batches=lambda: [frame], sha256="x")


def test_a_version_is_stored_with_its_bands(database):
    cells = wiggly_neighbours()
    with database.begin() as connection:
        staged = versions.stage(connection, content([*cells, None]), created_by="test")
        rows = connection.exec_driver_sql(
            "SELECT zoom, count(*), sum(st_npoints(geom_3857)), bool_and(st_srid(geom) = 4326)"
            " FROM feature_coarse WHERE version_id = %s GROUP BY zoom ORDER BY 1",
            (staged.version_id,),
        ).all()
    assert [row[0] for row in rows] == list(coarse.BANDS)
    assert {row[1] for row in rows} == {len(cells)}
    assert [row[2] for row in rows] == sorted(row[2] for row in rows)
    assert all(row[3] for row in rows)


@pytest.mark.parametrize("shape", [Point(1, 2), MultiPoint([(1, 2), (3, 4)]), None])
def test_points_and_nothing_need_no_bands(database, shape):
    with database.begin() as connection:
        staged = versions.stage(connection, content([shape, shape]), created_by="test")
        names = connection.exec_driver_sql("SELECT relname FROM pg_class").scalars().all()
    assert f"feature_v{staged.version_id}" in names
    assert f"feature_v{staged.version_id}_coarse" not in names


def test_a_load_that_fails_leaves_no_bands(database):
    made = []

    def interrupted() -> None:
        with database.begin() as connection:
            staged = versions.stage(connection, content(wiggly_neighbours()), created_by="test")
            made.append(staged.version_id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    with database.begin() as connection:
        names = connection.exec_driver_sql("SELECT relname FROM pg_class").scalars().all()
    assert f"feature_v{made[0]}_coarse" not in names


def test_only_polygons_with_a_neighbour_are_generalised_together():
    boxes = np.array([shapely.box(x, 0, x + 10, 10) for x in (0, 10, 50)], dtype=object)
    assert coarse.touching(boxes).tolist() == [True, True, False]
    round_one = shapely.Point(5000, 5000).buffer(900, quad_segs=50)
    alone = coarse.generalised(np.array([round_one], dtype=object), 10)[0]
    assert shapely.get_num_coordinates(alone) < 50
    assert shapely.hausdorff_distance(alone, round_one) <= coarse.tolerance_m(10)


def test_a_polygon_within_half_a_pixel_becomes_its_box():
    speck = shapely.Point(5000, 5000).buffer(coarse.tolerance_m(8) / 2 - 1, quad_segs=50)
    [small] = coarse.generalised(np.array([speck], dtype=object), 8)
    assert small.equals(shapely.box(*speck.bounds))


def test_an_outline_that_would_cross_itself_is_kept_valid():
    # A narrow bay: plain thinning would take its mouth and leave its end outside.
    bay = Polygon([(0, 0), (4000, 0), (4000, 4000), (2010, 4000), (2000, -30), (1990, 4000),
                   (0, 4000)])  # fmt: skip
    comb = shapely.make_valid(bay, method="structure")
    [kept] = coarse.generalised(np.array([comb], dtype=object), 10)
    assert kept.is_valid
    assert not kept.is_empty
