"""Two pages for governors, from the same answers and signatures; never three."""

import io
from dataclasses import replace
from datetime import date

import page as pdf
import pikepdf
import pytest
from django.utils import timezone

from audits.answers.models import Answer
from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from audits.signoff.board import board_report
from audits.signoff.drawing import board_pdf
from audits.signoff.models import Signature
from lscp_portal.accounts.models import Membership
from tests.audits.answering import LOW, MINUTE, ready, save, sign_as
from tests.audits.delegating import delegated
from tests.audits.test_sign_pages import words
from tests.people import ASKED


@pytest.fixture
def submitted(cast):
    ready(cast)
    for who in ("dsl", "head", "chair"):
        sign_as(cast, who)
    return cast


def address(cast, ending: str = "") -> str:
    return f"/s/900001/audit/board/{cast.audit.pk}/{ending}"


def report_of(cast):
    with cast.as_("chair"):
        return board_report(audit=Audit.objects.select_related("cycle", "school").get(pk=cast.audit.pk))


def test_before_it_is_sent_it_says_so_and_lists_who_has_signed(cast):
    ready(cast)
    sign_as(cast, "dsl")
    page = words(cast.client("link_governor").get(address(cast)))
    assert "Not sent yet: answers as they are now." in page
    assert "9 of 10 indicators are secure or better." in page
    assert "LG2" in page
    assert LOW.action in page
    assert "Designated safeguarding lead: Dsl" in page
    assert "SHA-256" not in page


def test_after_that_it_is_made_from_the_frozen_copy(submitted):
    page = words(submitted.client("chair").get(address(submitted)))
    report = report_of(submitted)
    assert report.sha256[:32] in page
    assert MINUTE in page
    assert report.questions[0].code == "LG2"
    assert "A good answer names:" in page
    assert sum(line.met + line.partly + line.missing + line.other for line in report.sections) == report.asked == 10


def test_an_audit_that_nobody_has_begun_has_a_report_too(cast):
    page = words(cast.client("chair").get(address(cast)))
    assert "Nobody has signed yet." in page
    assert "0 of 10 indicators are secure or better." in page


def test_the_pdf_is_tagged_and_says_the_same(submitted):
    answer = submitted.client("head").get(address(submitted, "report.pdf"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="board-report-900001-2026.pdf"'
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) <= 2
    assert failures(answer.content) == []


@pytest.mark.parametrize("text", ["word " * 150, "W" * 900])
def test_the_longest_answers_still_make_two_pages_and_what_is_left_out_is_said(cast, text):
    ready(cast)
    for code in ASKED:
        said = replace(LOW, action=text.strip(), action_owner="W" * 120)
        save(cast, "dsl", code, said, read=1)
    with cast.as_("dsl"):
        audit = Audit.objects.select_related("cycle", "school").get(pk=cast.audit.pk)
        drawn = board_pdf(audit, partnership="Eastmere")
        assert board_report(audit=audit, most_weak=4).weak_left_out == 6
    assert 1 <= drawn.pages <= 2


def test_the_fullest_audit_with_the_longest_texts_everywhere_is_two_pages(cast):
    """Every indicator weak; actions, owners, names, minutes and the delegation as long as they may be."""
    ready(cast)
    row = delegated(cast, "chair", minute_reference="W" * 120)
    words = {
        "level": "not_in_place", "strength": 0, "how_we_know": "word " * 300, "action": "W" * 900,
        "action_owner": "W" * 120, "action_due_on": date(2027, 9, 30), "revision": 1,
        "saved_by_id": cast.people["dsl"].pk, "saved_at": timezone.now(),
    }  # fmt: skip
    every = [one.pk for one in cast.indicators.values()]
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(indicator_ids=every)
        Cycle.objects.filter(pk=cast.cycle.pk).update(name="W" * Cycle._meta.get_field("name").max_length)
    with cast.as_("dsl"):
        answered = set(Answer.objects.values_list("indicator_id", flat=True))
        Answer.objects.update(**words)
        Answer.objects.bulk_create(
            Answer(audit=cast.audit, indicator_id=one, **words, **cast.audit.owner)
            for one in every
            if one not in answered
        )
        for step, who in (("dsl", "dsl"), ("head", "head"), ("chair", "link_governor")):
            under = {"delegation": row, "delegated_under": row.minute_reference} if step == "chair" else {}
            Signature.objects.create(
                audit=cast.audit, step=step, person_id=cast.people[who].pk, signed_name="W" * 120, declaration="I.",
                board_met_on=date(2026, 11, 2), minute_reference="W" * 120, **under, **cast.audit.owner,
            )  # fmt: skip
        audit = Audit.objects.select_related("cycle", "school").get(pk=cast.audit.pk)
        drawn = board_pdf(audit, partnership="W" * 120)
    assert len(every) > 100
    assert drawn.pages == 2


def test_a_signed_copy_can_be_kept_as_a_page_and_as_a_tagged_pdf(submitted):
    place = f"/s/900001/audit/copies/{submitted.audit.pk}/1/"
    browser = submitted.client("dsl")
    page = browser.get(place + "copy.html")
    assert page.headers["Content-Disposition"] == 'attachment; filename="audit-900001-2026.html"'
    assert "<style>" in page.content.decode()
    assert "http" not in page.content.decode().partition("</style>")[2]
    assert LOW.action in words(page)
    assert failures(browser.get(place + "copy.pdf").content) == []
    assert report_of(submitted).sha256[:32] in words(page)
    assert browser.get(place).status_code == browser.get(place + "copy.json").status_code == 200
    assert browser.get(place.replace("/1/", "/2/")).status_code == 404


def failures(content: bytes) -> list[str]:
    """What keeps a file from being PDF/UA-1."""
    return [failure.message for failure in pdf.validate_pdf_bytes(content, profile="ua1").failures]


def test_it_is_readable_after_everybody_who_signed_has_left(submitted):
    for who in ("dsl", "head", "chair"):
        with submitted.as_("lead"):
            Membership.objects.filter(pk=submitted.memberships[who].pk).update(ends_on=date(2026, 1, 1))
    assert submitted.client("chair").get(address(submitted)).status_code == 404
    page = words(submitted.client("link_governor").get("/s/900001/audit/copy/"))
    for said in ("Dsl", "Head", "Chair", "The copy is exactly what was signed", "Download it as a PDF"):
        assert said in page
