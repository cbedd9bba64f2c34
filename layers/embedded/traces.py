"""What a PostgreSQL server leaves in files: its pid file, its socket and its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.embedded import settings
from layers.embedded.errors import ClusterCannotStart, EmbeddedError
from layers.embedded.folder import disk_full, touch

if TYPE_CHECKING:
    from pathlib import Path

NO_ROOM = "No space left on device"
# said while backends of an ended postmaster are still on their way out
NOT_YET_FREE = ("pre-existing shared memory block", "lock file")
LINES_SHOWN = 8
MAX_LOG_BYTES = 10_000_000
PID_LINE, SOCKET_LINE, STATUS_LINE = 0, 4, 7


def made_by(cluster: Path) -> int | None:
    """Give the major version of PostgreSQL that made a cluster; ``None`` where there is none."""
    version = cluster / "PG_VERSION"
    return int(version.read_text(encoding="ascii").split(".")[0]) if version.exists() else None


def recorded_pid(cluster: Path) -> int | None:
    """Give the pid in ``postmaster.pid``; it may be stale or belong to a stranger by now."""
    number = _recorded(cluster, PID_LINE).lstrip("-")
    return int(number) if number.isdigit() else None


def recorded_socket(cluster: Path) -> str | None:
    """Give the socket directory in ``postmaster.pid``, once the server has written it."""
    return _recorded(cluster, SOCKET_LINE) or None


def recorded_status(cluster: Path) -> str:
    """Give the server's own word on its state: ``starting``, ``ready``, ``stopping`` or nothing."""
    return _recorded(cluster, STATUS_LINE)


def _recorded(cluster: Path, number: int) -> str:
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ""
    return lines[number].strip() if len(lines) > number else ""


def clear_stale(cluster: Path, socket_dir: Path) -> None:
    """Take away what would block a start although no server of this cluster runs.

    That is the old socket with its lock, in a directory that is ours alone, and a pid file with
    nothing in it: PostgreSQL stops at one for ever, and being empty it protects nothing.
    """
    for name in (f".s.PGSQL.{settings.PORT}", f".s.PGSQL.{settings.PORT}.lock"):
        (socket_dir / name).unlink(missing_ok=True)
    pid_file = cluster / "postmaster.pid"
    if pid_file.exists() and pid_file.stat().st_size == 0:
        pid_file.unlink()


def begin_log(log: Path) -> int:
    """Put a long log aside and give the size of the present one, where the next lines begin."""
    size = log.stat().st_size if log.exists() else 0
    if size <= MAX_LOG_BYTES:
        return size
    log.replace(log.with_suffix(".log.old"))
    touch(log)
    return 0


def said(log: Path, begin: int) -> str:
    """Give what was written to the log from byte ``begin`` on."""
    with log.open("rb") as lines:
        lines.seek(begin)
        return lines.read().decode("utf-8", errors="replace")


def failure(text: str, where: Path) -> EmbeddedError:
    """Give the error for a PostgreSQL program that ended with ``text`` on its output."""
    detail = "\n".join(text.strip().splitlines()[-LINES_SHOWN:])
    if NO_ROOM in text:
        return disk_full(where)
    return ClusterCannotStart(where=str(where), detail=detail)
