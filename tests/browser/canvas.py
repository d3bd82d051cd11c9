"""A job's page as a person uses it: drag, connect, fill in, read."""

import re

from playwright.sync_api import Locator, Page, expect

# Starting or stopping a job on a busy machine takes Flink some seconds.
SLOWLY = 90_000


class JobPage:
    """The page of one open job."""

    def __init__(self, page: Page) -> None:
        """Wait until the canvas is there."""
        self.page = page
        self.canvas = page.get_by_test_id("canvas")
        self.toolbar = page.get_by_role("toolbar", name="Job")
        self.check = page.get_by_test_id("check-state")
        self.saved = page.get_by_test_id("save-state")
        self.lower = page.get_by_role("region", name="Problems, runs and outline")
        expect(self.canvas.locator(".react-flow__pane")).to_be_visible()

    # --- steps and lines

    def step(self, name: str) -> Locator:
        """A step on the canvas."""
        return self.canvas.get_by_role("group", name=re.compile(rf"^{re.escape(name)},"))

    @property
    def steps(self) -> Locator:
        """All steps on the canvas."""
        return self.canvas.locator(".react-flow__node-operator")

    @property
    def rates(self) -> Locator:
        """Records per second on the lines, where any flow."""
        return self.canvas.get_by_text(re.compile(r"^(?!0/s)[\d.]+.*/s$"))

    @property
    def lines(self) -> Locator:
        """All connections."""
        return self.canvas.locator(".react-flow__edge")

    def drag_in(self, label: str, x: float, y: float) -> None:
        """Drag a kind from the palette to a point of the canvas; its panel opens."""
        entry = self.page.get_by_role("navigation", name="Steps").get_by_role(
            "button", name=label, exact=True
        )
        entry.drag_to(self.canvas, target_position={"x": x, "y": y})
        expect(self.panel()).to_be_visible()

    def show_all(self) -> None:
        """Bring the whole graph into view."""
        self.page.get_by_role("toolbar", name="Canvas").get_by_role("button", name="Show everything").click()

    def tidy(self) -> None:
        """Lay the graph out, and show all of it."""
        tools = self.page.get_by_role("toolbar", name="Canvas")
        tools.get_by_role("button", name="Tidy up the layout").click()
        self.show_all()

    def connect(self, source: str, target: str, port: str = "in") -> None:
        """Pull a line from a step's output to an input of another."""
        before = self.lines.count()
        start = self.step(source).locator(".react-flow__handle.source")
        end = self.step(target).locator(f'.react-flow__handle.target[data-handleid="{port}"]')
        start.hover()
        self.page.mouse.down()
        # Two moves: the first begins the line, the second ends it on the port.
        end.hover(force=True)
        end.hover(force=True)
        self.page.mouse.up()
        expect(self.lines).to_have_count(before + 1)

    # --- the panel

    def panel(self, name: str = "") -> Locator:
        """The panel of the step that is open."""
        return self.page.get_by_role("complementary", name=f"Step {name}")

    def open(self, name: str) -> Locator:
        """Open a step's panel."""
        self.step(name).dblclick()
        expect(self.panel(name)).to_be_visible()
        return self.panel(name)

    def close_panel(self) -> None:
        """Give the canvas its full width."""
        self.panel().get_by_role("button", name="Close the panel").click()
        expect(self.panel()).to_be_hidden()

    def rename(self, name: str) -> None:
        """Give the open step another name."""
        field = self.panel().get_by_label("Name of the step")
        field.fill(name)
        field.press("Enter")
        expect(self.panel(name)).to_be_visible()

    def choose(self, label: str, option: str | re.Pattern[str]) -> None:
        """Pick from a list of the open panel."""
        self.panel().get_by_label(label).and_(self.page.locator("input")).click()
        self.page.get_by_role("option", name=option).click()

    def tab(self, name: str | re.Pattern[str]) -> Locator:
        """Bring a tab of the open panel to the front."""
        self.panel().get_by_role("tab", name=name).click()
        return self.panel().get_by_role("tabpanel")

    def write_sql(self, text: str) -> None:
        """Replace what the open panel's editor holds."""
        self.panel().locator(".monaco-editor .view-lines").click()
        self.page.keyboard.press("ControlOrMeta+A")
        # Inserted at once: what the editor adds by itself while one types is not at stake here.
        self.page.keyboard.insert_text(text)

    # --- what is said

    def sound(self) -> None:
        """Wait for a check without errors, and for the draft to be on the server."""
        expect(self.check).to_have_text("No problems")
        expect(self.saved).to_have_text(re.compile("^Saved"))

    def lower_tab(self, name: str) -> Locator:
        """Open a tab under the canvas."""
        tab = self.lower.get_by_role("tab", name=name)
        if tab.get_attribute("aria-selected") != "true":
            tab.click()
        return self.lower.get_by_role("tabpanel")

    # --- versions and runs

    def running(self) -> None:
        """Wait until Flink runs the job, and until the page has heard of it."""
        expect(self.toolbar.get_by_text("running", exact=True)).to_be_visible(timeout=SLOWLY)

    def stopped(self) -> None:
        """Wait until it no longer runs."""
        expect(self.toolbar.get_by_role("button", name="Test run")).to_be_visible(timeout=SLOWLY)

    def submit(self, comment: str, number: int) -> None:
        """Make the draft a version."""
        self.toolbar.get_by_role("button", name="Submit").click()
        dialog = self.page.get_by_role("dialog", name=f"Submit version {number}")
        dialog.get_by_label("What is new?").fill(comment)
        dialog.get_by_role("button", name="Submit").click()
        expect(dialog).to_be_hidden()
        expect(self.toolbar.get_by_role("link", name=f"Version {number}")).to_be_visible()
