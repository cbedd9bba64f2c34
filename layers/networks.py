"""Road networks of layer versions, each built once and kept in memory while it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geo.errors import BadParameter
from geo.network import Network, RoadRules, network_from_roads
from layers.scenarios.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geopandas import GeoDataFrame

    from layers.db import Database

MOST_NETWORKS: Final = 2
"""A province's network of a million nodes takes some 200 MB."""

NO_ROADS: Final = frozenset({"river"})
"""Roles of lines that nobody drives on, however they are offered."""

_kept: Final[Kept[Network]] = Kept(MOST_NETWORKS)


def of_layer(
    database: Database,
    layer: Mapping[str, Any],
    rules: RoadRules,
    read: Callable[[], GeoDataFrame],
) -> Network:
    """Return the network of the published version of a layer, built now if it is not kept.

    ``layer`` is what :func:`layers.catalogue.get` returns; ``read`` gives its features and is
    called only where the network must be built. As many networks are kept as were used last.

    Raises
    ------
    BadParameter
        When the layer is known not to hold roads.
    NoRoads
        When cars may use none of its lines.
    """
    if layer["role"] in NO_ROADS:
        raise BadParameter(where="roads", value=layer["id"], allowed="role: road")
    key = (database.url, layer["version"]["id"], rules.noding, rules.tolerance_m)
    network, _ = _kept.get(key, lambda: network_from_roads(read(), rules))
    return network
