"""A later extract becomes a list of proposed changes. The first one of a partnership is taken over at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from lscp_portal.tenancy.actor import Actor
from schools.changes.actions import accept_waiting
from schools.changes.models import ALIVE, Proposal
from schools.changes.rules import fields_of_arrival, group_of, says_the_same
from schools.changes.transitions import REGISTER_CHANGE
from schools.register.actions import BATCH, Paper, begin, import_register
from schools.register.comparing import Comparison
from schools.register.establishment import Extract
from schools.register.types import ImportResult

State = Proposal.State


def import_for_review(
    *, actor: Actor | None, tenant_id: int, extract: Extract, file_name: str, at_once: bool = False
) -> ImportResult:
    """Propose what an extract would change for the open scope's partnership.

    A partnership without schools takes everything over, as there is nothing to compare. at_once: take over what is
    proposed, but not what somebody holds or has explained and the register still says. A change that waits, is held
    or is explained stays as it is while the register says the same, and is superseded as soon as it does not.
    Raises PermissionDenied, NoAuthority. Statements: about twelve, and six for each two thousand rows.
    """
    sweep = begin(actor=actor, tenant_id=tenant_id, extract=extract)
    if sweep.is_first:
        return import_register(actor=actor, tenant_id=tenant_id, extract=extract, file_name=file_name)
    paper = Paper(actor, tenant_id, extract, file_name, sweep)
    not_in_file: list[int] = []
    standing: set[int] = set()
    for found in sweep.comparisons():
        not_in_file += found.not_in_file
        standing.update(_propose(found, paper))
    _supersede(Proposal.objects.filter(ALIVE).exclude(pk__in=standing), actor)
    result = paper.result(not_in_file, kind="register.proposed")
    if at_once:
        accept_waiting(actor=actor)
    return result


def _propose(found: Comparison, paper: Paper) -> list[int]:
    """Ids of the proposals of this chunk's schools that stand afterwards, new ones and old ones."""
    wanted = {change.urn: (change.school_name, str(change.kind), change.fields) for change in found.changes}
    for school in found.arrived:
        name, kind, _fields = wanted[school.urn]
        wanted[school.urn] = (name, kind, fields_of_arrival(school))
    if not wanted:
        return []
    alive = {row.urn: row for row in Proposal.objects.filter(ALIVE, urn__in=wanted)}
    same = {urn for urn, row in alive.items() if says_the_same(row, kind=wanted[urn][1], fields=wanted[urn][2])}
    _supersede([row for urn, row in alive.items() if urn not in same], paper.actor)
    new = [_proposal(urn, wanted[urn], alive.get(urn), paper) for urn in sorted(wanted.keys() - same)]
    Proposal.objects.bulk_create(new, batch_size=BATCH)
    paper.proposed.update(row.kind for row in new)
    return [row.pk for row in new] + [alive[urn].pk for urn in same]


def _proposal(urn: int, wanted: tuple[str, str, Mapping[str, Any]], older: Proposal | None, paper: Paper) -> Proposal:
    name, kind, fields = wanted
    is_same_wait = older is not None and older.decided_at is None
    return Proposal(
        tenant_id=paper.tenant_id,
        register_import=paper.row,
        urn=urn,
        school_name=name,
        kind=kind,
        group=group_of(kind, fields),
        fields=dict(fields),
        waiting_since=older.waiting_since if older and is_same_wait else timezone.now(),
    )


def _supersede(rows: Iterable[Proposal], actor: Actor | None) -> None:
    overtaken = list(rows)
    for row in overtaken:
        REGISTER_CHANGE.move("supersede", row, actor)
        row.comes_back_on = None
    Proposal.objects.bulk_update(overtaken, ["state", "comes_back_on"], batch_size=BATCH)
