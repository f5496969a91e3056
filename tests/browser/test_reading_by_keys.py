"""A return is read by single keys: how many it takes, that they are off at first, and that words never move."""

import re

import pytest
from playwright.sync_api import Page, expect

from audits.phrases.models import Phrase
from audits.review.models import Review, Score
from tests.audits import phrasing
from tests.audits import review_stage as stage
from tests.browser.loss_stage import SAVED, Desk, says
from tests.browser.loss_stage import desk as the_desk
from tests.browser.person import AXE, RUN_AXE, STANDARDS
from tests.people import ASKED

pytestmark = pytest.mark.browser
desk = the_desk

MOST_STEPS = 60  # of the Tab key, from the top of the page
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
    each = []
    for place in range(len(ASKED)):
        expect(page.locator(".govuk-caption-l")).to_contain_text(f"{place + 1} of {len(ASKED)}")
        before = keys.pressed
        keys.press_and_go("a")
        each.append(keys.pressed - before)
    with capsys.disabled():
        print(f"\n  Reading by keys: {keys.pressed / len(ASKED):.1f} keys an indicator where the reader agrees.")
    assert max(each) <= MOST_KEYS, f"keys pressed at each indicator: {each}"
    assert keys.pressed <= MOST_KEYS * len(ASKED), f"{keys.pressed} keys for {len(ASKED)} indicators"
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


def test_by_tab_and_enter_alone_a_reader_can_agree_too(desk, review):
    page = opened(desk, f"/p/eastmere/reviews/{review.pk}/lg1/")
    agree = page.get_by_role("button", name="Agree with the school and continue")
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if agree.evaluate("(one) => one === document.activeElement"):
            break
    expect(agree).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("LG1 is saved.")).to_be_visible()


def test_one_key_puts_a_phrase_into_the_comment_and_it_is_saved_and_counted(desk, review):
    first, second = (phrasing.a_comment(desk.cast, text=text) for text in ("Name a deputy.", "Say it in writing."))
    page = opened(desk, f"/p/eastmere/reviews/{review.pk}/lg1/")
    switched_on(page)
    keys, comment = Keys(page), page.get_by_label(re.compile("Comment to the school"))
    keys.press("6")
    expect(comment).to_have_value(second.text)
    expect(page.get_by_text("The phrase is in your comment.")).to_be_attached()
    says(page, SAVED)
    keys.press("c")
    keys.press("Home")
    keys.press("Escape")
    keys.press("5")
    expect(comment).to_have_value(re.compile(f"^{re.escape(first.text)} ?{re.escape(second.text)}$"))
    says(page, SAVED)
    page.reload()
    expect(comment).to_have_value(re.compile(f"^{re.escape(first.text)}"))
    with desk.cast.as_("lead"):
        assert set(Phrase.objects.values_list("used", flat=True)) == {1}


def test_a_click_puts_a_phrase_where_the_cursor_stands_and_one_goes_on_typing(desk, review):
    phrasing.a_comment(desk.cast, text="Name a deputy.")
    page = opened(desk, f"/p/eastmere/reviews/{review.pk}/lg1/")
    comment = page.get_by_label(re.compile("Comment to the school"))
    comment.fill("Good. Thank you.")
    for _letter in "Thank you.":
        page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Put in: Name a deputy.").click()
    page.keyboard.type(" ")
    expect(comment).to_have_value("Good. Name a deputy. Thank you.")
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, STANDARDS) == []


def test_enter_on_a_level_saves_and_puts_in_no_phrase(desk, review):
    phrasing.a_comment(desk.cast, text="Name a deputy.")
    page = opened(desk, f"/p/eastmere/reviews/{review.pk}/lg1/")
    page.get_by_role("radio", name="Partly in place").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("LG1 is saved.")).to_be_visible()
    with desk.cast.as_("reviewer"):
        assert list(Score.objects.values_list("level", "comment")) == [("partly", "")]


def test_without_the_switch_no_key_does_anything(desk, review):
    page = opened(desk, f"/p/eastmere/reviews/{review.pk}/lg1/")
    expect(page.get_by_role("button", name="Agree with the school and continue")).to_be_visible()
    for key in "a3sjkuroe?5":
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
