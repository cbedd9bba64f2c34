"""From roads to a `Network`: read, node, cut, number, and lay the arcs out for searching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from geo.network.edges import Edges, edges_of
from geo.network.network import Network
from geo.network.noding import noded_at_crossings
from geo.network.road_rules import RoadRules
from geo.network.ways import Ways, ways_from_roads

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

_S_PER_KMH_M: Final = 3.6
"""Seconds for one metre at 1 km/h."""


def network_from_roads(roads: GeoDataFrame, rules: RoadRules | None = None) -> Network:
    """Build the road network of a layer.

    Parameters
    ----------
    roads
        Lines in any declared system, with the optional columns of `ways_from_roads`.
    rules
        Drivable classes, speeds, how roads are joined. The default suits OpenStreetMap; for a
        layer drawn without common vertices give ``RoadRules(noding="crossings")``.

    Raises
    ------
    NoRoads
        If no road is left.
    MissingCrs, EmptyInput, WrongGeometry
        If the layer cannot be read as lines.
    """
    rules = RoadRules() if rules is None else rules
    return network_from_ways(ways_from_roads(roads, rules), rules)


def network_from_ways(ways: Ways, rules: RoadRules | None = None) -> Network:
    """Build the road network of lines held as arrays.

    Parameters
    ----------
    ways
        Lines with directions and speeds.
    rules
        How they are joined and which parts are too small to keep.

    Raises
    ------
    NoRoads
        If nothing of any length is left.
    """
    rules = RoadRules() if rules is None else rules
    if rules.noding == "crossings":
        ways = noded_at_crossings(ways, rules.tolerance_m)
    edges = edges_of(ways, rules.min_component_m)
    length_m = edges.length_m
    seconds = length_m * _S_PER_KMH_M / ways.speed_kmh[edges.way]
    forward, backward = ways.forward[edges.way], ways.backward[edges.way]
    arc_first, arc_from, arc_m, arc_s = _arcs(edges, forward, backward, length_m, seconds)
    return Network(
        node_lonlat=edges.node_lonlat,
        vertex_lonlat=edges.vertex_lonlat,
        vertex_m=edges.vertex_m,
        edge_first=edges.first,
        edge_last=edges.last,
        edge_start=edges.start,
        edge_end=edges.end,
        edge_forward=forward,
        edge_backward=backward,
        edge_m=length_m,
        edge_s=seconds,
        edge_row=ways.row[edges.way].astype(np.int32),
        arc_first=arc_first,
        arc_from=arc_from,
        arc_m=arc_m,
        arc_s=arc_s,
    )


def _arcs(
    edges: Edges,
    forward: NDArray[np.bool_],
    backward: NDArray[np.bool_],
    length_m: NDArray[np.float64],
    seconds: NDArray[np.float64],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
    """Return the arcs ordered by the node they lead to; loops serve no search and are left out."""
    count = len(edges.node_lonlat)
    open_ends = edges.start != edges.end
    there, back = np.flatnonzero(forward & open_ends), np.flatnonzero(backward & open_ends)
    edge = np.concatenate((there, back))
    tail = np.concatenate((edges.start[there], edges.end[back])).astype(np.int64)
    head = np.concatenate((edges.end[there], edges.start[back])).astype(np.int64)
    key = head * count + tail
    order = np.argsort(key, kind="stable")
    key, edge, tail = key[order], edge[order], tail[order]
    leading = np.flatnonzero(np.diff(key, prepend=-1))
    sizes = np.bincount(key[leading] // count, minlength=count)
    arc_first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    return (
        arc_first,
        tail[leading].astype(np.int32),
        _least(length_m[edge], leading),
        _least(seconds[edge], leading),
    )


def _least(values: NDArray[np.float64], leading: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the least value of each run of parallel arcs."""
    return np.minimum.reduceat(values, leading) if len(leading) else np.zeros(0)
