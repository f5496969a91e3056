"""Say that a list of people is right, and that a role is vacant."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lscp_portal.accounts.models import ContactRepair
from lscp_portal.accounts.rules import partnership_says_why
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.contacts.loading import contacts_by_school
from schools.contacts.models import ContactConfirmation, Vacancy
from schools.contacts.policies import may_confirm, may_state_vacancy
from schools.contacts.rounds import current_round
from schools.contacts.rules import (
    can_be_confirmed,
    nobody_holds,
    vacant_since_is_past,
    was_shown,
)


def confirm_people(*, actor: Actor, school_id: int, sha256: str, reason: str = "") -> ContactConfirmation:
    """“These are our people”, for the open cycle. sha256: of the list as the page showed it.

    The same list confirmed twice stays one confirmation. reason: needed of the partnership, which only repairs. Raises
    PermissionDenied, Refused (somebody is missing, or the list changed meanwhile).
    """
    if not may_confirm(actor, school_id=school_id):
        raise PermissionDenied("contacts.confirm")
    asked, contacts = current_round(), contacts_by_school(school_id=school_id)(school_id)
    _refuse(
        *partnership_says_why(actor, school_id=school_id, reason=reason),
        *can_be_confirmed(contacts, asked),
        *was_shown(contacts, sha256),
    )
    confirmation: ContactConfirmation
    confirmation, is_new = ContactConfirmation.objects.get_or_create(
        tenant_id=actor.tenant_id,
        school_id=school_id,
        cycle_id=asked.cycle_id if asked else 0,
        list_sha256=sha256,
        defaults={
            "membership_ids": sorted(holder.membership_id for holder in contacts.holders),
            "confirmed_by_id": actor.person_id,
        },
    )
    if is_new:
        _note_repair(actor, school_id, ContactRepair.Kind.CONFIRMED, reason)
        record(actor, "contacts.confirmed", confirmation, sha256=sha256)
    return confirmation


def state_vacancy(*, actor: Actor, school_id: int, role: str, since: date, reason: str = "") -> Vacancy:
    """Say openly that nobody holds a role. It is over when somebody begins in it.

    Raises PermissionDenied, Refused (somebody holds it, or the day is to come).
    """
    if not may_state_vacancy(actor, school_id=school_id):
        raise PermissionDenied("contacts.vacancy")
    contacts = contacts_by_school(school_id=school_id)(school_id)
    _refuse(
        *partnership_says_why(actor, school_id=school_id, reason=reason),
        *nobody_holds(contacts, role),
        *vacant_since_is_past(since, today=timezone.localdate()),
    )
    vacancy = Vacancy(
        tenant_id=actor.tenant_id, school_id=school_id, role=role, vacant_since=since, stated_by_id=actor.person_id
    )
    vacancy.save(force_insert=True)
    _note_repair(actor, school_id, ContactRepair.Kind.VACANT, reason, role=role)
    record(actor, "contacts.vacancy", vacancy, role=role, since=since)
    return vacancy


def _note_repair(actor: Actor, school_id: int, kind: str, reason: str, *, role: str = "") -> None:
    if actor.works_for_area:
        ContactRepair.objects.create(
            tenant_id=actor.tenant_id,
            school_id=school_id,
            kind=kind,
            role=role,
            reason=reason.strip(),
            repaired_by_id=actor.person_id,
        )


def _refuse(*found: Blocker) -> None:
    if found:
        raise Refused(list(found))
