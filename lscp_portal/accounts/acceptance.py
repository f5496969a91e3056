"""Accepting an invitation: the identity plane, outside any scope. One click counts, however many are made."""

import enum
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from lscp_portal.accounts.links import is_genuine, number_in
from lscp_portal.accounts.models import Invitation, Membership, Person
from lscp_portal.accounts.queries import holds_today
from lscp_portal.tenancy.models import Partnership
from lscp_portal.trail.recording import record_identity


class Closed(enum.StrEnum):
    """Why a link does not open anything."""

    UNKNOWN = "unknown"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


class InvitationClosed(Exception):
    """The link does not work, or no longer. `why` says which, for the page that says what to do."""

    def __init__(self, why: Closed) -> None:
        super().__init__(why)
        self.why = why


class Viewer(enum.StrEnum):
    """Who looks at the invitation, and so what the page asks of them."""

    NEW = "new"  # nobody with this address yet: choose a password
    SIGNED_OUT = "signed_out"  # has an account: sign in first
    THE_GUEST = "the_guest"  # signed in as the invited person: one click
    SOMEBODY_ELSE = "somebody_else"  # signed in as another person: sign out first


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPage:
    """What the page of an open invitation shows."""

    guest: str
    email: str
    role: str
    partnership: Partnership
    where: str
    invited_by: str
    viewer: Viewer


def invitation_page(*, token: str, user: Person | AnonymousUser) -> InvitationPage:
    """The invitation behind a link. Changes nothing: mail filters open links. Raises InvitationClosed."""
    invitation = _open(token, Invitation.objects.select_related("tenant", "invited_by"))
    return InvitationPage(
        guest=f"{invitation.full_name}, {invitation.email}",
        email=invitation.email,
        role=invitation.get_role_display(),
        partnership=invitation.tenant,
        where=invitation.where or invitation.tenant.name,
        invited_by=invitation.invited_by.full_name if invitation.invited_by else "",
        viewer=_viewer(invitation, user),
    )


def guest_of(*, token: str) -> Person:
    """Who a new guest would become, unsaved: password rules look at address and name. Raises InvitationClosed."""
    invitation = _open(token, Invitation.objects.all())
    return Person(email=invitation.email, full_name=invitation.full_name)


def join(*, token: str, full_name: str, password: str) -> Membership:
    """Make the person, with a checked address, and accept. The password is checked by the form.

    Raises InvitationClosed; PermissionDenied when the address has an account (it must sign in to accept).
    """
    try:
        with transaction.atomic():
            invitation = _open(token, Invitation.objects.select_for_update(of=("self",), no_key=True))
            if _known(invitation.email):
                raise PermissionDenied("invitation.join")
            person = Person.objects.create_user(invitation.email, password, full_name=full_name)
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
            record_identity(person.pk, "person.joined", person)
            return _begin(invitation, person)
    except IntegrityError:  # two invitations of one address, accepted in the same moment
        raise PermissionDenied("invitation.join") from None


def accept(*, token: str, person: Person) -> Membership:
    """Accept as somebody who is signed in. Raises InvitationClosed; PermissionDenied for anybody but the guest."""
    with transaction.atomic():
        invitation = _open(token, Invitation.objects.select_for_update(of=("self",), no_key=True))
        if _known(invitation.email) != person:
            raise PermissionDenied("invitation.accept")
        return _begin(invitation, person)


def _begin(invitation: Invitation, person: Person) -> Membership:
    """The term begins today; a role the person holds already is kept as it is. The invitation's lock is held."""
    place = {
        "tenant_id": invitation.tenant_id,
        "school_id": invitation.school_id,
        "trust_uid": invitation.trust_uid,
        "role": invitation.role,
    }
    membership = Membership.objects.filter(holds_today(), person=person, **place).first()
    membership = membership or Membership.objects.create(
        person=person,
        school_urn=invitation.school_urn,
        school_name=invitation.school_name,
        trust_name=invitation.trust_name,
        starts_on=timezone.localdate(),
        ends_on=invitation.ends_on,
        **place,
    )
    invitation.accepted_by, invitation.accepted_at = person, timezone.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])
    record_identity(person.pk, "invitation.accepted", invitation, membership=membership.pk, tenant=invitation.tenant_id)
    return membership


def _open(token: str, invitations: QuerySet[Invitation]) -> Invitation:
    """The invitation of a genuine token, still open. Raises InvitationClosed."""
    invitation = invitations.filter(pk=number_in(token) or 0).first()
    if invitation is None or not is_genuine(token, invitation):
        raise InvitationClosed(Closed.UNKNOWN)
    if invitation.accepted_at:
        raise InvitationClosed(Closed.USED)
    if invitation.revoked_at:
        raise InvitationClosed(Closed.REVOKED)
    term_is_over = invitation.ends_on is not None and invitation.ends_on < timezone.localdate()
    if invitation.expires_at <= timezone.now() or term_is_over:
        raise InvitationClosed(Closed.EXPIRED)
    return invitation


def _known(email: str) -> Person | None:
    """Who signs in with this address, if anybody."""
    by_address = Q(email=email) | Q(emailaddress__email=email, emailaddress__verified=True)
    return Person.objects.filter(by_address).order_by("pk").first()


def _viewer(invitation: Invitation, user: Person | AnonymousUser) -> Viewer:
    guest = _known(invitation.email)
    if user.is_authenticated:
        return Viewer.THE_GUEST if guest == user else Viewer.SOMEBODY_ELSE
    return Viewer.SIGNED_OUT if guest else Viewer.NEW
