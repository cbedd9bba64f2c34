"""What changes when stations are added, moved, removed, resized: answers while one is dragged.

The answer for the stations as they are is worked out once and kept; an edit touches only what it
can change, and gives the same answer as starting anew, to the last bit.

====================  ============================================================
`Edit`, `apply`       edits of a table of stations, in order
`StraightBase`        nearest stations by straight line, kept and updated
`RoadBase`            the same by road
`changes`             which places are nearer, farther, in another class
====================  ============================================================
"""

from geo.whatif.changes import Reading, changes, class_changes
from geo.whatif.edits import EDIT_KINDS, BadEdit, Edit, Edited, apply, parse_edits
from geo.whatif.roads import RoadBase
from geo.whatif.stations import Stations, stations_of
from geo.whatif.straight import StraightBase

__all__ = [
    "EDIT_KINDS",
    "BadEdit",
    "Edit",
    "Edited",
    "Reading",
    "RoadBase",
    "Stations",
    "StraightBase",
    "apply",
    "changes",
    "class_changes",
    "parse_edits",
    "stations_of",
]
