"""The answer first: what a planner sees before touching anything."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest

WITHIN = {"#0F4C5C", "#2E8A99", "#8CC5B8"}


def read(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)


def counts(live_url, year, limit_km):
    """How many townships there are and how many lie within the limit, from the standing run."""
    run = read(f"{live_url}/api/runs?analysis=charging-distance&year={year}&region=1407")["runs"][
        -1
    ]
    items = read(f"{live_url}/ogc/collections/{run['result_collection']}/items?limit=10000")
    distances = [feature["properties"]["distance_m"] for feature in items["features"]]
    return len(distances), sum(distance < limit_km * 1000 for distance in distances)


def headline(page):
    return page.locator("#headline h1").inner_text().replace("\u00a0", " ").replace("\n", "")


def test_the_headline_tells_the_real_counts(open_page, live_url):
    page = open_page()
    total, within = counts(live_url, 2025, 10)
    words = f"2025：{total} 个乡镇中 {within} 个在限值内（<10 公里），{total - within} 个超出"
    assert headline(page) == words


def test_every_township_is_on_the_map_in_a_colour_of_the_legend(open_page, live_url):
    page = open_page()
    total, _ = counts(live_url, 2025, 10)
    fills = page.eval_on_selector_all(
        ".leaflet-choropleth-pane path", "paths => paths.map(path => path.getAttribute('fill'))"
    )
    assert len(fills) == total
    assert set(fills) <= WITHIN | {"url(#hatch-F2D492)", "url(#hatch-E08E45)", "url(#hatch-A63C06)"}
    told = page.locator(".legend-list").first.locator(".legend-count").all_inner_texts()
    assert sum(map(int, told)) == total


@pytest.mark.parametrize(("year", "limit"), [(2023, 50), (2024, 30)])
def test_the_year_switch_changes_the_answer_and_keeps_the_extent(
    open_page, live_url, year, limit, until
):
    page = open_page()
    until(page, "location.hash.includes('map=')")
    before = re.search(r"map=([\d./-]+)", page.url)[1]
    page.get_by_role("button", name=str(year)).click()
    until(page, f"document.querySelector('#headline h1')?.innerText.startsWith('{year}')")
    total, within = counts(live_url, year, limit)
    assert f"{within} 个在限值内（<{limit} 公里），{total - within} 个超出" in headline(page)
    until(page, f"location.hash.includes('year={year}')")
    assert re.search(r"map=([\d./-]+)", page.url)[1] == before


def test_a_light_opens_the_clause_behind_it(open_page):
    page = open_page()
    light = page.locator("#panel .target").first
    light.locator("summary").click()
    light.get_by_text("市政办发〔2023〕48号").wait_for()
    assert "一、（三）" in light.inner_text()
    assert "10公里" in light.inner_text()


def test_illustrative_data_is_named_in_the_headline_and_the_legend(open_page):
    page = open_page()
    assert page.locator("#headline .badge-illustrative").inner_text() == "示意"
    for place in ("#headline", "#legend"):
        assert "乡镇（街道）、公共充电站（示例）为示意数据" in page.locator(place).inner_text()


def test_the_map_is_told_in_words(open_page):
    page = open_page()
    words = page.locator("#map").get_attribute("aria-label")
    assert "到最近充电站的距离" in words
    for label in page.locator("#legend .legend-label").all_inner_texts():
        assert label in words


def test_the_page_is_complete_in_english(open_page, until):
    page = open_page()
    page.get_by_role("button", name="EN").click()
    until(page, "document.documentElement.lang === 'en'")
    until(page, "document.querySelector('#headline').innerText.includes('townships')")
    for drawer in ("layers", "targets", "analyses", "runs"):
        page.locator(f"[data-drawer={drawer}]").click()
        until(page, "!document.querySelector('#drawer .notice-loading')")
        assert "⟨" not in page.locator("body").inner_text()
    assert page.title() == "jintu: planning maps of Shanxi"


def test_nothing_is_left_untranslated_in_chinese(open_page):
    page = open_page("lang=zh&table=1&theme=allocations")
    assert "⟨" not in page.locator("body").inner_text()
    assert "2,242" in headline(page)
    assert "2,241" in headline(page)
