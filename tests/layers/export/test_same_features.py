"""A stored layer in every format, opened by another program: the same features."""

from __future__ import annotations

import csv

import geopandas
import openpyxl
import pyogrio
import pytest
import shapely

from layers import export
from layers.db import Database
from layers.export import stored
from layers.export.stored import Asked


@pytest.fixture(scope="module")
def counties(read_url):
    store = Database(read_url)
    yield stored.content(store, Asked(kind="layer", id="counties"), internal=False)
    store.dispose()


@pytest.fixture(scope="module")
def wanted(counties):
    """Shapes by their codes, straight from the store."""
    found = {}
    for batch in counties.batches():
        codes = batch.column("adcode").to_pylist()
        shapes = shapely.from_wkb(batch.column(batch.num_columns - 1).to_pylist())
        found |= dict(zip(codes, shapes, strict=True))
    return found


def opened(path, name, heading):
    if name == "geoparquet":
        frame = geopandas.read_parquet(path)
    elif name == "shapefile":
        frame = pyogrio.read_dataframe(f"/vsizip/{path}")
    elif name in {"csv", "xlsx"}:
        if name == "csv":
            with path.open(encoding="utf-8-sig", newline="") as stream:
                head, *rows = csv.reader(stream)
        else:
            sheet = openpyxl.load_workbook(path).worksheets[0]
            head, *rows = sheet.iter_rows(values_only=True)
        told = [dict(zip(head, row, strict=True)) for row in rows]
        code = "adcode" if name == "csv" else heading
        return {row[code]: row["wkt"] and shapely.from_wkt(row["wkt"]) for row in told}
    else:
        frame = pyogrio.read_dataframe(path)
    return dict(zip(frame["adcode"].astype(str), frame.geometry, strict=True))


@pytest.mark.parametrize("name", sorted(export.every()))
def test_the_same_features_in_every_format(name, counties, wanted, tmp_path):
    writer = export.named(name)
    path = tmp_path / f"counties{writer.suffixes[0]}"
    findings = writer.save(counties, path)
    code = next(one for one in counties.attributes if one.name == "adcode")
    found = opened(path, name, code.heading("zh"))
    assert set(found) == set(wanted)
    left_out = [code for code, shape in found.items() if not shape]
    told = sum(one.facts["count"] for one in findings if one.code == "shapes_too_long")
    # A cell of a workbook is too short for the longest borders, which is said.
    assert len(left_out) == told
    assert told == 0 or name == "xlsx"
    for code in set(found) - set(left_out):
        assert shapely.area(found[code]) == pytest.approx(shapely.area(wanted[code]), rel=1e-5)
        assert found[code].bounds == pytest.approx(wanted[code].bounds, abs=1e-6)
