"""Schools whose kind the register does not tell by the current framework's rules, and what was decided about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from audits.cycles.queries import current_cycle
from audits.frameworks.applicability import NeedsAPerson, profile_of
from audits.frameworks.definition import SettingModel
from audits.frameworks.models import Framework
from audits.frameworks.scales import setting_model_of
from schools.kinds.queries import Decided, decided_kinds, decisions_on
from schools.register.models import OPEN_HERE, School


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """One school. reason: why the register does not tell; decided: in words, "" while it waits."""

    id: int
    urn: int
    name: str
    kind: str
    reason: str
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindPage:
    """One school. reason: "" where the register is clear, so that nothing needs deciding. choices: (key, words)."""

    id: int
    urn: int
    name: str
    reason: str
    by_register: str
    choices: Sequence[tuple[str, str]]
    decided: str
    decisions: Sequence[tuple[Decided, str]]


def unclear_schools() -> list[Unclear]:
    """Open schools that need somebody's word, those that wait first. At most four queries; none before any cycle."""
    model = current_model()
    if model is None:
        return []
    decisions = decided_kinds()
    found = []
    for school in School.objects.filter(OPEN_HERE).order_by("name", "urn"):
        profile = profile_of(school.gias_profile, model.rules)
        if isinstance(profile, NeedsAPerson):
            decided = model.governance.get(decisions.get(school.pk, ""), "")
            found.append(
                Unclear(
                    id=school.pk,
                    urn=school.urn,
                    name=school.name,
                    kind=school.kind,
                    reason=profile.reason,
                    decided=decided,
                )
            )
    return sorted(found, key=lambda row: bool(row.decided))


def kind_page(*, school_id: int) -> KindPage:
    """One school, what may be decided and what was. Five queries. Raises School.DoesNotExist."""
    school = School.objects.get(pk=school_id)
    model = current_model()
    if model is None:
        return KindPage(
            id=school.pk,
            urn=school.urn,
            name=school.name,
            reason="",
            by_register="",
            choices=(),
            decided="",
            decisions=(),
        )
    profile = profile_of(school.gias_profile, model.rules)
    past = decisions_on(school_id=school_id)
    is_unclear = isinstance(profile, NeedsAPerson)
    return KindPage(
        id=school.pk,
        urn=school.urn,
        name=school.name,
        reason=profile.reason if isinstance(profile, NeedsAPerson) else "",
        by_register="" if isinstance(profile, NeedsAPerson) else model.governance[profile.governance],
        choices=tuple(model.governance.items()) if is_unclear else (),
        decided=past[0].governance if past else "",
        decisions=[(one, model.governance.get(one.governance, one.governance)) for one in past],
    )


def current_model() -> SettingModel | None:
    """How the framework of the current cycle tells kinds of school apart; before any cycle, the newest published one.

    At most two queries.
    """
    cycle = current_cycle()
    frameworks = Framework.objects.filter(state=Framework.State.PUBLISHED).order_by("-academic_year", "-version", "-pk")
    if cycle is not None:
        frameworks = Framework.objects.filter(pk=cycle.framework_id)
    settings = frameworks.values_list("settings", flat=True).first()
    return setting_model_of(settings) if settings else None
