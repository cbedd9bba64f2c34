"""Evaluation: every target of a plan, measured on the loaded layers or explained.

``bindings`` says which rule measures which indicator on which layers (data), ``inputs`` gathers
the features, ``judging`` measures one target, ``results`` and ``rollup`` tell it in plain values,
``layer`` draws it, ``evaluating`` stores it as a run, ``comparing`` puts two side by side, and
``citizen`` tells one township or county what concerns it.
"""

from layers.evaluation.citizen import unit_targets
from layers.evaluation.comparing import compare
from layers.evaluation.evaluating import ANALYSIS, evaluate, find, get, preview
from layers.evaluation.faults import BindingFaults

__all__ = [
    "ANALYSIS",
    "BindingFaults",
    "compare",
    "evaluate",
    "find",
    "get",
    "preview",
    "unit_targets",
]
