"""Where the cluster and its socket lie, so that the account that runs it can reach both.

Normally both are in the data folder. A folder behind closed parents (the home of root, another
user's home) stays as it is: the cluster then goes to ``/var/lib/jintu`` and the data folder keeps a
symbolic link to it. A socket path has at most 107 bytes, so a long one goes to ``/run`` or
``/tmp``.
"""

from __future__ import annotations

import os
import stat
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from layers.embedded.errors import ClusterGone, FolderUnreachable
from layers.embedded.folder import writing

if TYPE_CHECKING:
    from layers.embedded.account import Account
    from layers.embedded.folder import DataFolder
    from layers.embedded.notices import Tell

ELSEWHERE = Path("/var/lib/jintu")
MAX_SOCKET_DIR_BYTES = 93  # leaves room for "/.s.PGSQL.5432" and a temporary suffix


def place_cluster(folder: DataFolder, account: Account, tell: Tell) -> Path:
    """Give the data directory of the cluster, whether it exists already or is still to be made.

    Raises
    ------
    FolderUnreachable
        There is a cluster in the folder and the account cannot reach it.
    ClusterGone
        The folder leads to a cluster elsewhere that has been there and is not any more.
    """
    if folder.cluster.is_symlink():
        return _followed(folder)
    _open_for_search(folder, account)
    if account.can_enter(folder.path):
        return folder.cluster
    if folder.cluster.exists():
        raise FolderUnreachable(where=str(folder.path), uid=account.uid)
    return _placed_elsewhere(folder, tell)


def _followed(folder: DataFolder) -> Path:
    target = folder.cluster.readlink()
    if folder.made.exists() and not target.exists():
        raise ClusterGone(where=str(target), link=str(folder.cluster))
    return target


def _open_for_search(folder: DataFolder, account: Account) -> None:
    """Let the account pass through the data folder itself, which is ours; never its parents."""
    mode = stat.S_IMODE(folder.path.stat().st_mode)
    if account.dropping and folder.path.stat().st_uid == os.geteuid():
        folder.path.chmod(mode | stat.S_IXGRP | stat.S_IXOTH)


def _placed_elsewhere(folder: DataFolder, tell: Tell) -> Path:
    target = ELSEWHERE / uuid.uuid4().hex
    with writing(target):
        ELSEWHERE.mkdir(parents=True, exist_ok=True, mode=0o755)
        folder.cluster.symlink_to(target)
    tell("cluster_moved", {"folder": str(folder.path), "cluster": str(target)})
    return target


def place_socket(folder: DataFolder, account: Account) -> Path:
    """Give the directory of the socket, made, closed to others and belonging to the account."""
    inside = folder.path / "run"
    if _fits(inside) and account.can_enter(folder.path):
        with writing(inside):
            inside.mkdir(mode=0o700, exist_ok=True)
            account.own(inside)
            inside.chmod(0o700)
        return inside
    return _recorded_socket(folder, account) or _new_socket(folder, account)


def leave_socket(folder: DataFolder, socket_dir: Path) -> None:
    """Remove a socket directory that lies outside the data folder, after the server has ended."""
    if socket_dir.parent != folder.path and not any(socket_dir.iterdir()):
        socket_dir.rmdir()
        folder.socket_record.unlink(missing_ok=True)


def _fits(path: Path) -> bool:
    # clients read a comma as the end of a host, and files of lines hold the path
    return len(os.fsencode(path)) <= MAX_SOCKET_DIR_BYTES and not set(str(path)) & set(',"\n')


def _recorded_socket(folder: DataFolder, account: Account) -> Path | None:
    """Give the recorded directory if it was made for this folder and is still there and ours."""
    if not folder.socket_record.exists():
        return None
    made_for, _, recorded = folder.socket_record.read_text(encoding="utf-8").partition("\n")
    path = Path(recorded)
    if made_for != str(folder.path) or path.is_symlink() or not path.is_dir():
        return None
    return path if path.stat().st_uid == account.uid else None


def _new_socket(folder: DataFolder, account: Account) -> Path:
    with writing(folder.socket_record):
        path = Path(tempfile.mkdtemp(prefix="jintu-", dir=_short_parent()))
        account.own(path)
        folder.socket_record.unlink(missing_ok=True)
        folder.socket_record.write_text(f"{folder.path}\n{path}", encoding="utf-8")
    return path


def _short_parent() -> str:
    candidates = ["/run", os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp"]  # noqa: S108
    usable = (path for path in candidates if path and _fits(Path(path, "jintu-12345678")))
    return next((path for path in usable if os.access(path, os.W_OK | os.X_OK)), "/tmp")  # noqa: S108
