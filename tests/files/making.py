"""Hand-made pieces that libraries do not write: tables, archives and binaries with faults."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import shapely


def dbase(
    fields: list[tuple[bytes, int]], rows: list[list[bytes]], *, code_page: int = 0,
    deleted: tuple[int, ...] = (), said: int | None = None,
) -> bytes:  # fmt: skip
    """Return a dBASE III table of text columns, names and values as the bytes given."""
    width = 1 + sum(size for _, size in fields)
    header = 32 + 32 * len(fields) + 1
    count = len(rows) if said is None else said
    content = struct.pack("<B3BIHH17xB2x", 3, 124, 1, 1, count, header, width, code_page)
    for name, size in fields:
        content += name[:11].ljust(11, b"\x00") + b"C" + bytes(4) + bytes([size, 0]) + bytes(14)
    content += b"\x0d"
    for place, row in enumerate(rows):
        content += b"*" if place in deleted else b" "
        content += b"".join(
            value[:size].ljust(size) for value, (_, size) in zip(row, fields, strict=True)
        )
    return content + b"\x1a"


def point_shapefile(folder: Path, points: list[tuple[float, float]], table: bytes | None,
                    prj: str | None = None, stem: str = "points") -> Path:  # fmt: skip
    """Write the files of a Shapefile of points by hand; return the folder."""
    target = folder / "parts"
    target.mkdir(exist_ok=True)
    records = b"".join(
        struct.pack(">II", number, 10) + struct.pack("<Idd", 1, *point)
        for number, point in enumerate(points, 1)
    )
    index = b"".join(struct.pack(">II", 50 + 14 * place, 10) for place in range(len(points)))
    xs, ys = zip(*points, strict=True)
    for suffix, body in ((".shp", records), (".shx", index)):
        length = (100 + len(body)) // 2
        header = struct.pack(">I20xI", 9994, length) + struct.pack("<II", 1000, 1)
        box = struct.pack("<8d", min(xs), min(ys), max(xs), max(ys), 0, 0, 0, 0)
        (target / f"{stem}{suffix}").write_bytes(header + box + body)
    if table is not None:
        (target / f"{stem}.dbf").write_bytes(table)
    if prj is not None:
        (target / f"{stem}.prj").write_text(prj)
    return target


def zip_of(entries: dict[str, bytes], **attributes: int) -> bytes:
    """Return a zip archive of entries."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for attribute, value in attributes.items():
                setattr(entry, attribute, value)
            archive.writestr(entry, content)
    return stream.getvalue()


def lying_zip(name: str, content: bytes, said: int) -> bytes:
    """Return an archive whose one entry states another size than it has."""
    raw = zip_of({name: content})
    size, lie = struct.pack("<I", len(content)), struct.pack("<I", said)
    return raw.replace(size, lie)


def overlapping_zip(name: str, content: bytes, copies: int) -> bytes:
    """Return an archive whose entries all use the same bytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(content) + packed.flush()
    crc = zlib.crc32(content)
    stem = name.encode()
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(body),
                        len(content), len(stem), 0) + stem + body  # fmt: skip
    directory = b""
    for copy in range(copies):
        entry = f"{copy}-{name}".encode()
        directory += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(body),
                                 len(content), len(entry), 0, 0, 0, 0, 0, 0) + entry  # fmt: skip
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, copies, copies, len(directory), len(local), 0
    )
    return local + directory + end


def nested_collections(depth: int) -> bytes:
    """Return well-known binary of collections inside each other around one point."""
    head = struct.pack("<BII", 1, 7, 1)
    return head * depth + shapely.to_wkb(shapely.Point(112.5, 39.3))


def ring_wkb(vertices: list[tuple[float, float]]) -> bytes:
    """Return a polygon's binary with its ring as given, closed or not."""
    body = b"".join(struct.pack("<dd", *vertex) for vertex in vertices)
    return struct.pack("<BIII", 1, 3, 1, len(vertices)) + body


def tangle(vertices: int) -> shapely.Polygon:
    """Return a polygon of random vertices inside Shuocheng, which keeps make_valid busy."""
    random = np.random.default_rng(7)
    ring = np.column_stack(
        (112.42 + 0.02 * random.random(vertices), 39.32 + 0.02 * random.random(vertices))
    )
    return shapely.Polygon(ring)


def parquet_of_wkb(path: Path, binary: list[bytes | None]) -> Path:
    """Write GeoParquet whose geometry is these bytes."""
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    about = {
        "version": "1.0.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    table = pa.table({"name": [str(n) for n in range(len(binary))],
                      "geometry": pa.array(binary, pa.binary())})  # fmt: skip
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(about)}), path)
    return path


def sqlite_with(path: Path, statement: str) -> Path:
    """Execute a statement in a GeoPackage."""
    import sqlite3

    opened = sqlite3.connect(path)
    opened.execute(statement)
    opened.commit()
    opened.close()
    return path


def sheet_of_cells(rows: int, columns: int) -> bytes:
    """Return a workbook with very many cells in very few bytes."""
    row = b"<row>" + b"<c><v>1</v></c>" * columns + b"</row>"
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row * rows
        + b"</sheetData></worksheet>"
    )
    return workbook_of(sheet)


def workbook_of(sheet: bytes) -> bytes:
    """Return the smallest workbook around one sheet's XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zip_of(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            "</Types>".encode(),
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>".encode(),
            "xl/worksheets/sheet1.xml": sheet,
        }
    )
