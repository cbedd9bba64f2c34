"""Uploads as offices really have them: odd, incomplete, mislabelled, partly wrong."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from geo import datum
from layers.bundled import counties
from layers.inspection import Asked
from tests.files import canonical, making
from tests.files.canonical import csv_file, points, polygons, shapefile, workbook, write, zipped
from tests.files.uploads import case, text

PLACES = [(112.42, 39.32), (112.45, 39.32), (112.48, 39.35)]


def _features(*geometries: dict | None, crs: str | None = None, **properties) -> str:
    """Return a GeoJSON document; a property is a list with one value per feature."""
    features = [
        {
            "type": "Feature",
            "properties": {name: values[place] for name, values in properties.items()},
            "geometry": geometry,
        }
        for place, geometry in enumerate(geometries)
    ]
    document = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document, ensure_ascii=False)


def _square(west: float, south: float, size: float = 0.02) -> dict:
    return shapely.box(west, south, west + size, south + size).__geo_interface__


def _points_dbf(encoding: str, *, code_page: int = 0, names=("北城街道", "南城街道", "神头镇")):
    def build(folder: Path) -> Path:
        rows = [[name.encode(encoding)] for name in names]
        table = making.dbase([(b"NAME", 40)], rows, code_page=code_page)
        prj = CRS.from_epsg(4490).to_wkt("WKT1_ESRI")
        return zipped(making.point_shapefile(folder, PLACES, table, prj), folder / "points.zip")

    return build


def _wrong_label(folder: Path) -> Path:
    parts = shapefile(folder)
    (parts / "layer.cpg").write_text("UTF-8")
    return zipped(parts, folder / "layer.zip")


def _cut_name(folder: Path) -> Path:
    # Ten bytes hold three characters of UTF-8 and a third of the next one.
    name = "行政区划代码".encode()[:10]
    rows = [["朔城区".encode()], ["平鲁区".encode()], ["山阴县".encode()]]
    table = making.dbase([(name, 30)], rows)
    prj = CRS.from_epsg(4490).to_wkt("WKT1_ESRI")
    parts = making.point_shapefile(folder, PLACES, table, prj)
    (parts / "points.cpg").write_text("UTF-8")
    return zipped(parts, folder / "points.zip")


def _cut_table(folder: Path) -> Path:
    rows = [[b"a"] for _ in PLACES]
    table = making.dbase([(b"NAME", 10)], rows, said=9)
    prj = CRS.from_epsg(4490).to_wkt("WKT1_ESRI")
    return zipped(making.point_shapefile(folder, PLACES, table, prj), folder / "points.zip")


def _deleted_row(folder: Path) -> Path:
    rows = [[b"first"], [b"second"], [b"third"]]
    table = making.dbase([(b"NAME", 10)], rows, deleted=(1,))
    prj = CRS.from_epsg(4490).to_wkt("WKT1_ESRI")
    return zipped(making.point_shapefile(folder, PLACES, table, prj), folder / "points.zip")


def _without(*suffixes: str, crs: int = 4546, frame: gpd.GeoDataFrame | None = None):
    return lambda folder: zipped(
        shapefile(folder, frame, crs=crs, without=(".cpg", *suffixes)), folder / "layer.zip"
    )


def _with_prj(stated: int, actual: int, *, esri: bool = True):
    def build(folder: Path) -> Path:
        parts = shapefile(folder, crs=actual)
        version = "WKT1_ESRI" if esri else "WKT1_GDAL"
        (parts / "layer.prj").write_text(CRS.from_epsg(stated).to_wkt(version))
        return zipped(parts, folder / "layer.zip")

    return build


def _east() -> gpd.GeoDataFrame:
    """Squares in the east of Jinzhong, in the zone of 114°E."""
    moved = polygons()
    return moved.set_geometry(moved.geometry.translate(113.55 - 112.40, 37.55 - 39.30))


def _east_without_prj(folder: Path) -> Path:
    return _without(".prj", crs=4547, frame=_east())(folder)


def _swapped(folder: Path) -> Path:
    turned = polygons()
    exchanged = shapely.transform(turned.geometry.to_numpy(), lambda part: part[:, ::-1])
    turned = turned.set_geometry(exchanged, crs=4326)
    path = folder / "turned.geojson"
    path.write_text(turned.to_json(drop_id=True, to_wgs84=False))
    return path


def _shifted(way):
    def build(folder: Path) -> Path:
        frame = counties.frame().head(8)[["adcode", "name_zh", "geometry"]]
        moved = frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), way), crs=4326)
        return write(moved, folder / "counties.geojson")

    return build


def _plane_rows(crs: int, *, x: str, y: str, turned: bool = False) -> list[list[object]]:
    moved = points().to_crs(crs)
    rows = [
        [name, *((round(p.y, 3), round(p.x, 3)) if turned else (round(p.x, 3), round(p.y, 3)))]
        for name, p in zip(moved["name"], moved.geometry, strict=True)
    ]
    return [["站名", x, y], *rows]


def _lonlat_rows(lon: str = "经度", lat: str = "纬度") -> list[list[object]]:
    return [
        ["名称", lon, lat],
        *([name, p.x, p.y] for name, p in zip(points()["name"], points().geometry, strict=True)),
    ]


def _csv(rows: list[list[object]], **options):
    return lambda folder: csv_file(folder, rows, **options)


def _mojibake(folder: Path) -> Path:
    rows = _lonlat_rows()
    garbled = [[str(row[0]).encode("gb18030").decode("latin-1"), *row[1:]] for row in rows[1:]]
    return csv_file(folder, [["name", "lon", "lat"], *garbled])


def _mojibake_utf8(folder: Path) -> Path:
    frame = points()
    frame["name"] = ["朔城区", "平鲁区", "山阴县", "应县城镇", "右玉县城", "怀仁市区"]
    frame["name"] = [name.encode().decode("gb18030", "ignore") for name in frame["name"]]
    frame = frame[[_round_trips(name) for name in frame["name"]]]
    return write(frame, folder / "points.geojson")


def _round_trips(name: str) -> bool:
    try:
        return bool(name.encode("gb18030").decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _gbk_kml(folder: Path) -> Path:
    body = (
        '<?xml version="1.0" encoding="GB2312"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        "<Document><Placemark><name>朔城区政府</name><Point><coordinates>112.43,39.32"
        "</coordinates></Point></Placemark></Document></kml>"
    )
    return text("gbk.kml", body.encode("gb18030"))(folder)


def _curved(folder: Path) -> Path:
    import struct

    arc = struct.pack("<BII", 1, 8, 3) + struct.pack(
        "<6d", 112.42, 39.32, 112.43, 39.33, 112.44, 39.32
    )
    return making.parquet_of_wkb(
        folder / "curved.parquet", [arc, shapely.to_wkb(shapely.Point(112.43, 39.32))]
    )


def _bow_tie(folder: Path) -> Path:
    ring = [[112.42, 39.32], [112.44, 39.34], [112.44, 39.32], [112.42, 39.34], [112.42, 39.32]]
    bow = {"type": "Polygon", "coordinates": [ring]}
    return text("bow.geojson", _features(_square(112.5, 39.3), bow, name=["good", "bow"]))(folder)


def _hanging(folder: Path) -> Path:
    frame = gpd.GeoDataFrame(
        {"name": ["good", "tangled"]},
        geometry=[shapely.box(112.5, 39.3, 112.52, 39.32), making.tangle(6000)],
        crs=4326,
    )
    return write(frame, folder / "tangle.gpkg")


def _overlap(folder: Path) -> Path:
    document = _features(_square(112.42, 39.32), _square(112.43, 39.33), name=["a", "b"])
    return text("overlap.geojson", document)(folder)


def _unclosed(folder: Path) -> Path:
    ring = [(112.42, 39.32), (112.44, 39.32), (112.44, 39.34), (112.42, 39.34)]
    return making.parquet_of_wkb(folder / "open.parquet", [making.ring_wkb(ring)])


def _endless(folder: Path) -> Path:
    good = shapely.to_wkb(shapely.Point(112.5, 39.3))
    bad = shapely.to_wkb(shapely.LineString([(112.5, 39.3), (np.inf, 39.4)]))
    giant = shapely.to_wkb(shapely.Point(1e200, 39.3))
    return making.parquet_of_wkb(folder / "endless.parquet", [good, bad, giant])


def _areas(unit: float, *, wrong: bool = False):
    from geo.geometry import area_m2

    frame = polygons()
    stated = area_m2(frame.geometry.to_numpy()) / unit
    frame["面积"] = stated * (3.0 if wrong else 1.0)
    return lambda folder: write(frame, folder / "areas.gpkg")


def _degree_areas(folder: Path) -> Path:
    frame = polygons()
    frame["Shape_Area"] = shapely.area(frame.geometry.to_numpy())
    return write(frame, folder / "areas.gpkg")


def _several_shapefiles(folder: Path) -> Path:
    parts = shapefile(folder, stem="乡镇")
    write(points().to_crs(4546), parts / "深/层/充电站.shp".replace("/", "_"), encoding="GB18030")
    (parts / "__MACOSX").mkdir()
    (parts / "__MACOSX" / "._乡镇.shp").write_bytes(b"\x00\x05\x16\x07")
    (parts / ".DS_Store").write_bytes(b"\x00\x00\x00\x01Bud1")
    (parts / "说明.txt").write_text("说明", encoding="utf-8")
    return zipped(parts, folder / "several.zip", inside="成果/矢量/", encoding="gb18030")


def _two_layers(folder: Path) -> Path:
    write(polygons(), folder / "two.gpkg", layer="squares")
    return write(points(), folder / "two.gpkg", layer="centres")


def _titled_workbook(folder: Path) -> Path:
    rows = [["朔州市充电站一览表"], ["制表单位：市发改委", None, None], *_lonlat_rows()]
    return workbook(folder, {"说明": [], "数据": rows, "附表": [["a", "b"], [1, 2]]})


def _degrees(folder: Path) -> Path:
    def dms(value: float) -> str:
        degrees, rest = divmod(value * 3600, 3600)
        minutes, seconds = divmod(rest, 60)
        return f"{int(degrees)}°{int(minutes):02d}′{seconds:05.2f}″"

    rows = [[name, dms(x), dms(y)] for name, x, y in _lonlat_rows()[1:]]
    return csv_file(folder, [["名称", "经度", "纬度"], *rows])


def _decimal_comma(folder: Path) -> Path:
    rows = [[name, f"{x:.6f}".replace(".", ","), f"{y:.6f}".replace(".", ",")]
            for name, x, y in _lonlat_rows()[1:]]  # fmt: skip
    return csv_file(folder, [["name", "lon", "lat"], *rows], separator=";")


def _attributes(column: str, values: list[str]):
    rows = [[column, "village_count"], *([value, place] for place, value in enumerate(values))]
    return lambda folder: csv_file(folder, rows, encoding="gb18030")


def _single(folder: Path) -> Path:
    return shapefile(folder) / "layer.shp"


def _drawing(folder: Path) -> Path:
    frame = canonical.lines().to_crs(4546)[["geometry"]]
    return write(frame, folder / "plan.dxf", driver="DXF")


def _track(folder: Path) -> Path:
    return write(points()[["name", "geometry"]], folder / "way.gpx", driver="GPX")


GBK_DOCUMENT = _features(_square(112.42, 39.32), 名称=["朔城区街道办事处"])

ENCODINGS = [
    case("shapefile-label-wrong", _wrong_label, "encoding_label_wrong", accepted=True,
         layers=({"encoding": "GB18030", "feature_count": 6},)),
    case("shapefile-gbk-unlabelled", _points_dbf("gb18030"), "encoding_detected", accepted=True,
         layers=({"encoding": "GB18030"},)),
    case("shapefile-gbk-code-page", _points_dbf("gb18030", code_page=0x4D), accepted=True,
         absent="encoding_detected", layers=({"encoding": "GB18030"},)),
    case("shapefile-big5", _points_dbf("cp950", names=("臺北縣", "新莊鎮公所", "東區學校")),
         accepted=True, layers=({"encoding": "Big5"},)),
    case("shapefile-utf8-unlabelled", _points_dbf("utf-8"), "encoding_detected", accepted=True,
         layers=({"encoding": "UTF-8"},)),
    case("shapefile-name-cut", _cut_name, "field_name_cut", accepted=True,
         layers=({"encoding": "UTF-8", "feature_count": 3},)),
    case("csv-gbk", _csv(_lonlat_rows(), encoding="gb18030"), "encoding_detected datum_assumed",
         accepted=True, layers=({"encoding": "GB18030", "crs": "EPSG:4326"},)),
    case("csv-big5", _csv([["名稱", "經度x", "lon", "lat"], ["臺北縣鎮", "1", 112.42, 39.32],
                           ["東區學校", "2", 112.43, 39.33]], encoding="cp950"),
         accepted=True, layers=({"encoding": "Big5"},)),
    case("csv-utf16", _csv(_lonlat_rows(), encoding="utf-16"), accepted=True,
         layers=({"encoding": "UTF-16", "feature_count": 6},)),
    case("csv-bom", _csv(_lonlat_rows(), encoding="utf-8-sig"), accepted=True,
         absent="encoding_uncertain", layers=({"encoding": "UTF-8"},)),
    case("csv-encoding-asked", _csv(_lonlat_rows(), encoding="gb18030"), accepted=True,
         absent="encoding_detected", asked=Asked(encoding="GB18030"),
         layers=({"encoding": "GB18030"},)),
    case("geojson-gbk", text("gbk.geojson", GBK_DOCUMENT.encode("gb18030")),
         "encoding_detected", accepted=True, layers=({"encoding": "GB18030"},)),
    case("kml-gbk", _gbk_kml, accepted=True, layers=({"encoding": "GB18030"},)),
    case("csv-mojibake", _mojibake, "mojibake", accepted=True),
    case("geojson-mojibake", _mojibake_utf8, "mojibake", accepted=True),
]  # fmt: skip

REFERENCE_SYSTEMS = [
    case("no-prj-4546", _without(".prj"), "crs_missing part_missing_prj", accepted=False,
         layers=({"crs": None, "first": "EPSG:4546"},)),
    case("no-prj-prefix-37", _without(".prj", crs=4525), "crs_missing", accepted=False,
         layers=({"crs": None, "first": "EPSG:4525"},)),
    case("no-prj-4547", _east_without_prj, "crs_missing", accepted=False,
         layers=({"crs": None, "first": "EPSG:4547"},)),
    case("no-prj-prefix-38", _without(".prj", crs=4526, frame=_east()), "crs_missing",
         accepted=False, layers=({"crs": None, "first": "EPSG:4526"},)),
    case("no-prj-zone-19", _without(".prj", crs=4497), "crs_missing", accepted=False,
         layers=({"crs": None, "first": "EPSG:4497"},)),
    case("no-prj-degrees", _without(".prj", crs=4490), "crs_missing", accepted=False,
         layers=({"crs": None, "first": "EPSG:4490"},)),
    case("no-prj-mercator", _without(".prj", crs=3857), "crs_missing", accepted=False,
         layers=({"crs": None, "first": "EPSG:3857"},)),
    case("no-prj-crs-asked", _without(".prj"), accepted=True, asked=Asked(crs="EPSG:4546"),
         absent="crs_missing", layers=({"crs": "EPSG:4546", "valid_count": 6},)),
    case("crs-asked-nonsense", _without(".prj"), "crs_asked_unknown", accepted=False,
         asked=Asked(crs="EPSG:999999")),
    case("prj-esri-zone", _with_prj(4525, 4525), accepted=True, layers=({"crs": "EPSG:4525"},)),
    case("prj-gdal-4546", _with_prj(4546, 4546, esri=False), accepted=True,
         layers=({"crs": "EPSG:4546"},)),
    case("prj-of-the-other-zone", _with_prj(4547, 4546), "crs_contradicted", accepted=False,
         layers=({"first": "EPSG:4546"},)),
    case("prj-degrees-over-plane", _with_prj(4490, 4546), "crs_impossible", accepted=False,
         layers=({"first": "EPSG:4546"},)),
    case("prj-beijing54-without-prefix", _with_prj(21459, 21459, esri=False), "datum_old",
         accepted=True, layers=({"crs": "EPSG:21459"},)),
    case("prj-xian80", _with_prj(2382, 2382), "datum_old", accepted=True,
         layers=({"crs": "EPSG:2382", "datum": "xian80"},)),
    case("prj-beijing54", _with_prj(2434, 2434), "datum_old", accepted=True,
         layers=({"crs": "EPSG:2434", "datum": "beijing54"},)),
    case("geojson-plane", text("plane.geojson", _features(_square(622000, 4355000, 2000))),
         "crs_impossible", accepted=False, layers=({"first": "EPSG:4546"},)),
    case("geojson-crs-name",
         text("named.geojson",
              _features(_square(622000, 4355000, 2000), crs="urn:ogc:def:crs:EPSG::4546")),
         accepted=True, layers=({"crs": "EPSG:4546"},)),
    case("geojson-swapped", _swapped, "axes_swapped", accepted=False),
    case("geojson-swapped-back", _swapped, accepted=True, asked=Asked(swap_axes=True),
         absent="axes_swapped", layers=({"valid_count": 6},)),
    case("csv-swapped", _csv(_lonlat_rows(lon="纬度", lat="经度")), "axes_swapped",
         accepted=False),
    case("csv-survey-axes", _csv(_plane_rows(4546, x="X坐标", y="Y坐标", turned=True)),
         "crs_missing position_turned", accepted=False, layers=({"first": "EPSG:4546"},)),
    case("csv-survey-axes-asked", _csv(_plane_rows(4546, x="X坐标", y="Y坐标", turned=True)),
         "position_turned", accepted=True, asked=Asked(crs="EPSG:4546"),
         layers=({"crs": "EPSG:4546", "valid_count": 6},)),
    case("csv-prefix", _csv(_plane_rows(4525, x="x", y="y")), "crs_missing", accepted=False,
         layers=({"first": "EPSG:4525"},)),
    case("gcj02-boundaries", _shifted(datum.wgs84_to_gcj02), "datum_shifted", accepted=False,
         layers=({"datum": None},)),
    case("bd09-boundaries", _shifted(datum.wgs84_to_bd09), "datum_shifted", accepted=False),
    case("gcj02-named", _shifted(datum.wgs84_to_gcj02), "datum_shift_undone", accepted=True,
         asked=Asked(datum="gcj02"), layers=({"datum": "gcj02"},)),
    case("gcj02-hinted", _csv(_lonlat_rows(lon="gcj02_lng", lat="gcj02_lat")), "datum_hinted",
         accepted=False),
    case("dxf", _drawing, "crs_missing", accepted=False, format="dxf",
         layers=({"feature_count": 6, "geometry_type": "LineString", "first": "EPSG:4546"},)),
    case("dxf-crs-asked", _drawing, accepted=True, asked=Asked(crs="EPSG:4546"),
         layers=({"valid_count": 6},)),
    case("gpx", _track, accepted=True, format="gpx",
         layers=({"feature_count": 6, "geometry_type": "Point", "crs": "EPSG:4326"},)),
]  # fmt: skip

GEOMETRIES = [
    case("bow-tie", _bow_tie, "geometry_invalid", accepted=True,
         layers=({"feature_count": 2, "valid_count": 2, "repaired_count": 1},)),
    case("hanging", _hanging, "geometry_not_repairable", accepted=False,
         layers=({"feature_count": 2, "valid_count": 1},)),
    case("missing-geometry",
         text("null.geojson", _features(_square(112.42, 39.32), None, name=["a", "b"])),
         "geometry_missing", accepted=True, layers=({"feature_count": 2, "valid_count": 2},)),
    case("empty-geometry",
         text("empty.geojson", _features(_square(112.42, 39.32),
                                         {"type": "Polygon", "coordinates": []})),
         "geometry_empty", accepted=True),
    case("mixed",
         text("mixed.geojson", _features(_square(112.42, 39.32),
                                         {"type": "Point", "coordinates": [112.5, 39.3]})),
         "geometry_mixed", accepted=True, layers=({"geometry_type": "GeometryCollection"},)),
    case("heights",
         text("z.geojson", _features({"type": "Point", "coordinates": [112.5, 39.3, 1100]})),
         "heights_dropped", accepted=True),
    case("twice", text("twice.geojson", _features(_square(112.42, 39.32), _square(112.42, 39.32))),
         "geometry_twice", accepted=True),
    case("overlapping", _overlap, "polygons_overlap", accepted=True),
    case("sliver",
         text("sliver.geojson", _features(_square(112.42, 39.32),
              shapely.box(112.5, 39.3, 112.500001, 39.31).__geo_interface__)),
         "sliver", accepted=True),
    case("partly-outside", text("out.geojson", _features(_square(112.42, 39.32), _square(120, 30))),
         "outside_area", accepted=True),
    case("all-outside", text("far.geojson", _features(_square(120, 30))), "all_outside_area",
         accepted=True),
    case("around-the-globe",
         text("globe.geojson", _features({"type": "LineString",
              "coordinates": [[-179, 39], [179, 39]]}, _square(112.42, 39.32))),
         "around_the_globe", accepted=True),
    case("curved", _curved, "geometry_curves_straightened", accepted=True,
         layers=({"feature_count": 2, "valid_count": 2},)),
    case("ring-open", _unclosed, "ring_unclosed", accepted=True),
    case("endless-coordinates", _endless, "coordinate_not_finite coordinate_giant",
         accepted=False, layers=({"feature_count": 3, "valid_count": 1},)),
    case("endless-valid-only", _endless, "coordinate_not_finite", accepted=True,
         asked=Asked(valid_only=True), layers=({"feature_count": 3, "valid_count": 1},)),
    case("no-features", text("none.geojson", '{"type":"FeatureCollection","features":[]}'),
         "layer_empty", accepted=False),
]  # fmt: skip

ATTRIBUTES = [
    case("mixed-values",
         _csv([["lon", "lat", "piles"], *([112.42 + n / 1000, 39.32, n] for n in range(20)),
               [112.5, 39.3, "十二"]]), "values_mixed", accepted=True),
    case("columns-twice", _csv([["lon", "lat", "name", "name"], [112.42, 39.32, "a", "b"]]),
         "field_twice", accepted=True),
    case("columns-reserved", _csv([["lon", "lat", "bbox", "limit"], [112.42, 39.32, "a", "b"]]),
         "field_reserved", accepted=True),
    case("columns-odd",
         _csv([["lon", "lat", 'a"b', "<script>alert(1)</script>", "x\u202ey", "=1+1"],
               [112.42, 39.32, "=cmd()", "<b>", "c", "d"]]),
         "field_odd field_renamed", accepted=True),
    case("unknown-code",
         _csv([["lon", "lat", "行政区划代码"], [112.42, 39.32, "140602"], [112.43, 39.32, "140699"],
               [112.44, 39.32, "140603"]]), "code_unknown", accepted=True),
    case("short-name", _csv([["lon", "lat", "县区"], [112.42, 39.32, "朔城"]]), "name_alias",
         accepted=True),
    case("area-in-mu", _areas(2000 / 3), "area_agrees", accepted=True, absent="area_differs"),
    case("area-in-degrees", _degree_areas, "area_agrees", accepted=True, absent="area_differs"),
    case("area-wrong", _areas(1.0, wrong=True), "area_differs", accepted=True),
    case("text-lost", _csv([["lon", "lat", "name"], [112.42, 39.32, "????"]]), "text_lost",
         accepted=True),
    case("table-cut", _cut_table, "dbf_cut", accepted=False),
    case("row-deleted", _deleted_row, "rows_deleted", accepted=True,
         layers=({"feature_count": 2},)),
]  # fmt: skip

TABLES = [
    case("workbook-titled", _titled_workbook, "table_header_at several_sheets", accepted=True,
         format="workbook", layers=({"name": "数据", "feature_count": 6, "valid_count": 6},)),
    case("workbook-sheet-asked", _titled_workbook, "no_positions", accepted=False,
         asked=Asked(sheet="附表")),
    case("workbook-sheet-missing", _titled_workbook, "sheet_not_there", accepted=False,
         asked=Asked(sheet="没有")),
    case("csv-degrees-minutes", _degrees, "position_written", accepted=True,
         layers=({"valid_count": 6},)),
    case("csv-decimal-comma", _decimal_comma, "position_written table_separator", accepted=True,
         layers=({"valid_count": 6},)),
    case("csv-one-column", _csv([["名称", "坐标"], ["a", "112.42,39.32"], ["b", "112.43,39.33"]]),
         "position_columns", accepted=True, layers=({"valid_count": 2},)),
    case("csv-by-value", _csv([["站点", "甲", "乙"], ["a", 112.42, 39.32], ["b", 112.43, 39.33]]),
         "position_columns crs_inferred", accepted=True),
    case("csv-no-header", _csv([["a", 112.42, 39.32], ["b", 112.43, 39.33]]),
         "table_without_header", accepted=True, layers=({"feature_count": 2},)),
    case("csv-bad-rows",
         text("rows.csv", "name,lon,lat\na,112.42,39.32\nb,112.43\nc,x,39.3\nd,112.44,39.32\n"),
         "row_of_other_width position_unreadable", accepted=False,
         layers=({"feature_count": 4, "valid_count": 2},)),
    case("csv-bad-rows-valid-only",
         text("rows.csv", "name,lon,lat\na,112.42,39.32\nb,112.43\nc,x,39.3\nd,112.44,39.32\n"),
         accepted=True, asked=Asked(valid_only=True), layers=({"valid_count": 2},)),
    case("csv-wider-than-its-header",
         text("wide.csv", "name,lon,lat\na,112.42,39.32,,\nb,112.43,39.3,,\n"), accepted=True,
         absent="row_of_other_width", layers=({"feature_count": 2},)),
    case("csv-header-in-two-lines",
         text("head.csv", '"名称",lon,lat,"面积\n(亩)"\na,112.42,39.32,3\nb,112.43,39.3,4\n'),
         accepted=True, layers=({"feature_count": 2},)),
    case("csv-blank-position",
         _csv([["name", "lon", "lat"], ["a", 112.42, 39.32], ["b", None, None]]),
         "geometry_missing", accepted=True),
    case("table-by-code", _attributes("行政区划代码", ["140602", "140603", "140621"]),
         "table_joins", accepted=True, layers=({"kind": "attributes", "geometry_type": None},)),
    case("table-by-name", _attributes("县区", ["朔城区", "平鲁区", "山阴县", "合计"]),
         "table_joins", accepted=True, layers=({"kind": "attributes"},)),
    case("table-by-nothing", _attributes("甲", ["a", "b"]), "no_positions", accepted=False),
    case("csv-empty", text("empty.csv", ""), "table_empty", accepted=False),
    case("csv-bad-wkt", _csv([["id", "wkt"], [1, "POINT (112.42 39.32)"], [2, "POINT (112.42"]]),
         "position_unreadable", accepted=False),
]  # fmt: skip

PACKAGES = [
    case("several-shapefiles", _several_shapefiles, "encoding_detected", accepted=True,
         format="shapefile", layers=({"feature_count": 6}, {"feature_count": 6})),
    case("without-shx", _without(".shx"), "part_missing_shx", accepted=True,
         layers=({"feature_count": 6},)),
    case("without-dbf", _without(".dbf"), "part_missing_dbf", accepted=True,
         layers=({"feature_count": 6},)),
    case("without-shp", _without(".shp"), "shapefile_without_shp", accepted=False),
    case("two-layers", _two_layers, accepted=True, format="geopackage",
         layers=({"name": "squares"}, {"name": "centres"})),
    case("one-of-two-layers", _two_layers, accepted=True, asked=Asked(layer="centres"),
         layers=({"name": "centres", "geometry_type": "Point"},)),
    case("layer-not-there", _two_layers, "layer_not_there", accepted=False,
         asked=Asked(layer="villages")),
]  # fmt: skip

EVERY = [*ENCODINGS, *REFERENCE_SYSTEMS, *GEOMETRIES, *ATTRIBUTES, *TABLES, *PACKAGES]
