"""Reading the statements, the counts and the registry; saying it in two languages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from geo import audit
from geo.audit import RULE_IDS, Finding
from layers import texts
from layers.plans import UnknownPlan
from layers.plans_audit import (
    COUNTS,
    RELATIONS,
    BadCounts,
    BadRelations,
    audit_json,
    counts,
    findings,
    statements,
)
from layers.plans_audit.material import material
from layers.plans_audit.wire import finding_json

TOWNSHIPS = Path(__file__).parents[3] / "data" / "layers" / "townships.csv"


def test_the_counts_cover_every_township_of_the_layer_once():
    layer = [line.split(",") for line in TOWNSHIPS.read_text("utf-8").splitlines()[1:]]
    table = [line.split(",") for line in COUNTS.read_text("utf-8").splitlines()[1:]]
    assert [(row[0], row[2]) for row in layer] == [(row[0], row[1]) for row in table]


def test_villages_townships_and_what_is_listed_beside_them():
    found = {(one.region, one.unit): one for one in counts.read(COUNTS)}
    # Yuci: 18 townships, and a development zone and a service centre beside them.
    assert (found["140702", "township"].count, found["140702", "township"].special) == (18, 2)
    assert found["140702", "village"].count == 208
    assert found["140702", "county"].count == 1
    jinzhong = [one for one in found.values() if one.region.startswith("1407")]
    assert sum(one.count for one in jinzhong if one.unit == "village") == 1940
    assert sum(one.count for one in jinzhong if one.unit == "county") == 11


@pytest.mark.parametrize(
    "content",
    [
        "township_code,county_code\n140702001,140702\n",
        "township_code,county_code,village_committees,communities,other\n140702001,140702,x,1,0\n",
    ],
)
def test_counts_that_cannot_be_read_are_refused(tmp_path, content):
    path = tmp_path / "counts.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadCounts) as caught:
        counts.read(path)
    assert caught.value.where == "counts.csv"
    with pytest.raises(BadCounts):
        counts.read(tmp_path / "missing.csv")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('[[stock_flow]]\nstock = "no-such"\nflow = "public-piles-added"', "no-such"),
        ('[[alike]]\nzones = ["urban", "nowhere"]', "nowhere"),
        ('[[scale]]\nbase = "m2"\nunits = { "furlong" = 2.0 }', "furlong"),
        ('[lists]\ncollective = ["no-such"]', "no-such"),
        ('[[whole]]\nindicator = "no-such"\nunit = "village"', "no-such"),
        ('[[minima]]\nquota = "no-such"\nminima = [{indicator="x-y", unit="village"}]', "x-y"),
        ('[[ratio]]\nratio = "pile-vehicle-ratio"', "numerator"),
        ('[[answer]]\nfigure = "288"', "answer"),
        ("[[", "key"),
    ],
)
def test_statements_that_do_not_fit_are_refused(registry, tmp_path, content, problem):
    path = tmp_path / "relations.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadRelations) as caught:
        statements.read(path, registry.vocabulary)
    assert problem in str(caught.value.facts["problem"])


def test_figures_of_one_indicator_in_several_units_are_compared_in_one(registry):
    said = statements.read(RELATIONS, registry.vocabulary)
    figures = {one.id: one for one in material(registry, said, ()).figures}
    assert figures["taiyuan-outline.2025.urban-income-goal"].value == 60_000
    assert figures["taiyuan-outline.2025.urban-income-goal"].unit == "CNY"
    # Retail sales are printed in one unit only, and stay in it.
    assert figures["taiyuan-outline.2020.retail"].value == 1655.11
    assert figures["taiyuan-outline.2020.retail#baseline"].value == 1352.3
    assert figures["taiyuan-outline.2020.retail#baseline"].role == "record"
    assert figures["taiyuan-outline.2020.retail-growth"].decimals == 1
    assert figures["taiyuan-outline.table.urban-income-growth"].decimals == 0


def test_repairing_the_print_makes_the_findings_go(registry):
    said = statements.read(RELATIONS, registry.vocabulary)
    printed = material(registry, said, counts.read(COUNTS))
    repairs = {
        "jinzhong-charging.annex.140728.2025": 108,
        "jinzhong-charging.1.2.piles-total": 4997,
        "jinzhong-charging.1.3.piles-total": 7239,
    }
    mended = replace(
        printed,
        figures=tuple(
            replace(one, value=repairs.get(one.id, one.value)) for one in printed.figures
        ),
    )
    rules = {one.rule for one in audit.audit(mended)}
    assert not rules & {"table-row-total", "table-column-total", "table-grand-total", "stock-flow"}


def test_an_unknown_plan_is_refused(registry):
    with pytest.raises(UnknownPlan):
        findings(registry, plan="no-such")


def test_every_rule_and_variant_has_its_words():
    words = texts.catalogue("en")
    used = set()
    for path in sorted((Path(__file__).parents[3] / "geo" / "audit" / "rules").glob("*.py")):
        used |= set(re.findall(r'"(short|impossible|tight|expected|edge|remainder|special)"',
                               path.read_text("utf-8")))  # fmt: skip
    variants = {key.split(".")[2] for key in words if re.fullmatch(r"audit\.[a-z-]+\.\w+", key)}
    for rule in RULE_IDS:
        assert f"audit.rule.{rule}" in words
        assert f"audit.{rule}" in words or any(key.startswith(f"audit.{rule}.") for key in words)
    assert used <= variants


def test_sentences_have_no_gap_in_either_language(registry):
    report = audit_json(registry, "zh")
    for found in report:
        assert found["message"] == found["message_zh"]
        for sentence in (found["message_zh"], found["message_en"]):
            assert not re.search(r"\{|\}|^audit\.", sentence), sentence
    assert json.loads(json.dumps(report)) == report


def test_a_sentence_names_things_in_the_language_asked_for(registry):
    finding = Finding(
        rule="alike-zones",
        severity="info",
        region="140728",
        places=(),
        arithmetic="",
        facts={"indicator": "forest-cover", "zones": "built-up, urban", "year": "2025",
               "values": "1; 2"},
    )  # fmt: skip
    zh, en = (finding_json(registry, finding, language)["message"] for language in ("zh", "en"))
    assert "平遥县" in zh
    assert "森林覆盖率" in zh
    assert "城区" in zh
    assert "Pingyao" in en
    assert "Urban area" in en
