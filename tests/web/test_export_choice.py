"""Whatever is on the page can be taken away as a file, by the keyboard too."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
from playwright.sync_api import expect


def test_a_run_becomes_a_workbook_in_gcj_02(open_page):
    page = open_page("lang=en&year=2024")
    page.locator("#panel").get_by_role("button", name="Export", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Format")).to_be_focused()
    expect(dialog.get_by_label("Text encoding")).to_be_hidden()
    dialog.get_by_label("Format").select_option("shapefile")
    expect(dialog.get_by_label("Text encoding")).to_be_visible()
    dialog.get_by_label("Format").select_option("xlsx")
    dialog.get_by_label("Reference system").select_option("GCJ-02")
    expect(dialog.locator(".export-caution")).to_contain_text("approximate")
    dialog.get_by_role("button", name="Make the file").click()
    link = dialog.get_by_role("link", name="Download")
    # Who works by the keyboard is taken to the file.
    expect(link).to_be_focused(timeout=30_000)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith("2024-v1-gcj02-approximate.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert "wkt_gcj02" in [cell.value for cell in book.worksheets[0][1]]
    page.keyboard.press("Escape")
    expect(page.locator("#panel [data-act=export]")).to_be_focused()


def test_a_format_that_knows_degrees_alone_offers_no_other_system(open_page):
    page = open_page("lang=en")
    page.locator("#panel [data-act=export]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reference system").select_option("EPSG:4547")
    dialog.get_by_label("Format").select_option("kml")
    expect(dialog.get_by_label("Reference system")).to_have_value("CRS84")
    offered = dialog.get_by_label("Reference system").locator("option:not([disabled])")
    assert offered.count() == 2


def test_who_may_not_order_gets_public_layers_at_once(open_page):
    page = open_page("lang=zh&drawer=layers", viewport={"width": 360, "height": 780})

    def closed(route):
        told = route.fetch().json() | {"may_order": False}
        route.fulfill(body=json.dumps(told), content_type="application/json")

    page.route("**/api/exports", closed)
    page.get_by_role("button", name="导出：规划河流").click()
    dialog = page.get_by_role("dialog", name="导出：规划河流")
    expect(dialog).to_contain_text("需要登录")
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    with page.expect_download() as download:
        dialog.get_by_role("link", name="CSV").click()
    assert "wkt" in Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()[0]
