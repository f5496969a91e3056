"""A section is read again by keys alone on a narrow screen; the pages of two readings fit, and axe finds nothing."""

import pytest
from playwright.sync_api import Page, expect

from audits.moderation.models import SecondScore
from tests.audits import moderating
from tests.browser.loss_stage import Desk
from tests.browser.loss_stage import desk as the_desk
from tests.browser.person import AXE, LOOK, RUN_AXE, STANDARDS

pytestmark = pytest.mark.browser
desk = the_desk
NARROWEST = 320


def opened(desk: Desk, who: str, address: str) -> Page:
    """A page before one person, on the narrowest screen."""
    page = desk.device(who).new_page()
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    page.goto(desk.site + address)
    return page


def is_sound(page: Page) -> None:
    """It fits, and axe finds nothing."""
    seen = page.evaluate(LOOK)
    assert seen["width"] <= seen["screen"], page.url
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, STANDARDS) == []


def test_a_section_is_read_again_by_keys_alone(desk):
    second = moderating.claimed(desk.cast)
    page = opened(desk, "second_reviewer", f"/p/eastmere/moderation/{second.pk}/read/")
    is_sound(page)
    page.get_by_role("link", name="LG:").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    is_sound(page)
    page.get_by_role("radio", name="Secure and showing impact").first.focus()
    for _line in range(4):
        page.keyboard.press("ArrowDown")  # from the best level to "secure"
        page.keyboard.press("Tab")  # to the comment
        page.keyboard.press("Tab")  # past what good evidence looks like, or on to the next level
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            page.keyboard.press("Tab")
    page.get_by_role("button", name="Keep this section and go on").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("LG:")
    with desk.cast.as_("second_reviewer"):
        kept = list(SecondScore.objects.filter(indicator__code__startswith="LG").values_list("level", flat=True))
    assert kept == ["secure"] * 4


def test_the_pages_of_two_readings_fit(desk):
    second = moderating.handed_in(desk.cast, LG1="secure")
    for tail in ("", f"{second.pk}/", f"{second.pk}/agree/lg1/", "calibration/"):
        is_sound(opened(desk, "lead", f"/p/eastmere/moderation/{tail}"))
