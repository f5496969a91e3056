"""The cast's school and some browsers, with ways to lose what is typed and ways to look where it went."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from audits.answers.models import Answer, AnswerRevision
from tests.audits.answering import address
from tests.browser.traffic import as_by_proxy
from tests.people import Cast
from tests.served import served

SAID = "[data-autosave-words]"
BOX = "What shows it"
BUTTON = "Save and continue"
SAVED = re.compile(r"^Saved at \d\d:\d\d\.$")
KEPT = "Not saved: kept on this computer, trying again."
WORDS = "The log of the autumn term, read with the head on Friday."


class Desk:
    """Tabs of people of one school. Each person has a device of their own unless told otherwise."""

    def __init__(self, cast: Cast, site: str, browser: Browser) -> None:
        self.cast, self.site, self.browser = cast, site, browser
        self.devices: list[BrowserContext] = []

    def device(self, who: str = "", **options: object) -> BrowserContext:
        """A browser, empty or with this person signed in."""
        made = self.browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", **options)
        made.set_default_timeout(10_000)
        made.set_default_navigation_timeout(30_000)  # a loaded machine takes its time
        self.devices.append(made)
        if who:
            self.sign_in(made, who)
        return made

    def sign_in(self, device: BrowserContext, who: str) -> None:
        """A new session of this person, as after the sign-in page: the form's token is a new one too."""
        device.clear_cookies()
        session = self.cast.client(who).cookies["sessionid"].value
        device.add_cookies([{"name": "sessionid", "value": session, "url": self.site}])

    def tab(self, device: BrowserContext, code: str = "LG1") -> Page:
        """The page of an indicator, ready to be typed in."""
        page = device.new_page()
        page.goto(self.site + address(code))
        return page

    def write(self, page: Page, words: str = WORDS) -> None:
        """Type into the box, and let the device keep it; what a person does who stops for a moment."""
        page.get_by_label(BOX).fill(words)
        page.wait_for_timeout(150)

    def kept(self, code: str = "LG1") -> str:
        """What the server keeps."""
        with self.cast.as_("dsl"):
            return Answer.objects.filter(indicator__code=code).values_list("how_we_know", flat=True).first() or ""

    def wordings(self) -> list[str]:
        """Every wording that was ever kept, in order."""
        with self.cast.as_("dsl"):
            return list(AnswerRevision.objects.order_by("revision").values_list("how_we_know", flat=True))

    def comes_back(self, page: Page, words: str = WORDS, code: str = "LG1") -> None:
        """Every letter is on the page and at the server, which has said so."""
        says(page, SAVED)
        expect(page.get_by_label(BOX)).to_have_value(words)
        self.arrives(words, code)

    def arrives(self, words: str = WORDS, code: str = "LG1") -> None:
        """The server keeps these words within a few seconds."""
        until = time.monotonic() + 10
        while self.kept(code) != words and time.monotonic() < until:
            self.devices[-1].pages[0].wait_for_timeout(100)  # lets the browser go on
        assert self.kept(code) == words


def says(page: Page, words: object) -> None:
    """What stands beside the button."""
    expect(page.locator(SAID)).to_have_text(words, timeout=15_000)  # type: ignore[arg-type]


def drafts(page: Page) -> list[str]:
    """Whose drafts lie on the device, as anybody could read it there."""
    return page.evaluate(
        """() => new Promise((resolve) => {
            const opening = indexedDB.open('lscp-drafts', 1)
            opening.onupgradeneeded = () => opening.result.createObjectStore('drafts', { keyPath: 'id' })
            opening.onsuccess = () => {
                const all = opening.result.transaction('drafts').objectStore('drafts').getAll()
                all.onsuccess = () => resolve(all.result.map((row) => JSON.stringify(
                    { ...row, box: new TextDecoder('latin1').decode(row.box) })))
            }
        })"""
    )


def failing(page: Page, answer: Callable[[Route], None], *, times: int) -> None:
    """The next saves go wrong in this way."""
    left = iter(range(times))

    def handle(route: Route) -> None:
        if route.request.method == "POST" and next(left, None) is not None:
            answer(route)
        else:
            route.continue_()

    page.route("**/audit/**", handle)


@pytest.fixture
def desk(committed_cast: Cast, browser: Browser) -> Iterator[Desk]:
    """The portal on a port of this machine, and desks around it."""
    with served(as_by_proxy) as site:
        made = Desk(committed_cast, site, browser)
        yield made
        for device in made.devices:
            device.close()
