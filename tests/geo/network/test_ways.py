import numpy as np
import pytest
from shapely import LineString, MultiLineString, Point

from geo.errors import BadParameter, EmptyInput, MissingCrs, WrongGeometry
from geo.network import SPEEDS_KMH, NoRoads, RoadRules, ways_from_roads
from tests.geo.network.roadcity import frame, road


def roads(**columns):
    """Parallel roads, one for each value."""
    count = len(next(iter(columns.values())))
    rows = [{name: values[i] for name, values in columns.items()} for i in range(count)]
    return frame(*(road((0, i), (1, i), **row) for i, row in enumerate(rows)))


def directions(ways):
    return list(zip(ways.forward.tolist(), ways.backward.tolist(), strict=True))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("true", (True, False)),
        ("yes", (True, False)),
        ("1", (True, False)),
        (1.0, (True, False)),
        (True, (True, False)),
        ("reverse", (False, True)),
        ("-1", (False, True)),
        (-1, (False, True)),
        ("false", (True, True)),
        ("no", (True, True)),
        (False, (True, True)),
        (None, (True, True)),
    ],
)
def test_the_directions_of_a_road(said, expected):
    assert directions(ways_from_roads(roads(oneway=[said]))) == [expected]


def test_roundabouts_and_motorways_are_oneway_unless_they_say_otherwise():
    layer = roads(
        highway=["motorway", "motorway", "motorway_link", "tertiary", "tertiary", "tertiary"],
        junction=[None, None, None, "roundabout", "circular", "jughandle"],
        oneway=[None, "no", None, None, None, None],
    )
    both, only = (True, True), (True, False)
    assert directions(ways_from_roads(layer)) == [only, both, both, only, only, both]


def test_roads_that_are_closed_or_not_for_cars_are_left_out():
    layer = roads(
        **{"class": ["primary", "footway", "service", "service", "service", None]},
        access=[None, None, "private", "no", "destination", None],
    )
    ways = ways_from_roads(layer)
    assert ways.row.tolist() == [0, 4]


def test_the_stated_speed_outranks_that_of_the_class():
    layer = roads(**{"class": ["primary", "primary", "living_street"]}, maxspeed_kmh=[70, None, 0])
    expected = [70, SPEEDS_KMH["primary"], SPEEDS_KMH["living_street"]]
    assert ways_from_roads(layer).speed_kmh.tolist() == expected


def test_a_layer_of_plain_lines_is_all_roads():
    ways = ways_from_roads(roads(note=["a", "b"]), RoadRules(plain_kmh=25))
    assert ways.row.tolist() == [0, 1]
    assert ways.speed_kmh.tolist() == [25, 25]
    assert directions(ways) == [(True, True)] * 2


def test_an_own_table_of_classes_replaces_the_usual_one():
    layer = roads(**{"class": ["县道", "乡道", "步道"]})
    ways = ways_from_roads(layer, RoadRules(speeds_kmh={"县道": 50, "乡道": 40}))
    assert (ways.row.tolist(), ways.speed_kmh.tolist()) == ([0, 1], [50, 40])


def test_the_parts_of_a_road_share_its_attributes_and_empty_rows_are_passed_over():
    layer = frame(
        road((0, 0), (1, 0), oneway="no"),
        {"geometry": MultiLineString([[(1, 1), (1, 2)], [(2, 1), (2, 2), (2, 3)]]), "oneway": "-1"},
        {"geometry": None, "oneway": "yes"},
        {"geometry": LineString(), "oneway": "yes"},
    )
    ways = ways_from_roads(layer)
    assert ways.row.tolist() == [0, 1, 1]
    assert np.diff(ways.first).tolist() == [2, 2, 3]
    assert directions(ways)[1:] == [(False, True)] * 2


def test_a_layer_without_a_drivable_road_names_the_classes_there_are():
    with pytest.raises(NoRoads) as raised:
        ways_from_roads(roads(highway=["footway", "steps"]))
    assert raised.value.facts == {"count": 2, "classes": ["footway", "steps"]}


def test_what_is_no_layer_of_lines_is_refused():
    lines = roads(oneway=["no"])
    with pytest.raises(MissingCrs):
        ways_from_roads(lines.set_crs(None, allow_override=True))
    with pytest.raises(EmptyInput):
        ways_from_roads(lines.iloc[:0])
    with pytest.raises(WrongGeometry):
        ways_from_roads(lines.set_geometry([Point(112, 37)], crs=4326))


@pytest.mark.parametrize(
    "wrong",
    [
        {"plain_kmh": 0},
        {"speeds_kmh": {"primary": float("nan")}},
        {"tolerance_m": -1},
        {"min_component_m": float("inf")},
    ],
)
def test_rules_out_of_range_are_refused(wrong):
    with pytest.raises(BadParameter):
        RoadRules(**wrong)
