"""A notice says that there is no line, what is kept where, and how many answers wait; it goes when they are sent."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.loss_stage import BOX, KEPT, SAVED, WORDS, failing, says
from tests.browser.loss_stage import desk as the_desk
from tests.browser.person import Person

pytestmark = pytest.mark.browser
desk = the_desk
ON_THE_DEVICE = (
    "What you type is kept on this computer, encrypted, for a day. It is sent by itself when the connection is"
)


def notice(page: Page):
    return page.get_by_role("status").filter(has_text="connection").locator(".lscp-panel")


def nothing_is_said(page: Page) -> None:
    expect(page.locator("[data-line] .lscp-panel")).to_be_hidden(timeout=15_000)


def test_it_is_said_before_anything_is_typed_and_taken_back(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    nothing_is_said(page)
    device.set_offline(True)
    expect(notice(page)).to_contain_text("You are offline.")
    expect(notice(page)).to_contain_text(f"{ON_THE_DEVICE} back. Nothing waits to be sent.")
    device.set_offline(False)
    nothing_is_said(page)


def test_an_answer_that_waits_is_counted_and_the_notice_goes_when_it_is_sent(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    device.set_offline(True)
    desk.write(page)
    says(page, KEPT)
    expect(notice(page)).to_contain_text("1 answer waits to be sent: LG1.")
    assert "closed" not in notice(page).inner_text()
    device.set_offline(False)
    desk.comes_back(page)
    nothing_is_said(page)


def test_it_looks_right_to_axe_and_at_400_per_cent(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    device.set_offline(True)
    desk.write(page)
    expect(notice(page)).to_contain_text("1 answer waits")
    for width, height in ((1280, 900), (360, 740), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        Person("offline", page, desk.site, width).look()


def test_answers_of_other_tabs_and_of_closed_ones_are_counted(desk):
    device = desk.device("dsl")
    first, second, third = (desk.tab(device, code) for code in ("LG1", "LG2", "LG3"))
    device.set_offline(True)
    for page in (first, second, third):
        desk.write(page)
        says(page, KEPT)
    third.close()
    second.get_by_label(BOX).fill("Something else.")
    expect(notice(second)).to_contain_text("3 answers wait to be sent: LG2, LG1 and LG3.")
    device.set_offline(False)
    says(first, SAVED)
    says(second, SAVED)
    expect(notice(first)).to_contain_text("The connection is back. 1 answer waits to be sent: LG3.", timeout=15_000)
    expect(notice(first)).to_contain_text("An answer whose page you have closed is sent when you open it again.")
    again = desk.tab(device, "LG3")
    desk.comes_back(again, WORDS, "LG3")
    nothing_is_said(first)


def test_a_server_that_cannot_be_reached_is_not_called_offline(desk):
    page = desk.tab(desk.device("dsl"))
    failing(page, lambda route: route.abort("connectionrefused"), times=2)
    desk.write(page)
    expect(notice(page)).to_contain_text("The portal cannot be reached.")
    desk.comes_back(page)
    nothing_is_said(page)


def test_a_browser_that_keeps_nothing_is_not_promised_anything(desk):
    device = desk.device("dsl")
    device.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    page = desk.tab(device)
    device.set_offline(True)
    desk.write(page)
    expect(notice(page)).to_contain_text("This browser keeps nothing: what you type is on this page only")
    expect(notice(page)).to_contain_text("1 answer waits to be sent: LG1.")
    assert "encrypted" not in notice(page).inner_text()
    device.set_offline(False)
    desk.comes_back(page)
    nothing_is_said(page)


def test_the_box_with_the_focus_is_never_under_the_notice(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    page.set_viewport_size({"width": 1280, "height": 720})
    device.set_offline(True)
    desk.write(page)
    expect(notice(page)).to_be_visible()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    for _stop in range(60):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate(
            """() => {
                const focus = document.activeElement, line = document.querySelector('[data-line] .lscp-panel')
                if (focus === document.body || !focus.closest('form[data-autosave]')) return ''
                const [box, bar] = [focus.getBoundingClientRect(), line.getBoundingClientRect()]
                return box.bottom <= bar.bottom && box.top >= bar.top ? focus.outerHTML.slice(0, 80) : ''
            }"""
        )
        assert hidden == ""
