"""What a scenario is worked out from: the features of its pinned layers, read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from layers import columns, features, networks
from layers.scenarios import pins

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa
    from geopandas import GeoDataFrame

    from geo.network import Network


@dataclass(frozen=True, eq=False, kw_only=True)
class Inputs:
    """Layers as the catalogue describes them and their features, by the layer's id."""

    layers: Mapping[str, dict[str, Any]]
    frames: Mapping[str, GeoDataFrame]
    network: Network | None


def read(
    connection: sa.Connection,
    base: Mapping[str, Any],
) -> Inputs:
    """Read the pinned layers of a scenario, and build their road network if it is not kept.

    Raises
    ------
    BaseGone
        When a version's features are no longer kept.
    NoRoads, BadParameter
        When the layer of roads holds none that cars may use.
    """
    wanted = [base["origins"], base["stations"], *base["context"].values()]
    described = {each["layer"]: pins.layer_of(connection, each) for each in wanted}
    frames = {name: features.frame(connection, layer) for name, layer in described.items()}
    roads = base.get("roads")
    if roads is None:
        return Inputs(layers=described, frames=frames, network=None)
    layer = pins.layer_of(connection, roads)
    found = networks.of_layer(connection, layer, lambda: features.frame(connection, layer))
    return Inputs(layers=described | {layer["id"]: layer}, frames=frames, network=found)


def of_role(
    inputs: Inputs, base: Mapping[str, Any], role: str, wanted: tuple[str, ...]
) -> GeoDataFrame:
    """Return the features of a role with the wanted columns, whatever the layer calls them."""
    return columns.aliased(inputs.frames[base[role]["layer"]], wanted)
