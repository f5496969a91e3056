"""Finding people of all schools: by name, role and state, those who left and those who are only invited too."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from lscp_portal.accounts.models import Invitation, Membership
from lscp_portal.accounts.policies import may_invite_somebody
from lscp_portal.accounts.queries import (
    PAGE_SIZE,
    PeoplePage,
    ends_soon,
    holds_today,
    invitation_rows,
    is_over,
    people_rows,
)
from lscp_portal.notify.addresses import dead_addresses
from lscp_portal.tenancy.actor import Actor

HERE, ENDING, UNREACHABLE, LEFT, INVITED, EXPIRED = "here", "ending", "unreachable", "left", "invited", "expired"
STATES = (
    (HERE, "Here now"),
    (ENDING, "Term ends within 60 days"),
    (UNREACHABLE, "Mail does not arrive"),
    (LEFT, "Left, or term is over"),
    (INVITED, "Invited, not here yet"),
    (EXPIRED, "Invitation expired"),
)
OF_INVITATIONS = frozenset({INVITED, EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """What is looked for. role: "" for all; page: from 1."""

    words: str = ""
    role: str = ""
    state: str = HERE
    page: int = 1


def people_of_schools(*, actor: Actor, wanted: PeopleFilter) -> PeoplePage:
    """People of all the partnership's schools, or invitations to them, by school, fifty a page. Four queries."""
    start = (wanted.page - 1) * PAGE_SIZE
    at_school = Q(school_id__isnull=False) & (Q(role=wanted.role) if wanted.role else Q())
    may_invite = may_invite_somebody(actor)
    if wanted.state in OF_INVITATIONS:
        waiting = Invitation.objects.filter(
            at_school & _words(wanted.words, name="full_name"), _still_open(wanted.state)
        )
        numbers = waiting.order_by("school_name", "school_urn", "role", "pk").values_list("pk", flat=True)
        shown = Invitation.objects.filter(pk__in=list(numbers[start : start + PAGE_SIZE]))
        rows = invitation_rows(shown, actor)
        return PeoplePage(people=(), invitations=rows, may_invite=may_invite, total=waiting.count())
    found = Membership.objects.filter(at_school & _words(wanted.words, name="person__full_name"), _state(wanted.state))
    ordered = found.order_by("school_name", "school_urn", "role", "person__full_name", "pk")
    people = people_rows(ordered[start : start + PAGE_SIZE], actor)
    return PeoplePage(people=people, invitations=(), may_invite=may_invite, total=found.count())


def _words(words: str, *, name: str) -> Q:
    """In the school's name or number, or in the person's name or address."""
    if not words:
        return Q()
    email = "person__email" if name.startswith("person__") else "email"
    found = Q(school_name__icontains=words) | Q(**{f"{name}__icontains": words}) | Q(**{f"{email}__icontains": words})
    if words.isascii() and words.isdecimal() and len(words) < 8:  # noqa: PLR2004 - a URN has six
        found |= Q(school_urn=int(words))
    return found


def _state(state: str) -> Q:
    if state == ENDING:
        return ends_soon()
    if state == LEFT:
        return is_over()
    if state == UNREACHABLE:
        return holds_today() & Q(person__email__in=list(dead_addresses()))
    return holds_today()


def _still_open(state: str) -> Q:
    now = timezone.now()
    waiting = Q(accepted_at=None, revoked_at=None)
    return waiting & (Q(expires_at__lte=now) if state == EXPIRED else Q(expires_at__gt=now))
