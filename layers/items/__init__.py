"""Features as items of a collection: which ones, in which order and system, with which attributes.

``selecting`` turns what a client asks for into clauses with bound values; ``reading`` carries a
selection out.
"""

from layers.items.reading import Schema, count, item, page, schema, stream
from layers.items.selecting import Asked, Selection, select

__all__ = [
    "Asked", "Schema", "Selection", "count", "item", "page", "schema", "select", "stream",
]  # fmt: skip
