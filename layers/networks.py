"""Road networks of layer versions, each built once and kept in memory while it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geo.errors import BadParameter
from geo.network import Network, RoadRules, network_from_roads
from layers.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa
    from geopandas import GeoDataFrame

MOST_NETWORKS: Final = 2
"""A province's network of a million nodes takes some 200 MB."""

NO_ROADS: Final = frozenset({"river"})
"""Roles of lines that nobody drives on, however they are offered."""

_kept: Final[Kept[Network]] = Kept(MOST_NETWORKS)


def of_layer(
    connection: sa.Connection,
    layer: Mapping[str, Any],
    read: Callable[[], GeoDataFrame],
    rules: RoadRules | None = None,
) -> Network:
    """Return the network of a version of a layer, built now if it is not kept.

    ``layer`` is what :func:`layers.catalogue.get` returns, or a scenario's pinned version of it;
    ``read`` gives its features and is called only where the network must be built. As many
    networks are kept as were used last, whether runs or scenarios asked for them.

    Raises
    ------
    BadParameter
        When the layer is known not to hold roads.
    NoRoads
        When cars may use none of its lines.
    """
    if layer["role"] in NO_ROADS:
        raise BadParameter(where="roads", value=layer["id"], allowed="role: road")
    rules = rules or RoadRules()
    where = str(connection.engine.url)
    key = (where, layer["version"]["id"], rules.noding, rules.tolerance_m)
    network, _ = _kept.get(key, lambda: network_from_roads(read(), rules))
    return network
