"""Bands: the rules read every return, a person decides most of them, and last year's sample is drawn."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from audits.answers.actions import save_answer
from audits.answers.models import Answer
from audits.answers.types import Entry
from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from audits.triage.actions import confirm_band, override_band
from audits.triage.models import TriageBand
from audits.triage.sample_actions import draw_sample
from audits.triage.tasks import propose
from lscp_portal.tenancy.actor import Actor
from reports.demonstration import texts
from reports.demonstration.clock import put_back
from reports.demonstration.stage import Stage

MISSING = 22  # the place of a school that says of itself that something critical is missing
ALIKE = (20, 21)  # the places of two schools of the largest area that wrote some answers in the same words
LEFT_OPEN = 3  # every third band of this year waits for a decision
OVERRIDES = (
    ("light", "Visited in October and again in November; both visits found what the return says."),
    ("priority", "The chair telephoned on Monday: head, deputy and business manager all leave at Christmas."),
)
SAME_WORDS = {
    "LG1": "The governing body has safeguarding as its second item each time; the link governor reports in writing "
    "after every visit, and the minutes record one question that was asked and what was done about it.",
    "CU1": "Every classroom shows the names and photographs of the three adults to go to; the pupil council chose "
    "the places, and in a quiz last term nearly everybody could name two of them without looking.",
    "PP1": "The policy was rewritten in September with the staff of all phases, approved by the board in October and "
    "put on the website the same week; the old version was taken down and kept in the archive.",
    "DS1": "The lead has two afternoons without teaching, a room with a door that closes and a seat in the leadership "
    "team; the job description was reviewed in the summer and signed by the head and the lead.",
    "TR1": "Each member of staff signs that part one was read and understood; the deputy checks the list in September "
    "and January, asks three people about it in each team meeting, and tells governors what was found.",
    "IR1": "The lead and the deputy look at ten records on the first Monday of the month, write down what was missing "
    "and go back to the author within the week; the last three checks found dates and outcomes complete.",
}


def say_alike(stage: Stage, dsl: Actor, audit_id: int) -> None:
    """Some answers in words that another school uses as well, saved as anybody saves them."""
    with stage.as_(dsl):
        rows = Answer.objects.filter(audit=audit_id, indicator__code__in=SAME_WORDS)
        for code, revision in list(rows.values_list("indicator__code", "revision")):
            entry = Entry(level="secure", strength=2, how_we_know=SAME_WORDS[code])
            operation = uuid5(NAMESPACE_URL, f"alike:{audit_id}:{code}")
            save_answer(
                actor=dsl, audit_id=audit_id, code=code, entry=entry, read=revision, operation_id=operation
            )  # fmt: skip


def say_what_is_missing(stage: Stage, dsl: Actor, audit_id: int) -> None:
    """The school itself calls a critical indicator not in place, with an action."""
    with stage.as_(dsl):
        row = Answer.objects.filter(audit=audit_id, indicator__is_critical=True).order_by("indicator__position")[0]
        code = row.indicator.code
        words = texts.of_indicators()[code]
        entry = Entry(
            level="not_in_place", strength=1, how_we_know=words.gap, action=words.do, action_owner="headteacher",
            action_due_on=stage.calendar.day(-60),
        )  # fmt: skip
        operation = uuid5(NAMESPACE_URL, f"missing:{audit_id}:{code}")
        save_answer(actor=dsl, audit_id=audit_id, code=code, entry=entry, read=row.revision, operation_id=operation)


def band_all(stage: Stage, lead: Actor, cycles: Sequence[Cycle]) -> None:
    """Read every return of last year and this year, decide last year's bands and most of this year's, draw once."""
    last, this = cycles
    for cycle in cycles:
        _read(stage, lead.tenant_id, cycle)
    with stage.as_(lead):
        _confirm(lead, last, every=1)
        _confirm(lead, this, every=LEFT_OPEN)
        _override(lead, this)
        draw_sample(actor=lead, cycle_id=last.pk)


def _read(stage: Stage, tenant_id: int, cycle: Cycle) -> None:
    """As the worker does after each submission; the day it counts from is that of the story."""
    with stage.in_area(tenant_id):
        found = Audit.objects.filter(cycle=cycle, state__in=SUBMITTED).order_by("submitted_at")
        returns = list(found.values_list("pk", "submitted_at"))
    for audit_id, submitted_at in returns:
        propose(lambda: stage.in_area(tenant_id), audit_id=audit_id, cause="submitted")
        with stage.in_area(tenant_id):
            put_back(TriageBand.objects.get(audit_id=audit_id), since=submitted_at.date())


def _confirm(lead: Actor, cycle: Cycle, *, every: int) -> None:
    """Confirm all, or all but every third one."""
    rows = TriageBand.objects.filter(audit__cycle=cycle).exclude(school__in=lead.conflicts).order_by("school__urn")
    for place, (audit_id, reading_id) in enumerate(rows.values_list("audit_id", "reading_id")):
        if every == 1 or place % every:
            confirm_band(actor=lead, audit_id=audit_id, read=reading_id)


def _override(lead: Actor, cycle: Cycle) -> None:
    """Two of the confirmed standard ones go elsewhere, each with a reason."""
    rows = TriageBand.objects.filter(audit__cycle=cycle, state="confirmed", band="standard").order_by("school__urn")
    chosen = list(rows.values_list("audit_id", "reading_id")[: len(OVERRIDES)])
    for (audit_id, reading_id), (band, reason) in zip(chosen, OVERRIDES, strict=False):
        override_band(actor=lead, audit_id=audit_id, read=reading_id, band=band, reason=reason)
