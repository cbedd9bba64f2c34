"""Uploads made to do harm end in a clear refusal; nothing leaks, nothing reaches out."""

from __future__ import annotations

import socket
import tempfile
import threading
from pathlib import Path

import pytest

from layers import inspection
from layers.inspection import Finding
from layers.inspection.report import worded
from layers.sandbox import Limits
from tests.files import broken, hostile

CASES = {case.id: case for case in hostile.EVERY}
REACHING = [
    "crs-link", "crs-link-crs-asked", "crs-address", "kml-network-link", "gml-schema-location",
    "wfs-as-geojson", "wfs-as-csv", "vrt-as.geojson", "gdalg-as-geojson", "kml-reads",
    "gml-reads",
]  # fmt: skip


class Listener:
    """Counts who connects to a port of this machine."""

    def __init__(self) -> None:
        self.seen = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.seen += 1
            connection.close()

    def close(self) -> None:
        # Closing alone leaves the waiting call in the kernel.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


@pytest.fixture(scope="module")
def listener():
    listening = Listener()
    hostile.PORT_FILE["port"] = listening.port
    yield listening
    listening.close()


@pytest.fixture(scope="module")
def canary():
    hostile.CANARY.write_text(f"name\n{hostile.WORD}\n")
    yield hostile.WORD
    hostile.CANARY.unlink()


def inspect(names, tmp_path_factory, level=None):
    uploads = []
    for name in names:
        folder = tmp_path_factory.mktemp("hostile")
        case = CASES[name]
        upload = inspection.Upload(path=case.build(folder), name=case.name, asked=case.asked)
        uploads.append((upload, folder / "result"))
    reports = inspection.inspect_all(uploads, level=level)
    return {
        name: (report, folder)
        for name, report, (_, folder) in zip(names, reports, uploads, strict=True)
    }


@pytest.fixture(scope="module")
def temporary():
    """The folder for temporary files, for these tests alone; any account may pass through it."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        patch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture(scope="module")
def inspected(temporary, canary, listener, tmp_path_factory):
    """All hostile uploads, inspected in one confined process, each by a worker of its own."""
    return inspect(list(CASES), tmp_path_factory)


def test_the_listener_hears_who_connects(listener):
    with socket.create_connection(("127.0.0.1", listener.port)):
        pass
    for _ in range(100):
        if listener.seen:
            break
        threading.Event().wait(0.05)
    assert listener.seen == 1
    listener.seen = 0


@pytest.mark.parametrize("name", CASES)
def test_the_report_is_the_expected_one(inspected, name):
    case, (report, _) = CASES[name], inspected[name]
    told = report.to_json("en")["findings"]
    found = {finding.code for finding in report.findings}
    assert case.codes - found == set(), told
    assert case.absent & found == set(), told
    assert report.accepted == case.accepted, told
    assert "reader_crashed" not in found
    for number, expected in enumerate(case.layers or ()):
        layer = vars(report.layers[number])
        assert {key: layer[key] for key in expected} == expected


@pytest.mark.parametrize("name", CASES)
def test_a_limit_is_named_with_its_value(inspected, name):
    for finding in inspected[name][0].findings:
        if finding.code == "limit_exceeded":
            assert finding.facts["limit"] in vars(Limits())
            assert finding.facts["allowed"] == getattr(Limits(), finding.facts["limit"])
            assert f"({finding.facts['limit']})" in worded(finding, "zh")["message"]


def test_a_limit_is_told_with_its_unit():
    told = {"limit": "unpacked_bytes", "allowed": 2**30, "found": 2**31}
    message = worded(Finding(level="error", code="limit_exceeded", facts=told), "en")["message"]
    assert message == "A limit is exceeded: unpacked size (unpacked_bytes), at most 1,024 MB."


def test_nothing_of_the_outside_is_in_any_result(inspected, canary):
    written = [
        path for _, folder in inspected.values() for path in folder.rglob("*") if path.is_file()
    ]
    assert len(written) >= len(CASES)
    assert [path for path in written if canary.encode() in path.read_bytes()] == []


def test_no_request_was_made_and_no_file_is_left(inspected, listener, temporary):
    assert listener.seen == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("level", ["unshare", "limits"])
def test_the_weaker_levels_reach_nothing_either(level, canary, listener, tmp_path_factory):
    results = inspect(REACHING, tmp_path_factory, level=level)
    for name, (report, folder) in results.items():
        assert report.sandbox == level
        assert report.accepted == CASES[name].accepted, name
        for path in folder.rglob("*"):
            assert canary.encode() not in path.read_bytes()
    assert listener.seen == 0


def test_the_corpora_together_are_large_enough():
    assert len({case.id for case in [*hostile.EVERY, *broken.EVERY]}) >= 150
    assert len(CASES) == len(hostile.EVERY)


def test_an_upload_above_the_limit_is_refused_without_being_opened(tmp_path):
    path = tmp_path / "big.csv"
    path.write_bytes(b"lon,lat\n" + b"112.5,39.3\n" * 200)
    report = inspection.inspect(
        inspection.Upload(path=path), tmp_path / "result", limits=Limits(upload_bytes=1_000)
    )
    [finding] = report.findings
    assert (finding.code, finding.facts["limit"]) == ("limit_exceeded", "upload_bytes")
    assert not report.accepted


def test_an_inspection_can_be_cancelled(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("lon,lat\n112.5,39.3\n")
    report = inspection.inspect(
        inspection.Upload(path=path), tmp_path / "result", cancelled=lambda: True
    )
    assert [finding.code for finding in report.findings] == ["cancelled"]


@pytest.mark.parametrize(
    ("limits", "limit"),
    [(Limits(wall_s=1), "wall_s"), (Limits(cpu_s=1), "cpu_s")],
)
def test_a_hang_ends_at_the_limit(tmp_path, limits, limit):
    # Angles are read one by one, so that many of them take longer than this limit.
    path = tmp_path / "slow.csv"
    path.write_text("lon,lat\n" + "112°33′12.5″,39°18′1.25″\n" * 300_000)
    report = inspection.inspect(inspection.Upload(path=path), tmp_path / "result", limits=limits)
    [finding] = report.findings
    assert (finding.code, finding.facts["limit"]) == ("limit_exceeded", limit)
    assert finding.facts["allowed"] == 1


def test_a_memory_blow_up_ends_at_the_limit(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    from tests.files import making

    path = making.parquet_of_wkb(tmp_path / "rows.parquet", [b"x" * 1000] * 10)
    table = pq.read_table(path)
    filler = pa.array(["y" * 100_000] * 10_000, pa.string())
    wide = pa.table(
        {"geometry": pa.nulls(10_000, pa.binary()), "filler": filler},
        metadata=table.schema.metadata,
    )
    pq.write_table(wide, path, use_dictionary=["filler"])
    limits = Limits(memory_bytes=1_000_000_000)
    report = inspection.inspect(inspection.Upload(path=path), tmp_path / "result", limits=limits)
    [finding] = report.findings
    assert (finding.code, finding.facts["limit"]) == ("limit_exceeded", "memory_bytes")
