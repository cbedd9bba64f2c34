"""The plan's own layers, drawn anew when OpenStreetMap has been read.

OpenStreetMap knows courses and streets, the plans know which of them matter and why. ``rivers``
joins both, ``corridors`` and ``core_area`` follow from it; ``rederive`` does all three.
"""

from layers.plan_layers.rederive import rederive

__all__ = ["rederive"]
