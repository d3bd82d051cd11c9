"""Coming in, going out, and what a person sees who may not."""

from playwright.sync_api import expect

from penstock.local.demo import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.shop import Shop


def test_the_demo_developer_signs_in_and_out(open_page: OpenPage) -> None:
    page = open_page(user=None)
    page.get_by_label("User name").fill("dev")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    expect(page.get_by_role("link", name="Shop")).to_be_visible()

    page.get_by_role("button", name="Account of Dana Developer").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/projects")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_a_sentence_and_empties_only_the_password(open_page: OpenPage) -> None:
    page = open_page(user=None)
    page.get_by_label("User name").fill("dev")
    page.get_by_role("textbox", name="Password").fill("penstock-dem")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("The user name or the password is wrong.")
    expect(page.get_by_label("User name")).to_have_value("dev")
    expect(page.get_by_role("textbox", name="Password")).to_have_value("")


def test_a_deep_address_is_reached_after_signing_in(open_page: OpenPage, shop: Shop) -> None:
    page = open_page(user=None, path=f"/projects/{shop.project}/tables")
    page.get_by_label("User name").fill("dev")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("textbox", name="Password").press("Enter")
    expect(page.get_by_role("heading", name="Tables", exact=True)).to_be_visible()


def test_signing_out_in_one_window_ends_the_other(open_page: OpenPage) -> None:
    first = open_page()
    second = first.context.new_page()
    second.goto("/projects")
    expect(second.get_by_role("heading", name="Projects")).to_be_visible()
    first.get_by_role("button", name="Account of Dana Developer").click()
    first.get_by_role("menuitem", name="Sign out").click()
    expect(first.get_by_role("heading", name="Sign in")).to_be_visible()
    second.get_by_role("link", name="Shop").click()
    expect(second.get_by_role("heading", name="Sign in")).to_be_visible()
