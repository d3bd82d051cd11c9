"""A run as the page tells it by itself, and the page after the server was away."""

import re

import pytest
from playwright.sync_api import expect

from penstock.local.stack import Stack
from tests.browser.canvas import SLOWLY, JobPage
from tests.browser.conftest import OpenPage, Picture
from tests.browser.shop import Shop


@pytest.mark.timeout(600)
def test_states_and_figures_arrive_and_come_back_after_a_restart(
    open_page: OpenPage, shop: Shop, stack: Stack, picture: Picture
) -> None:
    demo = shop.demo_job()
    page = open_page("dev", shop.page(demo["id"]))
    job = JobPage(page)
    link = page.get_by_role("banner").get_by_role("status")
    expect(link).to_have_text("Live")

    # Started elsewhere: no click on this page, and no reload.
    version = shop.call("POST", f"jobs/{demo['id']}/versions/", {"comment": "As drawn."})["number"]
    body = {"version": version, "environment": "test", "start": {"from": "earliest"}}
    run = shop.call("POST", f"jobs/{demo['id']}/instances/", body)
    job.running()
    # A window of a minute has to end first, and be late by five seconds.
    expect(job.rates.nth(2)).to_be_visible(timeout=2 * SLOWLY)
    picture("canvas", page)

    stack.kill("web")
    expect(link).to_have_text("Reconnecting…", timeout=SLOWLY)
    job.step("per_city").click()
    page.keyboard.press("ArrowDown")
    expect(job.saved).to_have_text("Not saved yet", timeout=SLOWLY)
    stack.restart("web")
    expect(link).to_have_text("Live", timeout=SLOWLY)
    expect(job.saved).to_have_text(re.compile("^Saved"), timeout=SLOWLY)
    job.running()
    expect(job.rates.first).to_be_visible(timeout=SLOWLY)

    shop.call("POST", f"instances/{run['id']}/stop/", {"savepoint": False})
    job.stopped()
