"""What is typed is never lost: lines, tabs, sessions and servers that fail, one case each. In a real Chromium."""

import json

import pytest
from playwright.sync_api import expect

from tests.audits.answering import LOW, address, save
from tests.browser.loss_stage import BOX, BUTTON, KEPT, SAVED, WORDS, Desk, drafts, failing, says
from tests.browser.loss_stage import desk as the_desk

pytestmark = pytest.mark.browser
desk = the_desk
ODD = "Zoë’s log, “checked”\n\n☑ ½ of 12\n\ttabs, emoji 🧒🏽, and <b>marks</b> & %41"

LONG = "safeguardingsupervisionrecords " * 299 + "end."  # as many words as the box takes


def offline_and(desk: Desk, words: str = WORDS):
    """A device on which words were typed while the line was down."""
    device = desk.device("dsl")
    page = desk.tab(device)
    device.set_offline(True)
    desk.write(page, words)
    says(page, KEPT)
    return device, page


@pytest.mark.parametrize("words", [WORDS, ODD, LONG], ids=["plain", "odd letters", "long"])
def test_a_line_that_comes_back(desk, words):
    device, page = offline_and(desk, words)
    device.set_offline(False)
    desk.comes_back(page, words)
    assert len(desk.wordings()) == 1


@pytest.mark.parametrize("words", [WORDS, ODD, LONG], ids=["plain", "odd letters", "long"])
def test_a_tab_that_is_closed_without_a_line(desk, words):
    device, page = offline_and(desk, words)
    page.close()
    device.set_offline(False)
    desk.comes_back(desk.tab(device), words)
    assert drafts(device.pages[0]) == []


def test_a_tab_that_crashes(desk):
    device, page = offline_and(desk)
    with pytest.raises(Exception, match="crash"):
        page.goto("chrome://crash", timeout=5000)
    page.close()
    device.set_offline(False)
    desk.comes_back(desk.tab(device))


def test_a_reload_before_anything_was_sent(desk):
    page = desk.tab(desk.device("dsl"))
    page.get_by_label(BOX).fill(WORDS)
    page.reload()
    expect(page.get_by_label(BOX)).to_have_value(WORDS)
    desk.arrives()


def test_a_link_followed_before_anything_was_sent(desk):
    page = desk.tab(desk.device("dsl"))
    page.get_by_label(BOX).fill(WORDS)
    page.get_by_role("link", name="Back to the section").click()
    page.wait_for_load_state()
    page.goto(desk.site + address("LG1"))
    expect(page.get_by_label(BOX)).to_have_value(WORDS)
    desk.arrives()


def test_a_link_followed_without_a_line(desk):
    device, page = offline_and(desk)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(desk.site + address("LG2"))
    device.set_offline(False)
    page.goto(desk.site + address("LG2"))
    expect(page.get_by_label(BOX)).to_have_value("")  # another answer's box
    page.goto(desk.site + address("LG1"))
    expect(page.get_by_label(BOX)).to_have_value(WORDS)
    desk.arrives()


def test_the_button_without_a_line_stays_on_the_page(desk):
    device, page = offline_and(desk)
    page.get_by_role("button", name=BUTTON).click()
    says(page, KEPT)
    expect(page.get_by_label(BOX)).to_have_value(WORDS)
    device.set_offline(False)
    desk.comes_back(page)


def test_the_button_at_once(desk):
    page = desk.tab(desk.device("dsl"))
    page.get_by_label(BOX).fill(WORDS)
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url(f"**{address('LG2')}")
    assert desk.wordings() == [WORDS]
    assert drafts(page) == []


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_fails_twice(desk, status):
    page = desk.tab(desk.device("dsl"))
    failing(page, lambda route: route.fulfill(status=status, body="Sorry"), times=2)
    desk.write(page)
    says(page, KEPT)
    desk.comes_back(page)


def test_an_answer_of_the_server_that_is_lost(desk):
    page = desk.tab(desk.device("dsl"))

    def arrives_and_breaks(route):
        route.fetch()
        route.abort("connectionreset")

    failing(page, arrives_and_breaks, times=2)
    desk.write(page)
    desk.comes_back(page)
    assert desk.wordings() == [WORDS]


def test_an_answer_of_the_server_that_is_lost_with_the_tab(desk):
    device = desk.device("dsl")
    page = desk.tab(device)

    def arrives_and_breaks(route):
        route.fetch()
        route.abort("connectionreset")

    failing(page, arrives_and_breaks, times=9)
    desk.write(page)
    says(page, KEPT)
    page.close()
    again = desk.tab(device)
    expect(again.get_by_label(BOX)).to_have_value(WORDS)
    again.wait_for_timeout(300)
    assert (desk.wordings(), drafts(again)) == ([WORDS], [])


def test_a_slow_line_and_words_typed_meanwhile(desk):
    page = desk.tab(desk.device("dsl"))

    def slowly(route):
        page.wait_for_timeout(700)
        route.continue_()

    failing(page, slowly, times=1)
    desk.write(page, "The first half")
    page.wait_for_timeout(900)
    desk.write(page, WORDS)
    desk.comes_back(page)


def test_the_button_while_a_slow_save_is_under_way(desk):
    page = desk.tab(desk.device("dsl"))
    failing(page, lambda route: (page.wait_for_timeout(500), route.continue_()), times=1)
    desk.write(page, "The first half")
    page.wait_for_timeout(850)
    page.get_by_label(BOX).fill(WORDS)
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url(f"**{address('LG2')}")
    assert desk.kept() == WORDS


def test_a_double_click_saves_once(desk):
    page = desk.tab(desk.device("dsl"))
    page.get_by_label(BOX).fill(WORDS)
    page.get_by_role("button", name=BUTTON).dblclick()
    page.wait_for_url(f"**{address('LG2')}")
    assert desk.wordings() == [WORDS]


def test_everything_on_the_form_comes_back(desk):
    device, page = desk.device("dsl"), None
    page = desk.tab(device)
    device.set_offline(True)
    page.get_by_label("Partly in place").check()
    page.get_by_label("Documented").check()
    desk.write(page)
    page.get_by_label("What you will do").fill("Close the gaps.")
    page.get_by_label("Who will do it").fill("deputy head")
    for part, number in (("Day", "31"), ("Month", "3"), ("Year", "2027")):
        page.get_by_label(part, exact=True).fill(number)
    page.wait_for_timeout(200)
    page.close()
    device.set_offline(False)
    again = desk.tab(device)
    desk.comes_back(again)
    expect(again.get_by_label("Partly in place")).to_be_checked()
    expect(again.get_by_label("Documented")).to_be_checked()
    expect(again.get_by_label("What you will do")).to_have_value("Close the gaps.")
    expect(again.get_by_label("Year", exact=True)).to_have_value("2027")


def test_what_the_scale_refuses_comes_back_after_a_crash(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    page.get_by_label("Stated").check()
    page.get_by_label("Secure and showing impact").check()
    desk.write(page)
    expect(page.locator("[data-autosave-words]")).to_contain_text("needs evidence")
    page.close()
    again = desk.tab(device)
    expect(again.get_by_label(BOX)).to_have_value(WORDS)
    again.get_by_label("Secure", exact=True).check()
    again.get_by_label("Documented").check()
    desk.comes_back(again)


def test_a_device_that_keeps_nothing_promises_nothing_and_still_sends(desk):
    device = desk.device("dsl")
    device.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    page = desk.tab(device)
    device.set_offline(True)
    desk.write(page)
    says(page, "Not saved yet: no connection. Trying again.")
    device.set_offline(False)
    desk.comes_back(page)


def test_what_lies_on_the_device_cannot_be_read_there(desk):
    _device, page = offline_and(desk)
    (row,) = drafts(page)
    assert "autumn" not in row
    assert set(json.loads(row)) == {"id", "at", "iv", "box"}
    assert str(desk.cast.people["dsl"].pk) not in json.loads(row)["id"].split(":")[0]


def test_a_draft_of_the_day_before_yesterday_is_gone(desk):
    device, page = offline_and(desk)
    page.close()
    device.set_offline(False)
    device.add_init_script("const now = Date.now; Date.now = () => now() + 2 * 24 * 60 * 60 * 1000")
    again = desk.tab(device)
    again.wait_for_timeout(500)
    expect(again.get_by_label(BOX)).to_have_value("")
    assert drafts(again) == []


def test_what_was_saved_and_changed_by_somebody_since_does_not_come_back(desk):
    device = desk.device("dsl")
    page = desk.tab(device)

    def arrives_and_breaks(route):
        route.fetch()
        route.abort("connectionreset")

    failing(page, arrives_and_breaks, times=9)
    desk.write(page)
    says(page, KEPT)
    page.close()
    save(desk.cast, "deputy_dsl", "LG1", LOW, read=1)
    again = desk.tab(device)
    says(again, "What you typed last had been saved. It has been changed since, as you see here.")
    expect(again.get_by_label(BOX)).to_have_value(LOW.how_we_know)
    assert desk.wordings() == [WORDS, LOW.how_we_know]
    assert not SAVED.match(again.locator("[data-autosave-words]").inner_text())
