"""An audit of last year for the cast's own school: answered, submitted, read, and answered by a letter."""

from datetime import date, timedelta

from django.utils import timezone

from audits.answers.models import Answer
from audits.cycles.models import Cycle
from audits.feedback.models import Feedback
from audits.frameworks.models import Framework, Indicator
from audits.lifecycle.models import Audit
from tests.people import ASKED, Cast, make_audit

SAID = "The log was read by the governor in June."
REVIEWER = "The log was good. Say who reads it when the governor is away."
ADVICE = "Name somebody who reads the log in the holidays."
LETTER = {
    "schema": 1, "school_name": "Alder Lane Primary School", "urn": 900001, "cycle_name": "Full audit 2025",
    "year": 2025, "mode": "full", "opening": "Thank you.", "strengths": "The log.", "signed_by": "Lead",
}  # fmt: skip


def make_last_year(
    cast: Cast, *, framework: Framework | None = None, levels: dict[str, str] | None = None, codes: tuple = ASKED
) -> Audit:
    """Everything “secure” but LG2, which was “partly”, and what `levels` says; feedback is issued."""
    levels = {"LG2": "partly"} | (levels or {})
    with cast.as_("lead"):
        cycle = Cycle.objects.create(
            tenant=cast.partnership, framework=framework or cast.framework, name="Full audit 2025", year=2025,
            mode="full", opens_on=date(2025, 9, 15), due_on=date(2025, 11, 15),
        )  # fmt: skip
        Cycle.objects.filter(pk=cycle.pk).update(state="open", opened_at=timezone.now(), opened_by_id=1)
        cycle.refresh_from_db()
        audit = make_audit(cycle, cast.here, codes)
        by_id = dict(Indicator.objects.filter(pk__in=audit.indicator_ids).values_list("pk", "code"))
    with cast.as_("dsl"):
        Answer.objects.bulk_create(
            Answer(
                audit=audit, indicator_id=key, level=levels.get(code, "secure"), strength=2, how_we_know=SAID,
                action="Read the log each term." if code == "LG2" else "", revision=1,
                saved_by_id=cast.people["dsl"].pk, **audit.owner,
            )
            for key, code in by_id.items()
        )  # fmt: skip
        for state in ("in_progress", "internal_check", "head_signed", "submitted"):
            when = timezone.now() - timedelta(days=300) if state == "submitted" else None
            Audit.objects.filter(pk=audit.pk).update(state=state, submitted_at=when)
    return audit


def issue_letter(cast: Cast, audit: Audit) -> None:
    """The letter about that audit, with a comment and a recommendation on LG1."""
    line = {"code": "LG1", "text": "A governor.", "is_critical": True, "own": "secure", "review": "partly"}
    section = {
        "code": "LG", "title": "Leadership", "own": 2, "review": 1, "critical_at_0": [], "critical_at_1": [],
        "lines": [line | {"comment": REVIEWER}],
    }  # fmt: skip
    asked = {"pk": 1, "code": "LG1", "text": ADVICE, "help_from": "The training team", "due_on": "2026-03-31"}
    with cast.as_("lead"):
        letter = Feedback.objects.create(audit=audit, state="draft", **audit.owner)
        Feedback.objects.filter(pk=letter.pk).update(
            state="issued", issued_at=timezone.now(), issued_by_id=1,
            content=LETTER | {"sections": [section], "recommendations": [asked]},
        )  # fmt: skip
