"""What can go wrong while OpenStreetMap data is fetched and read."""

from __future__ import annotations

from layers.errors import LayerError


class OsmError(LayerError):
    """The OpenStreetMap data could not be loaded."""

    code = "osm"


class OsmFileMissing(OsmError):
    """There is no such OpenStreetMap file."""

    code = "osm_file_missing"


class NotOsm(OsmError):
    """The file is not OpenStreetMap data, or it is cut off."""

    code = "osm_not_osm"


class NothingInside(OsmError):
    """The file holds nothing inside the three prefectures."""

    code = "osm_nothing_inside"


class BadAddress(OsmError):
    """Only http and https addresses can be downloaded."""

    code = "osm_bad_address"


class NotReachable(OsmError):
    """The address does not give the file."""

    code = "osm_not_reachable"


class TooLarge(OsmError):
    """The download is larger than allowed."""

    code = "osm_too_large"
