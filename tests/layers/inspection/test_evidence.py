"""Encoding, datum, reference system, repair: the evidence each decision rests on."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
import shapely
from pyproj import CRS

from geo import datum
from layers.bundled import counties, sources
from layers.inspection import crs_detective, crs_text, encodings, mojibake, reference, residuals
from layers.inspection.findings import MOST_OF_A_KIND, Findings, Where
from layers.inspection.repair import make_valid
from layers.sandbox import Limits
from tests.files import canonical, making

NAMES = ["朔城区", "平鲁区", "山阴县", "应县", "右玉县", "怀仁市", "神头镇", "利民镇"]
TRADITIONAL = ["臺北縣", "新莊鎮", "東區學校", "鐵路車站", "縣政府辦公處"]


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference")
    reference.write(folder)
    return reference.read(folder)


@pytest.mark.parametrize(
    ("texts", "codec", "name"),
    [
        (NAMES, "gb18030", "GB18030"),
        (NAMES, "utf-8", "UTF-8"),
        (TRADITIONAL, "cp950", "Big5"),
        (["联通"], "gb18030", "GB18030"),
        (["plain"], "ascii", "UTF-8"),
        (["1", "朔城区"], "gb18030", "GB18030"),
    ],
)
def test_the_first_suggestion_is_the_encoding(texts, codec, name):
    assert encodings.choose([text.encode(codec) for text in texts]).name == name


def test_each_name_of_the_counties_is_recognised_on_its_own():
    names = counties.frame()["name_zh"].tolist()
    wrong = [
        (name, codec)
        for name in names
        for codec, expected in (("gb18030", "GB18030"), ("utf-8", "UTF-8"))
        if encodings.choose([name.encode(codec)]).name != expected
    ]
    assert len(names) == 27
    assert wrong == []


def test_a_label_is_a_witness_and_not_the_judge():
    raw = [name.encode("gb18030") for name in NAMES]
    choice = encodings.choose(raw, label="UTF-8")
    assert (choice.name, choice.why) == ("GB18030", "content")
    assert encodings.choose(raw, label="936").why == "label"
    assert encodings.choose(raw, asked="big5").name == "Big5"


def test_candidates_come_with_sample_rows():
    [first, *_] = encodings.choose([name.encode("gb18030") for name in NAMES]).candidates
    assert first.plain()["samples"] == NAMES[:5]


@pytest.mark.parametrize(
    ("was", "read_as"),
    [("gb18030", "latin-1"), ("utf-8", "latin-1"), ("gb18030", "cp1252")],
)
def test_garbled_text_is_turned_back(was, read_as):
    garbled = []
    for name in NAMES:
        try:
            garbled.append((name, name.encode(was).decode(read_as)))
        except UnicodeDecodeError:
            continue
    way = mojibake.find([text for _, text in garbled])
    assert way is not None
    assert [way.undone(text) for _, text in garbled] == [name for name, _ in garbled]


@pytest.mark.parametrize("texts", [NAMES, TRADITIONAL, ["café", "Zürich"], ["plain"], []])
def test_text_in_order_is_left_alone(texts):
    assert mojibake.find(texts) is None


@pytest.mark.parametrize(
    ("epsg", "code"),
    [(4546, "EPSG:4546"), (4526, "EPSG:4526"), (4497, "EPSG:4497"), (4508, "EPSG:4508"),
     (2382, "EPSG:2382"), (2361, "EPSG:2361"), (2333, "EPSG:2333"), (2434, "EPSG:2434"),
     (21419, "EPSG:21419"), (4490, "EPSG:4490"), (4610, "EPSG:4610"), (3857, "EPSG:3857"),
     (32649, "EPSG:32649")],
)  # fmt: skip
@pytest.mark.parametrize("version", ["WKT1_ESRI", "WKT1_GDAL", "WKT2_2019"])
def test_every_flavour_of_a_description_gives_its_code(epsg, code, version):
    text = CRS.from_epsg(epsg).to_wkt(version)
    assert crs_text.code(crs_text.understood(text)) == code


@pytest.mark.parametrize("text", ["", "nonsense", "http://x/crs", "/etc/passwd", "file://x", "."])
def test_what_describes_no_system_gives_none(text):
    assert crs_text.understood(text) is None


@pytest.mark.parametrize(
    ("epsg", "first"),
    [(4546, "EPSG:4546"), (4525, "EPSG:4525"), (4497, "EPSG:4497"), (3857, "EPSG:3857"),
     (4490, "EPSG:4490"), (2382, "EPSG:4546"), (2361, "EPSG:4525")],
)  # fmt: skip
def test_numbers_alone_give_the_zone_and_the_likeliest_datum(compared, epsg, first):
    vertices = shapely.get_coordinates(canonical.polygons().to_crs(epsg).geometry.to_numpy())
    ranked = crs_detective.ranked(vertices, compared, None)
    assert ranked[0].code == first
    assert ranked[0].inside == 1.0
    assert f"EPSG:{epsg}" in [one.code for one in ranked] or first == f"EPSG:{epsg}"


def test_swapped_axes_are_among_the_candidates(compared):
    vertices = shapely.get_coordinates(canonical.polygons().geometry.to_numpy())[:, ::-1]
    first = crs_detective.ranked(vertices, compared, None)[0]
    assert (first.code, first.swapped) == ("EPSG:4490", True)


@pytest.mark.parametrize("name", ["wgs84", "gcj02", "bd09"])
def test_boundaries_show_their_datum(compared, name):
    forward = {"wgs84": lambda p: p, "gcj02": datum.wgs84_to_gcj02, "bd09": datum.wgs84_to_bd09}
    truth = shapely.get_coordinates(counties.frame().geometry.to_numpy()[:5])
    found = residuals.counts(forward[name](truth), compared)
    assert max(found, key=found.get) == name
    expected = None if name == "wgs84" else name
    assert residuals.suspected(found, len(truth)) == expected


def test_random_positions_show_no_shift(compared):
    random = np.random.default_rng(3)
    anywhere = np.column_stack((112 + random.random(3000), 38 + random.random(3000)))
    assert residuals.suspected(residuals.counts(anywhere, compared), 3000) is None


def test_a_repair_that_takes_too_long_is_given_up_and_the_next_goes_on():
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])
    begun = time.monotonic()
    repaired = make_valid([bow, making.tangle(6000), bow], Limits(repair_s=1.0))
    assert time.monotonic() - begun < 20
    assert repaired[1] is None
    assert [shapely.area(one) for one in (repaired[0], repaired[2])] == [0.5, 0.5]


def test_many_findings_of_a_kind_are_counted():
    findings = Findings("a.csv")
    for row in range(MOST_OF_A_KIND + 5):
        findings.warn("sliver", Where(layer="x", row=row))
    findings.each("warning", "sliver", Where(layer="x"), 10, lambda row: (Where(row=row), {}))
    told = findings.all()
    assert len(told) == MOST_OF_A_KIND + 1
    [cut] = [one for one in told if one.code == "more_of_a_kind"]
    assert cut.facts["example"] == {"file": "a.csv", "layer": "x", "row": 0}
    told = {name: cut.facts[name] for name in ("of", "count", "total")}
    assert told == {"of": "sliver", "count": 15, "total": MOST_OF_A_KIND + 15}
    assert findings.count("sliver") == MOST_OF_A_KIND + 15


def test_the_towns_of_reference_lie_where_their_source_has_them():
    import csv

    from layers.bundled import geonames

    with (encodings.DATA / "places.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    listed = {row["code"]: row for row in sources.table("layers/townships.csv").to_dict("records")}
    names = {row["geonameid"]: listed[row["code"]]["geonames_name"] for row in rows}
    found = geonames.positions_of(names)
    assert len(rows) == len(found) >= 70
    for row in rows:
        assert listed[row["code"]]["name_zh"] == row["name_zh"]
        assert found[row["geonameid"]] == (float(row["lon"]), float(row["lat"]))


@pytest.mark.parametrize("epsg", [4513, 4525, 4533, 4534, 4546, 4554, 2361, 2382, 2413, 2434,
                                  4497, 21419, 32649, 32650, 3857])  # fmt: skip
def test_a_system_without_a_name_is_known_by_its_numbers(epsg):
    described = CRS.from_epsg(epsg)
    unnamed = described.to_wkt("WKT1_ESRI").replace(f'"{_esri_name(described)}"', '"unnamed"')
    assert "unnamed" in unnamed
    assert crs_text.code(crs_text.understood(unnamed)) == f"EPSG:{epsg}"


def _esri_name(described: CRS) -> str:
    return described.to_wkt("WKT1_ESRI").split('"')[1]


@pytest.mark.parametrize(("scale", "easting"), [(0.9996, 500_000), (1.0, 500_123), (0.9999, 0)])
def test_numbers_of_no_zone_give_no_code_of_a_zone(scale, easting):
    text = f"+proj=tmerc +lon_0=112.5 +k={scale} +x_0={easting} +ellps=GRS80 +units=m"
    assert crs_text.code(CRS.from_user_input(text)) is None


def _net(step: float) -> np.ndarray:
    """Streets every so many degrees both ways, with a vertex at every hundredth of that."""
    along = np.linspace(0, 0.05, 40)
    lines = [shapely.LineString([(112.4 + k * step, 39.3), (112.4 + k * step, 39.35)])
             for k in range(20)]  # fmt: skip
    lines += [shapely.LineString(np.column_stack((112.4 + along, np.full(40, 39.3 + k * step))))
              for k in range(20)]  # fmt: skip
    return shapely.segmentize(np.array(lines, dtype=object), 0.001)


@pytest.mark.parametrize(("way", "expected"), [(datum.wgs84_to_gcj02, "gcj02"),
                                               (datum.wgs84_to_bd09, "bd09"),
                                               (lambda lonlat: lonlat, None)])  # fmt: skip
def test_a_shift_shows_in_a_dense_net_of_streets(compared, way, expected):
    # A street every 150 m: whatever is shifted comes near another one.
    streets = _net(0.0017)
    against = replace(compared, others={"roads": streets})
    coordinates = way(shapely.get_coordinates(streets) + np.array([1e-5, 5e-6]))
    assert residuals.closer(coordinates, against) == expected
