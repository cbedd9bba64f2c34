"""Coordinate reference systems: axis order, values, headers, boxes."""

from __future__ import annotations

from urllib.parse import quote

import pytest
import shapely
from pyproj import CRS, Transformer
from shapely.geometry import box, shape

from layers.systems import SYSTEMS

ITEMS = "/ogc/collections/counties/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def ids(answer) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {feature["id"] for feature in answer.json()["features"]}


def test_every_system_is_listed_and_the_one_of_storage_is_among_them(reader):
    collection = reader.get("/ogc/collections/counties").json()
    codes = ["4326", "4490", "4546", "4547", "4525", "4526", "3857"]
    assert collection["crs"] == [CRS84, *(EPSG + code for code in codes)]
    assert collection["storageCrs"] == CRS84


@pytest.mark.parametrize("one", SYSTEMS, ids=lambda one: one.uri.rsplit("/", 1)[-1])
def test_coordinates_are_those_of_the_registry_in_its_order(reader, one):
    """Each vertex of a district, converted by pyproj with the registry's axis order."""
    plain = reader.get(f"{ITEMS}/140702").json()
    answer = reader.get(f"{ITEMS}/140702?crs={quote(one.uri)}")
    assert answer.headers["content-crs"] == f"<{one.uri}>"
    target = CRS.from_user_input("OGC:CRS84" if one.uri == CRS84 else one.epsg)
    # CGCS2000 equals WGS 84 by declaration, so only the projection counts.
    source = "EPSG:4490" if one.epsg not in {4326, 3857} else "EPSG:4326"
    forward = Transformer.from_crs(source, target, always_xy=False)
    tolerance = 2e-7 if target.is_geographic else 0.02
    before = outer(plain["geometry"])
    after = outer(answer.json()["geometry"])
    assert len(before) == len(after) > 50
    for (lon, lat), got in zip(before, after, strict=True):
        assert got == pytest.approx(forward.transform(lat, lon), abs=tolerance)


def outer(geometry: dict) -> list[list[float]]:
    ring = geometry["coordinates"][0]
    return ring[0] if geometry["type"] == "MultiPolygon" else ring


def test_northings_come_before_eastings(reader):
    first = outer(reader.get(f"{ITEMS}/140702?crs={EPSG}4547").json()["geometry"])[0]
    assert 4_100_000 < first[0] < 4_300_000
    assert 300_000 < first[1] < 500_000
    prefixed = outer(reader.get(f"{ITEMS}/140702?crs={EPSG}4526").json()["geometry"])[0]
    assert prefixed == pytest.approx([first[0], first[1] + 38_000_000])


def test_without_a_wish_it_is_crs84(reader):
    answer = reader.get(f"{ITEMS}?limit=1")
    assert answer.headers["content-crs"] == f"<{CRS84}>"
    assert (
        reader.get(f"{ITEMS}?limit=1&crs={CRS84}").json()["features"] == answer.json()["features"]
    )


@pytest.mark.parametrize(
    ("code", "corners"),
    [
        ("4490", "37.5,112.5,37.9,112.8"),
        ("4326", "37.5,112.5,37.9,112.8"),
        ("4490", "37.5,112.5,0,37.9,112.8,100"),
    ],
)
def test_a_box_in_degrees_with_latitude_first(reader, code, corners):
    expected = ids(reader.get(f"{ITEMS}?bbox=112.5,37.5,112.8,37.9"))
    assert ids(reader.get(f"{ITEMS}?bbox={corners}&bbox-crs={EPSG}{code}")) == expected != set()


@pytest.mark.parametrize(
    ("code", "corners"),
    [
        (4547, (4_150_000, 350_000, 4_200_000, 420_000)),
        (4526, (4_150_000, 38_350_000, 4_200_000, 38_420_000)),
        (4546, (4_150_000, 610_000, 4_200_000, 680_000)),
        (4525, (4_150_000, 37_610_000, 4_200_000, 37_680_000)),
    ],
)
def test_a_box_in_metres_with_northing_first(reader, code, corners):
    """The same box laid over the features after pyproj brought them into the zone."""
    south, west, north, east = corners
    to_zone = Transformer.from_crs("EPSG:4490", f"EPSG:{code}", always_xy=True)
    window = box(west, south, east, north)
    everything = reader.get(ITEMS).json()["features"]
    expected = {
        feature["id"]
        for feature in everything
        if in_zone(to_zone, feature["geometry"]).intersects(window)
    }
    asked = ",".join(map(str, corners))
    body = reader.get(f"{ITEMS}?bbox={asked}&bbox-crs={EPSG}{code}").json()
    assert {feature["id"] for feature in body["features"]} == expected
    assert body["numberMatched"] == len(expected) > 2


def in_zone(to_zone: Transformer, geometry: dict) -> shapely.Geometry:
    return shapely.transform(shape(geometry), to_zone.transform, interleaved=False)


def test_a_box_in_web_mercator(reader):
    expected = ids(reader.get(f"{ITEMS}?bbox=112.5,37.5,112.8,37.9"))
    to_mercator = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    west, south = to_mercator.transform(112.5, 37.5)
    east, north = to_mercator.transform(112.8, 37.9)
    address = f"{ITEMS}?bbox={west},{south},{east},{north}&bbox-crs={EPSG}3857"
    assert ids(reader.get(address)) == expected


def test_coordinates_of_a_filter_are_in_their_own_system(reader):
    plain = ids(reader.get(ITEMS, params={"filter": "S_INTERSECTS(geometry,POINT(112.74 37.69))"}))
    assert plain == {"140702"}
    turned = {
        "filter": "S_INTERSECTS(geometry,POINT(37.69 112.74))",
        "filter-crs": f"{EPSG}4490",
        "crs": f"{EPSG}4547",
    }
    assert ids(reader.get(ITEMS, params=turned)) == plain


def test_next_pages_keep_the_system(reader):
    body = reader.get(f"{ITEMS}?limit=5&crs={EPSG}4547").json()
    links = {link["rel"]: link["href"] for link in body["links"]}
    answer = reader.get(links["next"].removeprefix("http://127.0.0.1"))
    assert answer.headers["content-crs"] == f"<{EPSG}4547>"


def test_systems_have_entity_tags_of_their_own(reader):
    tags = {reader.get(f"{ITEMS}?crs={one.uri}").headers["etag"] for one in SYSTEMS}
    assert len(tags) == len(SYSTEMS)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("crs=EPSG:2326", "crs"),
        (f"crs={EPSG}4549", "crs"),
        ("crs=", "crs"),
        ("crs=4490;DROP TABLE layer", "crs"),
        (f"bbox=1,2,3,4&bbox-crs={EPSG}9999", "bbox-crs"),
        (f"bbox=112.5,37.5,112.8,37.9&bbox-crs={EPSG}4490", "bbox"),
        (f"bbox=4200000,350000,4150000,420000&bbox-crs={EPSG}4547", "bbox"),
        ("filter=piles=1&filter-crs=x", "filter-crs"),
        (f"crs={EPSG}4490&crs={EPSG}4547", "crs"),
    ],
)
def test_what_is_no_system_or_no_box_of_it_is_refused(reader, query, where):
    answer = reader.get(f"{ITEMS}?{query}")
    assert (answer.status_code, answer.json()["error"]["where"]) == (400, where)
