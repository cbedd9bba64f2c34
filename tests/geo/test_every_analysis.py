"""What holds for every analysis that is registered; a new one is tested by being there."""

import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString, Point, box

from geo import analyses
from geo.errors import EmptyInput, MissingColumn, MissingCrs, WrongGeometry

EVERY = analyses.every()
PROJECT = Path(__file__).resolve().parents[2]
SHAPES = {
    "Point": [Point(112.5, 37.5), Point(112.6, 37.6), Point(112.7, 37.55)],
    "Polygon": [box(x, 37.5, x + 0.08, 37.6) for x in (112.4, 112.5, 112.6)],
    "LineString": [LineString([(112.4, y), (112.7, y)]) for y in (37.5, 37.6, 37.7)],
}
VALUES = {
    "text": ["140702001", "140702002", "140703001"],
    "integer": [2023, 2024, 2025],
    "number": [112.45, 112.55, 112.65],
    "any": ["a", "b", "c"],
}


def sample(contract):
    """A frame that keeps a contract, with its required columns."""
    columns = {each.name: VALUES[each.kind] for each in contract.columns if each.required}
    shape = next(name for name in SHAPES if name in contract.geometry_types)
    return gpd.GeoDataFrame(columns, geometry=SHAPES[shape], crs=4326)


def samples(analysis):
    return {role.id: sample(role.contract) for role in analysis.inputs}


def each_role():
    return [
        pytest.param(analysis, role, id=f"{analysis.id}:{role.id}")
        for analysis in EVERY
        for role in analysis.inputs
    ]


every = pytest.mark.parametrize("analysis", EVERY, ids=lambda each: each.id)
every_role = pytest.mark.parametrize(("analysis", "role"), each_role())


@every
def test_the_result_has_the_declared_columns_and_no_others(analysis):
    result = analysis.run(samples(analysis))
    declared = [column.name for column in analysis.columns]
    assert list(result.features.columns) == [*declared, "geometry"]
    assert result.features.crs.to_epsg() == 4326
    assert result.features.index.tolist() == list(range(len(result.features)))
    assert len(result.features)


@every
def test_columns_named_for_a_unit_declare_it(analysis):
    suffixes = {"_m": "m", "_km": "km", "_m2": "m2"}
    for column in analysis.columns:
        for suffix, unit in suffixes.items():
            if column.name.endswith(suffix):
                assert column.unit == unit


@every
def test_the_summary_is_plain_and_counts(analysis):
    summary = analysis.run(samples(analysis)).summary
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary
    assert summary["count"] == 3


@every
def test_the_inputs_are_not_changed(analysis):
    inputs = samples(analysis)
    before = {role: frame.copy(deep=True) for role, frame in inputs.items()}
    analysis.run(inputs)
    for role, frame in inputs.items():
        assert frame.equals(before[role])
        assert frame.crs == before[role].crs
        assert frame.columns.tolist() == before[role].columns.tolist()


@every
def test_the_same_input_gives_the_same_bytes(analysis):
    one, two = (analysis.run(samples(analysis)) for _ in range(2))
    assert one.features.to_json() == two.features.to_json()
    assert one.summary == two.summary


@every
def test_a_projected_input_gives_the_same_result(analysis):
    plain = analysis.run(samples(analysis)).features
    projected = {role: frame.to_crs(4547) for role, frame in samples(analysis).items()}
    moved = analysis.run(projected).features
    numbers = plain.select_dtypes("number").columns
    for name in numbers:
        assert moved[name].to_numpy() == pytest.approx(plain[name].to_numpy(), rel=1e-6, abs=1e-6)


@every_role
def test_an_input_that_is_empty_or_not_given_is_refused_by_name(analysis, role):
    for inputs in (
        {**samples(analysis), role.id: sample(role.contract).iloc[:0]},
        {name: frame for name, frame in samples(analysis).items() if name != role.id},
    ):
        with pytest.raises(EmptyInput) as raised:
            analysis.run(inputs)
        assert raised.value.where == role.id


@every_role
def test_an_input_without_a_system_is_refused_by_name(analysis, role):
    bare = sample(role.contract).set_crs(None, allow_override=True)
    with pytest.raises(MissingCrs) as raised:
        analysis.run({**samples(analysis), role.id: bare})
    assert raised.value.where == role.id


@every_role
def test_an_input_without_a_required_column_is_refused_by_name(analysis, role):
    for column in role.contract.columns:
        if column.required:
            with pytest.raises(MissingColumn) as raised:
                analysis.run(
                    {
                        **samples(analysis),
                        role.id: sample(role.contract).drop(columns=column.name),
                    }
                )
            assert raised.value.facts["columns"] == [column.name]


@every_role
def test_geometry_of_a_type_that_is_not_declared_is_refused(analysis, role):
    for name, shapes in SHAPES.items():
        if name not in role.contract.geometry_types:
            wrong = sample(role.contract).set_geometry(shapes, crs=4326)
            with pytest.raises(WrongGeometry):
                analysis.run({**samples(analysis), role.id: wrong})


@every
def test_the_description_is_plain_and_complete(analysis):
    described = analysis.describe()
    assert json.loads(json.dumps(described, allow_nan=False)) == described
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", described["id"])
    assert {each["role"] for each in described["inputs"]} == {role.id for role in analysis.inputs}
    for each in described["params"]:
        assert each["required"] or analysis.parse({each["name"]: each["default"]})


@every
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_of_the_declaration_has_its_words(analysis, language):
    words = {}
    for path in sorted((PROJECT / "static" / "i18n" / language).glob("*.json")):
        words |= json.loads(path.read_text(encoding="utf-8"))
    described = analysis.describe()
    keys = [f"analysis.{analysis.id}.{part}" for part in ("title", "method")]
    for part, name in (("input", "role"), ("param", "name"), ("column", "name")):
        keys += [f"analysis.{analysis.id}.{part}.{each[name]}" for each in described[f"{part}s"]]
    assert [key for key in keys if not words.get(key)] == []
