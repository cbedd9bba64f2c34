"""The plans on the page: browsed, measured, audited, and told to one township."""

from __future__ import annotations

PHONE = {"width": 360, "height": 780}
PLAN = "jinzhong-charging"
PINGYAO = f"{PLAN}.annex.140728.total"
PER_TOWNSHIP = f"{PLAN}.2.1.3.piles-per-township"


def browse(open_page, until, link="lang=zh&drawer=targets", **options):
    page = open_page(link, **options)
    until(page, "document.querySelector('#drawer .plan-counts') !== null", 20)
    return page, page.locator("#drawer")


def test_a_plan_is_browsed_by_clause_with_a_light_and_the_figures(open_page, until):
    page, drawer = browse(open_page, until)
    assert drawer.locator("optgroup").count() == 5
    assert drawer.locator("select").first.input_value() == PLAN
    assert "一、（三）" in drawer.locator(".clause-group").first.inner_text()
    added = drawer.locator(f"[data-target='{PLAN}.1.3.piles-added']")
    assert added.get_attribute("data-status") == "missed"
    assert "2,241 台 < 2,242 台" in added.inner_text().replace("\u2009", " ")
    ratio = drawer.locator(f"[data-target='{PLAN}.1.3.pile-ratio']")
    assert "需要 电动汽车保有量 图层" in ratio.inner_text()
    page.get_by_role("button", name="2024", exact=True).click()
    drawer.locator(f"[data-target='{PLAN}.1.2.piles-added']").wait_for()


def test_targets_are_narrowed_by_status_and_by_words(open_page, until):
    _, drawer = browse(open_page, until)
    chip = drawer.locator(".plan-counts [data-status=missed]")
    count = int(chip.locator("strong").inner_text())
    chip.click()
    lines = drawer.locator(".target-line")
    assert lines.count() == count > 0
    assert {line.get_attribute("data-status") for line in lines.all()} == {"missed"}
    drawer.locator(".plan-search").fill("平遥")
    assert [line.get_attribute("data-target") for line in lines.all()] == [PINGYAO]


def test_the_list_comes_before_the_measuring_is_done(open_page, until):
    def hold(page):
        page.route("**/api/evaluations?*", lambda _route: None)

    page = open_page("lang=zh&drawer=targets", prepare=hold)
    until(page, "document.querySelectorAll('#drawer .target-line').length > 20")
    assert "正在逐项测算" in page.locator("#drawer").inner_text()
    assert page.locator("#headline .figure").count() > 0


def test_a_target_shows_its_clause_its_shortfall_and_its_link(open_page, until):
    page, drawer = browse(open_page, until)
    drawer.locator(f"[data-target='{PINGYAO}']").click()
    until(page, "document.querySelector('#headline').innerText.includes('平遥县')")
    panel = page.locator("#panel").inner_text()
    for word in ("287", "尚缺 1 台", "市政办发〔2023〕48号", "附件", "不少于 288 台", "公共充电站"):
        assert word in panel
    assert page.locator(".leaflet-choropleth-pane path").count() == 1
    until(page, f"location.hash.includes('target={PINGYAO}')")


def test_the_units_of_a_target_are_on_the_map_in_the_list_and_in_the_table(open_page):
    page = open_page(f"lang=zh&year=2025&theme=target&target={PER_TOWNSHIP}")
    assert page.locator(".leaflet-choropleth-pane path").count() == 130
    page.get_by_role("button", name="表格").click()
    page.wait_for_selector("#table .grid-row")
    page.locator("#table .grid-row").first.click()
    page.locator("#panel .card-title").wait_for()
    assert page.locator(".leaflet-picked-pane path").count() > 0
    assert "达标" in page.locator("#panel .card").inner_text()


def test_a_township_reads_what_the_plans_ask_of_it(open_page, until):
    page = open_page("lang=zh&at=townships/140722100", viewport=PHONE)
    section = page.locator("[data-unit-targets='140722100']")
    section.locator(".target-line").first.wait_for()
    assert "本地 9 台，要求不少于 5 台" in section.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    section.locator(f"[data-target='{PER_TOWNSHIP}']").click()
    until(page, "document.querySelector('#headline').innerText.includes('46.34')")


def test_a_place_opens_its_clauses_and_a_clause_its_places(open_page, until):
    page, drawer = browse(open_page, until)
    drawer.get_by_role("button", name="地点 3").click()
    drawer.locator(f"[data-place='{PLAN}.taihang-1']").click()
    panel = page.locator("#panel .card")
    panel.locator(f"[data-clause='{PLAN}.1.3']").wait_for()
    assert "几何待补" in panel.inner_text()
    panel.locator(f"[data-clause='{PLAN}.1.3']").click()
    page.locator("#panel .card-title", has_text="2025年目标").wait_for()
    assert panel.locator(f"[data-place='{PLAN}.taihang-1']").count() == 1


def test_a_contradiction_shows_its_sum_and_opens_its_clause(open_page, until):
    page, drawer = browse(open_page, until)
    drawer.get_by_role("button", name="矛盾与差异").click()
    finding = drawer.locator("[data-rule=table-row-total]")
    finding.wait_for()
    assert "287 ≠ 288" in finding.inner_text()
    finding.locator(f"[data-clause='{PLAN}.annex']").first.click()
    page.locator("#panel .card-title", has_text="分县").wait_for()
    listed = drawer.locator(".finding").count()
    drawer.locator("select").select_option("")
    until(page, f"document.querySelectorAll('#drawer .finding').length > {listed}")


def test_a_place_shows_why_it_is_here_and_leads_to_the_map(open_page, until):
    page, drawer = browse(open_page, until)
    drawer.locator("select").first.select_option("taiyuan-ecology")
    drawer.get_by_role("button", name="地点 120").click()
    river = drawer.locator(".plan-place", has_text="汾河").first
    river.locator(".badge", has_text="按名称推定").wait_for()
    river.click()
    evidence = page.locator("#panel .place-evidence")
    evidence.wait_for()
    assert "同名要素“汾河”" in evidence.inner_text()
    assert evidence.locator("[data-answer]").count() == 0
    evidence.locator(".link").click()
    page.locator("#panel .card-title", has_text="汾河").wait_for()
    until(page, "location.hash.includes('at=rivers')")


def test_the_tasks_of_a_plan_lead_to_its_places(open_page, until):
    page, drawer = browse(open_page, until)
    drawer.get_by_role("button", name="任务 14").click()
    task = drawer.locator(f"[data-task='{PLAN}.task.city-2023']")
    assert "2023-12" in task.inner_text()
    task.locator(f"[data-place='{PLAN}.taihang-1']").click()
    page.locator("#panel .card-title", has_text="太行").wait_for()


def test_an_evaluation_is_compared_with_an_earlier_one(open_page, until, live_url):
    def add_another(page):
        # That of another year stands in for one made before a layer changed.
        asked = page.request.get(f"{live_url}/api/evaluations?plan={PLAN}&year=2024")
        [other] = asked.json()["evaluations"]

        def answer(route):
            real = route.fetch()
            listed = real.json()["evaluations"]
            route.fulfill(response=real, json={"evaluations": [*listed, other]})

        page.route("**/api/evaluations?*year=2025*", answer)

    _page, drawer = browse(open_page, until, prepare=add_another)
    chooser = drawer.locator(".plan-compare select")
    chooser.wait_for()
    chooser.select_option(index=1)
    told = drawer.locator(".plan-compare p").first
    told.wait_for()
    assert "新达标 0 项，不再达标 0 项" in told.inner_text()
