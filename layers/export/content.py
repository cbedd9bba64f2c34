"""What is exported, whatever the format: features in batches, and what is known about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import orjson
import shapely

from layers import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd
    import pyarrow as pa
    from geopandas import GeoDataFrame

    from layers.export.marks import Mark
    from layers.texts import Language

Kind = Literal["string", "integer", "number", "boolean"]

BATCH_ROWS = 2_000
"""How many features are held at once."""

_ARROW: dict[str, str] = {
    "string": "string",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool",
}
"""Arrow's names of the types."""


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """A column: its name in files, its title for people in each language, its unit."""

    name: str
    type: Kind
    title: Mapping[str, str]
    unit: str | None = None

    def heading(self, language: Language) -> str:
        """Return the title with its unit, as a table's header has it."""
        title = self.title.get(language) or self.name
        return title if not self.unit else f"{title} ({self.unit})"


@dataclass(frozen=True, kw_only=True)
class Content:
    """Features to be written, and what is known about them.

    ``name`` is plain ASCII, for file names. ``kinds`` are the GeoJSON types among the geometries.
    ``batches`` gives record batches with the attributes in order and, last, the geometry as
    two-dimensional WKB in longitude and latitude, null where it is awaited; it can be called again.
    ``about`` is the layer as the catalogue shows it, None for a bare frame. ``also`` are further
    tables that belong to it, for formats that hold several.
    """

    name: str
    title: Mapping[str, str]
    attributes: tuple[Attribute, ...]
    kinds: frozenset[str]
    count: int
    batches: Callable[[], Iterator[pa.RecordBatch]]
    about: Mapping[str, Any] | None = None
    marks: tuple[Mark, ...] = ()
    also: tuple[Content, ...] = ()

    @property
    def geometry(self) -> str:
        """Return the name of the geometry column, which no attribute has."""
        return unused("geometry", [one.name for one in self.attributes])

    @property
    def schema(self) -> pa.Schema:
        """Return the schema of the batches."""
        import pyarrow as pa

        fields = [
            pa.field(one.name, pa.type_for_alias(_ARROW[one.type])) for one in self.attributes
        ]
        return pa.schema([*fields, pa.field(self.geometry, pa.binary())])

    def batch(
        self, records: Sequence[Mapping[str, Any]], wkb: Sequence[bytes | None]
    ) -> pa.RecordBatch:
        """Return a batch of records with their geometries."""
        import pyarrow as pa

        columns = [
            pa.array(
                [_as(one.type, record.get(one.name)) for record in records],
                pa.type_for_alias(_ARROW[one.type]),
            )
            for one in self.attributes
        ]
        return pa.record_batch([*columns, pa.array(wkb, pa.binary())], schema=self.schema)


def unused(name: str, taken: Iterable[str]) -> str:
    """Return a name that none of the others is, upper and lower case being the same."""
    others = {one.casefold() for one in taken}
    while name.casefold() in others:
        name += "_"
    return name


def titled(key: str, **facts: object) -> dict[str, str]:
    """Return the text of a key in every language, as titles are kept."""
    return {language: texts.text(key, language, **facts) for language in texts.LANGUAGES}


def _as(kind: Kind, value: Any) -> Any:  # noqa: ANN401 - a cell of any type
    """Return a stored value in the type of its column; what is not finite is unknown in a file."""
    if value is None:
        return None
    if kind == "string":
        return value if isinstance(value, str) else orjson.dumps(value).decode()
    if kind == "number":
        return float(value) if np.isfinite(value) else None
    return value


def of_frame(frame: GeoDataFrame, name: str) -> Content:
    """Return a frame as content; one with a reference system is brought to WGS 84."""
    import pandas as pd

    placed = frame.to_crs("EPSG:4326") if frame.crs else frame
    table = pd.DataFrame(placed.drop(columns=placed.geometry.name))
    attributes = tuple(
        Attribute(name=str(one), type=_kind(table[one]), title={}) for one in table.columns
    )
    shapes = shapely.force_2d(placed.geometry.to_numpy())

    def batches() -> Iterator[pa.RecordBatch]:
        for first in range(0, len(table), BATCH_ROWS):
            part = table.iloc[first : first + BATCH_ROWS]
            yield content.batch(
                [
                    {str(name): _plain(value) for name, value in record.items()}
                    for record in part.to_dict("records")
                ],
                shapely.to_wkb(shapes[first : first + BATCH_ROWS]),
            )

    content = Content(
        name=name,
        title={},
        attributes=attributes,
        kinds=frozenset(placed.geometry.geom_type.dropna()),
        count=len(table),
        batches=batches,
    )
    return content


def _kind(column: pd.Series[Any]) -> Kind:
    import pandas as pd

    types = pd.api.types
    if types.is_bool_dtype(column.dtype):
        return "boolean"
    if types.is_integer_dtype(column.dtype):
        return "integer"
    return "number" if types.is_float_dtype(column.dtype) else "string"


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any type
    """Return a cell of a frame as JSON has it."""
    import pandas as pd

    if isinstance(value, str | int | float | list | dict):
        return None if value is pd.NA or value != value else value  # noqa: PLR0124 - NaN
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    return value.item() if isinstance(value, np.generic) else str(value)
