"""Where each school stands in the cycle that counts for it, and what kind of school it is by that cycle's framework."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from audits.cycles.models import Cycle, Mode
from audits.frameworks.applicability import NeedsAPerson, SchoolProfile, decided, profile_of
from audits.frameworks.definition import SettingModel
from audits.kinds.queries import current_model
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from reports.schools.types import NOT_ASKED, Standing
from schools.kinds.queries import decided_kinds
from schools.register.models import School

STAGES: Sequence[tuple[str, str]] = (
    (NOT_ASKED, "Not asked"),
    *((key, str(words)) for key, words in Audit.State.choices),
)
MODES = {str(key): str(words) for key, words in Mode.choices}
PLACE = {stage: place for place, (stage, _words) in enumerate(STAGES)}
NOBODY_ASKED = Standing(stage=NOT_ASKED, words="Not asked")
Profile = SchoolProfile | NeedsAPerson


def standings() -> dict[int, Standing]:
    """School id -> where it stands: in the latest open cycle that asks it, or in the latest one when none is open.

    Schools that are not asked are left out. Two queries.
    """
    today = timezone.localdate()
    cycles = {cycle.pk: cycle for cycle in _cycles_that_count()}
    rows = Audit.objects.filter(cycle_id__in=cycles).order_by("cycle__opens_on", "pk")
    found = rows.values_list("school_id", "cycle_id", "state", "mode", "due_on")
    return {
        school_id: Standing(
            stage=state,
            words=str(Audit.State(state).label),
            cycle=cycles[cycle_id].name,
            mode=MODES.get(mode, mode),
            due_on=None if state in SUBMITTED else due_on,
            is_late=due_on < today and state not in SUBMITTED,
        )
        for school_id, cycle_id, state, mode, due_on in found
    }


def _cycles_that_count() -> list[Cycle]:
    asked = list(Cycle.objects.exclude(state=Cycle.State.PLANNED).only("name", "state", "opens_on"))
    is_open = [cycle for cycle in asked if cycle.state == Cycle.State.OPEN]
    return is_open or sorted(asked, key=lambda cycle: (cycle.opens_on, cycle.pk))[-1:]


@dataclass(frozen=True)
class Kinds:
    """Tells the kind of a school by one framework's rules and by what people decided. model: None without any."""

    model: SettingModel | None
    decisions: Mapping[int, str]

    @classmethod
    def current(cls) -> "Kinds":
        """By the current cycle's framework, or before any cycle by the newest one; at most three queries."""
        return cls(current_model(), decided_kinds())

    @cached_property
    def of(self) -> Callable[[School], Profile | None]:
        """The profile of a school; None where no framework says. Schools that are alike are worked out once."""
        known: dict[tuple[tuple[str, str], ...], Profile] = {}

        def look_up(school: School) -> Profile | None:
            if self.model is None:
                return None
            key = tuple(school.gias_profile.items())
            if key not in known:
                known[key] = profile_of(school.gias_profile, self.model.rules)
            return decided(known[key], self.decisions.get(school.pk, ""), self.model.governance)

        return look_up
