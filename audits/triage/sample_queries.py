"""The random sample as its page shows it, and the check of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from audits.triage.models import Band, RandomSample, TriageBand
from audits.triage.rulebook import current_rules
from audits.triage.sampling import METHOD, draw
from lscp_portal.accounts.queries import names_of
from schools.register.models import School


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePage:
    """The draw of one cycle, or what there is to draw from. drawn: (place, URN, school). agrees: drawn again, the same.

    undecided: bands that wait for a person; not_in: returns that have not come.
    """

    cycle_id: int
    cycle_name: str
    percent: int
    frame: Sequence[int]
    undecided: int
    not_in: int
    is_drawn: bool
    seed: str = ""
    method: str = ""
    drawn: Sequence[tuple[int, int, str]] = ()
    drawn_by: str = ""
    drawn_at: datetime | None = None
    agrees: bool = False

    @property
    def example(self) -> str:
        """The text whose SHA-256 gives one school its place."""
        return f"{self.seed or 'SEED'}:{self.frame[0] if self.frame else 'URN'}"


def frame_of(*, cycle_id: int) -> list[int]:
    """URNs, in order, of the schools whose decided band in this cycle is standard or light. One query."""
    found = TriageBand.objects.filter(audit__cycle=cycle_id, band__in=(Band.STANDARD, Band.LIGHT))
    decided = found.exclude(state=TriageBand.State.PROPOSED)
    return list(decided.order_by("school__urn").values_list("school__urn", flat=True))


def undecided(*, cycle_id: int) -> int:
    """How many returns that are in wait for a decision on their band. One query."""
    without = Q(triage=None) | Q(triage__state=TriageBand.State.PROPOSED)
    return Audit.objects.filter(without, cycle=cycle_id, state__in=SUBMITTED).count()


def sample_page(*, cycle_id: int) -> SamplePage:
    """At most six queries. Raises Cycle.DoesNotExist."""
    cycle = Cycle.objects.get(pk=cycle_id)
    kept = RandomSample.objects.filter(cycle=cycle).first()
    not_in = Audit.objects.filter(cycle=cycle).exclude(state__in=SUBMITTED).count()
    waiting = undecided(cycle_id=cycle.pk)
    if kept is None:
        return SamplePage(
            cycle_id=cycle.pk,
            cycle_name=cycle.name,
            percent=current_rules().sample,
            frame=frame_of(cycle_id=cycle.pk),
            undecided=waiting,
            not_in=not_in,
            is_drawn=False,
        )
    names = dict(School.objects.filter(urn__in=kept.drawn).values_list("urn", "name"))
    again = draw(seed=kept.seed, frame=kept.frame, percent=kept.percent) if kept.method == METHOD else []
    return SamplePage(
        cycle_id=cycle.pk,
        cycle_name=cycle.name,
        percent=kept.percent,
        frame=kept.frame,
        undecided=waiting,
        not_in=not_in,
        is_drawn=True,
        seed=kept.seed,
        method=kept.method,
        drawn=[(place, urn, names.get(urn, "")) for place, urn in enumerate(kept.drawn, start=1)],
        drawn_by=names_of({kept.drawn_by_id}).get(kept.drawn_by_id, ""),
        drawn_at=kept.drawn_at,
        agrees=again == list(kept.drawn),
    )
