"""What people do in tables and documents that a program would not: each read as they mean it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl

from tests.files import canonical
from tests.files.canonical import csv_file, polygons, shapefile, write
from tests.files.uploads import case, text

FROM = (112 * 3600 + 30 * 60, 39 * 3600 + 20 * 60)
"""Where the points begin, in seconds of arc."""


def _packed_seconds(seconds: int) -> str:
    return f"{seconds // 3600}.{seconds // 60 % 60:02d}{seconds % 60:02d}"


def _angles(written):
    """Twelve points, each 67 seconds east and 41 north of the one before."""
    rows = [[f"p{n}", written(FROM[0] + 67 * n), written(FROM[1] + 41 * n)] for n in range(12)]
    return lambda folder: csv_file(folder, [["name", "经度", "纬度"], *rows])


BOX = [round(one / 3600, 7) for one in (FROM[0], FROM[1], FROM[0] + 67 * 11, FROM[1] + 41 * 11)]


def _merged(folder: Path) -> Path:
    book = openpyxl.Workbook()
    rows = [["名称", "县区", "经度", "纬度"], *[
        [f"站{n}", {0: "朔城区", 3: "平鲁区"}.get(n), 112.43 + n / 100, 39.33] for n in range(5)
    ]]  # fmt: skip
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("B2:B4")
    book.active.merge_cells("B5:B6")
    book.save(folder / "merged.xlsx")
    return folder / "merged.xlsx"


def _named_in_chinese(folder: Path) -> Path:
    data = "".join(
        f'<Data name="{name}"><value>{name}的值</value></Data>' for name in ("类型", "状态")
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><Placemark><name>站</name><ExtendedData>{data}</ExtendedData>"
        "<Point><coordinates>112.43,39.32</coordinates></Point></Placemark></Document></kml>"
    )
    return text("fields.kml", body)(folder)


def _namesakes(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "both.zip", "w") as archive:
        for place in ("东", "西"):
            inner = folder / place
            inner.mkdir()
            for one in shapefile(inner).iterdir():
                archive.write(one, f"{place}/{one.name}")
    return folder / "both.zip"


def _nobody(folder: Path) -> Path:
    return canonical.shapefile_zip(folder, frame=polygons().head(0), crs=4546)


def _foreign_datum(folder: Path) -> Path:
    points = canonical.points().to_crs(4546).geometry
    shapes = "".join(f"Point {one.x:.3f} {one.y:.3f}\n" for one in points)
    head = (
        'Version 300\nCharset "WindowsSimpChinese"\nDelimiter ","\n'
        'CoordSys Earth Projection 8, 3, "m", 111, 0, 1, 500000, 0\n'
        "Columns 1\n  名称 Char(20)\nData\n"
    )
    rows = "".join(f'"{name}"\n' for name in canonical.NAMES)
    with zipfile.ZipFile(folder / "points.zip", "w") as archive:
        archive.writestr("points.mif", (head + shapes).encode("gb18030"))
        archive.writestr("points.mid", rows.encode("gb18030"))
    return folder / "points.zip"


def _years(folder: Path) -> Path:
    rows = [[f"站{n}", n, 2 * n, 112.43 + n / 100, 39.33] for n in range(5)]
    head = ["名称", 2023, 2024, "经度", "纬度"]
    return canonical.workbook(folder, {"Sheet1": [head, *rows]})


def _written_pairs(folder: Path) -> Path:
    rows = [["a", "东经112°30′00″，北纬39°20′00″"], ["b", "N39°21′00″ E112°31′00″"],
            ["c", "112.55E 39.30N"], ["d", "北纬39.32度 东经112.52度"]]  # fmt: skip
    return csv_file(folder, [["名称", "坐标"], *rows])


def _geodatabase(inside: str):
    """Pack a geodatabase without its folder, or in one that lost its suffix."""

    def build(folder: Path) -> Path:
        whole = canonical.file_geodatabase(folder)
        with zipfile.ZipFile(whole) as read, zipfile.ZipFile(folder / "bare.zip", "w") as archive:
            for name in read.namelist():
                archive.writestr(inside + name.rpartition("/")[2], read.read(name))
        return folder / "bare.zip"

    return build


def _kinds(*names: str) -> list[dict[str, str]]:
    return [{"name": name, "type": "string", "original": name} for name in names]


EVERY = [
    case("packed-angles", _angles(_packed_seconds), "position_packed", accepted=True,
         layers=({"valid_count": 12, "bbox": BOX},)),
    case("decimal-angles", _angles(lambda seconds: f"{seconds / 3600:.7f}"), accepted=True,
         absent="position_packed", layers=({"valid_count": 12, "bbox": BOX},)),
    case("few-decimals", _angles(lambda seconds: f"{seconds / 3600:.2f}"), accepted=True,
         absent="position_packed", layers=({"valid_count": 12},)),
    case("merged-down", _merged, "cells_merged", accepted=True, layers=({"valid_count": 5},)),
    case("kml-fields-in-chinese", _named_in_chinese, accepted=True,
         layers=({"fields": _kinds("Name", "类型", "状态")},)),
    case("namesakes", _namesakes, accepted=True,
         layers=({"name": "东/layer", "crs": "EPSG:4546"}, {"name": "西/layer"})),
    case("nobody", _nobody, "layer_empty", accepted=False, absent="parts_differ_in_length",
         layers=({"crs": "EPSG:4546", "feature_count": 0},)),
    case("datum-of-elsewhere", _foreign_datum, "crs_without_code", accepted=True,
         layers=({"crs": None, "encoding": "GB18030", "valid_count": 6},)),
    case("years-in-the-header", _years, accepted=True, absent="table_without_header",
         layers=({"valid_count": 5},)),
    case("written-pairs", _written_pairs, "position_written", accepted=True,
         layers=({"valid_count": 4, "bbox": [112.5, 39.3, 112.55, 39.35]},)),
    case("long-numbers", text("ids.csv", "meter,lon,lat\n142401198001010007,112.43,39.33\n"),
         accepted=True,
         layers=({"fields": _kinds("meter"), "valid_count": 1},)),
    case("codes-as-numbers", text("codes.csv", "adcode,value\n140602.0,1\n140603.0,2\n"),
         "table_joins", accepted=True, layers=({"valid_count": 2},)),
    case("names-with-their-city",
         text("names.csv", "县区,value\n朔州市朔城区,1\n山西省朔州市平鲁区,2\n"),
         "table_joins", accepted=True, absent="join_unmatched", layers=({"valid_count": 2},)),
    case("geodatabase-without-folder", _geodatabase(""), accepted=True,
         format="file-geodatabase", layers=({"name": "squares", "valid_count": 6},)),
    case("geodatabase-without-suffix", _geodatabase("成果/库/"), accepted=True,
         format="file-geodatabase", layers=({"valid_count": 6},)),
    case("gml-corners", lambda folder: write(polygons()[["name", "geometry"]], folder / "a.gml",
                                             driver="GML"),
         accepted=True, layers=({"fields": _kinds("name")},)),
]  # fmt: skip
