"""Starting, adopting and stopping the server of one cluster.

Everything here is called by the holder of the start lock. A postmaster that a dead process left
behind is used if it answers. Backends that outlived their postmaster keep the shared memory of the
cluster and would block a start for as long as they are busy: they are ended first. The file
``postmaster.pid`` is read, never trusted, and never removed while it says anything.
"""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg import conninfo, pq

from layers.embedded import binaries, processes, settings, traces

if TYPE_CHECKING:
    import subprocess

    from layers.embedded.account import Account
    from layers.embedded.notices import Tell
    from layers.embedded.processes import Process

STEP_S = 0.005
START_TIMEOUT_S = 20.0
SILENCE_TIMEOUT_S = 10.0  # alive and saying nothing at all
RECOVERY_TIMEOUT_S = 300.0  # saying that it still replays its log
STOP_STEPS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
ORPHAN_STEPS = ((signal.SIGTERM, 1.0), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 2.0))
SILENT_STEPS = ((signal.SIGQUIT, 3.0), (signal.SIGKILL, 2.0))

_children: dict[int, subprocess.Popen[bytes]] = {}


def running(cluster: Path) -> Process | None:
    """Give the living postmaster of a data directory."""
    pid = traces.recorded_pid(cluster)
    return next((process for process in processes.of(cluster) if process.pid == pid), None)


@dataclass(frozen=True)
class Postmaster:
    """The server of one cluster: its data directory, socket directory, account and log."""

    cluster: Path
    socket_dir: Path
    account: Account
    log: Path
    tell: Tell

    def ensure(self) -> Process:
        """Have the cluster serving: adopt what runs and answers, else start it.

        Raises
        ------
        ClusterCannotStart, DiskFull
            It ended while starting; the last lines of its log are the ``detail``.
        """
        give_up = time.monotonic() + START_TIMEOUT_S
        while True:
            found = running(self.cluster)
            log_begin = traces.begin_log(self.log)
            process = found or self._start()
            if self._answers(process):
                return process
            if found is None:
                self._judge(traces.said(self.log, log_begin), late=time.monotonic() > give_up)

    def stop(self) -> None:
        """Leave nothing running: a fast shutdown, and harder means where that does not end it."""
        process = running(self.cluster)
        if process:
            processes.end([process], STOP_STEPS)
        self._end_orphans()
        reap()

    def socket(self) -> Path:
        """Give the directory of the socket of the running server."""
        return Path(traces.recorded_socket(self.cluster) or self.socket_dir)

    def _start(self) -> Process:
        self._end_orphans()
        reap()
        server = binaries.find(traces.made_by(self.cluster))
        stale_pid = traces.recorded_pid(self.cluster)
        if stale_pid is not None:
            self.tell("cluster_recovering", {"folder": str(self.cluster)})
        traces.clear_stale(self.cluster, self.socket_dir)
        command = [server.program("postgres"), "-D", str(self.cluster)]
        command += settings.arguments(self.socket_dir, lz4=server.lz4)
        # No process of this cluster lives, so whoever has the recorded number is a stranger.
        # PostgreSQL takes the number for stale when it is told that it is its grandparent's,
        # and still checks by the shared memory that no backend is left.
        child = self.account.start(command, self.log, {"PG_GRANDPARENT_PID": str(stale_pid or 0)})
        _children[child.pid] = child
        return processes.known(child.pid)

    def _end_orphans(self) -> None:
        processes.end(processes.of(self.cluster), ORPHAN_STEPS)

    def _answers(self, process: Process) -> bool:
        """Wait for an answer; no answer means that the process has ended, by itself or by us."""
        begin = heard = time.monotonic()
        while process.lives():
            now = time.monotonic()
            answer = self._ping()
            if answer is pq.Ping.OK:
                return True
            if answer is pq.Ping.REJECT:
                heard = now
            if now - heard > SILENCE_TIMEOUT_S or now - begin > RECOVERY_TIMEOUT_S:
                processes.end([process], SILENT_STEPS)
            time.sleep(STEP_S)
        return False

    def _ping(self) -> pq.Ping:
        socket_dir = traces.recorded_socket(self.cluster)
        if socket_dir is None or not Path(socket_dir, f".s.PGSQL.{settings.PORT}").exists():
            return pq.Ping.NO_RESPONSE
        if traces.recorded_status(self.cluster) == "starting":
            return pq.Ping.REJECT  # asking would only fill the log
        target = conninfo.make_conninfo(
            host=socket_dir,
            port=settings.PORT,
            user=settings.SUPERUSER,
            dbname="postgres",
            connect_timeout=2,
        )
        return pq.Ping(pq.PGconn.ping(target.encode()))

    def _judge(self, said: str, *, late: bool) -> None:
        """Raise what a failed start means, unless the next attempt may well succeed."""
        passing = any(sign in said for sign in traces.NOT_YET_FREE)
        if late or not passing:
            raise traces.failure(said, self.log)
        time.sleep(10 * STEP_S)


def reap() -> None:
    """Collect those servers started by this process that have ended."""
    for pid, child in list(_children.items()):
        if child.poll() is not None:
            del _children[pid]
