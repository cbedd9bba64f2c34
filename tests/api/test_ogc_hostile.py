"""Names and values made to break out of their place: refused or harmless, quickly, telling nothing.

The six classes of the usual attack suites (stacked, time-blind, boolean-blind, UNION, unicode,
LIKE) for every parameter that takes text.
"""

from __future__ import annotations

import json
import time

import psycopg
import pytest

STATIONS = "/ogc/collections/stations/items"

NAMES = [
    "a.b", "a[0]", "a/b", "..", "exec('ls')", "java.lang.Runtime.getRuntime()", "__class__",
    "constructor", "'", '"', '""', "`", "]", ")", "--", "/*", ";", "\\", "%", "%s", "%(v0)s", "{0}",
    "{where}", "${7*7}", "piles; DROP TABLE layer", "piles' --", 'piles" --', "piles)", "PILES",
    "Piles", " piles", "piles ", "ｐｉｌｅｓ", "p\u0131les", "piles\u200b", "geom", "attributes",
    "version_id", "seq", "feature", "pg_sleep(5)", "x" * 10_000, "\u202epiles", "piles\n", "选择",
]  # fmt: skip

VALUES = [
    "'; SELECT pg_sleep(5); --",
    "' OR pg_sleep(5) IS NULL --",
    "' || (SELECT pg_sleep(5)) || '",
    "' OR '1'='1",
    "' AND 1=(SELECT 1 FROM layer) --",
    "' UNION SELECT version(), current_user --",
    "x''y",
    "ʼ; DROP TABLE layer",
    "％27 OR 1=1",
    "%' OR name_zh LIKE '%",
    "\\' OR 1=1 --",
    "$$; SELECT 1; $$",
    "%(version)s",
    "{geometry}",
]

TELLTALES = ("SELECT", "psycopg", "attributes ->>", "feature_v", "Traceback", "/work", "v0")


def telling_nothing(answer, word: str) -> None:
    """An error repeats at most what was sent, and nothing of ours."""
    if answer.status_code == 400:
        text = answer.text.replace(json.dumps(word, ensure_ascii=False)[1:-1], "").replace(word, "")
        assert set(answer.json()) == {"error"}
        assert not [one for one in TELLTALES if one in text and one not in word]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_key_or_nothing(reader, name):
    quoted = name.replace('"', '""')
    asked = {
        "properties": {"properties": name.replace(",", "")},
        "sortby": {"sortby": name},
        "filter": {"filter": f'"{quoted}" = 1'},
        "json": {
            "filter": json.dumps({"op": "isNull", "args": [{"property": name}]}),
            "filter-lang": "cql2-json",
        },
        "parameter": {name: "1"},
    }
    for kind, parameters in asked.items():
        if kind == "sortby" and name.lstrip(" +-") == "piles":
            continue  # blanks before a name mean ascending
        answer = reader.get(STATIONS, params=parameters)
        assert answer.status_code == 400, (kind, name[:40])
        assert answer.json()["error"]["code"] == "bad_query"
        telling_nothing(answer, name)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_a_value(reader, value):
    """Compared with a name, it matches no station; anywhere else it is refused. Nothing sleeps."""
    quoted = value.replace("'", "''")
    harmless = [
        {"filter": f"name_zh = '{quoted}'"},
        {"filter": f"name_zh LIKE '{quoted}x'"},
        {"filter": f"CASEI(name_zh) IN (CASEI('{quoted}'))"},
        {"name_zh": value},
        {"filter": json.dumps({"op": "=", "args": [{"property": "name_zh"}, value]}),
         "filter-lang": "cql2-json"},
    ]  # fmt: skip
    started = time.perf_counter()
    for parameters in harmless:
        body = reader.get(STATIONS, params=parameters).json()
        assert body["features"] == [], parameters
    for parameter in ("bbox", "crs", "bbox-crs", "datetime", "filter-lang", "filter-crs", "f",
                      "limit", "offset", "sortby", "properties", "filter", "year"):  # fmt: skip
        extra = {"bbox": "112,37,113,38"} if parameter == "bbox-crs" else {}
        extra |= {"filter": "piles = 1"} if parameter in {"filter-lang", "filter-crs"} else {}
        answer = reader.get(STATIONS, params={parameter: value} | extra)
        assert answer.status_code == 400, parameter
        telling_nothing(answer, value)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("value", [*VALUES, "../../etc/passwd", "\x00", "%00", "a" * 3_000])
def test_a_path_is_a_key_or_nothing(reader, value):
    from urllib.parse import quote

    part = quote(value, safe="")
    for address in (
        f"/ogc/collections/{part}", f"/ogc/collections/{part}/items",
        f"/ogc/collections/stations/items/{part}", f"/ogc/collections/{part}/queryables",
        f"/ogc/collections/stations/tiles/{part}", f"/ogc/tileMatrixSets/{part}",
        f"/ogc/collections/stations/tiles/WebMercatorQuad/{part}/0/0",
        f"/ogc/collections/{part}/tiles/WebMercatorQuad/0/0/0",
    ):  # fmt: skip
        answer = reader.get(address)
        assert answer.status_code == 404, address[:80]
        assert answer.json()["error"]["code"] != "internal"


def test_the_tables_are_still_there(reader, read_url):
    with psycopg.connect(read_url.replace("postgresql+psycopg", "postgresql")) as connection:
        assert connection.execute("SELECT count(*) FROM layer").fetchone()[0] > 5
