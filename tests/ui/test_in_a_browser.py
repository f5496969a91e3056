"""The gallery and the pages around it in Chromium, under the strict policy; pages are handed over without a server."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from playwright.sync_api import Route

from lscp_portal.access.headers import CONTENT_SECURITY_POLICY
from lscp_portal.ui.samples import SampleForm
from lscp_portal.ui.views import gallery
from tests.ui.conftest import ROOT

pytestmark = pytest.mark.browser

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ORIGIN = "http://portal.lscp.test"
PLACE = SimpleNamespace(
    kind="school",
    partnership_name="Eastmere Safeguarding Children Partnership",
    safeguarding_phone="01632 960111",
    safeguarding_out_of_hours="01632 960222",
    school_name="Larkfield Primary School",
    signed_in_name="Amina Khan",
    navigation=[SimpleNamespace(text=word, href=f"/{word}/", current=word == "Audit") for word in ("Home", "Audit")],
)


def page_html(name):
    if name.startswith("gallery"):
        return gallery(RequestFactory().get(f"/{name}")).content.decode()
    if name == "login":
        form = SampleForm({})
        form.fields = {key: form.fields[key] for key in ("email", "password")}
        with override_settings(ROOT_URLCONF="allauth.account.urls"):
            return render_to_string("account/login.html", {"form": form, "redirect_field": ""})
    return render_to_string(f"errors/{name}.html", {"place": PLACE})


PAGES = ["gallery/", "gallery/?errors=1", "login", "404", "500"]


@pytest.fixture
def show(browser):
    """A page in a window of some width; what the console says is kept in `problems`."""
    contexts = []

    def open_page(name, width=1280, **options):
        html = page_html(name)

        def answer(route: Route):
            path = route.request.url.removeprefix(ORIGIN)
            if path.startswith("/static/"):
                return route.fulfill(path=Path(finders.find(path.removeprefix("/static/"))))
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CONTENT_SECURITY_POLICY}
            return route.fulfill(body=html, headers=headers)

        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/{name}", wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_strict_policy_stops_nothing(show, name, width):
    page = show(name, width)
    page.evaluate(AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", STANDARDS
    )["violations"]  # fmt: skip
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []
    assert page.problems == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_has_to_be_scrolled_sideways_on_the_narrowest_screen(show, name):
    assert show(name, 320).evaluate("document.documentElement.scrollWidth") <= 320


def test_the_scripts_really_run(show):
    page = show("gallery/?errors=1")
    assert page.evaluate("document.body.classList.contains('govuk-frontend-supported')")
    assert page.get_by_role("button", name="Show password").is_visible()
    assert page.get_by_text("You have 1 word too many").count()


def test_a_failed_form_puts_the_focus_on_the_summary_and_its_links_lead_to_the_controls(show):
    page = show("gallery/?errors=1")
    page.get_by_role("link", name="Due date must be a real date").click()
    assert page.evaluate("document.activeElement.name") == "due_on_day"
    page.get_by_role("link", name="Choose one of the answers listed").click()
    assert page.evaluate("document.activeElement.id") == "id_level_0"


def test_without_scripts_everything_is_still_there(show):
    page = show("gallery/", java_script_enabled=False)
    assert page.get_by_role("button", name="Save", exact=True).is_visible()
    assert not page.get_by_role("button", name="Show password").is_visible()
    assert page.get_by_text("You can enter up to 30 words").is_visible()


def test_levels_are_told_apart_when_colours_are_forced(show):
    page = show("gallery/", forced_colors="active")
    for word in ("Secure", "Not in place", "Not checked yet"):
        assert page.locator(".lscp-level", has_text=word).first.is_visible()
