"""What is typed is never lost: sessions that end, colleagues who write, audits that are signed. In a real Chromium."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from audits.answers.models import AnswerRevision
from tests.audits.answering import LOW, address, ready, save, sign_as
from tests.browser import racing
from tests.browser.loss_stage import BOX, BUTTON, SAID, SAVED, WORDS, drafts, says
from tests.browser.loss_stage import desk as the_desk

pytestmark = pytest.mark.browser
desk = the_desk
SIGNED_OUT = "Not saved: you have been signed out. What you typed is kept on this computer."
BOTH = "Somebody saved this answer while you were writing"
BOTH_MINE = "You saved this answer in another tab or device"
OWN = re.compile(
    r"^Not saved: you saved this answer in another tab or device, at \d\d:\d\d\. Choose “Save and continue”"
)


def signed_out_and(desk):
    """A device whose session ended while somebody typed."""
    device = desk.device("dsl")
    page = desk.tab(device)
    device.clear_cookies(name="sessionid")
    desk.write(page)
    expect(page.locator(SAID)).to_contain_text(SIGNED_OUT)
    return device, page


def test_a_session_that_ends_and_somebody_who_signs_in_again(desk):
    device, page = signed_out_and(desk)
    expect(page.get_by_role("link", name="Sign in again")).to_have_attribute("target", "_blank")
    desk.sign_in(device, "dsl")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    desk.comes_back(page)


def test_a_session_that_ends_and_a_tab_that_is_closed(desk):
    device, page = signed_out_and(desk)
    page.close()
    desk.sign_in(device, "dsl")
    desk.comes_back(desk.tab(device))


def test_a_session_that_ends_and_the_button(desk):
    device, page = signed_out_and(desk)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator(SAID)).to_contain_text(SIGNED_OUT)
    expect(page.get_by_label(BOX)).to_have_value(WORDS)
    desk.sign_in(device, "dsl")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    desk.comes_back(page)


def test_a_token_that_is_too_old(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    device.clear_cookies(name="csrftoken")
    desk.write(page)
    desk.comes_back(page)


def test_somebody_else_who_signs_in_on_the_same_device(desk):
    device, page = signed_out_and(desk)
    desk.sign_in(device, "link_governor")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(SAID)).to_contain_text("somebody else has signed in")
    theirs = desk.tab(device)
    theirs.wait_for_timeout(500)
    expect(theirs.get_by_label(BOX)).to_have_value("")
    assert desk.kept() == ""
    desk.sign_in(device, "dsl")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    desk.comes_back(page)


def test_signing_out_takes_the_drafts_along(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    page.route("**/audit/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    desk.write(page)
    assert len(drafts(page)) == 1
    page.goto(desk.site + "/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    assert drafts(page) == []


def test_two_tabs_of_one_person_on_two_answers(desk):
    device = desk.device("dsl")
    first, second = desk.tab(device, "LG1"), desk.tab(device, "LG2")
    desk.write(first, "In the first tab.")
    desk.write(second, "In the second tab.")
    desk.comes_back(first, "In the first tab.", "LG1")
    desk.comes_back(second, "In the second tab.", "LG2")


def test_two_tabs_of_one_person_on_one_answer(desk):
    device = desk.device("dsl")
    first, second = desk.tab(device), desk.tab(device)
    desk.write(first, "In the first tab.")
    desk.comes_back(first, "In the first tab.")
    desk.write(second)
    says(second, OWN)
    second.get_by_role("button", name=BUTTON).click()
    expect(second.get_by_role("heading", level=1)).to_have_text(BOTH_MINE)
    expect(second.get_by_text("In the first tab.")).to_be_visible()
    assert "Somebody" not in second.locator("main").inner_text()
    second.get_by_role("button", name="Keep what I wrote here").click()
    second.wait_for_url(f"**{address('LG2')}")
    assert desk.wordings() == ["In the first tab.", WORDS]


def test_two_tabs_of_one_person_without_a_line_that_are_both_closed(desk):
    device = desk.device("dsl")
    first, second = desk.tab(device), desk.tab(device)
    device.set_offline(True)
    desk.write(first, "In the first tab.")
    desk.write(second)
    first.close()
    second.close()
    device.set_offline(False)
    again = desk.tab(device)
    desk.arrives()
    expect(again.get_by_label(BOX)).to_have_value("In the first tab.")
    says(again, OWN)
    again.get_by_role("button", name=BUTTON).click()
    expect(again.get_by_text(WORDS)).to_be_visible()
    expect(again.get_by_text("In the first tab.")).to_be_visible()
    again.get_by_role("button", name="Keep the other").click()
    expect(again.get_by_label(BOX)).to_have_value(WORDS)
    assert drafts(again) == []


def in_conflict(desk):
    """A page on which a colleague's answer and mine do not agree."""
    device = desk.device("dsl")
    page = desk.tab(device)
    save(desk.cast, "deputy_dsl", "LG1", LOW)
    desk.write(page)
    expect(page.locator(SAID)).to_contain_text("Deputy Dsl saved this answer, at")
    return device, page


def test_a_colleague_who_saved_first_and_a_tab_that_is_closed(desk):
    device, page = in_conflict(desk)
    page.close()
    again = desk.tab(device)
    expect(again.locator(SAID)).to_contain_text("Deputy Dsl saved this answer, at")
    expect(again.get_by_label(BOX)).to_have_value(WORDS)
    again.get_by_role("button", name=BUTTON).click()
    expect(again.get_by_text(WORDS)).to_be_visible()
    expect(again.get_by_text(LOW.how_we_know)).to_be_visible()


def test_keeping_theirs_is_a_choice_and_mine_does_not_come_back(desk):
    _device, page = in_conflict(desk)
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name="Keep theirs").click()
    expect(page.get_by_label(BOX)).to_have_value(LOW.how_we_know)
    page.reload()
    page.wait_for_timeout(400)
    expect(page.get_by_label(BOX)).to_have_value(LOW.how_we_know)
    assert drafts(page) == []


def test_keeping_mine_is_not_doubted_when_a_colleague_writes_later(desk):
    _device, page = in_conflict(desk)
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name="Keep mine").click()
    page.wait_for_url(f"**{address('LG2')}")
    save(desk.cast, "deputy_dsl", "LG1", LOW, read=2)
    page.goto(desk.site + address("LG1"))
    expect(page.locator(SAID)).to_contain_text("It has been changed since")
    expect(page.get_by_label(BOX)).to_have_value(LOW.how_we_know)


def test_two_people_in_one_section_see_each_other_and_what_was_saved(desk):
    mine = desk.tab(desk.device("dsl"))
    theirs = desk.tab(desk.device("deputy_dsl"))
    expect(theirs.get_by_role("status").first).to_contain_text("Dsl (DSL) is in this section too, at LG1.")
    desk.write(theirs, LOW.how_we_know)
    says(theirs, SAVED)
    mine.get_by_label("Who will do it").fill("deputy head")  # typed and not yet sent
    mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(mine.locator("[data-here-people]")).to_have_text("Deputy Dsl (deputy DSL) is in this section too, at LG1.")
    expect(mine.locator("[data-here-news]")).to_contain_text("Deputy Dsl saved LG1 at")
    expect(mine.get_by_label("Who will do it")).to_have_value("deputy head")
    section = desk.devices[0].new_page()
    section.goto(desk.site + "/s/900001/audit/lg/")
    expect(section.locator("[data-here-people]")).to_contain_text("Deputy Dsl (deputy DSL) is in this section too")


def test_an_audit_that_is_signed_meanwhile(desk):
    ready(desk.cast)
    device = desk.device("dsl")
    page = desk.tab(device)
    sign_as(desk.cast, "dsl")
    desk.write(page)
    says(page, "Not saved. The audit has been signed, so answers cannot change.")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text(WORDS)).to_be_visible()


def test_the_back_button_shows_what_was_saved_and_goes_on_from_there(desk):
    page = desk.tab(desk.device("dsl"))
    page.get_by_label(BOX).fill("First.")
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url(f"**{address('LG2')}")
    page.go_back()
    expect(page.get_by_label(BOX)).to_have_value("First.")
    page.get_by_label(BOX).fill(WORDS)
    desk.comes_back(page)
    assert desk.wordings() == ["First.", WORDS]


def test_without_scripts_a_page_that_stood_open_shows_both(desk):
    page = desk.tab(desk.device("dsl", java_script_enabled=False))
    save(desk.cast, "deputy_dsl", "LG1", LOW)
    page.get_by_label(BOX).fill(WORDS)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(BOTH)
    page.get_by_role("button", name="Keep mine").click()
    assert desk.kept() == WORDS


def test_without_scripts_an_ended_session_shows_the_words(desk):
    device = desk.device("dsl", java_script_enabled=False)
    page = desk.tab(device)
    device.clear_cookies(name="sessionid")
    page.get_by_label(BOX).fill(WORDS)
    page.get_by_role("button", name=BUTTON).click()
    assert WORDS in [box.input_value() for box in page.get_by_role("textbox").all()]


def test_without_scripts_the_back_button_and_the_same_form_again_save_once(desk):
    page = desk.tab(desk.device("dsl", java_script_enabled=False))
    page.get_by_label(BOX).fill(WORDS)
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_url(f"**{address('LG2')}")
    page.go_back()
    page.get_by_label(BOX).fill(WORDS)
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_load_state()
    assert desk.wordings() == [WORDS]


def test_twenty_people_who_race_lose_nothing_and_nothing_is_acknowledged_twice(desk):
    """Everybody saves on what they saw last, a fifth blindly again; at the end the last acknowledged words stand."""
    cast = desk.cast
    everybody = [("dsl", "deputy_dsl", "link_governor")[number % 3] for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda one: racing.editor(cast, *one), enumerate(everybody)))
    acknowledged = sorted(one for rows in found for one in rows)
    revisions = [revision for revision, _words in acknowledged]
    with cast.as_("dsl"):
        kept = list(AnswerRevision.objects.order_by("revision").values_list("revision", "how_we_know"))
    assert acknowledged == kept
    assert revisions == list(range(1, len(revisions) + 1))
    assert desk.kept() == kept[-1][1]
