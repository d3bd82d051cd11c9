"""Pages beside the canvas: what is empty says so, what is not there is not found, both colours work."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.shop import Shop

HEADINGS = {
    "datasources": "Data sources",
    "tables": "Tables",
    "packs": "Data packs",
    "instances": "Running",
    "settings": "Settings",
}


@pytest.fixture(scope="module")
def empty_project(shop: Shop) -> str:
    """A project of the administrator in which nothing is, and which the developer is no member of."""
    admin = Shop(shop.url, "admin")
    made = admin.call("POST", "projects/", {"name": f"Empty {uuid4().hex[:6]}"})
    return str(made["id"])


@pytest.mark.parametrize("path", HEADINGS)
def test_an_empty_project_says_what_to_do_next(open_page: OpenPage, empty_project: str, path: str) -> None:
    page = open_page("admin", f"/projects/{empty_project}/{path}")
    expect(page.get_by_role("main").get_by_role("heading").first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("No jobs yet.")).to_be_visible()


def test_another_teams_project_is_not_found(open_page: OpenPage, empty_project: str) -> None:
    page = open_page("dev", f"/projects/{empty_project}")
    refusal = page.get_by_role("alert").filter(has_text="This project is not here")
    expect(refusal).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(1)
    page.goto(f"/projects/{uuid4()}")
    expect(refusal).to_be_visible()


def test_an_unknown_job_and_an_unknown_address_are_not_found(page: Page, shop: Shop) -> None:
    page.goto(shop.page(str(uuid4())))
    expect(page.get_by_role("alert")).to_contain_text("The job can't be opened")
    page.goto("/no/such/place")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()


def test_dark_is_chosen_in_the_account_menu_and_kept(page: Page) -> None:
    root = page.locator("html")
    expect(root).to_have_attribute("data-mantine-color-scheme", "light")
    page.get_by_role("button", name="Account of Dana Developer").click()
    page.get_by_text("Dark", exact=True).click()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(root).to_have_attribute("data-mantine-color-scheme", "dark")
    expect(page.get_by_role("link", name="Shop")).to_be_visible()


def test_the_systems_dark_is_followed(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


@pytest.mark.parametrize(
    "path", ["", "/datasources", "/tables", "/packs", "/packs/new", "/instances", "/settings"]
)
def test_every_control_of_a_page_has_a_name(page: Page, shop: Shop, path: str) -> None:
    page.goto(f"/projects/{shop.project}{path}")
    expect(page.get_by_role("tree", name="Folders and jobs")).to_contain_text("Orders per city")
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    assert nameless(page) == []


def nameless(page: Page) -> list[str]:
    """Controls that a screen reader could only call "button" or "edit"."""
    found: list[str] = page.evaluate(_NAMELESS)
    return found


_NAMELESS = """() => {
  const controls = 'button, a[href], input:not([type=hidden]), select, textarea, [role=button]'
  const text = (element) => element?.textContent ?? ''
  const pointed = (control) => (control.getAttribute('aria-labelledby') ?? '').split(' ')
  const name = (control) =>
    control.getAttribute('aria-label') || control.title || text(control)
    || pointed(control).map((id) => text(document.getElementById(id))).join('')
    || [...(control.labels ?? [])].map(text).join('')
    || control.querySelector('[aria-label], img[alt]')
  return [...document.querySelectorAll(controls)]
    .filter((control) => control.getClientRects().length > 0)
    .filter((control) => !control.closest('[aria-hidden=true], [inert]') && !name(control))
    .map((control) => control.outerHTML.slice(0, 200))
}"""
