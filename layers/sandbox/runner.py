"""The parent's side: start a confined process, wait, and say how each task ended."""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Literal

from layers.sandbox import levels, worker
from layers.sandbox.errors import SandboxUnavailable
from layers.sandbox.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from layers.sandbox.levels import Space, Started

log = logging.getLogger("jintu.sandbox")

_START_S = 60.0
"""How long the process may take to start and to import, on a busy machine."""
_POLL_S = 0.2
_MAX_ANSWER_BYTES = 64 * 2**20
_INNER = ["-m", "layers.sandbox.child"]


@dataclass(frozen=True, kw_only=True)
class Task:
    """A function by its dotted name (``layers.inspection.work:inspect``) and its one argument.

    An argument that is a dictionary also gets ``inbox`` and ``outbox``, the worker's folders.
    """

    function: str
    argument: Any
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a task ended.

    ``done`` with the function's ``value``; ``refused`` by an error of ours, with its ``code``,
    ``where`` and ``facts``; ``limit`` with ``facts`` naming it; ``crashed`` by a signal or an
    unexpected error; ``cancelled``.
    """

    kind: Literal["done", "refused", "limit", "crashed", "cancelled"]
    value: Any = None
    code: str = ""
    where: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    cpu_s: float = 0.0
    peak_bytes: int = 0


def run(
    tasks: Sequence[Task],
    space: Space,
    *,
    level: str | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Outcome]:
    """Carry out tasks one after another in one confined process.

    Parameters
    ----------
    tasks
        What to do.
    space
        The folders; task n writes into ``out/n``, which is made here.
    level
        The level of confinement; without it the strongest that works.
    cancelled
        Asked several times a second; when it says yes, the process is ended.

    Raises
    ------
    SandboxUnavailable
        When the process cannot be started or ends before the first task.
    """
    for number in range(len(tasks)):
        (space.outbox / str(number)).mkdir()
    (space.inbox / "tasks.json").write_text(json.dumps({"tasks": [_plain(task) for task in tasks]}))
    start = levels.started(level or levels.level(), space, _INNER)
    errors = space.root / "errors.txt"
    with errors.open("wb") as messages, _process(start, messages) as process:
        lines, was_cancelled = _ended(process, tasks, cancelled)
    if not lines and not was_cancelled:
        log.error("the confined process failed: %s", errors.read_text(errors="replace")[-2000:])
        raise SandboxUnavailable(where=level or levels.level(), reason="start")
    return _outcomes(tasks, lines, space, was_cancelled=was_cancelled)


def _plain(task: Task) -> dict[str, Any]:
    return {
        "function": task.function,
        "argument": task.argument,
        "limits": task.limits.plain(),
    }


def _process(start: Started, messages: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own command
        start.command,
        env=start.environment or {"PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=messages,
        start_new_session=True,
    )


def _ended(
    process: subprocess.Popen[bytes], tasks: Sequence[Task], cancelled: Callable[[], bool]
) -> tuple[list[dict[str, Any]], bool]:
    """Wait for the end of the process; return what it said, and whether it was cancelled."""
    deadline = time.monotonic() + _START_S + sum(task.limits.wall_s + 1 for task in tasks)
    said, stopped = b"", False
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout or 0, selectors.EVENT_READ)
            while time.monotonic() < deadline:
                if stopped := cancelled():
                    break
                if selector.select(_POLL_S):
                    chunk = os.read((process.stdout or process.stdin).fileno(), 65536)  # type: ignore[union-attr]
                    if not chunk:
                        break
                    said += chunk
    finally:
        _end(process)
    return [json.loads(line) for line in said.splitlines()], stopped


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _outcomes(
    tasks: Sequence[Task], lines: list[dict[str, Any]], space: Space, *, was_cancelled: bool
) -> list[Outcome]:
    results = [
        _outcome(line, task, space.outbox / str(number))
        for number, (line, task) in enumerate(zip(lines, tasks, strict=False))
    ]
    missing = Outcome(kind="cancelled") if was_cancelled else _crashed("supervisor")
    return results + [missing] * (len(tasks) - len(results))


def _crashed(how: str) -> Outcome:
    return Outcome(kind="crashed", code="reader_crashed", facts={"how": how})


def _outcome(line: dict[str, Any], task: Task, folder: Path) -> Outcome:
    used = {"cpu_s": line["cpu_s"], "peak_bytes": line["peak_kb"] * 1024}
    status = line["status"]
    if limit := _limit(line):
        facts = {"limit": limit, "allowed": getattr(task.limits, limit)}
        return Outcome(kind="limit", code="limit_exceeded", facts=facts, **used)
    if status == worker.DONE:
        return Outcome(kind="done", value=_answer(folder / worker.RESULT), **used)
    if status == worker.REFUSED:
        said = _answer(folder / worker.REFUSAL)
        kind: Literal["refused", "limit"] = (
            "limit" if said["code"] == "limit_exceeded" else "refused"
        )
        return Outcome(kind=kind, **said, **used)
    log.debug("a worker failed: %s", _trace(folder / worker.TRACE))
    return _crashed(_how(status))


def _limit(line: dict[str, Any]) -> str | None:
    """Return the name of the limit that ended a worker."""
    if line["late"]:
        return "wall_s"
    ended_by = {
        -signal.SIGXCPU: "cpu_s",
        worker.OUT_OF_MEMORY: "memory_bytes",
        worker.OUTPUT_FULL: "output_bytes",
    }
    return ended_by.get(line["status"])


def _how(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else "exception"


def _answer(path: Path) -> Any:  # noqa: ANN401 - JSON
    """Read what a worker wrote; it may be in bad hands, so no link is followed."""
    return json.loads(_read(path, _MAX_ANSWER_BYTES))


def _trace(path: Path) -> str:
    try:
        return _read(path, 10_000).decode(errors="replace")
    except OSError:
        return "no trace"


def _read(path: Path, most: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read(most)
