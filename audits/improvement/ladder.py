"""Lateness steps up: owner and safeguarding lead, head, chair, and at last the partnership's own list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from audits.chasing.models import ChasePause
from audits.improvement.listing import late_on
from audits.improvement.models import Improvement, ImprovementReminder
from audits.improvement.rules import rungs_to_climb
from audits.improvement.types import Late, Rung
from audits.lifecycle.policies import AT_SCHOOL
from lscp_portal.accounts.models import Membership
from lscp_portal.accounts.queries import holds_today
from lscp_portal.notify.posting import TASK, letters
from lscp_portal.outbox.posting import post_many
from schools.holidays.queries import closures

People = Mapping[int, Mapping[str, list[int]]]  # school -> role -> people


def climb(*, day: date) -> int:
    """Keep every rung that is reached, and write to whoever is to be told; how many rungs were kept.

    A person gets one letter a day for a school, whatever the number of improvements. A school on holiday, or one that
    is left in peace, is told when that is over. Again on the same day, nothing happens: a kept rung is not climbed
    twice. Seven statements, whatever the number of schools. In the partnership's scope.
    """
    found = [(late, rungs) for late in late_ones(day=day) if (rungs := rungs_to_climb(late, today=day))]
    if not found:
        return 0
    tenants = dict(
        Improvement.objects.filter(pk__in=[late.id for late, _rungs in found]).values_list("pk", "tenant_id")
    )
    ImprovementReminder.objects.bulk_create(
        [
            ImprovementReminder(
                tenant_id=tenants[late.id], school_id=late.school_id, improvement_id=late.id, rung=rung.key,
                due_on=late.due_on, on_day=day,
            )
            for late, rungs in found
            for rung in rungs
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    people = _people({late.school_id for late, _rungs in found})
    told = to_tell(found, people)
    post_many(TASK, chain.from_iterable(_letter(place, works, day) for place, works in told.items()))
    return sum(len(rungs) for _late, rungs in found)


def late_ones(*, day: date) -> list[Late]:
    """What is late on this day at schools that are open then and not left in peace. Four queries."""
    paused = ChasePause.objects.filter(ended_at=None, until__gte=day).values("school_id")
    works = list(Improvement.objects.filter(late_on(day)).exclude(school_id__in=paused).select_related("school"))
    kept = defaultdict(set)
    rows = ImprovementReminder.objects.filter(improvement__in=[work.pk for work in works])
    for key, due_on, rung in rows.values_list("improvement_id", "due_on", "rung"):
        kept[key, due_on].add(rung)
    holidays = closures()
    found = [
        Late(
            id=work.pk,
            school_id=work.school_id,
            urn=work.school.urn,
            owner_id=work.owner_id,
            due_on=work.due_on,
            closed=holidays.of(la_code=work.school.la_code, trust_uid=work.school.trust_uid),
            reached=frozenset(kept[work.pk, work.due_on]),
        )
        for work in works
    ]
    return [late for late in found if day not in late.closed]


def to_tell(found: Iterable[tuple[Late, Sequence[Rung]]], people: People) -> dict[tuple[int, int], list[Late]]:
    """(urn, person) -> what this person is told of, each once. Only people who hold a role there today. No query."""
    told: dict[tuple[int, int], dict[int, Late]] = defaultdict(dict)
    for late, rungs in found:
        here = people.get(late.school_id, {})
        everybody = set(chain.from_iterable(here.values()))
        for rung in rungs:
            reached = {person for role in rung.roles for person in here.get(role, ())}
            if rung.tells_owner and late.owner_id in everybody:
                reached.add(late.owner_id)
            for person in sorted(reached):
                told[late.urn, person][late.id] = late
    return {place: list(works.values()) for place, works in told.items()}


def _letter(place: tuple[int, int], works: Sequence[Late], day: date) -> Iterable[tuple[str, dict[str, object]]]:
    urn, person = place
    tail = f"{works[0].id}/" if len(works) == 1 else "?show=late"
    return letters(
        template="improvement_late",
        key=f"late:{urn}:{day.isoformat()}",
        to=[person],
        path=f"/s/{urn}/improving/{tail}",
        school_id=works[0].school_id,
    )


def _people(school_ids: Iterable[int]) -> People:
    """Who holds which role at these schools today. One query."""
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = Membership.objects.filter(holds_today(), school_id__in=school_ids, role__in=AT_SCHOOL)
    for school_id, role, person_id in rows.order_by("pk").values_list("school_id", "role", "person_id"):
        found[int(school_id or 0)][role].append(person_id)
    return found
