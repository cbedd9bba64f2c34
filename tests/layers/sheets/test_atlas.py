"""Atlases: a page for each unit, with what is missed in plain words."""

from __future__ import annotations

import re

import pytest

from geo.crs import GEOD
from geo.errors import UnknownRegion
from layers import runs
from layers.accounts import anonymous
from layers.errors import UnknownRun
from layers.sheets import Order, write
from layers.sheets.atlas import units
from layers.sheets.atlas.chapters import chapter
from layers.sheets.canvas import open_canvas

READER = anonymous(open_runs=True)
QI = "140727"
PINGYAO = "140728"


def pages_of(path) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", path.read_bytes()))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_atlas_has_a_cover_an_index_and_a_page_for_each_unit(
    language, stored, registry, run_of, tmp_path, written
):
    out = tmp_path / "atlas.pdf"
    order = Order(run=run_of[2024], by="township", region=QI, language=language)
    write(stored, registry, order, out, caller=READER)
    # Qi County has 9 townships in the official list.
    assert pages_of(out) == 1 + 1 + 9
    assert {text: gone for text, gone in written.items() if gone} == {}
    last = {"zh": "第 11 页，共 11 页", "en": "Page 11 of 11"}[language]
    assert last in written
    assert "昭馀镇" in written


def test_an_atlas_by_county_has_a_page_for_each_county(
    stored, registry, evaluation_of, tmp_path, written
):
    out = tmp_path / "atlas.pdf"
    order = Order(evaluation=evaluation_of[2025], by="county", language="en")
    write(stored, registry, order, out, caller=READER)
    assert pages_of(out) == 1 + 1 + 11
    assert {text: gone for text, gone in written.items() if gone} == {}
    said = " ".join(written)
    assert "Public piles added 2023-2025: Pingyao" in said
    assert "Set by: Jinzhong three-year action plan" in said


def test_a_page_shows_the_nearest_station_of_the_run_and_the_way_to_it(seen, run_of, stored):
    order = Order(run=run_of[2024], by="township", region=QI)
    found = chapter(seen("en"), order)
    with stored.begin() as connection:
        assert runs.get(connection, run_of[2024])["params"]["year"] == 2024
    for row in found.units.itertuples(index=False):
        page = units.page(seen("en"), found, row)
        xs, ys = zip(*page.emphasis.line.coords, strict=True)
        along = sum(GEOD.line_lengths(list(xs), list(ys)))
        assert along == pytest.approx(row.distance_m, abs=1.0)
        told = dict(page.figures)
        assert told["To the nearest station"] == f"{row.distance_m / 1000:.1f} km"
        assert told["Verdict"] == "met"
        assert told["Nearest station"] == page.emphasis.station_name


def test_the_places_within_a_county_are_counted_from_the_nearest(seen, run_of):
    found = chapter(seen("en"), Order(run=run_of[2024], by="township", region=QI))
    ranked = found.units.sort_values("distance_m")
    pages = [units.page(seen("en"), found, row) for row in ranked.itertuples(index=False)]
    ranks = [dict(page.figures)["Nearest first, in the county"] for page in pages]
    assert ranks[0] == "1 of 9"
    assert ranks[-1] == "9 of 9"


def test_a_county_page_adds_up_its_townships(seen, run_of):
    found = chapter(seen("en"), Order(run=run_of[2024], by="county", region=QI))
    (row,) = found.units.itertuples(index=False)
    told = dict(units.page(seen("en"), found, row).figures)
    assert told["Townships"] == "9"
    assert told["Townships within"] == "9"
    assert told["Townships beyond"] == "0"
    own = found.subject.shapes
    own = own[own["code"].str.startswith(QI)]
    assert told["Mean distance"] == f"{own['distance_m'].mean() / 1000:.1f} km"


def test_what_a_county_misses_stands_on_its_townships_pages_as_its_own(seen, evaluation_of):
    view = seen("en")
    order = Order(evaluation=evaluation_of[2025], by="township", region=PINGYAO)
    found = chapter(view, order)
    missed = list(units.missed_by(view, found, str(found.units["code"].iloc[0])))
    assert [one.title for one in missed] == ["Public piles added 2023-2025: Pingyao (its county)"]
    assert not missed[0].is_own
    assert "287" in missed[0].sentence
    assert "288" in missed[0].sentence
    (county,) = units.missed_by(view, found, PINGYAO)
    assert county.is_own


def test_an_atlas_of_nothing_is_refused(seen, run_of, evaluation_of):
    view = seen()
    with pytest.raises(UnknownRegion):
        chapter(view, Order(run=run_of[2024], by="county", region="1501"))
    with pytest.raises(UnknownRun):
        chapter(view, Order(run="nothing", by="county"))
    with pytest.raises(UnknownRun):
        chapter(view, Order(evaluation="nothing", by="county"))


def test_pages_are_written_out_as_they_are_finished(tmp_path):
    """The file grows while the atlas is drawn, so what is drawn does not stay in memory."""
    from layers.sheets.canvas import Pen
    from layers.sheets.paper import paper

    path, sizes = tmp_path / "a.pdf", []
    with open_canvas(path, paper("A4", "landscape"), "pdf") as canvas:
        for page in range(6):
            for step in range(4_000):
                points = [(step % 290, page), (step % 87 + 0.1, step % 200)]
                canvas.polyline(points, Pen(colour="#000000", width_mm=0.1))
            canvas.next_page()
            sizes.append(path.stat().st_size)
    assert sizes[0] > 0
    assert sizes == sorted(set(sizes))
