"""The settings of the private cluster, given on the command line at each start.

So an upgrade of jintu changes them without touching a file of the cluster. They are chosen for one
machine that serves maps: no network, no replication, durable commits, plans without just-in-time
compilation or parallel workers (both make PostGIS queries slower here, by measurement).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUPERUSER = "jintu"
DATABASE = "jintu"
PORT = 5432  # only the name of the socket: there is no TCP listener

BASE = {
    "port": str(PORT),
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_wal_size": "2GB",
    "shared_buffers": "256MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "client_connection_check_interval": "2s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    "lc_messages": "C",
}


def arguments(socket_dir: Path, *, lz4: bool) -> list[str]:
    """Give the arguments of ``postgres``; WAL is compressed by lz4 where that was built in."""
    settings = BASE | {
        "unix_socket_directories": _quoted(socket_dir),
        "wal_compression": "lz4" if lz4 else "on",
    }
    return [f"--{name}={value}" for name, value in settings.items()]


def _quoted(socket_dir: Path) -> str:
    # the setting is a list: a comma or a space in the path would end an item
    return '"' + str(socket_dir).replace('"', '""') + '"'
