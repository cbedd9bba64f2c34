"""The map itself: neighbours in grey, the net, the subject, boundaries, stations and names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely

from layers.sheets import colours, graticule, patterns, scale_bar
from layers.sheets.canvas import Pen, Type
from layers.sheets.labels import Name, Places, middle_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame

    from layers.sheets.canvas import Canvas
    from layers.sheets.ground import Ground
    from layers.sheets.paper import Box
    from layers.sheets.subject import Entry, Subject
    from layers.sheets.words import Words

_BEYOND_MM: Final = 3.0
"""Shapes are cut this far outside the frame: nothing unseen is written into the file."""
_MOST_NAMES: Final = 700
_CHANGED_MM: Final = 1.3
"""The radius of a station that stands out."""
_MOST_OBSTACLES: Final = 400
_MOST_POINT_NAMES: Final = 120
"""Of more points than that no name is written: a few at random would say nothing."""
_POINT_MM: Final = 0.72


@dataclass(frozen=True, kw_only=True)
class Emphasis:
    """One unit that a page is about, and the line to what is nearest to it."""

    code: str
    line: shapely.Geometry | None = None
    station: tuple[float, float] | None = None
    station_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What is drawn where: the subject, the boundaries under it, the words of the signs."""

    ground: Ground
    subject: Subject
    counties: GeoDataFrame | None
    words: Words
    unit: float
    emphasis: Emphasis | None = None


def draw(canvas: Canvas, scene: Scene) -> None:
    """Draw the map with its frame, its net and the arrow to the north."""
    ground, unit = scene.ground, scene.unit
    net = graticule.lines(ground)
    drawn = _on_paper(ground, scene.subject.shapes)
    with canvas.clipped(ground.box):
        canvas.fill_box(ground.box, colours.WHITE)
        _draw_counties(canvas, scene)
        graticule.draw_net(canvas, net, unit)
        _draw_shapes(canvas, scene, drawn)
        _draw_borders(canvas, scene)
        _draw_emphasis(canvas, scene)
        spots = _draw_stations(canvas, scene)
        places = Places(frame=ground.box)
        places.take(scale_bar.draw_north(canvas, ground, unit, scene.words.language))
        if scene.emphasis is not None and scene.emphasis.line is not None:
            course = shapely.get_coordinates(ground.draw(scene.emphasis.line))
            places.take_spots(course.tolist(), 0.8 * unit)
        _draw_changed(canvas, scene)
        chief = [*_emphasised(scene, drawn), *_changed_names(scene), *_county_names(scene)]
        for name in chief:
            places.put(canvas, name)
        if len(spots) <= _MOST_OBSTACLES:
            places.take_spots(spots, 0.75 * unit)
        for name in _other_names(scene, drawn):
            places.put(canvas, name)
    canvas.stroke_box(ground.box, Pen(colour=colours.INK, width_mm=0.45 * unit))
    graticule.draw_edge(canvas, ground, net, unit)


def _on_paper(ground: Ground, frame: GeoDataFrame) -> list[tuple[shapely.Geometry, Any]]:
    """Return what of a frame lies on the map, in millimetres, with its row."""
    near = _near(ground.box, _BEYOND_MM)
    west, south, east, north = ground.reach()
    seen = frame[frame.geometry.intersects(shapely.box(west, south, east, north))]
    drawn = shapely.clip_by_rect(ground.draw(seen.geometry.to_numpy()), *near)
    rows = seen.itertuples(index=False)
    return [(s, row) for s, row in zip(drawn, rows, strict=True) if not shapely.is_empty(s)]


def _near(box: Box, by: float) -> tuple[float, float, float, float]:
    return box.x - by, box.y - by, box.right + by, box.bottom + by


def _draw_counties(canvas: Canvas, scene: Scene) -> None:
    if scene.counties is None:
        return
    pen = Pen(colour=colours.NEIGHBOUR_LINE, width_mm=0.2 * scene.unit)
    for shape, row in _on_paper(scene.ground, scene.counties):
        is_inside = row.code.startswith(scene.subject.region)
        canvas.fill(shape, colours.PAPER if is_inside else colours.NEIGHBOUR)
        canvas.stroke(shape, pen)


def _draw_shapes(canvas: Canvas, scene: Scene, drawn: list[tuple[shapely.Geometry, Any]]) -> None:
    unit, classes = scene.unit, scene.subject.legend.classes
    for shape, row in drawn:
        draw_sign(canvas, shape, classes[row.place], unit)
    for shape, row in drawn:
        is_area = shapely.get_dimensions(shape) == 2  # noqa: PLR2004 - areas
        if is_area and classes[row.place].look != "schematic":
            dashes = (0.9 * unit, 0.6 * unit) if row.is_schematic else ()
            width = scene.subject.outline_mm * unit
            canvas.stroke(shape, Pen(colour=colours.BOUNDARY, width_mm=width, dashes=dashes))


def draw_sign(canvas: Canvas, shape: shapely.Geometry, entry: Entry, unit: float) -> None:
    """Draw a shape with the sign of its class: area, line or point."""
    dimensions = shapely.get_dimensions(shape)
    if dimensions == 1:
        under = Pen(colour=colours.WHITE, width_mm=1.1 * unit)
        dashes = (1.6 * unit, 0.7 * unit) if entry.look == "hatch" else ()
        canvas.stroke(shape, under)
        canvas.stroke(shape, Pen(colour=entry.colour, width_mm=0.6 * unit, dashes=dashes))
    elif dimensions == 0:
        for x, y in shapely.get_coordinates(shape).tolist():
            draw_point(canvas, x, y, entry.colour, unit)
    elif entry.look == "schematic":
        canvas.fill(shape, entry.colour, 0.1)
        canvas.stroke(
            shape, Pen(colour=entry.colour, width_mm=0.5 * unit, dashes=(1.6 * unit, 1.1 * unit))
        )
    else:
        patterns.fill(canvas, shape, entry.colour, entry.look, unit)


def draw_point(canvas: Canvas, x: float, y: float, colour: str, unit: float) -> None:
    """Draw the sign of a station: a disc with a white edge."""
    pen = Pen(colour=colours.WHITE, width_mm=0.2 * unit)
    canvas.dot(x, y, _POINT_MM * unit, colour, pen)


def _draw_borders(canvas: Canvas, scene: Scene) -> None:
    """Draw the counties of the region over the classes, and its outline around them."""
    counties, region = scene.counties, scene.subject.region
    if counties is None or not region:
        return
    inside = counties[counties["code"].str.startswith(region[:6])]
    if inside.empty:
        return
    unit = scene.unit
    for shape, _ in _on_paper(scene.ground, inside):
        canvas.stroke(shape, Pen(colour=colours.BOUNDARY, width_mm=0.3 * unit))
    # Neighbours' borders differ by centimetres in the source; a metre closes the slivers.
    whole = shapely.buffer(shapely.union_all(inside.geometry.to_numpy(), grid_size=1e-6), 0)
    outline = shapely.clip_by_rect(scene.ground.draw(whole), *_near(scene.ground.box, _BEYOND_MM))
    canvas.stroke(outline, Pen(colour=colours.BOUNDARY, width_mm=0.55 * unit))


def _draw_emphasis(canvas: Canvas, scene: Scene) -> None:
    if scene.emphasis is None:
        return
    unit, emphasis, shapes = scene.unit, scene.emphasis, scene.subject.shapes
    own = shapes[shapes["code"].astype(str) == emphasis.code]
    if own.empty and scene.counties is not None:
        own = scene.counties[scene.counties["code"] == emphasis.code]
    _veil_others(canvas, scene, own)
    _draw_county_lines(canvas, scene)
    for shape, _ in _on_paper(scene.ground, own):
        canvas.stroke(shape, Pen(colour=colours.WHITE, width_mm=1.9 * unit))
        canvas.stroke(shape, Pen(colour=colours.ACCENT, width_mm=1.0 * unit))
    if emphasis.line is not None:
        course = scene.ground.draw(emphasis.line)
        canvas.stroke(course, Pen(colour=colours.WHITE, width_mm=1.0 * unit))
        dashes = (1.8 * unit, 1.0 * unit)
        canvas.stroke(course, Pen(colour=colours.ACCENT, width_mm=0.5 * unit, dashes=dashes))
        x, y = shapely.get_coordinates(course)[0].tolist()
        canvas.dot(x, y, 0.8 * unit, colours.WHITE, Pen(colour=colours.ACCENT, width_mm=0.4 * unit))


def _veil_others(canvas: Canvas, scene: Scene, own: GeoDataFrame) -> None:
    """Make everything but the unit itself pale."""
    box = scene.ground.box
    others: shapely.Geometry = shapely.box(*_near(box, _BEYOND_MM))
    for shape, _ in _on_paper(scene.ground, own):
        others = shapely.difference(others, shapely.make_valid(shape))
    canvas.fill(others, colours.WHITE, 0.55)


def _draw_county_lines(canvas: Canvas, scene: Scene) -> None:
    """Draw the borders of counties over what was made pale: units of several meet on a page."""
    if scene.counties is None:
        return
    unit = scene.unit
    dashes = (2.4 * unit, 0.8 * unit, 0.5 * unit, 0.8 * unit)
    for shape, _ in _on_paper(scene.ground, scene.counties):
        canvas.stroke(shape, Pen(colour=colours.BOUNDARY, width_mm=0.4 * unit, dashes=dashes))


def _draw_stations(canvas: Canvas, scene: Scene) -> list[list[float]]:
    """Draw the stations, the nearest one of a page larger; return where they are."""
    stations, unit, box = scene.subject.stations, scene.unit, scene.ground.box
    spots: list[list[float]] = []
    if stations is not None and not stations.empty:
        points = shapely.point_on_surface(stations.geometry.to_numpy())
        spots = [
            [x, y]
            for x, y in shapely.get_coordinates(scene.ground.draw(points)).tolist()
            if box.x <= x <= box.right and box.y <= y <= box.bottom
        ]
    shrink = 1.0 if len(spots) <= _MOST_OBSTACLES else 0.6
    for x, y in spots:
        draw_point(canvas, x, y, colours.STATION, unit * shrink)
    if scene.emphasis is not None and scene.emphasis.station is not None:
        at = scene.ground.draw(shapely.Point(scene.emphasis.station))
        x, y = shapely.get_coordinates(at)[0].tolist()
        canvas.dot(x, y, 1.5 * unit, colours.ACCENT, Pen(colour=colours.WHITE, width_mm=0.4 * unit))
    return spots


def _changed_spots(scene: Scene) -> list[tuple[float, float, str]]:
    """Return where the stations that stand out are on the map, with their names."""
    changed, box = scene.subject.changed, scene.ground.box
    if changed is None or changed.empty:
        return []
    points = shapely.point_on_surface(changed.geometry.to_numpy())
    drawn = shapely.get_coordinates(scene.ground.draw(points)).tolist()
    return [
        (x, y, str(name))
        for (x, y), name in zip(drawn, changed["name"], strict=True)
        if box.x <= x <= box.right and box.y <= y <= box.bottom
    ]


def _draw_changed(canvas: Canvas, scene: Scene) -> None:
    pen = Pen(colour=colours.WHITE, width_mm=0.4 * scene.unit)
    for x, y, _ in _changed_spots(scene):
        canvas.dot(x, y, _CHANGED_MM * scene.unit, colours.ACCENT, pen)


def _changed_names(scene: Scene) -> Iterator[Name]:
    kind = Type(points=7.0 * scene.unit, bold=True, colour=colours.ACCENT, halo=colours.WHITE)
    for x, y, name in _changed_spots(scene)[:_MOST_NAMES]:
        radius = (_CHANGED_MM + 0.2) * scene.unit
        yield Name(text=name, at=(x, y), kind=kind, radius_mm=radius)


def _other_names(scene: Scene, drawn: list[tuple[shapely.Geometry, Any]]) -> Iterator[Name]:
    """Yield the names that may be left out, the most important first."""
    chief = scene.emphasis.code if scene.emphasis is not None else None
    others = [each for each in drawn if each[1].name and each[1].code != chief]
    is_crowded = len(others) > _MOST_POINT_NAMES
    if is_crowded and shapely.get_dimensions(others[0][0]) == 0:
        others = []
    others.sort(key=lambda each: (not each[1].important, -shapely.area(each[0])))
    for shape, row in others[:_MOST_NAMES]:
        yield _shape_name(scene, shape, row)
    yield from _neighbour_names(scene)


def _emphasised(scene: Scene, drawn: list[tuple[shapely.Geometry, Any]]) -> Iterator[Name]:
    emphasis, unit = scene.emphasis, scene.unit
    if emphasis is None:
        return
    if emphasis.station is not None and emphasis.station_name:
        x, y = scene.ground.to_paper(shapely.get_coordinates(shapely.Point(emphasis.station)))[0]
        kind = Type(points=7.5 * unit, bold=True, colour=colours.ACCENT, halo=colours.WHITE)
        yield Name(
            text=emphasis.station_name,
            at=(float(x), float(y)),
            kind=kind,
            radius_mm=1.7 * unit,
            needed=True,
        )
    for shape, row in drawn:
        if row.code == emphasis.code:
            kind = Type(points=11 * unit, bold=True, halo=colours.WHITE)
            yield Name(text=row.name, at=middle_of(shape), kind=kind, needed=True)


def _shape_name(scene: Scene, shape: shapely.Geometry, row: Any) -> Name:  # noqa: ANN401 - a row
    unit, entry = scene.unit, scene.subject.legend.classes[row.place]
    points = (7.6 if scene.subject.outline_mm > 0.2 else 6.0) * unit  # noqa: PLR2004 - large areas
    dimensions = shapely.get_dimensions(shape)
    if dimensions == 2:  # noqa: PLR2004 - areas
        kind = _on_fill(entry, points)
        if scene.emphasis is not None and not row.code.startswith(scene.emphasis.code):
            kind = Type(points=points * 1.15, colour=colours.INK, halo=colours.WHITE)
        return Name(text=row.name, at=middle_of(shape), kind=kind, within=shape)
    kind = Type(points=points, colour=colours.INK, halo=colours.WHITE)
    if dimensions == 1:
        kind = Type(points=7 * unit, colour=entry.colour, halo=colours.WHITE)
        parts = shapely.get_parts(shape)
        longest = parts[shapely.length(parts).argmax()]
        middle = shapely.line_interpolate_point(longest, 0.5, normalized=True)
        x, y = shapely.get_coordinates(middle)[0].tolist()
        return Name(text=row.name, at=(x, y), kind=kind, radius_mm=0.8 * unit)
    x, y = shapely.get_coordinates(shape)[0].tolist()
    return Name(text=row.name, at=(x, y), kind=kind, radius_mm=0.9 * unit)


def _on_fill(entry: Entry, points: float) -> Type:
    """Return type that reads on a fill; its edge is the fill, so a pattern never crosses it."""
    is_plain = entry.look in {"dots", "schematic"}
    fill = colours.PAPER if is_plain else entry.colour
    ink = colours.WHITE if colours.is_dark(fill) else colours.INK
    return Type(points=points, colour=ink, halo=fill)


def _county_names(scene: Scene) -> Iterator[Name]:
    """Yield the names of the region's counties, unless the subject names them itself."""
    counties, region = scene.counties, scene.subject.region
    if counties is None:
        return
    if scene.emphasis is not None:
        yield from _other_counties(scene, counties, scene.emphasis.code)
        return
    inside = counties[counties["code"].str.startswith(region[:6])]
    if region == "" or set(inside["code"]) & set(scene.subject.shapes["code"]):
        return
    kind = Type(points=9.5 * scene.unit, bold=True, colour=colours.BOUNDARY, halo=colours.WHITE)
    for shape, row in _on_paper(scene.ground, inside):
        yield Name(text=row.name, at=middle_of(shape), kind=kind, needed=True)


def _other_counties(scene: Scene, counties: GeoDataFrame, code: str) -> Iterator[Name]:
    """Yield the names of the counties that a unit's page shows beside its own."""
    others = counties[counties["code"] != code[:6]]
    kind = Type(points=8.0 * scene.unit, bold=True, colour=colours.BOUNDARY, halo=colours.WHITE)
    frame = shapely.box(*_near(scene.ground.box, -4.0))
    for shape, row in _on_paper(scene.ground, others):
        seen = shapely.intersection(shapely.make_valid(shape), frame)
        if shapely.area(seen) > 0:
            yield Name(text=row.name, at=middle_of(seen), kind=kind, within=seen)


def _neighbour_names(scene: Scene) -> Iterator[Name]:
    counties, region = scene.counties, scene.subject.region
    if counties is None or region == "":
        return
    outside = counties[~counties["code"].str.startswith(region[:6])]
    kind = Type(points=6.8 * scene.unit, colour=colours.NEIGHBOUR_INK, halo=colours.NEIGHBOUR)
    frame = shapely.box(*_near(scene.ground.box, -1.0))
    for shape, row in _on_paper(scene.ground, outside):
        seen = shapely.intersection(shapely.make_valid(shape), frame)
        if shapely.area(seen) > 0:
            yield Name(text=row.name, at=middle_of(seen), kind=kind, within=seen)
