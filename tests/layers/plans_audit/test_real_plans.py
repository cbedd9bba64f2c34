"""What stands in the printed plans: each figure below was read and worked out by hand."""

from __future__ import annotations

import csv
from pathlib import Path

from layers.plans_audit import audit_json

ALLOCATIONS = Path(__file__).parents[3] / "data" / "allocations"


def test_the_row_total_that_is_one_too_high(report):
    (found,) = [one for one in report if one["rule"] == "table-row-total"]
    assert found["arithmetic"] == "2023: 100 + 2024: 80 + 2025: 107 = 287 ≠ 288"
    assert found["adcode"] == "140728"
    assert [place["printed"] for place in found["places"]] == ["288", "100", "80", "107"]
    assert {place["clause"] for place in found["places"]} == {"jinzhong-charging.annex"}
    assert {place["document"] for place in found["places"]} == {"002_02bb18daf9b75844.txt"}


def test_the_column_total_that_is_one_too_high_in_the_table_and_in_the_text(report):
    (found,) = [one for one in report if one["rule"] == "table-column-total"]
    assert found["arithmetic"].endswith(" = 2241 ≠ 2242")
    assert "adcode" not in found
    assert [place["clause"] for place in found["places"][:2]] == [
        "jinzhong-charging.1.3",
        "jinzhong-charging.annex",
    ]
    assert len(found["places"]) == 13


def test_the_corner_of_the_table_agrees_with_both_wrong_totals(of):
    assert of("table-grand-total") == ["2023: 2100 + 2024: 1683 + 2025: 2241 = 6024 ≠ 6025"]


def test_the_stock_that_is_not_the_sum(of):
    assert of("stock-flow") == ["3314 + 1683 = 4997 ≠ 4758"]


def test_the_ratios_that_the_counts_do_not_reach(of):
    assert of("ratio-counts") == [
        "4758 ÷ 36400 = 1:7.65 < 1:7; 1:7 × 36400 = 5200",
        "7000 ÷ 50000 = 1:7.14 < 1:6; 1:6 × 50000 = 8333.3",
    ]


def test_the_ratio_that_loosens(report):
    (found,) = [one for one in report if one["rule"] == "loosening"]
    assert found["arithmetic"] == "2024: ≥ 1:7 → 2025: ≥ 1:8"
    assert [place["clause"] for place in found["places"][:2]] == [
        "jinzhong-charging.1.2",
        "jinzhong-charging.1.3",
    ]


def test_the_counties_whose_quota_is_less_than_two_piles_a_village(report):
    found = {one["adcode"]: one for one in report if one["rule"] == "minimum-quota"}
    assert {adcode: one["arithmetic"].split(";")[0] for adcode, one in found.items()} == {
        "140721": "2 × 169 = 338 > 229",
        "140722": "2 × 160 = 320 > 229",
        "140723": "2 × 176 = 352 > 229",
        "140724": "2 × 231 = 462 > 258",
        "140725": "2 × 163 = 326 > 229",
        "140728": "2 × 211 = 422 > 288",
        "140729": "2 × 192 = 384 > 229",
    }
    assert found["140728"]["arithmetic"].endswith("2 × 211 + 5 × 16 + 30 × 1 = 532")
    assert "1214" in found["140728"]["message"]


def test_the_villages_and_townships_of_the_official_list(of):
    assert of("official-count") == ["1942 ≠ 1940", "118 + 12 = 130 ≠ 118"]


def test_the_document_number_of_the_contents_page(report):
    (found,) = [one for one in report if one["rule"] == "document-number"]
    assert found["arithmetic"] == "市政办发〔2023〕2号 ≠ 市政办发〔2024〕2号"
    assert [(place["clause_path"], place["printed"]) for place in found["places"]] == [
        (None, "市政办发〔2024〕2号"),
        ("目录", "市政办发〔2023〕2号"),
    ]


def test_what_the_steps_leave_for_the_last_year(of):
    assert of("schedule-total") == [
        "2023: 1 + 2024: 3 = 4; 7 − 4 = 3",
        "2023: 14 + 2024: 12 = 26; 39 − 26 = 13",
        "2023: 5 + 2024: 5 = 10; 11 − 10 = 1",
        "2023: 6 + 2024: 2 = 8; 15 − 8 = 7",
        "2023: 680 + 2024: 680 = 1360; 1942 − 1360 = 582",
    ]


def test_clauses_that_differ(of):
    assert of("clauses-differ") == [
        "2025: > 28880 ≠ > 30000",
        "2025: ≥ 56318 ≠ ≥ 60000",
        "2025: ≥ 1:8 ≠ 1:6",
        "2025: ≤ 10 ≠ < 10",
        "2025: ≥ 30 ≠ > 30",
        "2025: ≥ 50 ≠ > 50",
    ]


def test_what_differs_between_plans(of):
    assert of("alike-zones") == [
        "2020: 11.45 ≠ 12.25",
        "2025: > 12.78 ≠ ≥ 13.2",
        "2025: ≥ 44.38 ≠ ≥ 45",
    ]
    assert of("yearly-total") == ["20 × 5 = 100 ≠ 50"]
    assert of("nested-share") == ["≥ 100 % ⊃ ≥ 95 %"]
    assert of("growth-rate") == ["(1655.11 ÷ 1352.3)^(1/5) − 1 = 4.12 % ≠ 4.2 %"]


def test_nothing_else_is_claimed(report):
    rules = {one["rule"] for one in report}
    assert not rules & {"impossible-value", "part-exceeds-whole", "plans-differ"}
    assert len(report) == 34


def test_the_table_of_the_registry_is_the_table_of_the_layer(registry):
    with (ALLOCATIONS / "jinzhong-charging-2023-2025.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for year in ("2023", "2024", "2025"):
                target = registry.all_targets[f"jinzhong-charging.annex.{row['adcode']}.{year}"]
                assert target.value == int(row[f"new_{year}"])
            total = registry.all_targets[f"jinzhong-charging.annex.{row['adcode']}.total"]
            assert total.value == int(row["printed_total"])


def test_a_region_sees_what_concerns_it(registry, report):
    pingyao = audit_json(registry, "en", region="140728")
    assert {one["region"] for one in pingyao} == {"140728", "1407"}
    assert audit_json(registry, "en", region="14") == report
    assert audit_json(registry, "en", region="1406") == []


def test_a_plan_sees_what_is_between_it_and_others(registry):
    ecology = audit_json(registry, "en", plan="taiyuan-ecology")
    assert [one["rule"] for one in ecology] == [
        "nested-share",
        "yearly-total",
        "alike-zones",
        "alike-zones",
        "alike-zones",
    ]
    assert {plan for one in ecology for plan in one["plans"]} == {
        "taiyuan-ecology",
        "taiyuan-outline",
        "taiyuan-urban-rural",
    }
