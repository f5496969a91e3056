"""The history of an improvement: one row a step, in the transaction of what it tells about."""

from django.utils import timezone

from audits.improvement.models import Improvement, ImprovementStep
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record

Kind = ImprovementStep.Kind


def step_of(actor: Actor, work: Improvement, kind: ImprovementStep.Kind, words: str = "") -> ImprovementStep:
    """One line, not saved: who owns it and when it is due are those of now."""
    return ImprovementStep(
        improvement=work, kind=kind, words=words, owner_id=work.owner_id, due_on=work.due_on, by_id=actor.person_id,
        at=timezone.now(),
        **work.owner,
    )  # fmt: skip


def keep(actor: Actor, work: Improvement, kind: ImprovementStep.Kind, words: str = "") -> ImprovementStep:
    """Write one line, and a link of the trail without the words."""
    made = step_of(actor, work, kind, words)
    made.save()
    record(actor, f"improvement.{kind}", work, due_on=work.due_on, owner=work.owner_id)
    return made
