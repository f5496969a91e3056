"""The first pages of a partnership and of a school."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from audits.clarification.clock import feedback_clock
from audits.clarification.pauses import pauses_of
from audits.clarification.policies import may_send_answers
from audits.clarification.school_page import waiting_round
from audits.cycles.models import Cycle
from audits.escalation.policies import may_see_letter
from audits.escalation.rules import STARTS_IN
from audits.escalation.school_page import open_case
from audits.feedback.models import Feedback
from audits.frameworks.comments.queries import out_for_comment
from audits.governors.policies import is_governor
from audits.governors.queries import governor_page
from audits.improvement.queries import waiting_here
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import ANSWERING
from audits.lifecycle.queries import current_audit
from audits.lifecycle.transitions import AWAITS_FEEDBACK, SUBMITTED
from audits.moderation.listing import work_for
from audits.moderation.policies import may_see_list
from audits.review.models import Review
from audits.signing_delegates.queries import standing_in
from lscp_portal.tenancy.actor import Actor
from reports.complaints.models import Complaint
from reports.complaints.policies import may_complain
from reports.drafting.models import Report
from reports.home.first_steps import first_steps
from reports.home.today import today_for
from reports.home.types import AreaHome, CycleNow, NextStep, SchoolHome, Waiting, counted_as
from reports.progress.queries import clock_of_cycles, returns_of, sentences
from reports.publication.queries import published_editions_of
from schools.contacts.queries import school_standing
from schools.contacts.types import STANDING_WORDS, Standing
from schools.handovers.queries import received_papers
from schools.links.queries import family
from schools.register.models import OPEN_HERE, School
from visits.planning.models import Visit

S = Audit.State
on = timezone.localdate
SOON = timedelta(days=42)


def area_home(*, actor: Actor, root: str) -> AreaHome:
    """The partnership at a glance, with what waits for this person. Forty queries at most.

    root: the address of the partnership, /p/<partnership>/.
    """
    audits = counted(Audit.objects.exclude(school_id__in=actor.conflicts))
    reports = counted(Report.objects.exclude(school_id__in=actor.conflicts))
    today = timezone.localdate()
    asked_of = waiting_for(actor.roles, audits, reports, root)
    coming = Visit.objects.filter(state=Visit.State.SCHEDULED, visit_on__range=(today, today + SOON))
    opened = list(Cycle.objects.filter(state=Cycle.State.OPEN).order_by("due_on"))
    visits = coming.exclude(school_id__in=actor.conflicts)
    schools = School.objects.filter(OPEN_HERE).count()
    return AreaHome(
        schools=schools,
        cycles=cycles_now(opened),
        clock=clock_of_cycles(actor, returns_of(opened, with_people=None)) if opened else None,
        waiting=[row for row in (*asked_of, *own_work(actor=actor, root=root), *today_for(actor, root)) if row.number],
        visits=list(visits.order_by("visit_on").values_list("visit_on", "school__name", "pk")[:10]),
        first_steps=[] if opened else first_steps(actor=actor, root=root, schools=schools),
    )


def counted(rows: "Iterable[object]") -> dict[str, int]:
    """How many rows are in which state. One query."""
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))  # type: ignore[attr-defined]


def cycles_now(cycles: Sequence[Cycle]) -> list[CycleNow]:
    """How far each open cycle has come, also beside last year's on the same day. Three queries."""
    if not cycles:
        return []
    said = sentences(cycles)
    counts: dict[int, dict[str, int]] = {}
    found = Audit.objects.filter(cycle__in=cycles).order_by().values_list("cycle_id", "state").annotate(Count("pk"))
    for cycle_id, state, number in found:
        counts.setdefault(cycle_id, {})[state] = number
    return [cycle_now(cycle, counts.get(cycle.pk, {}), said[cycle.pk]) for cycle in cycles]


def cycle_now(cycle: Cycle, by_state: dict[str, int], sentence: str) -> CycleNow:
    """One cycle at a glance."""
    states = [(value, label, by_state[value]) for value, label in S.choices if by_state.get(value)]
    submitted = sum(number for state, number in by_state.items() if state in SUBMITTED)
    return CycleNow(cycle.pk, cycle.name, cycle.due_on, sum(by_state.values()), submitted, states, sentence)


def waiting_for(roles: frozenset[str], audits: dict[str, int], reports: dict[str, int], root: str) -> list[Waiting]:
    """What these roles can do next. No query."""
    reviews, to_read = f"{root}reviews/", audits.get(S.SUBMITTED, 0)
    letters, to_close = audits.get(S.REVIEWED, 0), audits.get(S.ACKNOWLEDGED, 0)
    answered, approved = reports.get("answered", 0), reports.get("approved", 0)
    rows = []
    if "reviewer" in roles:
        rows.append(
            Waiting(to_read, counted_as(to_read, "return", "waiting for a reader"), f"{reviews}?state=submitted")
        )
    if "lead" in roles:
        rows.append(
            Waiting(letters, counted_as(letters, "school", "waiting for feedback"), f"{reviews}?state=reviewed")
        )
        rows.append(
            Waiting(to_close, counted_as(to_close, "audit", "that can be closed"), f"{reviews}?state=acknowledged")
        )
    if "publisher" in roles:
        rows.append(
            Waiting(answered, counted_as(answered, "report", "answered by the school, to approve"), f"{root}reports/")
        )
        rows.append(Waiting(approved, counted_as(approved, "report", "approved, to publish"), f"{root}reports/"))
    return rows


def own_work(*, actor: Actor, root: str) -> list[Waiting]:
    """What this very person has begun: returns to read on, visits to hold or write up, reports. Five queries."""
    me, today = actor.person_id, timezone.localdate()
    is_mine = Q(team__person_id=me, visit_on__lte=today)
    begun = Visit.objects.filter(is_mine, state__in=(Visit.State.SCHEDULED, Visit.State.HELD))
    reports = Report.objects.filter(author_id=me).exclude(school_id__in=actor.conflicts)
    drafts = reports.filter(state=Report.State.DRAFT).count()
    answers = reports.filter(state=Report.State.ANSWERED, corrections__accepted=None, corrections__isnull=False)
    readings = Review.objects.filter(reviewer_id=me, state=Review.State.CLAIMED).exclude(school_id__in=actor.conflicts)
    reads, visits, replies = readings.count(), begun.distinct().count(), answers.distinct().count()
    again, reading_again, differing = work_for(actor=actor) if may_see_list(actor) else (0, 0, 0)
    return [
        Waiting(reads, counted_as(reads, "return", "you are reading"), f"{root}reviews/?state=in_review&mine=yes"),
        Waiting(again, counted_as(again, "return", "to be read again"), f"{root}moderation/?state=waiting"),
        Waiting(
            reading_again, counted_as(reading_again, "return", "you are reading again"), f"{root}moderation/?mine=yes"
        ),
        Waiting(
            differing,
            counted_as(differing, "return", "with two readings to settle"),
            f"{root}moderation/?state=handed_in",
        ),
        Waiting(visits, counted_as(visits, "visit", "of yours to hold or write up"), f"{root}visits/"),
        Waiting(drafts, counted_as(drafts, "report", "of yours in draft"), f"{root}reports/"),
        Waiting(replies, counted_as(replies, "report", "of yours with corrections to answer"), f"{root}reports/"),
    ]


def school_home(*, actor: Actor, urn: int) -> SchoolHome:
    """The school's own first page: what to do next, what is coming, and what has happened.

    Twenty-one queries, seven more for a governor.
    """
    school = School.objects.select_related("tenant").get(pk=actor.school_id)
    audit = Audit.objects.select_related("cycle").order_by("-due_on").first()
    reports = list(Report.objects.order_by("-sent_at"))
    visits = list(Visit.objects.exclude(state=Visit.State.CANCELLED).order_by("-visit_on"))
    letters = list(Feedback.objects.order_by("-issued_at"))
    papers = received_papers(urn) if actor.sees_whole_school else []  # a contributor cannot open them
    root = f"/s/{urn}/"
    people = school_standing(school_id=school.pk)
    today = timezone.localdate()
    visit_lines = [(row.visit_on, "Visit of the partnership’s team", f"{root}visits/{row.pk}/") for row in visits]
    history: list[tuple[date, str, str]] = [
        *(line for line in visit_lines if line[0] < today),
        *((on(row.issued_at), "Feedback from the partnership", f"{root}feedback/") for row in letters if row.issued_at),
        *(
            (on(row.published_at), f"Report published: {row.summary.get('cycle', row.kind)}", row.address)
            for row in published_editions_of(urn)
        ),
        *(
            (line.dated_on, f"{line.kind_words} of {line.from_name}: {line.title}", f"{root}before/{line.id}/")
            for line in papers
        ),
    ]
    waits = audit is not None and audit.submitted_at is not None and audit.state in AWAITS_FEEDBACK
    clock = (
        feedback_clock(
            submitted_on=timezone.localdate(audit.submitted_at),
            workdays=school.tenant.feedback_workdays,
            today=today,
            pauses=pauses_of([audit.pk]).get(audit.pk, ()),
        )
        if waits and audit
        else None
    )
    return SchoolHome(
        name=school.name,
        step=case_step(actor, audit, root)
        or question_step(actor, audit, root)
        or next_step(actor, audit, reports, root, signs_for=standing_in(actor)),
        state=audit.get_state_display() if audit else "",
        due_on=audit.due_on if audit and audit.submitted_at is None else None,
        feedback_due_on=clock.due_on if clock else None,
        pause=clock.pause_words if clock else "",
        coming=sorted(line for line in (*visit_lines, *last_days(actor, root)) if line[0] >= today),
        history=sorted(history, key=lambda row: row[0], reverse=True)[:12],
        before=[step.was for step in family().before(urn)],
        may_read_before=actor.sees_whole_school,
        people=STANDING_WORDS[people] if people in {Standing.WAITING, Standing.CHANGED} else "",
        has_papers=bool(papers),
        to_ask=governor_page(audit=current_audit()).three if is_governor(actor) else (),
        improvements=waiting_here(actor=actor),
        out_for_comment=[(until, name, f"{root}frameworks/{pk}/") for pk, name, until in out_for_comment()],
    )


def case_step(actor: Actor, audit: Audit | None, root: str) -> NextStep | None:
    """A letter about the quality of the return, before anything else. Two queries while it is read or has been read."""
    if audit is None or audit.state not in STARTS_IN or not may_see_letter(actor, audit):
        return None
    case = open_case(actor=actor, audit_id=audit.pk)
    if case is None or not case.title:
        return None
    return NextStep(case.title, case.text, f"{root}audit/poor-return/{case.id}/", "Read the letter")


def last_days(actor: Actor, root: str) -> list[tuple[date, str, str]]:
    """Until when an answered complaint may be taken to the scrutineer, for those who may. One query at most."""
    if not may_complain(actor):
        return []
    rows = Complaint.objects.filter(school_id=actor.school_id, state=Complaint.State.ANSWERED, ask_by__isnull=False)
    words = "Last day to go to the scrutineer with your complaint"
    return [(ask_by, words, f"{root}complaints/{pk}/") for pk, ask_by in rows.values_list("pk", "ask_by") if ask_by]


def question_step(actor: Actor, audit: Audit | None, root: str) -> NextStep | None:
    """Questions of the partnership that wait for this person, before anything else. One query while it is read."""
    if audit is None or audit.state not in {S.SUBMITTED, S.IN_REVIEW} or not may_send_answers(actor, audit):
        return None
    waiting = waiting_round(audit_id=audit.pk)
    if waiting is None:
        return None
    round_id, due_on = waiting
    return NextStep(
        "Answer the partnership’s questions",
        f"The answers are due on {due_on:%A %-d %B %Y}. What you signed stays as it is.",
        f"{root}audit/questions/{round_id}/",
        "Answer the questions",
    )


def next_step(
    actor: Actor, audit: Audit | None, reports: list[Report], root: str, *, signs_for: Collection[str] = ()
) -> NextStep | None:
    """The one thing this person can do now; None when the school waits for somebody else. No query.

    signs_for: head or chair, in whose place this person signs today.
    """
    roles = actor.roles
    answers = roles & {"head", "chair"}
    if answers and any(row.state == Report.State.ACCURACY_CHECK for row in reports):
        return NextStep(
            "Check a report",
            "The partnership asks you whether its draft report is right.",
            f"{root}reports/",
            "Read the draft",
        )
    if audit is None:
        return None
    if audit.state == S.FEEDBACK_ISSUED and answers:
        return NextStep(
            "Read your feedback", "The partnership has written to you.", f"{root}feedback/", "Read the letter"
        )
    if audit.state in {S.INVITED, S.IN_PROGRESS} and roles & ANSWERING:
        begun = audit.state == S.IN_PROGRESS
        return NextStep(
            audit.cycle.name,
            "Answer the questions of your audit, a few at a time."
            if actor.sees_whole_school
            else "Answer what was given to you, a little at a time.",
            f"{root}audit/",
            "Continue the audit" if begun else "Start the audit",
        )
    waits_for = {S.INTERNAL_CHECK: "head", S.HEAD_SIGNED: "chair"}.get(S(audit.state), "")
    if waits_for in roles or waits_for in signs_for:
        words = (
            "ready for you to read and to sign"
            if waits_for in roles
            else f"ready, and you may sign for the {waits_for}"
        )
        return NextStep("Sign the audit", f"It is {words}.", f"{root}audit/sign/", "Read and sign")
    return None
