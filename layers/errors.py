"""What can go wrong around the store, on the root of ``geo.errors``.

::

    LayerError
    ├── DatabaseUnavailable     ├── UnknownLayer        ├── UnknownFeature
    ├── SchemaTooNew            ├── UnknownVersion      ├── UnknownRun
    ├── NotMigrated             ├── VersionConflict     ├── EmptyLayer
    ├── FileNotReadable         ├── UnknownFormat       ├── BadQuery
    └── NotWritable             └── DuplicateKey
"""

from __future__ import annotations

from geo.errors import JintuError


class LayerError(JintuError):
    """The layer store could not do this."""

    code = "layer"


class DatabaseUnavailable(LayerError):
    """The database does not answer."""

    code = "database_unavailable"


class SchemaTooNew(LayerError):
    """The database was written by a newer jintu; nothing was changed in it."""

    code = "schema_too_new"


class NotMigrated(LayerError):
    """The database is not at the version of this program; run the migrate command."""

    code = "not_migrated"


class UnknownLayer(LayerError):
    """There is no layer of this name."""

    code = "unknown_layer"


class UnknownVersion(LayerError):
    """There is no such version of this layer."""

    code = "unknown_version"


class UnknownFeature(LayerError):
    """There is no feature with this id in the layer."""

    code = "unknown_feature"


class UnknownRun(LayerError):
    """There is no run with this id."""

    code = "unknown_run"


class EmptyLayer(LayerError):
    """The layer has no published version yet."""

    code = "empty_layer"


class VersionConflict(LayerError):
    """Somebody else published this layer meanwhile; look at the new version and try again."""

    code = "version_conflict"


class DuplicateKey(LayerError):
    """Two features carry the same key."""

    code = "duplicate_key"


class BadQuery(LayerError):
    """A query parameter cannot be understood."""

    code = "bad_query"


class FileNotReadable(LayerError):
    """The file cannot be read."""

    code = "file_not_readable"


class UnknownFormat(LayerError):
    """The file name does not tell a format that jintu writes or reads."""

    code = "unknown_format"


class NotWritable(LayerError):
    """The result cannot be written there."""

    code = "not_writable"
