"""What can go wrong with the private database.

::

    LayerError
    └── EmbeddedError
        ├── ServerMissing        ├── FolderNotWritable    ├── ClusterVersion
        ├── PostgisMissing       ├── FolderUnreachable    ├── ClusterGone
        ├── AccountMissing       ├── DiskFull             ├── ClusterBusy
        └── ClusterCannotStart
"""

from __future__ import annotations

from layers.errors import LayerError


class EmbeddedError(LayerError):
    """The private database cannot be used."""

    code = "cluster"


class ServerMissing(EmbeddedError):
    """PostgreSQL is not installed on this machine."""

    code = "cluster_server_missing"


class PostgisMissing(EmbeddedError):
    """PostgreSQL is installed, its PostGIS extension is not."""

    code = "cluster_postgis_missing"


class AccountMissing(EmbeddedError):
    """PostgreSQL refuses to run as root and there is no ordinary account to run it."""

    code = "cluster_account_missing"


class FolderNotWritable(EmbeddedError):
    """The data folder cannot be written."""

    code = "cluster_folder_not_writable"


class FolderUnreachable(EmbeddedError):
    """The account that runs the database cannot reach the data folder."""

    code = "cluster_folder_unreachable"


class DiskFull(EmbeddedError):
    """There is not enough room on the disk for the database."""

    code = "cluster_disk_full"


class ClusterVersion(EmbeddedError):
    """The database was made by another PostgreSQL version than those installed."""

    code = "cluster_version"


class ClusterGone(EmbeddedError):
    """The database is not where it was put; it may be on a disk that is not mounted."""

    code = "cluster_gone"


class ClusterBusy(EmbeddedError):
    """Another jintu has been starting or stopping this database for too long."""

    code = "cluster_busy"


class ClusterCannotStart(EmbeddedError):
    """The private database does not start."""

    code = "cluster_cannot_start"
