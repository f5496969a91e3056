"""On a phone what stands above every page leaves room for what people came for; nothing that is required is hidden."""

import pytest
from playwright.sync_api import expect

from tests.audits.answering import address
from tests.browser.loss_stage import desk as the_desk

pytestmark = pytest.mark.browser
desk = the_desk
MOST = 330  # CSS pixels of 740, with the words of a demonstration


@pytest.mark.parametrize("path", ["/s/900001/", "/s/900001/audit/", address("LG1"), "/s/900001/governors/"])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_begins_in_the_upper_half_and_the_numbers_stay(desk, path, scripts):
    page = desk.device("dsl", java_script_enabled=scripts).new_page()
    page.goto(desk.site + path)
    if scripts:
        assert page.locator("main [class*=govuk-caption], main h1").first.bounding_box()["y"] < MOST
    notice = page.get_by_role("region", name="If a child may be in danger")
    for words in ("This is not a way to report a concern", "999", "Worried about a child"):
        expect(notice).to_contain_text(words)
    assert notice.locator("a:visible").count() == notice.locator("a").count()
    expect(page.get_by_text("Type nothing about a real child.")).to_be_visible()


def test_a_lost_line_takes_little_of_a_phone(desk):
    device = desk.device("dsl")
    page = desk.tab(device)
    device.set_offline(True)
    desk.write(page)
    notice = page.locator("[data-line] .lscp-panel")
    expect(notice).to_contain_text("1 answer waits")
    assert notice.bounding_box()["height"] < 140


def test_the_menu_opens_below_the_name_of_the_school(desk):
    page = desk.device("dsl").new_page()
    page.goto(desk.site + "/s/900001/audit/")
    menu = page.get_by_role("button", name="Menu")
    name = page.get_by_text("Alder Lane Primary School").first
    assert abs(menu.bounding_box()["y"] - name.bounding_box()["y"]) < 10
    menu.click()
    expect(page.get_by_role("link", name="Feedback")).to_be_visible()
    assert page.get_by_role("link", name="Feedback").bounding_box()["y"] > name.bounding_box()["y"]
