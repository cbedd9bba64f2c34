"""Making the next part while the present one is used."""

from __future__ import annotations

import threading

import pytest

from layers.ahead import ahead


def test_parts_come_in_their_order_and_none_is_left_out():
    assert list(ahead(range(100))) == list(range(100))
    assert list(ahead([])) == []
    assert list(ahead([None, None])) == [None, None]


def test_the_next_part_is_made_while_the_first_is_used():
    second_made = threading.Event()

    def parts():
        yield 1
        second_made.set()
        yield 2

    for part in ahead(parts()):
        if part == 1:
            assert second_made.wait(5)


def test_no_more_than_one_is_made_ahead():
    made = []

    def parts():
        for number in range(10):
            made.append(number)
            yield number

    found = ahead(parts())
    assert next(found) == 0
    found.close()
    assert len(made) <= 2


def test_what_the_making_raises_is_raised_in_its_place():
    def parts():
        yield 1
        raise KeyError(1)

    found = ahead(parts())
    assert next(found) == 1
    with pytest.raises(KeyError):
        next(found)
