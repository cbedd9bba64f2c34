"""Fields of GeoJSON that hold numbers and texts keep both as the file has them."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from layers import inspection

AREAS = [9.1, "很大", 12.5, None, 3, -0.1, 1e-7, 123456789.123, "0.5", 0.30000000000000004]
TOLD = ["9.1", "很大", "12.5", None, "3", "-0.1", "1e-07", "123456789.123", "0.5",
        "0.30000000000000004"]  # fmt: skip


@pytest.mark.parametrize("lines", [False, True])
def test_numbers_among_texts_are_not_drawn_out(tmp_path, lines):
    features = [
        {"type": "Feature", "properties": {"面积": area},
         "geometry": {"type": "Point", "coordinates": [112.5, 37.8 + place / 100]}}
        for place, area in enumerate(AREAS)
    ]  # fmt: skip
    path = tmp_path / ("parks.geojsonl" if lines else "parks.geojson")
    whole = {"type": "FeatureCollection", "features": features}
    path.write_text("\n".join(map(json.dumps, features)) if lines else json.dumps(whole))
    report = inspection.inspect(inspection.Upload(path=path), tmp_path / "result")
    assert report.accepted
    frame = pd.concat(inspection.batches(tmp_path / "result"))
    found = [None if pd.isna(one) else one for one in frame["面积"]]
    assert [_same(one) for one in found] == TOLD


def _same(text):
    """Return a text; one number is written in two ways."""
    return "1e-07" if text in {"0.0000001", "1.0e-07", "1e-7"} else text
