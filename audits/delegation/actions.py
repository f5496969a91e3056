"""The DSL gives a part to somebody, moves its day, and ends it."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.delegation.models import Assignment
from audits.delegation.policies import may_give
from audits.delegation.queries import theirs
from audits.delegation.rules import day_fits
from audits.delegation.types import Given
from audits.frameworks.models import Indicator, Section
from audits.lifecycle.actions import locked_audit
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import ANSWERING
from audits.lifecycle.rules import takes_answers
from lscp_portal.accounts.actions import Guest, invite
from lscp_portal.accounts.models import Invitation, Membership, Role
from lscp_portal.accounts.places import school_place
from lscp_portal.accounts.queries import GONE, holds_today, names_of
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

SIGNED = "Nothing can be given away now: the audit takes no answers."
NOT_HERE = "This person cannot answer here any more. Choose somebody else."


def give(*, actor: Actor, audit_id: int, given: Given) -> Assignment:
    """Give a section or an indicator to somebody until a day; a newcomer is invited as contributor at once.

    Raises PermissionDenied, Refused (signed already, the day does not fit, somebody has it, not here any more, or
    what inviting refuses), Audit.DoesNotExist, Indicator.DoesNotExist (a code that is not asked).
    """
    audit = locked_audit(audit_id=audit_id)
    if not may_give(actor, audit):
        raise PermissionDenied("assignment.give")
    _refuse(audit, given.due_on)
    what = _what(audit, given.code)
    if taken := Assignment.objects.filter(audit=audit, ended_at=None, **what).first():
        raise Refused([Blocker("taken", f"{given.code} is given to {_name(taken)} already. End that first.")])
    made: Assignment = Assignment.objects.create(
        audit=audit,
        due_on=given.due_on,
        words=given.words.strip(),
        assigned_by_id=actor.person_id,
        **what,
        **_to_whom(actor, audit, given),
        **audit.owner,
    )
    record(actor, "assignment.given", made, audit=audit.pk, code=given.code, due_on=given.due_on)
    _tell(actor, made)
    return made


def move_day(*, actor: Actor, assignment_id: int, due_on: date) -> Assignment:
    """Another day for the same part; the person is told. Raises PermissionDenied, Refused, Assignment.DoesNotExist."""
    audit, one = _locked(assignment_id)
    if not may_give(actor, one):
        raise PermissionDenied("assignment.move")
    if one.ended_at is not None:
        raise Refused([Blocker("ended", "This was ended already.")])
    _refuse(audit, due_on)
    if one.due_on != due_on:
        before, one.due_on = one.due_on, due_on
        one.save(update_fields=["due_on"])
        record(actor, "assignment.moved", one, due_on=due_on, was=before)
        _tell(actor, one)
    return one


def end(*, actor: Actor, assignment_id: int) -> Assignment:
    """Take a part back. Answers stay; who was only a contributor no longer sees them.

    Ended twice, it was ended once. Raises PermissionDenied, Assignment.DoesNotExist.
    """
    _audit, one = _locked(assignment_id)
    if not may_give(actor, one):
        raise PermissionDenied("assignment.end")
    if one.ended_at is None:
        one.ended_at, one.ended_by_id = timezone.now(), actor.person_id
        one.save(update_fields=["ended_at", "ended_by_id"])
        record(actor, "assignment.ended", one)
    return one


def refuse_what_is_not_theirs(*, actor: Actor, audit: Audit, code: str) -> None:
    """A contributor answers what was given to them and nothing else. One query for contributors, none for others.

    The database refuses it as well (audits/migrations: parts of contributors). Raises PermissionDenied.
    """
    if actor.sees_whole_school:
        return
    mine = Assignment.objects.filter(theirs(actor.person_id), audit=audit, ended_at=None)
    if not mine.filter(section__indicators__code=code).exists() and not mine.filter(indicator__code=code).exists():
        raise PermissionDenied("answer.not_given")


def _refuse(audit: Audit, due_on: date) -> None:
    blockers = [] if takes_answers(audit) else [Blocker("signed", SIGNED)]
    blockers += day_fits(audit, due_on, today=timezone.localdate())
    if blockers:
        raise Refused(blockers)


def _what(audit: Audit, code: str) -> dict[str, Any]:
    asked = Indicator.objects.filter(pk__in=audit.indicator_ids)
    section = Section.objects.filter(code=code, indicators__in=asked).distinct().first()
    return {"section": section} if section else {"indicator": asked.get(code=code)}


def _to_whom(actor: Actor, audit: Audit, given: Given) -> dict[str, int]:
    if given.newcomer:
        guest = Guest(
            email=given.newcomer.email,
            full_name=given.newcomer.full_name,
            role=Role.CONTRIBUTOR,
            school=school_place(school_id=audit.school_id),
        )
        return {"invitation_id": invite(actor=actor, guest=guest).pk}
    here = Membership.objects.filter(holds_today(), school_id=audit.school_id, role__in=ANSWERING)
    if given.person_id and here.filter(person_id=given.person_id).exists():
        return {"person_id": given.person_id}
    open_door = Invitation.objects.filter(school_id=audit.school_id, role__in=ANSWERING, revoked_at=None)
    if given.invitation_id and open_door.filter(pk=given.invitation_id).exists():
        return {"invitation_id": given.invitation_id}
    raise Refused([Blocker("not_here", NOT_HERE)])


def _locked(assignment_id: int) -> tuple[Audit, Assignment]:
    audit = locked_audit(audit_id=Assignment.objects.values_list("audit_id", flat=True).get(pk=assignment_id))
    one: Assignment = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment_id)
    return audit, one


def _name(one: Assignment) -> str:
    if one.person_id:
        return names_of({one.person_id}).get(one.person_id, GONE)
    return Invitation.objects.values_list("full_name", flat=True).get(pk=one.invitation_id or 0)


def _tell(actor: Actor, one: Assignment) -> None:
    """By e-mail; a newcomer gets the invitation instead."""
    if one.person_id and one.person_id != actor.person_id:
        urn = school_place(school_id=one.school_id).urn
        queue(
            template="part_given",
            key=f"assignment:{one.pk}:{one.due_on}",
            to=[one.person_id],
            path=f"/s/{urn}/audit/",
            by=actor.person_id,
            school_id=one.school_id,
            due_on=one.due_on,
        )
