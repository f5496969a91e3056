"""A return is read by single keys: how many it takes, that they are off at first, and that words never move."""

import re

import pytest
from playwright.sync_api import Page, expect

from audits.review.models import Review, Score
from tests.audits import review_stage as stage
from tests.browser.loss_stage import SAVED, Desk, says
from tests.browser.loss_stage import desk as the_desk
from tests.browser.person import AXE, RUN_AXE, STANDARDS
from tests.people import ASKED

pytestmark = pytest.mark.browser
desk = the_desk

MOST_KEYS = 3  # of one indicator where the reader agrees


@pytest.fixture
def review(desk) -> Review:
    stage.submit(desk.cast, desk.cast.audit)
    return stage.claim(desk.cast, desk.cast.audit)


class Keys:
    """A reader with nothing but keys, which are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)

    def press_and_go(self, key: str) -> None:
        with self.page.expect_navigation():
            self.press(key)


def test_a_whole_return_by_keys_alone(desk, review, capsys):
    page = opened(desk, f"/p/eastmere/reviews/{review.pk}/")
    switched_on(page)
    keys = Keys(page)
    keys.press_and_go("j")
    for place in range(len(ASKED)):
        expect(page.locator(".govuk-caption-l")).to_contain_text(f"{place + 1} of {len(ASKED)}")
        keys.press_and_go("a")
    with capsys.disabled():
        print(f"\n  Reading by keys: {keys.pressed / len(ASKED):.1f} keys an indicator where the reader agrees.")
    assert keys.pressed <= MOST_KEYS * len(ASKED)
    with desk.cast.as_("reviewer"):
        kept = dict(Score.objects.values_list("indicator__code", "level"))
    said = [stage.LEVELS[place % len(stage.LEVELS)] for place in range(len(ASKED))]
    assert [kept[code] for code in ASKED] == said
    expect(page.get_by_role("button", name="Hand in the review")).to_be_visible()


def test_keys_choose_write_save_and_go_back(desk, review):
    page = opened(desk, f"/p/eastmere/reviews/{review.pk}/lg1/")
    switched_on(page)
    keys = Keys(page)
    keys.press("3")
    expect(page.get_by_role("radio", name="Partly in place")).to_be_checked()
    keys.press("c")
    page.keyboard.type("as k: j u r a? 1")
    expect(page.get_by_label(re.compile("Comment to the school"))).to_have_value("as k: j u r a? 1")
    keys.press("Escape")
    keys.press("n")
    page.keyboard.type("seen in May")
    says(page, SAVED)
    keys.press("Escape")
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    keys.press_and_go("s")
    expect(page.get_by_text("LG1 is saved.")).to_be_visible()
    keys.press_and_go("u")
    expect(page.get_by_role("heading", level=1)).to_contain_text("LG1")
    expect(page.get_by_label(re.compile("Private note"))).to_have_value("seen in May")
    keys.press_and_go("o")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Review:")
    keys.press("f")


def test_without_the_switch_no_key_does_anything(desk, review):
    page = opened(desk, f"/p/eastmere/reviews/{review.pk}/lg1/")
    expect(page.get_by_role("button", name="Agree with the school and continue")).to_be_visible()
    for key in "a3sjkuroe?":
        page.keyboard.press(key)
    expect(page.get_by_role("radio", name="Partly in place")).not_to_be_checked()
    assert page.url.endswith("/lg1/")
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, STANDARDS) == []


def opened(desk: Desk, address: str) -> Page:
    """The reviewer at a page."""
    page = desk.device("reviewer").new_page()
    page.goto(desk.site + address)
    return page


def switched_on(page: Page) -> None:
    """By the switch on the page."""
    page.locator("summary", has_text=re.compile("^Keys$")).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Switch keys on").click()
