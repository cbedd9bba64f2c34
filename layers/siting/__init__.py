"""Siting: where more stations should go, asked of layers, scenarios or files.

``asked`` reads a request, ``grounds`` gathers places, stations and candidates, ``solving`` puts the
problem to `geo.siting`, ``telling`` turns the answer into edits and words, ``work`` is the job.
"""

from layers.siting.asked import PROBLEMS, Asked, parse
from layers.siting.errors import NoCandidates, NoQuotas
from layers.siting.grounds import Given
from layers.siting.solving import answer

__all__ = ["PROBLEMS", "Asked", "Given", "NoCandidates", "NoQuotas", "answer", "parse"]
