import numpy as np
import pytest

from geo.errors import BadParameter, EmptyInput, MissingColumn
from geo.network import RouteBroken, UnknownRoute, assemble_route, route_pieces
from geo.spacing import largest_gap
from tests.geo.network.roadcity import at, frame, road


def pieces(*lines):
    return frame(*(road(*line) for line in lines)).geometry


def ends_km(route):
    lonlat = np.array(route.line.coords)[[0, -1]]
    return ((lonlat - at(0, 0)) / (np.array(at(1, 1)) - at(0, 0))).round(3).tolist()


def test_pieces_in_any_order_and_direction_become_one_line():
    route = assemble_route(pieces([(2, 0), (1, 0)], [(2, 0), (3, 0), (3, 1)], [(0, 0), (1, 0)]), 0)
    assert route.rows == (2, 0, 1)
    assert (route.left_out, route.gaps) == ((), ())
    assert route.length_m == pytest.approx(4000, abs=0.05)
    assert ends_km(route) == [[0, 0], [3, 1]]


def test_gaps_are_crossed_straight_and_reported_in_the_order_of_the_route():
    route = assemble_route(pieces([(3.2, 0), (4, 0)], [(0, 0), (1, 0)], [(1.5, 0), (3, 0)]), 500.01)
    assert [round(gap.gap_m, 1) for gap in route.gaps] == [500, 200]
    assert route.gaps[0].from_lonlat == pytest.approx(at(1, 0), abs=1e-7)
    assert route.gaps[0].to_lonlat == pytest.approx(at(1.5, 0), abs=1e-7)
    assert route.length_m == pytest.approx(4000, abs=0.05)
    assert route.rows == (1, 2, 0)


def test_a_gap_beyond_what_may_be_crossed_says_where_it_is():
    with pytest.raises(RouteBroken) as raised:
        assemble_route(pieces([(0, 0), (1, 0)], [(3, 0), (4, 0)]), 1999)
    facts = raised.value.facts
    assert facts["gap_m"] == pytest.approx(2000, abs=0.1)
    assert abs(facts["lon"] - at(2, 0)[0]) == pytest.approx(at(1, 0)[0] - at(0, 0)[0], abs=1e-6)


def test_a_branch_is_left_out_and_listed():
    route = assemble_route(pieces([(0, 0), (2, 0)], [(2, 0), (5, 0)], [(2, 0), (2, 1)]), 0)
    assert (route.rows, route.left_out) == ((0, 1), (2,))


@pytest.mark.parametrize("joined", [False, True])
def test_of_two_carriageways_the_route_follows_one(joined):
    """Drawn as a U, or as two lines that do not meet: the road is 5 km long, not 10."""
    north, south = [(5, 0.02), (0, 0.02)], [(0, 0), (5, 0)]
    if joined:
        south = [(0, 0.02), *south]
    route = assemble_route(pieces(north, south), 100)
    assert route.length_m == pytest.approx(5000, abs=20.1 if joined else 0.1)
    assert route.gaps == ()


def test_a_road_that_splits_into_carriageways_and_joins_again():
    lines = [(0, 0), (1, 0)], [(1, 0), (1.1, 0.02), (3.9, 0.02), (4, 0)], [(4, 0), (1, 0)]
    route = assemble_route(pieces(*lines, [(4, 0), (5, 0)]), 0)
    assert route.rows == (0, 2, 3)
    assert route.left_out == (1,)
    assert route.length_m == pytest.approx(5000, abs=0.1)


def test_the_route_begins_in_the_west():
    for line in ([(0, 0), (3, 0)], [(3, 0), (0, 0)]):
        assert ends_km(assemble_route(pieces(line), 0)) == [[0, 0], [3, 0]]


def test_spacing_is_measured_along_the_assembled_route():
    route = assemble_route(pieces([(4, 0), (10, 0)], [(0, 0), (4, 0)]), 0)
    chargers = [at(1, 0.1), at(7, -0.3), at(8, 0.6)]
    spacing = largest_gap(route.line, chargers, 500)
    # Chargers at 1 and 7 km; the one at 8 km stands 600 m off.
    assert spacing.gap_m == pytest.approx(6000, abs=1)
    assert spacing.site_index.tolist() == [0, 1]
    # With both ends counted, the first and last stretch are gaps too.
    assert largest_gap(route.line, chargers[:1], 500).gap_m == pytest.approx(9000, abs=1)


def test_pieces_are_chosen_by_their_whole_name():
    roads = frame(
        road((0, 0), (1, 0), name_zh="太行一号"),
        road((1, 0), (2, 0), name_zh=None),
        road((2, 0), (3, 0), name_zh="太行一号支线"),
        road((3, 0), (4, 0), name_zh="太行一号"),
    )
    assert route_pieces(roads, "太行一号").index.tolist() == [0, 3]
    with pytest.raises(UnknownRoute) as raised:
        route_pieces(roads, "太行")
    assert raised.value.where == "太行"
    with pytest.raises(MissingColumn):
        route_pieces(roads.drop(columns="name_zh"), "太行一号")


def test_nothing_is_no_route():
    with pytest.raises(EmptyInput):
        assemble_route([], 0)
    with pytest.raises(EmptyInput):
        assemble_route(pieces([(0, 0), (0, 0)]), 0)
    for wrong in ({"max_gap_m": -1}, {"max_gap_m": 0, "carriageway_m": float("nan")}):
        with pytest.raises(BadParameter):
            assemble_route(pieces([(0, 0), (1, 0)]), **wrong)
