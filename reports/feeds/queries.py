"""Reads the dates of one place, as one person may see them there; each inside that place's own scope."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone

from audits.clarification.clock import Pause, feedback_clock
from audits.clarification.pauses import pauses_of
from audits.cycles.models import Cycle, CycleGroup
from audits.frameworks.comments.queries import out_for_comment
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AWAITS_FEEDBACK
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Partnership
from reports.feeds.types import Entry
from visits.planning.models import Visit

PAST = timedelta(days=400)  # how far back a calendar goes
RUNNING_CYCLES = frozenset({"lead", "administrator", "analyst", "scrutineer"})


def entries_of(actor: Actor, *, root: str) -> list[Entry]:
    """The dates of the open scope's place, soonest first. At most nine queries.

    root: the address of the place. Conflicts of partnership staff are respected: `actor` knows them.
    """
    found = _of_school(actor, root) if actor.school_id is not None else _of_partnership(actor, root)
    return sorted(found, key=lambda entry: (entry.on, entry.uid))


def _of_school(actor: Actor, root: str) -> Iterator[Entry]:
    since = timezone.localdate() - PAST
    feedback_workdays = _feedback_workdays(actor)
    audits = list(Audit.objects.select_related("cycle", "school").filter(due_on__gte=since))
    pauses = pauses_of([audit.pk for audit in audits])
    for audit in audits:
        place = audit.school.name
        if audit.submitted_at is None:
            yield Entry(
                uid=f"audit-due-{audit.pk}",
                on=audit.due_on,
                title=f"Due: {audit.cycle.name}, {place}",
                words="Answered, signed by the safeguarding lead, the head and the chair, and sent.",
                path=f"{root}audit/",
            )
        elif audit.state in AWAITS_FEEDBACK:
            yield Entry(
                uid=f"feedback-due-{audit.pk}",
                on=_feedback_due(audit, feedback_workdays, pauses.get(audit.pk, ())),
                title=f"Feedback expected: {audit.cycle.name}, {place}",
                words="The partnership answers every return.",
                path=f"{root}feedback/",
            )
    yield from _visits(Visit.objects.select_related("school").filter(visit_on__gte=since), f"{root}visits/")
    for pk, name, until in out_for_comment():
        yield Entry(
            uid=f"comments-{pk}",
            on=until,
            title=f"Last day for comments: {name}",
            words="New questions the partnership means to ask. You need not comment.",
            path=f"{root}frameworks/{pk}/",
        )


def _of_partnership(actor: Actor, root: str) -> Iterator[Entry]:
    since = timezone.localdate() - PAST
    for cycle in Cycle.objects.defer("section_codes").filter(due_on__gte=since):
        path = f"{root}cycles/{cycle.pk}/"
        yield Entry(uid=f"cycle-opens-{cycle.pk}", on=cycle.opens_on, title=f"Opens: {cycle.name}", words="", path=path)
        yield Entry(uid=f"cycle-due-{cycle.pk}", on=cycle.due_on, title=f"Due: {cycle.name}", words="", path=path)
    if actor.roles & RUNNING_CYCLES:
        yield from _groups(root)
    if "lead" in actor.roles:
        yield from _feedback(actor, root)
    visits = Visit.objects.select_related("school").filter(visit_on__gte=since).exclude(school_id__in=actor.conflicts)
    if "lead" not in actor.roles:
        visits = visits.filter(team__person_id=actor.person_id).distinct()
    yield from _visits(visits, f"{root}visits/")


def _groups(root: str) -> Iterator[Entry]:
    since = timezone.localdate() - PAST
    for group in CycleGroup.objects.select_related("cycle").filter(removed_at=None, due_on__gte=since):
        path, name = f"{root}cycles/{group.cycle_id}/", f"{group.name} of {group.cycle.name}"
        yield Entry(uid=f"group-opens-{group.pk}", on=group.opens_on, title=f"Opens: {name}", words="", path=path)
        yield Entry(uid=f"group-due-{group.pk}", on=group.due_on, title=f"Due: {name}", words="", path=path)


def _feedback(actor: Actor, root: str) -> Iterator[Entry]:
    """One entry a day on which feedback to schools is due: how many, and no school's name."""
    workdays = _feedback_workdays(actor)
    waiting = Audit.objects.filter(state__in=AWAITS_FEEDBACK, submitted_at__isnull=False)
    audits = list(waiting.exclude(school_id__in=actor.conflicts))
    pauses = pauses_of([audit.pk for audit in audits])
    days = Counter(_feedback_due(audit, workdays, pauses.get(audit.pk, ())) for audit in audits)
    for day, number in days.items():
        yield Entry(
            uid=f"feedback-{actor.tenant_id}-{day:%Y%m%d}",
            on=day,
            title=f"Feedback due: {number} school{'' if number == 1 else 's'}",
            words="The last day of the time you promise schools.",
            path=f"{root}reviews/",
        )


def _feedback_due(audit: Audit, workdays: int, pauses: Sequence[Pause]) -> date:
    submitted_on, today = timezone.localdate(audit.submitted_at), timezone.localdate()
    return feedback_clock(submitted_on=submitted_on, workdays=workdays, today=today, pauses=pauses).due_on


def _visits(visits: object, root: str) -> Iterator[Entry]:
    for visit in visits:  # type: ignore[attr-defined]
        yield Entry(
            uid=f"visit-{visit.pk}",
            on=visit.visit_on,
            title=f"Visit: {visit.school.name}, {visit.starts_at:%H:%M}",
            words="A visit of the partnership’s team.",
            path=f"{root}{visit.pk}/",
            is_cancelled=visit.state == Visit.State.CANCELLED,
        )


def _feedback_workdays(actor: Actor) -> int:
    return Partnership.objects.values_list("feedback_workdays", flat=True).get(pk=actor.tenant_id)
