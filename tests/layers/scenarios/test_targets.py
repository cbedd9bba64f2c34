"""The quick judgement of what an edit touches agrees with judging everything."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.whatif import parse_edits
from layers import plans
from layers.db import Database
from layers.kept import Kept
from layers.scenarios import asked, pins, targets
from layers.scenarios.edited_layer import edited_frame
from layers.scenarios.live import States

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def registry():
    return plans.load(PROJECT / "data" / "plans")


@pytest.fixture(scope="module")
def state(read_url):
    database = Database(read_url)
    params = asked.parse({"year": 2025, "region": "1407"})
    with database.begin() as connection:
        base = pins.pin(connection, None, params, internal=False)
        found, kept = States().get(connection, base, params)
    assert not kept
    yield found
    database.dispose()


@st.composite
def edits(draw):
    drawn = []
    for number in range(draw(st.integers(0, 3))):
        row = draw(st.integers(0, 300))
        lon = 112.2 + draw(st.integers(0, 30)) / 20
        place = {"lon": lon, "lat": 36.8 + draw(st.integers(0, 20)) / 20}
        drawn.append(
            draw(
                st.sampled_from(
                    [
                        lambda row=row: {"op": "remove", "id": row},
                        lambda row=row, place=place: {"op": "move", "id": row, **place},
                        lambda row=row: {"op": "resize", "id": row, "piles": 7},
                        lambda row=row: {"op": "set_year", "id": row, "year": 2024},
                        lambda number=number, place=place: {
                            "op": "add", "id": f"n{number}", "piles": 9, **place,
                        },
                    ]
                )
            )()
        )  # fmt: skip
    return drawn


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits())
def test_what_an_edit_cannot_touch_stands_as_it_did(state, registry, drawn):
    gone, usable = set(), []
    for each in drawn:
        known = isinstance(each["id"], int)
        named = each | {"id": str(state.stations.id[each["id"]]) if known else each["id"]}
        if named["id"] in gone:
            continue
        if named["op"] == "remove":
            gone.add(named["id"])
        usable.append(named)
    outcome = state.after(parse_edits(usable))
    quick = targets.judged_after(state, registry, outcome)
    whole = targets.judged(state, registry, edited_frame(state, outcome), {})
    assert quick == whole


def test_targets_gained_and_lost_are_told_apart(state, registry):
    before = [
        {"target": name, "title": {}, "clause": "", "clause_path": "", "plan": "", "unit": "",
         "comparator": "", "threshold": 1.0, "status": status, "value": value, "gap": 0.0}
        for name, status, value in (
            ("a", "missed", 1.0), ("b", "met", 2.0), ("c", "met", 3.0), ("d", "uncertain", 4.0),
        )
    ]  # fmt: skip
    after = [
        each | {"status": status, "value": value}
        for each, (status, value) in zip(
            before, (("met", 5.0), ("uncertain", 2.0), ("met", 3.0), ("missed", 4.0)), strict=True
        )
    ]
    told = targets.compared(before, after)
    kinds = {kind: [each["target"] for each in told[kind]] for kind in ("gained", "lost")}
    assert kinds == {"gained": ["a"], "lost": ["b"]}
    assert [each["target"] for each in told["changed"]] == ["d"]
    assert told["before"]["met"] == 2
    assert told["gained"][0]["before"] == {"status": "missed", "value": 1.0, "gap": 0.0}


def test_removing_all_stations_of_a_county_loses_its_targets(state, registry):
    ids = [
        str(name) for name, code in zip(
            state.frame["id"], state.frame["county_code"], strict=True
        ) if code == "140721"
    ]  # fmt: skip
    outcome = state.after(parse_edits([{"op": "remove", "id": each} for each in ids]))
    before = targets.judged_before(state, registry)
    told = targets.compared(before, targets.judged_after(state, registry, outcome))
    lost = {each["target"] for each in told["lost"]}
    assert "jinzhong-charging.1.3.counties" in lost
    assert "jinzhong-charging.annex.140721.2025" in lost
    assert told["gained"] == []


def test_as_many_things_are_kept_as_were_used_last():
    kept, made = Kept(2), []

    def make(name):
        made.append(name)
        return name

    for name in "abacab":
        kept.get(name, lambda name=name: make(name))
    assert len(kept) == 2
    # After a, b, a and c, b is the one that was used longest ago.
    assert made == ["a", "b", "c", "b"]
    assert kept.get("a", lambda: make("a")) == ("a", True)
