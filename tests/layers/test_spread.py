import numpy as np
import pytest

from geo.distances import nearest_known
from geo.errors import BadParameter
from layers.spread import nearest_over


def test_two_processes_give_the_answer_of_one():
    rng = np.random.default_rng(8)
    origins = rng.uniform((111, 36), (114, 40), (3_000, 2))
    sites = rng.uniform((111, 36), (114, 40), (2_000, 2))
    origins[7] = np.nan
    with nearest_over("local") as find:
        found = find(origins, sites)
    whole = nearest_known(origins, sites)
    assert np.array_equal(found.index, whole.index)
    assert np.array_equal(found.distance_m, whole.distance_m, equal_nan=True)


def test_a_wrong_address_is_refused_by_name():
    with pytest.raises(BadParameter) as raised, nearest_over("nowhere://x"):
        pass
    assert raised.value.where == "--dask"
