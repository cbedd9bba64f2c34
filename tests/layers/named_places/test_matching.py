"""Places of a made-up plan on layers of a test's own: proposed, decided, and lost again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import sqlalchemy as sa
from shapely.geometry import LineString, Point

from layers import named_places
from layers.db import Database
from layers.named_places import Decision
from layers.plans.schema import Place
from layers.uploads import UploadFolder
from tests import staging

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store(empty_url: str) -> Iterator[Database]:
    opened = Database(empty_url)
    yield opened
    opened.dispose()


@pytest.fixture
def publish(store, tmp_path):
    """Publish rows of (name, county, shape) as a layer, seen by everybody."""
    folder = UploadFolder(tmp_path / "uploads")

    def show(to: str):
        with store.begin() as connection:
            connection.execute(sa.text("UPDATE layer SET visibility = :to"), {"to": to})

    def made(layer: str, *rows):
        show("internal")
        columns = {
            "code": [f"{layer}-{number}" for number in range(len(rows))],
            "name_zh": [name for name, _, _ in rows],
            "county_code": [county for _, county, _ in rows],
        }
        found = gpd.GeoDataFrame(columns, geometry=[shape for *_, shape in rows], crs=4326)
        staging.published(store, folder, found, how={"key": "code"}, layer=layer)
        show("public")

    return made


def place(name: str, layer: str | None, county: str | None = None) -> Place:
    return Place(
        id=f"p.{name.encode().hex()}", plan="p", clause=("p.1",), type="park",
        name_zh=name, name_en=name, layer=layer, county=county,
    )  # fmt: skip


def found(store, *places, internal=False):
    with store.begin() as connection:
        return list(named_places.match(connection, places, internal=internal).values())


def line(lon: float, lat: float) -> LineString:
    return LineString([(lon, lat), (lon + 0.1, lat)])


def test_one_feature_of_the_name_is_proposed_with_its_evidence(store, publish):
    publish(
        "parks", ("迎泽公园", "140106", Point(112.55, 37.86)), ("晋阳湖", None, Point(112.5, 37.8))
    )
    [exact, written, none] = found(
        store,
        place("迎泽公园", "parks"),
        place("太原晋阳湖（一期）", "parks"),
        place("森林公园", "parks"),
    )
    assert exact.state == "proposed"
    assert exact.candidates[0].plain() == {
        "layer": "parks", "version": 1, "features": ["parks-0"], "name": "迎泽公园",
        "how": "exact", "county": "140106", "bbox": [112.55, 37.86, 112.55, 37.86],
    }  # fmt: skip
    assert (written.state, written.candidates[0].how) == ("proposed", "region")
    assert (none.state, none.candidates) == ("awaited", ())


def test_two_places_of_one_name_are_ambiguous_until_the_county_tells(store, publish):
    publish(
        "parks",
        ("人民公园", "140106", Point(112.5, 37.8)),
        ("人民公园", "140702", Point(112.7, 37.7)),
    )
    [open_] = found(store, place("人民公园", "parks"))
    [told] = found(store, place("人民公园", "parks", "140702"))
    [elsewhere] = found(store, place("人民公园", "parks", "140602"))
    assert open_.state == "ambiguous"
    assert [one.features for one in open_.candidates] == [("parks-0",), ("parks-1",)]
    assert (told.state, told.candidates[0].features) == ("proposed", ("parks-1",))
    assert elsewhere.state == "awaited"


def test_the_parts_of_one_line_are_one_place_and_far_ones_are_not(store, publish):
    publish(
        "roads",
        ("迎泽大街", "140106", line(112.5, 37.8)),
        ("迎泽大街", "140106", line(112.6, 37.8)),
        ("文化路", "140106", line(112.5, 37.9)),
        ("文化路", "140602", line(112.4, 39.5)),
    )
    [near, far] = found(store, place("迎泽大街东延", "roads"), place("文化路", "roads"))
    assert (near.state, near.candidates[0].features) == ("proposed", ("roads-0", "roads-1"))
    assert near.candidates[0].how == "works"
    assert near.candidates[0].bbox == pytest.approx((112.5, 37.8, 112.7, 37.8))
    assert far.state == "ambiguous"


def test_a_layer_that_is_not_there_or_hidden_gives_nothing(store, publish):
    publish("parks", ("迎泽公园", None, Point(112.55, 37.86)))
    with store.begin() as connection:
        connection.execute(sa.text("UPDATE layer SET visibility = 'internal'"))
    wanted = place("迎泽公园", "parks"), place("甲", "mines"), place("乙", None)
    assert [one.state for one in found(store, *wanted)] == ["awaited"] * 3
    assert found(store, *wanted, internal=True)[0].state == "proposed"


def test_a_confirmed_place_stays_until_its_feature_is_gone(store, publish):
    wanted = place("人民公园", "parks")
    publish("parks", ("人民公园", None, Point(112.5, 37.8)), ("人民公园", None, Point(112.7, 37.7)))
    said = Decision(
        place=wanted.id, layer="parks", features=("parks-1",), answer="confirmed",
        evidence="exact", author="li",
    )  # fmt: skip
    with store.begin() as connection:
        named_places.decide(connection, said)
    [sure] = found(store, wanted)
    assert (sure.state, sure.decision.features, sure.is_stale) == ("confirmed", ("parks-1",), False)
    publish("parks", ("人民公园", None, Point(112.5, 37.8)))
    [lost] = found(store, wanted)
    assert (lost.state, lost.is_stale) == ("proposed", True)


def test_confirming_another_withdraws_the_first_and_a_rejected_one_is_not_proposed(store, publish):
    wanted = place("人民公园", "parks")
    publish("parks", ("人民公园", None, Point(112.5, 37.8)), ("人民公园", None, Point(112.7, 37.7)))
    first = Decision(
        place=wanted.id, layer="parks", features=("parks-0",), answer="confirmed",
        evidence="exact", author="li",
    )  # fmt: skip
    for said in (first, replace(first, features=("parks-1",))):
        with store.begin() as connection:
            named_places.decide(connection, said)
    [moved] = found(store, wanted)
    assert moved.decision.features == ("parks-1",)
    with store.begin() as connection:
        named_places.decide(connection, replace(first, features=("parks-1",), answer="rejected"))
    [left] = found(store, wanted)
    assert (left.state, left.decision) == ("proposed", None)
    assert left.candidates[0].features == ("parks-0",)
    with store.begin() as connection:
        actions = connection.scalars(
            sa.text(
                "SELECT details ->> 'answer' FROM journal "
                "WHERE action = 'place_decided' ORDER BY number"
            )
        )
        assert list(actions) == ["confirmed", "confirmed", "rejected"]
