"""A table without positions takes those of a layer that is published, by code or by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import catalogue, features

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import geopandas as gpd
    import sqlalchemy as sa
    from shapely import Geometry


def places(connection: sa.Connection, join: Mapping[str, Any]) -> dict[str, Geometry]:
    """Return the geometry for each value that a table may join by.

    ``join`` names the ``layer`` and the column ``to`` join. Of names, those without their last
    character (the kind of unit) are known too, where only one unit has it.

    Raises
    ------
    UnknownLayer, EmptyLayer
        When there is no such layer to join.
    """
    layer = catalogue.get(connection, join["layer"], internal=True)
    frame = features.frame(connection, layer)
    found = dict(zip(frame[join["to"]].astype(str), frame.geometry, strict=True))
    if join["to"] == "name_zh":
        short: dict[str, list[str]] = {}
        for name in found:
            short.setdefault(name[:-1], []).append(name)
        found = {part: found[whole[0]] for part, whole in short.items() if len(whole) == 1} | found
    return found


def placed(
    frames: Iterable[gpd.GeoDataFrame], column: str, known: Mapping[str, Geometry]
) -> Iterator[gpd.GeoDataFrame]:
    """Yield the frames with a geometry for every row that has none and joins."""
    import geopandas as gpd

    from layers.inspection import codes

    for frame in frames:
        values = frame[column].astype(str).str.strip()
        found = [known.get(one, known.get(codes.bare_name(one) or "")) for one in values]
        joined = gpd.GeoSeries(found, index=frame.index, crs=frame.crs)
        yield frame.set_geometry(frame.geometry.where(frame.geometry.notna(), joined))
