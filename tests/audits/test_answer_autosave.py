"""Saving while somebody types, in a real Chromium: “Saved” only when the server said so, and once after a lost line."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from audits.answers.models import Answer, AnswerRevision
from tests.audits.answering import LOW, address, ready, save, sign_as
from tests.people import Cast
from tests.served import served

pytestmark = pytest.mark.browser
WORDS = "[data-autosave-words]"


@pytest.fixture
def site(committed_cast: Cast) -> Iterator[str]:
    """The portal's address."""
    with served() as address_of_the_portal:
        yield address_of_the_portal


@pytest.fixture
def open_page(committed_cast: Cast, site: str, browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    """`open_page("dsl", "LG1")`: the page of an indicator in this person's browser."""
    contexts = []

    def show(who: str, code: str) -> Page:
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
        contexts.append(context)
        session = committed_cast.client(who).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        page = context.new_page()
        page.goto(site + address(code))
        return page

    yield show
    for context in contexts:
        context.close()


def kept(cast: Cast) -> Answer:
    with cast.as_("dsl"):
        return Answer.objects.get()


def test_what_is_typed_is_saved_without_a_button_and_the_button_goes_on_from_there(committed_cast, open_page):
    page = open_page("link_governor", "LG1")
    page.get_by_label("What shows it").fill("The log of the autumn term.")
    expect(page.locator(WORDS)).to_have_text(re.compile(r"^Saved at \d\d:\d\d\.$"))
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile("^Saved at"))
    assert kept(committed_cast).how_we_know == "The log of the autumn term."
    page.get_by_label("What you will do").fill("Nothing yet.")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(f"**{address('LG2')}")
    assert kept(committed_cast).action == "Nothing yet."


def test_a_lost_line_is_said_and_the_words_arrive_once_when_it_is_back(committed_cast, open_page):
    page = open_page("dsl", "LG1")
    page.context.set_offline(True)
    page.get_by_label("What shows it").fill("Written on a train.")
    expect(page.locator(WORDS)).to_have_text("Not saved: kept on this computer, trying again.")
    page.context.set_offline(False)
    expect(page.locator(WORDS)).to_have_text(re.compile("^Saved at"), timeout=15_000)
    with committed_cast.as_("dsl"):
        assert list(AnswerRevision.objects.values_list("revision", "how_we_know")) == [(1, "Written on a train.")]


def test_somebody_elses_save_is_said_and_the_button_shows_both(committed_cast, open_page):
    page = open_page("dsl", "LG1")
    save(committed_cast, "deputy_dsl", "LG1", LOW)
    page.get_by_label("What shows it").fill("My own words.")
    expect(page.locator(WORDS)).to_have_text(
        re.compile(r"^Not saved: Deputy Dsl saved this answer, at \d\d:\d\d\. Choose “Save and continue”")
    )
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody saved this answer while you were writing")
    expect(page.get_by_text("My own words.")).to_be_visible()
    page.get_by_role("button", name="Keep theirs").click()
    assert kept(committed_cast).how_we_know == LOW.how_we_know


def test_what_the_scale_refuses_is_said_at_once(committed_cast, open_page):
    page = open_page("dsl", "LG1")
    page.get_by_label("Stated").check()
    page.get_by_label("Secure and showing impact").check()
    expect(page.locator(WORDS)).to_have_text(re.compile("^Not saved: “Secure and showing impact” needs evidence"))


def test_a_signed_audit_is_said_to_be_signed(committed_cast, open_page):
    ready(committed_cast)
    page = open_page("dsl", "LG1")
    sign_as(committed_cast, "dsl")
    page.get_by_label("What shows it").fill("Too late.")
    expect(page.locator(WORDS)).to_have_text("Not saved. The audit has been signed, so answers cannot change.")


def test_words_that_may_point_at_a_child_are_saved_shown_and_asked_about_before_the_page_is_left(
    committed_cast, open_page
):
    page = open_page("dsl", "LG1")
    page.get_by_label("What shows it").fill("Sampled near ZE1 9ZZ.")
    expect(page.locator(WORDS)).to_have_text(re.compile(r"^Saved at \d\d:\d\d\. Some words may point at a child"))
    expect(page.get_by_text("“ZE1 9ZZ” This looks like a postcode.")).to_be_visible()
    assert kept(committed_cast).how_we_know == "Sampled near ZE1 9ZZ."
    assert kept(committed_cast).checked == []
    page.get_by_role("button", name="Save and continue").click()
    tick = page.get_by_label("I have checked: this is about no child").first
    expect(tick).to_be_focused()
    tick.check()
    expect(page.locator(WORDS)).to_have_text(re.compile(r"^Saved at \d\d:\d\d\.$"))
    assert len(kept(committed_cast).checked) == 1
    page.wait_for_timeout(1200)  # the button takes no second click within a second
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(f"**{address('LG2')}")
    page.goto(page.url.replace("lg2", "lg1"))
    expect(page.get_by_label("I have checked: this is about no child").first).to_be_checked()


def test_safer_words_take_the_question_away(committed_cast, open_page):
    page = open_page("dsl", "LG1")
    box = page.get_by_label("What shows it")
    box.fill("Sampled near ZE1 9ZZ.")
    expect(page.get_by_text("These words may point at a child").first).to_be_visible()
    box.fill("Sampled near the school.")
    expect(page.get_by_text("These words may point at a child").first).to_be_hidden()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(f"**{address('LG2')}")
