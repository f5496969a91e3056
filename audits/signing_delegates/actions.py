"""Naming somebody who signs for the head or the chair, and ending it."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.signing_delegates.models import SigningDelegate
from audits.signing_delegates.policies import may_end_delegation, may_name_delegates
from audits.signing_delegates.queries import roles_by_person
from audits.signing_delegates.rules import (
    is_not_named_already,
    lasts_a_sensible_time,
    may_stand_in,
    names_somebody_else,
    says_where_it_is_written,
)
from audits.signing_delegates.types import Delegation
from lscp_portal.accounts.queries import holders, names_of
from lscp_portal.notify.posting import queue
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Refused
from schools.register.models import School


def name_delegate(*, actor: Actor, said: Delegation) -> SigningDelegate:
    """Let somebody sign for the head or the chair. The delegate, the head and the chair get an e-mail.

    Raises PermissionDenied, Refused; each blocker's code is the field it is about.
    """
    if not may_name_delegates(actor) or actor.school_id is None:
        raise PermissionDenied("delegate.name")
    school = School.objects.get(pk=actor.school_id)
    roles = roles_by_person(school_id=school.pk).get(said.person_id, set())
    own = list(names_somebody_else(said.person_id, by=actor.person_id))
    found = [
        *(own or may_stand_in(roles, step=said.step)),
        *is_not_named_already(said, SigningDelegate.objects.filter(ended_at=None)),
        *lasts_a_sensible_time(said, today=timezone.localdate()),
        *says_where_it_is_written(said),
    ]
    if found:
        raise Refused(found)
    row: SigningDelegate = SigningDelegate.objects.create(
        tenant_id=actor.tenant_id,
        school=school,
        step=said.step,
        person_id=said.person_id,
        delegate_name=names_of({said.person_id})[said.person_id],
        minute_reference=said.minute_reference,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        named_by_id=actor.person_id,
    )
    record(actor, "delegate.named", row, step=row.step, delegate=row.person_id, until=row.ends_on.isoformat())
    _tell(actor, row, school, "delegate_named", [row.person_id])
    _tell(actor, row, school, "delegate_noted", holders(roles=("head", "chair"), school_id=school.pk))
    return row


def end_delegation(*, actor: Actor, delegate_id: int) -> SigningDelegate:
    """End it now; done twice it stays done. What was signed under it stands.

    Raises PermissionDenied, SigningDelegate.DoesNotExist.
    """
    row: SigningDelegate = SigningDelegate.objects.select_for_update(no_key=True).get(pk=delegate_id)
    if not may_end_delegation(actor, row):
        raise PermissionDenied("delegate.end")
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = timezone.now(), actor.person_id
        row.save(update_fields=["ended_at", "ended_by_id"])
        record(actor, "delegate.ended", row, step=row.step, delegate=row.person_id)
        school = School.objects.get(pk=row.school_id)
        theirs = holders(roles=("head", "chair"), school_id=school.pk)
        _tell(actor, row, school, "delegate_ended", [row.person_id, *theirs])
    return row


def _tell(actor: Actor, row: SigningDelegate, school: School, template: str, people: list[int]) -> None:
    days = {} if template == "delegate_ended" else {"starts_on": row.starts_on, "ends_on": row.ends_on}
    queue(
        template=template,
        key=f"delegate:{row.pk}",
        to=[person for person in people if person != actor.person_id],
        path=f"/s/{school.urn}/delegates/",
        by=actor.person_id,
        school_id=school.pk,
        **days,
    )
