"""What can be printed: one file each, from the store to a ``Subject``."""

from layers.sheets.subjects.of_evaluation import of_evaluation
from layers.sheets.subjects.of_layer import of_layer
from layers.sheets.subjects.of_run import of_run
from layers.sheets.subjects.of_scenario import of_scenario
from layers.sheets.subjects.view import View

__all__ = ["View", "of_evaluation", "of_layer", "of_run", "of_scenario"]
