"""What must hold before somebody is invited, changed, or leaves. Each rule yields its reasons to refuse."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from lscp_portal.accounts.models import Invitation, Membership, Role
from lscp_portal.accounts.policies import RUNNING_THE_AREA
from lscp_portal.accounts.queries import holds_today
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Blocker

MOST_TIMES_SENT = 5
LONGEST_TERM = timedelta(days=4 * 366)  # four years: School Governance (Constitution) (England) Regulations 2012
OTHER_SIDE = {  # who signs for the board is nobody whose work it is
    Role.CHAIR: (Role.DSL, Role.HEAD),
    Role.DSL: (Role.CHAIR,),
    Role.HEAD: (Role.CHAIR,),
}


def not_oneself(*, email: str, own: str) -> Iterator[Blocker]:
    """Nobody gives themselves a role: two people stand behind every right."""
    if email == own:
        yield Blocker("oneself", "You cannot invite yourself. Ask somebody else who may invite people here.")


def not_here_already(invitation: Invitation) -> Iterator[Blocker]:
    """One role once: neither a person who holds it today, nor an open invitation to it, is invited again."""
    same = {
        "tenant_id": invitation.tenant_id,
        "school_id": invitation.school_id,
        "trust_uid": invitation.trust_uid,
        "role": invitation.role,
    }
    role = invitation.get_role_display()
    if Membership.objects.filter(holds_today(), person__email=invitation.email, **same).exists():
        yield Blocker("is_here", f"{invitation.email} has this role already: {role}.")
    waiting = Invitation.objects.filter(email=invitation.email, accepted_at=None, revoked_at=None, **same)
    if waiting.filter(expires_at__gt=timezone.now()).exists():
        yield Blocker(
            "is_invited", f"{invitation.email} is invited as {role} already. You can send that invitation again."
        )


def not_on_both_sides(invitation: Invitation) -> Iterator[Blocker]:
    """The chair is neither DSL nor head of the same school: nobody signs for the board what they did themselves."""
    roles = OTHER_SIDE.get(Role(invitation.role), ())
    if not roles:
        return
    here = Q(tenant_id=invitation.tenant_id, school_id=invitation.school_id, role__in=roles)
    waiting = Invitation.objects.filter(here, email=invitation.email, accepted_at=None, revoked_at=None)
    if (
        Membership.objects.filter(here & holds_today(), person__email=invitation.email).exists()
        or waiting.filter(expires_at__gt=timezone.now()).exists()
    ):
        yield Blocker(
            "both_sides",
            f"{invitation.email} stands for another person who signs at this school. The chair cannot be the "
            "designated safeguarding lead or the head: use the chair’s own address.",
        )


def partnership_says_why(actor: Actor, *, school_id: int | None, reason: str) -> Iterator[Blocker]:
    """A school keeps its own people; when the partnership changes them, it says why."""
    if actor.works_for_area and school_id is not None and not reason.strip():
        yield Blocker("reason", "Say why the partnership changes this: the school reads it.")


def not_ones_own_term(actor: Actor, membership: Membership) -> Iterator[Blocker]:
    """Nobody gives themselves more time: two people stand behind every right."""
    if membership.person_id == actor.person_id:
        yield Blocker("own_term", "You cannot change your own term of office. Ask somebody else who may.")


def not_the_same_address(before: str, after: str) -> Iterator[Blocker]:
    """Another address, or nothing would be mended."""
    if before.lower() == after.lower():
        yield Blocker("same_address", f"{before} is the address we have. Give the one that works.")


def term_can_be(ends_on: date | None, *, starts_on: date) -> Iterator[Blocker]:
    """It ends today or later, and within four years."""
    today = timezone.localdate()
    if ends_on is not None and ends_on < max(today, starts_on):
        yield Blocker(
            "term_over", "The last day of the term must be today or later. If they have left, say so instead."
        )
    if ends_on is not None and ends_on > today + LONGEST_TERM:
        yield Blocker("term_too_long", "A term of office is four years at most. Choose an earlier last day.")


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
