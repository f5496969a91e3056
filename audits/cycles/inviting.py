"""An audit for every school whose turn it is, and a message to its people. Called under the cycle's lock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from audits.cycles.asking import TOLD, asks, opening_of
from audits.cycles.models import Cycle
from audits.cycles.types import Ask, Opening
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders_by_school
from lscp_portal.notify.posting import TASK, letters
from lscp_portal.outbox.posting import post_many
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record


def invite(actor: Actor | None, cycle: Cycle, kind: str) -> Opening:
    """Ask every school that nothing stands in the way of, now. kind: what the trail calls it; actor None: the system.

    Nine statements at most, whatever the number of schools; ten with the rule for new schools.
    """
    planned = asks(cycle)
    audits = [audit_of(cycle, row) for row in planned if row.obstacle is None]
    Audit.objects.bulk_create(audits)
    opening = opening_of(planned)
    record(actor, kind, cycle, audits=len(audits), left_out=[row.urn for row in opening.left_out])
    people = holders_by_school(roles=TOLD) if audits else {}
    post_many(TASK, chain.from_iterable(_letters(actor, cycle, audits, people)))
    return replace(opening, untold=sum(not people.get(audit.school_id) for audit in audits))


def audit_of(cycle: Cycle, row: Ask) -> Audit:
    """An audit ready to be kept. Raises ValueError where the register does not tell what the school is."""
    if row.profile is None:
        raise ValueError(f"Nobody knows what to ask school {row.school.pk}.")
    return Audit(
        tenant_id=cycle.tenant_id,
        school=row.school,
        cycle=cycle,
        group=row.group,
        mode=row.mode,
        governance=row.profile.governance,
        features=sorted(row.profile.features),
        indicator_ids=row.indicator_ids,
        due_on=row.group.due_on if row.group else cycle.due_on,
    )


def _letters(
    actor: Actor | None, cycle: Cycle, audits: Sequence[Audit], people: Mapping[int, Sequence[int]]
) -> Iterator[Iterator[tuple[str, dict[str, Any]]]]:
    for audit in audits:
        yield letters(
            template="audit_opened",
            key=f"opened:{cycle.pk}:{audit.school_id}",
            to=people.get(audit.school_id, []),
            path=f"/s/{audit.school.urn}/audit/",
            by=actor.person_id if actor else None,
            school_id=audit.school_id,
            due_on=audit.due_on,
        )
