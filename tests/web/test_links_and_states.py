"""Links that hold the state, honest states, hostile data, and a phone."""

from __future__ import annotations

import re

PHONE = {"width": 360, "height": 780}
HOSTILE = '<img src=x onerror="window.__x=1">'


def runs_of(url):
    return "/api/runs" in url and "/js/" not in url


def test_a_copied_link_restores_what_was_seen(open_page, until):
    link = "lang=en&year=2024&layers=counties,rivers&at=townships/140722100&drawer=layers&table=1"
    page = open_page(f"{link}&sort=name/asc&filter=county/Zuoquan&map=9.50/37.10000/113.30000")
    page.locator("#panel .card-title", has_text="辽阳镇").wait_for()
    page.wait_for_selector("#table .grid-row")
    until(page, "location.hash.includes('run=')")
    again = open_page(page.url.split("#")[1])
    again.locator("#panel .card-title", has_text="辽阳镇").wait_for()
    again.wait_for_selector("#table .grid-row")
    assert again.locator("#headline").inner_text().startswith("2024")
    assert again.locator("#drawer [data-layer=rivers] input").is_checked()
    assert again.locator("#table th").first.get_attribute("aria-sort") == "ascending"
    counties = again.locator("#table .grid-row td:nth-child(2)").all_inner_texts()
    assert set(counties) == {"Zuoquan County"}
    assert re.search(r"map=9.50/37.(10|09)\d+/113.(30|29)\d+", page.url)


def test_a_link_to_what_is_gone_says_so_and_shows_what_there_is(open_page):
    link = "lang=zh&run=0000000000000000&versions=stations@99,nowhere@1"
    page = open_page(link, complaints=True)
    told = page.locator("#toasts").inner_text()
    assert "链接中的运算已不存在" in told
    assert "第 99 版" in told
    assert "“nowhere”已不存在" in told
    assert page.locator("#headline").inner_text().startswith("2025")


def test_a_malformed_link_opens_the_first_view(open_page):
    page = open_page("year=1&at=x/<b>&map=0&layers=<i>&drawer=nope&theme=nope")
    assert page.locator("#headline").inner_text().startswith("2025")


def test_hostile_names_are_shown_as_text(open_page):
    def poison(route):
        answer = route.fetch()
        body = answer.json()
        for feature in body["features"]:
            properties = feature["properties"]
            for name in ("name_zh", "name_en", "nearest_id", "class", "county_zh"):
                if name in properties:
                    properties[name] = HOSTILE
        route.fulfill(response=answer, json=body)

    def poison_layers(route):
        answer = route.fetch()
        body = answer.json()
        for layer in body["layers"]:
            layer.update(title={"zh": HOSTILE, "en": HOSTILE}, licence=HOSTILE, source=HOSTILE)
            layer["note"] = {"zh": HOSTILE, "en": HOSTILE}
        route.fulfill(response=answer, json=body)

    def prepare(page):
        page.route("**/ogc/collections/*/items*", poison)
        page.route("**/api/layers", poison_layers)

    page = open_page(
        "lang=zh&table=1&drawer=layers&at=townships/140722100&layers=counties,stations,rivers",
        prepare=prepare,
    )
    page.locator("#panel .card-title").wait_for()
    page.wait_for_selector("#table .grid-row")
    page.locator("#drawer .door summary").first.click()
    page.hover(".leaflet-choropleth-pane path >> nth=40", force=True)
    assert page.locator("#panel .card-title").inner_text() == HOSTILE
    assert HOSTILE in page.locator("#drawer").inner_text()
    assert HOSTILE in page.locator("#table").inner_text()
    assert HOSTILE in page.locator("#legend").text_content()
    assert page.locator("img").count() == 0
    assert page.evaluate("window.__x") is None


def test_an_error_says_what_and_offers_to_try_again(open_page):
    broken = {"now": True}

    def answer(route):
        if not broken["now"]:
            route.fallback()
            return
        body = {"error": {"code": "store_away", "message": "数据库没有应答。", "where": "store"}}
        route.fulfill(status=503, json=body)

    page = open_page(prepare=lambda page: page.route(runs_of, answer), complaints=True)
    alert = page.locator("#panel").get_by_role("alert")
    assert "数据库没有应答。" in alert.inner_text()
    broken["now"] = False
    alert.get_by_role("button", name="重试").click()
    page.wait_for_selector("#headline .figure")


def test_a_year_without_a_run_offers_to_compute_it(open_page):
    def nothing(route):
        route.fulfill(json={"runs": []})

    page = open_page(prepare=lambda page: page.route(runs_of, nothing))
    assert "还没有计算过" in page.locator("#panel").inner_text()
    page.unroute(runs_of)
    page.get_by_role("button", name="现在计算").click()
    page.wait_for_selector("#headline .figure")


def test_a_service_that_is_away_is_told_without_its_own_words(open_page):
    page = open_page(
        prepare=lambda page: page.route("**/i18n/*", lambda route: route.abort()),
        ready=False,
        complaints=True,
    )
    page.locator("#outage").wait_for()


def test_on_a_phone_the_answer_is_a_sheet_from_below(open_page, until):
    page = open_page(viewport=PHONE)
    panel = page.locator("#panel")
    assert page.locator("#headline h1").is_visible()
    assert panel.bounding_box()["y"] > 500
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.locator("#handle").click()
    until(page, "document.querySelector('#panel').getBoundingClientRect().y < 450")
    page.locator("#handle").click()
    until(page, "document.querySelector('#panel').getBoundingClientRect().y < 80")
    assert page.get_by_role("button", name="我的位置").count() == 1
    page.locator("[data-drawer=layers]").click()
    page.locator("#drawer .layer").first.wait_for()
    page.get_by_role("button", name="关闭").first.click()
    page.get_by_role("button", name="2023").click()
    until(page, "document.querySelector('#headline h1').innerText.startsWith('2023')")


def test_the_keyboard_reaches_the_answer_and_the_drawers(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.locator("[data-drawer=targets]").focus()
    page.keyboard.press("Enter")
    page.locator("#drawer .target-line").first.wait_for()
    assert page.evaluate("document.querySelector('#drawer').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.drawer") == "targets"


def test_the_printed_sheet_has_title_map_legend_and_sources(open_page):
    page = open_page()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#headline h1").is_visible()
    assert page.locator("#legend .legend").is_visible()
    # A canvas would print with an opaque ground and hide the townships.
    assert page.locator(".leaflet-points-pane canvas").count() == 0
    assert page.locator(".leaflet-points-pane svg path").count() > 100
    assert "公共充电站" in page.locator("#imprint").inner_text()
    assert page.locator("#rail").is_hidden()
    assert page.locator("#panel-body").is_hidden()
