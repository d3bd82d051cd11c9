"""Editing the graph: undo and redo, keys that stay out of text fields, the outline, saving."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.canvas import JobPage
from tests.browser.shop import Shop
from tests.browser.test_pages import nameless


def graph() -> dict[str, Any]:
    """Source → filter → print, one below the other: all of it is in view beside an open panel."""
    source = {"datasource": "shop-kafka", "topic": "orders"}
    nodes = [
        ("n1", "kafka-source", "orders", source, 0),
        ("n2", "filter", "large", {"condition": "amount > 100"}, 140),
        ("n3", "print-sink", "seen", {}, 280),
    ]
    return {
        "version": 1,
        "settings": {"time": "event"},
        "nodes": [
            {"id": key, "kind": kind, "name": name, "params": params, "position": {"x": 0, "y": y}}
            for key, kind, name, params, y in nodes
        ],
        "edges": [
            {"source": "n1", "source_port": "out", "target": "n2", "target_port": "in"},
            {"source": "n2", "source_port": "out", "target": "n3", "target_port": "in"},
        ],
        "notes": [],
    }


@pytest.fixture
def job(page: Page, shop: Shop) -> JobPage:
    """A small job of its own, open and editable."""
    _, address = shop.job(graph())
    page.goto(address)
    job = JobPage(page)
    job.sound()
    return job


def test_delete_undo_redo_by_keys_and_by_buttons(job: JobPage) -> None:
    job.step("large").click()
    job.page.keyboard.press("Delete")
    expect(job.steps).to_have_count(2)
    expect(job.lines).to_have_count(0)
    job.page.keyboard.press("ControlOrMeta+z")
    expect(job.steps).to_have_count(3)
    expect(job.lines).to_have_count(2)
    tools = job.page.get_by_role("toolbar", name="Canvas")
    tools.get_by_role("button", name="Redo").click()
    expect(job.steps).to_have_count(2)
    tools.get_by_role("button", name="Undo").click()
    expect(job.lines).to_have_count(2)


def test_keys_of_the_canvas_do_nothing_in_a_text_field(job: JobPage) -> None:
    job.open("orders")
    name = job.panel().get_by_label("Name of the step")
    name.click()
    for key in ("Home", "Delete", "n", "t", "Backspace", "ControlOrMeta+z", "/"):
        name.press(key)
    expect(job.steps).to_have_count(3)
    expect(job.canvas.locator(".react-flow__node-note")).to_have_count(0)
    expect(name).to_be_focused()
    name.press("Escape")

    job.open("large")
    editor = job.panel().locator(".monaco-editor")
    editor.locator(".view-lines").click()
    for key in ("ControlOrMeta+a", "Delete"):
        job.page.keyboard.press(key)
    expect(job.steps).to_have_count(3)
    job.page.keyboard.insert_text("amount > 5")
    job.sound()


def test_a_renamed_step_is_renamed_in_the_sql_that_reads_it(job: JobPage) -> None:
    job.open("orders")
    job.rename("incoming")
    job.sound()
    job.toolbar.get_by_role("button", name="SQL").click()
    sql = job.page.get_by_role("dialog", name="Generated Flink SQL")
    expect(sql).to_contain_text("FROM `incoming`")


def test_what_was_drawn_is_there_after_a_reload(job: JobPage) -> None:
    job.page.get_by_role("navigation", name="Steps").get_by_role("button", name="Print", exact=False).click()
    expect(job.steps).to_have_count(4)
    job.page.keyboard.press("ControlOrMeta+s")
    expect(job.saved).to_have_text(re.compile("^Saved"))
    job.page.reload()
    expect(JobPage(job.page).steps).to_have_count(4)


def test_every_step_is_reached_without_a_mouse(job: JobPage) -> None:
    outline = job.lower_tab("Outline").get_by_role("list", name="Steps in order")
    expect(outline.get_by_role("listitem")).to_have_count(3)
    expect(outline.get_by_role("listitem").nth(1)).to_contain_text("reads orders")
    entry = outline.get_by_role("button", name=re.compile("^large"))
    entry.focus()
    entry.press("Enter")
    expect(job.panel("large")).to_be_visible()
    assert nameless(job.page) == []


def test_the_help_lists_the_keys(job: JobPage) -> None:
    job.canvas.locator(".react-flow__pane").click(position={"x": 20, "y": 20})
    job.page.keyboard.press("?")
    keys = job.page.get_by_role("dialog")
    expect(keys.first).to_contain_text("Undo")
    expect(keys).to_have_count(1)
