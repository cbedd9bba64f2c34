"""A sheet is ordered on the map page and fetched."""

from __future__ import annotations

from pathlib import Path


def open_dialog(page):
    page.locator("#rail-tools").get_by_role("button", name="Sheet", exact=True).click()
    return page.get_by_role("dialog", name="Print a sheet")


def test_a_sheet_of_the_map_is_made_and_downloaded(open_page):
    page = open_page("lang=en")
    dialog = open_dialog(page)
    dialog.get_by_label("Made by").fill("Planning office")
    dialog.get_by_label("Title", exact=False).first.fill("Our map")
    dialog.get_by_role("button", name="Make").click()
    link = dialog.get_by_role("link", name="Download")
    link.wait_for(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    assert download.value.suggested_filename.endswith(".pdf")
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    # The office need not write its name every time.
    assert open_dialog(page).get_by_label("Made by").input_value() == "Planning office"


def test_an_atlas_is_offered_where_there_are_units(open_page):
    page = open_page("lang=en")
    options = open_dialog(page).get_by_label("Content").locator("option")
    assert options.all_inner_texts() == [
        "This map, one sheet",
        "Atlas, a page for each township",
        "Atlas, a page for each county",
    ]
    page.keyboard.press("Escape")
    page = open_page("lang=en&theme=allocations")
    assert open_dialog(page).get_by_label("Content").locator("option").count() == 1


def test_what_is_refused_is_told_in_the_dialog(open_page):
    page = open_page("lang=en", complaints=True)
    dialog = open_dialog(page)
    dialog.get_by_label("Made by").fill("x" * 70)
    dialog.get_by_role("button", name="Make").click()
    alert = dialog.get_by_role("alert")
    alert.wait_for()
    assert "organisation must have 1 to 60 printable characters" in alert.inner_text()


def test_the_form_fits_a_phone(open_page):
    page = open_page("lang=zh", viewport={"width": 360, "height": 780})
    page.locator("#rail-tools").get_by_role("button", name="制图", exact=True).click()
    dialog = page.get_by_role("dialog", name="制作图件")
    box = dialog.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert dialog.get_by_role("button", name="制作", exact=True).is_visible()
