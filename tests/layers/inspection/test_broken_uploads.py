"""What offices really have: each upload gets the report written down for it."""

from __future__ import annotations

import pytest

from layers import inspection
from tests.files import broken, habits, offices

EVERY = [*broken.EVERY, *offices.EVERY, *habits.EVERY]
CASES = {case.id: case for case in EVERY}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Every case, inspected in one confined process, each by a worker of its own."""
    uploads = []
    for case in CASES.values():
        folder = tmp_path_factory.mktemp(case.id)
        path = case.build(folder)
        upload = inspection.Upload(path=path, asked=case.asked, with_companions=False)
        uploads.append((upload, folder / "result"))
    return dict(zip(CASES, inspection.inspect_all(uploads), strict=True))


def test_the_corpus_is_large_enough():
    assert len(CASES) == len(EVERY) >= 60


@pytest.mark.parametrize("name", CASES)
def test_the_report_is_the_expected_one(reports, name):
    case, report = CASES[name], reports[name]
    found = {finding.code for finding in report.findings}
    told = report.to_json("en")["findings"]
    assert case.codes - found == set(), told
    assert case.absent & found == set(), told
    assert report.accepted == case.accepted, told
    assert case.format in {None, report.format}
    for number, expected in enumerate(case.layers or ()):
        layer = vars(report.layers[number])
        layer["first"] = next((one["crs"] for one in layer["crs_candidates"]), None)
        assert {key: layer[key] for key in expected} == expected
    if case.layers is not None:
        assert len(report.layers) == len(case.layers)


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_has_a_reason_and_every_finding_its_words(reports, name):
    report = reports[name]
    errors = [finding for finding in report.findings if finding.level == "error"]
    assert report.accepted or errors
    for language in ("zh", "en"):
        for finding in report.to_json(language)["findings"]:
            assert finding["message"], finding
            assert not finding["message"].startswith("finding."), finding
            assert not finding["repair"].startswith("repair."), finding
            assert "{" not in finding["message"] + finding["repair"], finding
            assert "--" not in finding["message"] + finding["repair"], finding
