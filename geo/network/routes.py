"""One line of the pieces a named route is stored in.

A named road comes as hundreds of pieces in any order and direction, with gaps where a bridge or a
village street has another name, and often twice, once for each carriageway. The route is the way
between the two ends that lie farthest apart, along one carriageway, where gaps are bridged by the
shortest straight lines that connect everything. Pieces beside it are left out and listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely import LineString

from geo.crs import LONLAT, lonlat_geometries
from geo.distances import geodesic_m
from geo.errors import BadParameter, EmptyInput, MissingColumn
from geo.frames import LINES, Contract, check
from geo.measures import length_m
from geo.network.errors import RouteBroken, UnknownRoute
from geo.network.route_graph import (
    RouteGraph,
    both_ways,
    far_ends,
    gap_links,
    route_graph,
    side_links,
    way_between,
)

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from numpy.typing import NDArray

ROUTE: Final = Contract(name="roads", geometry_types=LINES)
CARRIAGEWAY_M: Final = 60.0
"""Lines this near to each other count as the carriageways of one road."""


@dataclass(frozen=True)
class RouteGap:
    """A place where the route has no road: its two ends in degrees, its length in metres."""

    from_lonlat: tuple[float, float]
    to_lonlat: tuple[float, float]
    gap_m: float


@dataclass(frozen=True)
class Route:
    """A route as one line in longitude and latitude.

    ``rows`` are the pieces it runs over, in its order, by their position in the input.
    ``left_out`` are the pieces beside it. ``gaps`` are crossed straight, in the order of the
    route, and belong to ``length_m``.
    """

    line: LineString
    length_m: float
    rows: tuple[int, ...]
    left_out: tuple[int, ...]
    gaps: tuple[RouteGap, ...]


def route_pieces(roads: GeoDataFrame, name: str) -> GeoSeries:
    """Return the lines of all roads of a name.

    Parameters
    ----------
    roads
        Lines in any declared system with a column ``name_zh`` (or ``name``).
    name
        The whole name.

    Raises
    ------
    UnknownRoute
        If no road has it.
    MissingColumn
        If the roads carry no names.
    """
    import geopandas

    check(roads, ROUTE)
    column = next((each for each in ("name_zh", "name") if each in roads.columns), None)
    if column is None:
        present = [str(each) for each in roads.columns if each != roads.geometry.name]
        raise MissingColumn(where="roads", columns=["name_zh"], present=present)
    chosen = roads[(roads[column] == name).fillna(value=False).astype(bool)]
    if not len(chosen):
        raise UnknownRoute(where=name, column=column)
    lines = lonlat_geometries(chosen.geometry, where="roads")
    return geopandas.GeoSeries(lines, index=chosen.index, crs=LONLAT)


def assemble_route(
    pieces: Any,  # noqa: ANN401 - anything array-like
    max_gap_m: float,
    *,
    carriageway_m: float = CARRIAGEWAY_M,
) -> Route:
    """Order pieces of a road into one line.

    Parameters
    ----------
    pieces
        Lines: a series in any declared system, or geometries in longitude and latitude. Pieces
        join where they share a vertex, to 1e-7 of a degree.
    max_gap_m
        The longest gap in metres that may be crossed straight (≤).
    carriageway_m
        Lines no farther apart than this (≤) are carriageways of one road: the route follows one.

    Returns
    -------
    route
        It begins at the end that lies farther west (then south). Vertices are at most about 50 m
        apart.

    Raises
    ------
    EmptyInput
        If there is no piece of any length.
    RouteBroken
        If the pieces lie further apart than allowed; the error says where and how far.
    BadParameter
        If a distance is negative or not a number.
    """
    for name, metres in (("max_gap_m", max_gap_m), ("carriageway_m", carriageway_m)):
        if not metres >= 0:
            raise BadParameter(where=name, value=metres, allowed=">= 0 m")
    lines, rows = shapely.get_parts(lonlat_geometries(pieces, where="pieces"), return_index=True)
    drawn = shapely.length(lines) > 0
    if not drawn.any():
        raise EmptyInput(where="pieces")
    graph = route_graph(lines[drawn], rows[drawn])
    links = gap_links(graph)
    _check_gaps(graph, links, max_gap_m)
    one, other = far_ends(both_ways(graph, links, side_links(graph, carriageway_m)))
    nodes = way_between(both_ways(graph, links), graph, one, other, carriageway_m)
    if tuple(graph.lonlat[nodes[0]]) > tuple(graph.lonlat[nodes[-1]]):
        nodes = nodes[::-1]
    return _route(graph, nodes)


def _check_gaps(graph: RouteGraph, links: NDArray[np.int64], max_gap_m: float) -> None:
    gap_m = geodesic_m(graph.lonlat[links[:, 0]], graph.lonlat[links[:, 1]])
    if (gap_m > max_gap_m).any():
        worst = int(np.argmax(gap_m))
        lon, lat = graph.lonlat[links[worst, 0]].tolist()
        gap = round(float(gap_m[worst]), 1)
        raise RouteBroken(where="pieces", gap_m=gap, allowed_m=max_gap_m, lon=lon, lat=lat)


def _route(graph: RouteGraph, nodes: list[int]) -> Route:
    """Lead the nodes of the route back to pieces and gaps."""
    segments = list(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    row_of = dict(zip(segments, graph.row.tolist(), strict=True))
    row_of |= {(head, tail): row for (tail, head), row in row_of.items()}
    steps = [(row_of.get(step), step) for step in pairwise(nodes)]
    rows = [row for row, _ in steps if row is not None]
    gaps = [_gap(graph, *step) for row, step in steps if row is None]
    line = LineString(graph.lonlat[nodes])
    return Route(
        line=line,
        length_m=float(length_m(line)),
        rows=tuple(dict.fromkeys(rows)),
        left_out=tuple(sorted(set(graph.row.tolist()) - set(rows))),
        gaps=tuple(gaps),
    )


def _gap(graph: RouteGraph, here: int, there: int) -> RouteGap:
    ends = graph.lonlat[[here, there]]
    lon_lat = [(float(lon), float(lat)) for lon, lat in ends]
    return RouteGap(lon_lat[0], lon_lat[1], float(geodesic_m(ends[0], ends[1])))
