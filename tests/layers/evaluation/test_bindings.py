"""The table of bindings: what ships fits the plans, and faults are named."""

from __future__ import annotations

import pytest

from geo import indicators
from layers.evaluation import BindingFaults, bindings

HEAD = """
revision = 1
[quality_error_m]
official = 1
[factors]
"km" = 1000
[[binding]]
id = "one"
indicators = ["charging-distance"]
level = "township"
"""


NEAREST = 'method = "nearest"\nlayers = { origins = "a", sites = "b" }\n'


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "bindings.toml"
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    return write


def test_the_table_names_only_what_the_plans_know(registry):
    assert bindings.unknown_words(bindings.load(), registry.vocabulary) == []


def test_a_word_the_plans_do_not_know_is_named(registry, table):
    path = table('method = "nearest"\nlayers = { origins = "moons", sites = "stations" }\n')
    assert bindings.unknown_words(bindings.load(path), registry.vocabulary) == ["one: moons"]


def test_every_quality_has_an_error():
    table = bindings.load().table
    assert set(table.quality_error_m) == {"official", "derived", "illustrative"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('method = "guess"\nlayers = {}\n', "method"),
        ('method = "nearest"\nlayers = { origins = "townships" }\n', "one: sites"),
        (NEAREST + 'parameters = { figure = "x" }\n', "figure"),
        (NEAREST.replace(" }", ', moons = "c" }'), "one: moons"),
        (NEAREST + "extra = 1\n", "extra"),
        ("method = ", "bindings.toml"),
    ],
)
def test_a_fault_is_named(table, text, fault):
    with pytest.raises(BindingFaults) as raised:
        bindings.load(table(text))
    assert fault in str(raised.value)


def test_a_binding_speaks_of_the_scope_it_names(registry):
    table = bindings.load()
    found = {
        target.id: [each.id for each in table.of(target)]
        for target in registry.all_targets.values()
    }
    assert found["jinzhong-charging.1.3.distance"] == [
        "charging-distance-villages", "charging-distance-townships",
    ]  # fmt: skip
    assert found["jinzhong-charging.2.1.1.core-distance-2025"] == ["charging-distance-core"]
    assert found["taiyuan-ecology.2025.protection-main"] == ["protection-main-stem"]
    assert found["taiyuan-ecology.2025.protection-tributary"] == ["protection-tributaries"]
    assert found["shuozhou-core.3.area"] == ["core-area"]
    # A ratio for buses only is not the ratio of all piles to all vehicles.
    assert found["jinzhong-charging.2.1.4.public-sector"] == []


def test_every_binding_is_for_some_target_or_indicator_of_the_plans(registry):
    idle = [
        each.id
        for each in bindings.load().table.binding
        if not any(each.speaks_of(target) for target in registry.all_targets.values())
    ]
    # The rule stands ready; no document states the figure for a year yet.
    assert set(idle) <= {"happy-rivers", "forest-cover", "piles-per-village"}


def test_every_rule_of_the_product_can_be_reached_from_the_table():
    used = {each.method for each in bindings.load().table.binding}
    unused = {each.id for each in indicators.every()} - used
    assert unused == {"coverage-population"}
