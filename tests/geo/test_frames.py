import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, Point, box

from geo.errors import EmptyInput, MissingColumn, MissingCrs, WrongColumnKind, WrongGeometry
from geo.frames import POINTS, Column, Contract, check

CONTRACT = Contract(
    name="stations",
    columns=(
        Column(name="id"),
        Column(name="code", kind="text"),
        Column(name="year", kind="integer", required=False),
        Column(name="power", kind="number", required=False),
    ),
    geometry_types=POINTS,
)


def frame(**columns):
    columns = {"id": [1, 2], "code": ["140702", "140703"]} | columns
    return gpd.GeoDataFrame(columns, geometry=[Point(112, 37), None], crs=4326)


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"year": [2023, 2024]},
        {"year": [2023.0, np.nan]},
        {"code": [None, "140703"]},
        {"power": [7, 60.5]},
        {"power": [np.nan, np.nan]},
        {"more": [1, 2]},
    ],
)
def test_frames_that_keep_the_contract_pass_unchanged(columns):
    given = frame(**columns)
    before = given.copy()
    check(given, CONTRACT)
    assert given.equals(before)


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"code": [140702, 140703]}, "code"),
        ({"year": [2023.5, 2024]}, "year"),
        ({"year": ["2023", "2024"]}, "year"),
        ({"year": [True, False]}, "year"),
        ({"power": ["7 kW", "60 kW"]}, "power"),
    ],
)
def test_a_column_of_another_kind_is_named(columns, wrong):
    with pytest.raises(WrongColumnKind) as raised:
        check(frame(**columns), CONTRACT)
    assert (raised.value.where, raised.value.facts["column"]) == ("stations", wrong)


def test_all_missing_columns_are_named_at_once():
    with pytest.raises(MissingColumn) as raised:
        check(frame().drop(columns=["id", "code"]).assign(name="x"), CONTRACT)
    assert raised.value.facts == {"columns": ["id", "code"], "present": ["name"]}


def test_other_geometry_is_named():
    given = frame().set_geometry([box(112, 37, 113, 38), LineString([(112, 37), (113, 38)])])
    with pytest.raises(WrongGeometry) as raised:
        check(given.set_crs(4326, allow_override=True), CONTRACT)
    assert raised.value.facts["found"] == ["LineString", "Polygon"]
    assert raised.value.facts["needed"] == ["MultiPoint", "Point"]


def test_no_rows_and_no_system_are_refused():
    with pytest.raises(EmptyInput):
        check(frame().iloc[:0], CONTRACT)
    with pytest.raises(MissingCrs):
        check(frame().set_crs(None, allow_override=True), CONTRACT)
