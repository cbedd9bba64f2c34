"""Vector tiles of a version.

``matrices`` says where tiles lie, ``reading`` makes them, ``coarse`` stores generalised geometry
with a version, which keeps the tiles of low zooms small.
"""

from layers.tiles.matrices import MATRIX_SETS, MatrixSet, Place
from layers.tiles.reading import MAX_BYTES, MAX_FEATURES, Pointer, Tile, pointer, tile

__all__ = [
    "MATRIX_SETS", "MAX_BYTES", "MAX_FEATURES", "MatrixSet", "Place", "Pointer", "Tile", "pointer",
    "tile",
]  # fmt: skip
