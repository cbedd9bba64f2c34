"""Sending a file to the data desk over lines that break."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web import desk

BODY = desk.geojson(
    [desk.park(f"P{n}", "公园", desk.square(112.5, 37.0 + n / 50)) for n in range(30)]
)


@pytest.fixture
def person(browser, office):
    with desk.the_administrator(browser, office, complaints=True) as signed_in:
        yield signed_in


def test_a_line_that_breaks_is_waited_for(person):
    page = person.page
    broken = []

    def once(route):
        if broken:
            route.continue_()
        else:
            broken.append(route.request.url)
            route.abort()

    page.route("**/chunks/2", once)
    person.choose("parks.geojson", BODY, "test-line")
    person.press("上传并检查")
    expect(page.locator(".at-work")).to_contain_text("连接中断")
    expect(page.locator(".verdict")).to_contain_text("30 行都可以发布", timeout=60_000)
    assert len(broken) == 1


def test_an_upload_goes_on_where_it_was_broken_off(person):
    page = person.page
    page.route("**/chunks/3", lambda route: route.abort())
    sent = []
    person.choose("parks.geojson", BODY, "test-again")
    person.press("上传并检查")
    expect(page.locator(".at-work")).to_contain_text("连接中断")
    page.on("dialog", lambda dialog: dialog.accept())
    address = page.url
    page.unroute("**/chunks/3")
    page.on(
        "request", lambda request: sent.append(request.url) if "/chunks/" in request.url else None
    )
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector(".drop")
    expect(page.locator(".upload-body")).to_contain_text("传到 3 /")
    page.set_input_files("#file", desk.file("parks.geojson", BODY + b" "))
    expect(page.get_by_role("alert")).to_contain_text("内容不同")
    assert sent == []
    page.set_input_files("#file", desk.file("parks.geojson", BODY))
    expect(page.locator(".verdict")).to_contain_text("30 行都可以发布", timeout=60_000)
    assert sent[0].endswith("/chunks/3")
    assert not any(url.endswith(("/chunks/0", "/chunks/1", "/chunks/2")) for url in sent)
