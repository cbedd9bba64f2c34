"""What can be wrong with an order for printed sheets."""

from __future__ import annotations

from layers.errors import LayerError


class BadSheet(LayerError):
    """A sheet cannot be made as ordered."""

    code = "bad_sheet"


class NothingToPrint(LayerError):
    """There is nothing with a place on the ground that could be printed."""

    code = "nothing_to_print"


class NoSuchTarget(LayerError):
    """The evaluation has no target of this id."""

    code = "no_such_target"


class PrintToolsMissing(LayerError):
    """The system lacks the drawing library or a Chinese font."""

    code = "print_tools_missing"


class SheetGone(LayerError):
    """The sheet was not made, or its file has been cleared away."""

    code = "sheet_gone"
