"""Reading all that the letters of a day depend on: ten queries, whatever the number of schools."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from audits.chasing.default import DEFAULT
from audits.chasing.models import ChaseLadder, ChaseLetter, ChaseMatter, ChasePause, ChaseTask
from audits.chasing.rules import ROLE_WORDS, WAITS_FOR
from audits.chasing.types import Board, Chased, Contact, History, Ladder, Reader, Step
from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from audits.signing_delegates.queries import delegates_of
from lscp_portal.accounts.models import Membership, Person
from lscp_portal.accounts.queries import holds_today
from lscp_portal.notify.models import UndeliverableAddress
from schools.holidays.queries import closures
from schools.register.models import OPEN_HERE, School

ACCOUNT_CLOSED = "has a closed account"
NO_MAIL = "has an address that does not work"
WAITING = sorted(WAITS_FOR)


def current_ladder() -> Ladder:
    """The partnership's ladder, or the default while it has none of its own. One query."""
    kept = ChaseLadder.objects.order_by("-version").first()
    return ladder_of(kept) if kept else DEFAULT


def ladder_version(version: int) -> Ladder:
    """One version; 0 is the default. One query. Raises ChaseLadder.DoesNotExist."""
    return ladder_of(ChaseLadder.objects.get(version=version)) if version else DEFAULT


def ladder_of(kept: ChaseLadder) -> Ladder:
    """A row as the rules read it."""
    return Ladder(kept.version, tuple(Step.of(step) for step in kept.steps))


def chasing_now() -> Q:
    """The condition on audits: still with the school, and its cycle or its own extension takes returns.

    Nobody is asked for the return of a school that has closed or left the area.
    """
    takes = Q(cycle__state=Cycle.State.OPEN) | Q(cycle__state=Cycle.State.CLOSED, extended_to__gte=timezone.localdate())
    gone = School.objects.exclude(OPEN_HERE).values("pk")  # not joined: read once, however many audits there are
    return Q(state__in=WAITING) & takes & ~Q(school_id__in=gone)


def board() -> Board:
    """Everything as it is now. Ten queries."""
    audits = list(
        Audit.objects.filter(chasing_now())
        .select_related("cycle", "group", "school")
        .only(
            "tenant_id", "school_id", "cycle_id", "group_id", "state", "due_on", "school__urn", "school__name",
            "school__la_code", "school__trust_uid", "cycle__opened_at", "cycle__opens_on", "group__opened_at",
        )
    )  # fmt: skip
    cycles = {audit.cycle_id for audit in audits}
    sent, held = _matters(cycles)
    holders, readers = holders_of({audit.school_id for audit in audits})
    tasks = defaultdict(set)
    for audit_id, step in ChaseTask.objects.filter(audit__cycle__in=cycles).values_list("audit_id", "step"):
        tasks[audit_id].add(step)
    paused = {pause.audit_id: pause for pause in ChasePause.objects.filter(ended_at=None)}
    holidays = closures()
    chased = [
        Chased(
            audit_id=audit.pk,
            school_id=audit.school_id,
            cycle_id=audit.cycle_id,
            urn=audit.school.urn,
            school=audit.school.name,
            state=audit.state,
            due_on=audit.due_on,
            opened_on=_opened_on(audit),
            closed=holidays.of(la_code=audit.school.la_code, trust_uid=audit.school.trust_uid),
            holders=holders.get(audit.school_id, {}),
            sent=frozenset(sent[audit.pk]),
            held=frozenset(held[audit.pk]),
            tasks=frozenset(tasks[audit.pk]),
            paused_until=paused[audit.pk].until if audit.pk in paused else None,
            paused_because=paused[audit.pk].reason if audit.pk in paused else "",
        )
        for audit in audits
    ]
    return Board(current_ladder(), chased, readers, _history(cycles))


def holders_of(
    school_ids: Collection[int], *, person_id: int | None = None
) -> tuple[dict[int, Mapping[str, tuple[int, ...]]], dict[int, Reader]]:
    """School -> role -> people who hold it or sign for it today, and what is known of each of them. Three queries."""
    lent = delegates_of(school_ids)
    rows = Membership.objects.filter(holds_today(), school_id__in=school_ids, role__in=sorted(ROLE_WORDS))
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    found: dict[int, dict[str, tuple[int, ...]]] = {}
    readers: dict[int, Reader] = {}
    dead = set(UndeliverableAddress.objects.filter(cleared_at=None, retry_at=None).values_list("email", flat=True))
    values = ("school_id", "role", "person_id", "person__full_name", "person__email", "person__is_active")
    for school_id, role, person, name, email, is_active in rows.order_by("person_id").values_list(*values).distinct():
        held = found.setdefault(int(school_id or 0), {})
        for reached in (role, *(step for step in ROLE_WORDS if (school_id, person, step) in lent)):
            if person not in held.get(reached, ()):
                held[reached] = (*held.get(reached, ()), person)
        readers[person] = Reader(person, name, (not is_active and ACCOUNT_CLOSED) or (email in dead and NO_MAIL) or "")
    return {school: dict(roles) for school, roles in found.items()}, readers


def lead_to_ask() -> Contact | None:
    """Whom schools can ask: the LSCP lead, one with a telephone number first. One query."""
    rows = Membership.objects.filter(holds_today(), school_id=None, role="lead", person__is_active=True)
    found = sorted(rows.values_list("phone", "person__full_name"), key=lambda row: (not row[0], row[1]))
    return Contact(found[0][1], found[0][0]) if found else None


def answered_of(audit_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Audit -> how many questions have an answer, and how many are asked. One query."""
    rows = Audit.objects.filter(pk__in=set(audit_ids)).annotate(answered=Count("answers", filter=~Q(answers__level="")))
    return {pk: (answered, len(asked)) for pk, asked, answered in rows.values_list("pk", "indicator_ids", "answered")}


def names_with_addresses(person_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Person -> name and e-mail address, of those in this place. One query."""
    rows = Person.objects.filter(pk__in=set(person_ids)).values_list("pk", "full_name", "email")
    return {pk: (name, email) for pk, name, email in rows}


def link_to(urns: Sequence[int]) -> str:
    """Where the reader goes: the audit, or the list of places of somebody who has several schools."""
    path = f"/s/{urns[0]}/audit/" if len(set(urns)) == 1 else reverse("access:home")
    return f"{settings.BASE_URL}{path}"


def _opened_on(audit: Audit) -> date:
    opened_at = (audit.group.opened_at if audit.group else None) or audit.cycle.opened_at
    return timezone.localdate(opened_at) if opened_at else audit.cycle.opens_on


def _matters(cycles: Collection[int]) -> tuple[dict[int, set[str]], dict[int, set[tuple[str, int]]]]:
    """Steps sent of each audit, and steps held back from somebody. One query."""
    sent: dict[int, set[str]] = defaultdict(set)
    held: dict[int, set[tuple[str, int]]] = defaultdict(set)
    rows = ChaseMatter.objects.filter(letter__cycle__in=cycles)
    for audit_id, step, person, state in rows.values_list("audit_id", "step", "person_id", "letter__outcome"):
        if state == ChaseLetter.Outcome.HELD:
            held[audit_id].add((step, person))
        else:
            sent[audit_id].add(step)
    return sent, held


def _history(cycles: Collection[int]) -> History:
    """How many letters each person had, and on which days. One query."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    days = set()
    rows = ChaseLetter.objects.filter(cycle__in=cycles).values_list("cycle_id", "person_id", "on_day", "number")
    for cycle_id, person, day, number in rows:
        counts[cycle_id, person] += number is not None
        days.add((cycle_id, person, day))
    return History(dict(counts), frozenset(days))
