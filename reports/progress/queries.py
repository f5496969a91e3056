"""How a cycle comes on: sixteen queries at most, whatever the number of schools."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from audits.chasing.board import chasing_now
from audits.chasing.policies import may_see_chasing
from audits.clarification.pauses import pauses_of
from audits.cycles.models import Cycle
from audits.extensions.models import ExtensionRequest
from audits.feedback.models import Feedback
from audits.lifecycle.models import Audit
from audits.signoff.models import Signature
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Partnership
from lscp_portal.ui.types import DayLine
from reports.progress.clock import clock_of
from reports.progress.returning import curve, in_by, parts_of, returning, sentence_of
from reports.progress.stuck import standstills
from reports.progress.types import Clock, Comparison, ProgressPage, Return
from schools.contacts.loading import contacts_by_school
from schools.contacts.rules import gaps_of
from schools.contacts.types import Contacts
from schools.holidays.queries import closures

S = Audit.State
ROWS = (
    "pk", "cycle_id", "school_id", "state", "due_on", "submitted_at", "group__name", "group__opened_at",
    "school__name", "school__phase", "school__type_group", "school__trust_name", "school__trust_uid",
    "school__la_code",
)  # fmt: skip


def progress_page(*, actor: Actor, cycle_id: int, root: str, every: str = "") -> ProgressPage:
    """One cycle for this person; `every`: the rule whose schools are all wanted. Raises Cycle.DoesNotExist.

    Sixteen queries at most, eleven less for who does not see people. root: /p/<partnership>/.
    """
    cycle = Cycle.objects.get(pk=cycle_id)
    earlier, sees = comparable({cycle.pk: cycle}).get(cycle.pk), may_see_chasing(actor)
    returns = returns_of([row for row in (cycle, earlier) if row], with_people=cycle if sees else None)
    mine = [one for one in returns if one.cycle_id == cycle.pk]
    now, before, lines = _compared(cycle, earlier, returns)
    today = timezone.localdate()
    open_to_her = [one for one in mine if one.school_id not in actor.conflicts]
    return ProgressPage(
        cycle_id=cycle.pk,
        name=cycle.name,
        due_on=cycle.due_on,
        asked=len(mine),
        sentence=sentence_of(now, before),
        returning=returning(now, before, lines) if mine else None,
        parts=parts_of(mine),
        standstills=standstills([one for one in open_to_her if one.is_chased], today=today, root=root, every=every)
        if sees
        else (),
        sees_people=sees,
        clock=clock_of_cycles(actor, mine),
    )


def sentences(cycles: Sequence[Cycle]) -> dict[int, str]:
    """Cycle id -> how many returns are in, against the same day last year. Two queries, however many cycles."""
    known = {cycle.pk: cycle for cycle in cycles}
    earlier = comparable(known)
    returns = returns_of([*cycles, *earlier.values()], with_people=None)
    compared = {pk: _compared(cycle, earlier.get(pk), returns) for pk, cycle in known.items()}
    return {pk: sentence_of(now, before) for pk, (now, before, _lines) in compared.items()}


def comparable(cycles: Mapping[int, Cycle]) -> dict[int, Cycle]:
    """Cycle id -> the latest earlier cycle of the same kind: mode and, of a deep dive, sections. One query."""
    rows = list(Cycle.objects.filter(opened_at__isnull=False).order_by("-year", "-opens_on"))
    found: dict[int, Cycle] = {}
    for pk, cycle in cycles.items():
        alike = (row for row in rows if row.mode == cycle.mode and row.section_codes == cycle.section_codes)
        if (one := next((row for row in alike if row.year < cycle.year), None)) is not None:
            found[pk] = one
    return found


def returns_of(cycles: Sequence[Cycle], *, with_people: Cycle | None) -> list[Return]:
    """All returns of these cycles. with_people: the cycle for which it is read who is stuck. One query; else twelve."""
    opened = {cycle.pk: _opened_on(cycle) for cycle in cycles}
    details = Details(with_people) if with_people else None
    found = []
    for row in Audit.objects.filter(cycle__in=cycles).order_by("school__name", "pk").values_list(*ROWS):
        pk, cycle_id, school_id, state, due_on, submitted, group, group_opened, school, phase, kind, trust, uid, la = (
            row
        )
        wanted = details if details and pk in details.chased else None
        begun = timezone.localdate(group_opened) if group_opened else opened[cycle_id]
        people = wanted.contacts(school_id) if wanted else Contacts()
        emails = {one.email for one in people.holders} | {one.email for one in people.guests}
        found.append(
            Return(
                audit_id=pk,
                cycle_id=cycle_id,
                school_id=school_id,
                school=school,
                state=state,
                due_on=due_on,
                submitted_on=timezone.localdate(submitted) if submitted else None,
                group=group or "",
                phase=kind if phase in {"", "Not applicable"} else phase,
                trust=trust,
                is_chased=wanted is not None,
                since=wanted.since(pk, state, begun) if wanted else begun,
                closed=wanted.closures.of(la_code=la, trust_uid=uid) if wanted else frozenset(),
                request_id=wanted.requests.get(pk) if wanted else None,
                gaps=[gap.words for gap in gaps_of(people)] if wanted else (),
                dead=sorted(emails & people.dead.keys()),
            )
        )
    return found


class Details:
    """What is known beside those returns of one cycle that are chased. Eleven queries."""

    def __init__(self, cycle: Cycle) -> None:
        mine = Audit.objects.filter(chasing_now(), cycle=cycle)
        self.chased = set(mine.values_list("pk", flat=True))
        asked = ExtensionRequest.objects.filter(audit__in=mine, state=ExtensionRequest.State.ASKED)
        signed = Signature.objects.filter(audit__in=mine, fallen_at=None).order_by()
        kept = mine.filter(state=S.IN_PROGRESS).order_by()
        self.requests: dict[int, int] = dict(asked.values_list("audit_id", "pk"))
        self.signed: dict[int, datetime] = dict(signed.values_list("audit_id").annotate(Max("signed_at")))
        self.kept: dict[int, datetime | None] = dict(kept.values_list("pk").annotate(Max("answers__saved_at")))
        self.contacts = contacts_by_school()
        self.closures = closures()

    def since(self, audit_id: int, state: str, begun: date) -> date:
        """When a return came to stand where it stands: opened, last answer kept, or last signature."""
        is_signing = state in {S.INTERNAL_CHECK, S.HEAD_SIGNED}
        moment = self.signed.get(audit_id) if is_signing else self.kept.get(audit_id)
        return timezone.localdate(moment) if moment else begun


def clock_of_cycles(actor: Actor, returns: Sequence[Return]) -> Clock:
    """How the partnership keeps its own promise in these returns. Three queries."""
    cycles = {one.cycle_id for one in returns}
    is_issued = Q(audit__cycle__in=cycles, issued_at__isnull=False)
    letters = Feedback.objects.filter(is_issued).values_list("audit_id", "issued_at")
    issued_on = {audit_id: timezone.localdate(moment) for audit_id, moment in letters if moment}
    target = Partnership.objects.values_list("feedback_workdays", flat=True).get(pk=actor.tenant_id)
    return clock_of(
        returns,
        issued_on,
        target=target,
        today=timezone.localdate(),
        hidden=actor.conflicts,
        pauses=pauses_of([one.audit_id for one in returns if one.submitted_on]),
    )


def _opened_on(cycle: Cycle) -> date:
    return timezone.localdate(cycle.opened_at) if cycle.opened_at else cycle.opens_on


def _compared(
    cycle: Cycle, earlier: Cycle | None, returns: Sequence[Return]
) -> tuple[Comparison, Comparison | None, list[DayLine]]:
    """The round and the earlier one on today's day of the cycle, and both lines: the earlier one to its end."""
    mine = [one for one in returns if one.cycle_id == cycle.pk]
    opened = _opened_on(cycle)
    day = max(0, (min(timezone.localdate(), cycle.closed_on or date.max) - opened).days)
    now = Comparison(cycle.name, day, in_by(mine, opened_on=opened, day=day), len(mine))
    lines = [DayLine("This year", curve(mine, opened_on=opened, last_day=day))]
    if earlier is None:
        return now, None, lines
    theirs = [one for one in returns if one.cycle_id == earlier.pk]
    begun = _opened_on(earlier)
    ends = max((one.submitted_on for one in theirs if one.submitted_on), default=begun)
    last_day = max(day, (max(ends, earlier.due_on) - begun).days)
    before = Comparison(earlier.name, day, in_by(theirs, opened_on=begun, day=day), len(theirs))
    return now, before, [*lines, DayLine("Last time", curve(theirs, opened_on=begun, last_day=last_day))]
