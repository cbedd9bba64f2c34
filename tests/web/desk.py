"""Somebody at the data desk: a browser of their own, and what they do again and again."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from tests.web.conftest import DESK, PHONE, Office, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

NAME = "王芳"
PASSWORD = "heron-lantern-quartz-51"  # noqa: S105 - of accounts that live as long as a test
HOSTILE = "<img src=x onerror=alert(1)>"
__all__ = ["DESK", "PHONE"]


def square(west: float, south: float) -> list[list[float]]:
    east, north = west + 0.02, south + 0.02
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def park(code: str, name: str, ring: list[list[float]]) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    properties = {"code": code, "name_zh": name}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


BOW_TIE = [[112.6, 37.6], [112.63, 37.63], [112.63, 37.6], [112.6, 37.63], [112.6, 37.6]]
PARKS = [
    park("P1", "滨河公园", square(112.72, 37.68)),
    park("P2", "玉湖公园", square(112.76, 37.70)),
    park("P3", HOSTILE, square(112.70, 37.72)),
    park("P4", "领结", BOW_TIE),
]
"""Four parks, one with a hostile name, one that crosses itself."""
PARKS_LATER = [
    park("P1", "滨河体育公园", square(112.72, 37.68)),
    park("P2", "玉湖公园", square(112.77, 37.71)),
    park("P4", "领结", BOW_TIE),
    park("P5", "新公园", square(112.66, 37.69)),
]
"""P1 renamed, P2 moved, P3 gone, P5 new."""
STATIONS = (
    "编号,名称,经度,纬度\n"
    "A01,榆次站,112.75,37.69\n"
    "A02,太谷站,这里,37.42\n"
    f'A03,"{HOSTILE}",112.54,37.43\n'
).encode("gb18030")
"""A table in GB18030 whose second row has no position."""
PLANE = b"id,x,y\n1,37654321.5,4172345.6\n2,37655321.5,4173345.6\n3,37656321.5,4174345.6\n"
"""Coordinates of zone 37, and nothing that says so."""


def geojson(features: list[dict[str, Any]]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def file(name: str, body: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


class Person:
    """One person's browser at the desk."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def go(self, place: str = "") -> Person:
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}/manage{place}")
        self.page.wait_for_selector("#page[data-ready]")
        return self

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"#content [name={name}], dialog [name={name}]").last
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def sign_in(self, name: str = NAME, password: str = PASSWORD) -> Person:
        self.page.wait_for_selector(".gate-card")
        self.fill(name=name, password=password)
        self.press("登录")
        self.page.wait_for_selector(".section-link[aria-current]")
        return self

    def choose(self, name: str, body: bytes, layer: str, *, known: bool = False) -> None:
        """Choose a file and say which layer it is for; sending is still to come."""
        self.go("#/uploads")
        self.page.wait_for_selector(".drop")
        self.page.set_input_files("#file", file(name, body))
        self.fill(layer=layer if known else "")
        if not known:
            self.fill(new_layer=layer)

    def upload(self, name: str, body: bytes, layer: str, *, known: bool = False) -> Locator:
        """Send a file and have it inspected; give the verdict."""
        self.choose(name, body, layer, known=known)
        self.press("上传并检查")
        self.page.wait_for_selector(".verdict", timeout=60_000)
        return self.page.locator(".verdict")

    def describe(self, **more: str) -> None:
        usual = {
            "title_zh": "测试公园",
            "title_en": "Test parks",
            "source": "市园林局",
            "licence": "内部使用",
            "quality": "derived",
            "key": "code",
        }
        self.fill(**(usual | more))

    def publish(self) -> None:
        self.page.locator("button[value=publish]").click()
        self.page.wait_for_selector(".upload-body > .remark-good", timeout=60_000)

    def dry_run(self) -> dict[str, int]:
        """Rehearse; give the counts."""
        self.page.locator("button[value=dry]").click()
        self.page.wait_for_selector(".outcome .counts", timeout=60_000)
        return self.counts(".outcome .counts")

    def counts(self, place: str) -> dict[str, int]:
        rows = self.page.locator(f"{place} .count")
        pairs = [
            (row.locator("dt").inner_text(), row.locator("dd").inner_text()) for row in rows.all()
        ]
        return {name: int(count) for name, count in pairs}

    def words(self) -> str:
        return self.page.locator("#content").inner_text()


@contextmanager
def at_the_desk(
    browser: Browser,
    office: Office,
    *,
    viewport: dict[str, int] | None = None,
    complaints: bool = False,
) -> Iterator[Person]:
    """Open a browser of one's own; nothing from outside, and no complaint unless expected."""
    context = browser.new_context(viewport=viewport or DESK, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(15_000)
    watch = Watch(page, office.url)
    person = Person(page, office.url)
    yield person
    watch.close(complaints=complaints)
    context.close()


_KEPT: dict[str, BrowserContext] = {}
"""The administrator's browser at each office: pages are fetched once, and it stays signed in."""


@contextmanager
def the_administrator(
    browser: Browser, office: Office, *, complaints: bool = False
) -> Iterator[Person]:
    """Open a page in the first administrator's browser, signed in."""
    first_administrator(office)
    if office.url not in _KEPT:
        _KEPT[office.url] = browser.new_context(viewport=DESK, accept_downloads=True)
    page = _KEPT[office.url].new_page()
    page.set_default_timeout(15_000)
    watch = Watch(page, office.url)
    person = Person(page, office.url).go()
    page.wait_for_selector(".gate-card, .section-link[aria-current]")
    yield person.sign_in() if page.locator(".gate-card").count() else person
    watch.close(complaints=complaints)


def first_administrator(office: Office) -> None:
    """Make the first account, as the page does, unless a test has done so before."""
    if _asked(office, "session")["set_up_needed"]:
        _asked(office, "setup", code=office.set_up_code, name=NAME, password=PASSWORD)


def _asked(office: Office, path: str, **shown: str) -> dict[str, Any]:
    """Ask the service without a browser."""
    request = Request(
        f"{office.url}/api/{path}",
        data=json.dumps(shown).encode() if shown else None,
        headers={"X-Jintu": "1", "Content-Type": "application/json"},
    )
    with urlopen(request) as answer:
        found: dict[str, Any] = json.load(answer)
    return found
