"""Decide about changes of the register: take over, hold, explain, or take a decision back."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.changes.models import Proposal
from schools.changes.policies import may_decide
from schools.changes.queries import to_decide
from schools.changes.rules import ARRIVALS, apply
from schools.changes.transitions import REGISTER_CHANGE
from schools.changes.types import Decision
from schools.register.actions import BATCH, keep_schools, rename_in_memberships
from schools.register.models import RegisterChange, School

State, Kind = Proposal.State, RegisterChange.Kind
DECIDED = ("state", "note", "comes_back_on", "decided_at", "decided_by_id")


def decide(*, actor: Actor, change_id: int, decision: Decision) -> Proposal:
    """Accept, hold or explain one change.

    Raises PermissionDenied, Refused (decided or overtaken already, no reason, no day), Proposal.DoesNotExist.
    """
    proposal = _locked(change_id)
    if decision.choice == "accept":
        proposal.note = decision.note
        _accept([proposal], actor)
        return proposal
    proposal.note = decision.note
    proposal.comes_back_on = decision.comes_back_on if decision.choice == "hold" else None
    REGISTER_CHANGE.move(decision.choice, proposal, actor)
    proposal.decided_at, proposal.decided_by_id = timezone.now(), actor.person_id
    proposal.save(update_fields=DECIDED)
    record(actor, f"register.change_{proposal.state}", proposal, urn=proposal.urn)
    return proposal


def take_up(*, actor: Actor, change_id: int) -> Proposal:
    """A change that was held or explained is to be decided again. Raises PermissionDenied, Refused, DoesNotExist."""
    proposal = _locked(change_id)
    REGISTER_CHANGE.move("take_up", proposal, actor)
    proposal.comes_back_on = proposal.decided_at = proposal.decided_by_id = None
    proposal.save(update_fields=DECIDED)
    record(actor, "register.change_taken_up", proposal, urn=proposal.urn)
    return proposal


def accept_group(*, actor: Actor, group: str, up_to: int, count: int) -> int:
    """Take over all changes of one kind that the preview showed, and say how many there were.

    up_to, count: as schools.changes.types.Preview had them. Raises PermissionDenied, Refused (the list is not the
    one that was shown: somebody decided or imported meanwhile).
    """
    if not may_decide(actor):
        raise PermissionDenied("register.accept")
    found = _locked_rows(to_decide(), group=group)
    if len(found) != count or max((row.pk for row in found), default=0) != up_to:
        raise Refused([Blocker("other_list", "The list has changed since you opened it. Look at it again.")])
    _accept(found, actor)
    return count


def accept_waiting(*, actor: Actor | None) -> int:
    """Take over everything that waits, and say how much that was. actor: None for the operator's command."""
    done = 0
    while found := _locked_rows(Q(state=State.WAITING))[:BATCH]:
        _accept(found, actor)
        done += len(found)
    return done


def _locked(change_id: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("register_import")
    found: Proposal = rows.get(pk=change_id)
    return found


def _locked_rows(condition: Q, **more: object) -> "QuerySet[Proposal]":
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("register_import")
    found: QuerySet[Proposal] = rows.filter(condition, **more).order_by("pk")
    return found


def _accept(proposals: Iterable[Proposal], actor: Actor | None) -> None:
    """Write what the register says, and note what changed. Eight statements for a thousand."""
    rows = list(proposals)
    if not rows:
        return
    now = timezone.now()
    for row in rows:
        REGISTER_CHANGE.move("accept", row, actor)
        row.comes_back_on, row.decided_at = None, now
        row.decided_by_id = actor.person_id if actor else None
    _write(rows)
    Proposal.objects.bulk_update(rows, DECIDED, batch_size=BATCH)
    record(actor, "register.changes_accepted", rows[0], urns=[row.urn for row in rows])
    for row in rows:
        if row.kind == Kind.MOVED_OUT:  # its own record follows the school (docs/partnership/schools.md)
            post("schools.hand_over", key=f"moved:{row.pk}", urn=row.urn)
        if row.kind == Kind.CLOSED:  # to the school it became, if it became one
            post("schools.carry_over", key=f"closed:{row.pk}")


def _write(rows: Sequence[Proposal]) -> None:
    known = {school.urn: school for school in School.objects.filter(urn__in=[row.urn for row in rows])}
    arrived: list[School] = []
    altered: list[School] = []
    renamed: list[School] = []
    for row in rows:
        school = known.get(row.urn) or School(urn=row.urn, gias_profile={})
        name = school.name
        apply(school, row)
        (altered if row.urn in known else arrived).append(school)
        if row.urn in known and school.name != name:
            renamed.append(school)
    keep_schools(tenant_id=rows[0].tenant_id, arrived=arrived, altered=altered)
    rename_in_memberships(renamed)
    RegisterChange.objects.bulk_create(
        [
            RegisterChange(
                tenant_id=row.tenant_id,
                register_import=row.register_import,
                urn=row.urn,
                school_name=row.school_name,
                kind=row.kind,
                fields={} if row.kind in ARRIVALS and row.urn not in known else row.fields,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )
