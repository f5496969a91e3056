"""Draw the random sample of a cycle, once."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audits.cycles.models import Cycle
from audits.moderation.choosing import choose_when_drawn
from audits.triage.models import RandomSample
from audits.triage.policies import may_draw
from audits.triage.rulebook import current_rules
from audits.triage.sample_queries import frame_of, undecided
from audits.triage.sampling import METHOD, draw, new_seed
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

DRAWN = Blocker("drawn", "The sample of this cycle has been drawn already. It is drawn once.")


def draw_sample(*, actor: Actor, cycle_id: int) -> RandomSample:
    """Draw from the schools whose decided band is standard or light. There is no second draw.

    Raises PermissionDenied, Refused, Cycle.DoesNotExist.
    """
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle_id)
    if not may_draw(actor, cycle):
        raise PermissionDenied("triage.sample")
    frame = frame_of(cycle_id=cycle.pk)
    if found := list(_obstacles(cycle, frame)):
        raise Refused(found)
    seed, percent = new_seed(), current_rules().sample
    sample = RandomSample(
        tenant_id=cycle.tenant_id,
        cycle=cycle,
        seed=seed,
        method=METHOD,
        percent=percent,
        frame=frame,
        drawn=draw(seed=seed, frame=frame, percent=percent),
        drawn_by_id=actor.person_id,
    )
    try:
        with transaction.atomic():
            sample.save(force_insert=True)
    except IntegrityError as clash:
        if "random_sample_once_per_cycle" not in str(clash):
            raise
        raise Refused([DRAWN]) from clash
    record(actor, "triage.sample_drawn", sample, seed=seed, of=len(frame), drawn=len(sample.drawn))
    choose_when_drawn(cycle_id=cycle.pk, urns=sample.drawn)
    return sample


def _obstacles(cycle: Cycle, frame: list[int]) -> Iterator[Blocker]:
    if RandomSample.objects.filter(cycle=cycle).exists():
        yield DRAWN
    if waiting := undecided(cycle_id=cycle.pk):
        words = "1 band is" if waiting == 1 else f"{waiting} bands are"
        yield Blocker("undecided", f"{words} not decided yet. The sample is drawn from decided bands.")
    if not frame:
        yield Blocker("nobody", "No school of this cycle has a standard or light band yet.")
