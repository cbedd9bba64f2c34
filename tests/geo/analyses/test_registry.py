import dataclasses
from pathlib import Path

import pytest

from geo import analyses
from geo.errors import DuplicateAnalysis, UnknownAnalysis


def test_every_module_with_an_analysis_is_found():
    folder = Path(analyses.__file__).parent
    declaring = [
        path.stem.replace("_", "-")
        for path in folder.glob("*.py")
        if "\nANALYSIS = " in path.read_text(encoding="utf-8")
    ]
    assert [each.id for each in analyses.every()] == sorted(declaring)
    assert {"charging-distance", "service-area"} <= set(declaring)


def test_an_unknown_analysis_lists_those_there_are():
    with pytest.raises(UnknownAnalysis) as raised:
        analyses.get("charging")
    assert raised.value.where == "charging"
    assert "charging-distance" in raised.value.facts["known"]


def test_two_of_one_name_are_refused():
    one = analyses.get("service-area")
    with pytest.raises(DuplicateAnalysis) as raised:
        analyses.register([one, dataclasses.replace(one)])
    assert raised.value.where == "service-area"
