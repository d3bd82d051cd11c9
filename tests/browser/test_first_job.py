"""What a newcomer does, from an empty canvas to rows in a topic: the whole way through a real Flink."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import SLOWLY, JobPage
from tests.browser.conftest import Picture

PER_CITY = """SELECT window_start, city, COUNT(*) AS orders, SUM(amount) AS amount
FROM TABLE(TUMBLE(TABLE shop_orders, DESCRIPTOR(order_time), INTERVAL '2' SECOND))
GROUP BY window_start, window_end, city"""


def test_the_demo_job_is_found_in_the_tree_and_drawn(page: Page) -> None:
    page.get_by_role("link", name="Shop").click()
    page.get_by_role("treeitem", name="Orders per city").click()
    job = JobPage(page)
    for name in ("orders", "per_city", "city_topic", "city_table"):
        expect(job.step(name)).to_be_visible()
    expect(job.steps).to_have_count(4)
    expect(job.lines).to_have_count(3)
    expect(job.check).to_have_text("No problems")
    expect(job.step("per_city")).to_contain_text("window_start")


@pytest.mark.timeout(600)
def test_a_job_is_drawn_checked_run_and_compared(page: Page, picture: Picture) -> None:
    job = _draw(page, "Orders in short windows", picture)
    _make_and_fix_mistake(job, picture)
    _look(job)
    job.submit("Orders of each city, every two seconds.", 1)
    _run(job, picture)
    _savepoint_stop_start(job, picture)
    _compare(job, picture)
    job.lower_tab("Runs")
    job.toolbar.get_by_role("button", name="Ways to stop").click()
    page.get_by_role("menuitem", name="Stop at once").click()
    job.stopped()


def _draw(page: Page, name: str, picture: Picture) -> JobPage:
    """Source, SQL and sink from the palette; panels open by themselves, stores are picked from lists."""
    page.get_by_role("link", name="Shop").click()
    page.get_by_role("button", name="New job or folder").click()
    page.get_by_role("menuitem", name="New job").click()
    page.get_by_role("textbox", name="Name of the job").fill(name)
    page.get_by_role("button", name="Create the job").click()
    settings = page.get_by_role("dialog", name="How should this job run?")
    # The project's orders have an event time.
    expect(settings.get_by_role("radio", name="Event time")).to_be_checked()
    settings.get_by_role("button", name="Start drawing").click()
    job = JobPage(page)
    page.get_by_role("button", name="Hide the job tree").click()
    expect(page.get_by_role("heading", name="Start with a source")).to_be_visible()

    job.drag_in("Kafka source", 140, 200)
    job.choose("Data source", re.compile("shop-kafka"))
    job.choose("Topic", re.compile("^orders registered"))
    job.rename("shop_orders")
    picture("draw", page)
    job.close_panel()
    job.drag_in("SQL", 440, 200)
    job.rename("per_city")
    job.close_panel()
    job.drag_in("Kafka sink", 740, 200)
    job.choose("Data source", re.compile("shop-kafka"))
    job.choose("Topic", re.compile("^orders_per_city"))
    job.rename("city_topic")
    job.close_panel()
    job.show_all()
    job.connect("shop_orders", "per_city")
    job.connect("per_city", "city_topic")
    job.tidy()
    return job


def _make_and_fix_mistake(job: JobPage, picture: Picture) -> None:
    """A typo is an error at its line and column, on the node and in the list; fixed, the columns appear."""
    panel = job.open("per_city")
    expect(panel).to_contain_text("Reads shop_orders")
    job.write_sql(PER_CITY.replace("GROUP BY window_start", "GROUP BY window_strat"))
    expect(job.check).to_have_text("1 error")
    expect(panel.get_by_role("alert").filter(has_text="Line 3, column 10")).to_contain_text("window_strat")
    expect(job.step("per_city").get_by_role("img", name=re.compile("Line 3"))).to_be_visible()
    problems = job.lower_tab("Problems")
    expect(problems).to_contain_text("line 3, column 10")
    job.show_all()
    picture("check", job.page)
    job.lower.get_by_role("button", name="Close the lower panel").click()

    job.write_sql(PER_CITY)
    job.sound()
    columns = job.tab(re.compile("^Columns"))
    table = columns.get_by_role("table", name="Output")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_role("row", name=re.compile("orders BIGINT"))).to_be_visible()
    expect(job.step("per_city")).to_contain_text("window_start")


def _look(job: JobPage) -> None:
    """The source's rows, and the SQL that the graph becomes."""
    job.open("shop_orders")
    rows = job.tab("Preview")
    expect(rows.get_by_role("columnheader", name=re.compile("^order_id"))).to_be_visible()
    expect(rows.get_by_role("row").nth(3)).to_be_visible()

    job.toolbar.get_by_role("button", name="SQL").click()
    sql = job.page.get_by_role("dialog", name="Generated Flink SQL")
    expect(sql).to_contain_text("CREATE TEMPORARY TABLE")
    expect(sql).to_contain_text("EXECUTE STATEMENT SET")
    sql.get_by_role("button").first.click()
    expect(sql).to_be_hidden()


def _run(job: JobPage, picture: Picture) -> None:
    """RUNNING, with records per second on the lines and rows that arrive in the sink."""
    job.toolbar.get_by_role("button", name="Test run").click()
    start = job.page.get_by_role("dialog", name="Start a test run")
    start.get_by_role("button", name="Start", exact=True).click()
    job.running()
    expect(job.rates.first).to_be_visible(timeout=SLOWLY)
    expect(job.toolbar.get_by_role("link", name="Open in Flink's own interface")).to_have_attribute(
        "href", re.compile(r"^http://127\.0\.0\.1:\d+/#/job/.*[0-9a-f]{32}")
    )
    job.open("city_topic")
    job.show_all()
    rows = job.tab("Preview")
    expect(rows.get_by_role("columnheader", name=re.compile("^orders"))).to_be_visible(timeout=SLOWLY)
    expect(rows.get_by_role("row").nth(2)).to_be_visible(timeout=SLOWLY)
    picture("run", job.page)


def _savepoint_stop_start(job: JobPage, picture: Picture) -> None:
    """A savepoint while it runs, a stop with another, and on from the first."""
    job.close_panel()
    runs = job.lower_tab("Runs")
    job.toolbar.get_by_role("button", name="Take a savepoint").click()
    expect(runs.get_by_text("completed", exact=True)).to_have_count(1, timeout=SLOWLY)
    job.toolbar.get_by_role("button", name="Stop", exact=True).click()
    job.stopped()
    expect(runs.get_by_text("completed", exact=True)).to_have_count(2)
    job.show_all()
    picture("savepoints", job.page)
    runs.get_by_role("button", name="Start from it").first.click()
    job.running()


def _compare(job: JobPage, picture: Picture) -> None:
    """Version 2 against version 1: the changed step is marked, its parameters stand side by side."""
    job.open("per_city")
    job.tab("Parameters")
    job.write_sql(PER_CITY.replace("'2' SECOND", "'5' SECOND"))
    job.sound()
    job.submit("Five seconds instead of two.", 2)
    job.toolbar.get_by_role("link", name="Version 2").click()
    page = job.page
    for number in (1, 2):
        page.get_by_role("checkbox", name=f"Compare version {number}").check()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("status").filter(has_text="1 changed")).to_contain_text("0 added, 0 removed")
    expect(page.get_by_role("heading", name=re.compile("per_city was changed"))).to_be_visible()
    picture("compare", page)
    page.go_back()
    page.go_back()
