"""The atlas: a cover with the whole region, an index, one page for each township or county.

``chapters`` says what an atlas is of, ``units`` gathers what is known of one unit, ``pages`` draws.
A page is written out before the next one is thought about, so that memory does not grow with the
number of pages.
"""

from layers.sheets.atlas.binding import draw

__all__ = ["draw"]
