"""What must hold before somebody is invited, or leaves. Each rule yields its reasons to refuse."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from lscp_portal.accounts.models import Invitation, Membership
from lscp_portal.accounts.policies import RUNNING_THE_AREA
from lscp_portal.accounts.queries import holds_today
from lscp_portal.workflow import Blocker

MOST_TIMES_SENT = 5


def not_oneself(*, email: str, own: str) -> Iterator[Blocker]:
    """Nobody gives themselves a role: two people stand behind every right."""
    if email == own:
        yield Blocker("oneself", "You cannot invite yourself. Ask somebody else who may invite people here.")


def not_here_already(invitation: Invitation) -> Iterator[Blocker]:
    """One role once: neither a person who holds it today, nor an open invitation to it, is invited again."""
    same = {"tenant_id": invitation.tenant_id, "school_id": invitation.school_id, "role": invitation.role}
    role = invitation.get_role_display()
    if Membership.objects.filter(holds_today(), person__email=invitation.email, **same).exists():
        yield Blocker("is_here", f"{invitation.email} has this role already: {role}.")
    waiting = Invitation.objects.filter(email=invitation.email, accepted_at=None, revoked_at=None, **same)
    if waiting.filter(expires_at__gt=timezone.now()).exists():
        yield Blocker(
            "is_invited", f"{invitation.email} is invited as {role} already. You can send that invitation again."
        )


def is_open(invitation: Invitation) -> Iterator[Blocker]:
    """Neither accepted nor taken back. It may have expired: sending it again renews it."""
    if invitation.accepted_at:
        yield Blocker("accepted", "This invitation has been accepted.")
    if invitation.revoked_at:
        yield Blocker("revoked", "This invitation has been taken back. Invite the person again.")


def not_sent_too_often(invitation: Invitation) -> Iterator[Blocker]:
    """An inbox is not to be filled: five times at most."""
    if invitation.times_sent >= MOST_TIMES_SENT:
        yield Blocker(
            "too_often",
            f"This invitation was sent {MOST_TIMES_SENT} times. Ask the person for the right address, take this "
            "invitation back, and make a new one.",
        )


def has_not_left(membership: Membership) -> Iterator[Blocker]:
    """Nobody leaves twice."""
    if membership.ended_at:
        yield Blocker("has_left", "Somebody has already said that this person has left.")


def somebody_still_runs_the_area(membership: Membership, running: Iterable[Membership]) -> Iterator[Blocker]:
    """The last LSCP administrator or lead stays until there is another. `running`: all of them, locked."""
    others = [row for row in running if row.pk != membership.pk and row.person_id != membership.person_id]
    if membership.role in RUNNING_THE_AREA and not others:
        yield Blocker(
            "last_one",
            "This is the last person who can invite others. Invite a second LSCP administrator or lead first.",
        )
