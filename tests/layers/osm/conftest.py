"""A small made-up town in OpenStreetMap form, small enough to count by hand.

Two counties side by side on the parallel belt 37.50-37.60: west (140702) from 112.90 to 113.00,
east (140105) from 113.00 to 113.10. East of 113.10 is outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import osmium
import pandas as pd
import pytest
import shapely
from osmium.osm.mutable import Node, Relation, Way

from layers import osm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


class OsmFile:
    """Writes an OSM file; nodes get numbers as they come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer = osmium.SimpleWriter(str(path))
        self._next = 0

    def node(self, lon: float, lat: float, **more: Any) -> int:
        self._next += 1
        self._writer.add_node(Node(id=self._next, location=(lon, lat), **more))
        return self._next

    def number_from(self, number: int) -> None:
        """Let the next node have this number."""
        self._next = number - 1

    def nodes(self, *places: tuple[float, float]) -> list[int]:
        return [self.node(*place) for place in places]

    def way(self, number: int, nodes: Sequence[int], **more: Any) -> None:
        self._writer.add_way(Way(id=number, nodes=nodes, **more))

    def relation(self, number: int, members: Sequence[tuple[str, int, str]], **more: Any) -> None:
        self._writer.add_relation(Relation(id=number, members=members, **more))

    def close(self) -> Path:
        self._writer.close()
        return self.path


@pytest.fixture
def osm_file(tmp_path: Path) -> Callable[[str], OsmFile]:
    return lambda name: OsmFile(tmp_path / name)


@pytest.fixture(scope="session")
def town_counties() -> gpd.GeoDataFrame:
    boxes = [shapely.box(112.9, 37.5, 113.0, 37.6), shapely.box(113.0, 37.5, 113.1, 37.6)]
    names = {"adcode": ["140702", "140105"], "name_zh": ["西县", "东区"]}
    return gpd.GeoDataFrame(names, geometry=boxes, crs="EPSG:4326")


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town as PBF; each element's comment says what should become of it."""
    file = OsmFile(tmp_path_factory.mktemp("osm") / "town.osm.pbf")
    return write_town(file)


def write_town(file: OsmFile) -> Path:
    # An OSM file has all nodes first, then the ways, then the relations.
    at = _vertices(file)
    _points(file)
    _roads(file, at)
    _waterways(file, at)
    _areas(file, at)
    return file.close()


def _vertices(file: OsmFile) -> dict[str, list[int]]:
    at = {}
    at["main"] = file.nodes((112.95, 37.55), (113.00, 37.55), (113.05, 37.55))
    at["west_end"] = file.nodes((112.92, 37.55))
    at["motorway"] = file.nodes((113.05, 37.52), (113.15, 37.52))
    at["ring"] = file.nodes((112.93, 37.53), (112.94, 37.53), (112.94, 37.54), (112.93, 37.54))
    at["against"] = file.nodes((113.15, 37.53), (113.08, 37.53))
    at["far"] = file.nodes((113.2, 37.55), (113.3, 37.55))
    at["fen"] = file.nodes((112.91, 37.51), (112.91, 37.59))
    at["west_brook"] = file.nodes((112.98, 37.51), (112.98, 37.59))
    at["east_brook"] = file.nodes((113.02, 37.51), (113.02, 37.59))
    at["park"] = file.nodes((112.95, 37.56), (112.96, 37.56), (112.96, 37.57), (112.95, 37.57))
    at["pond"] = file.nodes(
        (112.954, 37.564), (112.956, 37.564), (112.956, 37.566), (112.954, 37.566)
    )
    at["across"] = file.nodes((113.09, 37.56), (113.11, 37.56), (113.11, 37.57), (113.09, 37.57))
    at["bow"] = file.nodes((112.96, 37.58), (112.97, 37.59), (112.97, 37.58), (112.96, 37.59))
    at["platform"] = file.nodes(
        (112.97000, 37.55000), (112.97002, 37.55000), (112.97002, 37.55008), (112.97000, 37.55008)
    )
    at["garage"] = file.nodes(
        (113.04, 37.54), (113.041, 37.54), (113.041, 37.541), (113.04, 37.541)
    )
    return at


def _points(file: OsmFile) -> None:
    file.number_from(52)
    stop = {"highway": "bus_stop", "name": "文化宫"}
    file.node(112.97, 37.55, tags=stop)  # n52 kept
    bus_platform = {"public_transport": "platform", "bus": "yes"}
    file.node(112.97, 37.5501, tags=stop | bus_platform)  # n53, 11 m from n52: the same stop
    file.node(112.97, 37.5497, tags=stop)  # n54, 33 m from n52: across the street, kept
    file.node(112.98, 37.55, tags={"public_transport": "platform", "tram": "yes"})  # no bus
    file.node(113.06, 37.55, tags=bus_platform)  # n56 kept, has no name
    file.node(113.16, 37.55, tags=stop)  # outside

    charger = {"amenity": "charging_station"}
    file.node(
        112.99,
        37.55,
        timestamp="2024-05-01T00:00:00Z",
        tags=charger | {"name": "甲充电站", "capacity": "4", "start_date": "2023-06-30"},
    )  # n58
    file.node(
        113.01,
        37.55,
        timestamp="2024-05-01T00:00:00Z",
        tags=charger | {"socket:type2": "2", "socket:chademo": "yes", "operator": "国网"},
    )  # n59
    file.node(113.01, 37.56, tags=charger | {"access": "private"})  # not public
    file.node(113.01, 37.57, tags=charger | {"motorcar": "no", "bicycle": "yes"})  # for bicycles

    village = {"place": "village", "name": "某村", "name:en": "Mou", "population": "1234"}
    file.node(112.92, 37.58, tags=village)  # n62 kept
    file.node(112.92, 37.57, tags={"place": "hamlet"})  # no name
    file.node(113.2, 37.57, tags={"place": "town", "name": "外镇"})  # outside


def _roads(file: OsmFile, at: dict[str, list[int]]) -> None:
    street = {"name": "长宁街", "name:en": "Changning Street"}
    file.way(1, at["main"], tags=street | {"highway": "primary", "maxspeed": "60"})  # both counties
    file.way(2, [*at["west_end"], at["main"][0]], tags=street | {"highway": "residential"})
    file.way(
        3, at["motorway"], tags={"highway": "motorway", "ref": "G55"}
    )  # cut at 113.10, one-way
    file.way(
        4, [*at["ring"], at["ring"][0]], tags={"highway": "tertiary", "junction": "roundabout"}
    )
    file.way(5, at["against"], tags={"highway": "service", "oneway": "-1"})  # cut, westward
    file.way(6, at["main"], tags={"highway": "footway"})  # not for cars
    file.way(
        7, [*at["ring"], at["ring"][0]], tags={"highway": "residential", "area": "yes"}
    )  # a square
    file.way(8, at["far"], tags={"highway": "residential", "name": "远街"})  # outside
    file.way(9, [at["main"][0], 9999], tags={"highway": "residential"})  # node missing: broken
    bridge = {"bridge": "yes", "layer": "1", "motor_vehicle": "private", "access": "yes"}
    file.way(10, at["ring"][:2], tags={"highway": "unclassified"} | bridge)


def _waterways(file: OsmFile, at: dict[str, list[int]]) -> None:
    file.way(20, at["fen"], tags={"waterway": "river", "name": "汾河", "name:en": "Fen River"})
    file.way(21, at["west_brook"], tags={"waterway": "stream", "name": "清水河"})  # not the plan's
    file.way(
        22, at["east_brook"], tags={"waterway": "stream", "name": "清水河"}
    )  # Taiyuan's tributary
    file.way(23, at["far"], tags={"waterway": "canal"})  # outside
    file.way(24, at["main"], tags={"waterway": "ditch"})  # not taken


def _areas(file: OsmFile, at: dict[str, list[int]]) -> None:
    bus_platform = {"public_transport": "platform", "bus": "yes"}
    charger = {"amenity": "charging_station"}
    file.way(30, [*at["park"], at["park"][0]])
    file.way(31, [*at["pond"], at["pond"][0]])
    file.way(
        32, [*at["across"], at["across"][0]], tags={"leisure": "park", "name": "界园"}
    )  # whole
    file.way(
        33, [*at["park"], at["park"][0]], tags={"leisure": "garden", "access": "private"}
    )  # private
    file.way(34, [*at["bow"], at["bow"][0]], tags={"leisure": "park"})  # crosses itself: broken
    file.way(35, at["park"], tags={"leisure": "park"})  # not closed: broken

    file.way(
        40, [*at["platform"], at["platform"][0]], tags=bus_platform
    )  # 4 m from n52: the same stop
    file.way(41, [*at["garage"], at["garage"][0]], tags=charger | {"name": "乙充电站"})

    members = [("w", 30, "outer"), ("w", 31, "inner")]
    tags = {"type": "multipolygon", "leisure": "park", "name": "大公园"}
    file.relation(1, members, tags=tags)


@pytest.fixture(scope="session")
def layers_of(town: Path, town_counties: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Every layer of the town in one frame, by key."""
    return frames(town, town_counties)


def frames(path: Path, counties: gpd.GeoDataFrame, **options: Any) -> dict[str, gpd.GeoDataFrame]:
    with osm.read(path, counties, **options) as extract:
        return {
            layer.meta.id: pd.concat(list(layer.batches()), ignore_index=True).set_index(
                layer.meta.key, drop=False
            )
            for layer in extract.layers
        }


@pytest.fixture(scope="session")
def frames_of() -> Callable[..., dict[str, gpd.GeoDataFrame]]:
    return frames


@pytest.fixture(scope="session")
def town_in() -> Callable[[OsmFile], Path]:
    return write_town
