"""What can be wrong with an export."""

from __future__ import annotations

from layers.errors import LayerError


class BadExport(LayerError):
    """A file cannot be made as ordered."""

    code = "bad_export"


class ExportBroken(LayerError):
    """The features went away while they were being written; nothing was kept of the file."""

    code = "export_broken"


class ExportGone(LayerError):
    """The file was not made, or has been cleared away."""

    code = "export_gone"


class ExportTooLarge(LayerError):
    """The layer has more features than are written while somebody waits; have the file made."""

    code = "export_too_large"


class TooManyRows(LayerError):
    """A workbook sheet cannot hold this many rows; choose another format."""

    code = "too_many_rows"
