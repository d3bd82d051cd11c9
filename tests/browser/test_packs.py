"""Data packs on the page: a file is previewed and uploaded, rows are typed, a topic is recorded."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.shop import Shop
from tests.browser.test_pages import nameless

_HEAD = "order_id;customer;city;amount;currency;order_time"


def _file(*rows: str) -> FilePayload:
    text = "\n".join([_HEAD, *rows])
    return {"name": "orders.csv", "mimeType": "text/csv", "buffer": text.encode()}


@pytest.fixture
def packs(page: Page, shop: Shop) -> Page:
    """The list of packs."""
    page.goto(f"/projects/{shop.project}/packs")
    expect(page.get_by_role("heading", name="Data packs", level=1)).to_be_visible()
    return page


@pytest.fixture
def name() -> str:
    """A name that no other test uses."""
    return f"Orders {uuid4().hex[:6]}"


def test_a_file_is_previewed_fixed_and_stored(packs: Page, name: str) -> None:
    packs.get_by_role("button", name="Upload").click()
    dialog = packs.get_by_role("dialog", name="Upload a data pack")
    good = "o-1;ann;Oslo;12.50;EUR;2026-01-01 10:00:00"
    file = dialog.get_by_label("File with rows")
    file.set_input_files(_file(good, "o-2;bob;Rome;12,50;EUR;2026-13-01 10:00:05"))
    expect(dialog.get_by_text("CSV, UTF-8, semicolon · 2 rows")).to_be_visible()
    dialog.get_by_role("combobox", name="Columns").click()
    packs.get_by_role("option", name="From shop-kafka · orders", exact=True).click()

    expect(dialog.get_by_role("alert")).to_contain_text("2 errors in 1 of 2 rows. Nothing is stored")
    errors = dialog.get_by_role("table", name="Errors").get_by_role("row")
    expect(errors.nth(1)).to_contain_text("2amount")
    expect(errors.nth(2)).to_contain_text("order_time")
    expect(dialog.get_by_role("button", name="Store the pack")).to_be_disabled()
    assert nameless(packs) == []

    dialog.get_by_role("button", name="Choose another file").click()
    file.set_input_files(_file(good, "o-2;bob;Rome;12.50;EUR;2026-01-01 10:00:05"))
    dialog.get_by_role("textbox", name="Name of the pack").fill(name)
    dialog.get_by_role("button", name="Store the pack").click()
    expect(packs.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(packs.get_by_text("2 rows", exact=True)).to_be_visible()
    expect(packs.get_by_role("cell", name="12.50")).to_have_count(2)


def test_rows_are_typed_pasted_checked_and_saved_as_versions(packs: Page, name: str) -> None:
    packs.get_by_role("link", name="Type in a grid").click()
    packs.get_by_role("combobox", name="Columns from").click()
    packs.get_by_role("option", name="shop-kafka · orders", exact=True).click()
    packs.get_by_role("textbox", name="Name").fill(name)
    _cell(packs, 0, 0).click()
    for text in ("o-1", "ann", "Oslo", "12,5", "EUR", "2026-01-01 10:00:00"):
        packs.keyboard.type(text)
        packs.keyboard.press("Tab")
    _paste(packs, "o-2\tbob\tRome\t7\tEUR\t2026-01-01 10:00:05\no-3\tcy\tNULL\t8\tEUR\t2026-01-01 10:00:09")
    expect(_cell(packs, 2, 2)).to_have_text("null")

    # The server has checked the rows, and the error shows at its cell.
    packs.get_by_role("button", name="1 error: go to the next").click()
    expect(packs.get_by_role("textbox", name="amount, row 1")).to_be_focused()
    expect(packs.get_by_role("main").get_by_role("status")).to_contain_text("grouping or a comma")
    packs.keyboard.type("12.5")
    packs.keyboard.press("Enter")
    expect(packs.get_by_role("button", name=re.compile("go to the next"))).to_have_count(0)
    packs.keyboard.press("Control+s")
    expect(packs.get_by_role("heading", name=name, level=1)).to_be_visible()

    packs.get_by_role("link", name="Edit the rows").click()
    _cell(packs, 1, 2).click()
    packs.keyboard.type("Bergen")
    packs.keyboard.press("Enter")
    packs.get_by_role("link", name="Cancel").click()
    packs.get_by_role("dialog", name="Leave without saving?").get_by_role("button", name="Cancel").click()
    packs.get_by_role("button", name="Save as a new version").click()
    expect(packs.get_by_role("button", name=re.compile("^Version 2"))).to_have_attribute(
        "aria-current", "true"
    )
    expect(packs.get_by_role("cell", name="Bergen")).to_be_visible()
    packs.get_by_role("button", name=re.compile("^Version 1")).click()
    expect(packs.get_by_role("cell", name="Rome")).to_be_visible()


def test_a_topic_is_recorded_with_masks(packs: Page, name: str) -> None:
    packs.get_by_role("button", name="Record", exact=True).click()
    dialog = packs.get_by_role("dialog", name="Record a topic")
    dialog.get_by_role("combobox", name="Topic").fill("orders")
    dialog.get_by_role("textbox", name="Name of the pack").fill(name)
    dialog.get_by_role("combobox", name="Mask of customer").click()
    packs.get_by_role("option", name="Hash").click()
    dialog.get_by_role("combobox", name="Mask of city").click()
    packs.get_by_role("option", name="Redact").click()
    dialog.get_by_role("textbox", name="At most").fill("5")
    dialog.get_by_role("button", name="Record", exact=True).click()
    expect(packs.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(packs.get_by_role("cell", name="***", exact=True)).to_have_count(5)
    expect(packs.get_by_role("cell", name=re.compile("^[0-9a-f]{16}$"))).to_have_count(5)


def _cell(page: Page, row: int, column: int) -> Locator:
    return page.locator(f"tr[data-row='{row}'] td[data-column='{column}']")


def _paste(page: Page, text: str) -> None:
    """Paste into the active cell, as after copying from a spreadsheet."""
    page.evaluate(
        """(text) => {
          const data = new DataTransfer()
          data.setData('text/plain', text)
          document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
        }""",
        text,
    )
