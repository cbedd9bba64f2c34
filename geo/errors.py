"""Every error of jintu has one root here.

::

    JintuError
    └── GeoError            a computation cannot be done with what was given
        ├── MissingCrs
        ├── EmptyInput
        ├── MissingColumn
        ├── WrongColumnKind
        ├── WrongGeometry
        ├── BadParameter
        │   ├── DuplicatePoints
        │   ├── PointsOutside
        │   └── UnknownRegion
        ├── BadCoordinates
        ├── BoundariesDoNotMeet
        │   └── NothingEnclosed
        ├── YearWithoutData
        ├── UnknownAnalysis
        └── DuplicateAnalysis

``layers.errors`` and ``api.errors`` hang their own branches on the same root. An error carries a
``code`` (the key of its message in ``static/i18n``), a ``where`` (which file, column, parameter)
and ``facts`` (the values the message speaks of). The class docstring is the English sentence for
people who use the library from Python.
"""

from __future__ import annotations

from typing import ClassVar


class JintuError(Exception):
    """Something went wrong in jintu."""

    code: ClassVar[str] = "error"

    def __init__(self, *, where: str | None = None, **facts: object) -> None:
        self.where = where
        self.facts = facts
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        sentence = (self.__doc__ or "").strip().splitlines()[0]
        place = f" [{self.where}]" if self.where else ""
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{sentence}{place}{' (' + facts + ')' if facts else ''}"


class GeoError(JintuError):
    """The computation cannot be done with what was given."""

    code = "geo"


class MissingCrs(GeoError):
    """The data has no coordinate reference system; name it, it is never guessed."""

    code = "missing_crs"


class EmptyInput(GeoError):
    """The input holds no feature to work on."""

    code = "empty_input"


class MissingColumn(GeoError):
    """A column that this computation needs is not there."""

    code = "missing_column"


class WrongGeometry(GeoError):
    """The geometry is of another type than this computation needs."""

    code = "wrong_geometry"


class BadParameter(GeoError):
    """A parameter is outside what is allowed."""

    code = "bad_parameter"


class BadCoordinates(GeoError):
    """Coordinates are not finite or lie outside the range of their reference system."""

    code = "bad_coordinates"


class YearWithoutData(GeoError):
    """There is no data for this year."""

    code = "year_without_data"


class WrongColumnKind(GeoError):
    """A column holds another kind of value than this computation needs."""

    code = "wrong_column_kind"


class DuplicatePoints(BadParameter):
    """Two or more points lie at the same position, where each must have its own."""

    code = "duplicate_points"


class PointsOutside(BadParameter):
    """A point lies outside the area it should divide."""

    code = "points_outside"


class UnknownRegion(BadParameter):
    """No feature belongs to this administrative code."""

    code = "unknown_region"


class BoundariesDoNotMeet(GeoError):
    """Two bounding lines do not reach each other, so that the area stays open."""

    code = "boundaries_do_not_meet"


class NothingEnclosed(BoundariesDoNotMeet):
    """The four bounding lines meet but enclose no area."""

    code = "nothing_enclosed"


class UnknownAnalysis(GeoError):
    """There is no analysis of this name."""

    code = "unknown_analysis"


class DuplicateAnalysis(GeoError):
    """Two files declare an analysis of the same name."""

    code = "duplicate_analysis"
