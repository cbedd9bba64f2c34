"""The audit through the service and the command line."""

from __future__ import annotations

import pytest


def test_every_finding_cites_its_places_and_its_arithmetic(reader):
    findings = reader.get("/api/audit").json()["findings"]
    assert findings
    for finding in findings:
        assert finding["rule"]
        assert finding["arithmetic"]
        assert len(finding["places"]) >= 1
        assert finding["message_zh"] != finding["message_en"]


def test_the_printed_row_total_of_pingyao_is_found(reader):
    findings = reader.get("/api/audit?plan=jinzhong-charging").json()["findings"]
    rows = [f for f in findings if f.get("adcode") == "140728" and "288" in f["arithmetic"]]
    assert any("287" in finding["arithmetic"] for finding in rows)


@pytest.mark.parametrize(
    ("query", "status"), [("plan=none", 404), ("colour=red", 400), ("region=1401", 200)]
)
def test_what_is_asked_must_make_sense(reader, query, status):
    assert reader.get(f"/api/audit?{query}").status_code == status
