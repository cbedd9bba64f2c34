"""What can be wrong with the data that comes with jintu."""

from __future__ import annotations

from layers.errors import LayerError


class BadBundledData(LayerError):
    """A bundled file or a data package does not hold what this version of jintu expects."""

    code = "bad_bundled_data"
