"""Changing somebody's role where it stands: telephone number, term of office, and an address that was wrong."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied

from lscp_portal.accounts import rules
from lscp_portal.accounts.actions import Guest, end_membership, invite, note_repair, refuse
from lscp_portal.accounts.models import ContactRepair, Invitation, Membership, Person
from lscp_portal.accounts.places import school_place
from lscp_portal.accounts.policies import may_end
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What may be changed where it stands. ends_on: last day of the term, None for no end agreed."""

    phone: str
    ends_on: date | None


def change_membership(*, actor: Actor, membership_id: int, details: Details, reason: str = "") -> Membership:
    """Keep a telephone number and a term of office; a term that is over can be given more time.

    Name and address are the person's own: they sign in with one and sign with the other (see replace_person).
    reason: needed of the partnership about a school's people. Raises PermissionDenied, Refused.
    """
    membership = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership_id)
    if not may_end(actor, membership):
        raise PermissionDenied("membership.change")
    found = [
        *rules.has_not_left(membership),
        *rules.partnership_says_why(actor, school_id=membership.school_id, reason=reason),
    ]
    before = membership.ends_on
    if details.ends_on != before:
        found += rules.not_ones_own_term(actor, membership)
        found += rules.term_can_be(details.ends_on, starts_on=membership.starts_on)
    refuse(found)
    membership.phone, membership.ends_on = details.phone.strip(), details.ends_on
    membership.save(update_fields=["phone", "ends_on"])
    note_repair(actor, membership, ContactRepair.Kind.CHANGED, reason)
    record(actor, "membership.changed", membership, ends_on=details.ends_on, ended_on=before)
    return membership


def replace_person(*, actor: Actor, membership_id: int, email: str, full_name: str, reason: str = "") -> Invitation:
    """End a role and invite the right address to it, in one act: for a wrong address, or a successor.

    An address is never changed under a person: whoever could do that could sign in as them, and sign. Raises
    PermissionDenied, Refused.
    """
    before = Membership.objects.get(pk=membership_id)
    if not may_end(actor, before):
        raise PermissionDenied("membership.replace")
    address = Person.objects.values_list("email", flat=True).get(pk=before.person_id)
    refuse(list(rules.not_the_same_address(address, email)))
    end_membership(actor=actor, membership_id=membership_id, reason=reason, repair=ContactRepair.Kind.REPLACED)
    place = school_place(school_id=before.school_id) if before.school_id else None
    guest = Guest(email=email, full_name=full_name, role=before.role, school=place)
    return invite(actor=actor, guest=guest)
