"""Every state of the pages on which a school answers: axe, the house rules, and 400 % zoom (320 by 256 pixels)."""

import pytest
from playwright.sync_api import Page, expect

from audits.signoff.actions import give_back
from tests.audits.answering import LOW, SECURE, address, confirm, ready, save, sign_as
from tests.audits.last_year import make_last_year
from tests.browser.loss_stage import BOX, BUTTON, KEPT, SAID, SAVED, WORDS, Desk, failing, says
from tests.browser.loss_stage import desk as the_desk
from tests.browser.person import Person

pytestmark = pytest.mark.browser
desk = the_desk

AUDIT = "/s/900001/audit/"
SIZES = ((1280, 900), (320, 256))  # the second is the first at 400 %


def at(desk: Desk, path: str, who: str = "dsl") -> Page:
    page = desk.device(who).new_page()
    page.goto(desk.site + path)
    return page


def fresh(desk):
    return at(desk, address("LG1"))


def beside_last_year(desk):
    make_last_year(desk.cast)
    return at(desk, address("LG2"))


def saved(desk):
    page = at(desk, address("LG1"))
    desk.write(page)
    says(page, SAVED)
    return page


def without_a_line(desk):
    page = at(desk, address("LG1"))
    page.context.set_offline(True)
    desk.write(page)
    says(page, KEPT)
    return page


def brought_back(desk):
    page = without_a_line(desk)
    device = page.context
    page.close()
    device.set_offline(False)
    page = desk.tab(device)
    expect(page.get_by_label(BOX)).to_have_value(WORDS)
    return page


def contradicts_itself(desk):
    page = at(desk, address("LG1"))
    page.get_by_label("Stated").check()
    page.get_by_label("Secure and showing impact").check()
    expect(page.locator(SAID)).to_contain_text("needs evidence")
    return page


def refused(desk):
    page = contradicts_itself(desk)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


def signed_out(desk):
    page = at(desk, address("LG1"))
    page.context.clear_cookies(name="sessionid")
    desk.write(page)
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()
    return page


def signed_out_and_sent(desk):
    page = signed_out(desk)
    with page.expect_navigation():
        page.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('form[data-autosave]'))")
    return page


def somebody_else(desk):
    page = signed_out(desk)
    desk.sign_in(page.context, "link_governor")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(SAID)).to_contain_text("somebody else has signed in")
    return page


def in_conflict(desk):
    page = at(desk, address("LG1"))
    save(desk.cast, "link_governor", "LG1", LOW)
    desk.write(page)
    expect(page.locator(SAID)).to_contain_text("Link Governor saved this answer, at")
    return page


def both_wordings(desk):
    page = in_conflict(desk)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Somebody saved this answer")
    return page


def signed_meanwhile(desk):
    ready(desk.cast)
    page = at(desk, address("LG1"))
    sign_as(desk.cast, "dsl")
    desk.write(page)
    expect(page.locator(SAID)).to_contain_text("has been signed")
    return page


def too_late(desk):
    page = signed_meanwhile(desk)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    return page


def a_server_that_fails(desk):
    page = at(desk, address("LG1"))
    failing(page, lambda route: route.fulfill(status=503, body="Sorry"), times=99)
    desk.write(page)
    says(page, KEPT)
    return page


def only_read(desk):
    save(desk.cast, "dsl", "LG1", SECURE)
    return at(desk, address("LG1"), "head")


def empty_section(desk):
    return at(desk, f"{AUDIT}lg/")


def half_a_section(desk):
    make_last_year(desk.cast)
    save(desk.cast, "dsl", "LG1", SECURE)
    save(desk.cast, "dsl", "LG2", LOW)
    return at(desk, f"{AUDIT}lg/")


def not_begun(desk):
    return at(desk, AUDIT)


def begun(desk):
    save(desk.cast, "dsl", "LG1", SECURE)
    return at(desk, AUDIT)


def can_be_signed(desk):
    ready(desk.cast)
    return at(desk, AUDIT)


def with_the_head(desk):
    ready(desk.cast)
    sign_as(desk.cast, "dsl")
    return at(desk, AUDIT)


def given_back(desk):
    with_the_head(desk).close()
    with desk.cast.as_("head"):
        give_back(actor=desk.cast.actor("head"), audit_id=desk.cast.audit.pk, step="head", comment="Look at LG2 again.")
    return at(desk, AUDIT)


def sent(desk):
    ready(desk.cast)
    for who in ("dsl", "head", "chair"):
        sign_as(desk.cast, who)
    return at(desk, AUDIT)


def profile(desk):
    return at(desk, f"{AUDIT}profile/")


def profile_left_out(desk):
    page = at(desk, f"{AUDIT}profile/")
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


def cannot_be_signed(desk):
    confirm(desk.cast)
    return at(desk, f"{AUDIT}sign/")


def everything_on_one_page(desk):
    ready(desk.cast)
    return at(desk, f"{AUDIT}all/")


STATES = (
    fresh, beside_last_year, saved, without_a_line, brought_back, contradicts_itself, refused, signed_out,
    signed_out_and_sent, somebody_else, in_conflict, both_wordings, signed_meanwhile, too_late, a_server_that_fails,
    only_read, empty_section, half_a_section, not_begun, begun, can_be_signed, with_the_head, given_back, sent, profile,
    profile_left_out, cannot_be_signed, everything_on_one_page,
)  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_and_nothing_is_cut_off(desk, state):
    page = state(desk)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        Person(state.__name__, page, desk.site, width).look()
