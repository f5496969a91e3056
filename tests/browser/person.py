"""Somebody at a screen. Every page she comes to is looked at before she does anything on it."""

import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(
    found => found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`))"""
LOOK = """() => ({
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    language: document.documentElement.lang,
    skip: document.querySelector('.govuk-skip-link')?.getAttribute('href') ?? '',
    notice: document.querySelector('[aria-label="If a child may be in danger"]')?.textContent ?? '',
    width: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
    missing: [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
        .filter(id => id && !document.getElementById(id)),
    twice: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at),
})"""
PICTURES = os.environ.get("LSCP_SCREENSHOTS", "")
OK = 200
FIRST_ERROR = 400


@dataclass
class Person:
    """One human being and her browser. `checks_with_axe`: False only where axe cannot run, without JavaScript."""

    who: str
    page: Page
    site: str
    width: int
    checks_with_axe: bool = True
    console: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where she is."""
        return self.page.url.removeprefix(self.site)

    def open(self, address: str, *, status: int = OK) -> Self:
        """Type an address, a whole one or a path."""
        response = self.page.goto(address if address.startswith("http") else self.site + address)
        return self.arrive(response, status=status)

    def follow(self, name: str | re.Pattern[str], *, exact: bool = True, within: Locator | None = None) -> Self:
        """Click a link by its words, also one that looks like a button; the first one of equal links."""
        place = within or self.page
        button = place.locator("a").and_(place.get_by_role("button", name=name, exact=exact))
        link = place.get_by_role("link", name=name, exact=exact).or_(button).first
        with self.page.expect_navigation() as coming:
            link.click()
        return self.arrive(coming.value, status=OK)

    def press(self, name: str | re.Pattern[str], *, status: int = OK, within: Locator | None = None) -> Self:
        """Click a button that sends a form."""
        button = (within or self.page).get_by_role("button", name=name, exact=isinstance(name, str)).first
        with self.page.expect_navigation() as coming:
            button.click()
        return self.arrive(coming.value, status=status)

    def write(self, label: str, words: str) -> Self:
        """Fill a box by its label."""
        self.page.get_by_label(label, exact=True).fill(words)
        return self

    def unfold(self, words: str) -> Self:
        """Open what is folded away, and look at it."""
        self.page.locator("summary", has_text=words).click()
        return self.look()

    def choose(self, option: str | re.Pattern[str], *, of: str | re.Pattern[str] = "") -> Self:
        """Choose a radio button; `of`: the question, where two questions have the same answers."""
        place: Page | Locator = self.page.get_by_role("group", name=of).first if of else self.page
        place.get_by_role("radio", name=option, exact=True).check()
        return self

    def tick(self, name: str | re.Pattern[str]) -> Self:
        """Tick a box."""
        self.page.get_by_role("checkbox", name=name).check()
        return self

    def untick(self, name: str | re.Pattern[str]) -> Self:
        """Take the tick out of a box."""
        self.page.get_by_role("checkbox", name=name).uncheck()
        return self

    def pick(self, label: str, option: str | re.Pattern[str]) -> Self:
        """Choose an option of a list, by its words or a part of them."""
        box = self.page.get_by_label(label, exact=True)
        words = box.get_by_role("option", name=option).first.text_content() or ""
        box.select_option(label=words.strip())
        return self

    def on(self, question: str, day: date) -> Self:
        """Fill the three boxes of a date."""
        boxes = self.page.get_by_role("group", name=question)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(part).fill(str(number))
        return self

    def upload(self, label: str, file: Path) -> Self:
        """Choose a file of her machine."""
        self.page.get_by_label(label).set_input_files(file)
        return self

    def reads(self, *words: str) -> Self:
        """The words stand in the main part of the page."""
        shown = " ".join(self.page.locator("main").inner_text().split())
        for part in words:
            assert part in shown, f"{self.who} does not read “{part}” at {self.path}: {shown[:3000]}"
        return self

    def does_not_read(self, *words: str) -> Self:
        """None of the words stands in the main part of the page."""
        shown = self.page.locator("main").inner_text()
        assert not [part for part in words if part in shown], f"{self.who} at {self.path}"
        return self

    def fetch(self, address: str, *, status: int = OK) -> bytes:
        """Download a file with her cookies."""
        response = self.page.request.get(address if address.startswith("http") else self.site + address)
        assert response.status == status, f"{self.who} gets {response.status} at {address}"
        return response.body()

    def arrive(self, response: Response | None, *, status: int) -> Self:
        """A new page: the right status, and nothing wrong with it."""
        assert response is not None
        said = "" if response.status == status else self.page.locator("main").inner_text()[:3000]
        assert response.status == status, f"{self.who} gets {response.status} at {self.path}: {said}"
        if status >= FIRST_ERROR:  # Chromium reports the status itself as an error
            self.console[:] = [words for words in self.console if "Failed to load resource" not in words]
        return self.look()

    def look(self) -> Self:
        """The house checks and axe."""
        self.visited.append(self.path)
        self._picture(f"all/{self.width}-{len(self.visited):02}-{self.who}-{self._slug()}", full_page=True)
        seen = self.page.evaluate(LOOK)
        where = f"{self.who} at {self.path}"
        assert seen["headings"] == 1, f"{where}: {seen['headings']} h1"
        assert seen["title"].endswith("LSCP Portal"), f"{where}: title {seen['title']!r}"
        assert len(seen["title"].removesuffix("LSCP Portal")) > 3, f"{where}: title {seen['title']!r}"
        assert seen["language"] == "en-GB", where
        assert seen["skip"] == "#main-content", f"{where}: skip link {seen['skip']!r}"
        assert "This is not a way to report a concern" in seen["notice"], f"{where}: safeguarding notice"
        assert seen["width"] <= seen["screen"], f"{where}: {seen['width']} wide on a screen of {seen['screen']}"
        assert not seen["missing"], f"{where}: links to {seen['missing']} lead nowhere"
        assert not seen["twice"], f"{where}: {seen['twice']} are there twice"
        if self.checks_with_axe:
            self.page.evaluate(AXE)
            found = self.page.evaluate(RUN_AXE, STANDARDS)
            assert found == [], f"{where}: axe finds {found}"
        assert self.console == [], f"{where}: the console says {self.console}"
        return self

    def picture(self, name: str) -> Self:
        """Keep a picture of what is on the screen, for the README."""
        self._picture(f"{name}-{self.width}")
        return self

    def _slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.page.title().lower())[:50].strip("-")

    def _picture(self, name: str, *, full_page: bool = False) -> None:
        if PICTURES:
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=full_page)


def somebody(browser: Browser, who: str, site: str, *, width: int, **options: object) -> tuple[Person, BrowserContext]:
    """A person with a fresh browser: no cookie, no cache."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="en-GB", timezone_id="Europe/London", **options
    )
    context.set_default_timeout(10_000)
    context.set_default_navigation_timeout(30_000)  # a loaded machine takes its time
    page = context.new_page()
    person = Person(who, page, site, width, checks_with_axe=options.get("java_script_enabled", True) is not False)
    page.on("console", lambda said: person.console.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: person.console.append(str(error)))
    return person, context
