"""Real points for the official townships, from the files an office has.

One file per step: ``opening`` (the only place that parses the file), ``columns`` and ``positions``
(what the cells mean), ``gazetteer`` and ``rules`` (which township a row means), ``matching`` (the
account of all rows), ``rebuild`` (the layer), ``content`` (for the store).
"""

from layers.township_points.content import content
from layers.township_points.matching import match
from layers.township_points.report import Matched, MatchReport, Suspicious, Unmatched

__all__ = ["MatchReport", "Matched", "Suspicious", "Unmatched", "content", "match"]
