"""Who works here, in what role, until when. Inside a scope the database shows people of that place only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from lscp_portal.accounts.models import Invitation, Membership, Person, Role
from lscp_portal.accounts.policies import may_end, may_invite_as, may_invite_somebody
from lscp_portal.tenancy.actor import Actor

PAGE_SIZE = 50
NEEDED_TO_SIGN = (Role.DSL, Role.HEAD, Role.CHAIR)  # in the order they sign


def holds_today() -> Q:
    """The condition on memberships that hold now: begun, not past the last day, and nobody said "has left"."""
    today = timezone.localdate()
    return Q(starts_on__lte=today, ended_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))


def holders(*, roles: Collection[str], school_id: int | None = None) -> list[int]:
    """Ids of people who hold one of these roles today: at this school, or among the partnership's staff. One query."""
    found = Membership.objects.filter(holds_today(), school_id=school_id, role__in=roles)
    return list(found.order_by("person_id").values_list("person_id", flat=True).distinct())


def holders_by_school(*, roles: Collection[str]) -> dict[int, list[int]]:
    """School id -> ids of people who hold one of these school roles there today. One query."""
    found: dict[int, list[int]] = {}
    rows = Membership.objects.filter(holds_today(), school_id__isnull=False, role__in=roles)
    for school_id, person_id in rows.order_by("person_id").values_list("school_id", "person_id").distinct():
        found.setdefault(int(school_id or 0), []).append(person_id)
    return found


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Person id -> full name, of those in this place. One query."""
    return dict(Person.objects.filter(pk__in=set(person_ids)).values_list("pk", "full_name"))


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One role of one person, as a list shows it. `until`: last day of the term, None for no end agreed."""

    membership_id: int
    name: str
    email: str
    role: str
    school: str
    since: date
    until: date | None
    may_end: bool


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation that nobody has accepted yet."""

    invitation_id: int
    name: str
    email: str
    role: str
    school: str
    expires_on: date
    has_expired: bool
    may_manage: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """People and open invitations of one place. missing: words for the signatories nobody is; total: all found."""

    people: tuple[PersonRow, ...]
    invitations: tuple[InvitationRow, ...]
    may_invite: bool
    missing: tuple[str, ...] = ()
    total: int = 0


def staff_page(*, actor: Actor) -> PeoplePage:
    """The partnership's own staff, by name. Three queries."""
    rows = Membership.objects.filter(holds_today(), school_id=None).order_by("person__full_name", "role")
    people = _people(rows, actor)
    return PeoplePage(
        people=people, invitations=_invitations(actor), may_invite=may_invite_somebody(actor), total=len(people)
    )


def people_of_schools(*, actor: Actor, search: str = "", page: int = 1) -> PeoplePage:
    """People of all the partnership's schools, by school, fifty a page; `search` in school, person, role or URN."""
    rows = Membership.objects.filter(holds_today(), school_id__isnull=False)
    if search:
        urn = Q(school_urn=int(search)) if search.isdecimal() and len(search) < 8 else Q()  # noqa: PLR2004 - a URN has six
        words = Q(school_name__icontains=search) | Q(person__full_name__icontains=search)
        rows = rows.filter(words | urn)
    start = (page - 1) * PAGE_SIZE
    shown = rows.order_by("school_name", "school_urn", "role", "person__full_name")[start : start + PAGE_SIZE]
    return PeoplePage(
        people=_people(shown, actor), invitations=(), may_invite=may_invite_somebody(actor), total=rows.count()
    )


def school_page(*, actor: Actor) -> PeoplePage:
    """The people of the actor's own school, and which signatory it lacks. Two queries."""
    rows = Membership.objects.filter(holds_today(), school_id=actor.school_id).order_by("person__full_name")
    people = tuple(sorted(_people(rows, actor), key=lambda row: Role.labels.index(row.role)))
    held = {row.role for row in people}
    missing = tuple(role.label for role in NEEDED_TO_SIGN if role.label not in held)
    return PeoplePage(
        people=people, invitations=_invitations(actor), may_invite=may_invite_somebody(actor), missing=missing
    )


def membership_row(*, membership_id: int, actor: Actor) -> PersonRow:
    """One row, for the page that asks whether somebody has left. Raises Membership.DoesNotExist."""
    found = _people(Membership.objects.filter(pk=membership_id), actor)
    if not found:
        raise Membership.DoesNotExist
    return found[0]


def _people(rows: QuerySet[Membership], actor: Actor) -> tuple[PersonRow, ...]:
    shown = rows.select_related("person").only(  # a scope may read these columns only
        "tenant_id", "school_id", "school_name", "role", "starts_on", "ends_on", "person__full_name", "person__email"
    )
    return tuple(
        PersonRow(
            membership_id=row.pk,
            name=row.person.full_name,
            email=row.person.email,
            role=row.get_role_display(),
            school=row.school_name,
            since=row.starts_on,
            until=row.ends_on,
            may_end=may_end(actor, row),
        )
        for row in shown
    )


def _invitations(actor: Actor) -> tuple[InvitationRow, ...]:
    """Open invitations of the place, newest first; those of a school too when the partnership looks."""
    now = timezone.now()
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None)
    if actor.school_id is not None:
        rows = rows.filter(school_id=actor.school_id)
    return tuple(
        InvitationRow(
            invitation_id=row.pk,
            name=row.full_name,
            email=row.email,
            role=row.get_role_display(),
            school=row.school_name,
            expires_on=timezone.localdate(row.expires_at),
            has_expired=row.expires_at <= now,
            may_manage=may_invite_as(actor, role=row.role, school_id=row.school_id),
        )
        for row in rows.order_by("-pk")[:100]
    )
