"""The bands of a cycle, as their list shows them. The number of queries does not grow with the number of returns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Lower

from audits.cycles.models import Cycle
from audits.cycles.queries import current_cycle
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from audits.review.models import Review
from audits.triage.models import Band, TriageBand, TriageDecision
from audits.triage.rules import MEANINGS, due_steps
from audits.triage.transitions import TRIAGE
from audits.triage.types import DueStep
from lscp_portal.tenancy.actor import Actor
from schools.register.queries import matching

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BandFilter:
    """Which bands somebody looks for: a cycle (0: the current one), a band, a state, words of a school."""

    cycle: int = 0
    band: str = ""
    state: str = ""
    words: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class BandRow:
    """One school in the list of bands. next_step: what is due first; None where nothing has a date.

    read: the reading that is shown. may_confirm: this person may confirm the proposal.
    """

    audit_id: int
    school: str
    urn: int
    band: str
    band_words: str
    state: str
    state_words: str
    reasons: Sequence[str]
    next_step: DueStep | None
    read: int
    may_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BandList:
    """The bands of one cycle, by school name. counts: (band, words, meaning, proposed, decided), the closest first.

    hidden: bands of schools with which this person declared a conflict. waiting: returns that are in and have no band.
    """

    cycle_id: int
    cycle_name: str
    counts: Sequence[tuple[str, str, str, int, int]]
    rows: Sequence[BandRow]
    found: int
    start: int
    hidden: int
    waiting: int

    @property
    def may_confirm(self) -> bool:
        """Whether there is anything here that this person may confirm."""
        return any(row.may_confirm for row in self.rows)


def band_list(*, actor: Actor, wanted: BandFilter) -> BandList | None:
    """The bands of one cycle; None before the first cycle. At most seven queries. Raises Cycle.DoesNotExist."""
    cycle = Cycle.objects.get(pk=wanted.cycle) if wanted.cycle else current_cycle()
    if cycle is None:
        return None
    every = TriageBand.objects.filter(audit__cycle=cycle)
    of_others = every.exclude(school__in=actor.conflicts)
    found = of_others.filter(_condition(wanted))
    rows = found.select_related("reading", "school").order_by(Lower("school__name"), "pk")
    counted: Counter[tuple[str, bool]] = Counter()
    for band, state, number in of_others.order_by().values_list("band", "state").annotate(Count("pk")):
        counted[band, state == TriageBand.State.PROPOSED] += number
    why = TriageDecision.objects.filter(triage=OuterRef("pk")).order_by("-pk").values("reason")[:1]
    page = list(rows.annotate(why=Subquery(why))[wanted.start : wanted.start + PAGE])
    may_confirm = _confirmable(actor, page)
    return BandList(
        cycle_id=cycle.pk,
        cycle_name=cycle.name,
        counts=[
            (band.value, str(band.label), MEANINGS[band], counted[band, True], counted[band, False]) for band in Band
        ],
        rows=[_row(row, may_confirm=row.pk in may_confirm) for row in page],
        found=found.count(),
        start=wanted.start,
        hidden=every.filter(school__in=actor.conflicts).count() if actor.conflicts else 0,
        waiting=Audit.objects.filter(cycle=cycle, state__in=SUBMITTED, triage=None).count(),
    )


def _condition(wanted: BandFilter) -> Q:
    condition = Q(band=wanted.band) if wanted.band else Q()
    if wanted.state == "decided":
        condition &= ~Q(state=TriageBand.State.PROPOSED)
    elif wanted.state:
        condition &= Q(state=wanted.state)
    if wanted.words.strip():
        condition &= matching(wanted.words, prefix="school__")
    return condition


def _confirmable(actor: Actor, rows: Sequence[TriageBand]) -> set[int]:
    """Ids of those whose proposal this person may confirm. One query; none for people who decide nothing."""
    if "lead" not in actor.roles:
        return set()
    kept = Review.objects.filter(school__in={row.school_id for row in rows}, reviewer_id=actor.person_id)
    read = set(kept.exclude(state=Review.State.RELEASED).values_list("school_id", flat=True))
    for row in rows:
        row.readers = frozenset({actor.person_id} if row.school_id in read else ())
    return {row.pk for row in rows if any(offer.name == "confirm" for offer in TRIAGE.offers(row, actor))}


def _row(row: TriageBand, *, may_confirm: bool) -> BandRow:
    steps = due_steps(band=row.band, since=row.since, days=row.days)
    return BandRow(
        audit_id=row.audit_id,
        school=row.school.name,
        urn=row.school.urn,
        band=row.band,
        band_words=row.get_band_display(),
        state=row.state,
        state_words=row.get_state_display(),
        reasons=[row.why]
        if row.state == TriageBand.State.OVERRIDDEN
        else [reason["sentence"] for reason in row.reading.reasons],
        next_step=next((step for step in steps if step.due_on), None),
        read=row.reading_id,
        may_confirm=may_confirm,
    )
