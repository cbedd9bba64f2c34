"""Make invalid geometry valid in a process of its own, which is ended when it takes too long.

The algorithm behind ``make_valid`` cannot be interrupted, and a small polygon can keep it busy for
minutes. So a forked process works through the invalid ones and sends each result back; when one
does not come in time the process is ended and another goes on with the next.
"""

from __future__ import annotations

import os
import select
import signal
import struct
import time
from typing import TYPE_CHECKING, NoReturn

import shapely

from layers.sandbox.privileges import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from layers.sandbox.limits import Limits


def make_valid(geometries: Sequence[BaseGeometry], limits: Limits) -> list[BaseGeometry | None]:
    """Return each geometry made valid, or None where it took too long or cannot be.

    The ``structure`` method is used: it keeps the area that rings enclose, and never adds vertices
    where there were none.
    """
    results: list[BaseGeometry | None] = []
    deadline = time.monotonic() + limits.repairs_s
    while len(results) < len(geometries) and time.monotonic() < deadline:
        results += _round(geometries[len(results) :], limits, deadline)
    return results + [None] * (len(geometries) - len(results))


def _round(
    geometries: Sequence[BaseGeometry], limits: Limits, deadline: float
) -> list[BaseGeometry | None]:
    """Work through geometries until all are done or one takes too long; that one is None."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _work(geometries, writer)
    os.close(writer)
    done: list[BaseGeometry | None] = []
    try:
        while len(done) < len(geometries):
            wait_s = min(limits.repair_s, deadline - time.monotonic())
            message = _message(reader, wait_s)
            if message is None:
                return [*done, None]
            done.append(shapely.from_wkb(message) if message else None)
        return done
    finally:
        os.close(reader)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _work(geometries: Sequence[BaseGeometry], writer: int) -> NoReturn:
    die_with_parent()
    try:
        for geometry in geometries:
            try:
                made = shapely.make_valid(geometry, method="structure")
                content = shapely.to_wkb(made) if shapely.is_valid(made) else b""
            except shapely.errors.GEOSException:
                content = b""
            os.write(writer, struct.pack("<I", len(content)))
            _write(writer, content)
    finally:
        os._exit(0)


def _write(writer: int, content: bytes) -> None:
    while content:
        content = content[os.write(writer, content) :]


def _message(reader: int, wait_s: float) -> bytes | None:
    """Return what the process sends next; None when it does not in time, or has ended."""
    deadline = time.monotonic() + wait_s
    head = _exactly(reader, 4, deadline)
    return None if head is None else _exactly(reader, struct.unpack("<I", head)[0], deadline)


def _exactly(reader: int, count: int, deadline: float) -> bytes | None:
    content = b""
    while len(content) < count:
        ready, _, _ = select.select([reader], [], [], max(0.0, deadline - time.monotonic()))
        chunk = os.read(reader, count - len(content)) if ready else b""
        if not chunk:
            return None
        content += chunk
    return content
