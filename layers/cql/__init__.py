"""CQL2 filters: text or JSON in, a clause with bound values out.

Text is parsed by a grammar (``grammar.lark``) in linear time into the JSON form of CQL2; the JSON
form is checked against the limits and compiled (``compiling``). What a filter may name are the
attributes of the layer's version, and ``geometry``.
"""

from layers.cql.compiling import Vocabulary, compile_filter
from layers.cql.tree import MAX_BYTES, MAX_DEPTH, MAX_LIST, MAX_NODES

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_LIST", "MAX_NODES", "Vocabulary", "compile_filter"]
