"""The public pages and the area summary in Chromium: axe at two widths, nothing to scroll sideways, strict policy."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from playwright.sync_api import Route

from lscp_portal.access.headers import CONTENT_SECURITY_POLICY
from reports.areas.models import AreaSummary
from tests.people import make_audit, make_cast
from tests.reports.area_stage import answer_formally, edition, many_schools, read, to_state, withdraw

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ORIGIN = "http://portal.lscp.test"
LEVELS = ("secure", "secure", "embedded", "partly", "secure", "not_in_place")
PUBLIC = [
    "/", "/reports/", "/reports/?q=eastmere", "/reports/?q=Aldar+Lain", "/reports/?q=xyzzy", "/reports/900001/",
    "/reports/900050/", "/reports/900001/2026-full/", "/reports/900002/2026-light/", "/areas/", "/areas/eastmere/",
    "/areas/eastmere/2026/", "/api/v1/docs/", "/accessibility/", "/privacy/", "/reports/123456/",
]  # fmt: skip
STAFF = ["/p/eastmere/area/", "/p/eastmere/area/2026/freeze/", "/p/harrowfold/area/"]


@pytest.fixture(scope="module")
def pages(database, django_db_blocker):
    """Every page, fetched before the browser starts: its event loop keeps Django from working."""
    with django_db_blocker.unblock():
        database.empty()
        cast = make_cast()
        edition(cast.here, cast.audit)
        withdraw(edition(cast.next_door, cast.next_door_audit, kind="light"))
        schools = many_schools(cast.partnership, 60)
        with cast.as_("lead"):
            for place, school in enumerate(schools[:48]):
                audit = make_audit(cast.cycle, school)
                to_state(audit, "feedback_issued", on=date(2026, 10, 1))
                read(audit, LEVELS[place % 6])
                answer_formally(audit, date(2026, 10, 1 + place % 28))
        fetched = {path: cast.client("analyst").get(path).content for path in STAFF[:2]}
        fetched[STAFF[2]] = cast.client("elsewhere_lead").get(STAFF[2]).content
        cast.client("analyst").post(STAFF[1], {"is_final": "on"})
        with cast.as_("lead"):
            publish = f"/p/eastmere/area/summaries/{AreaSummary.objects.get().pk}/publish/"
        fetched["publish"] = cast.client("lead").get(publish).content
        cast.client("lead").post(publish, {"is_read": "on"})
        fetched |= {path: Client().get(path).content for path in PUBLIC}
        yield fetched
        for connection in connections.all():
            connection.close()
        database.empty()


@pytest.fixture
def show(browser, pages):
    """A page in a window of some width; what the console says is kept in `problems`."""
    contexts = []

    def open_page(name, width):
        def answer(route: Route):
            path = route.request.url.removeprefix(ORIGIN)
            if path.startswith("/static/"):
                return route.fulfill(path=Path(finders.find(path.removeprefix("/static/"))))
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CONTENT_SECURITY_POLICY}
            return route.fulfill(body=pages[name], headers=headers)

        context = browser.new_context(viewport={"width": width, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/page", wait_until="load")
        if folder := os.environ.get("LSCP_TEST_PICTURES"):
            page.screenshot(path=f"{folder}/{name.strip('/').replace('/', '-') or 'front'}-{width}.png", full_page=True)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", [*PUBLIC, *STAFF, "publish"])
def test_axe_finds_nothing_and_nothing_has_to_be_scrolled_sideways(show, name, width):
    page = show(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", STANDARDS)["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []
    assert page.problems == []


def test_every_page_is_valid_html(pages, tmp_path):
    files = []
    for number, (name, content) in enumerate(pages.items()):
        files.append(tmp_path / f"{number}-{name.strip('/').replace('/', '-').replace('?', '-')}.html")
        files[-1].write_bytes(content)
    command = ["node", str(ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs")]
    found = subprocess.run(
        [*command, "--config", str(ROOT / ".htmlvalidate.json"), *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr
