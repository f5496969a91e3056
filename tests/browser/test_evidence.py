"""A DSL describes and uploads, with scripts and without; the worker of the running product checks the file."""

import re

import pytest

from tests.browser.test_small_screens import WORDS, signs_in
from tests.evidence.stage import ITEMS, POLICY, allow_uploads
from tests.files import making
from tests.people import make_cast
from tests.stack import eventually

pytestmark = pytest.mark.browser
PHONE, DESK = 360, 1280


@pytest.fixture
def cast(committed):
    """The cast in the database that the processes see; the DSL can sign in, and uploads are allowed."""
    made = make_cast()
    made.people["dsl"].set_password(WORDS)
    made.people["dsl"].save()
    allow_uploads(made)
    return made


@pytest.fixture
def papers(tmp_path):
    """Files on her computer."""
    for name, content in {
        "policy.pdf": making.pdf(),
        "script.pdf": making.pdf(OpenAction=making.action("JavaScript", JS="x")),
        "photo.jpg": making.picture("JPEG", (900, 700), gps=True),
        "long.pdf": b"%PDF-" + b"0" * 20_000_000,
    }.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def describes(somebody):
    """She fills in the form of LG1's evidence."""
    somebody.choose("Policy or procedure").write("What it is", POLICY.what).write("Where it is kept", POLICY.kept_where)
    return (
        somebody.write("Who holds it", POLICY.held_by)
        .press("Save this evidence")
        .reads("The evidence for LG1 is saved.")
    )


def goes_to_upload(somebody):
    """From the list to the page with the box for a file."""
    with somebody.page.expect_navigation() as coming:
        somebody.page.get_by_role("link", name="Upload a").first.click()
    return somebody.arrive(coming.value, status=200)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_file_is_sent_with_progress_and_shown_when_it_is_checked(cast, person, papers, width):
    dsl = signs_in(person("dsl", width=width), "dsl", "/s/900001/audit/lg/lg1/").picture("70-indicator-with-evidence")
    dsl.follow("Say what shows it and where it is kept").picture("71-evidence-empty")
    describes(dsl).picture("72-evidence-described")
    goes_to_upload(dsl).upload("Choose a file", papers / "long.pdf")
    dsl.page.get_by_role("button", name="Upload").click()
    dsl.page.wait_for_function("document.querySelector('[data-upload-words]').textContent.includes('At most 20 MB')")
    dsl.page.wait_for_timeout(1_100)  # the button takes one click a second
    dsl.look().picture("73-too-large").upload("Choose a file", papers / "policy.pdf")
    assert dsl.page.locator("[data-upload-status]").inner_text() == ""  # nothing is heard any more that is not seen
    with dsl.page.expect_navigation():
        dsl.page.get_by_role("button", name="Upload").click()
    dsl.look().reads("The file has arrived and is being checked.")
    dsl.page.get_by_role("link", name="policy.pdf").wait_for(timeout=60_000)  # the page looks by itself
    dsl.look().picture("74-evidence-clean")
    with dsl.page.expect_download() as coming:
        dsl.page.get_by_role("link", name="policy.pdf").click()
    assert coming.value.suggested_filename == "policy.pdf"


def test_without_scripts_a_refused_file_says_what_to_do(cast, person, papers):
    dsl = signs_in(person("dsl", width=DESK, java_script_enabled=False), "dsl", ITEMS)
    describes(dsl)
    goes_to_upload(dsl).press("Upload", status=422).reads("Choose a file")
    dsl.upload("Choose a file", papers / "script.pdf").press("Upload").reads("is being checked")
    eventually(lambda: "was not kept" in dsl.fetch(ITEMS).decode(), seconds=60)
    dsl.open(ITEMS).reads("The PDF holds a script. Print it to PDF anew and upload that.").picture("75-refused")
    goes_to_upload(dsl).upload("Choose a file", papers / "photo.jpg").press("Upload")
    eventually(lambda: "photo.jpg</a>" in dsl.fetch(ITEMS).decode(), seconds=60)
    dsl.open(ITEMS).press(re.compile("Take the file out")).reads("The file is taken out.", "photo.jpg was taken out.")
    dsl.press(re.compile("Put it back")).reads("The file is back.")
