"""Which schools a cycle asks, and what. Read when a cycle is previewed and again when it is opened."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from audits.cycles.models import Cycle
from audits.cycles.types import LeftOut, Opening
from audits.frameworks.applicability import NeedsAPerson, SchoolProfile, indicators_for, profile_of
from audits.frameworks.queries import indicators_of
from audits.frameworks.scales import modes_of, setting_model_of
from audits.lifecycle.models import Audit
from schools.register.models import OPEN_HERE, School

CAME_LATER = "It came into the register, or became clear there, after the cycle was opened."


def planned_audits(cycle: Cycle) -> Iterator[tuple[School, SchoolProfile | NeedsAPerson, list[int]]]:
    """Each open school without an audit in this cycle, its profile, and the ids of the indicators it is asked.

    Schools of the same kind are worked out once. Two queries. Raises ValueError where mode and sections do not fit.
    """
    rules = setting_model_of(cycle.framework.settings).rules
    mode = modes_of(cycle.framework.settings)[cycle.mode]
    indicators = indicators_of(cycle.framework_id)
    known: dict[tuple[str, frozenset[str]], list[int]] = {}
    for school in School.objects.filter(unasked(cycle)).order_by("name"):
        profile = profile_of(school.gias_profile, rules)
        if isinstance(profile, NeedsAPerson):
            yield school, profile, []
            continue
        kind = (profile.governance, profile.features)
        if kind not in known:
            asked = indicators_for(profile=profile, indicators=indicators, mode=mode, sections=cycle.section_codes)
            known[kind] = [indicator.pk for indicator in asked]
        yield school, profile, known[kind]


def unasked(cycle: Cycle) -> Q:
    """The condition on schools: open here, and without an audit in this cycle."""
    return OPEN_HERE & ~Q(pk__in=Audit.objects.filter(cycle=cycle).values("school_id"))


def without_audit(cycle: Cycle) -> list[LeftOut]:
    """The open schools that an open cycle does not ask, and why. One query."""
    rules = None
    found = []
    for school in School.objects.filter(unasked(cycle)).order_by("name").only("urn", "name", "gias_profile"):
        rules = rules or setting_model_of(cycle.framework.settings).rules
        profile = profile_of(school.gias_profile, rules)
        found.append(
            left_out(school, profile)
            if isinstance(profile, NeedsAPerson)
            else LeftOut(school.pk, school.urn, school.name, CAME_LATER, can_be_invited=True)
        )
    return found


def left_out(school: School, profile: NeedsAPerson) -> LeftOut:
    """A school for which somebody has to decide."""
    return LeftOut(school.pk, school.urn, school.name, profile.reason)


def opening_of(sizes: Sequence[int], without: Iterable[LeftOut]) -> Opening:
    """The figures of an opening, done or planned. sizes: how many indicators each school is asked."""
    return Opening(len(sizes), list(without), min(sizes, default=0), max(sizes, default=0))
