"""Reads complaints, for the school that made them and for those who answer."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from audits.triage.queries import readers_of
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor
from reports.complaints.models import Complaint, ComplaintStep
from reports.complaints.policies import may_let_go_on
from reports.complaints.rules import OPEN, UPHELD, pauses_publication
from reports.complaints.transitions import COMPLAINT
from reports.complaints.types import ComplaintPage, ComplaintRow, StepLine
from reports.drafting.models import Report
from visits.planning.models import TeamMember

S = Complaint.State
SAID = {
    "make": "Complaint made",
    "acknowledge": "Acknowledged",
    "answer": "Answered",
    "pass_on": "Handed to the independent scrutineer",
    "take_up": "Taken up",
    "accept": "Answer accepted",
    "ask_scrutineer": "Taken to the independent scrutineer",
    "lapse": "Closed, since nobody went on in time",
    "decide": "Decided",
    "put_right": "Put right",
    "withdraw": "Withdrawn",
    "let_go_on": "Publication does not wait",
}
BY_SCHOOL = frozenset({"make", "accept", "ask_scrutineer", "withdraw"})
BY_SCRUTINEER = frozenset({"take_up", "decide"})
CALENDAR = "the calendar"


def involved_at(*, school_id: int) -> frozenset[int]:
    """Who has read a return of this school, visited it or written a report on it. Three queries."""
    visitors = TeamMember.objects.filter(school_id=school_id).values_list("person_id", flat=True)
    authors = Report.objects.filter(school_id=school_id).values_list("author_id", flat=True)
    return readers_of(school_id=school_id).union(visitors, authors)


def list_of(*, actor: Actor) -> list[ComplaintRow]:
    """Those this person may read, the oldest open one first, then the rest by age. One query."""
    today = timezone.localdate()
    found = [_row(row, today) for row in readable(actor).select_related("school").order_by("pk")]
    return sorted(found, key=lambda row: (row.state not in OPEN, row.id))


def readable(actor: Actor) -> "QuerySet[Complaint]":
    """Complaints that a person of the partnership may read, as may_read_complaint says of one."""
    rows: QuerySet[Complaint] = Complaint.objects.exclude(school_id__in=actor.conflicts)
    if "scrutineer" in actor.roles:
        return rows
    return rows.exclude(about_lead=True)


def ours(*, school_id: int) -> list[ComplaintRow]:
    """A school's own, the latest first. One query."""
    today = timezone.localdate()
    rows = Complaint.objects.filter(school_id=school_id).select_related("school")
    return [_row(row, today) for row in rows.order_by("-pk")]


def complaint_page(*, complaint_id: int, actor: Actor) -> ComplaintPage:
    """One, as its school or the partnership sees it. Six queries at most. Raises Complaint.DoesNotExist."""
    complaint: Complaint = Complaint.objects.select_related("school").get(pk=complaint_id)
    if actor.works_for_area:
        complaint.involved = involved_at(school_id=complaint.school_id)
    offers = COMPLAINT.offers(complaint, actor)
    is_involved = "lead" in actor.roles and actor.person_id in complaint.involved
    return ComplaintPage(
        id=complaint.pk,
        school_id=complaint.school_id,
        school=complaint.school.name,
        urn=complaint.school.urn,
        about=complaint.get_about_display(),
        about_lead=complaint.about_lead,
        said=complaint.said,
        wanted=complaint.wanted,
        state=complaint.state,
        state_words=_state_words(complaint),
        outcome_words=_outcome_words(complaint),
        made_at=complaint.made_at,
        waits_for=_waits_for(complaint),
        pauses=pauses_publication(complaint),
        goes_on_because=complaint.goes_on_because,
        put_right=complaint.put_right,
        put_right_at=complaint.put_right_at,
        is_owed=_is_owed(complaint),
        steps=_steps(complaint, actor),
        offers=frozenset(one.name for one in offers if one.is_ready),
        may_let_go_on=pauses_publication(complaint) and may_let_go_on(actor, complaint),
        why_not_you="You have read, visited or reported on this school, so somebody else answers."
        if is_involved and complaint.state in {S.RECEIVED, S.ACKNOWLEDGED}
        else "",
    )


def waiting_for(actor: Actor) -> int:
    """How many complaints wait for a step of this person, who is a lead, a scrutineer or both. One query."""
    about_lead = Q(about_lead=True)
    to_handle = Q(state__in=(S.RECEIVED, S.ACKNOWLEDGED)) | Q(state=S.CLOSED, outcome__in=UPHELD, put_right_at=None)
    mine = Q(pk__in=())
    if "lead" in actor.roles:
        mine |= to_handle & ~about_lead
    if "scrutineer" in actor.roles:
        mine |= Q(state=S.SECOND_STAGE) | to_handle & about_lead
    return readable(actor).filter(mine).count()


def over_since(*, today: date) -> list[int]:
    """Ids of answered complaints whose school has let its time for the second stage pass. One query."""
    found = Complaint.objects.filter(state=S.ANSWERED, ask_by__lt=today)
    return list(found.order_by("pk").values_list("pk", flat=True))


def due_on(days: Collection[date]) -> list[Complaint]:
    """Complaints whose next answer, or whose acknowledgement, is due on one of these days. One query."""
    waiting = Q(state__in=(S.RECEIVED, S.ACKNOWLEDGED, S.SECOND_STAGE), answer_by__in=days)
    rows = Complaint.objects.filter(waiting | Q(state=S.RECEIVED, acknowledge_by__in=days))
    return list(rows.select_related("tenant").order_by("pk"))


def _row(row: Complaint, today: date) -> ComplaintRow:
    due = _due(row)
    return ComplaintRow(
        id=row.pk,
        school=row.school.name,
        urn=row.school.urn,
        about=row.get_about_display(),
        state=row.state,
        state_words=_state_words(row),
        outcome_words=_outcome_words(row),
        made_at=row.made_at,
        due_on=due,
        is_late=due is not None and due < today and row.state != S.ANSWERED,
        pauses=pauses_publication(row),
    )


def _due(row: Complaint) -> date | None:
    if row.state == S.RECEIVED and not row.about_lead:
        return min(row.acknowledge_by, row.answer_by)
    if row.state in {S.RECEIVED, S.ACKNOWLEDGED, S.SECOND_STAGE}:
        return row.answer_by
    return row.ask_by if row.state == S.ANSWERED else None


def _state_words(row: Complaint) -> str:
    return "Decided, to be put right" if _is_owed(row) else row.get_state_display()


def _outcome_words(row: Complaint) -> str:
    """Of the last answer; while the scrutineer looks again, no outcome stands."""
    return row.get_outcome_display() if row.outcome and row.state != S.SECOND_STAGE else ""


def _is_owed(row: Complaint) -> bool:
    return row.state == S.CLOSED and row.outcome in UPHELD and row.put_right_at is None


def _waits_for(row: Complaint) -> str:
    due = f"{due:%-d %B %Y}" if (due := _due(row)) else ""
    if row.state in {S.RECEIVED, S.ACKNOWLEDGED} and row.about_lead:
        return f"The independent scrutineer takes it up and decides by {row.answer_by:%-d %B %Y}."
    if row.state == S.RECEIVED:
        return f"The partnership acknowledges it by {due} and answers by {row.answer_by:%-d %B %Y}."
    if row.state == S.ACKNOWLEDGED:
        return f"The partnership answers by {due}."
    if row.state == S.ANSWERED:
        return f"The school may go to the independent scrutineer until {due}. After that the complaint is closed."
    if row.state == S.SECOND_STAGE:
        return f"The independent scrutineer decides by {due}. That is the last stage."
    who = "The scrutineer" if row.about_lead else "The LSCP lead"
    return f"{who} writes down what was done about it." if _is_owed(row) else ""


def _steps(complaint: Complaint, actor: Actor) -> Sequence[StepLine]:
    rows: list[ComplaintStep] = list(complaint.steps.order_by("-pk"))
    names = names_of({row.by_id for row in rows if row.by_id}) if actor.works_for_area else {}
    return [
        StepLine(
            said=SAID[row.step],
            outcome=row.get_outcome_display() if row.outcome else "",
            words=row.words,
            by=_by(row, names, actor),
            at=row.at,
        )
        for row in rows
    ]


def _by(row: ComplaintStep, names: dict[int, str], actor: Actor) -> str:
    if row.by_id is None:
        return CALENDAR
    if actor.works_for_area:
        return names.get(row.by_id, GONE)
    if row.step in BY_SCHOOL:
        return "your school"
    return "the independent scrutineer" if row.step in BY_SCRUTINEER else "the partnership"
