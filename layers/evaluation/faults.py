"""What can be wrong in the table of bindings."""

from __future__ import annotations

from typing import ClassVar

from layers.errors import LayerError


class BindingFaults(LayerError):
    """The table that binds indicators to layers has faults."""

    code: ClassVar[str] = "binding_faults"
