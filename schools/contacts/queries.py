"""A school's people as its own page and the partnership's list show them."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from lscp_portal.accounts.models import ContactRepair, Membership, Role
from lscp_portal.accounts.policies import may_invite_as
from lscp_portal.accounts.queries import SOON, ends_soon, names_of
from lscp_portal.tenancy.actor import Actor
from schools.contacts.loading import confirmations, contacts_by_school
from schools.contacts.models import POSTS, ContactConfirmation
from schools.contacts.policies import may_confirm
from schools.contacts.rounds import current_round
from schools.contacts.rules import ASKED_FOR, can_be_confirmed, gap_of, gaps_of, sha256_of, standing_of
from schools.contacts.types import (
    ContactFilter,
    ContactList,
    Contacts,
    Gap,
    Held,
    PeoplePage,
    Post,
    RepairLine,
    SchoolLine,
    Standing,
    TermLine,
    Why,
)
from schools.register.models import OPEN_HERE, School
from schools.register.queries import matching

PAGE = 100
SHOWN = (*POSTS, Role.CONTRIBUTOR)
REPAIRS = 20


def people_page(*, actor: Actor, school_id: int) -> PeoplePage:
    """“Your people”: every role, what is missing, and how the list stands this round. Eleven queries at most.

    Raises School.DoesNotExist.
    """
    school = School.objects.only("pk", "urn", "name").get(pk=school_id)
    contacts = contacts_by_school(school_id=school_id)(school_id)
    asked = current_round()
    confirmed = confirmations(cycle_id=asked.cycle_id if asked else None, school_id=school_id).get(school_id)
    standing, soon = standing_of(contacts, confirmed, asked), timezone.localdate() + SOON
    known = confirmed.membership_ids if confirmed and standing is Standing.CHANGED else None
    posts = tuple(_post(role, contacts, actor, school_id) for role in SHOWN)
    return PeoplePage(
        school_id=school_id,
        school=school.name,
        urn=school.urn,
        round=asked,
        standing=standing,
        confirmed_at=confirmed.at if confirmed else None,
        confirmed_by=names_of([confirmed.by]).get(confirmed.by, "the partnership") if confirmed else "",
        posts=posts,
        newcomers=frozenset(
            holder.membership_id
            for holder in contacts.holders
            if known is not None and holder.membership_id not in known
        ),
        ending=frozenset(row.membership_id for row in contacts.holders if row.until and row.until <= soon),
        gaps=gaps_of(contacts),
        dead=contacts.dead,
        sha256=sha256_of(contacts),
        may_confirm=may_confirm(actor, school_id=school_id),
        may_edit=any(post.may_edit for post in posts),
        blockers=list(can_be_confirmed(contacts, asked)),
        repairs=_repairs(school_id),
    )


def is_here(*, school_id: int) -> bool:
    """Whether the school is one of this place. One query."""
    return bool(School.objects.filter(pk=school_id).exists())


def held(*, membership_id: int) -> Held:
    """One role of one person at a school. One query. Raises Membership.DoesNotExist, also for partnership staff."""
    rows = Membership.objects.filter(pk=membership_id, school_id__isnull=False)
    found = rows.values_list("school_id", "person__full_name", "person__email", "role", "phone", "ends_on").first()
    if found is None:
        raise Membership.DoesNotExist
    school_id, name, email, role, phone, until = found
    return Held(
        school_id=int(school_id or 0), name=name, email=email, role=str(Role(role).label), phone=phone, until=until
    )


def contact_gaps() -> dict[int, list[Gap]]:
    """School id -> the signatories nobody can be reached as, of every open school that has any. Seven queries."""
    contacts_of = contacts_by_school()
    schools = School.objects.filter(OPEN_HERE).values_list("pk", flat=True)
    found = {school_id: gaps_of(contacts_of(school_id)) for school_id in schools}
    return {school_id: gaps for school_id, gaps in found.items() if gaps}


def vacant_posts() -> Sequence[tuple[str, ...]]:
    """URN, role, name, e-mail, last day and school, for each gap that an invitation can fill. Eight queries."""
    found, rows = contact_gaps(), []
    for pk, urn, name in School.objects.filter(pk__in=found).order_by("name", "urn").values_list("pk", "urn", "name"):
        rows += [
            (str(urn), str(Role(gap.role).label), "", "", "", name)
            for gap in found[pk]
            if gap.why not in {Why.INVITED, Why.SHARED}
        ]
    return rows


def gaps_by_school() -> dict[int, list[str]]:
    """The same in words for a list of schools: "Chair: vacant since 3 May 2026". Seven queries."""
    return {school_id: [gap.words for gap in gaps] for school_id, gaps in contact_gaps().items()}


def contact_list(*, wanted: ContactFilter, every: bool = False) -> ContactList:
    """Open schools with what is to be mended, a hundred from `wanted.start`, or every one. Nine queries."""
    asked, contacts_of = current_round(), contacts_by_school()
    confirmed = confirmations(cycle_id=asked.cycle_id if asked else None)
    schools = list(School.objects.filter(OPEN_HERE).order_by("name", "urn").values_list("pk", "urn", "name"))
    lines = [
        SchoolLine(
            school_id=school_id,
            urn=urn,
            name=name,
            standing=standing_of(contacts_of(school_id), confirmed.get(school_id), asked),
            confirmed_on=timezone.localdate(confirmed[school_id].at) if school_id in confirmed else None,
            gaps=gaps_of(contacts_of(school_id)),
        )
        for school_id, urn, name in schools
    ]
    named = _named(wanted.words)
    fitting = [line for line in lines if _fits(line, wanted) and (named is None or line.school_id in named)]
    return ContactList(
        rows=fitting if every else fitting[wanted.start : wanted.start + PAGE],
        found=len(fitting),
        start=wanted.start,
        schools=len(lines),
        with_gap=sum(bool(line.gaps) for line in lines),
        standings=Counter(line.standing for line in lines),
        round=asked,
    )


def terms_ending(*, actor: Actor) -> list[TermLine]:
    """Terms of office that end within sixty days, the first to end first; of every school for the partnership.

    One query.
    """
    rows = Membership.objects.filter(ends_soon())
    if actor.school_id is not None:
        rows = rows.filter(school_id=actor.school_id)
    shown = rows.order_by("ends_on", "school_name", "pk").values_list(
        "pk", "person__full_name", "person__email", "role", "school_id", "school_name", "ends_on", "person_id"
    )
    return [
        TermLine(
            membership_id=pk,
            name=name,
            email=email,
            role=str(Role(role).label),
            school_id=school_id,
            school=school,
            ends_on=ends_on,
            may_change=person_id != actor.person_id and may_invite_as(actor, role=role, school_id=school_id),
        )
        for pk, name, email, role, school_id, school, ends_on, person_id in shown
        if ends_on
    ]


def is_confirmed(*, school_id: int, cycle_id: int) -> bool:
    """Whether the school's people were confirmed in this cycle, whatever changed since. One query."""
    return bool(ContactConfirmation.objects.filter(school_id=school_id, cycle_id=cycle_id).exists())


def school_standing(*, school_id: int) -> Standing:
    """How a school's list stands this round, for its first page. Seven queries, one while no cycle is open."""
    asked = current_round()
    if asked is None:
        return Standing.NOT_ASKED
    confirmed = confirmations(cycle_id=asked.cycle_id, school_id=school_id).get(school_id)
    if confirmed is None:
        return Standing.WAITING
    return standing_of(contacts_by_school(school_id=school_id)(school_id), confirmed, asked)


def _post(role: Role, contacts: Contacts, actor: Actor, school_id: int) -> Post:
    gap = gap_of(contacts, role) if role in ASKED_FOR else None
    may_edit, is_held = may_invite_as(actor, role=role, school_id=school_id), bool(contacts.in_role(role))
    return Post(
        role=role.value,
        label=str(role.label),
        holders=contacts.in_role(role),
        guests=contacts.invited_to(role),
        note=gap.words.partition(": ")[2] if gap else "",
        may_edit=may_edit,
        can_be_vacant=may_edit and role in ASKED_FOR and not is_held,
    )


def _repairs(school_id: int) -> Sequence[RepairLine]:
    rows = ContactRepair.objects.filter(school_id=school_id).order_by("-pk")[:REPAIRS]
    return [
        RepairLine(
            what=row.get_kind_display(),
            role=row.get_role_display() if row.role else "",
            reason=row.reason,
            at=row.repaired_at,
        )
        for row in rows
    ]


def _named(words: str) -> set[int] | None:
    """Ids of the schools that are meant by these words; None for any."""
    if not words.strip():
        return None
    return set(School.objects.filter(Q(OPEN_HERE) & matching(words)).values_list("pk", flat=True))


def _fits(line: SchoolLine, wanted: ContactFilter) -> bool:
    gaps = [gap for gap in line.gaps if wanted.role in {"", gap.role} and wanted.why in {"", gap.why}]
    asks_for_gap = bool(wanted.role or wanted.why) or not (wanted.all_schools or wanted.standing)
    return (bool(gaps) or not asks_for_gap) and wanted.standing in {"", line.standing}
