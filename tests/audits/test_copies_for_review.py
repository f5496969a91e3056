"""The partnership reads what a school signed: every version, its hash, who signed, as a page and as a PDF."""

from urllib.parse import urlencode

import pytest

from audits.signoff.copies import copies_of
from tests.audits.answering import MINUTE, sign_as
from tests.audits.answering import ready as answered_all
from tests.audits.correcting import REASON, corrected, send_in
from tests.audits.delegating import SCHEME, delegated
from tests.audits.review_stage import claim
from tests.audits.test_board_report import failures
from tests.audits.test_sign_pages import words


def place(cast, ending: str = "") -> str:
    return f"/p/eastmere/reviews/returns/{cast.audit.pk}/copies/{ending}"


def test_both_versions_with_hash_and_signers(cast):
    correction = corrected(cast)
    lead = cast.client("lead")
    page = words(lead.get(place(cast)))
    with cast.as_("lead"):
        two, one = copies_of(audit_id=cast.audit.pk)
    assert (one.version, two.version) == (1, 2)
    for told in (one.sha256, two.sha256, REASON, MINUTE, "2 versions", "[new: in one term ]"):
        assert told in page
    assert page.count("The copy is exactly what was signed") == 2
    for number, ending in ((1, "html"), (2, "html"), (2, "pdf")):
        answer = lead.get(place(cast, f"{number}/copy.{ending}"))
        name = f'attachment; filename="audit-900001-2026-version-{number}.{ending}"'
        assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, name)
        if ending == "pdf":
            assert failures(answer.content) == []
    assert lead.get(place(cast, "3/copy.html")).status_code == 404
    assert place(cast) in lead.get(f"/p/eastmere/corrections/{correction.pk}/").content.decode()


def test_from_the_review_and_from_the_school_s_page(cast):
    send_in(cast)
    review = claim(cast, cast.audit)
    reader = cast.client("reviewer")
    assert place(cast) in reader.get(f"/p/eastmere/reviews/{review.pk}/").content.decode()
    assert place(cast) in reader.get(f"/p/eastmere/schools/{cast.here.pk}/").content.decode()
    assert "One version." in words(reader.get(place(cast)))
    assert place(cast) not in cast.client("analyst").get(f"/p/eastmere/schools/{cast.here.pk}/").content.decode()


def test_a_delegate_s_signature_says_for_whom(cast):
    answered_all(cast)
    delegated(cast, "head")
    for who, step in (("dsl", "dsl"), ("deputy_dsl", "head"), ("chair", "chair")):
        sign_as(cast, who, step)
    assert f"for the headteacher or principal, under {SCHEME}" in words(cast.client("lead").get(place(cast)))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200), ("scrutineer", 200), ("reviewer", 302), ("administrator", 403), ("visitor", 403),
        ("publisher", 403), ("analyst", 403), ("dsl", 404), ("elsewhere_lead", 404),
    ],
)  # fmt: skip
def test_who_reads_copies(cast, who, status):
    """A reviewer declares first that there is no conflict; who has declared one reads nothing."""
    send_in(cast)
    for ending in ("", "1/copy.html"):
        assert cast.client(who).get(place(cast, ending)).status_code == status


def test_a_declaration_opens_or_closes_them(cast):
    send_in(cast)
    cast.declare("reviewer", cast.here)
    assert cast.client("reviewer").get(place(cast)).status_code == 200
    cast.declare("lead", cast.here, conflict=True)
    for ending in ("", "1/copy.html"):
        assert cast.client("lead").get(place(cast, ending)).status_code == 403


@pytest.mark.parametrize("ending", ["", "1/copy.html", "1/copy.pdf"])
def test_a_reviewer_who_has_declared_nothing_is_led_to_the_declaration_and_back(cast, ending):
    send_in(cast)
    browser = cast.client("reviewer")
    asked = browser.get(place(cast, ending))
    declaration = f"/p/eastmere/reviews/interests/{cast.here.pk}/?{urlencode({'next': place(cast, ending)})}"
    assert (asked.status_code, asked.headers["Location"]) == (302, declaration)
    assert browser.post(declaration, {"answer": "none"}).headers["Location"] == place(cast, ending)
    assert browser.get(place(cast, ending)).status_code == 200


def test_a_declared_conflict_is_still_answered_in_words(cast):
    send_in(cast)
    cast.declare("reviewer", cast.here, conflict=True)
    answer = cast.client("reviewer").get(place(cast))
    assert answer.status_code == 403
    assert "conflict" in words(answer)


def test_what_is_not_sent_has_no_copies(cast):
    assert cast.client("lead").get(place(cast)).status_code == 404
