"""Governors of the first school have been to see for themselves; guidance has moved; and what is common is counted."""

from datetime import timedelta

from audits.cycles.models import Cycle
from audits.frameworks.models import Indicator
from audits.frameworks.references.actions import record_checks
from audits.governors.actions import write_note
from audits.governors.types import VisitWords
from audits.practice.counting import count_practice
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.stage import Stage

NOTES = (  # days ago, sections, looked at, found, agreed, may serve as evidence
    (
        12,
        ("DS", "LG"),
        "The timetable of the safeguarding lead and the rota of deputies; talked with the lead and two deputies.",
        "The rota covers every day of term and the two trips of this term. The holidays were not on it.",
        "The lead adds the holidays by the end of the month and shows it at the next visit.",
        True,
    ),
    (
        5,
        ("TR",),
        "Asked six members of staff in the dining hall and the office what they would do with a worry.",
        "Five of six named the lead and the form. One would have told the class teacher.",
        "The deputy goes through the route with the lunchtime team this week.",
        False,
    ),
)
FOUND = "The paragraphs were numbered anew in the last edition. Read this one again beside your answer."


def see_for_themselves(stage: Stage, governor: Actor) -> None:
    """Two notes of the link governor."""
    for ago, sections, looked_at, found, agreed, serves in NOTES:
        words = VisitWords(
            visited_on=stage.calendar.today - timedelta(days=ago),
            sections=sections,
            looked_at=looked_at,
            found=found,
            agreed=agreed,
            serves_as_evidence=serves,
        )
        with stage.as_(governor):
            write_note(actor=governor, words=words)


def find_guidance_moved(stage: Stage, clerk: Actor) -> None:
    """The yearly check of references found that one of them has changed."""
    with stage.as_(clerk):
        framework = Cycle.objects.filter(state=Cycle.State.OPEN).values("framework")
        references: list[str] = Indicator.objects.values_list("references", flat=True).get(
            framework__in=framework, code="LG2"
        )
        record_checks(actor=clerk, references=references[:1], outcome="changed", note=FOUND)


def count_what_is_common(stage: Stage, tenant_id: int) -> None:
    """As every night."""
    with stage.in_area(tenant_id):
        count_practice(tenant_id=tenant_id)
