"""Shells, error pages and the gallery, rendered without a database."""

import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.forms import CharField
from django.template.loader import render_to_string
from django.test import RequestFactory

from lscp_portal.ui.forms import GovukForm
from lscp_portal.ui.views import gallery
from tests.ui.conftest import ROOT, nodes, tree

PLACE = SimpleNamespace(
    kind="school",
    partnership_name="Eastmere Safeguarding Children Partnership",
    slug="eastmere",
    safeguarding_phone="01632 960111",
    safeguarding_out_of_hours="01632 960222",
    urn=900012,
    school_name="Larkfield Primary School",
    signed_in_name="Amina Khan",
    navigation=(SimpleNamespace(text="Audit", href="/s/900012/audit/", current=True),),
    demonstration=True,
)
ERRORS = ["400", "403", "404", "409", "410", "422", "429", "500", "503"]
SHELLS = ["portal", "school", "public"]


@pytest.mark.parametrize("name", [f"base/{shell}.html" for shell in SHELLS] + [f"errors/{n}.html" for n in ERRORS])
def test_every_page_has_the_notice_a_skip_link_a_language_and_a_main_part(name):
    html = render_to_string(name, {"place": PLACE})
    found = list(nodes(tree(html.partition("<html")[2].join(["<html", ""]))))
    assert "This is not a way to report a concern." in html
    assert 'href="tel:01632960111"' in html
    assert 'href="tel:01632960222"' in html
    assert 'lang="en-GB"' in html
    assert next(attrs["href"] for tag, attrs, _ in found if tag == "a") == "#main-content"
    assert sum(tag == "main" for tag, _, _ in found) == 1


@pytest.mark.parametrize(
    "name", [*[f"errors/{n}.html" for n in ERRORS], "400.html", "403.html", "404.html", "500.html"]
)
def test_an_error_page_needs_nothing_and_still_says_what_to_do(name):
    html = render_to_string(name)
    assert html.count("<h1") == 1
    assert "Find that council" in html
    assert "Traceback" not in html


def test_the_title_begins_with_error_when_a_form_failed():
    form = type("Wrong", (GovukForm,), {"name": CharField()})
    assert "<title>Error: " in render_to_string("base/portal.html", {"place": PLACE, "form": form({})})
    assert "<title>Error: " not in render_to_string("base/portal.html", {"place": PLACE, "form": form()})


def test_a_signed_in_person_can_sign_out_with_one_click_and_others_find_the_way_in():
    assert 'action="/accounts/logout/"' in render_to_string("base/portal.html", {"place": PLACE})
    public = render_to_string(
        "base/public.html", {"place": SimpleNamespace(**{**vars(PLACE), "signed_in_name": "", "kind": "public"})}
    )
    assert "/accounts/logout/" not in public
    assert 'href="/accounts/login/"' in public


def test_the_print_shell_has_no_scripts_no_navigation_and_the_notice():
    html = render_to_string("base/print.html", {"place": PLACE})
    assert "<script" not in html
    assert "<nav" not in html
    assert "This is not a way to report a concern." in html


@pytest.fixture(scope="module")
def gallery_pages(tmp_path_factory):
    """The gallery, right and wrong, as files."""
    folder = tmp_path_factory.mktemp("gallery")
    pages = {}
    for name, query in (("right", ""), ("wrong", "?errors=1")):
        response = gallery(RequestFactory().get(f"/gallery/{query}"))
        pages[name] = (response.status_code, folder / f"{name}.html")
        pages[name][1].write_bytes(response.content)
    return pages


def test_the_gallery_shows_its_form_right_and_wrong(gallery_pages):
    assert gallery_pages["right"][0] == 200
    assert gallery_pages["wrong"][0] == 422
    assert "<title>Error: " in gallery_pages["wrong"][1].read_text()


def test_the_gallery_is_valid_html(gallery_pages):
    command = ["node", str(ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs")]
    files = [str(path) for _, path in gallery_pages.values()]
    found = subprocess.run(
        [*command, "--config", str(ROOT / ".htmlvalidate.json"), *files], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_gallery_shows_every_component():
    used = (ROOT / "templates" / "gallery" / "gallery.html").read_text()
    source = Path(ROOT / "lscp_portal" / "ui" / "templatetags" / "ui.py").read_text()
    components = set(re.findall(r"^def ([a-z]\w+)\(", source, re.MULTILINE))
    elsewhere = {"breadcrumbs", "confirmation", "telephone", "demonstration_banner", "phase_banner", "level_word"}
    assert {name for name in components - elsewhere if f"{{% {name}" not in used} == set()
