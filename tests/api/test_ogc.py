"""Collections and items as OGC API Features clients ask for them."""

from __future__ import annotations

import gzip
import json

import brotli
import geopandas as gpd
import pytest
from fastapi.testclient import TestClient
from shapely.geometry import Point, box, shape

from api import services
from api.app import create_app
from api.routes.ogc import items as ogc
from api.settings import Settings
from layers import loading
from layers.db import Database
from layers.types import LayerContent, LayerMeta

ITEMS = "/ogc/collections/counties/items"


def test_the_named_collections_are_there(reader):
    listed = [c["id"] for c in reader.get("/ogc/collections").json()["collections"]]
    assert listed == [
        "charging-allocations",
        "counties",
        "river-corridors",
        "rivers",
        "shuozhou-core-area",
        "stations",
        "townships",
    ]


def test_a_collection_tells_its_extent_and_where_its_items_are(reader):
    collection = reader.get("/ogc/collections/counties").json()
    west, south, east, north = collection["extent"]["spatial"]["bbox"][0]
    assert 111 < west < east < 115
    assert 36 < south < north < 41
    links = {link["rel"]: link["href"] for link in collection["links"]}
    assert links["items"] == "http://127.0.0.1/ogc/collections/counties/items"


def test_items_are_geojson(reader):
    answer = reader.get(ITEMS)
    body = answer.json()
    assert answer.headers["content-type"] == "application/geo+json"
    assert body["type"] == "FeatureCollection"
    assert body["numberMatched"] == body["numberReturned"] == len(body["features"]) == 27
    feature = next(f for f in body["features"] if f["properties"]["adcode"] == "140702")
    assert feature["id"] == "140702"
    assert feature["properties"]["name_zh"] == "榆次区"
    assert shape(feature["geometry"]).is_valid


def test_pages_end_and_hold_every_feature_once(reader):
    address, seen, pages = f"{ITEMS}?limit=10", [], 0
    while address:
        body = reader.get(address).json()
        seen += [feature["id"] for feature in body["features"]]
        pages += 1
        links = {link["rel"]: link["href"] for link in body["links"]}
        address = links.get("next", "").removeprefix("http://127.0.0.1")
    assert pages == 3
    assert len(seen) == len(set(seen)) == 27


def test_an_offset_beyond_the_end_is_an_empty_page(reader):
    body = reader.get(f"{ITEMS}?offset=27").json()
    assert (body["numberMatched"], body["numberReturned"], body["features"]) == (27, 0, [])
    assert "next" not in {link["rel"] for link in body["links"]}


def test_a_box_gives_what_touches_it_and_nothing_else(reader):
    everything = reader.get(ITEMS).json()["features"]
    window = box(112.5, 37.5, 112.8, 37.9)
    expected = {f["id"] for f in everything if shape(f["geometry"]).intersects(window)}
    body = reader.get(f"{ITEMS}?bbox=112.5,37.5,112.8,37.9").json()
    assert {feature["id"] for feature in body["features"]} == expected
    assert body["numberMatched"] == len(expected) > 0


def test_a_box_across_the_date_line_is_two_boxes(reader):
    assert reader.get(f"{ITEMS}?bbox=113,30,-170,45").json()["numberMatched"] > 0
    assert reader.get(f"{ITEMS}?bbox=170,30,-170,45").json()["numberMatched"] == 0


def test_heights_in_a_box_are_dropped(reader):
    flat = reader.get(f"{ITEMS}?bbox=112.5,37.5,112.8,37.9").json()["numberMatched"]
    assert reader.get(f"{ITEMS}?bbox=112.5,37.5,0,112.8,37.9,900").json()["numberMatched"] == flat


def test_features_without_geometry_are_listed_with_null(reader):
    rivers = reader.get("/ogc/collections/rivers/items").json()["features"]
    awaited = [f for f in rivers if f["properties"]["position"] == "awaited"]
    assert awaited
    assert all(feature["geometry"] is None for feature in awaited)


def test_one_item_by_its_id(reader):
    item = reader.get(f"{ITEMS}/140702").json()
    assert item["properties"]["name_zh"] == "榆次区"
    assert {link["rel"] for link in item["links"]} == {"self", "alternate", "collection"}


@pytest.mark.parametrize(
    ("address", "status", "code", "where"),
    [
        ("/ogc/collections/county", 404, "unknown_layer", "county"),
        ("/ogc/collections/county/items", 404, "unknown_layer", "county"),
        (f"{ITEMS}/999999", 404, "unknown_feature", "999999"),
        (f"{ITEMS}?bbox=1,2,3", 400, "bad_query", "bbox"),
        (f"{ITEMS}?bbox=a,b,c,d", 400, "bad_query", "bbox"),
        (f"{ITEMS}?bbox=112,38,113,37", 400, "bad_query", "bbox"),
        (f"{ITEMS}?bbox=112,37,nan,38", 400, "bad_query", "bbox"),
        (f"{ITEMS}?bbox=112,37,inf,38", 400, "bad_query", "bbox"),
        (f"{ITEMS}?bbox=112,-91,113,38", 400, "bad_query", "bbox"),
        (f"{ITEMS}?limit=0", 400, "bad_query", "limit"),
        (f"{ITEMS}?limit=ten", 400, "bad_query", "limit"),
        (f"{ITEMS}?offset=-1", 400, "bad_query", "offset"),
        (f"{ITEMS}?colour=red", 400, "bad_query", "colour"),
        (f"{ITEMS}?f=shp", 400, "bad_query", "f"),
        ("/ogc/nothing", 404, "not_found", "/ogc/nothing"),
    ],
)
def test_what_cannot_be_answered_says_what_and_where(reader, address, status, code, where):
    answer = reader.get(address)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["where"] == where


def test_a_limit_above_the_maximum_is_lowered_to_it(reader):
    assert reader.get(f"{ITEMS}?limit=1000000").json()["numberReturned"] == 27


def test_an_unknown_layer_tells_the_known_ones_in_the_readers_language(reader):
    chinese = reader.get("/ogc/collections/county").json()["error"]
    english = reader.get(
        "/ogc/collections/county", headers={"accept-language": "en-GB,en;q=0.9"}
    ).json()["error"]
    assert "没有名为" in chinese["message"]
    assert english["message"].startswith("There is no layer")
    assert "counties" in english["detail"]["known"]


def test_an_entity_tag_saves_the_second_transfer(reader):
    first = reader.get(ITEMS)
    again = reader.get(ITEMS, headers={"if-none-match": first.headers["etag"]})
    assert first.headers["etag"].startswith('"')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_other_pages_and_other_codings_have_other_tags(reader):
    tags = {
        reader.get(ITEMS).headers["etag"],
        reader.get(f"{ITEMS}?limit=5").headers["etag"],
        reader.get(ITEMS, headers={"accept-encoding": "gzip"}).headers["etag"],
        reader.get(ITEMS, headers={"accept-encoding": "identity"}).headers["etag"],
    }
    assert len(tags) == 4


@pytest.mark.parametrize(
    ("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_compressed_bodies_say_the_same(reader, coding, unpack):
    plain = reader.get(ITEMS, headers={"accept-encoding": "identity"}).content
    with reader.stream("GET", ITEMS, headers={"accept-encoding": coding}) as packed:
        assert packed.headers["content-encoding"] == coding
        body = b"".join(packed.iter_raw())
    assert unpack(body) == plain
    assert len(body) < len(plain) / 2


def test_a_refused_coding_is_not_used(reader):
    answer = reader.get(ITEMS, headers={"accept-encoding": "br;q=0, gzip"})
    assert answer.headers["content-encoding"] == "gzip"


def test_the_landing_page_leads_to_everything_it_names(reader):
    links = reader.get("/ogc").json()["links"]
    for link in links:
        answer = reader.get(link["href"].removeprefix("http://127.0.0.1"))
        assert answer.status_code == 200, link
    assert {"self", "service-desc", "conformance", "data"} <= {link["rel"] for link in links}


def test_large_pages_are_streamed_and_say_the_same(reader, monkeypatch):
    whole = reader.get(ITEMS).json()
    monkeypatch.setattr(ogc, "STREAM_FROM", 0)
    streamed = reader.get(ITEMS)
    assert json.loads(streamed.content) == whole
    assert reader.get(ITEMS, headers={"if-none-match": streamed.headers["etag"]}).status_code == 304


HOSTILE = [
    'quote " and backslash \\ and \\n',
    "line\nbreak\ttab\rreturn",
    "<script>alert(1)</script>",
    "汾河 \u2028 \U0001f30a",
    "\\N",
    "",
]


@pytest.mark.parametrize("stream_from", [0, 1_000])
def test_every_text_arrives_as_it_was_given(empty_url, monkeypatch, stream_from):
    frame = gpd.GeoDataFrame(
        {"文本": HOSTILE}, geometry=[Point(112, 37)] * len(HOSTILE), crs="EPSG:4326"
    )
    meta = LayerMeta(
        id="notes", title_zh="备注", title_en="Notes", role="place", geometry_type="Point",
        quality="illustrative", licence="none", source="made for a test", source_date="2024",
    )  # fmt: skip
    database = Database(empty_url)
    content = LayerContent(meta=meta, batches=lambda: [frame], sha256="x")
    loading.load(database, [content], created_by="test")
    database.dispose()
    monkeypatch.setattr(ogc, "STREAM_FROM", stream_from)
    with TestClient(
        create_app(services.build(Settings(), empty_url)), base_url="http://127.0.0.1"
    ) as client:
        features = client.get("/ogc/collections/notes/items").json()["features"]
    assert [feature["properties"]["文本"] for feature in features] == HOSTILE
