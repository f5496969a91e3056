"""A whole audit, from signing in to the DSL's signature: by keyboard, and by touch on a phone, without scripts too."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.audits.answering import state_of
from tests.browser.hands import Fingers, Keyboard
from tests.browser.loss_stage import BOX, BUTTON, WORDS, Desk
from tests.browser.loss_stage import desk as the_desk
from tests.browser.traffic import Traffic
from tests.people import ASKED

pytestmark = pytest.mark.browser
desk = the_desk

SENTENCE = "seven plain words nobody guesses"
PHONE = {"has_touch": True, "is_mobile": True}
FIRST_SECTION = "Leadership, governance and accountability"
MOST_SAVES, MOST_REQUESTS = 6, 8  # of one answer: each stop of the arrows may save once; the button saves and goes on


def test_by_keyboard_alone_and_what_an_answer_costs(desk, capsys):
    page = opened(desk)
    before_the_sections(page, hands := Keyboard(page))
    started, traffic = time.monotonic(), Traffic(page)
    the_sections(page, hands)
    seconds, saves, requests = time.monotonic() - started, traffic.saves, traffic.asked
    with capsys.disabled():
        print(
            f"\n  By keyboard, from opening a section to the tenth saved answer: {seconds:.1f} s of machine time. One "
            f"answer: {saves / 10:.1f} saves, {requests / 10:.1f} requests, {traffic.received / 10_000:.1f} kB "
            f"received, {traffic.sent / 10_000:.1f} kB sent."
        )
    assert saves <= MOST_SAVES * len(ASKED)
    assert requests <= MOST_REQUESTS * len(ASKED)
    after_the_sections(desk, page, hands)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_by_touch_on_a_phone(desk, scripts):
    page = opened(desk, java_script_enabled=scripts, **PHONE)
    hands = Fingers(page)
    before_the_sections(page, hands)
    the_sections(page, hands)
    after_the_sections(desk, page, hands)


def opened(desk: Desk, **options: object) -> Page:
    """The sign-in page, on a device nobody has used."""
    dsl = desk.cast.people["dsl"]
    dsl.set_password(SENTENCE)
    dsl.save()
    page = desk.device(**options).new_page()
    page.goto(desk.site + "/s/900001/audit/")
    return page


def before_the_sections(page: Page, hands: Keyboard | Fingers) -> None:
    """Sign in, and say what kind of school it is: what the register knows, and no to everything else."""
    hands.write("E-mail address", "dsl@people.lscp.test")
    hands.write("Password", SENTENCE)
    hands.press("Sign in")
    hands.follow("About your school")
    for question in page.locator("main").get_by_role("group").all():
        if not question.locator("input:checked").count():
            hands.choose("No", question)
    hands.press(BUTTON)


def the_sections(page: Page, hands: Keyboard | Fingers) -> None:
    """Every indicator, one after the other."""
    hands.follow(FIRST_SECTION)
    hands.follow(f"Answer {ASKED[0]}")
    for code in ASKED:
        expect(page.locator(".govuk-caption-m")).to_contain_text(f"{code}:")
        hands.choose("Secure", page.get_by_role("group", name="How far is this in place?"))
        hands.choose("Documented", page.get_by_role("group", name="How do you know?"))
        hands.write(BOX, WORDS)
        hands.press(BUTTON)


def after_the_sections(desk: Desk, page: Page, hands: Keyboard | Fingers) -> None:
    """Sign."""
    assert [desk.kept(code) for code in ASKED] == [WORDS] * len(ASKED)
    hands.follow("Sign and send")
    hands.tick("I sign this declaration")
    hands.press("Sign")
    expect(page.get_by_text("It waits for the head’s signature")).to_be_visible()
    assert state_of(desk.cast) == "internal_check"
