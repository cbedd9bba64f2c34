"""A drawing surface in millimetres: vector PDF, or an image of the same drawing.

cairo draws both from the same calls, embeds the used characters of the font in a PDF, and writes
each page out as soon as it is finished. Coordinates grow to the right and downwards.
"""

from __future__ import annotations

import struct
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import shapely

from layers.sheets.errors import PrintToolsMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from layers.sheets.paper import Box, Paper

Kind = Literal["pdf", "png"]
Anchor = Literal["left", "middle", "right"]

MM_PER_INCH: Final = 25.4
POINTS_PER_INCH: Final = 72.0
MM_PER_POINT: Final = MM_PER_INCH / POINTS_PER_INCH

FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)
_PROBE: Final = "\u664b\u56fe\u7ecf\u7eac\u00b0\u2032A1"
"""Characters that every usable font has."""
_NORMAL, _BOLD = 0, 1
_NEVER_FIRST: Final = "\uff0c\u3002\u3001\uff1b\uff1a\uff09\u300b\u201d,.;:)"
"""Marks that hang over the edge rather than begin a line."""
_HALF_ASCENT: Final = 0.36
"""From the baseline to the middle of capitals and ideographs, in sizes of the type."""


@dataclass(frozen=True, kw_only=True)
class Pen:
    """A line: colour, width in millimetres, dashes in millimetres."""

    colour: str
    width_mm: float
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Type:
    """How text is set: size in points, weight, colour, and the colour of the edge around it."""

    points: float
    colour: str = "#1F2933"
    bold: bool = False
    halo: str | None = None

    @property
    def mm(self) -> float:
        """The size in millimetres."""
        return self.points * MM_PER_POINT


def cairo() -> Any:  # noqa: ANN401 - a library without types
    """Return the drawing library.

    Raises
    ------
    PrintToolsMissing
        When the system has none.
    """
    try:
        import cairocffi
    except OSError as error:
        raise PrintToolsMissing(where="libcairo2", reason="cairo") from error
    return cairocffi


class Canvas:
    """One file of one or more pages; use :func:`open_canvas`."""

    def __init__(self, surface: Any, scale: float, family: str) -> None:  # noqa: ANN401
        self._surface = surface
        self._scale = scale
        self._family = family
        self._context = cairo().Context(surface)
        self._begin()

    def _begin(self) -> None:
        context = self._context
        context.identity_matrix()
        context.scale(self._scale)
        options = cairo().FontOptions()
        options.set_hint_style(cairo().HINT_STYLE_NONE)
        options.set_hint_metrics(cairo().HINT_METRICS_OFF)
        options.set_antialias(cairo().ANTIALIAS_GRAY)
        context.set_font_options(options)
        context.set_line_join(cairo().LINE_JOIN_ROUND)
        self._colour("#FFFFFF")
        context.paint()

    def bookmark(self, title: str, page: int) -> None:
        """Name a page in the contents that readers of a PDF show; images have none."""
        if isinstance(self._surface, cairo().PDFSurface):
            self._surface.add_outline(0, title, f"page={page} pos=[0 0]", 0)

    def next_page(self) -> None:
        """Write the page out and begin an empty one."""
        self._context.show_page()
        self._begin()

    # --- areas and lines ----------------------------------------------------------------------

    def fill(self, shape: shapely.Geometry, colour: str, opacity: float = 1.0) -> None:
        """Fill the areas of a shape."""
        if self._areas(shape):
            self._colour(colour, opacity)
            self._context.fill()

    def stroke(self, shape: shapely.Geometry, pen: Pen, opacity: float = 1.0) -> None:
        """Draw the lines of a shape, or the outlines of its areas."""
        if self._lines(shape):
            self._take(pen, opacity)
            self._context.stroke()

    def fill_box(self, box: Box, colour: str) -> None:
        """Fill a rectangle."""
        self._context.rectangle(box.x, box.y, box.width, box.height)
        self._colour(colour)
        self._context.fill()

    def stroke_box(self, box: Box, pen: Pen) -> None:
        """Draw the outline of a rectangle."""
        self._context.rectangle(box.x, box.y, box.width, box.height)
        self._take(pen)
        self._context.stroke()

    def polyline(self, points: Sequence[tuple[float, float]], pen: Pen) -> None:
        """Draw a line through points."""
        self.stroke(shapely.LineString(points), pen)

    def dot(
        self, x: float, y: float, radius_mm: float, colour: str, pen: Pen | None = None
    ) -> None:
        """Draw a disc, with an outline if there is a pen."""
        self._context.new_sub_path()
        self._context.arc(x, y, radius_mm, 0, 6.283185307179586)
        self._colour(colour)
        if pen is None:
            self._context.fill()
            return
        self._context.fill_preserve()
        self._take(pen)
        self._context.stroke()

    def dots(self, places: Iterable[tuple[float, float]], radius_mm: float, colour: str) -> None:
        """Draw many small discs at once: lines without length, with round ends."""
        self._context.new_path()
        for x, y in places:
            self._context.move_to(x, y)
            self._context.line_to(x, y)
        self._take(Pen(colour=colour, width_mm=2 * radius_mm))
        self._context.set_line_cap(cairo().LINE_CAP_ROUND)
        self._context.stroke()
        self._context.set_line_cap(cairo().LINE_CAP_BUTT)

    @contextmanager
    def clipped(self, shape: shapely.Geometry | Box) -> Iterator[None]:
        """Draw only inside a shape."""
        self._context.save()
        if isinstance(shape, shapely.Geometry):
            self._areas(shape)
        else:
            self._context.rectangle(shape.x, shape.y, shape.width, shape.height)
        self._context.clip()
        try:
            yield
        finally:
            self._context.restore()

    # --- text -----------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        text: str,
        kind: Type,
        anchor: Anchor = "left",
        *,
        turned: bool = False,
    ) -> None:
        """Write a line whose middle is at the height ``y``; ``turned`` reads upwards."""
        context = self._context
        self._set(kind)
        shift = {"left": 0.0, "middle": 0.5, "right": 1.0}[anchor] * self.width(text, kind)
        context.save()
        context.translate(x, y)
        if turned:
            context.rotate(-1.5707963267948966)
        context.move_to(-shift, kind.mm * _HALF_ASCENT)
        if kind.halo is not None:
            self._edge(text, kind)
        self._colour(kind.colour)
        context.show_text(text)
        context.restore()

    def _edge(self, text: str, kind: Type) -> None:
        context = self._context
        at = context.get_current_point()
        context.text_path(text)
        self._take(Pen(colour=kind.halo or "", width_mm=kind.mm * 0.28))
        context.stroke()
        context.move_to(*at)

    def width(self, text: str, kind: Type) -> float:
        """Return how wide a text is, in millimetres."""
        self._set(kind)
        return float(self._context.text_extents(text)[4])

    def missing_glyphs(self, text: str) -> str:
        """Return the characters of a text that the font cannot draw."""
        self._set(Type(points=10))
        font = self._context.get_scaled_font()
        drawn = {
            char: font.text_to_glyphs(0, 0, char, with_clusters=False)[0][0]
            for char in dict.fromkeys(text)
            if not char.isspace()
        }
        return "".join(char for char, glyph in drawn.items() if glyph == 0)

    def wrap(self, text: str, kind: Type, width_mm: float) -> list[str]:
        """Break a text into lines: Chinese between any characters, Latin between words."""
        lines, line = [], ""
        for piece in _pieces(text):
            is_full = bool(line) and self.width((line + piece).rstrip(), kind) > width_mm
            if is_full and piece not in _NEVER_FIRST:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        return [*lines, line.rstrip()] if line.strip() else lines

    def _set(self, kind: Type) -> None:
        weight = _BOLD if kind.bold else _NORMAL
        self._context.select_font_face(self._family, 0, weight)
        self._context.set_font_size(kind.mm)

    # --- paths ----------------------------------------------------------------------------------

    def _areas(self, shape: shapely.Geometry) -> bool:
        """Lay the rings of the areas; holes stay empty because the path is filled even-odd."""
        self._context.set_fill_rule(cairo().FILL_RULE_EVEN_ODD)
        self._context.new_path()
        rings = shapely.get_rings(shapely.get_parts(shape))
        return self._lay(rings, closed=True)

    def _lines(self, shape: shapely.Geometry) -> bool:
        self._context.new_path()
        parts = shapely.get_parts(shapely.get_parts(shape))
        areas = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        lines = parts[shapely.get_dimensions(parts) == 1]
        is_area = self._lay(shapely.get_rings(areas), closed=True)
        return self._lay(lines, closed=False) or is_area

    def _lay(self, rings: Iterable[shapely.Geometry], *, closed: bool) -> bool:
        laid = False
        for ring in rings:
            points = shapely.get_coordinates(ring).tolist()
            self._context.move_to(*points[0])
            for point in points[1:]:
                self._context.line_to(*point)
            if closed:
                self._context.close_path()
            laid = True
        return laid

    def _take(self, pen: Pen, opacity: float = 1.0) -> None:
        self._colour(pen.colour, opacity)
        self._context.set_line_width(pen.width_mm)
        self._context.set_dash(list(pen.dashes))

    def _colour(self, colour: str, opacity: float = 1.0) -> None:
        red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        self._context.set_source_rgba(red, green, blue, opacity)


def _pieces(text: str) -> Iterator[str]:
    """Cut a text where a line may end."""
    word = ""
    for char in text:
        if char.isascii() and not char.isspace():
            word += char
            continue
        if word:
            yield word
            word = ""
        yield char
    if word:
        yield word


@contextmanager
def open_canvas(path: Path, paper: Paper, kind: Kind, *, title: str = "") -> Iterator[Canvas]:
    """Open a file of the paper's size to draw on; it is complete when the block ends.

    Raises
    ------
    PrintToolsMissing
        When the drawing library or a Chinese font is missing.
    """
    family = _family()
    if kind == "pdf":
        scale = POINTS_PER_INCH / MM_PER_INCH
        surface = cairo().PDFSurface(str(path), paper.width_mm * scale, paper.height_mm * scale)
        surface.set_metadata(cairo().PDF_METADATA_TITLE, title)
        surface.set_metadata(cairo().PDF_METADATA_CREATOR, "jintu")
        yield Canvas(surface, scale, family)
        surface.finish()
        return
    scale = paper.dpi / MM_PER_INCH
    size = round(paper.width_mm * scale), round(paper.height_mm * scale)
    surface = cairo().ImageSurface(cairo().FORMAT_RGB24, *size)
    yield Canvas(surface, scale, family)
    surface.write_to_png(str(path))
    surface.finish()
    _say_density(path, paper.dpi)


def _family() -> str:
    """Return the first font family of the system that can draw Chinese."""
    library = cairo()
    context = library.Context(library.ImageSurface(library.FORMAT_RGB24, 1, 1))
    for family in FAMILIES:
        context.select_font_face(family, 0, _NORMAL)
        glyphs = context.get_scaled_font().text_to_glyphs(0, 0, _PROBE, with_clusters=False)
        if all(glyph[0] for glyph in glyphs):
            return family
    raise PrintToolsMissing(where="fonts-noto-cjk", reason="font")


def _say_density(path: Path, dpi: int) -> None:
    """Write into a PNG how large it is, so that it is printed at its true size."""
    image = path.read_bytes()
    header_end = 33
    body = b"pHYs" + struct.pack(">IIB", *[round(dpi / MM_PER_INCH * 1000)] * 2, 1)
    chunk = struct.pack(">I", 9) + body + struct.pack(">I", zlib.crc32(body))
    path.write_bytes(image[:header_end] + chunk + image[header_end:])
