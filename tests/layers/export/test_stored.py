"""Layers, runs and evaluations come out of the store whole, and only to those who may see them."""

from __future__ import annotations

import openpyxl
import pyogrio
import pytest
import sqlalchemy as sa

from layers import export
from layers.db import Database
from layers.errors import UnknownLayer, UnknownRun, UnknownVersion
from layers.export import stored
from layers.export.errors import ExportBroken
from layers.export.stored import Asked


@pytest.fixture
def store(loaded_url):
    opened = Database(loaded_url)
    yield opened
    opened.dispose()


def newest(store, *, evaluation):
    sign = "=" if evaluation else "<>"
    query = f"SELECT id FROM run WHERE analysis {sign} 'evaluation' AND summary ? 'classes'"
    if evaluation:
        query = "SELECT id FROM run WHERE analysis = 'evaluation'"
    with store.begin() as connection:
        return connection.exec_driver_sql(query + " ORDER BY id LIMIT 1").scalar_one()


def test_a_layer_with_its_source(store, tmp_path):
    content = stored.content(store, Asked(kind="layer", id="rivers"), internal=False)
    path = tmp_path / "rivers.gpkg"
    export.named("geopackage").save(content, path)
    frame = pyogrio.read_dataframe(path)
    assert len(frame) == content.count
    with store.begin() as connection:
        awaited = connection.scalar(
            sa.text(
                "SELECT awaited_count FROM layer_version v JOIN layer l"
                " ON l.current_version_id = v.id WHERE l.id = 'rivers'"
            )
        )
    assert frame.geometry.isna().sum() == awaited
    assert content.about["source"] in pyogrio.read_info(path)["layer_metadata"]["来源"]


def test_a_run_with_its_thresholds_as_rules(store, tmp_path):
    asked = Asked(kind="run", id=newest(store, evaluation=False))
    content = stored.content(store, asked, internal=False, target_km=30)
    path = tmp_path / "run.xlsx"
    export.named("xlsx").save(content, path)
    sheet = openpyxl.load_workbook(path)["数据"]
    assert sheet.max_row == content.count + 1
    rules = [rule.formula[0] for one in sheet.conditional_formatting for rule in one.rules]
    column = next(cell.column_letter for cell in sheet[1] if str(cell.value).endswith("(m)"))
    assert f"AND(ISNUMBER({column}2),{column}2>=10000.0,{column}2<30000.0)" in rules


def test_an_evaluation_speaks_of_its_verdicts(store, tmp_path):
    asked = Asked(kind="evaluation", id=newest(store, evaluation=True))
    content = stored.content(store, asked, internal=False)
    path = tmp_path / "evaluation.xlsx"
    export.named("xlsx").save(content, path)
    sheet = openpyxl.load_workbook(path)["数据"]
    values = {cell.value for row in sheet.iter_rows(min_row=2) for cell in row}
    assert "met" not in values
    assert values & {"达标", "未达标"}


def test_a_run_is_no_evaluation_and_none_is_unknown(store):
    run = newest(store, evaluation=False)
    for asked in (Asked(kind="evaluation", id=run), Asked(kind="run", id="0" * 16)):
        with pytest.raises(UnknownRun):
            stored.content(store, asked, internal=True)


def test_an_internal_layer_is_as_none(store):
    with store.begin() as connection:
        connection.execute(sa.text("UPDATE layer SET visibility = 'internal' WHERE id = 'rivers'"))
    asked = Asked(kind="layer", id="rivers")
    with pytest.raises(UnknownLayer):
        stored.content(store, asked, internal=False)
    assert stored.content(store, asked, internal=True).count > 0


def test_versions_that_nobody_reads_are_for_those_who_see_all(store):
    asked = Asked(kind="layer", id="rivers", version=99)
    for internal in (False, True):
        with pytest.raises(UnknownVersion):
            stored.content(store, asked, internal=internal)


def test_features_that_went_away_are_missed(store, tmp_path):
    content = stored.content(store, Asked(kind="layer", id="rivers"), internal=False)
    with store.begin() as connection:
        connection.execute(
            sa.text("DELETE FROM feature WHERE version_id = :id AND seq = 1"),
            {"id": content.about["version"]["id"]},
        )
    with pytest.raises(ExportBroken):
        export.named("csv").save(content, tmp_path / "rivers.csv")
    assert list(tmp_path.iterdir()) == []
