"""Whoever answers by arrow keys chooses at each stop on the way: one save for the way, and none is lost."""

import pytest
from playwright.sync_api import expect

from audits.answers.models import Answer
from tests.audits.answering import address
from tests.browser.hands import Keyboard
from tests.browser.loss_stage import SAVED, says
from tests.browser.loss_stage import desk as the_desk
from tests.browser.traffic import Traffic

pytestmark = pytest.mark.browser
desk = the_desk
RESTS = 250  # ms; less than an arrow waits


@pytest.fixture
def page(desk):
    """The first indicator, one kind of evidence chosen and saved, and the focus on it."""
    made = desk.tab(desk.device("dsl"))
    Keyboard(made).reach(made.get_by_label("Stated"))  # the first: Tab stops there where none is chosen
    made.keyboard.press("Space")
    says(made, SAVED)
    return made


def strength(desk):
    with desk.cast.as_("dsl"):
        return Answer.objects.values_list("strength", flat=True).get()


def go_down(page, to):
    for _step in range(5):
        if page.locator(f"[name=strength][value='{to}']").is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not come to {to}")


def test_four_stops_are_one_save_of_the_last(desk, page):
    traffic = Traffic(page)
    go_down(page, 3)
    go_down(page, 0)
    go_down(page, 2)
    expect(page.locator("[data-autosave-words]")).to_have_text(SAVED)
    page.wait_for_timeout(700)
    assert traffic.saves == 1
    assert strength(desk) == 2


def test_a_way_that_rests_on_a_stop_saves_it(desk, page):
    traffic = Traffic(page)
    go_down(page, 2)
    page.wait_for_timeout(800)
    go_down(page, 3)
    page.wait_for_timeout(800)
    assert traffic.saves == 2
    assert strength(desk) == 3


@pytest.fixture
def clock(page):
    """Time stands still from here on, so what is sent was not waiting for it."""
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    return page.clock


def saved_by(page, act):
    with page.expect_response(lambda answer: answer.request.method == "POST" and address("LG1") in answer.url) as sent:
        act()
    assert sent.value.status == 200


@pytest.mark.usefixtures("clock")
def test_the_tab_key_sends_at_once(desk, page):
    go_down(page, 2)
    saved_by(page, lambda: page.keyboard.press("Tab"))
    assert strength(desk) == 2


@pytest.mark.usefixtures("clock")
def test_the_pointer_sends_at_once(desk, page):
    go_down(page, 2)
    saved_by(page, lambda: page.get_by_label("What shows it").click())
    assert strength(desk) == 2


def test_the_button_takes_the_last_stop_along(desk, page):
    traffic = Traffic(page)
    go_down(page, 3)
    page.evaluate("document.querySelector('form[data-autosave]').requestSubmit()")
    page.wait_for_url(f"**{address('LG2')}")
    assert strength(desk) == 3
    # without leaving the page, and the form itself; one more where a slow machine lets the arrows rest before that
    assert traffic.saves in {2, 3}


def test_leaving_the_page_takes_the_last_stop_along(desk, page):
    go_down(page, 3)
    page.goto(desk.site + "/s/900001/audit/lg/")
    page.wait_for_timeout(RESTS)
    page.goto(desk.site + address("LG1"))
    expect(page.get_by_label("Confirmed")).to_be_checked()
    assert strength(desk) == 3


def test_a_touch_is_sent_without_waiting(desk):
    page = desk.tab(desk.device("dsl", has_touch=True))
    page.clock.install()
    saved_by(page, lambda: page.get_by_label("Documented").tap())
    assert strength(desk) == 1
