"""From an inspected file to what readers see: replaced, added to, updated by key."""

from __future__ import annotations

import dataclasses
import threading

import geopandas as gpd
import pandas as pd
import pytest
import sqlalchemy as sa
from shapely.geometry import Point, box

from geo.errors import BadParameter
from layers import catalogue, features, journal, uploads, version_changes
from layers.errors import DuplicateKey, VersionConflict
from layers.uploads import Description, Publication
from layers.uploads.errors import (
    ColumnsDiffer,
    DescriptionIncomplete,
    FileGone,
    KeyEmpty,
    KeyMissing,
    LayerNotChosen,
    MixedGeometry,
    RowsRejected,
    UploadCancelled,
    WrongState,
)
from layers.version_changes.conflicts import LayerBusy
from tests import staging
from tests.invariants import assert_sound
from tests.staging import frame


def seen(database, layer="wells"):
    """What readers see: the layer, and its rows by their code."""
    with database.begin() as connection:
        found = catalogue.get(connection, layer, internal=True)
        rows = features.frame(connection, found)
    return found, rows


def depths(database) -> dict[str, float]:
    _, rows = seen(database)
    return dict(zip(rows["code"], rows["depth"], strict=True))


def test_what_is_published_is_what_was_uploaded(database, folder):
    answer = staging.published(database, folder, frame(a=1, b=2))
    layer, rows = seen(database)
    assert answer["version"]["number"] == layer["version"]["number"] == 1
    assert layer["title"] == {"zh": "水井", "en": "Wells"}
    assert (layer["key"], layer["crs"], layer["datum"]) == ("code", "EPSG:4326", "wgs84")
    assert (layer["visibility"], layer["quality"]) == ("internal", "derived")
    assert list(rows["code"]) == ["a", "b"]
    assert list(rows.geometry.x) == [112.5, 112.515625]
    assert_sound(database, folder)


def test_the_version_remembers_the_upload_and_the_journal_tells_of_it(database, folder):
    answer = staging.published(database, folder, frame(a=1))
    with database.begin() as connection:
        [version] = version_changes.history(connection, "wells")
        newest = journal.read(connection)[0]
    assert version["upload"] == answer["upload"]
    assert version["created_by"] == "li"
    assert (newest["action"], newest["object"], newest["actor"]) == ("publish", "wells", "li")
    assert newest["details"]["version"] == 1
    assert newest["details"]["from"] is None


def test_replacing_leaves_nothing_of_the_version_before(database, folder):
    staging.published(database, folder, frame(a=1, b=2))
    staging.published(database, folder, frame(c=3))
    assert depths(database) == {"c": 3}
    assert_sound(database, folder)


def test_appending_adds_after_what_is_published(database, folder):
    staging.published(database, folder, frame(a=1, b=2))
    staging.published(database, folder, frame(c=3), how={"mode": "append"})
    assert list(depths(database).items()) == [("a", 1), ("b", 2), ("c", 3)]


def test_appending_a_key_that_is_there_is_refused_and_leaves_nothing(database, folder):
    staging.published(database, folder, frame(a=1, b=2))
    before = staging.partitions(database)
    with pytest.raises(DuplicateKey, match="'b'"):
        staging.published(database, folder, frame(b=3), how={"mode": "append"})
    assert staging.partitions(database) == before
    assert depths(database) == {"a": 1, "b": 2}


def test_updating_by_key_changes_some_adds_others_and_keeps_the_rest(database, folder):
    staging.published(database, folder, frame(a=1, b=2))
    staging.published(database, folder, frame(b=20, c=3), how={"mode": "upsert"})
    assert depths(database) == {"a": 1, "b": 20, "c": 3}


def test_an_update_keeps_columns_and_places_that_it_does_not_bring(database, folder):
    whole = frame(a=1, b=2)
    whole["owner"] = ["x", "y"]
    staging.published(database, folder, whole)
    part = gpd.GeoDataFrame(
        {"code": ["b"], "depth": [5]}, geometry=gpd.GeoSeries([None], crs="EPSG:4326")
    )
    part["note"] = ["deeper"]
    staging.published(database, folder, part, how={"mode": "upsert"})
    layer, rows = seen(database)
    assert [column["name"] for column in layer["attributes"]] == ["code", "depth", "owner", "note"]
    [changed] = rows[rows["code"] == "b"].to_dict("records")
    assert (changed["depth"], changed["owner"], changed["note"]) == (5, "y", "deeper")
    assert changed["geometry"].x == 112.515625
    assert rows[rows["code"] == "a"]["note"].isna().all()
    assert layer["version"]["awaited_count"] == 0


def test_an_update_may_empty_a_value(database, folder):
    whole = frame(a=1)
    whole["owner"] = ["x"]
    staging.published(database, folder, whole)
    emptied = frame(a=1)
    emptied["owner"] = pd.Series([None], dtype=object)
    staging.published(
        database, folder, emptied, how={"mode": "upsert"},
        about={"fields": [{"name": name, "type": kind, "original": name} for name, kind in
                          (("code", "string"), ("depth", "integer"), ("owner", "string"))]},
    )  # fmt: skip
    assert seen(database)[1]["owner"].isna().all()


def test_the_first_version_of_a_layer_can_be_asked_for_as_an_update(database, folder):
    staging.published(database, folder, frame(a=1), how={"mode": "upsert"})
    assert depths(database) == {"a": 1}


def test_many_batches_are_joined_in_order(database, folder, monkeypatch):
    monkeypatch.setattr("layers.uploads.combining._ROWS", 2)
    staging.published(database, folder, frame(a=1, b=2, c=3, d=4, e=5))
    staging.published(database, folder, frame(b=20, d=40, f=6), how={"mode": "upsert"})
    assert depths(database) == {"a": 1, "c": 3, "e": 5, "b": 20, "d": 40, "f": 6}


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"key": "nummer"}, "absent"),
        ({"key": "depth", "mode": "append"}, "differs"),
        ({"key": "depth", "mode": "upsert"}, "differs"),
    ],
)
def test_a_key_that_does_not_fit_is_refused(database, folder, how, reason):
    staging.published(database, folder, frame(a=1))
    with pytest.raises(KeyMissing) as caught:
        staging.published(database, folder, frame(b=2), how=how)
    assert caught.value.facts["reason"] == reason


def test_an_update_needs_a_key(database, folder):
    staging.published(database, folder, frame(a=1), how={"key": ""})
    with pytest.raises(KeyMissing) as caught:
        staging.published(database, folder, frame(b=2), how={"key": None, "mode": "upsert"})
    assert caught.value.facts["reason"] == "needed"


def test_the_layers_key_is_kept_where_the_column_is_there(database, folder):
    staging.published(database, folder, frame(a=1))
    staging.published(database, folder, frame(b=2), how={"key": None})
    assert seen(database)[0]["key"] == "code"
    staging.published(
        database, folder, frame(c=2).rename(columns={"code": "nr"}), how={"key": None}
    )
    assert seen(database)[0]["key"] is None


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_key_is_refused(database, folder, empty):
    rows = frame(a=1, b=2)
    rows["code"] = ["a", empty]
    with pytest.raises(KeyEmpty) as caught:
        staging.published(database, folder, rows)
    assert (caught.value.where, caught.value.facts["count"]) == ("code", 1)
    assert staging.partitions(database) == set()


def test_numbers_join_text_as_text_and_whole_numbers_join_others(database, folder):
    first = frame(a=1.5)
    first["code"] = ["140702"]
    staging.published(database, folder, first)
    second = frame(b=2)
    second["code"] = [140702]
    staging.published(database, folder, second, how={"mode": "upsert"})
    assert depths(database) == {"140702": 2}


@pytest.mark.parametrize(("column", "value"), [("depth", "deep"), ("code", 1.5)])
def test_another_kind_of_value_is_refused(database, folder, column, value):
    staging.published(database, folder, frame(a=1))
    other = frame(b=2)
    other[column] = [value]
    with pytest.raises(ColumnsDiffer) as caught:
        staging.published(database, folder, other, how={"mode": "append"})
    assert caught.value.where == column


def test_missing_whole_numbers_stay_whole_numbers(database, folder):
    rows = frame(a=1, b=2)
    rows["depth"] = pd.array([1, None], dtype="Int64")
    staging.published(database, folder, rows)
    layer, _ = seen(database)
    assert [(c["name"], c["type"]) for c in layer["attributes"]] == [
        ("code", "string"),
        ("depth", "integer"),
    ]
    assert_sound(database, folder)


def test_left_out_rows_have_to_be_accepted(database, folder):
    upload = staging.ready(database, folder, frame(a=1, b=2), rejected=3)
    with pytest.raises(RowsRejected) as caught:
        uploads.publish(
            database, folder, upload, staging.publication(database, upload), author="li"
        )
    assert caught.value.facts == {"valid": 2, "total": 5, "rejected": 3}
    wanted = staging.publication(database, upload, accept_valid=True)
    uploads.publish(database, folder, upload, wanted, author="li")
    assert depths(database) == {"a": 1, "b": 2}


def test_of_several_layers_one_is_named(database, folder):
    upload = staging.ready(database, folder, frame(a=1), layers=("old", "new"))
    with pytest.raises(LayerNotChosen) as caught:
        uploads.publish(
            database, folder, upload, staging.publication(database, upload), author="li"
        )
    assert caught.value.facts == {"layers": "old, new"}
    wanted = staging.publication(database, upload, source_layer="new")
    uploads.publish(database, folder, upload, wanted, author="li")
    assert depths(database) == {"a": 1}


def test_a_mixture_of_points_and_polygons_is_refused(database, folder):
    with pytest.raises(MixedGeometry):
        staging.published(
            database, folder, frame(a=1), about={"geometry_type": "GeometryCollection"}
        )


def test_adding_polygons_of_several_parts_widens_the_type(database, folder):
    def area(code, shape):
        return gpd.GeoDataFrame({"code": [code]}, geometry=[shape], crs="EPSG:4326")

    one = box(112.5, 37.5, 112.6, 37.6)
    staging.published(database, folder, area("a", one), about={"geometry_type": "Polygon"})
    staging.published(
        database,
        folder,
        area("b", one.union(box(113, 38, 113.1, 38.1))),
        about={"geometry_type": "MultiPolygon"},
        how={"mode": "append"},
    )
    assert seen(database)[0]["geometry_type"] == "MultiPolygon"


def test_a_table_without_positions_takes_those_of_the_layer_it_joins(database, folder):
    counties = gpd.GeoDataFrame(
        {"adcode": ["140702", "140721"], "name_zh": ["榆次区", "榆社县"]},
        geometry=[Point(112.7, 37.7), Point(112.9, 37.1)],
        crs="EPSG:4326",
    )
    staging.published(database, folder, counties, layer="counties", how={"key": "adcode"})
    table = gpd.GeoDataFrame(
        {"county": ["榆社", "榆次区", "晋中"], "piles": [1, 2, 3]},
        geometry=gpd.GeoSeries([None] * 3, crs="EPSG:4326"),
    )
    join = {"layer": "counties", "column": "county", "to": "name_zh", "matched": 2, "unmatched": []}
    about = {"kind": "attributes", "join": join, "geometry_type": None, "crs": None, "datum": None}
    staging.published(database, folder, table, layer="plan", how={"key": "county"}, about=about)
    layer, rows = seen(database, "plan")
    assert layer["geometry_type"] == "Point"
    assert layer["version"]["awaited_count"] == 1
    assert [None if p is None else p.x for p in rows.geometry] == [112.9, 112.7, None]


def test_a_dry_run_says_what_would_change_and_shows_it_to_nobody(database, folder):
    staging.published(database, folder, frame(a=1, b=2))
    upload = staging.ready(database, folder, frame(b=3, c=4))
    wanted = staging.publication(database, upload)
    told = uploads.publish(database, folder, upload, wanted, author="li", dry_run=True)
    assert (told["from"], told["to"]) == (1, 2)
    assert told["counts"] == {
        "added": 1, "removed": 1, "changed": 1,
        "changed_geometry": 0, "changed_attributes": 1, "unchanged": 0,
    }  # fmt: skip
    assert depths(database) == {"a": 1, "b": 2}
    assert staging.state(database, upload) == "staged"
    assert_sound(database, folder)


def test_after_a_dry_run_only_the_pointer_moves(database, folder, monkeypatch):
    upload = staging.ready(database, folder, frame(a=1))
    wanted = staging.publication(database, upload)
    uploads.publish(database, folder, upload, wanted, author="li", dry_run=True)
    monkeypatch.setattr("layers.versions.stage", None)
    uploads.publish(database, folder, upload, wanted, author="li")
    assert depths(database) == {"a": 1}


def test_publishing_otherwise_than_in_the_dry_run_drops_what_was_staged(database, folder):
    staging.published(database, folder, frame(a=1))
    upload = staging.ready(database, folder, frame(b=2))
    first = staging.publication(database, upload)
    uploads.publish(database, folder, upload, first, author="li", dry_run=True)
    second = dataclasses.replace(first, mode="append")
    uploads.publish(database, folder, upload, second, author="li")
    assert depths(database) == {"a": 1, "b": 2}
    assert len(staging.partitions(database)) == 2
    assert_sound(database, folder)


def test_publishing_again_gives_the_same_answer_and_no_second_version(database, folder):
    upload = staging.ready(database, folder, frame(a=1))
    wanted = staging.publication(database, upload)
    first = uploads.publish(database, folder, upload, wanted, author="li")
    assert uploads.publish(database, folder, upload, wanted, author="li") == first
    with pytest.raises(WrongState):
        other = dataclasses.replace(wanted, mode="append")
        uploads.publish(database, folder, upload, other, author="li")
    with database.begin() as connection:
        assert len(version_changes.history(connection, "wells")) == 1


def test_of_two_who_saw_the_same_version_the_second_is_told_what_the_first_did(database, folder):
    staging.published(database, folder, frame(a=1, b=2))
    mine = staging.ready(database, folder, frame(c=3))
    theirs = staging.ready(database, folder, frame(b=5, d=4), author="wang")
    uploads.publish(database, folder, theirs, staging.publication(database, theirs), author="wang")
    with pytest.raises(VersionConflict) as caught:
        uploads.publish(database, folder, mine, staging.publication(database, mine), author="li")
    assert caught.value.facts == {
        "reason": "counted", "expected": 1, "published": 2, "published_by": "wang",
        "added": 1, "removed": 1, "changed": 1,
    }  # fmt: skip
    assert depths(database) == {"b": 5, "d": 4}
    assert len(staging.partitions(database)) == 2


def test_the_second_is_told_also_when_both_are_staged(database, folder):
    staging.published(database, folder, frame(a=1))
    staged = []
    for author in ("li", "wang"):
        upload = staging.ready(database, folder, frame(b=2), author=author)
        wanted = staging.publication(database, upload)
        uploads.publish(database, folder, upload, wanted, author=author, dry_run=True)
        staged.append((upload, wanted))
    uploads.make_visible(database, *staged[0], author="li")
    with pytest.raises(VersionConflict) as caught:
        uploads.make_visible(database, *staged[1], author="wang")
    assert (caught.value.facts["added"], caught.value.facts["removed"]) == (1, 1)
    assert staging.state(database, staged[1][0]) == "staged"
    assert_sound(database, folder)


def test_of_two_who_make_the_same_new_layer_at_once_one_wins(database, folder):
    both = [staging.ready(database, folder, frame(a=n), author=f"n{n}") for n in (1, 2)]
    outcomes: list[object] = []

    def publish(upload):
        try:
            wanted = staging.publication(database, upload)
            outcomes.append(uploads.publish(database, folder, upload, wanted, author="li"))
        except VersionConflict as conflict:
            outcomes.append(conflict)

    threads = [threading.Thread(target=publish, args=(upload,)) for upload in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    conflicts = [one for one in outcomes if isinstance(one, VersionConflict)]
    assert len(outcomes) == 2
    assert len(conflicts) == 1
    assert conflicts[0].facts["expected"] is None
    assert_sound(database, folder)


def test_a_layer_that_somebody_fills_is_busy(database, folder):
    staging.published(database, folder, frame(a=1))
    upload = staging.ready(database, folder, frame(b=2))
    wanted = staging.publication(database, upload)
    uploads.publish(database, folder, upload, wanted, author="li", dry_run=True)
    with database.begin() as filling:
        filling.execute(sa.text("SELECT id FROM layer WHERE id = 'wells' FOR UPDATE"))
        with pytest.raises(LayerBusy):
            uploads.make_visible(database, upload, wanted, author="li", wait_ms=50)
    assert depths(database) == {"a": 1}


def test_a_new_layer_is_described_or_refused(database, folder):
    upload = staging.ready(database, folder, frame(a=1))
    bare = staging.publication(database, upload, description=Description(title_zh="水井"))
    with pytest.raises(DescriptionIncomplete) as caught:
        uploads.check(database, folder, upload, bare)
    assert caught.value.facts == {
        "missing": "title_en, source, licence, quality", "public": False,
    }  # fmt: skip


def test_the_next_version_keeps_the_description_that_is_not_changed(database, folder):
    staging.published(database, folder, frame(a=1))
    changed = Description(source="surveyed", source_date="2025")
    staging.published(database, folder, frame(a=1), how={"description": changed})
    layer, _ = seen(database)
    assert (layer["source"], layer["source_date"]) == ("surveyed", "2025")
    assert (layer["licence"], layer["title"]["zh"]) == ("none", "水井")


def test_nothing_is_published_for_everybody_without_a_basis(database, folder):
    public = dataclasses.replace(staging.DESCRIBED, visibility="public")
    with pytest.raises(DescriptionIncomplete) as caught:
        staging.published(database, folder, frame(a=1), how={"description": public})
    assert caught.value.facts == {"missing": "review_number", "public": True}
    reviewed = dataclasses.replace(public, review_number="晋S(2024)001号")
    staging.published(database, folder, frame(a=1), how={"description": reviewed})
    with database.begin() as connection:
        layer = catalogue.get(connection, "wells")
        actions = [entry["action"] for entry in journal.read(connection)]
    assert (layer["visibility"], layer["review_number"]) == ("public", "晋S(2024)001号")
    assert "visibility_changed" not in actions


def test_the_basis_of_the_map_review_is_kept_on_the_layer(database, folder):
    public = Description(visibility="public", review_basis="no boundaries shown")
    first = dataclasses.replace(staging.DESCRIBED, **public.plain())
    staging.published(database, folder, frame(a=1), how={"description": first})

    def kept():
        with database.begin() as connection:
            layer = catalogue.get(connection, "wells")
        return layer["review_number"], layer["review_basis"]

    assert kept() == (None, "no boundaries shown")
    # It need not be said again, and a number that is given later takes its place.
    staging.published(database, folder, frame(a=2), how={"description": Description()})
    assert kept() == (None, "no boundaries shown")
    numbered = Description(review_number="晋S(2024)001号")
    staging.published(database, folder, frame(a=3), how={"description": numbered})
    assert kept() == ("晋S(2024)001号", None)


def test_becoming_public_is_written_into_the_journal(database, folder):
    staging.published(database, folder, frame(a=1))
    public = Description(visibility="public", review_basis="no boundaries shown")
    staging.published(database, folder, frame(a=2), how={"description": public})
    with database.begin() as connection:
        newest = [entry["action"] for entry in journal.read(connection)][:2]
        assert catalogue.get(connection, "wells")["visibility"] == "public"
    assert newest == ["publish", "visibility_changed"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("quality", "best"), ("visibility", "some"), ("source_url", "javascript:alert(1)")],
)
def test_a_description_that_makes_no_sense_is_refused(database, folder, field, value):
    wrong = dataclasses.replace(staging.DESCRIBED, **{field: value})
    with pytest.raises(BadParameter) as caught:
        staging.published(database, folder, frame(a=1), how={"description": wrong})
    assert caught.value.where == field


def test_there_are_three_modes():
    with pytest.raises(BadParameter):
        Publication(mode="merge")


def test_discarding_ends_the_filling_and_leaves_nothing(database, folder, monkeypatch):
    upload = staging.ready(database, folder, frame(a=1, b=2))
    monkeypatch.setattr("layers.uploads.inspecting._LOOK_SECONDS", 0)
    stage = uploads.planning.columns.with_keys

    def discarded_meanwhile(frames, key):
        uploads.discard(database, folder, upload, author="li")
        return stage([frame(a=1)], key)

    monkeypatch.setattr("layers.uploads.columns.with_keys", discarded_meanwhile)
    with pytest.raises(UploadCancelled):
        uploads.publish(
            database, folder, upload, staging.publication(database, upload), author="li"
        )
    assert staging.partitions(database) == set()
    assert staging.state(database, upload) == "discarded"
    assert_sound(database, folder)


def test_what_the_sweep_took_cannot_be_published(database, folder):
    upload = staging.ready(database, folder, frame(a=1))
    folder.drop_inspections(upload)
    with pytest.raises(FileGone):
        uploads.publish(
            database, folder, upload, staging.publication(database, upload), author="li"
        )


def test_hostile_column_names_come_through_unharmed(database, folder):
    names = ['a"b', "a]b", "a;--", "x' OR '1'='1", "选择", "{version}", "%(version)s", "a.b"]
    rows = frame(a=1)
    for place, name in enumerate(names):
        rows[name] = [place]
    staging.published(database, folder, rows)
    staging.published(database, folder, rows, how={"mode": "upsert"})
    layer, found = seen(database)
    assert [column["name"] for column in layer["attributes"]][2:] == names
    assert [found[name][0] for name in names] == list(range(len(names)))
    assert_sound(database, folder)


@pytest.mark.parametrize(
    "how", [{"key": "depth", "mode": "append"}, {"key": "nummer"}, {"source_layer": "other"}]
)
def test_every_refusal_can_be_told_in_both_languages(database, folder, how):
    from layers import texts
    from layers.uploads.errors import UploadError

    staging.published(database, folder, frame(a=1))
    with pytest.raises(UploadError) as caught:
        staging.published(database, folder, frame(b=2), how=how)
    for language in texts.LANGUAGES:
        sentence = texts.message(caught.value, language)
        assert "{" not in sentence
        assert sentence != texts.text("error.upload", language)
