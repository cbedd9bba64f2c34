"""What differs between two versions, worked out by hand."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import Point, Polygon

from layers import versions
from layers.errors import UnknownLayer, UnknownVersion
from layers.types import LayerContent, LayerMeta
from layers.version_changes import between
from layers.version_changes.diff import columns
from tests import staging
from tests.staging import frame


def put(database, found: gpd.GeoDataFrame, *, key: str | None = "code") -> None:
    """Publish a frame as the next version, by the shortest way."""
    meta = LayerMeta(
        id="wells", title_zh="水井", title_en="Wells", role="place", geometry_type="Point",
        quality="derived", licence="none", source="made for a test", source_date="2024", key=key,
    )  # fmt: skip
    content = LayerContent(meta=meta, batches=lambda: [found], sha256="x")
    with database.begin() as connection:
        versions.publish(connection, versions.stage(connection, content, created_by="test"))


def diff(database, before=1, after=2, **page):
    with database.begin() as connection:
        return between(connection, "wells", before, after, **page)


def table(*rows: tuple) -> gpd.GeoDataFrame:
    """Rows of longitude, name and depth; a longitude may be missing."""
    return gpd.GeoDataFrame(
        {"name": [row[1] for row in rows], "depth": [row[2] for row in rows]},
        geometry=[None if row[0] is None else Point(row[0], 37.5) for row in rows],
        crs="EPSG:4326",
    )


def counted(found) -> tuple[int, ...]:
    counts = found.counts
    return (
        counts.added, counts.removed, counts.changed_geometry, counts.changed_attributes,
        counts.changed, counts.unchanged,
    )  # fmt: skip


def test_by_key_every_kind_of_change_is_told(database):
    put(database, frame(a=1, b=2, c=3, d=4))
    later = frame(b=20, c=3, d=40, e=5)
    later.loc[later["code"].isin(["c", "d"]), "geometry"] = Point(113, 38)
    put(database, later)
    found = diff(database)
    assert (found.matched_by, found.key) == ("key", "code")
    assert counted(found) == (1, 1, 2, 2, 3, 0)
    assert [(one.kind, one.id) for one in found.changes] == [
        ("removed", "a"), ("changed", "b"), ("changed", "c"), ("changed", "d"), ("added", "e"),
    ]  # fmt: skip
    removed, b, c, d, added = found.changes
    assert removed.geometry["coordinates"] == [112.5, 37.5]
    assert removed.fields == {"code": ("a", None), "depth": (1, None)}
    assert (b.fields, b.geometry_changed, b.before) == ({"depth": (2, 20)}, False, None)
    assert (c.fields, c.geometry_changed) == ({}, True)
    assert c.geometry["coordinates"] == [113, 38]
    assert c.before["coordinates"] == [112.53125, 37.5]
    assert (d.fields, d.geometry_changed) == ({"depth": (4, 40)}, True)
    assert added.fields == {"code": (None, "e"), "depth": (None, 5)}


def test_the_way_back_is_the_opposite(database):
    put(database, frame(a=1, b=2))
    put(database, frame(b=3, c=4))
    there, back = diff(database), diff(database, 2, 1)
    assert counted(there) == counted(back) == (1, 1, 0, 1, 1, 0)
    assert [one.id for one in back.changes] == ["c", "b", "a"]
    assert back.changes[1].fields == {"depth": (3, 2)}


def test_equal_versions_differ_in_nothing(database):
    put(database, frame(a=1, b=2))
    put(database, frame(b=2, a=1))
    found = diff(database)
    assert counted(found) == (0, 0, 0, 0, 0, 2)
    assert found.changes == []


def test_less_than_a_centimetre_is_no_change(database):
    put(database, frame(a=1, b=2))
    later = frame(a=1, b=2)
    later["geometry"] = [Point(112.5 + 4e-8, 37.5), Point(112.515625 + 6e-8, 37.5)]
    put(database, later)
    found = diff(database)
    # Seven digits: 112.50000004 is read as 112.5, 112.51562506 as 112.5156251.
    assert [one.id for one in found.changes] == ["b"]


def test_a_whole_number_with_a_fraction_of_zero_is_the_same(database):
    put(database, frame(a=1))
    put(database, frame(a=1.0))
    found = diff(database)
    assert counted(found) == (0, 0, 0, 0, 0, 1)
    assert found.columns == {"added": [], "removed": [], "retyped": ["depth"]}


def test_a_column_that_came_changes_every_row_and_is_told_once(database):
    put(database, frame(a=1, b=2))
    later = frame(a=1, b=2)
    later["owner"] = [None, "y"]
    put(database, later)
    found = diff(database)
    assert found.columns == {"added": ["owner"], "removed": [], "retyped": []}
    assert [one.fields for one in found.changes] == [
        {"owner": (None, None)}, {"owner": (None, "y")},
    ]  # fmt: skip


def test_a_place_that_came_or_went_is_a_change_of_geometry(database):
    put(database, frame(a=1, b=2))
    later = frame(a=1, b=2)
    later["geometry"] = [None, Point(112.515625, 37.5)]
    put(database, later)
    there, back = diff(database), diff(database, 2, 1)
    assert counted(there) == counted(back) == (0, 0, 1, 0, 1, 1)
    assert (there.changes[0].geometry, back.changes[0].before) == (None, None)


def test_by_content_what_is_equal_is_set_aside_first(database):
    put(database, table((112, "well", 1), (113, "well", 1), (114, "spring", 2)), key=None)
    put(database, table((114, "spring", 2), (112, "well", 1), (115, "lake", 3)), key=None)
    found = diff(database)
    assert (found.matched_by, found.key) == ("content", None)
    assert counted(found) == (1, 1, 0, 0, 0, 2)
    assert [(one.kind, one.fields["name"]) for one in found.changes] == [
        ("removed", ("well", None)), ("added", (None, "lake")),
    ]  # fmt: skip


def test_by_content_the_same_place_is_the_same_feature(database):
    put(database, table((112, "well", 1), (113, "spring", 2)), key=None)
    put(database, table((113, "spring", 5), (112, "well", 1)), key=None)
    found = diff(database)
    assert counted(found) == (0, 0, 0, 1, 1, 1)
    assert found.changes[0].fields == {"depth": (2, 5)}


def test_by_content_the_same_attributes_elsewhere_have_moved(database):
    put(database, table((112, "well", 1), (113, "spring", 2)), key=None)
    put(database, table((112, "well", 1), (113.5, "spring", 2)), key=None)
    found = diff(database)
    assert counted(found) == (0, 0, 1, 0, 1, 1)
    assert found.changes[0].before["coordinates"] == [113, 37.5]


def test_by_content_equal_features_are_told_apart_by_how_many_there_are(database):
    put(database, table(*[(112, "well", 1)] * 3, (113, "well", 1)), key=None)
    put(database, table(*[(112, "well", 1)] * 2, (114, "well", 1)), key=None)
    found = diff(database)
    # Two of three stay; one moves from 112 to 114 and one at 113 is gone, or the other way round.
    assert counted(found) == (0, 1, 1, 0, 1, 2)


def test_by_content_features_without_a_place_are_compared_by_their_attributes(database):
    put(database, table((None, "well", 1), (None, "spring", 2)), key=None)
    put(database, table((None, "well", 1), (112, "spring", 2), (None, "lake", 3)), key=None)
    assert counted(diff(database)) == (1, 0, 1, 0, 1, 1)


def test_versions_of_different_keys_are_compared_by_content(database):
    put(database, frame(a=1))
    put(database, frame(a=1), key="depth")
    found = diff(database)
    assert found.matched_by == "content"
    assert counted(found) == (0, 0, 0, 0, 0, 1)


def test_polygons_are_compared_by_their_vertices(database):
    ring = [(112, 37), (113, 37), (113, 38), (112, 38)]
    first = gpd.GeoDataFrame({"code": ["a", "b"]}, geometry=[Polygon(ring)] * 2, crs="EPSG:4326")
    put(database, first)
    moved = [(112, 37), (113, 37), (113, 38.001), (112, 38)]
    second = first.assign(geometry=[Polygon(ring), Polygon(moved)])
    put(database, second)
    assert [one.id for one in diff(database).changes] == ["b"]


def test_pages_together_hold_every_change_once(database):
    put(database, frame(a=1, b=2, c=3, d=4, e=5))
    put(database, frame(a=10, b=20, c=30, f=6, g=7))
    whole = diff(database, limit=100)
    pages = [diff(database, limit=2, offset=offset) for offset in range(0, 8, 2)]
    assert whole.total == 7
    assert {page.total for page in pages} == {7}
    listed = [one for page in pages for one in page.changes]
    assert listed == whole.changes
    kinds = [one.kind for one in listed]
    assert kinds == ["removed"] * 2 + ["changed"] * 3 + ["added"] * 2


def test_the_collection_draws_what_the_table_tells(database):
    put(database, frame(a=1, b=2))
    put(database, frame(b=3, c=4))
    found = diff(database)
    collection, rows = found.collection(), found.plain()["changes"]
    assert collection["numberMatched"] == found.total == 3
    assert [one["properties"]["change"] for one in collection["features"]] == [
        "removed", "changed", "added",
    ]  # fmt: skip
    assert len({one["id"] for one in collection["features"]}) == 3
    assert [one["properties"]["fields"] for one in collection["features"]] == [
        row["fields"] for row in rows
    ]
    assert all("geometry" not in row for row in rows)


def test_several_questions_in_one_transaction(database):
    put(database, frame(a=1))
    put(database, frame(b=2))
    put(database, frame(b=2, c=3))
    with database.begin() as connection:
        assert between(connection, "wells", 1, 2).total == 2
        assert between(connection, "wells", 2, 3).total == 1


@pytest.mark.parametrize(("before", "after"), [(1, 9), (9, 1), (0, 1)])
def test_a_version_that_is_not_there(database, before, after):
    put(database, frame(a=1))
    with pytest.raises(UnknownVersion):
        diff(database, before, after)


def test_a_layer_that_is_not_there(database):
    with pytest.raises(UnknownLayer):
        diff(database)


def test_a_staged_version_can_be_compared(database, folder):
    from layers import uploads

    staging.published(database, folder, frame(a=1))
    upload = staging.ready(database, folder, frame(b=2))
    wanted = staging.publication(database, upload)
    uploads.publish(database, folder, upload, wanted, author="li", dry_run=True)
    assert counted(diff(database)) == (1, 1, 0, 0, 0, 0)


def test_columns_are_compared_by_name_and_kind():
    def column(name, kind):
        return {"name": name, "type": kind}

    old = [column("a", "string"), column("b", "integer"), column("c", "string")]
    new = [column("d", "string"), column("b", "number"), column("a", "string")]
    assert columns(old, new) == {"added": ["d"], "removed": ["c"], "retyped": ["b"]}
