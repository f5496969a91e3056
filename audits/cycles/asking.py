"""Which schools a cycle asks, and what. Read when a cycle is previewed and again when it is opened."""

from collections.abc import Iterator

from audits.cycles.models import Cycle
from audits.cycles.types import LeftOut, Opening
from audits.frameworks.applicability import NeedsAPerson, SchoolProfile, indicators_for, profile_of
from audits.frameworks.queries import indicators_of
from audits.frameworks.scales import modes_of, setting_model_of
from schools.register.models import OPEN_HERE, School


def planned_audits(cycle: Cycle) -> Iterator[tuple[School, SchoolProfile | NeedsAPerson, list[int]]]:
    """Each open school, what kind of school the register says it is, and the ids of the indicators it is asked.

    Schools of the same kind are worked out once. Two queries.
    """
    rules = setting_model_of(cycle.framework.settings).rules
    mode = modes_of(cycle.framework.settings)[cycle.mode]
    indicators = indicators_of(cycle.framework_id)
    known: dict[tuple[str, frozenset[str]], list[int]] = {}
    for school in School.objects.filter(OPEN_HERE).order_by("name"):
        profile = profile_of(school.gias_profile, rules)
        if isinstance(profile, NeedsAPerson):
            yield school, profile, []
            continue
        kind = (profile.governance, profile.features)
        if kind not in known:
            asked = indicators_for(profile=profile, indicators=indicators, mode=mode, sections=cycle.section_codes)
            known[kind] = [indicator.pk for indicator in asked]
        yield school, profile, known[kind]


def opening_of(sizes: list[int], left_out: list[LeftOut]) -> Opening:
    """The figures of an opening, done or planned."""
    return Opening(len(sizes), left_out, min(sizes, default=0), max(sizes, default=0))
