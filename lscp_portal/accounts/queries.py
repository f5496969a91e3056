"""Who works here, in what role, until when. Inside a scope the database shows people of that place only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from lscp_portal.accounts.models import Invitation, Membership, Person, Role
from lscp_portal.accounts.policies import may_end, may_invite_as, may_invite_somebody
from lscp_portal.notify.addresses import dead_addresses
from lscp_portal.tenancy.actor import Actor

PAGE_SIZE = 50
GONE = "somebody who has left"  # where `names_of` knows a person no more
SOON = timedelta(days=60)  # a term that ends within this is shown as ending
NEEDED_TO_SIGN = (Role.DSL, Role.HEAD, Role.CHAIR)  # in the order they sign


def holds_today() -> Q:
    """The condition on memberships that hold now: begun, not past the last day, and nobody said "has left"."""
    today = timezone.localdate()
    return Q(starts_on__lte=today, ended_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))


def ends_soon() -> Q:
    """The condition on memberships that hold now and whose term ends within sixty days."""
    return holds_today() & Q(ends_on__lte=timezone.localdate() + SOON)


def is_over() -> Q:
    """The condition on memberships that are no more: somebody said "has left", or the term ended."""
    return Q(ended_at__isnull=False) | Q(ends_on__lt=timezone.localdate())


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
    """One role of one person, as a list shows it. `until`: last day of the term, None for no end agreed.

    note: one word or two that need the reader, such as that mail does not arrive; "" for nothing.
    """

    membership_id: int
    name: str
    email: str
    role: str
    school: str
    since: date
    until: date | None
    may_end: bool
    note: str = ""


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
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """People and open invitations of one place. missing: words for the signatories nobody is; total: all found."""

    people: tuple[PersonRow, ...]
    invitations: tuple[InvitationRow, ...]
    may_invite: bool
    missing: tuple[str, ...] = ()
    total: int = 0

    @property
    def some_expired(self) -> bool:
        """Whether an invitation shown has expired."""
        return any(row.has_expired for row in self.invitations)


def staff_page(*, actor: Actor) -> PeoplePage:
    """The partnership's own staff, by name, and who of them is invited. Four queries."""
    rows = Membership.objects.filter(holds_today(), school_id=None).order_by("person__full_name", "role")
    people = people_rows(rows, actor)
    waiting = Invitation.objects.filter(school_id=None)
    return PeoplePage(
        people=people, invitations=invitation_rows(waiting, actor), may_invite=may_invite_somebody(actor),
        total=len(people),
    )  # fmt: skip


def school_page(*, actor: Actor) -> PeoplePage:
    """The people of the actor's own school, and which signatory it lacks. Four queries."""
    rows = Membership.objects.filter(holds_today(), school_id=actor.school_id).order_by("person__full_name")
    people = tuple(sorted(people_rows(rows, actor), key=lambda row: Role.labels.index(row.role)))
    held = {row.role for row in people}
    missing = tuple(role.label for role in NEEDED_TO_SIGN if role.label not in held)
    waiting = Invitation.objects.filter(school_id=actor.school_id)
    return PeoplePage(
        people=people,
        invitations=invitation_rows(waiting, actor),
        may_invite=may_invite_somebody(actor),
        missing=missing,
    )


def membership_row(*, membership_id: int, actor: Actor) -> PersonRow:
    """One row, for the page that asks whether somebody has left. Raises Membership.DoesNotExist."""
    found = people_rows(Membership.objects.filter(pk=membership_id), actor)
    if not found:
        raise Membership.DoesNotExist
    return found[0]


def people_rows(rows: QuerySet[Membership], actor: Actor) -> tuple[PersonRow, ...]:
    """Memberships as lists show them. Two queries."""
    shown = rows.select_related("person").only(  # a scope may read these columns only
        "tenant_id", "school_id", "school_name", "role", "starts_on", "ends_on", "ended_at", "person__full_name",
        "person__email",
    )  # fmt: skip
    dead = dead_addresses()
    return tuple(
        PersonRow(
            membership_id=row.pk,
            name=row.person.full_name,
            email=row.person.email,
            role=row.get_role_display(),
            school=row.school_name,
            since=row.starts_on,
            until=row.ends_on,
            may_end=row.ended_at is None and may_end(actor, row),
            note=note_on(row, dead),
        )
        for row in shown
    )


def note_on(row: Membership, dead: Collection[str]) -> str:
    """What needs the reader about one role. dead: addresses that do not work."""
    today = timezone.localdate()
    if row.ended_at is not None:
        return "Left"
    if row.ends_on is not None and row.ends_on < today:
        return "Term is over"
    if row.person.email in dead:
        return "Mail does not arrive"
    return "Ends soon" if row.ends_on is not None and row.ends_on <= today + SOON else ""


def invitation_rows(rows: QuerySet[Invitation], actor: Actor, *, most: int = 100) -> tuple[InvitationRow, ...]:
    """Those of `rows` that are open, newest first, `most` of them. Two queries."""
    now, dead = timezone.now(), dead_addresses()
    waiting = rows.filter(accepted_at=None, revoked_at=None).order_by("-pk")[:most]
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
            note=f"Mail does not arrive: {dead[row.email].reason}" if row.email in dead else "",
        )
        for row in waiting
    )
