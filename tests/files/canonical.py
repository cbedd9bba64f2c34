"""One small layer, and the same layer written in every format that can be uploaded."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import shapely

WEST, SOUTH = 112.40, 39.30
NAMES = ["北城街道", "南城街道", "神头镇", "利民镇", "下团堡乡", "福善庄乡"]


def polygons() -> gpd.GeoDataFrame:
    """Six squares of 0.02° with room between them, all inside Shuocheng district of Shuozhou."""
    squares = [
        shapely.box(west, south, west + 0.02, south + 0.02)
        for south in (SOUTH, SOUTH + 0.03)
        for west in (WEST, WEST + 0.03, WEST + 0.06)
    ]
    return gpd.GeoDataFrame(
        {
            "code": [f"14060200{number}" for number in range(1, 7)],
            "name": NAMES,
            "piles": [3, 0, 12, 7, 1, 250],
            "ratio": [0.5, 1.25, -3.0, 0.0, 7.75, 100.125],
        },
        geometry=squares,
        crs="EPSG:4326",
    )


def points() -> gpd.GeoDataFrame:
    """The centres of the squares."""
    frame = polygons()
    return frame.set_geometry(shapely.centroid(frame.geometry.to_numpy()), crs="EPSG:4326")


def lines() -> gpd.GeoDataFrame:
    """The southern edges of the squares."""
    frame = polygons()
    west, south, east, _ = frame.bounds.to_numpy().T
    edges = [
        shapely.LineString([(w, s), (e, s)]) for w, s, e in zip(west, south, east, strict=True)
    ]
    return frame.set_geometry(edges, crs="EPSG:4326")


def write(frame: gpd.GeoDataFrame, path: Path, **options: object) -> Path:
    """Write a frame; what the library remarks on while it writes is no matter of the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame.to_file(path, **options)
    return path


def zipped(folder: Path, target: Path, *, inside: str = "", encoding: str | None = None) -> Path:
    """Pack all files of a folder; entry names may be encoded as old programs do."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = inside + str(path.relative_to(folder))
                entry = zipfile.ZipInfo(_as_stored(name, encoding))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    if encoding:
        # The library marks every name that is not ASCII as UTF-8; old programs mark nothing.
        _unmark(target)
    return target


def _as_stored(name: str, encoding: str | None) -> str:
    return name if encoding is None else name.encode(encoding).decode("cp437")


def _unmark(path: Path) -> None:
    """Write the archive's names as the bytes that cp437 has for them, without the UTF-8 mark."""
    with zipfile.ZipFile(path) as archive:
        entries = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(_Unmarked(name), content, zipfile.ZIP_DEFLATED)


class _Unmarked(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):  # noqa: N802 - the library's name
        return self.filename.encode("cp437"), self.flag_bits & ~0x800


def shapefile(
    folder: Path, frame: gpd.GeoDataFrame | None = None, *, stem: str = "layer",
    encoding: str = "GB18030", crs: int = 4546, without: tuple[str, ...] = (".cpg",),
) -> Path:  # fmt: skip
    """Write the files of a Shapefile into a folder of their own; return the folder."""
    target = folder / "parts"
    target.mkdir()
    shown = (polygons() if frame is None else frame).to_crs(crs)
    write(shown, target / f"{stem}.shp", encoding=encoding)
    for suffix in without:
        (target / f"{stem}{suffix}").unlink(missing_ok=True)
    return target


def shapefile_zip(folder: Path, **options) -> Path:
    return zipped(shapefile(folder, **options), folder / "layer.zip")


def file_geodatabase(folder: Path) -> Path:
    target = folder / "parts"
    target.mkdir()
    frame = polygons()
    frame = frame.set_geometry([shapely.MultiPolygon([one]) for one in frame.geometry])
    write(frame, target / "data.gdb", driver="OpenFileGDB", layer="squares")
    return zipped(target, folder / "data.zip")


def mapinfo(folder: Path, suffix: str) -> Path:
    target = folder / "parts"
    target.mkdir()
    write(polygons(), target / f"squares{suffix}", driver="MapInfo File", encoding="UTF-8")
    return zipped(target, folder / "squares.zip")


def kmz(folder: Path) -> Path:
    document = write(polygons(), folder / "doc.kml", driver="LIBKML")
    with zipfile.ZipFile(folder / "squares.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(document, "doc.kml")
    return folder / "squares.kmz"


def parquet(folder: Path) -> Path:
    polygons().to_parquet(folder / "squares.parquet")
    return folder / "squares.parquet"


def geoarrow(folder: Path) -> Path:
    polygons().to_parquet(folder / "squares.parquet", geometry_encoding="geoarrow")
    return folder / "squares.parquet"


def within_archive(build: Callable[[Path], Path]) -> Callable[[Path], Path]:
    """Pack what a builder makes, with a note beside it."""

    def packed(folder: Path) -> Path:
        made = build(folder)
        with zipfile.ZipFile(folder / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(made, f"数据/{made.name}")
            archive.writestr("说明.txt", "made for a test")
        return folder / "packed.zip"

    return packed


def table(frame: gpd.GeoDataFrame) -> list[list[object]]:
    """Return a frame as header and rows, geometry as WKT in the last column."""
    names = [*frame.columns.drop("geometry"), "wkt"]
    rows = [
        [*row, shapely.to_wkt(shape, rounding_precision=9)]
        for row, shape in zip(
            frame.drop(columns="geometry").to_numpy().tolist(), frame.geometry, strict=True
        )
    ]
    return [names, *rows]


def csv_text(rows: list[list[object]], separator: str = ",") -> str:
    """Return rows as delimited text, every cell that needs it in quotes."""
    return "".join(separator.join(_cell(cell, separator) for cell in row) + "\r\n" for row in rows)


def _cell(cell: object, separator: str) -> str:
    text = "" if cell is None else str(cell)
    needs_quotes = separator in text or '"' in text or "\n" in text
    return '"' + text.replace('"', '""') + '"' if needs_quotes else text


def csv_file(folder: Path, rows: list[list[object]], *, encoding: str = "utf-8",
             separator: str = ",", name: str = "table.csv") -> Path:  # fmt: skip
    path = folder / name
    path.write_bytes(csv_text(rows, separator).encode(encoding))
    return path


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / "table.xlsx")
    return folder / "table.xlsx"


EVERY_FORMAT = {
    "shapefile-gbk": shapefile_zip,
    "shapefile-utf8": lambda folder: shapefile_zip(folder, encoding="UTF-8", without=()),
    "shapefile-zone-prefix": lambda folder: shapefile_zip(folder, crs=4525),
    "shapefile-cgcs2000": lambda folder: shapefile_zip(folder, crs=4490),
    "shapefile-mercator": lambda folder: shapefile_zip(folder, crs=3857),
    "geopackage": lambda folder: write(polygons(), folder / "squares.gpkg"),
    "geopackage-4547": lambda folder: write(polygons().to_crs(4547), folder / "squares.gpkg"),
    "geojson": lambda folder: write(polygons(), folder / "squares.geojson"),
    "geojson-lines": lambda folder: write(
        polygons(), folder / "squares.geojsonl", driver="GeoJSONSeq"
    ),
    "flatgeobuf": lambda folder: write(polygons(), folder / "squares.fgb", SPATIAL_INDEX="NO"),
    "geoparquet": parquet,
    "geoparquet-geoarrow": geoarrow,
    "kml": lambda folder: write(polygons(), folder / "squares.kml", driver="LIBKML"),
    "kmz": kmz,
    "gml": lambda folder: write(polygons(), folder / "squares.gml", driver="GML"),
    "file-geodatabase": file_geodatabase,
    "mapinfo-tab": lambda folder: mapinfo(folder, ".tab"),
    "mapinfo-mif": lambda folder: mapinfo(folder, ".mif"),
    "csv-wkt": lambda folder: csv_file(folder, table(polygons())),
    "tsv-wkt-gbk": lambda folder: csv_file(
        folder, table(polygons()), encoding="gb18030", separator="\t", name="table.tsv"
    ),
    "xlsx-wkt": lambda folder: workbook(folder, {"Sheet1": table(polygons())}),
    "shapefile-in-two-archives": within_archive(shapefile_zip),
    "csv-in-archive": within_archive(lambda folder: csv_file(folder, table(polygons()))),
    "xlsx-in-archive": within_archive(
        lambda folder: workbook(folder, {"Sheet1": table(polygons())})
    ),
    "kmz-in-archive": within_archive(kmz),
}
"""Each way to write the polygons, by name; every one takes an empty folder."""
