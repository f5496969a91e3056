"""Child details are noticed while somebody types, before a letter of them leaves the computer. In a real Chromium."""

import json
import re

import pytest
from playwright.sync_api import expect

from lscp_portal.childdata.types import SENTENCES, Kind
from tests.audits.answering import address
from tests.browser.loss_stage import BOX, BUTTON, SAVED, WORDS, Desk, drafts, says
from tests.browser.loss_stage import desk as the_desk
from tests.browser.person import Person

pytestmark = pytest.mark.browser
desk = the_desk

NUMBER = "999 000 0018"  # of the series that is never given to anybody
BLOCKED = f"{WORDS} The form quotes NHS {NUMBER}."
WARNED = f"{WORDS} We supported child AB in spring."
WHY = SENTENCES[Kind.NHS_NUMBER]
FOUND = ".lscp-findings:visible"
NOT_SAVED = re.compile("^Not saved: something has to be taken out first")


class Line:
    """All that goes to the server from one page, as text."""

    def __init__(self, page):
        self.sent = []
        page.on("request", lambda asked: self.sent.append(f"{asked.url} {asked.post_data or ''}"))

    def carried(self, words=NUMBER):
        alike = re.compile(r"(%20|\+|\s)*".join(words.replace(" ", "")))
        return [one for one in self.sent if alike.search(one)]


def watched(desk: Desk, who="dsl"):
    page = desk.device(who).new_page()
    line = Line(page)
    page.goto(desk.site + address("LG1"))
    return page, line


def test_a_number_is_noticed_stays_in_its_box_and_is_saved_once_it_is_taken_out(desk):
    page, line = watched(desk)
    box = page.get_by_label(BOX)
    box.press_sequentially(f"The form quotes NHS {NUMBER}.", delay=15)
    found = page.locator(FOUND)
    expect(found).to_contain_text("This cannot be saved yet")
    expect(found.get_by_role("listitem")).to_contain_text(["Take out"])
    expect(found).to_contain_text(f"“{NUMBER}”")
    expect(found).to_contain_text(WHY)
    says(page, NOT_SAVED)
    described = box.get_attribute("aria-describedby").split()
    assert found.get_attribute("id") in described
    page.wait_for_timeout(1500)
    assert line.carried() == []
    assert NUMBER not in desk.kept()
    box.fill("The form quotes a number.")
    says(page, SAVED)
    expect(found).to_have_count(0)
    assert desk.kept() == "The form quotes a number."
    assert all(not name.endswith("-findings") for name in box.get_attribute("aria-describedby").split())


def test_a_screen_reader_hears_what_changed_once_and_never_the_number(desk):
    page, _ = watched(desk)
    page.evaluate("""() => {
        window.heard = []
        const listen = new MutationObserver((all) => all.forEach(({ target }) => {
            if (target.closest('[role=status]') && target.textContent) window.heard.push(target.textContent)
        }))
        listen.observe(document.body, { subtree: true, childList: true })
    }""")
    box = page.get_by_label(BOX)
    box.press_sequentially(f"NHS {NUMBER} is here", delay=10)
    expect(page.locator(FOUND)).to_be_visible()
    box.press_sequentially(" and more is typed behind it.", delay=10)
    page.wait_for_timeout(1500)
    box.fill("")
    expect(page.locator(FOUND)).to_have_count(0)
    heard = [words for words in page.evaluate("window.heard") if words.startswith(BOX)]
    assert heard == [f"{BOX}: This cannot be saved yet. {WHY}", f"{BOX}: nothing more to take out or to check."]


def test_the_button_sends_nothing_either_and_leads_to_the_box(desk):
    page, line = watched(desk)
    page.get_by_label(BOX).fill(BLOCKED)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.locator(FOUND)).to_contain_text("Nothing was sent.")
    expect(page.get_by_label(BOX)).to_be_focused()
    page.wait_for_timeout(1500)
    assert line.carried() == []
    expect(page.get_by_label(BOX)).to_have_value(BLOCKED)


def test_a_button_pressed_before_the_rules_are_here_waits_for_them(desk):
    page = desk.device("dsl").new_page()
    line = Line(page)
    held = []
    page.route("**/child-details/**", lambda route: held.append(route))  # noqa: PLW0108 - playwright wants a function of Python
    page.goto(desk.site + address("LG1"))
    page.get_by_label(BOX).fill(BLOCKED)
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_timeout(300)
    held[0].continue_()
    expect(page.locator(FOUND)).to_contain_text("Nothing was sent.")
    assert line.carried() == []


def test_the_words_that_were_found_can_be_marked_in_the_box(desk):
    page, _ = watched(desk)
    page.get_by_label(BOX).fill(BLOCKED)
    page.get_by_role("button", name=re.compile(NUMBER)).click()
    expect(page.get_by_label(BOX)).to_be_focused()
    page.keyboard.press("Delete")
    says(page, SAVED)
    assert desk.kept() == BLOCKED.replace(NUMBER, "")


def test_a_warning_is_shown_and_stops_nothing(desk):
    page, _ = watched(desk)
    page.context.set_offline(True)
    page.get_by_label(BOX).fill(WARNED)
    found = page.locator(FOUND)
    expect(found).to_contain_text("These words may point at a child or name a person")
    expect(found).to_contain_text("This check does not find every name")
    expect(found.get_by_role("listitem")).to_contain_text(["Check"])
    expect(found).to_contain_text("“AB”")
    page.context.set_offline(False)
    says(page, re.compile("^Saved at"))
    assert desk.kept() == WARNED
    expect(page.locator("[data-child-warning]:visible")).to_contain_text("“AB”")
    expect(found).to_have_count(0)  # the server asks now, with a tick
    page.get_by_label("I have checked: this is about no child").first.check()
    page.get_by_label(BOX).press("End")
    page.get_by_label(BOX).press_sequentially(" It went well.")
    page.wait_for_timeout(1500)
    expect(found).to_have_count(0)  # the same words are not asked about twice


def test_the_schools_own_people_are_known_to_the_page(desk):
    page, _ = watched(desk)
    page.context.set_offline(True)
    known = json.loads(page.locator("#child-details-known").text_content())
    assert known["names"]
    assert known["mailboxes"] == known["telephones"] == []
    page.get_by_label(BOX).fill("A pupil called Zebediah was heard.")
    expect(page.locator(FOUND)).to_contain_text("“Zebediah”")
    page.get_by_label(BOX).fill(f"A pupil called {known['names'][0].split()[0]} was heard.")
    expect(page.locator(FOUND)).to_have_count(0)


def test_a_draft_on_the_device_never_holds_what_blocks(desk):
    page, line = watched(desk)
    device = page.context
    device.set_offline(True)
    page.get_by_label("What you will do").fill("Ask the office.")
    page.get_by_label(BOX).fill(BLOCKED)
    expect(page.locator(FOUND)).to_be_visible()
    page.wait_for_timeout(500)
    assert len(drafts(page)) == 1
    page.close(run_before_unload=False)
    device.set_offline(False)
    page = desk.tab(device)
    says(page, SAVED)
    expect(page.get_by_label(BOX)).to_have_value("")
    expect(page.get_by_label("What you will do")).to_have_value("Ask the office.")
    assert line.carried() == []


def test_a_line_that_comes_back_does_not_carry_what_was_typed_meanwhile(desk):
    page, line = watched(desk)
    page.context.set_offline(True)
    desk.write(page)
    says(page, re.compile("^Not saved: kept on this computer"))
    page.get_by_label(BOX).fill(BLOCKED)
    expect(page.locator(FOUND)).to_be_visible()
    page.context.set_offline(False)
    says(page, NOT_SAVED)
    desk.arrives(WORDS)
    assert line.carried() == []
    expect(page.get_by_label(BOX)).to_have_value(BLOCKED)


def test_leaving_with_something_that_is_kept_nowhere_else_asks_first(desk):
    page, line = watched(desk)
    page.get_by_label(BOX).press_sequentially(BLOCKED)
    expect(page.locator(FOUND)).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Back to the section").click()
    page.wait_for_url(re.compile(r"/audit/[a-z-]+/$", re.IGNORECASE))
    assert asked == ["beforeunload"]
    assert line.carried() == []


def test_without_the_rules_the_server_reads_as_before(desk):
    page = desk.device("dsl").new_page()
    page.route("**/child-details/**", lambda route: route.abort())
    page.goto(desk.site + address("LG1"))
    page.get_by_label(BOX).fill(BLOCKED)
    says(page, re.compile("^Not saved: This looks like an NHS number."))
    expect(page.locator(FOUND)).to_have_count(0)
    assert desk.kept() == ""


def test_typing_in_a_long_text_is_never_held_up(desk):
    page, _ = watched(desk)
    page.get_by_label(BOX).fill(" ".join([WORDS] * 24))  # as many words as the box takes
    says(page, SAVED)
    page.evaluate("""() => {
        window.slow = []
        new PerformanceObserver((list) => window.slow.push(...list.getEntries().map((one) => one.duration)))
            .observe({ type: 'longtask' })
    }""")
    page.get_by_label(BOX).press_sequentially(" We supported child AB and others.", delay=30)
    expect(page.get_by_text("“AB”").first).to_be_visible()
    assert page.evaluate("window.slow") == []


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("words", [BLOCKED, WARNED, f"{BLOCKED} {WARNED}"], ids=["blocks", "warns", "both"])
def test_axe_finds_nothing_and_nothing_is_cut_off(desk, words, width):
    page, _ = watched(desk)
    page.set_viewport_size({"width": width, "height": 900})
    page.context.set_offline(True)  # else the server asks about a warning, with a tick of its own
    page.get_by_label(BOX).fill(words)
    expect(page.locator(FOUND)).to_be_visible()
    page.wait_for_timeout(800)
    Person("child-details", page, desk.site, width).look()
