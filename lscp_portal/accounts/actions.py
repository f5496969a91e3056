"""Inviting, taking back, and leaving. Inside the scope of the place; accepting is in acceptance.py."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone

from lscp_portal.accounts import rules
from lscp_portal.accounts.models import ContactRepair, Invitation, Membership, Person
from lscp_portal.accounts.places import SchoolPlace, TrustPlace
from lscp_portal.accounts.policies import (
    RUNNING_THE_AREA,
    may_end,
    may_invite_as,
    may_invite_somebody,
    may_manage_invitation,
)
from lscp_portal.accounts.queries import holds_today
from lscp_portal.outbox.posting import post, post_many
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.scope import current
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

OPEN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Whom to invite, as what, and where. ends_on: last day of the term.

    school, trust: None for the partnership's staff; trust for the lead of one, who sees its schools in this area.
    """

    email: str
    full_name: str
    role: str
    school: SchoolPlace | None = None
    trust: TrustPlace | None = None
    ends_on: date | None = None


def invite(*, actor: Actor, guest: Guest) -> Invitation:
    """Open a door for one e-mail address, place and role for seven days, and have the link sent.

    Raises PermissionDenied, Refused (holds the role already, is invited already, oneself). Source: security.md 3.5.
    """
    if not may_invite_as(actor, role=guest.role, school_id=guest.school.school_id if guest.school else None):
        raise PermissionDenied("invitation.make")
    own = Person.objects.values_list("email", flat=True).get(pk=actor.person_id)
    refuse(list(rules.not_oneself(email=guest.email.lower(), own=own)))
    return _open_a_door(guest, actor)


def invite_as_operator(*, guest: Guest) -> Invitation:
    """The same from the command line, where nobody of the partnership is there yet. Raises Refused."""
    return _open_a_door(guest, None)


def resend_invitation(*, actor: Actor, invitation_id: int) -> Invitation:
    """Send the same link again and keep it open for another seven days. Raises PermissionDenied, Refused."""
    invitation = _locked(actor, invitation_id)
    refuse([*rules.is_open(invitation), *rules.not_sent_too_often(invitation)])
    invitation.times_sent += 1
    invitation.expires_at = timezone.now() + OPEN_FOR
    invitation.save(update_fields=["times_sent", "expires_at"])
    record(actor, "invitation.resent", invitation, times=invitation.times_sent)
    _send(invitation)
    return invitation


def resend_all_expired(*, actor: Actor) -> int:
    """Send every expired invitation of the place once more that may be sent again; return how many.

    For the partnership: its own and those of all its schools. Six statements, however many there are. Raises
    PermissionDenied.
    """
    if not may_invite_somebody(actor):
        raise PermissionDenied("invitation.resend_all")
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__lte=timezone.now())
    if actor.school_id is not None:
        waiting = waiting.filter(school_id=actor.school_id)
    rows = waiting.filter(times_sent__lt=rules.MOST_TIMES_SENT).select_for_update(of=("self",), no_key=True)
    sent = [row for row in rows.order_by("pk") if may_manage_invitation(actor, row)]
    for row in sent:
        row.times_sent += 1
        row.expires_at = timezone.now() + OPEN_FOR
    if sent:
        Invitation.objects.bulk_update(sent, ["times_sent", "expires_at"])
        record(actor, "invitation.all_resent", sent[0], invitations=[row.pk for row in sent])
        post_many("notify.send", [sending_of(row) for row in sent])
    return len(sent)


def revoke_invitation(*, actor: Actor, invitation_id: int) -> Invitation:
    """Take an invitation back: its link stops working at once. Raises PermissionDenied, Refused."""
    invitation = _locked(actor, invitation_id)
    refuse(list(rules.is_open(invitation)))
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record(actor, "invitation.revoked", invitation)
    return invitation


def end_membership(
    *, actor: Actor, membership_id: int, reason: str = "", repair: str = ContactRepair.Kind.LEFT
) -> Membership:
    """Somebody has left. Memberships are read again on every request, so the next one is refused.

    Who holds no other role here is signed out everywhere. What the person wrote and signed stays with the person's
    name. reason: needed of the partnership about a school's people; repair: as what it is kept. Raises
    PermissionDenied, Refused.
    """
    running = Membership.objects.filter(holds_today(), school_id=None, role__in=RUNNING_THE_AREA).order_by("pk")
    keepers = list(running.select_for_update(of=("self",), no_key=True)) if actor.works_for_area else []
    membership = Membership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership_id)
    if not may_end(actor, membership):
        raise PermissionDenied("membership.end")
    refuse([
        *rules.has_not_left(membership),
        *rules.somebody_still_runs_the_area(membership, keepers),
        *rules.partnership_says_why(actor, school_id=membership.school_id, reason=reason),
    ])  # fmt: skip
    yesterday = timezone.localdate() - timedelta(days=1)
    membership.ends_on = max(membership.starts_on, yesterday)
    membership.ended_at, membership.ended_by_id = timezone.now(), actor.person_id
    membership.save(update_fields=["ends_on", "ended_at", "ended_by"])
    _sign_out_unless_still_here(membership)
    note_repair(actor, membership, repair, reason)
    record(actor, "membership.ended", membership, person=membership.person_id, role=membership.role)
    return membership


def note_repair(actor: Actor, membership: Membership, kind: str, reason: str) -> None:
    """Keep why the partnership changed a school's people; nothing is kept of what a school does itself."""
    if actor.works_for_area and membership.school_id is not None:
        ContactRepair.objects.create(
            tenant_id=membership.tenant_id,
            school_id=membership.school_id,
            kind=kind,
            role=membership.role,
            reason=reason.strip(),
            repaired_by_id=actor.person_id,
        )


def sending_of(invitation: Invitation) -> tuple[str, dict[str, object]]:
    """An invitation's e-mail as the outbox takes it. The worker writes it: numbers only, never the link."""
    key = f"invitation:{invitation.pk}:{invitation.times_sent}"
    return key, {"template": "invitation", "reference": key, "invitation_id": invitation.pk}


def refuse(found: list[Blocker]) -> None:
    """Raise Refused when there is anything to refuse."""
    if found:
        raise Refused(found)


def _sign_out_unless_still_here(membership: Membership) -> None:
    here = {"person_id": membership.person_id, "school_id": membership.school_id}
    if not Membership.objects.filter(holds_today(), **here).exists():
        Person.objects.filter(pk=membership.person_id).update(session_epoch=F("session_epoch") + 1)


def _open_a_door(guest: Guest, actor: Actor | None) -> Invitation:
    invitation = Invitation(
        tenant_id=current().tenant or 0,
        school_id=guest.school.school_id if guest.school else None,
        school_urn=guest.school.urn if guest.school else None,
        school_name=guest.school.name if guest.school else "",
        trust_uid=guest.trust.uid if guest.trust else "",
        trust_name=guest.trust.name if guest.trust else "",
        email=guest.email.lower(),
        full_name=guest.full_name,
        role=guest.role,
        ends_on=guest.ends_on,
        invited_by_id=actor.person_id if actor else None,
        expires_at=timezone.now() + OPEN_FOR,
    )
    refuse([*rules.not_here_already(invitation), *rules.not_on_both_sides(invitation)])
    invitation.save(force_insert=True)
    record(actor, "invitation.made", invitation, role=guest.role, school=invitation.school_id)
    _send(invitation)
    return invitation


def _send(invitation: Invitation) -> None:
    key, facts = sending_of(invitation)
    post("notify.send", key=key, **facts)


def _locked(actor: Actor, invitation_id: int) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation_id)
    if not may_manage_invitation(actor, invitation):
        raise PermissionDenied("invitation.manage")
    return invitation
