"""What an output format declares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from layers.errors import BadQuery, NotWritable
from layers.export import content as contents
from layers.export import positions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geopandas import GeoDataFrame

    from layers.export.content import Content
    from layers.export.positions import Placement
    from layers.texts import Language
    from layers.types import Finding

Encoding = Literal["UTF-8", "GB18030"]
Shape = Literal["auto", "wkt", "point"]
"""How a table has shapes: as text, as a point in each, or as text where a point would lose them."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """How a file is wanted: reference system, encoding of text, language of words for people.

    ``shape`` is for tables.
    """

    placement: Placement = field(default_factory=lambda: positions.CRS84)
    encoding: Encoding = "UTF-8"
    language: Language = "zh"
    shape: Shape = "auto"


@dataclass(frozen=True, kw_only=True)
class Format:
    """A way to write features to a file.

    ``writer`` gets what is to be written, a path that does not exist yet, and how it is wanted; it
    returns what could not be kept as it was. It reads the features in batches, as often as it
    likes, so that memory does not grow with their number. ``degrees_only`` tells a format that
    can hold nothing but WGS 84 longitude and latitude; ``encodings`` are those one can choose from.
    """

    id: str
    suffixes: tuple[str, ...]
    media_type: str
    writer: Callable[[Content, Path, Wishes], list[Finding]]
    degrees_only: bool = False
    encodings: tuple[Encoding, ...] = ()
    is_table: bool = False
    """Whether it has rows and columns, so that it can do without geometry."""

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Return how shapes can be written."""
        return get_args(Shape) if self.is_table else ("auto",)

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Return the reference systems a file can be in."""
        return positions.WGS84_ONLY if self.degrees_only else positions.PLACEMENTS

    def check(self, wishes: Wishes) -> None:
        """Refuse what the format cannot do.

        Raises
        ------
        BadQuery
            When the reference system, the encoding or the shape is not one of its own.
        """
        known = [one.id for one in self.placements]
        if wishes.placement.id not in known:
            value = wishes.placement.id
            raise BadQuery(where="crs", reason="crs", value=value, known=", ".join(known))
        _require("encoding", wishes.encoding, self.encodings or ("UTF-8",))
        _require("shape", wishes.shape, self.shapes)

    def save(self, content: Content, path: Path, wishes: Wishes | None = None) -> list[Finding]:
        """Write the file beside its place and move it there, so that it is whole or absent.

        Returns what could not be kept as it was: values cut, names changed.

        Raises
        ------
        BadQuery
            When the format cannot be written as wished.
        NotWritable
            When the folder is missing, full or not ours to write.
        """
        asked = wishes or Wishes()
        self.check(asked)
        if not path.absolute().parent.is_dir():
            raise NotWritable(where=str(path), reason="folder")
        unfinished = path.with_name(f".{path.stem}.unfinished{path.suffix}")
        try:
            unfinished.unlink(missing_ok=True)
            findings = self.writer(content, unfinished, asked)
            unfinished.replace(path)
        except OSError as error:
            raise NotWritable(where=str(path), reason=error.strerror or str(error)) from error
        except _writer_failed() as error:
            raise NotWritable(where=str(path), reason=str(error)) from error
        finally:
            unfinished.unlink(missing_ok=True)
        return findings

    def write(self, frame: GeoDataFrame, path: Path) -> None:
        """Write a frame, in WGS 84, with its columns' own names.

        Raises
        ------
        NotWritable
            When the folder is missing, full or not ours to write.
        """
        self.save(contents.of_frame(frame, path.stem), path)


def _require(where: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise BadQuery(where=where, reason="choice", value=value, known=", ".join(known))


def _writer_failed() -> tuple[type[Exception], ...]:
    """Return what GDAL's writers raise; asked for only when something was raised."""
    from pyogrio import errors

    return (errors.DataSourceError, errors.DataLayerError, errors.FeatureError, errors.FieldError)
