"""Two people at the same pages: one who has only a keyboard, one who has only a touch screen."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

FAR = 150  # stops of the Tab key on one page, at most
IN_SIGHT = """() => {
    const place = document.activeElement.getBoundingClientRect()
    const seen = place.bottom > 0 && place.top < innerHeight && place.width > 0
    return seen ? '' : `${document.activeElement.outerHTML.slice(0, 120)} has the focus and is out of sight`
}"""
Name = str | re.Pattern[str]


@dataclass
class Keyboard:
    """Nothing but keys. Each stop on the way must be in sight."""

    page: Page

    def reach(self, wanted: Locator) -> None:
        """Tab there."""
        expect(wanted).to_be_visible()
        for _stop in range(FAR):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(IN_SIGHT) == ""
        raise AssertionError(f"Tab does not come to {wanted}")

    def write(self, label: str, words: str) -> None:
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, option: Name, group: Locator) -> None:
        """Tab to the question and go down its answers with the arrows."""
        chosen = group.locator("input:checked")
        self.reach(chosen if chosen.count() else group.get_by_role("radio").first)
        wanted = group.get_by_role("radio", name=option, exact=True)
        if not chosen.count():
            self.page.keyboard.press("Space")
        for _step in range(group.get_by_role("radio").count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not come to {option}")

    def tick(self, name: Name) -> None:
        self.reach(self.page.get_by_role("checkbox", name=name))
        self.page.keyboard.press("Space")

    def press(self, name: str) -> None:
        self._go(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self._go(self.page.locator("main").get_by_role("link", name=name).first)

    def _go(self, wanted: Locator) -> None:
        self.reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@dataclass
class Fingers:
    """Nothing but taps, and the keys that a phone shows for a box."""

    page: Page

    def write(self, label: str, words: str) -> None:
        box = self.page.get_by_label(label, exact=True)
        box.tap()
        expect(box).to_be_focused()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def choose(self, option: Name, group: Locator) -> None:
        group.get_by_role("radio", name=option, exact=True).tap()

    def tick(self, name: Name) -> None:
        self.page.get_by_role("checkbox", name=name).tap()

    def press(self, name: str) -> None:
        self._go(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        self._go(self.page.locator("main").get_by_role("link", name=name).first)

    def _go(self, wanted: Locator) -> None:
        with self.page.expect_navigation():
            wanted.tap()
