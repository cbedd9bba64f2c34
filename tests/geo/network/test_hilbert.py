import numpy as np

from geo.network.hilbert import hilbert_number, hilbert_order


def test_the_first_curve_goes_up_and_down_again():
    x, y = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 0])
    assert hilbert_number(x, y, 1).tolist() == [0, 1, 2, 3]


def test_every_step_of_the_curve_leads_to_a_neighbour_and_no_cell_is_left_out():
    bits = 5
    x, y = (each.ravel() for each in np.meshgrid(np.arange(2**bits), np.arange(2**bits)))
    number = hilbert_number(x, y, bits)
    assert sorted(number.tolist()) == list(range(4**bits))
    order = np.argsort(number)
    steps = np.abs(np.diff(x[order])) + np.abs(np.diff(y[order]))
    assert steps.tolist() == [1] * (4**bits - 1)
    assert (x[order[0]], y[order[0]]) == (0, 0)
    assert (x[order[-1]], y[order[-1]]) == (2**bits - 1, 0)


def test_positions_are_ordered_by_the_curve_over_their_extent():
    corners = np.array([[113.0, 37.0], [112.0, 38.0], [112.0, 37.0], [113.0, 38.0]])
    assert hilbert_order(corners).tolist() == [2, 1, 3, 0]
    assert hilbert_order(np.zeros((0, 2))).tolist() == []
    assert hilbert_order(np.array([[112.0, 37.0]] * 3)).tolist() == [0, 1, 2]
