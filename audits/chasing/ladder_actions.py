"""Change the ladder: each change is a new version, and the ones before are kept."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audits.chasing.board import current_ladder
from audits.chasing.default import DEFAULT
from audits.chasing.models import ChaseLadder
from audits.chasing.policies import may_chase
from audits.chasing.types import Ladder, LadderChanged, Step
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

MOST_STEPS = 15


def save_step(*, actor: Actor, read: int, step: Step) -> ChaseLadder:
    """Put a step in place of the one with its key, or add it when its key is "".

    read: the version the page was showing. Raises PermissionDenied, LadderChanged, Refused.
    """
    ladder = _ladder(actor, read)
    is_new = not step.key
    step = replace(step, key=f"{step.channel}-{secrets.token_hex(4)}") if is_new else step
    others = [one for one in ladder.steps if one.key != step.key]
    if step.is_email and any(one.is_email and one.offset == step.offset for one in others):
        raise Refused(
            [Blocker("same_day", "Another e-mail stands on this day. Choose another day, or change that one.")]
        )
    if len(others) >= MOST_STEPS:
        raise Refused([Blocker("too_many", f"A ladder has {MOST_STEPS} steps at most. Take one out first.")])
    verb = "Added" if is_new else "Changed"
    return _keep(actor, ladder, [*others, step], f"{verb}: {step.when_words.lower()}, {step.subject}")


def remove_step(*, actor: Actor, read: int, key: str) -> ChaseLadder:
    """Take a step out. Raises PermissionDenied, LadderChanged, Refused when it is the last one or not there."""
    ladder = _ladder(actor, read)
    gone = ladder.step(key)
    if gone is None:
        raise Refused([Blocker("gone", "This step is not in the ladder any more.")])
    if len(ladder.steps) == 1:
        raise Refused([Blocker("last", "A ladder has one step at least. Change this one instead.")])
    left = [step for step in ladder.steps if step.key != key]
    return _keep(actor, ladder, left, f"Taken out: {gone.when_words.lower()}, {gone.subject}")


def reset_ladder(*, actor: Actor, read: int) -> ChaseLadder:
    """Begin with the default again. Raises PermissionDenied, LadderChanged."""
    return _keep(actor, _ladder(actor, read), DEFAULT.steps, "Back to the default")


def _ladder(actor: Actor, read: int) -> Ladder:
    if not may_chase(actor):
        raise PermissionDenied("chase.ladder")
    ladder = current_ladder()
    if ladder.version != read:
        raise LadderChanged
    return ladder


def _keep(actor: Actor, before: Ladder, steps: Sequence[Step], changed: str) -> ChaseLadder:
    """One version more. Of two people at the same moment the second is told (LadderChanged)."""
    ordered = sorted(steps, key=lambda step: (step.offset, not step.is_email, step.channel, step.key))
    kept = ChaseLadder(
        tenant_id=actor.tenant_id,
        version=before.version + 1,
        steps=[step.kept() for step in ordered],
        changed=changed[:200],
        made_by_id=actor.person_id,
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as clash:
        if "chase_ladder_once_per_version" not in str(clash):
            raise
        raise LadderChanged from clash
    record(actor, "chase.ladder_changed", kept, version=kept.version)
    return kept
