"""What an output format declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from layers.errors import NotWritable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geopandas import GeoDataFrame


@dataclass(frozen=True, kw_only=True)
class Format:
    """A way to write a frame to a file.

    ``writer`` gets the frame in EPSG:4326 and a path that does not exist yet.
    """

    id: str
    suffixes: tuple[str, ...]
    media_type: str
    writer: Callable[[GeoDataFrame, Path], None]

    def write(self, frame: GeoDataFrame, path: Path) -> None:
        """Write the file beside its place and move it there, so that it is whole or absent.

        Raises
        ------
        NotWritable
            When the folder is missing, full or not ours to write.
        """
        unfinished = path.with_name(f".{path.stem}.unfinished{path.suffix}")
        try:
            unfinished.unlink(missing_ok=True)
            self.writer(frame.to_crs("EPSG:4326") if frame.crs else frame, unfinished)
            unfinished.replace(path)
        except OSError as error:
            raise NotWritable(where=str(path), reason=error.strerror or str(error)) from error
        finally:
            if path.parent.is_dir():
                unfinished.unlink(missing_ok=True)
