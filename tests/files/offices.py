"""Uploads as other programs and offices write them: right in themselves, or wrong unnoticed."""

from __future__ import annotations

import csv
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
from tests.files.canonical import csv_file, points, shapefile, workbook, write, zipped
from tests.files.uploads import case

PLACES = Path(__file__).resolve().parents[2] / "data" / "intake" / "places.csv"
ROWS = [["名称", "经度", "纬度"]] + [
    [name, p.x, p.y] for name, p in zip(points()["name"], points().geometry, strict=True)
]


def _document(*, lines: bool = False, crs: str | None = None, epsg: int = 4326) -> str:
    plain = json.loads(points().to_crs(epsg).to_json(drop_id=True, to_wgs84=False))
    plain.pop("crs", None)
    if crs:
        plain["crs"] = {"type": "name", "properties": {"name": crs}}
    if lines:
        return "\n".join(json.dumps(one, ensure_ascii=False) for one in plain["features"])
    return json.dumps(plain, ensure_ascii=False)


def _text(name: str, content: str, encoding: str = "utf-8"):
    def build(folder: Path) -> Path:
        (folder / name).write_bytes(content.encode(encoding))
        return folder / name

    return build


def _rows(lon: str = "经度", lat: str = "纬度", *, written=str, encoding: str = "utf-8"):
    cells = [[name, written(x, "E"), written(y, "N")] for name, x, y in ROWS[1:]]
    return lambda folder: csv_file(folder, [["名称", lon, lat], *cells], encoding=encoding)


def _plain(value: float, _side: str) -> str:
    return f"{value:.6f}"


def _lettered(value: float, side: str) -> str:
    return f"{value:.6f}{side}"


def _full_width(value: float, _side: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in f"{value:.6f}")


def _microdegrees(value: float, _side: str) -> str:
    return str(round(value * 1e6))


def _words(_value: float, side: str) -> str:
    return f"见附图 {side}"


def _sheets(sheets: dict[str, list[list[object]]]):
    return lambda folder: workbook(folder, sheets)


GROUPED = [["名称", "位置", None, "备注"], [None, "经度", "纬度", None]] + [
    [*row, "无"] for row in ROWS[1:]
]


def _mapinfo(suffix: str, epsg: int):
    def build(folder: Path) -> Path:
        target = folder / "parts"
        target.mkdir()
        frame = canonical.polygons().to_crs(epsg)
        write(frame, target / f"squares{suffix}", driver="MapInfo File", encoding="CP936")
        return zipped(target, folder / "squares.zip")

    return build


def _unearthly(folder: Path) -> Path:
    moved = points().to_crs(4525)
    head = (
        'Version 300\nCharset "WindowsSimpChinese"\nDelimiter ","\n'
        'CoordSys NonEarth Units "m" Bounds (0, 0) (40000000, 10000000)\n'
        "Columns 1\n  name Char(40)\nData\n\n"
    )
    shapes = "".join(f"Point {p.x:.3f} {p.y:.3f}\n" for p in moved.geometry)
    names = "".join(f'"{name}"\n' for name in moved["name"])
    entries = {"a.mif": (head + shapes).encode(), "a.mid": names.encode("gb18030")}
    (folder / "a.zip").write_bytes(making.zip_of(entries))
    return folder / "a.zip"


def _boundaries(*, stated: int | None, actual: int):
    """Boundaries of Shuozhou's counties with many vertices, in one system under another's name."""

    def build(folder: Path) -> Path:
        frame = counties.frame()
        frame = frame[frame["prefecture_code"] == "140600"][["adcode", "name_zh", "geometry"]]
        parts = shapefile(folder, frame, crs=actual, without=(".cpg", ".prj"))
        if stated is not None:
            (parts / "layer.prj").write_text(CRS.from_epsg(stated).to_wkt("WKT1_ESRI"))
        return zipped(parts, folder / "layer.zip")

    return build


def _local_prj(folder: Path) -> Path:
    parts = shapefile(folder)
    (parts / "layer.prj").write_text('LOCAL_CS["independent",UNIT["Meter",1.0]]')
    return zipped(parts, folder / "layer.zip")


def _towns(way, *, east_m: float = 0.0):
    """Towns where they are known to be, each up to 600 m off, under a datum of their own."""

    def build(folder: Path) -> Path:
        with PLACES.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        random = np.random.default_rng(11)
        lonlat = np.array([[float(row["lon"]), float(row["lat"])] for row in rows])
        off_m = random.uniform(-600, 600, lonlat.shape) + np.array([east_m, 0.0])
        placed = way(lonlat + off_m / [87_000.0, 111_000.0])
        frame = gpd.GeoDataFrame(
            {"乡镇": [row["name_zh"] for row in rows]},
            geometry=shapely.points(placed),
            crs=4326,
        )
        return write(frame, folder / "towns.geojson")

    return build


GEOJSON = [
    case("geojson-crs-as-address",
         _text("a.geojson", _document(crs="http://www.opengis.net/def/crs/EPSG/0/4546", epsg=4546)),
         accepted=True, absent="crs_unknown", layers=({"crs": "EPSG:4546", "valid_count": 6},)),
    case("geojson-utf16", _text("a.geojson", _document(), "utf-16"), accepted=True,
         layers=({"encoding": "UTF-16", "feature_count": 6},)),
    case("geojson-lines-named-geojson", _text("a.geojson", _document(lines=True)), accepted=True,
         format="geojson-lines", layers=({"feature_count": 6},)),
    case("geojson-document-named-ndjson", _text("a.ndjson", _document()), accepted=True,
         format="geojson", layers=({"feature_count": 6},)),
    case("geojson-lines-gbk", _text("a.jsonl", _document(lines=True), "gb18030"), accepted=True,
         absent="line_unreadable",
         layers=({"encoding": "GB18030", "feature_count": 6, "valid_count": 6},)),
    case("kml-utf16-plain",
         _text("a.kml",
               '<?xml version="1.0" encoding="UTF-16"?><kml xmlns="http://www.opengis.net/kml/2.2">'
               "<Document><Placemark><name>朔城区</name><Point><coordinates>112.43,39.32"
               "</coordinates></Point></Placemark></Document></kml>", "utf-16"),
         accepted=True, layers=({"encoding": "UTF-16", "feature_count": 1},)),
]  # fmt: skip

TABLES = [
    case("csv-utf16-without-mark", _rows(written=_plain, encoding="utf-16-le"), accepted=True,
         layers=({"encoding": "UTF-16LE", "valid_count": 6},)),
    case("csv-utf16-turned", _rows(written=_plain, encoding="utf-16-be"), accepted=True,
         layers=({"encoding": "UTF-16BE", "valid_count": 6},)),
    case("csv-lettered", _rows(written=_lettered), "position_written", accepted=True,
         layers=({"valid_count": 6, "geometry_type": "Point"},)),
    case("csv-full-width", _rows(written=_full_width), "position_written", accepted=True,
         layers=({"valid_count": 6, "geometry_type": "Point"},)),
    case("csv-positions-are-words", _rows(written=_words), "position_unreadable", accepted=False,
         absent="table_joins"),
    case("csv-microdegrees", _rows(written=_microdegrees), accepted=False,
         absent="reader_crashed"),
    case("workbook-positions-on-the-second-sheet",
         _sheets({"汇总": [["县区", "数量"], ["朔城区", 4], ["平鲁区", 2]], "明细": ROWS}),
         "several_sheets", accepted=True, layers=({"name": "明细", "valid_count": 6},)),
    case("workbook-words-on-the-first-sheet",
         _sheets({"说明": [["本表由市发改委填报"], ["坐标为 CGCS2000"]], "数据": ROWS}),
         accepted=True, layers=({"name": "数据", "valid_count": 6},)),
    case("workbook-header-of-two-lines", _sheets({"数据": GROUPED}), accepted=True,
         layers=({"feature_count": 6, "valid_count": 6, "crs": "EPSG:4326"},)),
]  # fmt: skip

REFERENCE_SYSTEMS = [
    case("mapinfo-tab-4546", _mapinfo(".tab", 4546), accepted=True,
         layers=({"crs": "EPSG:4546", "encoding": "GB18030"},)),
    case("mapinfo-mif-4525", _mapinfo(".mif", 4525), accepted=True,
         layers=({"crs": "EPSG:4525"},)),
    case("mapinfo-utm", _mapinfo(".tab", 32649), accepted=True, layers=({"crs": "EPSG:32649"},)),
    case("mapinfo-nonearth", _unearthly, "crs_unreadable", accepted=False,
         layers=({"crs": None, "crs_likelier": "EPSG:4525", "encoding": "GB18030"},)),
    case("prj-of-a-local-system", _local_prj, "crs_unreadable", accepted=False,
         layers=({"crs": None, "crs_likelier": "EPSG:4546"},)),
    case("utm-named-gauss", _boundaries(stated=4546, actual=32649), "crs_off_lines",
         accepted=False, layers=({"crs": "EPSG:4546", "crs_likelier": "EPSG:32649"},)),
    case("gauss-named-utm", _boundaries(stated=32649, actual=4546), "crs_off_lines",
         accepted=False, layers=({"crs_likelier": "EPSG:4546"},)),
    case("utm-without-prj", _boundaries(stated=None, actual=32649), "crs_missing",
         accepted=False, layers=({"crs_likelier": "EPSG:32649"},)),
    case("gauss-named-gauss", _boundaries(stated=4546, actual=4546), accepted=True,
         absent="crs_off_lines", layers=({"crs": "EPSG:4546", "crs_likelier": None},)),
]  # fmt: skip

DATUMS = [
    case("towns-in-gcj02", _towns(datum.wgs84_to_gcj02), "datum_shifted_towns", accepted=False,
         layers=({"datum": None, "datum_likelier": "gcj02"},)),
    case("towns-in-bd09", _towns(datum.wgs84_to_bd09), "datum_shifted_towns", accepted=False,
         layers=({"datum_likelier": "bd09"},)),
    case("towns-in-gcj02-said-so", _towns(datum.wgs84_to_gcj02), "datum_shift_undone",
         accepted=True, asked=Asked(datum="gcj02"), layers=({"datum": "gcj02"},)),
    case("towns-in-place", _towns(lambda lonlat: lonlat), accepted=True,
         absent="datum_shifted_towns datum_shifted", layers=({"datum": "wgs84"},)),
    case("towns-off-by-themselves", _towns(lambda lonlat: lonlat, east_m=250.0), accepted=True,
         absent="datum_shifted_towns"),
]  # fmt: skip


def _counted(column: str, values: list[object], **more: list[object]):
    rows = [[column, *more, "桩数"]]
    rows += [[value, *(each[place] for each in more.values()), place]
             for place, value in enumerate(values)]  # fmt: skip
    return lambda folder: csv_file(folder, rows, encoding="gb18030")


def _join(layer: str, column: str, to: str, matched: int, *unmatched: str) -> dict[str, object]:
    return {
        "layer": layer, "column": column, "to": to, "matched": matched,
        "unmatched": list(unmatched),
    }  # fmt: skip


ATTRIBUTE_TABLES = [
    case("table-by-township-code",
         _counted("乡镇代码", ["140602001", "140602002", "140602999"]),
         "table_joins join_unmatched", accepted=True,
         layers=({"kind": "attributes",
                  "join": _join("townships", "乡镇代码", "code", 2, "140602999")},)),
    case("table-by-township-name",
         _counted("县区", ["朔城区"] * 4, 乡镇=["神头镇", "利民镇", "下团堡乡", "合计"]),
         "table_joins join_unmatched", accepted=True,
         layers=({"join": _join("townships", "乡镇", "name_zh", 3, "合计")},)),
    case("table-by-county-code-with-a-stranger",
         _counted("adcode", [140602, 140603, 999999]), "table_joins join_unmatched code_unknown",
         accepted=True, layers=({"join": _join("counties", "adcode", "adcode", 2, "999999")},)),
    case("table-by-county-all-matched", _counted("县区", ["朔城区", "平鲁"]), "table_joins",
         accepted=True, absent="join_unmatched",
         layers=({"join": _join("counties", "县区", "name_zh", 2)},)),
]  # fmt: skip

EVERY = [*GEOJSON, *TABLES, *REFERENCE_SYSTEMS, *DATUMS, *ATTRIBUTE_TABLES]
