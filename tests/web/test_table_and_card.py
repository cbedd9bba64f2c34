"""The table twin of the map, and the card of a place."""

from __future__ import annotations


def names(page):
    return page.locator("#table tbody .grid-row td:first-child").all_inner_texts()


def distances(page):
    return [
        float(text) for text in page.locator("#table .grid-row td:nth-child(3)").all_inner_texts()
    ]


def open_table(page):
    page.get_by_role("button", name="表格").click()
    page.wait_for_selector("#table .grid-row")


def test_the_table_starts_with_the_farthest_and_sorts_by_any_column(open_page):
    page = open_page()
    open_table(page)
    shown = distances(page)
    assert shown == sorted(shown, reverse=True)
    page.locator("#table th").nth(2).get_by_role("button").click()
    page.wait_for_selector("#table th[aria-sort=ascending]")
    shown = distances(page)
    assert shown == sorted(shown)


def test_a_filter_keeps_only_its_rows(open_page, until):
    page = open_page()
    open_table(page)
    page.get_by_label("筛选：县（市、区）").fill("左权")
    until(page, "document.querySelectorAll('#table .grid-row').length < 20")
    counties = page.locator("#table .grid-row td:nth-child(2)").all_inner_texts()
    assert set(counties) == {"左权县"}
    assert page.get_by_text(f"{len(counties)} / 130 行").is_visible()


def test_a_row_goes_to_its_place_and_arrows_move_on(open_page):
    page = open_page()
    open_table(page)
    first, second = names(page)[:2]
    page.locator("#table .grid-row").first.click()
    page.locator("#panel .card-title", has_text=first).wait_for()
    assert page.locator(".leaflet-picked-pane path").count() > 0
    page.locator("#table .grid-frame").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#panel .card-title", has_text=second).wait_for()
    assert page.locator("#table .grid-row[aria-selected=true] td").first.inner_text() == second


def test_a_place_on_the_map_shows_its_card_and_its_row(open_page):
    page = open_page("lang=zh&table=1&layers=counties")
    page.locator(".leaflet-choropleth-pane path").nth(60).click(force=True)
    title = page.locator("#panel .card-title")
    title.wait_for()
    card = page.locator("#panel .card").inner_text()
    for word in ("充电距离", "最近充电站", "距离分级", "2025 年限值", "米"):
        assert word in card
    page.get_by_text("条款依据").click()
    assert "一、（三）" in page.locator("#panel .card").inner_text()
    assert page.locator("#panel .card .badge-illustrative").count() >= 1
    picked = page.locator("#table .grid-row[aria-selected=true] td").first
    assert picked.inner_text() == title.inner_text()


def test_escape_closes_the_top_thing_first(open_page):
    page = open_page("lang=zh&table=1&drawer=layers&at=townships/140722100")
    page.locator("#panel .card-title").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#drawer").is_hidden()
    assert page.locator("#panel .card-title").is_visible()
    page.keyboard.press("Escape")
    page.locator("#panel .card-title").wait_for(state="detached")
    assert page.locator("#table").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector("#table", state="hidden")


def test_the_csv_holds_what_the_table_shows(open_page, tmp_path, until):
    page = open_page()
    open_table(page)
    page.get_by_label("筛选：充电距离").fill(">4")
    until(page, "document.querySelectorAll('#table .grid-row').length < 100")
    shown = page.locator("#table .grid-row").count()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 CSV").click()
    target = tmp_path / "table.csv"
    waiting.value.save_as(target)
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").strip().split("\r\n")
    assert lines[0] == "代码,乡镇（街道）,县（市、区）,充电距离 (米),距离分级,最近充电站,判定"
    assert len(lines) == shown + 1
    assert lines[1].startswith("1407")
