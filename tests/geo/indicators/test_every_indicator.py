"""What holds for every indicator that is registered; a new one is tested by being there."""

import json
import math
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString, Point, box

from geo import indicators
from geo.errors import BadParameter, GeoError, MissingColumn, MissingCrs
from geo.indicators import Aim, Measured, NotMeasurable
from geo.indicators.parts import COLUMNS

EVERY = indicators.every()
PROJECT = Path(__file__).resolve().parents[3]
SHAPES = {
    "Point": [Point(112.43, 37.5), Point(112.53, 37.5), Point(112.58, 37.5)],
    "Polygon": [box(x, 37.5, x + 0.08, 37.56) for x in (112.4, 112.5, 112.6)],
    "LineString": [LineString([(x, 37.53), (x + 0.1, 37.53)]) for x in (112.4, 112.5, 112.6)],
}
VALUES = {
    "text": ["140702001", "140702002", "140703001"],
    "integer": [2023, 2024, 2025],
    "number": [12.0, 20.0, 30.0],
    "any": ["a", "b", "c"],
}
REQUIRED = {"coverage-area": {"distance_m": 500.0}, "coverage-population": {"distance_m": 500.0},
            "schedule": {"year": 2024}}  # fmt: skip
AIM = Aim(comparator=">=", value=0.5)


def sample(contract):
    columns = {each.name: VALUES[each.kind] for each in contract.columns}
    order = ("Polygon", "LineString", "Point")
    shape = next(name for name in order if name in contract.geometry_types)
    return gpd.GeoDataFrame(columns, geometry=SHAPES[shape], crs=4326)


def samples(indicator):
    return {role.id: sample(role.contract) for role in indicator.inputs}


def run(indicator, inputs, aim=AIM):
    return indicator.run(inputs, indicator.parse(REQUIRED.get(indicator.id, {})), aim)


every = pytest.mark.parametrize("indicator", EVERY, ids=lambda each: each.id)
every_role = pytest.mark.parametrize(
    ("indicator", "role"),
    [
        pytest.param(each, role, id=f"{each.id}:{role.id}")
        for each in EVERY
        for role in each.inputs
        if not role.optional
    ],
)


def test_the_rules_of_the_brief_are_there():
    assert {each.id for each in EVERY} == {
        "area-share", "bus-stops", "corridor-width", "count", "count-per-unit", "coverage-area",
        "coverage-population", "coverage-units", "density", "greenways", "nearest", "park-service",
        "per-capita", "protection-width", "ratio", "schedule", "spacing", "stated-area",
        "travel-time",
    }  # fmt: skip


@every
def test_a_measurement_is_whole(indicator):
    found = run(indicator, samples(indicator))
    assert isinstance(found, Measured)
    assert found.method == f"{indicator.id}@{indicator.edition}"
    assert math.isfinite(found.value)
    assert found.status in {"met", "missed", "uncertain"}
    assert found.gap >= 0
    assert found.edge_rule == "at_least"
    assert [*COLUMNS, "geometry"] == found.parts.columns.tolist()
    assert found.parts.crs.to_epsg() == 4326
    assert set(found.parts["status"]) <= {"met", "missed", "uncertain", "unknown"}
    assert set(found.covered).isdisjoint(found.missed)
    assert {need.what for need in found.shortfall} <= set(indicator.needs)
    assert (found.uncertainty is not None) == (found.status == "uncertain")
    figures = dict(found.figures) | {"n": found.numerator, "d": found.denominator}
    assert json.dumps(figures, allow_nan=False)


@every
def test_a_value_with_a_denominator_of_its_own_kind_is_their_quotient(indicator):
    found = run(indicator, samples(indicator))
    if found.unit in {"share", "ratio", "km/km2", "count/person"}:
        assert found.value == pytest.approx(found.numerator / found.denominator)


@every
def test_the_inputs_are_not_changed(indicator):
    inputs = samples(indicator)
    before = {role: frame.copy(deep=True) for role, frame in inputs.items()}
    run(indicator, inputs)
    for role, frame in inputs.items():
        assert frame.equals(before[role])
        assert frame.columns.tolist() == before[role].columns.tolist()


@every
def test_the_same_input_gives_the_same_bytes(indicator):
    one, two = (run(indicator, samples(indicator)) for _ in range(2))
    assert one.parts.to_json() == two.parts.to_json()
    for name in ("value", "numerator", "denominator", "figures"):
        assert getattr(one, name) == getattr(two, name)


@every
def test_a_projected_input_gives_the_same_figure(indicator):
    plain = run(indicator, samples(indicator))
    moved = run(indicator, {role: each.to_crs(4547) for role, each in samples(indicator).items()})
    # Edges that are straight in one system are not quite in the other.
    assert moved.value == pytest.approx(plain.value, rel=1e-4, abs=1e-6)
    assert moved.status == plain.status


@every_role
def test_an_input_that_is_not_there_is_said(indicator, role):
    inputs = {name: frame for name, frame in samples(indicator).items() if name != role.id}
    assert run(indicator, inputs) == NotMeasurable(needs=(role.id,), reason="needs_input")


@every_role
def test_an_input_without_a_row_counts_as_nothing_or_is_said(indicator, role):
    found = run(indicator, samples(indicator) | {role.id: sample(role.contract).iloc[:0]})
    if role.may_be_empty:
        assert isinstance(found, Measured)
    else:
        assert found == NotMeasurable(needs=(role.id,), reason="empty_input")


@every_role
def test_an_input_without_a_shape_is_awaited(indicator, role):
    bare = sample(role.contract).set_geometry([None] * 3, crs=4326)
    found = run(indicator, samples(indicator) | {role.id: bare})
    if role.drawn:
        assert found == NotMeasurable(needs=(role.id,), reason="geometry_awaited")
    else:
        assert isinstance(found, Measured) or found.reason in {"geometry_awaited", "no_denominator"}


@every_role
def test_an_input_without_a_system_is_refused(indicator, role):
    bare = sample(role.contract).set_crs(None, allow_override=True)
    with pytest.raises(MissingCrs):
        run(indicator, samples(indicator) | {role.id: bare})


@every_role
def test_an_input_without_a_required_column_is_refused(indicator, role):
    for column in role.contract.columns:
        if column.required:
            short = sample(role.contract).drop(columns=column.name)
            with pytest.raises(MissingColumn):
                run(indicator, samples(indicator) | {role.id: short})


@every_role
def test_geometry_of_another_type_is_refused(indicator, role):
    for name, shapes in SHAPES.items():
        if name not in role.contract.geometry_types:
            wrong = sample(role.contract).set_geometry(shapes, crs=4326)
            with pytest.raises(GeoError):
                run(indicator, samples(indicator) | {role.id: wrong})


@every
def test_the_rule_is_dated_and_described(indicator):
    described = indicator.describe()
    assert json.loads(json.dumps(described, allow_nan=False)) == described
    assert date(1990, 1, 1) < indicator.dated < date(2030, 1, 1)
    assert described["edition"]
    assert len(described["source"]) > 10


@every
def test_a_parameter_that_is_not_there_is_refused(indicator):
    with pytest.raises(BadParameter):
        indicator.parse({"nothing": 1})


@every
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_of_the_declaration_has_its_words(indicator, language):
    path = PROJECT / "static" / "i18n" / language / "indicators.json"
    words = json.loads(path.read_text(encoding="utf-8"))
    described, key = indicator.describe(), f"indicator.{indicator.id}"
    keys = [f"{key}.{part}" for part in ("title", "method", "source", "numerator", "denominator")]
    keys += [f"{key}.input.{each['role']}" for each in described["inputs"]]
    keys += [f"{key}.param.{each['name']}" for each in described["params"]]
    keys += [f"indicator.need.{need}" for need in described["needs"]]
    assert [each for each in keys if not words.get(each)] == []


def test_an_unknown_rule_is_refused_with_those_there_are():
    with pytest.raises(BadParameter) as raised:
        indicators.get("guess")
    assert "nearest" in raised.value.facts["allowed"]
