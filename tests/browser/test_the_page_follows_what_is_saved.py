"""What an answer's page says, to the eye and to the ear, is what is saved, and about the text that is there now."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.audits.answering import LOW, SECURE, save
from tests.browser.loss_stage import BOX, BUTTON, KEPT, SAVED, WORDS, says
from tests.browser.loss_stage import desk as the_desk

pytestmark = pytest.mark.browser
desk = the_desk

MISSING = "[data-needs]"
QUESTION = "[data-child-warning]:visible"
FOUND = ".lscp-findings:visible"
NUMBER = "999 000 0018"  # of the series that is never given to anybody
SPOKEN = """() => {
    const visible = document.querySelector('[data-autosave-words]')
    const spoken = document.querySelector('[data-autosave-status]')
    window.contradictions = []
    const compare = () => {
        if (spoken.textContent && spoken.textContent !== visible.textContent) {
            window.contradictions.push(`${spoken.textContent} | ${visible.textContent}`)
        }
    }
    new MutationObserver(compare).observe(document.body, { subtree: true, childList: true, characterData: true })
}"""


def missing(page: Page):
    """What the page says is missing before the answer can be signed."""
    return page.locator(MISSING).locator("li:visible")


def test_what_is_missing_before_signing_follows_each_save_without_a_reload(desk):
    page = desk.tab(desk.device("dsl"))
    expect(page.locator(MISSING)).not_to_contain_text("no answer yet")
    page.get_by_label("Partly in place").check()
    says(page, SAVED)
    expect(missing(page)).to_have_text(["The level is low: say what you will do, who will do it and by when."])
    page.get_by_label("What you will do").fill("Close the gaps.")
    expect(missing(page)).to_have_text(["The level is low: say who will do it and by when."])
    page.get_by_label("Documented").check()
    page.get_by_label("Secure", exact=True).check()
    expect(missing(page)).to_have_count(0)
    expect(page.get_by_text("There is no answer yet")).to_be_hidden()
    page.reload()
    expect(missing(page)).to_have_count(0)


def test_words_that_may_point_at_a_child_are_among_what_is_missing_until_they_are_ticked(desk):
    save(desk.cast, "dsl", "LG1", SECURE)
    page = desk.tab(desk.device("dsl"))
    desk.write(page, "We supported child AB in spring.")
    expect(missing(page)).to_have_text([re.compile("^“What shows it” may point at a child")])
    page.reload()
    expect(missing(page)).to_have_text([re.compile("^“What shows it” may point at a child")])
    page.get_by_label("I have checked: this is about no child").first.check()
    expect(missing(page)).to_have_count(0)


def test_an_answer_that_was_carried_forward_is_said_to_be_changed_once_it_is(desk):
    from tests.audits.last_year import make_last_year  # noqa: PLC0415 - used once

    make_last_year(desk.cast)
    page = desk.tab(desk.device("dsl"))
    page.get_by_role("button", name="Still true").click()
    expect(page.get_by_text("is still true.")).to_be_visible()
    expect(page.get_by_text("It was changed since.")).to_be_hidden()
    desk.write(page)
    says(page, SAVED)
    expect(page.get_by_text("It was changed since.")).to_be_visible()


def test_last_years_answer_is_no_longer_offered_once_there_is_one(desk):
    from tests.audits.last_year import make_last_year  # noqa: PLC0415 - used once

    make_last_year(desk.cast)
    page = desk.tab(desk.device("dsl"))
    expect(page.get_by_role("button", name="Still true")).to_be_visible()
    desk.write(page)
    says(page, SAVED)
    expect(page.get_by_role("button", name="Still true")).to_be_hidden()
    expect(page.get_by_role("heading", name="Last time")).to_be_visible()


def test_a_screen_reader_is_never_told_anything_else_than_the_eye(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    page.evaluate(SPOKEN)
    desk.write(page)
    says(page, SAVED)
    device.set_offline(True)
    desk.write(page, "Written on a train.")
    says(page, KEPT)
    assert page.locator("[data-autosave-status]").inner_text() == ""  # the notice of the lost line speaks
    device.set_offline(False)
    says(page, SAVED)
    desk.write(page, f"The form quotes NHS {NUMBER}.")
    says(page, re.compile("^Not saved: something has to be taken out"))
    assert page.evaluate("window.contradictions") == []


def test_nothing_more_to_take_out_is_never_said_beside_a_warning(desk):
    page = desk.tab(desk.device("dsl"))
    box = page.get_by_label(BOX)
    box.fill("We supported child AB in spring.")
    expect(page.locator(QUESTION)).to_be_visible()
    page.wait_for_timeout(1500)
    assert "nothing more" not in page.locator("form[data-autosave]").inner_html()


def test_only_what_is_found_in_the_present_text_is_shown(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    box = page.get_by_label(BOX)
    box.fill("We supported child AB in spring.")
    expect(page.locator(QUESTION)).to_contain_text("“AB”")
    device.set_offline(True)
    box.fill("We supported child CD in autumn.")
    expect(page.locator(FOUND)).to_contain_text("“CD”")
    expect(page.locator(QUESTION)).to_have_count(0)
    box.fill(f"The form quotes NHS {NUMBER}.")
    expect(page.locator(FOUND)).to_contain_text("Take out")
    expect(page.locator(QUESTION)).to_have_count(0)
    box.fill("We supported child AB in spring, as I said.")
    expect(page.locator(QUESTION)).to_contain_text("“AB”")  # asked before, and the same words again
    expect(page.locator(FOUND)).to_have_count(0)
    box.fill("We supported child CD in autumn.")
    device.set_offline(False)
    expect(page.locator(QUESTION)).to_contain_text("“CD”", timeout=15_000)
    expect(page.locator(QUESTION)).not_to_contain_text("“AB”")
    expect(page.locator(FOUND)).to_have_count(0)


def test_the_notice_of_a_lost_line_names_the_box_whose_text_is_not_kept(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    device.set_offline(True)
    notice = page.locator("[data-line] .lscp-panel")
    page.get_by_label(BOX).fill(f"The form quotes NHS {NUMBER}.")
    expect(notice).to_contain_text("Not kept: what stands in “What shows it” now")
    expect(notice).to_contain_text("Nothing of LG1 is sent before it is mended")
    assert "It is sent by itself" not in notice.inner_text()
    page.get_by_label(BOX).fill(WORDS)
    expect(notice).to_contain_text("It is sent by itself when the connection is back.")
    expect(notice).not_to_contain_text("Not kept")
    device.set_offline(False)
    desk.comes_back(page)


def test_without_scripts_the_next_page_says_what_the_saved_answer_still_needs(desk):
    page = desk.tab(desk.device("dsl", java_script_enabled=False))
    page.get_by_label("Partly in place").check()
    page.get_by_role("button", name=BUTTON).click()
    said = page.get_by_text("LG1 is saved.")
    expect(said).to_contain_text("Before it can be signed: The level is low: say what you will do, who will do it")
    said.get_by_role("link", name="Go back to LG1").click()
    expect(missing(page)).to_have_count(1)


def test_the_lists_lead_to_the_first_answer_that_needs_something(desk):
    low = LOW.__class__("partly", 1, "The log has gaps.")
    save(desk.cast, "dsl", "LG1", SECURE)
    save(desk.cast, "dsl", "LG2", low)
    save(desk.cast, "dsl", "LG3", low)
    page = desk.device("dsl").new_page()
    for path in ("/s/900001/audit/", "/s/900001/audit/lg/"):
        page.goto(desk.site + path)
        page.get_by_role("link", name="2 need an action").click()
        expect(page).to_have_url(re.compile("/audit/lg/lg2/$"))
        expect(missing(page)).to_have_text(["The level is low: say what you will do, who will do it and by when."])
