"""A layer as GeoJSON and back, without losing a bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely

from layers.scenarios.errors import BadBundle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame


def to_file(layer: Mapping[str, Any], frame: GeoDataFrame) -> bytes:
    """Return a layer with its features; numbers are written so that they read back the same."""
    import pandas as pd

    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    records = table.astype(object).where(table.notna(), None).to_dict("records")
    shapes = shapely.to_geojson(frame.geometry.to_numpy())
    features = [
        {
            "type": "Feature",
            "geometry": None if shape is None else orjson.Fragment(shape.encode()),
            "properties": record,
        }
        for record, shape in zip(records, shapes, strict=True)
    ]
    content = {"type": "FeatureCollection", "layer": dict(layer), "features": features}
    return orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)


def from_file(content: bytes, where: str) -> tuple[dict[str, Any], GeoDataFrame]:
    """Return the layer of a file of a bundle, and its features.

    Raises
    ------
    BadBundle
        When the file is not what :func:`to_file` wrote.
    """
    import geopandas as gpd
    import pandas as pd

    try:
        read = orjson.loads(content)
        layer, features = read["layer"], read["features"]
        names = [attribute["name"] for attribute in layer["attributes"]]
        records = [feature["properties"] for feature in features]
        texts = [
            None if each["geometry"] is None else orjson.dumps(each["geometry"]).decode()
            for each in features
        ]
        shapes = shapely.from_geojson(texts)
    except (orjson.JSONDecodeError, KeyError, TypeError, shapely.errors.GEOSException) as error:
        raise BadBundle(where=where, reason="content") from error
    table = pd.DataFrame(records, columns=names)
    return layer, gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")
