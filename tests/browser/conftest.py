"""The browser layer: the same stack as the demo, seen through a real browser."""

import os
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from penstock.local.programs import Installation
from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from tests.browser import chromium
from tests.browser.shop import Shop

# A busy machine with two cores runs Flink, Kafka and the browser at once.
PATIENCE_MS = int(os.environ.get("PENSTOCK_TEST_PATIENCE_MS", "30000"))
SIZE = {"width": 1440, "height": 900}

OpenPage = Callable[..., Page]
Picture = Callable[[str, Page], None]
# Where the README's pictures go when they are taken again (`make screenshots`).
PICTURES = os.environ.get("PENSTOCK_TEST_PICTURES")


@pytest.fixture(scope="session")
def stack(running: Running) -> Stack:
    """Everything but the production cluster, with the demo's data in it."""
    stack = running(
        *("postgres", "redis", "kafka", "flink-test"), *("web", "worker", "planner", "beat", "producer")
    )
    stack.manage("seed_demo")
    return stack


@pytest.fixture(scope="session")
def shop(stack: Stack) -> Shop:
    """The demo's project, by the API, as its developer."""
    return Shop(stack.url("web"), "dev")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run; each test has windows of its own."""
    found = chromium.find()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.path,
            args=list(found.arguments),
            env={**os.environ, **found.env},
        )
        yield browser
        browser.close()


@dataclass
class Window:
    """What one person has open, and what went wrong in it unseen."""

    context: BrowserContext
    said: list[str] = field(default_factory=list)
    thrown: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """A page in this window."""
        self.context.on("console", lambda line: self.said.append(f"{line.type}: {line.text}"))
        self.context.on("weberror", lambda one: self.thrown.append(str(one.error)))
        page = self.context.new_page()
        page.goto(path)
        return page

    def keep(self, folder: Path, number: int) -> None:
        """Leave pictures, the trace and the console for the analysis of the failure."""
        for tab, page in enumerate(self.context.pages, 1):
            with suppress(PlaywrightError):
                page.screenshot(path=folder / f"{number}-{tab}.png", animations="disabled")
        self.context.tracing.stop(path=folder / f"{number}-trace.zip")
        (folder / f"{number}-console.txt").write_text("\n".join([*self.said, *self.thrown]))


@pytest.fixture
def open_page(browser: Browser, stack: Stack, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens a window of one of the demo's people, or of nobody. No page may throw; failures leave traces."""
    windows: list[Window] = []

    def open_page(user: str | None = "dev", path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=stack.url("web"), viewport=SIZE, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE_MS)
        context.tracing.start(screenshots=True, snapshots=True)
        if user:
            context.add_cookies(Shop(stack.url("web"), user).cookies())
        windows.append(Window(context))
        return windows[-1].open(path)

    yield open_page
    thrown = [one for window in windows for one in window.thrown]
    if thrown or request.node.stash.get(FAILED, False):
        for number, window in enumerate(windows, 1):
            window.keep(artefacts(request.node.nodeid), number)
    for window in windows:
        window.context.close()
    assert not thrown, "the page threw"


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A window in which the demo's developer is signed in."""
    return open_page()


@pytest.fixture(scope="session")
def picture() -> Picture:
    """Takes a picture for the README, where one is wanted."""

    def take(name: str, page: Page) -> None:
        if not PICTURES:
            return
        # The messages in the corner are gone by themselves; a picture has no use for them.
        expect(page.locator(".mantine-Notification-root")).to_have_count(0)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", animations="disabled", caret="hide")

    return take


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember how the test ended for its fixtures, and say where the pictures are."""
    report = yield
    if report.failed and report.when in ("setup", "call"):
        item.stash[FAILED] = True
        report.sections.append(("Pictures and traces", str(artefacts(item.nodeid))))
    return report


def artefacts(nodeid: str) -> Path:
    """Where a failed test leaves what was seen; open a trace with `playwright show-trace`."""
    name = re.sub(r"[^\w.]+", "-", nodeid.removeprefix("tests/browser/")).strip("-")
    folder = Installation.default().home / "browser" / "failures" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
