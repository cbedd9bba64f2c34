"""Printed sheets and atlases: vector PDF, or an image of the same drawing.

``order`` says what is wanted, ``subjects`` fetch it from the store, ``ground`` lays it on the
paper, ``map_drawing`` and ``blocks`` draw, ``sheet`` and ``atlas`` put pages together, ``writing``
writes the file, ``work`` does so in the background.
"""

from layers.sheets.order import Order
from layers.sheets.writing import write

__all__ = ["Order", "write"]
