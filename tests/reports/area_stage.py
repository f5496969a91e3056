"""Sets the stage for the public pages and the area summary: rows put straight into the tables."""

import hashlib
from datetime import UTC, datetime, time, timedelta

from audits.feedback.models import Feedback
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.review.models import Review, Score
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from reports.drafting.models import Report
from reports.publication.models import Edition, EditionFile
from schools.register.models import School

PUBLISHED_AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
HTML = (
    '<article class="lscp-report"><h1 class="govuk-heading-xl">Alder Lane Primary School: “safe” &amp; sound</h1>'
    '<p class="govuk-body">This is not an inspection.</p></article>'
).encode()
PDF = b"%PDF-1.7\n\x00\xff stored bytes, never rendered again \r\n%%EOF"
SUMMARY = {
    "paragraphs": ["Staff know what to do when they are worried.", "The school checks its filters each term."],
    "correct_on": "2026-11-02",
    "cycle": "Full audit 2026",
    "framework": "Safeguarding in schools, version 2026.1",
    "narrative_only": False,
    "sections": [{"code": "LG", "title": "Leadership", "level": 2, "result": "Arrangements in place"}],
    "facts": [{"number": 96, "label": "arrangements read by the partnership"}],
    "visited_on": None,
    "recommendations": 4,
    "school_commented": True,
}
STEPS = ("in_progress", "internal_check", "head_signed", "submitted", "in_review", "reviewed", "feedback_issued")


def edition(school: School, audit: Audit, *, number: int = 1, published: bool = True, **fields) -> Edition:
    """An approved and rendered edition with its two files; on the public site unless `published` is False."""
    with scope(area_scope(school.tenant_id)):
        report, _ = Report.objects.get_or_create(audit=audit, defaults={"author_id": 1, **audit.owner})
        values = {
            "report": report, "number": number, "year": 2026, "kind": "full", "urn": school.urn,
            "school_name": school.name, "summary": SUMMARY, "source_html": HTML.decode(),
            "rendered_at": PUBLISHED_AT, **audit.owner,
        }  # fmt: skip
        if published:
            values |= {"published_at": PUBLISHED_AT + timedelta(days=number), "published_by_id": 2}
        made = Edition.objects.create(**{**values, **fields})
        for name, content, pages in (("html", HTML, None), ("pdf", PDF, 5)):
            EditionFile.objects.create(
                edition=made, format=name, content=content, sha256=hashlib.sha256(content).hexdigest(),
                bytes_long=len(content), pages=pages, **audit.owner,
            )  # fmt: skip
        return made


def withdraw(edition: Edition) -> None:
    """As withdraw_report leaves it."""
    because = "A fact in it was wrong and is being corrected."
    with scope(area_scope(edition.tenant_id)):
        Edition.objects.filter(pk=edition.pk).update(
            withdrawn_at=datetime(2026, 11, 20, 8, tzinfo=UTC), withdrawn_because=because
        )


def many_schools(partnership: Partnership, count: int, *, first_urn: int = 910000) -> list[School]:
    """Invented open primaries of one area, in forty invented postcode districts."""
    rows = [
        School(
            tenant=partnership, urn=first_urn + place, name=f"Number {place} Primary School", status="open",
            establishment_type="Community school", type_group="Local authority maintained schools", phase="Primary",
            la_code="901", la_name="Eastmere", town="Eastmere", postcode=f"ZZ{3 + place % 40} {place % 9}AA",
            street=f"{place} Long Road", gias_profile={},
        )
        for place in range(count)
    ]  # fmt: skip
    with scope(area_scope(partnership.pk)):
        return School.objects.bulk_create(rows)


def to_state(audit: Audit, state: str, *, on=None) -> None:
    """Along the arrows. on: the day it was sent in. Inside an area scope."""
    when = datetime.combine(on, time(10), tzinfo=UTC) if on else PUBLISHED_AT
    for step in STEPS[: STEPS.index(state) + 1]:
        sent = {"submitted_at": when} if step == "submitted" else {}
        Audit.objects.filter(pk=audit.pk).update(state=step, **sent)


def read(audit: Audit, level: str) -> Review:
    """A handed-in review with one level everywhere. Inside an area scope."""
    review = Review.objects.create(audit=audit, reviewer_id=1, **audit.owner)
    asked = Indicator.objects.filter(pk__in=audit.indicator_ids)
    Score.objects.bulk_create(Score(review=review, indicator=one, level=level, **audit.owner) for one in asked)
    Review.objects.filter(pk=review.pk).update(state="submitted", submitted_at=PUBLISHED_AT)
    return review


def answer_formally(audit: Audit, on) -> None:
    """Feedback issued on a day. Inside an area scope."""
    letter = Feedback.objects.create(audit=audit, **audit.owner)
    when = datetime.combine(on, time(10), tzinfo=UTC)
    Feedback.objects.filter(pk=letter.pk).update(state="issued", issued_at=when, issued_by_id=1, content={})
