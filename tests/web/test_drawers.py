"""Layers, analyses, runs: what the rail opens. The plans' drawers are in test_plans."""

from __future__ import annotations


def open_drawer(page, name, until):
    page.locator(f"[data-drawer={name}]").click()
    until(page, "!document.querySelector('#drawer .notice-loading')")
    return page.locator("#drawer")


def test_every_layer_tells_its_quality_version_and_source(open_page, until):
    page = open_page()
    drawer = open_drawer(page, "layers", until)
    layers = drawer.locator(".layer")
    assert layers.count() == 7
    for layer in layers.all():
        assert layer.locator(".layer-facts .badge").count() == 1
        assert " · 20" in layer.locator(".layer-facts").inner_text()
    stations = drawer.locator("[data-layer=stations]")
    assert stations.locator(".layer-facts .badge-illustrative").count() == 1
    stations.locator("summary").click()
    assert "市政办发〔2023〕48号" in stations.inner_text()
    assert "待补几何 31 个" in drawer.locator("[data-layer=rivers]").inner_text()


def test_a_switched_layer_appears_on_the_map_and_in_the_legend(open_page, until):
    page = open_page()
    drawer = open_drawer(page, "layers", until)
    assert page.locator(".leaflet-lines-pane path").count() == 0
    drawer.locator("[data-layer=rivers] input").check()
    page.wait_for_selector(".leaflet-lines-pane path", state="attached")
    assert "规划河流" in page.locator("#legend").inner_text()
    drawer.locator("[data-layer=rivers] input").uncheck()
    page.wait_for_selector(".leaflet-lines-pane path", state="detached")


def test_allocations_show_printed_and_computed_totals_and_follow_the_year(open_page, until):
    page = open_page()
    drawer = open_drawer(page, "layers", until)
    drawer.locator("[data-layer=charging-allocations] input").check()
    until(page, "document.querySelector('#headline').innerText.includes('2,241')")
    assert page.locator(".leaflet-choropleth-pane path").count() == 11
    assert "平遥县：原文 288，三年相加 287" in page.locator("#panel").inner_text()
    page.get_by_role("button", name="2023", exact=True).click()
    until(page, "document.querySelector('#headline').innerText.includes('2,100')")
    assert "2023 年新增" in page.locator("#legend").inner_text()


def test_an_analysis_is_run_from_its_form_and_shown(open_page, until):
    page = open_page()
    drawer = open_drawer(page, "analyses", until)
    form = drawer.locator("[data-analysis=charging-distance]")
    form.locator("input[name=thresholds_km]").fill("2, 4")
    form.get_by_role("button", name="开始计算").click()
    until(page, "document.querySelector('#legend').innerText.includes('2–4 公里')")
    open_drawer(page, "runs", until)
    assert page.locator("#drawer .run[aria-current]").count() == 1


def test_a_refused_parameter_is_told_in_the_language_of_the_page(open_page, until):
    page = open_page(complaints=True)
    drawer = open_drawer(page, "analyses", until)
    form = drawer.locator("[data-analysis=charging-distance]")
    form.locator("input[name=thresholds_km]").fill("-5")
    form.get_by_role("button", name="开始计算").click()
    alert = drawer.get_by_role("alert")
    alert.wait_for()
    assert "thresholds_km" in alert.inner_text()


def test_search_finds_by_initials_and_goes_there(open_page):
    page = open_page()
    page.keyboard.press("Control+k")
    page.keyboard.type("pyx")
    page.locator(".search-option", has_text="平遥县").wait_for()
    page.keyboard.press("Enter")
    page.locator("#panel .card-title", has_text="平遥县").wait_for()
