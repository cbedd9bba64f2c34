"""What we exported as a table and somebody uploads again holds the same values."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest
import shapely

from layers import export, inspection
from layers.export.content import Attribute, Content

TEXTS = [
    "=1+1", "+86 351 1234567", "-5", "-", "@home", "\t=1", "＝1", "－5", "'=1", "''+1", "'quoted'",
    "'", "plain", '=HYPERLINK("http://x","y")', " =1", "a\nb", "朔城区",
]  # fmt: skip
NAMES = ("=code", "name")


def layer() -> Content:
    records = [
        dict(zip(NAMES, (text, f"n{place}"), strict=True)) for place, text in enumerate(TEXTS)
    ]
    point = shapely.Point(112.43, 39.33).wkb
    made = Content(
        name="texts-v1",
        title={"zh": "文字", "en": "Texts"},
        attributes=tuple(
            Attribute(name=name, type="string", title={"zh": name, "en": name}, unit=None)
            for name in NAMES
        ),
        kinds=frozenset({"Point"}),
        count=len(records),
        batches=lambda: (made.batch([record], [point]) for record in records),
        about={
            "id": "texts", "quality": "derived", "source": "-", "source_date": "2024",
            "licence": "-", "review_number": None, "note": {"zh": "", "en": ""},
            "version": {"number": 1, "published_at": "2024-05-02T00:00:00+00:00", "sha256": "ab"},
        },
    )  # fmt: skip
    return made


def uploaded(path, folder):
    report = inspection.inspect(inspection.Upload(path=path), folder / "result")
    assert report.accepted, report.to_json("en")["findings"]
    return report, pd.concat(inspection.batches(folder / "result"), ignore_index=True)


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_text_that_looks_like_a_formula_comes_back_as_it_was(name, tmp_path):
    path = tmp_path / f"out.{name}"
    export.named(name).save(layer(), path)
    report, frame = uploaded(path, tmp_path)
    assert frame["=code"].tolist() == TEXTS
    counted = [one.facts["count"] for one in report.findings if one.code == "formula_quotes"]
    # In a workbook a mark of the cell does what the quote does in CSV.
    assert counted == ([11] if name == "csv" else [])


def test_a_quote_that_somebody_typed_stays(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name,lon,lat\n'tis,112.43,39.33\n'5,112.44,39.33\n", encoding="utf-8")
    report, frame = uploaded(path, tmp_path)
    assert frame["name"].tolist() == ["'tis", "'5"]
    assert "formula_quotes" not in {one.code for one in report.findings}


def test_a_number_behind_a_quote_stays_text(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in (["code", "lon", "lat"], ["'-5", 112.43, 39.33], ["'-6", 112.44, 39.33]):
        book.active.append(row)
    book.save(path)
    _, frame = uploaded(path, tmp_path)
    assert frame["code"].tolist() == ["-5", "-6"]
