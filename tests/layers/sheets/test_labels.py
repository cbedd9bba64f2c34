"""Names never lie on each other."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.sheets.canvas import Type
from layers.sheets.labels import Name, Places, middle_of
from layers.sheets.paper import Box

FRAME = Box(x=0, y=0, width=100, height=60)
SMALL = Type(points=8)


class Plain:
    """Stands for a canvas on which every letter is as wide as high."""

    def __init__(self) -> None:
        self.written: list[tuple[float, float, str]] = []

    def width(self, text, kind):
        return len(text) * kind.mm

    def text(self, x, y, text, _kind, anchor):
        assert anchor == "middle"
        self.written.append((x, y, text))


def boxes(canvas: Plain) -> list[shapely.Geometry]:
    return [
        shapely.box(
            x - len(text) * SMALL.mm / 2,
            y - SMALL.mm * 0.55,
            x + len(text) * SMALL.mm / 2,
            y + SMALL.mm * 0.55,
        )
        for x, y, text in canvas.written
    ]


@given(
    st.lists(
        st.tuples(
            st.floats(0, 100),
            st.floats(0, 60),
            st.text("abcdef", min_size=1, max_size=9),
            st.sampled_from([None, 1.0]),
        ),
        max_size=40,
    )
)
def test_no_two_names_overlap_and_none_leaves_the_frame(wanted):
    canvas, places = Plain(), Places(frame=FRAME)
    for x, y, text, radius in wanted:
        places.put(canvas, Name(text=text, at=(x, y), kind=SMALL, radius_mm=radius))
    drawn = boxes(canvas)
    inner = shapely.box(0, 0, 100, 60)
    assert all(inner.contains(one) for one in drawn)
    for place, one in enumerate(drawn):
        assert all(one.intersection(other).area < 1e-9 for other in drawn[place + 1 :])


def test_a_name_keeps_off_what_is_taken():
    canvas, places = Plain(), Places(frame=FRAME)
    places.take(Box(x=0, y=0, width=100, height=60))
    assert not places.put(canvas, Name(text="ab", at=(50, 30), kind=SMALL))
    assert canvas.written == []


def test_a_needed_name_is_written_all_the_same():
    canvas, places = Plain(), Places(frame=FRAME)
    places.take(Box(x=0, y=0, width=100, height=60))
    assert places.put(canvas, Name(text="ab", at=(50, 30), kind=SMALL, needed=True))
    assert canvas.written == [(50, 30, "ab")]


def test_a_name_much_wider_than_its_area_is_left_out():
    canvas, places = Plain(), Places(frame=FRAME)
    area = shapely.box(40, 20, 45, 40)
    assert not places.put(canvas, Name(text="abcdef", at=(42, 30), kind=SMALL, within=area))


def test_the_middle_of_an_area_lies_in_its_widest_part():
    # A square with a long thin handle to the right: the centroid would lie towards the handle.
    shape = shapely.union(shapely.box(0, 0, 20, 20), shapely.box(20, 9, 200, 11))
    assert middle_of(shape) == pytest.approx((10, 10), abs=1.0)


def test_of_several_areas_the_largest_carries_the_name():
    shape = shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(50, 0, 70, 20)])
    assert middle_of(shape) == pytest.approx((60, 10), abs=1.0)
