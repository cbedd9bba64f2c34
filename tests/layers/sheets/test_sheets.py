"""Sheets of runs, layers and targets: their legend, their characters, their files."""

from __future__ import annotations

import re
import struct

import pytest

from layers.accounts import anonymous
from layers.errors import NotWritable, UnknownLayer, UnknownRun
from layers.sheets import Order, subjects, write
from layers.sheets.errors import BadSheet, NoSuchTarget, NothingToPrint
from layers.sheets.subjects import of_evaluation, of_layer, of_run

READER = anonymous(open_runs=True)
DISTANCE = "jinzhong-charging.1.3.distance"
PINGYAO = "jinzhong-charging.annex.140728.total"


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def test_the_legend_has_the_classes_and_counts_of_the_run(seen, run_of, stored):
    from layers import runs

    with stored.begin() as connection:
        summary = runs.get(connection, run_of[2025])["summary"]
    subject = of_run(seen("en"), run_of[2025])
    legend = subject.legend.classes
    assert [entry.count for entry in legend] == [one["count"] for one in summary["classes"]]
    assert [entry.label for entry in legend] == [
        "under 3 km", "3–5 km", "5–10 km", "10–30 km", "30–50 km", "50 km and over",
    ]  # fmt: skip
    # The target of 2025 is 10 km: what lies beyond is hatched, in print too.
    assert [entry.look for entry in legend] == ["fill"] * 3 + ["hatch"] * 3
    assert subject.shapes["place"].value_counts().to_dict() == {0: 104, 1: 26}


def test_a_run_on_illustrative_data_says_so_on_the_sheet(seen, run_of):
    subject = of_run(seen("en"), run_of[2024])
    assert any("llustrative" in note for note in subject.legend.notes)
    assert subject.legend.signs[0].tag == "illustrative"
    assert {source.quality for source in subject.sources} == {"illustrative", "derived"}
    assert all(source.licence and source.date for source in subject.sources)
    # Stations in service by the end of 2024, of 318 planned by 2025.
    assert subject.legend.signs[0].count == len(subject.stations) < 318
    assert (subject.stations["year"] <= 2024).all()


def test_allocations_are_shown_for_the_year_asked_for(seen):
    subject = of_layer(seen("en"), "charging-allocations", 2025)
    assert "2025" in subject.title
    assert sum(entry.count for entry in subject.legend.classes) == 11
    assert "2,241" in subject.subtitle
    assert "Yuci District 1,069" in set(subject.shapes["name"])
    with pytest.raises(BadSheet, match="year"):
        of_layer(seen("en"), "charging-allocations", 2019)


def test_a_target_is_shown_as_it_was_judged(seen, evaluation_of):
    subject = of_evaluation(seen("en"), evaluation_of[2025], DISTANCE)
    assert [entry.look for entry in subject.legend.classes] == ["fill", "hatch", "dots"]
    assert sum(entry.count for entry in subject.legend.classes) == len(subject.shapes) == 130


def test_a_target_of_a_county_is_that_county(seen, evaluation_of):
    subject = of_evaluation(seen("en"), evaluation_of[2025], PINGYAO)
    assert list(subject.shapes["code"]) == ["140728"]
    assert [entry.count for entry in subject.legend.classes] == [0, 1, 0]
    assert subject.headline_key == "sheet.basis"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "given",
    [
        {"orientation": "portrait", "organisation": "晋中市规划和自然资源局", "size": "A3"},
        {
            "layer": "charging-allocations",
            "title": "Größe · 骨直令曜",
            "review_number": "晋S(2026)1号",
        },
        {"layer": "rivers"},
        {"layer": "river-corridors", "orientation": "portrait"},
        {"layer": "stations"},
        {"target": DISTANCE},
    ],
    ids=["run", "allocations", "rivers", "corridors", "stations", "target"],
)
def test_every_character_on_a_sheet_has_a_glyph(  # noqa: PLR0917
    given, language, stored, registry, run_of, evaluation_of, tmp_path, written
):
    subject = {} if "layer" in given else {"run": run_of[2024]}
    if "target" in given:
        subject = {"evaluation": evaluation_of[2025]}
    out = tmp_path / "sheet.pdf"
    order = Order(**subject, **given, language=language)
    write(stored, registry, order, out, caller=READER)
    assert len(written) > 15
    assert {text: gone for text, gone in written.items() if gone} == {}
    assert not any("sheet." in text or "{" in text for text in written)
    pdf = out.read_bytes()
    assert pages_of(pdf) == 1
    assert b"/FontFile" in pdf
    assert b"/Subtype /Image" not in pdf


def test_the_sheet_says_who_when_and_that_there_is_no_review_number(
    stored, registry, run_of, tmp_path, written
):
    order = Order(run=run_of[2024], organisation="Office", language="en", title="My title")
    write(stored, registry, order, tmp_path / "a.pdf", caller=READER)
    said = " ".join(written)
    assert "My title" in written
    assert "Made by: Office" in said
    assert "No map review number" in said
    assert "EPSG:4547" in said
    assert "Page 1 of 1" in said
    written.clear()
    named = Order(run=run_of[2024], review_number="GS(2026)1", language="en")
    write(stored, registry, named, tmp_path / "a.pdf", caller=READER)
    assert "Map review number: GS(2026)1" in written


def test_an_image_has_the_size_and_density_of_its_paper(stored, registry, tmp_path):
    out = tmp_path / "sheet.png"
    write(stored, registry, Order(layer="counties", kind="png"), out, caller=READER)
    image = out.read_bytes()
    assert struct.unpack(">II", image[16:24]) == (3508, 2480)
    at = image.index(b"pHYs")
    assert struct.unpack(">IIB", image[at + 4 : at + 13]) == (11811, 11811, 1)
    assert len(image) > 100_000


def test_a_pdf_has_the_size_of_its_paper(stored, registry, tmp_path):
    out = tmp_path / "sheet.pdf"
    write(stored, registry, Order(layer="counties", size="A1"), out, caller=READER)
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", out.read_bytes())
    assert box
    assert float(box.group(1)) == pytest.approx(841 / 25.4 * 72, abs=0.01)
    assert float(box.group(2)) == pytest.approx(594 / 25.4 * 72, abs=0.01)


def test_what_is_not_there_cannot_be_printed(seen, evaluation_of, run_of, database, registry):
    view = seen()
    for unknown in ("nothing", evaluation_of[2025]):
        with pytest.raises(UnknownRun):
            of_run(view, unknown)
    with pytest.raises(UnknownRun):
        of_evaluation(view, run_of[2024], DISTANCE)
    with pytest.raises(UnknownLayer):
        of_layer(view, "nothing")
    with pytest.raises(NoSuchTarget):
        of_evaluation(view, evaluation_of[2025], "nothing")


def test_a_target_judged_nowhere_on_a_map_is_refused(seen, evaluation_of, monkeypatch):
    monkeypatch.setattr(subjects.View, "counties", lambda _: None)
    with pytest.raises(NothingToPrint):
        of_evaluation(seen(), evaluation_of[2025], PINGYAO)


def test_a_title_that_the_font_cannot_draw_is_refused(stored, registry, tmp_path):
    out = tmp_path / "sheet.pdf"
    with pytest.raises(BadSheet) as refused:
        write(stored, registry, Order(layer="counties", title="a \U0001f697"), out, caller=READER)
    assert refused.value.facts["value"] == "\U0001f697"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(stored, registry, tmp_path):
    with pytest.raises(NotWritable):
        write(stored, registry, Order(layer="counties"), tmp_path / "no" / "a.pdf", caller=READER)
