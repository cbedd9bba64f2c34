"""Vector tiles as clients fetch them: what is in them, what is kept, what is dropped."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from pathlib import Path

import brotli
import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
import sqlalchemy as sa
from fastapi.testclient import TestClient

from api import services
from api.app import create_app
from api.settings import Settings
from layers import loading
from layers.db import Database
from layers.tiles import MATRIX_SETS, Place
from layers.types import LayerContent, LayerMeta

TILES = "/ogc/collections/counties/tiles"
MVT = "application/vnd.mapbox-vector-tile"


def decoded(body: bytes, zoom: int, row: int, column: int) -> gpd.GeoDataFrame:
    """A tile as features in Web Mercator, read by GDAL from its place in a folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / str(zoom) / str(column) / f"{row}.pbf"
        path.parent.mkdir(parents=True)
        path.write_bytes(body)
        return pyogrio.read_dataframe(path, datetime_as_string=True)


def tile_of(lon: float, lat: float, name: str, zoom: int) -> str:
    limits = MATRIX_SETS[name].limits([lon, lat, lon, lat])
    found = next(one for one in limits if one["tileMatrix"] == str(zoom))
    return f"{name}/{zoom}/{found['minTileRow']}/{found['minTileCol']}"


@pytest.mark.parametrize("zoom", [6, 8, 11, 14])
def test_a_tile_holds_what_lies_in_it(reader, zoom):
    """The features of a tile are those whose exact shape touches it, within its precision."""
    place = tile_of(112.74, 37.69, "WebMercatorQuad", zoom)
    answer = reader.get(f"{TILES}/{place}")
    assert answer.headers["content-type"] == MVT
    _, z, row, column = place.split("/")
    frame = decoded(answer.content, int(z), int(row), int(column))
    edges = MATRIX_SETS["WebMercatorQuad"].bounds(
        Place(zoom=zoom, row=int(row), column=int(column))
    )
    window = shapely.box(edges["west"], edges["south"], edges["east"], edges["north"])
    exact = gpd.GeoDataFrame.from_features(
        reader.get("/ogc/collections/counties/items").json(), crs="EPSG:4326"
    ).to_crs(3857)
    unit = (edges["east"] - edges["west"]) / 4096
    surely = set(exact[exact.intersects(window.buffer(-8 * unit))].adcode)
    perhaps = set(exact[exact.intersects(window.buffer(80 * unit))].adcode)
    assert surely <= set(frame.adcode) <= perhaps
    assert "140702" in set(frame.adcode)
    assert frame[frame.adcode == "140702"].name_zh.tolist() == ["榆次区"]
    # Where a tile lies wholly inside a district, its shape fills the tile.
    truth = exact.set_index("adcode").geometry["140702"].intersection(window)
    drawn = frame.set_index("adcode").geometry["140702"].intersection(window)
    assert shapely.make_valid(drawn).symmetric_difference(truth).area < 0.02 * window.area


@pytest.mark.parametrize("zoom", [7, 8, 9, 11])
def test_neighbours_share_their_borders_in_a_tile(reader, zoom):
    """Between the districts of one tile there is no gap wider than a unit of its grid."""
    place = tile_of(112.6, 37.6, "WebMercatorQuad", zoom)
    _, z, row, column = place.split("/")
    frame = decoded(reader.get(f"{TILES}/{place}").content, int(z), int(row), int(column))
    side = MATRIX_SETS["WebMercatorQuad"].side(zoom)
    unit = side / 4096
    grown = shapely.union_all(shapely.make_valid(frame.geometry.to_numpy())).buffer(unit)
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(grown) for ring in part.interiors]
    exact = gpd.GeoDataFrame.from_features(
        reader.get("/ogc/collections/counties/items").json(), crs="EPSG:4326"
    ).to_crs(3857)
    covered = shapely.union_all(exact.geometry.to_numpy())
    slivers = [hole for hole in holes if covered.contains(hole.buffer(-unit).centroid)]
    assert slivers == []


def test_a_tile_of_the_geographic_set_is_cut_by_degrees(reader):
    """A point's place in the tile, by hand: 360/256 degrees a side at level 8, 4096 units."""
    frame = stations_in(reader, "CGCS2000Quad/8/37/208")
    assert frame
    for lon, lat, x, y in frame:
        assert x == pytest.approx((lon + 180) / (360 / 256) * 4096 - 208 * 4096, abs=1)
        assert y == pytest.approx((90 - lat) / (360 / 256) * 4096 - 37 * 4096, abs=1)


def stations_in(reader, place: str) -> list[tuple[float, float, float, float]]:
    """Stations of a tile: true longitude and latitude, and place in the tile in its own units."""
    items = reader.get("/ogc/collections/stations/items?limit=10000").json()["features"]
    truth = {one["properties"]["id"]: one["geometry"]["coordinates"] for one in items}
    body = reader.get(f"/ogc/collections/stations/tiles/{place}").content
    # Read as tile 0/0/0, whose span is the whole Mercator square, units follow from metres.
    frame = decoded(body, 0, 0, 0)
    half = 20037508.342789244
    return [
        (*truth[row.id], (row.geometry.x + half) / (2 * half) * 4096,
         (half - row.geometry.y) / (2 * half) * 4096)
        for row in frame.itertuples()
    ]  # fmt: skip


def test_nothing_is_204_and_off_the_set_is_404(reader):
    assert reader.get(f"{TILES}/WebMercatorQuad/8/0/0").status_code == 204
    assert reader.get(f"{TILES}/WebMercatorQuad/8/0/0").content == b""
    for place in ("8/256/0", "8/0/256", "19/0/0", "-1/0/0", "8/x/0", "8/1.0/0", "8/٣/0",
                  "99999999999999999999/0/0"):  # fmt: skip
        answer = reader.get(f"{TILES}/WebMercatorQuad/{place}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_tile"), place
    assert reader.get(f"{TILES}/Nowhere/8/0/0").json()["error"]["code"] == "unknown_tile"
    assert (
        reader.get("/ogc/collections/x/tiles/WebMercatorQuad/0/0/0").json()["error"]["code"]
        == "unknown_layer"
    )
    assert reader.get(f"{TILES}/CGCS2000Quad/0/0/0").status_code == 404


def test_an_address_with_a_version_may_be_kept(reader):
    place = tile_of(112.74, 37.69, "WebMercatorQuad", 8)
    plain = reader.get(f"{TILES}/{place}")
    lasting = reader.get(f"{TILES}/{place}?v=1")
    assert plain.headers["cache-control"] == "no-cache"
    assert "immutable" in lasting.headers["cache-control"]
    assert plain.content == lasting.content
    assert lasting.headers["etag"].startswith('"')
    again = reader.get(f"{TILES}/{place}?v=1", headers={"if-none-match": lasting.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_version_that_never_was_is_not_found(reader):
    answer = reader.get(f"{TILES}/WebMercatorQuad/0/0/0?v=99")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_version")
    assert reader.get(f"{TILES}/WebMercatorQuad/0/0/0?v=0").status_code == 400
    assert reader.get(f"{TILES}/WebMercatorQuad/0/0/0?f=png").status_code == 400


@pytest.mark.parametrize(
    ("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_compressed_tiles_say_the_same(reader, coding, unpack):
    address = f"{TILES}/{tile_of(112.74, 37.69, 'WebMercatorQuad', 7)}"
    plain = reader.get(address, headers={"accept-encoding": "identity"})
    for _ in range(2):  # made, then from the cache
        with reader.stream("GET", address, headers={"accept-encoding": coding}) as packed:
            assert packed.headers["content-encoding"] == coding
            assert unpack(b"".join(packed.iter_raw())) == plain.content
            assert packed.headers["etag"] != plain.headers["etag"]


def test_equal_questions_give_equal_bytes(read_url, reader):
    address = f"{TILES}/{tile_of(112.74, 37.69, 'CGCS2000Quad', 7)}"
    first = reader.get(address).content
    app = create_app(services.build(Settings(cache_mb=0), read_url))
    with TestClient(app, base_url="http://127.0.0.1") as other:
        assert other.get(address).content == first


def test_tilejson_is_complete(reader):
    document = reader.get(f"{TILES}/WebMercatorQuad/tilejson?lang=en").json()
    assert document["tilejson"] == "3.0.0"
    (layer,) = document["vector_layers"]
    assert layer["id"] == "counties"
    assert set(layer["fields"]) == {
        one["name"] for one in reader.get("/api/layers/counties").json()["attributes"]
    }
    west, south, east, north = document["bounds"]
    assert 111 < west < east < 115
    assert document["version"] == "1.0.0"
    assert document["attribution"]
    (template,) = document["tiles"]
    assert template.endswith("/{z}/{y}/{x}?v=1")
    z, y, x = tile_of((west + east) / 2, (south + north) / 2, "WebMercatorQuad", 8).split("/")[1:]
    address = template.replace("{z}", z).replace("{y}", y).replace("{x}", x)
    assert reader.get(address.removeprefix("http://127.0.0.1")).status_code == 200


def test_sets_of_tiles_lead_to_their_tiles(reader):
    listed = reader.get(TILES).json()["tilesets"]
    assert [one["crs"].rsplit("/", 1)[-1] for one in listed] == ["3857", "4490"]
    for one in listed:
        links = {link["rel"]: link for link in one["links"]}
        whole = reader.get(links["self"]["href"].removeprefix("http://127.0.0.1")).json()
        scheme = links["http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"]["href"]
        definition = reader.get(scheme.removeprefix("http://127.0.0.1")).json()
        limits = whole["tileMatrixSetLimits"]
        assert [one["tileMatrix"] for one in limits] == [
            one["id"] for one in definition["tileMatrices"]
        ]
        at = limits[6]
        address = links["item"]["href"].replace("{tileMatrix}", at["tileMatrix"])
        address = address.replace("{tileRow}", str(at["minTileRow"]))
        address = address.replace("{tileCol}", str(at["minTileCol"]))
        assert links["item"]["templated"] is True
        assert reader.get(address.removeprefix("http://127.0.0.1")).status_code in {200, 204}


# --- versions, many features, large features -----------------------------------------------------


def loaded(url: str, name: str, frame: gpd.GeoDataFrame, kind: str = "Point") -> None:
    meta = LayerMeta(
        id=name, title_zh=name, title_en=name, role="place", geometry_type=kind,
        quality="illustrative", licence="none", source="made for a test", source_date="2024",
    )  # fmt: skip
    content = LayerContent(meta=meta, batches=lambda: [frame], sha256=os.urandom(8).hex())
    database = Database(url)
    loading.load(database, [content], created_by="test")
    database.dispose()


@pytest.fixture
def fresh(empty_url):
    app = create_app(services.build(Settings(), empty_url))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client, empty_url


def points(count: int, **columns: object) -> gpd.GeoDataFrame:
    random = np.random.default_rng(5)
    places = shapely.points(random.uniform(112, 113, count), random.uniform(37, 38, count))
    return gpd.GeoDataFrame({"n": range(count), **columns}, geometry=places, crs="EPSG:4326")


def test_a_map_that_began_with_a_version_can_finish_with_it(fresh):
    client, url = fresh
    address = "/ogc/collections/wells/tiles/WebMercatorQuad/0/0/0"
    loaded(url, "wells", points(10))
    first = client.get(f"{address}?v=1").content
    loaded(url, "wells", points(20))
    assert client.get(f"{address}?v=1").content == first
    assert len(decoded(client.get(f"{address}?v=2").content, 0, 0, 0)) == 20
    assert client.get(address).content == client.get(f"{address}?v=2").content
    tilejson = client.get("/ogc/collections/wells/tiles/WebMercatorQuad/tilejson").json()
    assert tilejson["tiles"][0].endswith("?v=2")


def test_features_above_the_limit_are_thinned_out_evenly_and_counted(fresh):
    client, url = fresh
    loaded(url, "wells", points(12_000))
    answer = client.get("/ogc/collections/wells/tiles/WebMercatorQuad/0/0/0")
    assert answer.headers["jintu-dropped-features"] == "2000"
    again = client.get("/ogc/collections/wells/tiles/WebMercatorQuad/0/0/0")
    assert again.headers["jintu-dropped-features"] == "2000"
    shown = decoded(answer.content, 0, 0, 0)
    assert len(shown) == 10_000
    # Every part of the numbering lost about a sixth of its features, none all of them.
    kept = np.bincount(shown.n // 1_000, minlength=12)
    assert kept.min() > 700
    near = client.get(f"/ogc/collections/wells/tiles/{tile_of(112.5, 37.5, 'WebMercatorQuad', 12)}")
    assert "jintu-dropped-features" not in near.headers
    for language in ("zh", "en"):
        document = client.get(
            f"/ogc/collections/wells/tiles/WebMercatorQuad/tilejson?lang={language}"
        ).json()
        assert document["jintu"]["may_drop_features"] is True
        assert "10000" in document["description"]


def test_a_tile_is_at_most_a_million_bytes(fresh):
    client, url = fresh
    texts = ["".join(f"{i * 7919 % 10_007:05d}" for i in range(k, k + 200)) for k in range(2_000)]
    loaded(url, "notes", points(2_000, note=texts))
    answer = client.get("/ogc/collections/notes/tiles/WebMercatorQuad/0/0/0")
    assert 500_000 < len(answer.content) <= 1_000_000
    shown = len(decoded(answer.content, 0, 0, 0))
    assert int(answer.headers["jintu-dropped-features"]) == 2_000 - shown > 500


def test_features_without_geometry_and_strange_attributes_do_no_harm(fresh):
    client, url = fresh
    frame = points(6)
    frame["shape"] = ["a", None, "", "<b>", "\\", "汾河"]
    frame["seq"] = [1.5, 2.5, None, 4.5, 5.5, 6.5]
    frame.loc[2, "geometry"] = None
    loaded(url, "odd", frame)
    body = client.get("/ogc/collections/odd/tiles/WebMercatorQuad/0/0/0").content
    shown = decoded(body, 0, 0, 0).sort_values("n")
    assert shown.n.tolist() == [0, 1, 3, 4, 5]
    assert shown["shape"].tolist()[3:] == ["\\", "汾河"]
    assert json.dumps(shown["seq"].tolist()[:2]) == "[1.5, 2.5]"


def test_a_version_without_generalised_geometry_is_drawn_from_the_exact_one(fresh):
    """Versions that were loaded before there was any have none."""
    client, url = fresh
    ring = shapely.Point(112.5, 37.5).buffer(0.3, quad_segs=400)
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[ring], crs="EPSG:4326")
    loaded(url, "lake", frame, kind="Polygon")
    place = f"/ogc/collections/lake/tiles/{tile_of(112.5, 37.5, 'WebMercatorQuad', 8)}"
    coarse = client.get(place).content
    database = Database(url)
    with database.begin() as connection:
        connection.execute(sa.text("DELETE FROM feature_coarse"))
    database.dispose()
    exact = client.get(f"{place}?v=1").content
    assert len(exact) > len(coarse) > 0
