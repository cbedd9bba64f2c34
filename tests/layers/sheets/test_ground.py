"""Scale, zone and north on the paper, against the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Geod

from layers.sheets import scale_bar
from layers.sheets.graticule import Line, label, lines, step_minutes
from layers.sheets.ground import fit
from layers.sheets.paper import Box

ELLIPSOID = Geod(a=6378137.0, rf=298.257222101)
MAP = Box(x=20, y=30, width=200, height=140)
PLACES = [
    pytest.param((112.9, 37.3, 113.1, 37.5), id="a county east of its meridian"),
    pytest.param((110.2, 34.6, 114.5, 40.7), id="the province"),
    pytest.param((112.30, 39.20, 112.49, 39.40), id="west of the zones' border"),
    pytest.param((112.51, 39.20, 112.70, 39.40), id="east of the zones' border"),
    pytest.param((112.40, 37.35, 112.43, 37.37), id="a street"),
]


class Recorder:
    """Stands for a canvas; keeps the rectangles and texts drawn on it."""

    def __init__(self) -> None:
        self.outlines: list[Box] = []
        self.texts: list[tuple[float, str]] = []

    def width(self, text, kind):
        return len(text) * kind.mm * 0.6

    def text(self, x, _y, text, _kind, _anchor="left"):
        self.texts.append((x, text))

    def fill_box(self, box, colour):
        pass

    def stroke_box(self, box, _pen):
        self.outlines.append(box)


@pytest.mark.parametrize("bounds", PLACES)
def test_the_scale_bar_is_as_long_as_it_says_on_the_ground(bounds):
    ground, drawn = fit(bounds, MAP), Recorder()
    scale_bar.draw_bar(drawn, ground, Box(x=0, y=0, width=70, height=12), 1.0, "en")
    bar = drawn.outlines[0]
    longest_km = max(float(text) for _, text in drawn.texts if text.replace(".", "").isdigit())
    x, y = MAP.x + MAP.width / 2, MAP.y + MAP.height / 2
    west = ground.to_lonlat(x - bar.width / 2, y)
    east = ground.to_lonlat(x + bar.width / 2, y)
    _, _, metres = ELLIPSOID.inv(*west, *east)
    assert metres / 1000 == pytest.approx(longest_km, rel=0.005)
    # The bar's marks stand under their figures.
    marks = [at for at, text in drawn.texts if text.replace(".", "").isdigit()]
    assert marks[0] == bar.x
    assert marks[-1] == pytest.approx(bar.x + bar.width)


@pytest.mark.parametrize("bounds", PLACES)
def test_the_numeric_scale_is_true_upwards_too(bounds):
    ground = fit(bounds, MAP)
    x, y = MAP.x + MAP.width / 2, MAP.y + MAP.height / 2
    _, _, metres = ELLIPSOID.inv(*ground.to_lonlat(x, y - 20), *ground.to_lonlat(x, y + 20))
    assert metres == pytest.approx(0.040 * ground.scale, rel=0.005)


@pytest.mark.parametrize("bounds", PLACES)
def test_everything_asked_for_lies_in_the_frame_and_fills_it(bounds):
    ground = fit(bounds, MAP, margin=0.0)
    drawn = ground.draw(shapely.segmentize(shapely.box(*bounds), 0.05))
    left, top, right, bottom = shapely.bounds(drawn)
    assert left >= MAP.x
    assert top >= MAP.y
    assert right <= MAP.right
    assert bottom <= MAP.bottom
    assert max((right - left) / MAP.width, (bottom - top) / MAP.height) > 0.75


@pytest.mark.parametrize(("lon", "epsg", "meridian"), [(112.4, 4546, 111), (112.6, 4547, 114)])
def test_the_zone_is_that_of_the_middle(lon, epsg, meridian):
    ground = fit((lon - 0.05, 37, lon + 0.05, 37.1), MAP)
    assert (ground.epsg, ground.central_meridian) == (epsg, meridian)


@pytest.mark.parametrize("bounds", [(112.5, 37.5, 112.5, 37.5), (112.0, 37.5, 113.0, 37.5)])
def test_a_point_and_a_straight_row_have_ground_around_them(bounds):
    ground = fit(bounds, MAP)
    west, south, east, north = ground.reach()
    assert west < bounds[0] <= bounds[2] < east
    assert south < bounds[1] <= bounds[3] < north


def test_north_leans_towards_the_central_meridian():
    # East of 111°E meridians lean to the left, west of 114°E to the right, by (lon - CM) sin lat.
    east = fit((112.0, 37.0, 112.2, 37.1), MAP)
    west = fit((112.9, 37.0, 113.1, 37.1), MAP)
    assert east.north_deg() == pytest.approx(-1.1 * np.sin(np.radians(37.05)), abs=0.01)
    assert west.north_deg() == pytest.approx(1.0 * np.sin(np.radians(37.05)), abs=0.01)


def test_a_position_comes_back_from_the_paper():
    ground = fit((112.0, 37.0, 112.5, 37.4), MAP)
    at = ground.to_paper(np.array([(112.2, 37.3)]))[0]
    assert ground.to_lonlat(*at) == pytest.approx((112.2, 37.3), abs=1e-9)


def test_the_net_crosses_the_map_at_round_minutes():
    net = lines(fit((112.0, 37.0, 112.5, 37.4), MAP))
    assert {line.axis for line in net} == {"lon", "lat"}
    assert all(line.minutes % 10 == 0 for line in net)
    assert len(net) <= 14
    assert all(line.course.length > 100 for line in net)


def test_degrees_are_written_with_minutes_only_where_there_are_any():
    course = shapely.LineString([(0, 0), (1, 1)])
    assert label(Line(axis="lon", minutes=112 * 60 + 30, course=course)) == "112°30′E"
    assert label(Line(axis="lat", minutes=37 * 60, course=course)) == "37°N"
    assert label(Line(axis="lat", minutes=37 * 60 + 5, course=course)) == "37°05′N"


@pytest.mark.parametrize(("span", "minutes"), [(0.05, 1), (0.5, 5), (1.0, 10), (5.0, 60)])
def test_at_most_six_lines_divide_the_map(span, minutes):
    assert step_minutes(span) == minutes


@pytest.mark.parametrize(
    ("scale", "room", "metres"), [(1_000_000, 45, 40_000), (50_000, 45, 2_000), (7_000, 60, 400)]
)
def test_the_bar_is_the_longest_round_one_that_fits(scale, room, metres):
    assert scale_bar.bar_length_m(scale, room) == metres
