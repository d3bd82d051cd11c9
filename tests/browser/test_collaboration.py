"""Two people and one job: who edits, what the other sees, and that nothing is lost between them."""

import re

from playwright.sync_api import expect

from tests.browser.canvas import JobPage
from tests.browser.conftest import OpenPage
from tests.browser.shop import Shop
from tests.browser.test_editing import graph


def test_a_lock_is_seen_taken_over_and_the_former_holder_told_at_once(
    open_page: OpenPage, shop: Shop
) -> None:
    _, address = shop.job(graph())
    dev = JobPage(open_page("dev", address))
    expect(dev.saved).to_have_text(re.compile("^Saved"))

    admin = JobPage(open_page("admin", address))
    expect(admin.page.get_by_role("alert")).to_contain_text("Dana Developer is editing this job")
    expect(admin.page.get_by_role("navigation", name="Steps")).to_be_hidden()
    expect(admin.toolbar.get_by_role("button", name="Submit")).to_be_disabled()

    admin.page.get_by_role("button", name="Take over the lock").click()
    admin.page.get_by_role("dialog", name="Take over from Dana Developer?").get_by_role(
        "button", name="Take over"
    ).click()
    expect(admin.page.get_by_role("navigation", name="Steps")).to_be_visible()

    expect(dev.page.get_by_role("alert")).to_contain_text("Ada Administrator is editing this job")
    expect(dev.page.get_by_role("navigation", name="Steps")).to_be_hidden()

    admin.step("large").click()
    admin.page.keyboard.press("Delete")
    expect(admin.saved).to_have_text(re.compile("^Saved"))
    # The reader's canvas follows without a reload.
    expect(dev.steps).to_have_count(2)


def test_an_operator_may_look_and_not_touch(open_page: OpenPage, shop: Shop) -> None:
    _, address = shop.job(graph())
    ops = JobPage(open_page("ops", address))
    expect(ops.page.get_by_role("status").filter(has_text="You can view this job")).to_be_visible()
    expect(ops.page.get_by_role("navigation", name="Steps")).to_be_hidden()
    ops.open("large")
    expect(ops.panel().get_by_role("button", name="Delete the step")).to_have_count(0)


def test_a_new_job_shows_in_the_others_tree(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("admin", f"/projects/{shop.project}")
    tree = page.get_by_role("tree", name="Folders and jobs")
    expect(tree).to_contain_text("Orders per city")
    expect(page.get_by_role("banner").get_by_text("Live", exact=True)).to_be_visible()
    name, _ = shop.job()
    expect(tree).to_contain_text(name)
