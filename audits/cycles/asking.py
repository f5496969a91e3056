"""Which schools a cycle asks, in what mode, when, and what. Read when a cycle is previewed and again when it opens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils import timezone

from audits.cycles.models import Arrangement, Cycle, CycleGroup, Mode
from audits.cycles.types import Ask, LeftOut, Obstacle, Opening
from audits.frameworks.applicability import NeedsAPerson, SchoolProfile, decided, indicators_for, profile_of
from audits.frameworks.definition import Mode as ModeDefinition
from audits.frameworks.definition import SettingModel
from audits.frameworks.models import Indicator
from audits.frameworks.queries import indicators_of
from audits.frameworks.scales import modes_of, setting_model_of
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from lscp_portal.accounts.queries import holders_by_school
from schools.kinds.queries import decided_kinds
from schools.links.queries import family
from schools.register.models import OPEN_HERE, School

TOLD = ("dsl", "head")
NEVER_AUDITED = "It has not handed in a full audit here yet."
NO_GROUP = "It is in no group of this cycle yet."
CAME_LATER = "It came into the register, or became clear there, after the cycle was opened."
FIELDS = ("urn", "name", "phase", "establishment_type", "la_code", "la_name", "trust_uid", "trust_name", "gias_profile")


def asks(cycle: Cycle) -> list[Ask]:
    """What is planned for each open school that has no audit in this cycle, by name.

    Schools of the same kind are worked out once. At most nine queries. Raises ValueError where mode and sections do
    not fit.
    """
    found = Planned.of(cycle)
    schools = School.objects.filter(unasked(cycle)).order_by("name", "pk").only(*FIELDS)
    return [found.ask(school) for school in schools]


def unasked(cycle: Cycle) -> Q:
    """The condition on schools: open here, and without an audit in this cycle."""
    return OPEN_HERE & ~Q(pk__in=Audit.objects.filter(cycle=cycle).values("school_id"))


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What is known of a cycle before its schools are looked at one by one."""

    cycle: Cycle
    model: SettingModel
    decisions: Mapping[int, str]
    asking: "Asking"
    arrangements: Mapping[int, Arrangement]
    groups: Mapping[int, CycleGroup]
    audited: frozenset[int]

    @classmethod
    def of(cls, cycle: Cycle) -> "Planned":
        """Read it: at most eight queries."""
        groups = CycleGroup.objects.filter(cycle=cycle, removed_at=None)
        return cls(
            cycle=cycle,
            model=setting_model_of(cycle.framework.settings),
            decisions=decided_kinds(),
            asking=Asking.of(cycle),
            arrangements={row.school_id: row for row in Arrangement.objects.filter(cycle=cycle)},
            groups={group.pk: group for group in groups},
            audited=audited_in_full() if has_new_schools(cycle) else frozenset(),
        )

    def ask(self, school: School) -> Ask:
        """What is planned for one school. No query."""
        arranged = self.arrangements.get(school.pk)
        group = self.groups.get(arranged.group_id) if arranged and arranged.group_id else None
        mode, why = self.mode_for(school.pk, arranged)
        by_rules = profile_of(school.gias_profile, self.model.rules)
        profile = decided(by_rules, self.decisions.get(school.pk, ""), self.model.governance)
        obstacle, reason = self._obstacle(profile, arranged, group)
        ids = [] if isinstance(profile, NeedsAPerson) else self.asking.ids_for(profile, mode)
        return Ask(
            school=school,
            profile=None if isinstance(profile, NeedsAPerson) else profile,
            mode=mode,
            why=why,
            group=group,
            indicator_ids=ids,
            obstacle=obstacle,
            reason=reason,
        )

    def mode_for(self, school_id: int, arranged: Arrangement | None) -> tuple[str, str]:
        """The mode a school is asked in, and why when it is not the cycle's. Somebody's word comes before the rule."""
        if arranged and arranged.mode:
            return arranged.mode, arranged.reason
        if has_new_schools(self.cycle) and school_id not in self.audited and Mode.FULL in self.asking.modes:
            return Mode.FULL, NEVER_AUDITED
        return self.cycle.mode, ""

    def _obstacle(
        self, profile: SchoolProfile | NeedsAPerson, arranged: Arrangement | None, group: CycleGroup | None
    ) -> tuple[Obstacle | None, str]:
        if arranged and not arranged.is_asked:
            return Obstacle.NOT_ASKED, arranged.reason
        if isinstance(profile, NeedsAPerson):
            return Obstacle.UNCLEAR, profile.reason
        if self.groups and group is None:
            return Obstacle.NO_GROUP, NO_GROUP
        if group and not self._is_due(group):
            return Obstacle.LATER, f"Its group, {group.name}, opens on {group.opens_on:%-d %B %Y}."
        return None, ""

    def _is_due(self, group: CycleGroup) -> bool:
        """It is open, or opens together with its cycle."""
        opens_with_it = self.cycle.state == Cycle.State.PLANNED and group.opens_on <= timezone.localdate()
        return group.opened_at is not None or opens_with_it


@dataclass(frozen=True)
class Asking:
    """The indicators of a cycle's framework, and which of them a kind of school is asked in a mode."""

    cycle: Cycle
    modes: Mapping[str, ModeDefinition]
    indicators: Sequence[Indicator]
    known: dict[tuple[str, str, frozenset[str]], list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, cycle: Cycle) -> "Asking":
        """Read them: one query."""
        return cls(cycle, modes_of(cycle.framework.settings), indicators_of(cycle.framework_id))

    def ids_for(self, profile: SchoolProfile, mode: str) -> list[int]:
        """Ids of the indicators, in the framework's order. Raises ValueError where mode and sections do not fit."""
        key = (mode, profile.governance, profile.features)
        if key not in self.known:
            kind = self.modes[mode]
            sections = self.cycle.section_codes if kind.choose_sections else ()
            asked = indicators_for(profile=profile, indicators=self.indicators, mode=kind, sections=sections)
            self.known[key] = [indicator.pk for indicator in asked]
        return self.known[key]


def has_new_schools(cycle: Cycle) -> bool:
    """Whether the rule for new schools says anything: in a light year or deep dive that has it."""
    return cycle.new_schools_full and cycle.mode != Mode.FULL


def audited_in_full() -> frozenset[int]:
    """Schools that have handed in a full audit here, in any year, themselves or as the school before. Three queries."""
    audits = Audit.objects.filter(mode=Mode.FULL, state__in=SUBMITTED)
    found = frozenset(audits.values_list("school_id", flat=True))
    links = family()
    return found | {school_id for urn, school_id in links.ids.items() if not found.isdisjoint(links.earlier_ids(urn))}


def what_opening_would_do(cycle: Cycle) -> Opening:
    """How many schools would be invited now, who would be left out and why. At most ten queries."""
    return preview_of(asks(cycle))


def opening_of(planned: Iterable[Ask]) -> Opening:
    """The figures of an opening, done or to be done now."""
    rows = list(planned)
    sizes = [len(row.indicator_ids) for row in rows if row.obstacle is None]
    return Opening(
        invited=len(sizes),
        left_out=[left_out(row) for row in rows if row.obstacle in {Obstacle.UNCLEAR, Obstacle.NO_GROUP}],
        not_asked=[left_out(row) for row in rows if row.obstacle == Obstacle.NOT_ASKED],
        later=sum(row.obstacle == Obstacle.LATER for row in rows),
        fewest_indicators=min(sizes, default=0),
        most_indicators=max(sizes, default=0),
    )


def preview_of(planned: Sequence[Ask]) -> Opening:
    """The figures of an opening, with how many schools would hear nothing of it. One query."""
    people = holders_by_school(roles=TOLD)
    untold = sum(row.obstacle is None and not people.get(row.school.pk) for row in planned)
    return replace(opening_of(planned), untold=untold)


def without_audit(cycle: Cycle) -> list[LeftOut]:
    """Open schools that an open cycle does not ask now, and why; not those that it asks later. Nine queries."""
    return [left_out(row) for row in asks(cycle) if row.obstacle != Obstacle.LATER]


def left_out(row: Ask) -> LeftOut:
    """A school that is not asked now. Where nothing stands in the way, it came later."""
    return LeftOut(
        school_id=row.school.pk,
        urn=row.school.urn,
        name=row.school.name,
        reason=row.reason or CAME_LATER,
        can_be_invited=row.obstacle is None,
        obstacle=row.obstacle,
    )
