"""A real browser on the real service: nothing from outside, no error in the console."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import PROJECT, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name but this machine's resolves: a request to the outside fails, and is told of below.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}


@pytest.fixture(scope="session")
def until() -> Callable[[Page, str], None]:
    """Wait until an expression holds in a page.

    The browser tool's own waiting compiles text inside the page, which the page's content
    security policy forbids; asking from outside is allowed.
    """

    def wait(page: Page, expression: str, seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while not page.evaluate(expression):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            page.wait_for_timeout(40)

    return wait


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Watch:
    """What a page must not do: ask another host, or complain."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.allowed = (origin, "data:", "blob:")
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self.request)
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def request(self, request: Request) -> None:
        if not request.url.startswith(self.allowed):
            self.outside.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def close(self, *, complaints: bool) -> None:
        self.page.evaluate("localStorage.clear()")
        self.page.close()
        assert self.outside == []
        assert complaints or self.complaints == []


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[Callable[[dict[str, int]], BrowserContext]]:
    """One browser profile for each size of screen, so that files are fetched once."""
    made: dict[int, BrowserContext] = {}

    def of(size: dict[str, int]) -> BrowserContext:
        width = size["width"]
        if width not in made:
            made[width] = browser.new_context(viewport=size, has_touch=size == PHONE)
        return made[width]

    yield of
    for context in made.values():
        context.close()


@pytest.fixture
def open_page(
    profile: Callable[[dict[str, int]], BrowserContext], live_url: str
) -> Iterator[Callable[..., Page]]:
    """Open the page at a link and wait until it shows its answer.

    ``prepare`` may intercept requests before the page asks for anything; ``complaints`` lets a
    test that breaks the service on purpose expect words in the console.
    """
    opened: list[tuple[Watch, bool]] = []

    def go(
        link: str = "lang=zh",
        *,
        viewport: dict[str, int] | None = None,
        prepare: Callable[[Page], None] | None = None,
        ready: bool = True,
        complaints: bool = False,
    ) -> Page:
        page = profile(viewport or DESK).new_page()
        page.set_default_timeout(15_000)
        opened.append((Watch(page, live_url), complaints))
        if prepare:
            prepare(page)
        page.goto(f"{live_url}/#{link}")
        if ready:
            page.wait_for_selector("#page[data-ready]")
        return page

    yield go
    for watch, complaints in opened:
        watch.close(complaints=complaints)


@dataclass(frozen=True)
class Office:
    """A service with a data folder of its own, whose first administrator is still to be made."""

    url: str
    set_up_code: str


@pytest.fixture(scope="module")
def office(
    server_url: str, administer: Callable[[str], None], loaded_template: str, open_folder: Path
) -> Iterator[Office]:
    """The real service on a copy of the bundled data; chunks are one kilobyte."""
    name = f"office_{time.monotonic_ns()}"
    administer(f"CREATE DATABASE {name} TEMPLATE {loaded_template}")
    environment = os.environ | {
        "JINTU_DATABASE_URL": named(server_url, name),
        "JINTU_UPLOAD_CHUNK_KB": "1",
        "JINTU_UPLOAD_KEEP_FREE_MB": "0",
    }
    folder = open_folder / name
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--data-dir", str(folder)]
    log = (open_folder / f"{name}.log").open("w")
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
    ) as service:
        try:
            yield _told(service)
        finally:
            service.terminate()
            service.wait(20)
            log.close()


def _told(service: subprocess.Popen[str]) -> Office:
    """Read what the service prints until it is ready."""
    assert service.stdout is not None
    code = ""
    for line in service.stdout:
        if found := re.search(r"\b[A-Z0-9]{5}(?:-[A-Z0-9]{5})+\b", line):
            code = found[0]
        if found := re.match(r"jintu ready at (http://\S+)", line):
            return Office(found[1], code)
    message = "the service ended before it was ready"
    raise AssertionError(message)
