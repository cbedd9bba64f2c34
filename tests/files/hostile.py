"""Uploads made to do harm: to read what they must not, to reach out, to exhaust, to crash."""

from __future__ import annotations

import json
import os
from pathlib import Path

import shapely

from layers.inspection import Asked
from tests.files import canonical, making
from tests.files.uploads import case, text

CANARY = Path("/tmp") / f"jintu-canary-{os.getpid()}.csv"  # noqa: S108 - outside of every sandbox
WORD = "kanarienvogel-7f3a"
PORT_FILE = {"port": 9}
"""The port of the listener that must see no request; the test sets it before building."""

VRT = f"""<OGRVRTDataSource><OGRVRTLayer name="l"><SrcDataSource>CSV:{CANARY}</SrcDataSource>
<SrcLayer>{CANARY.stem}</SrcLayer><GeometryType>wkbNone</GeometryType></OGRVRTLayer>
</OGRVRTDataSource>"""
GDALG = json.dumps({
    "type": "gdal_streamed_alg",
    "command_line": f"gdal vector pipeline ! read {CANARY} ! write --of stream streamed",
})  # fmt: skip


def _wfs() -> str:
    address = f"http://127.0.0.1:{PORT_FILE['port']}/wfs"
    return f"<OGRWFSDataSource><URL>{address}</URL></OGRWFSDataSource>"


def _late(name: str, content):
    """Return a builder whose content is made when it is built: the port is known then."""

    def build(folder: Path) -> Path:
        return text(name, content())(folder)

    return build


def _crs_link() -> str:
    href = f"http://127.0.0.1:{PORT_FILE['port']}/crs"
    point = {"type": "Point", "coordinates": [112.5, 39.3]}
    return json.dumps({
        "type": "FeatureCollection",
        "crs": {"type": "link", "properties": {"href": href, "type": "esriwkt"}},
        "features": [{"type": "Feature", "properties": {"a": 1}, "geometry": point}],
    })  # fmt: skip


def _crs_address() -> str:
    return _crs_link().replace('"link"', '"name"').replace('"href"', '"name"')


def _kml(body: str, doctype: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{doctype}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"{body}<Placemark><name>a</name><Point><coordinates>112.5,39.3</coordinates></Point>"
        "</Placemark></Document></kml>"
    )


def _network_link() -> str:
    href = f"http://127.0.0.1:{PORT_FILE['port']}/more.kml"
    return _kml(f"<NetworkLink><Link><href>{href}</href></Link></NetworkLink>")


def _gml(doctype: str = "", location: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{doctype}<ogr:FeatureCollection '
        'xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {location}>'
        '<gml:featureMember><ogr:p><ogr:name>a</ogr:name><ogr:g><gml:Point srsName="EPSG:4326">'
        "<gml:coordinates>112.5,39.3</gml:coordinates></gml:Point></ogr:g></ogr:p>"
        "</gml:featureMember></ogr:FeatureCollection>"
    )


def _schema_location() -> str:
    address = f"http://127.0.0.1:{PORT_FILE['port']}/p.xsd"
    return _gml(location=f'xsi:schemaLocation="http://ogr.maptools.org/ {address}"')


LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{("&" + before + ";") * 10}">'
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
READS = f'<!DOCTYPE x [<!ENTITY i SYSTEM "file://{CANARY}">]>'


def _zip(name: str, entries: dict[str, bytes], **attributes: int):
    return text(name, making.zip_of(entries, **attributes))


def _shapefile_entries(prefix: str) -> dict[str, bytes]:
    table = making.dbase([(b"NAME", 10)], [[b"a"]])
    return {f"{prefix}.dbf": table, f"{prefix}.shp": b"\x00\x00\x27\x0a" + bytes(96)}


def _geopackage(statement: str):
    def build(folder: Path) -> Path:
        path = canonical.write(canonical.points(), folder / "points.gpkg")
        return making.sqlite_with(path, statement)

    return build


def _encrypted(folder: Path) -> Path:
    raw = bytearray(making.zip_of({"a.csv": b"lon,lat\n112.5,39.3\n"}))
    raw[6] |= 1
    directory = raw.index(b"PK\x01\x02")
    raw[directory + 8] |= 1
    return text("secret.zip", bytes(raw))(folder)


def _nested_parquet(folder: Path) -> Path:
    binary = making.nested_collections(20_000)
    return making.parquet_of_wkb(folder / "deep.parquet", [binary])


def _huge_parquet(folder: Path) -> Path:
    """Some kilobytes that are three million rows."""
    point = shapely.to_wkb(shapely.Point(112.5, 39.3))
    return making.parquet_of_wkb(folder / "rows.parquet", [point] * 2_100_000)


def _cut(name: str, build, share: float = 0.6):
    def cut(folder: Path) -> Path:
        made = build(folder)
        raw = made.read_bytes()
        (folder / "cut").mkdir()
        return text(name, raw[: int(len(raw) * share)])(folder / "cut")

    return cut


def _many():
    import pandas as pd

    return pd.concat([canonical.points()] * 50, ignore_index=True)


def _lines() -> str:
    return "\n".join(
        json.dumps(feature, ensure_ascii=False)
        for feature in json.loads(canonical.points().to_json())["features"]
    )


def _cut_shp(folder: Path) -> Path:
    parts = canonical.shapefile(folder)
    path = parts / "layer.shp"
    path.write_bytes(path.read_bytes()[:-150])
    return canonical.zipped(parts, folder / "layer.zip")


def _cut_mif(folder: Path) -> Path:
    canonical.mapinfo(folder, ".mif")
    path = folder / "parts" / "squares.mif"
    path.write_bytes(path.read_bytes()[:-150])
    return canonical.zipped(folder / "parts", folder / "cut.zip")


def _random(name: str):
    import random

    return text(name, random.Random(name).randbytes(5_000))


WKT_DEEP = 'id,wkt\n1,"' + "GEOMETRYCOLLECTION(" * 3_000 + "POINT(1 1)" + ")" * 3_000 + '"\n'

POSING = [
    *(
        case(f"vrt-as{suffix}", text(f"data{suffix}", VRT), "content_differs", accepted=False)
        for suffix in (".geojson", ".csv", ".kml", ".gml", ".gpx", ".geojsonl", ".gpkg", ".dxf",
                       ".xml")
    ),
    case("gdalg-as-geojson", text("data.geojson", GDALG), "content_differs", accepted=False),
    case("wfs-as-geojson", _late("data.geojson", _wfs), "content_differs", accepted=False),
    case("wfs-as-csv", _late("data.csv", _wfs), "content_differs", accepted=False),
    case("vrt-in-zip-as-shp", _zip("a.zip", {"a.shp": VRT.encode()}), "content_differs",
         accepted=False),
    case("vrt-in-zip-as-dat", _zip("a.zip", {"a.dat": VRT.encode()}), "archive_without_data",
         accepted=False),
    case("vrt-in-zip-as-tab", _zip("a.zip", {"a.tab": VRT.encode()}), "content_differs",
         accepted=False),
    case("tab-that-links",
         _zip("a.zip", {"a.tab": b"!table\n!version 300\nDefinition Table\n  Type LINKED\n"}),
         "content_differs", accepted=False),
    case("vrt-in-kmz", _zip("a.kmz", {"doc.kml": VRT.encode()}), "damaged", accepted=False),
    case("geopackage-as-geojson",
         lambda folder: canonical.write(canonical.points(), folder / "x.gpkg")
         .rename(folder / "x.geojson"), "content_differs", accepted=False),
    case("crs-link", _late("link.geojson", _crs_link), "crs_link", accepted=False),
    case("crs-link-crs-asked", _late("link.geojson", _crs_link), "crs_link", accepted=False,
         asked=Asked(crs="EPSG:4326")),
    case("crs-address", _late("address.geojson", _crs_address), "crs_unknown", accepted=False),
    case("kml-network-link", _late("net.kml", _network_link), accepted=True),
    case("gml-schema-location", _late("schema.gml", _schema_location), accepted=True),
    case("name-of-a-path", text("x.csv", "lon,lat\n112.5,39.3\n"), accepted=True,
         name="/vsicurl/http:..x/GPKG:a:b.csv"),
    case("name-with-tricks", text("x.csv", "lon,lat\n112.5,39.3\n"), accepted=True,
         name="..\\..\\a\u202eb<script>|x?.csv"),
]  # fmt: skip


def _nested_coordinates(folder: Path, name: str, rings: list, encoding: str) -> Path:
    """Write GeoParquet with nested lists of coordinates that no library would write."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    coordinates = pa.struct([("x", pa.float64()), ("y", pa.float64())])
    about = {"version": "1.1.0", "primary_column": "geometry",
             "columns": {"geometry": {"encoding": encoding, "geometry_types": []}}}  # fmt: skip
    column = pa.array(rings, pa.list_(pa.list_(coordinates)))
    table = pa.table({"name": [str(n) for n in range(len(rings))], "geometry": column})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(about)}), folder / name)
    return folder / name


def _ring(*points: tuple[float, float]) -> list[dict[str, float]]:
    return [{"x": x, "y": y} for x, y in points]


def _broken_rings(folder: Path) -> Path:
    good = _ring((112.42, 39.32), (112.44, 39.32), (112.44, 39.34), (112.42, 39.32))
    return _nested_coordinates(folder, "rings.parquet", [[good], [good[:2]], [good[:3]]], "polygon")


def _wrong_nesting(folder: Path) -> Path:
    return _nested_coordinates(folder, "deep.parquet", [[_ring((112.4, 39.3))]], "multipolygon")


ARCHIVES = [
    case("slip", _zip("a.zip", {"../../etc/a.csv": b"x"}), "archive_path", accepted=False),
    case("slip-backslash", _zip("a.zip", {"..\\..\\a.csv": b"x"}), "archive_path",
         accepted=False),
    case("absolute", _zip("a.zip", {"/etc/cron.d/a.csv": b"x"}), "archive_path", accepted=False),
    case("drive", _zip("a.zip", {"C:/a.csv": b"x"}), "archive_path", accepted=False),
    case("symlink", _zip("a.zip", {"a.csv": str(CANARY).encode()}, external_attr=0o120777 << 16,
                         create_system=3), "archive_link", accepted=False),
    case("device", _zip("a.zip", {"a.csv": b""}, external_attr=0o020666 << 16, create_system=3),
         "archive_link", accepted=False),
    case("bomb-flat", _zip("a.zip", {"a.csv": bytes(40 * 2**20)}), "limit_exceeded",
         accepted=False),
    case("bomb-nested",
         _zip("a.zip", {"b.zip": making.zip_of({"a.csv": bytes(40 * 2**20)})}), "limit_exceeded",
         accepted=False),
    case("bomb-nested-in-parts",
         _zip("a.zip", {f"{n}.zip": making.zip_of({"a.csv": bytes(2**20)}) for n in range(40)}),
         "limit_exceeded", accepted=False),
    case("nested-many",
         _zip("a.zip", {f"{n}.zip": making.zip_of({f"{m}.txt": b"" for m in range(90)})
                        for n in range(12)}), "limit_exceeded", accepted=False),
    case("nested-too-deep",
         _zip("a.zip", {"b.zip": making.zip_of({"c.zip": making.zip_of({"a.csv": b"x,y"})})}),
         "archive_nested", accepted=False),
    case("nested-slip", _zip("a.zip", {"b.zip": making.zip_of({"../../a.csv": b"x,y"})}),
         "archive_path", accepted=False),
    case("nested-symlink",
         _zip("a.zip", {"b.zip": making.zip_of({"a.csv": str(CANARY).encode()},
                                               external_attr=0o120777 << 16, create_system=3)}),
         "archive_link", accepted=False),
    case("nested-damaged", _zip("a.zip", {"b.zip": b"PK\x03\x04 nothing else"}),
         "archive_damaged", accepted=False),
    case("nested-other-kind", _zip("a.zip", {"b.7z": b"7z\xbc\xaf"}), "archive_nested",
         accepted=False),
    case("geoarrow-broken-rings", _broken_rings, "geometry_unreadable", accepted=False,
         layers=({"feature_count": 3, "valid_count": 2},)),
    case("geoarrow-of-another-shape", _wrong_nesting, "geoparquet_encoding", accepted=False),
    case("bomb-overlapping",
         text("a.zip", making.overlapping_zip("a.csv", bytes(2**20), 200)),
         "archive_overlapping", accepted=False),
    case("bomb-lying", text("a.zip", making.lying_zip("a.csv", bytes(2**20), 100)),
         "archive_lies", accepted=False),
    case("bomb-many", _zip("a.zip", {f"{n}.txt": b"" for n in range(1_001)}), "limit_exceeded",
         accepted=False),
    case("same-names", _zip("a.zip", {"a.csv": b"x", "A.CSV": b"y"}), "archive_duplicate",
         accepted=False),
    case("encrypted", _encrypted, "archive_encrypted", accepted=False),
    case("not-an-archive", text("a.zip", b"PK\x03\x04 nothing else"), "archive_damaged",
         accepted=False),
    case("archive-empty", _zip("a.zip", {}), "archive_without_data", accepted=False),
    case("archive-litter", _zip("a.zip", {"__MACOSX/._a.shp": b"x", ".DS_Store": b"y"}),
         "archive_without_data", accepted=False),
    case("archive-mixed",
         _zip("a.zip", {"a.geojson": canonical.points().to_json().encode(),
                        "b.kml": _kml("").encode()}), "several_formats", accepted=False),
    case("kmz-bomb", _zip("a.kmz", {"doc.kml": b"<kml>" + bytes(40 * 2**20)}),
         "limit_exceeded", accepted=False),
    case("shapefile-header-only", _zip("a.zip", _shapefile_entries("a")), "damaged",
         accepted=False),
]  # fmt: skip

BOMBS = [
    case("kml-laughs", text("a.kml", _kml("&i;", LAUGHS)), "xml_entities", accepted=False),
    case("kml-reads", text("a.kml", _kml("&i;", READS)), "xml_entities", accepted=False),
    case("gpx-laughs", text("a.gpx", f'<?xml version="1.0"?>{LAUGHS}<gpx>&i;</gpx>'),
         "xml_entities", accepted=False),
    case("gml-reads", text("a.gml", _gml(READS)), "xml_entities", accepted=False),
    case("kml-utf16", text("a.kml", _kml("&i;", LAUGHS).encode("utf-16")), "xml_entities",
         accepted=False),
    case("xlsx-laughs",
         text("a.xlsx", making.workbook_of(b'<?xml version="1.0"?>' + LAUGHS.encode()
              + b"<worksheet>&i;</worksheet>")), "xml_entities", accepted=False),
    case("xlsx-cells", text("a.xlsx", making.sheet_of_cells(110_000, 50)), "limit_exceeded",
         accepted=False),
    case("json-deep", text("a.geojson", '{"type":"FeatureCollection","features":' + "[" * 100_000),
         "limit_exceeded", accepted=False),
    case("json-deep-in-text",
         text("a.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature",'
              '"properties":{"a":"' + '[\\"{' * 1000 + '"},"geometry":{"type":"Point",'
              '"coordinates":[112.5,39.3]}}]}'), accepted=True, absent="limit_exceeded"),
    case("csv-columns", text("a.csv", ",".join(f"c{n}" for n in range(20_000)) + "\n"),
         "limit_exceeded", accepted=False),
    case("csv-cell", text("a.csv", "lon,lat,t\n112.5,39.3," + "x" * 70_000 + "\n"),
         "limit_exceeded", accepted=False),
    case("csv-quote-without-end", text("a.csv", 'lon,lat,t\n112.5,39.3,"' + "x,\n" * 50_000),
         accepted=False),
    case("wkb-deep", _nested_parquet, "limit_exceeded", accepted=False),
    case("wkt-deep", text("a.csv", WKT_DEEP), "limit_exceeded", accepted=False),
    case("parquet-rows", _huge_parquet, "limit_exceeded", accepted=False),
]  # fmt: skip

DATABASES = [
    case("geopackage-view", _geopackage("CREATE VIEW v AS SELECT load_extension('x')"),
         "geopackage_view", accepted=False),
    case("geopackage-trigger",
         _geopackage("CREATE TRIGGER t AFTER INSERT ON points BEGIN SELECT 1; END"),
         "geopackage_trigger", accepted=False),
    case("geopackage-virtual",
         _geopackage("CREATE VIRTUAL TABLE evil USING fts4(content)"), "geopackage_virtual",
         accepted=False),
    case("geopackage-nothing-inside", text("a.gpkg", b"SQLite format 3\x00" + bytes(5_000)),
         "damaged", accepted=False),
]  # fmt: skip

DAMAGED = [
    case("cut-geopackage",
         _cut("a.gpkg", lambda f: canonical.write(canonical.points(), f / "x.gpkg"), 0.3),
         "damaged", accepted=False),
    case("cut-flatgeobuf",
         _cut("a.fgb", lambda f: canonical.write(canonical.points(), f / "x.fgb")), "file_cut",
         accepted=False),
    case("cut-flatgeobuf-late",
         _cut("a.fgb", lambda f: canonical.write(_many(), f / "x.fgb", SPATIAL_INDEX="NO"), 0.9),
         "damaged", accepted=False),
    case("cut-gml", _cut("a.gml", lambda f: canonical.write(canonical.points(), f / "x.gml",
                                                           driver="GML")), "file_cut",
         accepted=False),
    case("cut-gpx", _cut("a.gpx", lambda f: canonical.write(
        canonical.points()[["name", "geometry"]], f / "x.gpx", driver="GPX")), "damaged",
         accepted=False),
    case("cut-dxf", _cut("a.dxf", lambda f: canonical.write(
        canonical.lines()[["geometry"]], f / "x.dxf", driver="DXF")), "damaged", accepted=False,
         asked=Asked(crs="EPSG:4326")),
    case("cut-shp", _cut_shp, "file_cut", accepted=False),
    case("cut-mif", _cut_mif, "file_cut", accepted=False),
    case("bad-line",
         text("a.geojsonl", _lines()[:-40] + "\n"),
         "line_unreadable", accepted=False, layers=({"feature_count": 6, "valid_count": 5},)),
    case("cut-geojson",
         _cut("a.geojson", lambda f: canonical.write(canonical.points(), f / "x.geojson")),
         "damaged", accepted=False),
    case("cut-parquet", _cut("a.parquet", canonical.parquet), "damaged", accepted=False),
    case("cut-workbook",
         _cut("a.xlsx", lambda f: canonical.workbook(f, {"S": [["lon", "lat"], [112.5, 39.3]]})),
         accepted=False),
    case("cut-kml",
         _cut("a.kml", lambda f: canonical.write(canonical.points(), f / "x.kml",
                                                 driver="LIBKML")), "damaged", accepted=False),
    *(
        case(f"random{suffix}", _random(f"a{suffix}"), accepted=False)
        for suffix in (".shp", ".gpkg", ".geojson", ".geojsonl", ".fgb", ".parquet", ".kml",
                       ".kmz", ".gpx", ".gml", ".dxf", ".csv", ".xlsx", ".zip", ".exe", "")
    ),
    case("empty-file", text("a.geojson", b""), "content_differs", accepted=False),
]  # fmt: skip

EVERY = [*POSING, *ARCHIVES, *BOMBS, *DATABASES, *DAMAGED]
