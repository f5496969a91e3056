"""A file that is still looked at does not hold a signature up: it is said before, and the copy says how it stood."""

import pytest

from audits.evidence.models import EvidenceFile
from audits.signoff.copies import frozen_copy
from tests.audits.answering import ready, sign_as, state_of
from tests.audits.test_sign_pages import PAGE, words
from tests.evidence.stage import allow_uploads, described, send
from tests.files import making

HEADING = "Files that cannot be opened"
SECTION = "/s/900001/audit/lg/"


@pytest.fixture
def waiting(cast):
    """Everything answered; a file for LG1 was sent and not looked at yet."""
    ready(cast)
    allow_uploads(cast)
    item = described(cast)
    send(cast.client("dsl"), item, making.pdf())
    with cast.as_("dsl"):
        assert EvidenceFile.objects.get().state == "received"
    return cast


def test_it_is_said_on_the_page_of_the_section_and_before_signing_and_signing_goes_on(waiting):
    for place in (PAGE, SECTION):
        page = words(waiting.client("dsl").get(place))
        assert HEADING in page
        assert "policy.pdf is being checked." in page
    assert "You can sign all the same" in words(waiting.client("dsl").get(PAGE))
    for who in ("dsl", "head", "chair"):
        sign_as(waiting, who)
    assert state_of(waiting) == "submitted"


def test_the_copy_says_that_it_was_not_checked(waiting):
    for who in ("dsl", "head", "chair"):
        sign_as(waiting, who)
    with waiting.as_("dsl"):
        copy = frozen_copy(audit_id=waiting.audit.pk)
    file = copy.content["indicators"][0]["evidence"][0]["file"]
    assert (file["state"], file["kept_sha256"]) == ("received", "")
    assert "(not checked yet)" in words(waiting.client("dsl").get("/s/900001/audit/copy/"))


def test_a_section_names_its_own_files_only(waiting):
    assert HEADING not in words(waiting.client("dsl").get("/s/900001/audit/cu/"))
