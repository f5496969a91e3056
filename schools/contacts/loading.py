"""Reads what is known of schools' people: the same few queries for one school and for six hundred."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q
from django.utils import timezone

from lscp_portal.accounts.models import Invitation, Membership
from lscp_portal.accounts.queries import holds_today, is_over
from lscp_portal.notify.addresses import dead_addresses
from schools.contacts.models import ContactConfirmation, Vacancy
from schools.contacts.types import Confirmed, Contacts, Ended, Guest, Holder

NAMES = ("school_id", "pk", "person_id", "role", "person__full_name", "person__email", "phone", "starts_on", "ends_on")


@dataclass
class _Gathered:
    """One school while it is being read."""

    holders: list[Holder] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)
    ended: dict[str, Ended] = field(default_factory=dict)
    begun: dict[str, date] = field(default_factory=dict)
    vacant: dict[str, date] = field(default_factory=dict)


def contacts_by_school(*, school_id: int | None = None) -> Callable[[int], Contacts]:
    """A way to look up the contacts of a school: of this one, or of every school of the scope. Six queries."""
    mine = Q(school_id=school_id) if school_id is not None else Q(school_id__isnull=False)
    gathered: defaultdict[int, _Gathered] = defaultdict(_Gathered)
    _read_holders(gathered, mine)
    _read_ended(gathered, mine)
    _read_guests(gathered, mine)
    _read_vacancies(gathered, mine)
    dead = dead_addresses()

    def contacts_of(wanted: int) -> Contacts:
        found = gathered.get(wanted) or _Gathered()
        return Contacts(found.holders, found.guests, found.ended, found.vacant, dead)

    return contacts_of


def _read_holders(gathered: defaultdict[int, _Gathered], mine: Q) -> None:
    rows = Membership.objects.filter(mine & holds_today()).order_by("person__full_name", "pk")
    for school, membership, person, role, name, email, phone, since, until in rows.values_list(*NAMES):
        one = gathered[int(school or 0)]
        one.holders.append(
            Holder(
                membership_id=membership,
                person_id=person,
                role=role,
                name=name,
                email=email,
                phone=phone,
                since=since,
                until=until,
            )
        )


def _read_ended(gathered: defaultdict[int, _Gathered], mine: Q) -> None:
    """How the last one in each role ended, and when the latest began."""
    rows = Membership.objects.filter(mine).order_by().values_list("school_id", "role")
    over = is_over()
    found = rows.annotate(
        begun=Max("starts_on"),
        left=Max("ends_on", filter=over & Q(ended_at__isnull=False)),
        ran_out=Max("ends_on", filter=over & Q(ended_at=None)),
    )
    for school, role, begun, left, ran_out in found:
        one = gathered[int(school or 0)]
        one.begun[role] = begun
        if left or ran_out:
            one.ended[role] = Ended(
                max(day for day in (left, ran_out) if day), bool(left and left >= (ran_out or left))
            )


def _read_guests(gathered: defaultdict[int, _Gathered], mine: Q) -> None:
    now = timezone.now()
    rows = Invitation.objects.filter(mine, accepted_at=None, revoked_at=None).order_by("full_name", "pk")
    shown = rows.values_list("school_id", "pk", "role", "full_name", "email", "ends_on", "expires_at")
    for school, invitation, role, name, email, until, expires_at in shown:
        gathered[int(school or 0)].guests.append(
            Guest(
                invitation_id=invitation,
                role=role,
                name=name,
                email=email,
                until=until,
                expires_on=timezone.localdate(expires_at),
                has_expired=expires_at <= now,
            )
        )


def _read_vacancies(gathered: defaultdict[int, _Gathered], mine: Q) -> None:
    """The latest word on each role counts, until somebody begins in it."""
    rows = Vacancy.objects.filter(mine).order_by("pk").values_list("school_id", "role", "vacant_since", "stated_at")
    for school, role, since, stated_at in rows:
        one = gathered[school]
        holds = any(holder.role == role for holder in one.holders)
        begun = one.begun.get(role)
        if holds or (begun is not None and begun >= timezone.localdate(stated_at) and begun >= since):
            one.vacant.pop(role, None)
        else:
            one.vacant[role] = since


def confirmations(*, cycle_id: int | None, school_id: int | None = None) -> dict[int, Confirmed]:
    """School id -> its latest confirmation in this cycle. One query; none without a cycle."""
    if cycle_id is None:
        return {}
    rows = ContactConfirmation.objects.filter(cycle_id=cycle_id).order_by("pk")
    if school_id is not None:
        rows = rows.filter(school_id=school_id)
    return {
        row.school_id: Confirmed(row.list_sha256, frozenset(row.membership_ids), row.confirmed_by_id, row.confirmed_at)
        for row in rows
    }
