"""Unit tests on the job's page: from no case at all to a suite that says why a row is missing."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from tests.browser.canvas import SLOWLY, JobPage
from tests.browser.conftest import OpenPage, Picture
from tests.browser.shop import Shop

LATE = re.compile("came too late when the watermark was at")


@pytest.fixture(scope="module")
def bench(running: Running, stack: Stack) -> Stack:
    """The stack with a bench, on which unit tests run."""
    return running("bench")


@pytest.fixture
def picture_of(picture: Picture) -> Picture:
    """Screenshots for the README; here `picture` is the chart of arrivals."""
    return picture


@pytest.fixture
def tested(bench: Stack, shop: Shop) -> str:
    """The address of a job like the demo's, without a test case."""
    demo = shop.call("GET", f"jobs/{shop.demo_job()['id']}/")
    return shop.job(demo["draft"]["graph"])[1]


class Tests:
    """The tests under the canvas."""

    __test__ = False

    def __init__(self, page: Page) -> None:
        """Bring them to the front."""
        self.page = page
        self.job = JobPage(page)
        self.lower = self.job.lower
        if self.lower.get_by_role("tab", name="Tests").get_attribute("aria-selected") != "true":
            self.lower.get_by_role("tab", name="Tests").click()

    @property
    def state(self) -> Locator:
        """How the last run of the open case went."""
        return self.page.get_by_test_id("run-state")

    @property
    def suite(self) -> Locator:
        """The state of the suite."""
        return self.page.get_by_test_id("suite-state")

    @property
    def trace(self) -> Locator:
        """The answer to a question about a row."""
        return self.page.get_by_test_id("trace")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """One of the panel's buttons."""
        return self.lower.get_by_role("button", name=name)

    def accept(self, output: str) -> None:
        """Accept the output of the last run as expected."""
        self.lower.get_by_role("tab", name=re.compile(rf"{output} \(")).click()
        self.button("Accept as expected").click()
        dialog = self.page.get_by_role("dialog", name=f"Accept the output of {output}?")
        dialog.get_by_role("button", name="Accept as expected").click()
        expect(dialog).to_be_hidden()


@pytest.mark.timeout(600)
def test_from_the_first_case_to_a_late_row_and_back(
    open_page: OpenPage, tested: str, picture_of: Picture
) -> None:
    page = open_page("dev", tested)
    tests = Tests(page)

    # The pack that matches the source is found, and its rows are drawn.
    tests.button("Create the first case").click()
    expect(tests.lower.get_by_label("Data pack for orders")).to_have_value(
        re.compile("^Three minutes of orders")
    )
    picture = tests.lower.get_by_role("img", name=re.compile("rows of orders by arrival"))
    expect(picture).to_have_accessible_name(re.compile("None is behind the watermark"))

    # From the keyboard, with the first bench of the day perhaps still warming up.
    page.keyboard.press("Control+Shift+Enter")
    expect(tests.state).to_contain_text("Ran, nothing expected", timeout=SLOWLY)
    tests.accept("city_table")
    expect(tests.state).to_contain_text("Passed", timeout=SLOWLY)
    expect(tests.suite).to_have_text("1 of 1 passed")

    # In watch mode a change runs automatically: the first row comes three minutes late.
    tests.button("Watch").click()
    picture.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    by = tests.lower.get_by_label("By", exact=True)
    by.fill("180")
    by.press("Tab")
    expect(picture).to_have_accessible_name(re.compile("1 is behind the watermark"))
    expect(tests.state).to_contain_text("Failed", timeout=SLOWLY)
    changed = tests.lower.get_by_role("row", name=re.compile("Other values"))
    expect(changed.locator("del").first).to_be_visible()
    expect(changed.locator("ins").first).to_be_visible()
    tests.button("Watch").click()
    page.mouse.move(0, 0)
    picture_of("diff", page)

    # Where it went, in words and on the canvas.
    tests.lower.get_by_role("tab", name="Late rows (1)").click()
    tests.lower.get_by_title("Where did this row go?").click()
    expect(tests.trace).to_contain_text(LATE, timeout=SLOWLY)
    expect(tests.job.step("per_city").get_by_role("button", name=LATE)).to_be_visible()
    picture_of("late", page)
    page.keyboard.press("Escape")
    expect(tests.trace).to_be_hidden()

    # Why a row is there.
    tests.lower.get_by_role("tab", name=re.compile(r"city_table \(")).click()
    changed.click()
    expect(tests.trace.get_by_role("table")).to_be_visible(timeout=SLOWLY)
    page.keyboard.press("Escape")

    # The state is on the server: after a reload and for other users it is the same.
    page.reload()
    expect(tests.state).to_contain_text("Failed")
    other = Tests(open_page("admin", page.url))
    expect(other.state).to_contain_text("Failed")
    tests.accept("city_table")
    expect(tests.suite).to_have_text("1 of 1 passed", timeout=SLOWLY)
    expect(other.suite).to_have_text("1 of 1 passed")


@pytest.mark.timeout(600)
def test_coverage_on_the_canvas_and_a_version_with_its_suite(
    open_page: OpenPage, bench: Stack, shop: Shop
) -> None:
    demo = shop.demo_job()
    tests = Tests(open_page("dev", shop.page(demo["id"])))
    tests.lower.get_by_role("switch", name="Coverage").click()
    tests.button("Run all").click()
    expect(tests.suite).to_have_text("3 of 3 passed", timeout=SLOWLY)
    expect(tests.page.get_by_test_id("coverage")).to_contain_text("4 of 4 steps", timeout=SLOWLY)
    mark = tests.job.step("per_city").get_by_role("button", name=re.compile("rows passed"))
    expect(mark).to_be_visible()

    number = shop.call("POST", f"jobs/{demo['id']}/versions/", {"comment": "With its tests."})["number"]
    page = open_page("dev", f"{shop.page(demo['id'])}/versions/{number}")
    suite = page.get_by_test_id("version-suite")
    suite.click()
    page.get_by_role("button", name="Run the suite").click()
    expect(suite).to_have_text("Tests passed", timeout=SLOWLY)
