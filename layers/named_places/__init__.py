"""The places that plans name, found on the layers that are loaded.

``naming`` says when two names mean one place, ``gazetteer`` lists what the published layers have
names for, ``matching`` proposes with evidence, ``deciding`` keeps what the staff said to it.
"""

from layers.named_places.deciding import Decision, NotACandidate, UnknownPlace, decide
from layers.named_places.matching import Match, State, match
from layers.named_places.naming import Form, Naming

__all__ = [
    "Decision",
    "Form",
    "Match",
    "Naming",
    "NotACandidate",
    "State",
    "UnknownPlace",
    "decide",
    "match",
]
