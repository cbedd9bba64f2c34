"""What can go wrong with a file of township points as a whole; single rows are in the report."""

from __future__ import annotations

from layers.errors import LayerError


class TownshipPointsError(LayerError):
    """The township points cannot be used."""

    code = "township_points"


class PointsFileMissing(TownshipPointsError):
    """There is no such file of township points."""

    code = "township_points_missing"


class PointsFileBroken(TownshipPointsError):
    """The file of township points cannot be read as what it claims to be."""

    code = "township_points_broken"


class PointsFileUnknown(TownshipPointsError):
    """Township points are read from CSV, XLSX, GeoJSON, GeoPackage or Shapefile."""

    code = "township_points_unknown"


class PointsFileTooLarge(TownshipPointsError):
    """The file is far larger than a list of townships can be."""

    code = "township_points_too_large"


class ColumnsNotRecognised(TownshipPointsError):
    """No column was recognised for something that is needed; name the column."""

    code = "township_points_columns"


class SeveralLayers(TownshipPointsError):
    """The file holds several layers; name the one to read."""

    code = "township_points_layers"


class UnknownDatum(TownshipPointsError):
    """The datum of the coordinates is not one that is known here."""

    code = "township_points_datum"


class DatumContradicted(TownshipPointsError):
    """The name of the coordinate column speaks of another datum than the one given."""

    code = "township_points_datum_contradicted"
